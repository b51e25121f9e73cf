/**
 * Refunds: money and goods of a recorded order go back, and with them exactly the proportional points,
 * both ways, in one commit.
 *
 * Round trips of `refund`, however many refunds it is given:
 *   1  lock the orders, read their lines · what the refund ids stand for
 *   2  refunds, refunded totals and status · points, both ways · of wholly refunded orders the offers,
 *      which add a trip where there were any
 *   3  receipts · statistics · segments
 *   4  events and commit, by `bind`
 * Refunds recorded before add one, to read their receipts.
 */
import type { InputOf, RefundInput, RefundReceipt, salesContract } from '@wafa/contract';
import type { Ctx } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import * as customers from '../customers/index.ts';
import * as loyalty from '../loyalty/index.ts';
import * as offers from '../offers/index.ts';
import * as orders from '../orders/index.ts';
import { orderEvent } from './events.ts';
import { keepReceipt, keptReceipts, settle, shownBalance } from './receipts.ts';
import { instantOf } from './rules.ts';

/** A refund that was found good: what to write, and the order as it is afterwards. */
interface Plan {
  refund: orders.NewRefund;
  order: orders.LockedOrder;
  /** Lines as far as they are refunded after this refund, for the points. */
  lines: { lineNo: number; lineTotal: number; refundedSoFar: number }[];
  /** The order was not wholly refunded before and is now. */
  completes: boolean;
}

type Step = Plan | { duplicateOf: string } | AppError;

/**
 * Refunds orders in part or whole; answers stand at the places of their inputs. Once for ever by (source,
 * refundId): a repeat answers the first reply. Per refund it refuses with `not_found` (order),
 * `order_not_refundable` (not delivered yet, or cancelled), `refund_exceeds`, `refund_conflict`
 * (recorded before with other contents), `date_in_future`, `validation` (no order named, unknown line).
 */
export async function refund(
  ctx: Ctx,
  inputs: readonly RefundInput[],
): Promise<(RefundReceipt | AppError)[]> {
  const answers = await refundAll(ctx, inputs);
  await settle(ctx);
  return answers;
}

/** One refund of one request. */
export async function refundOne(
  ctx: Ctx,
  input: InputOf<typeof salesContract.refund>,
): Promise<RefundReceipt> {
  const [answer] = await refund(ctx, [input]);
  if (!answer || answer instanceof AppError) throw answer;
  return answer;
}

/** The same without the last round trip; receipts and statistics are then written before commit. */
export async function refundAll(
  ctx: Ctx,
  inputs: readonly RefundInput[],
): Promise<(RefundReceipt | AppError)[]> {
  const [locked, held] = await Promise.all([
    orders.lock(ctx, {
      ids: inputs.flatMap(({ orderId }) => (orderId === undefined ? [] : [orderId])),
      keys: inputs.flatMap(({ orderId, source, sourceId }) =>
        orderId === undefined && sourceId !== undefined ? [{ source, sourceId }] : [],
      ),
    }),
    orders.held(
      ctx,
      'refund',
      inputs.map(({ source, refundId }) => ({ source, sourceId: refundId })),
    ),
  ]);
  const steps = planSteps(ctx, inputs, locked, held);
  const receipts = await write(
    ctx,
    steps.filter((step) => 'refund' in step),
  );
  const first = await keptReceipts<RefundReceipt>(
    ctx,
    steps.flatMap((step) => ('duplicateOf' in step ? [step.duplicateOf] : [])),
  );
  return steps.map((step) => {
    if (step instanceof AppError) return step;
    const receipt = 'refund' in step ? receipts.get(step) : first.get(step.duplicateOf);
    return receipt ?? new AppError('internal', { detail: 'a refund without its receipt' });
  });
}

const keyOf = (source: string, id: string) => JSON.stringify([source, id]);

/** Decides each refund in turn; a later one sees what an earlier one of the same order takes. */
function planSteps(
  ctx: Ctx,
  inputs: readonly RefundInput[],
  locked: readonly orders.LockedOrder[],
  held: readonly { source: string; sourceId: string; id: string; fingerprint: Buffer }[],
): Step[] {
  const byId = new Map(locked.map((order) => [order.id, order]));
  const byKey = new Map(locked.map((order) => [keyOf(order.source, order.sourceId), order]));
  const known = new Map(held.map((key) => [keyOf(key.source, key.sourceId), key]));
  return inputs.map((input) => {
    if (input.orderId === undefined && input.sourceId === undefined)
      return new AppError('validation', { field: 'orderId' });
    const order =
      input.orderId === undefined
        ? byKey.get(keyOf(input.source, input.sourceId ?? ''))
        : byId.get(input.orderId);
    if (!order)
      return new AppError('not_found', { field: input.orderId === undefined ? 'sourceId' : 'orderId' });
    const fingerprint = orders.refundFingerprintOf({ orderId: order.id, lines: input.lines ?? null });
    const key = keyOf(input.source, input.refundId);
    const past = known.get(key);
    if (past) {
      return past.fingerprint.equals(fingerprint)
        ? { duplicateOf: past.id }
        : new AppError('refund_conflict', { field: 'refundId' });
    }
    const plan = planOne(ctx, input, order, fingerprint);
    if (!(plan instanceof AppError))
      known.set(key, { source: input.source, sourceId: input.refundId, id: plan.refund.id, fingerprint });
    return plan;
  });
}

function planOne(
  ctx: Ctx,
  input: RefundInput,
  order: orders.LockedOrder,
  fingerprint: Buffer,
): Plan | AppError {
  const refundedAt = instantOf(input.occurredAt, ctx.now);
  if (refundedAt instanceof AppError) return refundedAt;
  if (!orders.refundable(order.status)) return new AppError('order_not_refundable');
  const planned = orders.planRefund(order.lines, input.lines);
  if (!planned.ok) {
    return planned.problem === 'unknown_line'
      ? new AppError('validation', { field: planned.field })
      : new AppError('refund_exceeds', { field: planned.field });
  }
  const before = order.status;
  const touched = planned.parts.map((part) => {
    const line = order.lines.find(({ lineNo }) => lineNo === part.lineNo) as orders.LockedLine;
    line.refundedQuantity += part.quantity;
    line.refundedTotal += part.amount;
    return { lineNo: line.lineNo, lineTotal: line.total, refundedSoFar: line.refundedTotal };
  });
  order.refundedTotal += planned.total;
  order.status = orders.statusAfterRefund(order, order.lines);
  return {
    refund: {
      id: ctx.newId(),
      orderId: order.id,
      source: input.source,
      sourceId: input.refundId,
      fingerprint,
      reason: input.reason ?? null,
      refundedAt,
      total: planned.total,
      status: order.status,
      parts: planned.parts,
    },
    order,
    lines: touched,
    completes: before !== 'refunded' && order.status === 'refunded',
  };
}

async function write(ctx: Ctx, plans: readonly Plan[]): Promise<Map<Plan, RefundReceipt>> {
  const receipts = new Map<Plan, RefundReceipt>();
  const [results] = await Promise.all([
    reverse(ctx, plans),
    orders.refund(
      ctx,
      plans.map((plan) => plan.refund),
    ),
    offers.giveBack(
      ctx,
      plans.flatMap(({ completes, order }) => (completes ? [order.id] : [])),
    ),
  ]);
  for (const plan of plans) {
    const receipt = refundReceipt(plan, results.get(plan));
    receipts.set(plan, receipt);
    keepReceipt(ctx, plan.refund.id, receipt, plan.order.customerId);
    announce(ctx, plan);
  }
  return receipts;
}

/** Takes back what the orders earned and gives back what was redeemed on them. */
async function reverse(ctx: Ctx, plans: readonly Plan[]): Promise<Map<Plan, loyalty.ReverseResult>> {
  const earning = plans.filter(({ order }) => order.customerId !== null);
  if (earning.length === 0) return new Map();
  const results = await loyalty.reverse(
    ctx,
    earning.map(({ refund, order, lines }) => ({
      orderId: order.id,
      refundId: refund.id,
      source: `refund:${refund.source}`,
      sourceRefundId: refund.sourceId,
      occurredAt: refund.refundedAt,
      lines,
    })),
  );
  return new Map(
    earning.map((plan, index) => {
      const result = results[index];
      if (result?.status !== 'reversed')
        throw new Error(`refund ${plan.refund.id} is new, its points are not: ${result?.status}`);
      return [plan, result];
    }),
  );
}

function refundReceipt({ refund, order }: Plan, points: loyalty.ReverseResult | undefined): RefundReceipt {
  return {
    refundId: refund.id,
    orderId: order.id,
    status: refund.status,
    refunded: refund.total,
    currency: order.currency,
    points: { taken: points?.taken ?? 0, returned: points?.returned ?? 0, debt: points?.debt ?? 0 },
    balance: points?.balance ? shownBalance(points.balance) : null,
  };
}

/**
 * Statistics and event of a refund. A wholly refunded order no longer counts as one; that the customer
 * was there and when stays.
 */
function announce(ctx: Ctx, { refund, order, completes }: Plan): void {
  ctx.emit('order.refunded', {
    ...orderEvent(order),
    refundId: refund.id,
    refunded: refund.total,
    status: refund.status,
  });
  if (order.customerId === null) return;
  customers.putFacts(ctx, [
    { customerId: order.customerId, spent: -refund.total, orders: completes ? -1 : 0 },
  ]);
}
