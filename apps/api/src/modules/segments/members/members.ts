import type { InputOf, OutputOf, SegmentKind, SegmentMember, segmentsContract } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { byteOrderMark, csvLine } from '../../../platform/csv.ts';
import { AppError } from '../../../platform/errors.ts';
import type { Download, PageRunner } from '../../../platform/http/bind.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { type Book, bookOf } from '../definitions/book.ts';
import { kindOf } from '../definitions/present.ts';
import { dynamicReasons, manualReason, type Reason, systemFigures, systemReason } from './reasons.ts';
import { type MemberRow, readMembers } from './sql.ts';

type Contract = typeof segmentsContract;

const cursorShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Who is in a segment, the newest customers first. @throws AppError not_found, cursor_invalid */
export async function members(
  ctx: Ctx,
  input: InputOf<Contract['members']>,
): Promise<OutputOf<Contract['members']>> {
  const { key, page, limit, cursor } = input;
  if (cursor !== undefined && !cursorShape.test(cursor))
    throw new AppError('cursor_invalid', { field: 'cursor' });
  const book = await bookOf(ctx);
  const kind = knownKind(book, key);
  const [sizes, rows] = await Promise.all([
    customers.countsBy(ctx, 'segment'),
    readMembers(ctx.tx, ctx.storeId, key, {
      after: cursor ?? null,
      limit: limit + 1,
      offset: cursor === undefined ? (page - 1) * limit : 0,
    }),
  ]);
  const shown = rows.slice(0, limit);
  const total = sizes.get(key) ?? 0;
  return {
    members: await withReasons(ctx, book, key, kind, shown),
    total,
    page,
    limit,
    totalPages: Math.ceil(total / limit),
    nextCursor: rows.length > limit ? (shown.at(-1)?.customerId ?? null) : null,
  };
}

/** @throws AppError not_found */
export function knownKind(book: Book, key: string): SegmentKind {
  const kind = kindOf(
    key,
    book.rows.find((row) => row.key === key),
  );
  if (!kind) throw new AppError('not_found', { field: 'key' });
  return kind;
}

async function withReasons(
  ctx: Ctx,
  book: Book,
  key: string,
  kind: SegmentKind,
  rows: readonly MemberRow[],
): Promise<SegmentMember[]> {
  const ids = rows.map((row) => row.customerId);
  const reasonOf = await reasons(ctx, book, key, kind, ids);
  return rows.map((row) => ({
    ...showPerson(row),
    since: row.since.toISOString(),
    addedBy: row.addedBy,
    why: kind === 'manual' ? manualReason(row.reason) : reasonOf(row.customerId),
  }));
}

/** Why each of these customers is in a segment. */
async function reasons(
  ctx: Ctx,
  book: Book,
  key: string,
  kind: SegmentKind,
  ids: readonly string[],
): Promise<(customerId: string) => Reason> {
  if (kind === 'manual') return () => manualReason(null);
  const dynamic = book.dynamics.find((one) => one.key === key);
  if (kind === 'dynamic')
    return dynamicReasons(ctx, book, dynamic ?? { rules: { combinator: 'and', rules: [] } }, ids);
  const [found, { currency }] = await Promise.all([systemFigures(ctx, book, ids), settings.store(ctx)]);
  return (customerId) => systemReason(key, kind, found.get(customerId), book, currency);
}

/** A customer in a list of members. */
export function showPerson(row: MemberRow): Omit<SegmentMember, 'since' | 'addedBy' | 'why'> {
  return {
    customerId: row.customerId,
    cardNumber: row.cardNumber,
    name: personName(row),
    email: row.email,
    phone: row.phone,
    tier: row.tier,
    totalSpent: row.totalSpent,
    totalOrders: row.totalOrders,
    lastVisitAt: row.lastVisitAt?.toISOString() ?? null,
  };
}

export const personName = ({
  companyName,
  firstName,
  lastName,
}: Pick<MemberRow, 'companyName' | 'firstName' | 'lastName'>) =>
  companyName ?? `${firstName} ${lastName}`.trim();

const csvPage = 1_000;
const columns = [
  'customerId',
  'cardNumber',
  'name',
  'email',
  'phone',
  'tier',
  'totalSpent',
  'totalOrders',
  'lastVisitAt',
  'since',
] as const;

/** Who is in a segment as CSV; pages by key, each in a short transaction. @throws AppError not_found */
export async function membersCsv(
  page: PageRunner,
  { key }: InputOf<Contract['membersCsv']>,
): Promise<Download> {
  const read = (after: string | null) =>
    page((ctx) => readMembers(ctx.tx, ctx.storeId, key, { after, limit: csvPage, offset: 0 }));
  // Read before the reply begins, so that a segment that is not there is still answered as one.
  await page(async (ctx) => knownKind(await bookOf(ctx), key));
  const first = await read(null);
  async function* chunks() {
    yield byteOrderMark + csvLine(columns);
    for (let rows = first; rows.length > 0; rows = await read(rows.at(-1)?.customerId ?? null)) {
      yield rows
        .map((row) => {
          const shown = { ...showPerson(row), since: row.since.toISOString() };
          return csvLine(columns.map((column) => shown[column]));
        })
        .join('');
      if (rows.length < csvPage) return;
    }
  }
  return { contentType: 'text/csv; charset=utf-8', fileName: `segment-${key}.csv`, chunks: chunks() };
}
