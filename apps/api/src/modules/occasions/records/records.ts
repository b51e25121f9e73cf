import type { InputOf, OutputOf, occasionsContract } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { byteOrderMark, csvLine } from '../../../platform/csv.ts';
import type { Download, PageRunner } from '../../../platform/http/bind.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { type Column, giftColumns } from '../csv.ts';
import { kindsOf } from '../kinds/kinds.ts';
import { showListed, showRecords } from './show.ts';
import { countRecords, type RecordFilter, readRecords } from './sql.ts';

type Contract = typeof occasionsContract;

/** Claimed and lapsed occasions of a customer, newest first. */
export async function history(
  ctx: Ctx,
  { customerId: ref, ...input }: InputOf<Contract['history']>,
): Promise<OutputOf<Contract['history']>> {
  const page = settings.pageOf(input);
  const filter = { ...filterOf(input), customerId: await customers.require(ctx, ref) };
  const [rows, total, kinds] = await Promise.all([
    readRecords(ctx.tx, ctx.storeId, filter, page),
    countRecords(ctx.tx, ctx.storeId, filter),
    kindsOf(ctx),
  ]);
  return { records: await showRecords(ctx, rows, kinds), ...settings.pageFacts(page, total) };
}

/** Those of the whole store. */
export async function records(
  ctx: Ctx,
  input: InputOf<Contract['records']>,
): Promise<OutputOf<Contract['records']>> {
  const page = settings.pageOf(input);
  const filter = filterOf(input);
  const [rows, total, kinds] = await Promise.all([
    readRecords(ctx.tx, ctx.storeId, filter, page),
    countRecords(ctx.tx, ctx.storeId, filter),
    kindsOf(ctx),
  ]);
  return { records: await showListed(ctx, rows, kinds), ...settings.pageFacts(page, total) };
}

const filterOf = ({ kind, status, from, to }: RecordFilter): RecordFilter => ({ kind, status, from, to });

type Listed = OutputOf<Contract['records']>['records'][number];

const columns: readonly Column<Listed>[] = [
  ['on', (record) => record.on],
  ['hijri', ({ hijri }) => `${hijri.year}-${hijri.month}-${hijri.day}`],
  ['status', (record) => record.status],
  ['kind', (record) => record.kind],
  ['name', (record, language) => record.name[language]],
  ['cardNumber', (record) => record.cardNumber],
  ['customer', (record, language) => record.customerName[language]],
  ['count', (record) => record.count],
  ...giftColumns,
  ['at', (record) => record.at],
];

const pageSize = 500;

/** The records of a filter as CSV; each page goes on below the one before, in a short transaction. */
export async function exportRecords(
  page: PageRunner,
  input: InputOf<Contract['exportRecords']>,
): Promise<Download> {
  async function* rows() {
    yield byteOrderMark + csvLine(columns.map(([name]) => name));
    let below: { on: string; id: string } | undefined;
    do {
      const { lines, last } = await page((ctx) => exportPage(ctx, filterOf(input), below));
      yield* lines;
      below = last;
    } while (below);
  }
  return { contentType: 'text/csv; charset=utf-8', fileName: 'special-date-gifts.csv', chunks: rows() };
}

async function exportPage(ctx: Ctx, filter: RecordFilter, below: { on: string; id: string } | undefined) {
  const [rows, kinds] = await Promise.all([
    readRecords(ctx.tx, ctx.storeId, filter, { limit: pageSize, offset: 0, below }),
    kindsOf(ctx),
  ]);
  const shown = await showListed(ctx, rows, kinds);
  const last = rows.at(-1);
  return {
    lines: shown.map((record) => csvLine(columns.map(([, value]) => value(record, ctx.language)))),
    last: rows.length < pageSize || !last ? undefined : { on: last.fallsOn, id: last.id },
  };
}
