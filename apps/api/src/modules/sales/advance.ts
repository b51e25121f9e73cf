import type { InputOf, OutputOf, salesContract } from '@wafa/contract';
import type { Ctx } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import * as loyalty from '../loyalty/index.ts';
import * as offers from '../offers/index.ts';
import * as orders from '../orders/index.ts';
import { count, earn, nextWave } from './earning.ts';
import { orderEvent } from './events.ts';
import { keepReceipt, keptReceipts, receiptOf, settle } from './receipts.ts';
import { instantOf } from './rules.ts';

/**
 * Moves an order on by an event of its source system; delivered or completed, it begins to count in
 * points and statistics. Once for ever by (source, eventId): a repeat answers the first receipt. Throws
 * `not_found`, `status_not_allowed`, `transaction_conflict` (event recorded before with other contents),
 * `date_in_future`, `date_too_old`.
 *
 * Round trips: 1 order, lines, event id · 2 standing, offers (where it begins to count) · 3 event · points
 * · 4 receipt · statistics · 5 events and commit, by `bind`.
 */
export async function advance(
  ctx: Ctx,
  input: InputOf<typeof salesContract.advance>,
): Promise<OutputOf<typeof salesContract.advance>> {
  const at = instantOf(input.occurredAt, ctx.now);
  if (at instanceof AppError) throw at;
  const [[order], [known]] = await Promise.all([
    orders.lock(ctx, { ids: [input.orderId], keys: [] }),
    orders.held(ctx, 'event', [{ source: input.source, sourceId: input.eventId }]),
  ]);
  if (!order) throw new AppError('not_found', { field: 'orderId' });
  const fingerprint = orders.eventFingerprintOf(input);
  if (known) {
    if (!known.fingerprint.equals(fingerprint))
      throw new AppError('transaction_conflict', { field: 'eventId' });
    const first = (await keptReceipts<OutputOf<typeof salesContract.advance>>(ctx, [known.id])).get(known.id);
    if (!first) throw new AppError('internal', { detail: `event ${known.id} has no receipt` });
    return first;
  }
  const onlyDelivery = input.status === order.status && input.delivery !== undefined;
  if (!onlyDelivery && !orders.mayMove(order.status, input.status))
    throw new AppError('status_not_allowed', {
      field: 'status',
      params: { from: order.status, to: input.status },
    });
  return move(ctx, order, input, at, fingerprint);
}

async function move(
  ctx: Ctx,
  order: orders.LockedOrder,
  input: InputOf<typeof salesContract.advance>,
  at: Date,
  fingerprint: Buffer,
): Promise<OutputOf<typeof salesContract.advance>> {
  const before = order.status;
  const begins = order.completedAt === null && orders.counts(input.status);
  order.status = input.status;
  if (begins) order.completedAt = at;
  const standings = await loyalty.standings(ctx, order.customerId === null ? [] : [order.customerId]);
  const till = begins && order.customerId !== null ? await offers.reopenTill(ctx, order.id) : undefined;
  const quoted = begins
    ? (await nextWave(ctx, [order], standings, (sold, quote) => till?.bonus(sold, quote) ?? quote)).quoted
    : standingOnly(order, standings);
  const event: orders.NewStatus = {
    id: ctx.newId(),
    orderId: order.id,
    source: input.source,
    eventId: input.eventId,
    fingerprint,
    status: input.status,
    at,
    completedAt: order.completedAt,
    points: order.points,
    linePoints: begins ? order.lines : [],
    payments: input.payments,
    delivery: input.delivery,
  };
  const [earned] = await Promise.all([
    earn(ctx, quoted),
    orders.advance(ctx, [event]),
    till?.write(),
    input.status === 'cancelled' && offers.giveBack(ctx, [order.id]),
  ]);
  const receipt = receiptOf(order, earned.get(order));
  keepReceipt(ctx, event.id, receipt, order.customerId);
  if (order.status === 'shipped' && before !== 'shipped') ctx.emit('order.shipped', orderEvent(order));
  if (begins) count(ctx, order);
  await settle(ctx);
  return receipt;
}

function standingOnly(order: orders.LockedOrder, standings: ReadonlyMap<string, loyalty.Standing>) {
  const standing = order.customerId === null ? undefined : standings.get(order.customerId);
  return new Map(standing ? [[order, { standing }]] : []);
}
