import { z } from 'zod';
import { id, instant, label, money, text } from './common.ts';
import { earnReason } from './earn-rules.ts';
import { endpoint } from './endpoint.ts';
import { tierProgress } from './loyalty.ts';
import { deliveryInput as delivery, orderInput, orderStatus } from './orders.ts';

/** The reply of the main job: what the order changed, and why. */
export const receipt = z.object({
  orderId: id,
  source: z.string(),
  sourceId: z.string(),
  status: orderStatus,
  customerId: id.nullable(),
  currency: z.string(),
  total: money,
  occurredAt: instant,
  points: z.object({
    earned: z.int(),
    pending: z.boolean().describe('Whether they wait for a pending period'),
    lines: z.array(z.object({ lineNo: z.int(), points: z.int() })),
    reason: earnReason.nullable().describe('The rule and its inputs; null for an anonymous sale'),
    debtRepaid: z.int(),
  }),
  balance: z.object({ available: z.int(), pending: z.int(), held: z.int(), debt: z.int() }).nullable(),
  tier: tierProgress.nullable(),
  programs: z
    .array(
      z.object({
        programId: id,
        name: label,
        earned: z.int(),
        pending: z.boolean(),
        reason: earnReason,
        available: z.int(),
      }),
    )
    .optional()
    .describe('Further programmes in which the order earned; all above is of the default one'),
  tierChanged: z.object({ from: z.string().nullable(), to: z.string() }).nullable(),
  offers: z.array(z.object({ id, title: z.string() })).describe('Offers now open to the customer'),
});
export type Receipt = z.infer<typeof receipt>;

export const refundInput = z.object({
  source: text(60).min(1),
  refundId: text(200).min(1).describe('Id of the refund in the source system; recorded once'),
  orderId: id.optional().describe('This or `sourceId` names the order'),
  sourceId: text(200).min(1).optional(),
  occurredAt: instant.optional(),
  reason: text(300).optional(),
  lines: z
    .array(z.object({ lineNo: z.int().min(1), quantity: z.int().min(1), amount: money.min(0).optional() }))
    .max(2000)
    .optional()
    .describe('Left out: everything not yet refunded'),
});
export type RefundInput = z.infer<typeof refundInput>;

export const refundReceipt = z.object({
  refundId: id,
  orderId: id,
  status: orderStatus,
  refunded: money,
  currency: z.string(),
  points: z.object({ taken: z.int(), returned: z.int(), debt: z.int() }),
  balance: z.object({ available: z.int(), pending: z.int(), held: z.int(), debt: z.int() }).nullable(),
});
export type RefundReceipt = z.infer<typeof refundReceipt>;

export const orderEventInput = z.object({
  source: text(60).min(1),
  eventId: text(200).min(1).describe('Id of the event in the source system; taken once'),
  status: z.enum(['paid', 'shipped', 'delivered', 'completed', 'cancelled']),
  occurredAt: instant.optional(),
  payments: z
    .array(z.object({ method: text(60).min(1), amount: money.min(0), reference: text(200).optional() }))
    .max(20)
    .default([]),
  delivery: delivery.optional().describe('With the status the order has already, changes the delivery alone'),
});
export type OrderEventInput = z.infer<typeof orderEventInput>;

export const salesContract = {
  record: endpoint({
    name: 'sales.record',
    method: 'POST',
    path: '/api/v1/orders',
    summary: 'Record an order: order, statistics, points, tier and receipt in one commit',
    description:
      'Idempotent for ever by store, source and sourceId: a repeat answers the first receipt; the same id with other contents is refused with 409 and the first stays.',
    caller: 'staff',
    permission: 'orders.record',
    lane: 'batch',
    status: 201,
    body: orderInput,
    response: receipt,
    errors: [
      'order_conflict',
      'currency_mismatch',
      'date_in_future',
      'not_found',
      'location_unknown',
      'customer_closed',
      'customer_suspended',
      'amount_too_large',
    ],
  }),
  recordMany: endpoint({
    name: 'sales.recordMany',
    method: 'POST',
    path: '/api/v1/orders/bulk',
    summary: 'Record up to 500 orders; each succeeds or fails on its own',
    caller: 'staff',
    permission: 'orders.record',
    lane: 'write',
    body: z.object({ orders: z.array(orderInput).min(1).max(500) }),
    response: z.object({
      results: z.array(
        z.object({
          index: z.int(),
          receipt: receipt.optional(),
          error: z
            .object({
              code: z.string(),
              message: z.string(),
              errors: z.array(z.object({ field: z.string(), message: z.string() })),
            })
            .optional(),
        }),
      ),
    }),
  }),
  advance: endpoint({
    name: 'sales.advance',
    method: 'POST',
    path: '/api/v1/orders/:orderId/events',
    summary: 'Move an order on: paid, shipped, delivered, completed or cancelled',
    description:
      'Points and statistics count from delivered or completed on. Idempotent for ever by store, source and eventId. What has been delivered goes back by a refund.',
    caller: 'staff',
    permission: 'orders.record',
    lane: 'write',
    params: z.object({ orderId: id }),
    body: orderEventInput,
    response: receipt,
    errors: ['not_found', 'status_not_allowed', 'transaction_conflict', 'date_in_future'],
  }),
  refund: endpoint({
    name: 'sales.refund',
    method: 'POST',
    path: '/api/v1/orders/refunds',
    summary: 'Refund an order in part or whole; gives back exactly the proportional points, both ways',
    caller: 'staff',
    permission: 'orders.refund',
    lane: 'write',
    status: 201,
    body: refundInput,
    response: refundReceipt,
    errors: ['not_found', 'refund_conflict', 'refund_exceeds', 'order_not_refundable', 'date_in_future'],
  }),
};
