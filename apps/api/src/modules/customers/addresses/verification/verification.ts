/**
 * Verification of addresses: the work list, decisions and their figures. An address waits from when it is
 * entered or changed; a decision is kept in the address until the next edit, and in the log for good.
 */
import type { customersAddressesContract, InputOf, OutputOf, PendingAddress } from '@wafa/contract';
import { actorId, type Ctx } from '../../../../platform/context.ts';
import { byteOrderMark, csvLine } from '../../../../platform/csv.ts';
import { AppError } from '../../../../platform/errors.ts';
import type { Download, PageRunner } from '../../../../platform/http/bind.ts';
import * as settings from '../../../settings/index.ts';
import { fold } from '../../directory/rules.ts';
import { dayIn } from '../../profile/rules.ts';
import { decided, sameDecision, toAddress } from '../rules.ts';
import {
  countByStatus,
  countPending,
  type DecidableRow,
  decisionFigures,
  findPending,
  lockAddresses,
  type PendingCursor,
  type PendingFilter,
  type PendingRow,
  writeDecisions,
} from './sql.ts';

declare module '../../../../platform/events/catalogue.ts' {
  interface Events {
    'address.verified': { customerId: string; addressId: string };
    'address.rejected': { customerId: string; addressId: string };
  }
}

type Contract = typeof customersAddressesContract;
type Filter = Pick<InputOf<Contract['pendingAddresses']>, 'city' | 'country' | 'olderThanDays'>;

const dayMs = 86_400_000;

/** Addresses that wait, the longest waiting first. */
export async function pendingAddresses(
  ctx: Ctx,
  input: InputOf<Contract['pendingAddresses']>,
): Promise<OutputOf<Contract['pendingAddresses']>> {
  const page = settings.pageOf(input);
  const filter = filterOf(ctx, input);
  const [total, rows] = await Promise.all([
    countPending(ctx.tx, ctx.storeId, filter),
    findPending(ctx.tx, ctx.storeId, filter, page),
  ]);
  return { addresses: rows.map(shown), ...settings.pageFacts(page, total) };
}

function filterOf(ctx: Ctx, { city, country, olderThanDays }: Filter): PendingFilter {
  return {
    city: city ? fold(city) : undefined,
    country,
    before: olderThanDays === undefined ? undefined : new Date(ctx.now.getTime() - olderThanDays * dayMs),
  };
}

function shown(row: PendingRow): PendingAddress {
  const { cardNumber, customerName, pendingSince, ...address } = row;
  const since = pendingSince.toISOString();
  return { ...toAddress(address), customerId: row.customerId, cardNumber, customerName, pendingSince: since };
}

const exportPageSize = 500;

const columns: readonly (readonly [string, (row: PendingAddress) => string | number | null])[] = [
  ['addressId', (row) => row.id],
  ['customerId', (row) => row.customerId],
  ['cardNumber', (row) => row.cardNumber],
  ['customer', (row) => row.customerName],
  ['street1', (row) => row.street1],
  ['street2', (row) => row.street2],
  ['city', (row) => row.city],
  ['state', (row) => row.state],
  ['postalCode', (row) => row.postalCode],
  ['country', (row) => row.country],
  ['latitude', (row) => row.coordinates?.latitude ?? null],
  ['longitude', (row) => row.coordinates?.longitude ?? null],
  ['pendingSince', (row) => row.pendingSince],
];

/** The work list as CSV; each page is read by key in a transaction of its own. */
export async function exportPendingAddresses(
  page: PageRunner,
  input: InputOf<Contract['exportPendingAddresses']>,
): Promise<Download> {
  const read = (after?: PendingCursor) =>
    page(async (ctx) => {
      const at = { limit: exportPageSize, offset: 0, after };
      return (await findPending(ctx.tx, ctx.storeId, filterOf(ctx, input), at)).map(shown);
    });
  const first = await read();
  async function* rows() {
    yield byteOrderMark + csvLine(columns.map(([name]) => name));
    for (let found = first; ; ) {
      for (const row of found) yield csvLine(columns.map(([, value]) => value(row)));
      const last = found.at(-1);
      if (!last || found.length < exportPageSize) return;
      found = await read({ since: last.pendingSince, id: last.id });
    }
  }
  return { contentType: 'text/csv; charset=utf-8', fileName: 'addresses-to-verify.csv', chunks: rows() };
}

/** Decides on one address. @throws AppError not_found, customer_closed */
export async function verifyAddress(
  ctx: Ctx,
  input: InputOf<Contract['verifyAddress']>,
): Promise<OutputOf<Contract['verifyAddress']>> {
  const { addressId, ...decision } = input;
  const [before] = await lockAddresses(ctx.tx, ctx.storeId, [addressId]);
  if (!before) throw new AppError('not_found', { field: 'addressId' });
  if (before.customerStatus === 'closed') throw new AppError('customer_closed', { field: 'addressId' });
  const after = decided(before, decision, actorId(ctx.actor), ctx.now);
  if (!sameDecision(before, after)) await decide(ctx, [{ before, after }]);
  const { updatedAt, customerStatus, ...address } = sameDecision(before, after)
    ? before
    : { ...before, ...after };
  return { ...toAddress(address), customerId: before.customerId };
}

/** Decides on many addresses alike; each answers for itself. */
export async function verifyAddresses(
  ctx: Ctx,
  input: InputOf<Contract['verifyAddresses']>,
): Promise<OutputOf<Contract['verifyAddresses']>> {
  const { ids, ...decision } = input;
  const found = new Map((await lockAddresses(ctx.tx, ctx.storeId, ids)).map((row) => [row.id, row]));
  const changes: Change[] = [];
  const resultOf = (id: string) => {
    const before = found.get(id);
    if (!before) return 'not_found';
    if (before.customerStatus === 'closed') return 'closed';
    const after = decided(before, decision, actorId(ctx.actor), ctx.now);
    if (sameDecision(before, after)) return 'unchanged';
    changes.push({ before, after });
    return 'decided';
  };
  const results = [...new Set(ids)].map((id) => ({ id, result: resultOf(id) }) as const);
  await decide(ctx, changes);
  return { decided: changes.length, results };
}

interface Change {
  before: DecidableRow;
  after: ReturnType<typeof decided>;
}

async function decide(ctx: Ctx, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ before, after }) => ({
    logId: ctx.newId(),
    id: after.id,
    status: after.status as 'VERIFIED' | 'REJECTED',
    notes: after.notes,
    latitude: after.latitude,
    longitude: after.longitude,
    waitedSeconds: Math.max(0, Math.round((ctx.now.getTime() - before.updatedAt.getTime()) / 1000)),
  }));
  await writeDecisions(ctx.tx, ctx.storeId, ctx.now, actorId(ctx.actor), rows);
  for (const { before, after } of changes) {
    const { id: addressId, customerId, status, notes } = after;
    ctx.emit(status === 'VERIFIED' ? 'address.verified' : 'address.rejected', { customerId, addressId });
    ctx.audit({
      action: 'customers.verifyAddress',
      entity: 'address',
      entityId: addressId,
      customerId,
      fields: ['status', 'notes', 'coordinates'],
      before: { status: before.status, notes: before.notes },
      after: { status, notes, latitude: after.latitude, longitude: after.longitude },
    });
  }
}

/** @throws AppError range_invalid where the period ends before it begins, or is longer than ten years */
export async function verificationStats(
  ctx: Ctx,
  input: InputOf<Contract['verificationStats']>,
): Promise<OutputOf<Contract['verificationStats']>> {
  const { timeZone } = await settings.store(ctx);
  const to = input.to ?? dayIn(timeZone, ctx.now);
  const from = input.from ?? new Date(Date.parse(to) - 29 * dayMs).toISOString().slice(0, 10);
  if (from > to || Date.parse(to) - Date.parse(from) > 3653 * dayMs)
    throw new AppError('range_invalid', { field: 'from' });
  const [counts, figures] = await Promise.all([
    countByStatus(ctx.tx, ctx.storeId),
    decisionFigures(ctx.tx, ctx.storeId, { from, to, timeZone }),
  ]);
  const countOf = (status: string) => counts.find((row) => row.status === status)?.count ?? 0;
  const all = figures.find((row) => row.verifiedBy === null && row.day === null);
  return {
    counts: { PENDING: countOf('PENDING'), VERIFIED: countOf('VERIFIED'), REJECTED: countOf('REJECTED') },
    oldestPendingSince: counts.find((row) => row.status === 'PENDING')?.oldest.toISOString() ?? null,
    from,
    to,
    decisions: (all?.verified ?? 0) + (all?.rejected ?? 0),
    medianWaitSeconds: all?.median ?? null,
    meanWaitSeconds: all?.mean ?? null,
    verifiers: figures.flatMap(({ verifiedBy, verified, rejected, median }) =>
      verifiedBy === null ? [] : [{ verifiedBy, verified, rejected, medianWaitSeconds: median ?? 0 }],
    ),
    days: figures.flatMap(({ day, verified, rejected }) =>
      day === null ? [] : [{ day, verified, rejected }],
    ),
  };
}
