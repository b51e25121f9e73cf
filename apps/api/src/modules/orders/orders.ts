import type { InputOf, Order, OutputOf, ordersContract } from '@wafa/contract';
import { type Ctx, customerOf } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import * as customers from '../customers/index.ts';
import * as settings from '../settings/index.ts';
import {
  claimKeys,
  findKeys,
  findRefundable,
  insertOrders,
  insertRefunds,
  insertStatuses,
  type KeyKind,
  lockOrders,
  type OrderRefs,
  releaseOrderKeys,
} from './sql.ts';
import {
  countOrders,
  findOrder,
  type OrderFilter,
  type OrderRow,
  type Position,
  readOrders,
} from './sql-lists.ts';
import type {
  Claimed,
  HeldKey,
  Key,
  LockedOrder,
  NewOrder,
  NewRefund,
  NewStatus,
  Refundable,
  Wanted,
} from './types.ts';

/** Orders of the store, newest first. */
export async function list(
  ctx: Ctx,
  input: InputOf<typeof ordersContract.list>,
): Promise<OutputOf<typeof ordersContract.list>> {
  const customerId = input.customerId && (await customers.require(ctx, input.customerId));
  return page(ctx, { ...input, customerId, ...period(input) }, input);
}

/** A customer's orders, newest first; a customer reads only their own. */
export async function listOfCustomer(
  ctx: Ctx,
  input: InputOf<typeof ordersContract.listOfCustomer>,
): Promise<OutputOf<typeof ordersContract.listOfCustomer>> {
  const customerId = await customers.require(ctx, input.customerId);
  return page(ctx, { customerId, ...period(input) }, input);
}

/** One order; to a customer another's order does not exist. */
export async function get(ctx: Ctx, input: InputOf<typeof ordersContract.get>): Promise<Order> {
  const own = customerOf(ctx.actor) !== undefined;
  const [row, self] = await Promise.all([
    findOrder(ctx.tx, ctx.storeId, input.orderId),
    own ? customers.require(ctx, 'me') : undefined,
  ]);
  if (!row || (own && row.customerId !== self)) throw new AppError('not_found', { field: 'orderId' });
  return (await present(ctx, [row]))[0] as Order;
}

/** Claims source ids for ever, for orders, refunds or events; answers in the order of `keys`. */
export function claim(ctx: Ctx, kind: KeyKind, keys: readonly Key[]): Promise<Claimed[]> {
  return keys.length === 0 ? Promise.resolve([]) : claimKeys(ctx.tx, ctx.storeId, kind, keys);
}

/** Frees source ids that this transaction has claimed for orders it refuses after all. */
export async function release(
  ctx: Ctx,
  refused: readonly Pick<NewOrder, 'id' | 'source' | 'sourceId'>[],
): Promise<void> {
  if (refused.length > 0) await releaseOrderKeys(ctx.tx, ctx.storeId, refused);
}

/** What source ids stand for; those never recorded are missing. */
export function held(
  ctx: Ctx,
  kind: KeyKind,
  keys: readonly { source: string; sourceId: string }[],
): Promise<HeldKey[]> {
  return keys.length === 0 ? Promise.resolve([]) : findKeys(ctx.tx, ctx.storeId, kind, keys);
}

/** Writes orders whose keys this transaction has claimed. */
export async function record(ctx: Ctx, orders: readonly NewOrder[]): Promise<void> {
  if (orders.length > 0) await insertOrders(ctx.tx, ctx.storeId, ctx.now, orders);
}

/** Locks orders until the transaction ends, in id order; those that the store does not have are missing. */
export function lock(ctx: Ctx, refs: OrderRefs): Promise<LockedOrder[]> {
  return lockOrders(ctx.tx, ctx.storeId, refs);
}

/** What is left of customers' earlier lines of a sku at a price, per place of `wanted` newest first. */
export function refundableLines(ctx: Ctx, source: string, wanted: readonly Wanted[]): Promise<Refundable[]> {
  return wanted.length === 0 ? Promise.resolve([]) : findRefundable(ctx.tx, ctx.storeId, source, wanted);
}

/** Writes refunds of orders that this transaction has locked; amounts as `planRefund` gave them. */
export async function refund(ctx: Ctx, refunds: readonly NewRefund[]): Promise<void> {
  if (refunds.length > 0) await insertRefunds(ctx.tx, ctx.storeId, ctx.now, refunds);
}

/** Moves orders that this transaction has locked to another status. */
export async function advance(ctx: Ctx, events: readonly NewStatus[]): Promise<void> {
  if (events.length > 0) await insertStatuses(ctx.tx, ctx.storeId, events);
}

interface Paging {
  page: number;
  limit: number;
  cursor?: string | undefined;
}

async function page(
  ctx: Ctx,
  filter: OrderFilter,
  { page, limit, cursor }: Paging,
): Promise<OutputOf<typeof ordersContract.list>> {
  const offset = cursor === undefined ? (page - 1) * limit : 0;
  const [found, total] = await Promise.all([
    readPage(ctx, filter, { limit, offset, cursor }),
    countOrders(ctx.tx, ctx.storeId, filter),
  ]);
  return { ...found, total, page, limit, totalPages: Math.ceil(total / limit) };
}

/** One page of an export: as `list`, without counting what there is in all. */
export async function exportPage(
  ctx: Ctx,
  input: InputOf<typeof ordersContract.export>,
  cursor: string | undefined,
  limit: number,
): Promise<{ orders: Order[]; nextCursor: string | null }> {
  const customerId = input.customerId && (await customers.require(ctx, input.customerId));
  return readPage(ctx, { ...input, customerId, ...period(input) }, { limit, offset: 0, cursor });
}

async function readPage(
  ctx: Ctx,
  filter: OrderFilter,
  { limit, offset, cursor }: { limit: number; offset: number; cursor: string | undefined },
): Promise<{ orders: Order[]; nextCursor: string | null }> {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const rows = await readOrders(ctx.tx, ctx.storeId, filter, { limit: limit + 1, offset, after });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    orders: await present(ctx, shown),
    nextCursor: rows.length > limit && last ? writeCursor({ placedAt: last.placedAt, id: last.id }) : null,
  };
}

const period = ({ from, to }: { from?: string | undefined; to?: string | undefined }) => ({
  from: from === undefined ? undefined : new Date(from),
  to: to === undefined ? undefined : new Date(to),
});

function writeCursor({ placedAt, id }: Position): string {
  return Buffer.from(`${placedAt.getTime()} ${id}`).toString('base64url');
}

const cursorShape = /^(-?\d{1,15}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function readCursor(cursor: string): Position {
  const [, time, id] = cursorShape.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (time === undefined || id === undefined) throw new AppError('cursor_invalid', { field: 'cursor' });
  return { placedAt: new Date(Number(time)), id };
}

/** Rows as the contract shows them, with the names of their locations. */
async function present(ctx: Ctx, rows: readonly OrderRow[]): Promise<Order[]> {
  const locations = await settings.locations(ctx);
  return rows.map((row) => {
    const location = row.locationId === null ? undefined : locations.get(row.locationId);
    return {
      id: row.id,
      source: row.source,
      sourceId: row.sourceId,
      customerId: row.customerId,
      locationId: row.locationId,
      locationName: location?.name ?? null,
      locationNameAr: location?.nameAr ?? null,
      channel: row.channel,
      status: row.status,
      currency: row.currency,
      total: row.total,
      refundedTotal: row.refundedTotal,
      pointsEarned: row.pointsEarned,
      placedAt: row.placedAt.toISOString(),
      completedAt: row.completedAt?.toISOString() ?? null,
      lines: row.lines,
      payments: row.payments,
      delivery: row.delivery,
      history: row.history.map((step) => ({ status: step.status, at: new Date(step.at).toISOString() })),
    };
  });
}
