import {
  type InputOf,
  type OccasionKind,
  type OutputOf,
  occasionKind,
  type occasionsContract,
  type UpcomingOccasion,
} from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { byteOrderMark, csvLine } from '../../../platform/csv.ts';
import { AppError } from '../../../platform/errors.ts';
import type { Download, PageRunner } from '../../../platform/http/bind.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { type Column, giftColumns } from '../csv.ts';
import { soonestFirst, standingOf } from '../dates/dates.ts';
import { planContext } from '../dates/keep.ts';
import { type ShowContext, showDates } from '../dates/show.ts';
import { personOf } from '../present.ts';
import { addDays } from '../rules.ts';
import { countUpcoming, readUpcoming, type UpcomingFilter, type UpcomingRow } from './sql.ts';

type Contract = typeof occasionsContract;
type Input = InputOf<Contract['upcoming']>;
type Page = OutputOf<Contract['upcoming']>;

/** Days ahead that a list shows unless said: a month of the store, or all that a customer has. */
const shownDays = { store: 30, customer: 400 } as const;

/** The next dates of whoever asks, of a customer whom staff name, or of the whole store. */
export async function upcoming(ctx: Ctx, input: Input): Promise<Page> {
  const ref = ctx.actor.kind === 'customer' ? (input.customerId ?? 'me') : input.customerId;
  return ref === undefined ? ofStore(ctx, input) : ofCustomer(ctx, input, ref);
}

async function ofCustomer(ctx: Ctx, input: Input, ref: string): Promise<Page> {
  const page = settings.pageOf(input);
  const [customerId, at] = await Promise.all([customers.require(ctx, ref), planContext(ctx)]);
  const { source, rows } = await standingOf(ctx, customerId, at);
  const until = addDays(at.today, input.days ?? shownDays.customer);
  const found = (await soonestFirst(ctx, source, rows, at)).filter(
    ({ kind, next }) => next.on <= until && (input.kind === undefined || kind === input.kind),
  );
  const person = { customerId, ...personOf(source) };
  return {
    upcoming: found.slice(page.offset, page.offset + page.limit).map((date) => ({ ...date, ...person })),
    ...settings.pageFacts(page, found.length),
  };
}

async function ofStore(ctx: Ctx, input: Input): Promise<Page> {
  const page = settings.pageOf(input);
  const at = await planContext(ctx);
  const filter = filterOf(input, at);
  const [rows, total] = await Promise.all([
    readUpcoming(ctx.tx, ctx.storeId, filter, { ...page, timeZone: at.timeZone }),
    countUpcoming(ctx.tx, ctx.storeId, filter),
  ]);
  return { upcoming: await show(ctx, rows, at), ...settings.pageFacts(page, total) };
}

function filterOf({ days, kind }: { days?: number; kind?: OccasionKind }, at: ShowContext): UpcomingFilter {
  return {
    from: at.today,
    until: addDays(at.today, days ?? shownDays.store),
    kinds: occasionKind.options.filter(
      (option) => at.kinds[option].isActive && (kind === undefined || kind === option),
    ),
  };
}

async function show(ctx: Ctx, rows: readonly UpcomingRow[], at: ShowContext): Promise<UpcomingOccasion[]> {
  const shown = await showDates(
    ctx,
    rows.map((row) => ({ row, source: row })),
    at,
  );
  if (shown.length !== rows.length) throw new AppError('internal', { detail: 'a fall without a date' });
  return shown.map((date, index) => {
    const row = rows[index] as UpcomingRow;
    return { ...date, customerId: row.customerId, ...personOf(row) };
  });
}

const columns: readonly Column<UpcomingOccasion>[] = [
  ['on', ({ next }) => next.on],
  ['hijri', ({ next: { hijri } }) => `${hijri.year}-${hijri.month}-${hijri.day}`],
  ['kind', (date) => date.kind],
  ['name', (date, language) => date.name[language]],
  ['cardNumber', (date) => date.cardNumber],
  ['customer', (date, language) => date.customerName[language]],
  ['count', ({ next }) => next.count],
  ['state', (date) => date.state],
  ['claimFrom', ({ next }) => next.claimFrom],
  ['claimUntil', ({ next }) => next.claimUntil],
  ...giftColumns,
];

const pageSize = 500;

/** Everybody's next dates as CSV; each page goes on above the one before, in a short transaction. */
export async function exportUpcoming(
  page: PageRunner,
  input: InputOf<Contract['exportUpcoming']>,
): Promise<Download> {
  async function* rows() {
    yield byteOrderMark + csvLine(columns.map(([name]) => name));
    let above: { on: string; id: string } | undefined;
    do {
      const { lines, last } = await page((ctx) => exportPage(ctx, input, above));
      yield* lines;
      above = last;
    } while (above);
  }
  return { contentType: 'text/csv; charset=utf-8', fileName: 'special-dates.csv', chunks: rows() };
}

async function exportPage(
  ctx: Ctx,
  input: InputOf<Contract['exportUpcoming']>,
  above: { on: string; id: string } | undefined,
) {
  const at = await planContext(ctx);
  const page = { limit: pageSize, offset: 0, above, timeZone: at.timeZone };
  const rows = await readUpcoming(ctx.tx, ctx.storeId, filterOf(input, at), page);
  const last = rows.at(-1);
  return {
    lines: (await show(ctx, rows, at)).map((date) =>
      csvLine(columns.map(([, value]) => value(date, ctx.language))),
    ),
    last: rows.length < pageSize || !last?.nextOn ? undefined : { on: last.nextOn, id: last.id },
  };
}
