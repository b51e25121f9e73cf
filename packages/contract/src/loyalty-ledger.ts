import { z } from 'zod';
import { customerRef, id, instant, listOf, paging, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { points } from './loyalty.ts';

/** Points that one act may move. */
const amount = points.min(1).max(1_000_000_000);

const transactionId = text(200)
  .min(1)
  .describe('The caller’s own id of the act: the same id acts once, for ever, and answers the same');

export const holdStatus = z.enum(['open', 'captured', 'released', 'timed_out']);

/** Points reserved for a checkout. points = open + captured + released. */
export const hold = z.object({
  id,
  customerId: id,
  status: holdStatus,
  points: points.describe('What was reserved'),
  open: points.describe('Still reserved'),
  captured: points.describe('Redeemed from it'),
  released: points.describe('Given free again, by release or time-out'),
  orderId: id.nullable(),
  reason: z.string().nullable(),
  createdAt: instant,
  expiresAt: instant,
  endedAt: instant.nullable(),
});
export type Hold = z.infer<typeof hold>;

const available = points.describe('Available points of the customer afterwards');

/** Share of an order's line in redeemed points; a refund of the line gives it back in proportion. */
const lineShare = z.object({
  lineNo: z.int().min(1).max(100_000),
  total: z.int().min(0).describe('What the line costs, in minor units'),
  points: points.min(0).max(1_000_000_000),
});

export const loyaltyLedgerContract = {
  hold: endpoint({
    name: 'loyalty.hold',
    method: 'POST',
    path: '/api/v1/loyalty/holds',
    summary: 'Reserve points for a checkout',
    description:
      'Reserves available points, those that end soonest first. Reserved points cannot be spent otherwise, and do not end, until the hold is captured, released or its time is over. Idempotent for ever by `transactionId`.',
    caller: 'staff',
    permission: 'loyalty.redeem',
    lane: 'write',
    status: 201,
    body: z.object({
      customerId: customerRef,
      points: amount,
      transactionId,
      expiresInMinutes: z.int().min(1).max(43_200).default(30),
      orderId: id.optional(),
      reason: text(200).min(1).optional(),
    }),
    response: z.object({ hold, available }),
    errors: [
      'not_found',
      'customer_closed',
      'customer_suspended',
      'not_enrolled',
      'insufficient_points',
      'transaction_conflict',
    ],
  }),
  captureHold: endpoint({
    name: 'loyalty.captureHold',
    method: 'POST',
    path: '/api/v1/loyalty/holds/:holdId/capture',
    summary: 'Redeem all or part of a hold',
    description:
      'Redeems exactly the reserved points. Without `points`: all that is still reserved. `final` releases the rest; `final: false` keeps it reserved for a further capture. `lines` share the points out over the lines of the order, so that refunds give them back. Idempotent for ever by `transactionId`.',
    caller: 'staff',
    permission: 'loyalty.redeem',
    lane: 'write',
    params: z.object({ holdId: id }),
    body: z.object({
      transactionId,
      points: amount.optional(),
      final: z.boolean().default(true),
      orderId: id.optional().describe('Default: the order of the hold'),
      lines: z.array(lineShare).max(1_000).optional(),
      description: text(500).optional(),
    }),
    response: z.object({ entryId: id, points, hold, available }),
    errors: ['not_found', 'hold_ended', 'hold_exceeded', 'transaction_conflict'],
  }),
  releaseHold: endpoint({
    name: 'loyalty.releaseHold',
    method: 'POST',
    path: '/api/v1/loyalty/holds/:holdId/release',
    summary: 'Release what is still reserved',
    description: 'A hold released or timed out before answers as it stands; a captured one is refused.',
    caller: 'staff',
    permission: 'loyalty.redeem',
    lane: 'write',
    params: z.object({ holdId: id }),
    response: z.object({ hold, available }),
    errors: ['not_found', 'hold_ended'],
  }),
  holds: endpoint({
    name: 'loyalty.holds',
    method: 'GET',
    path: '/api/v1/loyalty/accounts/:customerId/holds',
    summary: 'Holds of a customer, newest first',
    caller: 'both',
    permission: 'loyalty.read',
    lane: 'read',
    params: z.object({ customerId: customerRef }),
    query: paging.omit({ cursor: true }).extend({ status: holdStatus.optional() }),
    response: listOf('holds', hold),
    errors: ['not_found'],
  }),
  adjust: endpoint({
    name: 'loyalty.adjust',
    method: 'POST',
    path: '/api/v1/loyalty/accounts/:customerId/adjustments',
    summary: 'Give or take points by hand, with a reason',
    description:
      'Points given end as the programme says and repay debts first; they count neither for tiers nor for lifetime. Points are taken from those that end soonest. Idempotent for ever by `transactionId`.',
    caller: 'staff',
    permission: 'loyalty.adjust',
    lane: 'write',
    status: 201,
    params: z.object({ customerId: customerRef }),
    body: z.object({
      points: points
        .min(-1_000_000_000)
        .max(1_000_000_000)
        .refine((value) => value !== 0, { error: 'not_zero' })
        .describe('Positive: given; negative: taken'),
      reason: text(500).min(1),
      transactionId,
    }),
    response: z.object({ entryId: id, customerId: id, points, available }),
    errors: [
      'not_found',
      'customer_closed',
      'customer_suspended',
      'not_enrolled',
      'insufficient_points',
      'adjust_limit',
      'transaction_conflict',
    ],
  }),
  transfer: endpoint({
    name: 'loyalty.transfer',
    method: 'POST',
    path: '/api/v1/loyalty/transfers',
    summary: 'Transfer points to another customer',
    description:
      'Where the programme allows it. The points keep the dates on which they become usable and end; the receiver’s debts are repaid first; tiers and lifetime do not change. Idempotent for ever by `transactionId`.',
    caller: 'both',
    permission: 'loyalty.adjust',
    lane: 'write',
    status: 201,
    body: z.object({
      customerId: customerRef.default('me').describe('Whose points; a customer gives only their own'),
      toCardNumber: z
        .string()
        .transform((value) => value.replace(/\s/g, ''))
        .pipe(z.string().regex(/^\d{12}$/))
        .describe('Card number of the receiver; spaces allowed'),
      points: amount,
      transactionId,
      message: text(200).optional().describe('Both see it in their history'),
    }),
    response: z.object({ transferId: id, customerId: id, points, available }),
    errors: [
      'not_found',
      'customer_closed',
      'customer_suspended',
      'not_enrolled',
      'switched_off',
      'transfer_to_self',
      'insufficient_points',
      'transaction_conflict',
    ],
  }),
  balanceAt: endpoint({
    name: 'loyalty.balanceAt',
    method: 'GET',
    path: '/api/v1/loyalty/accounts/:customerId/balance',
    summary: 'The balance as it stood at a time',
    description:
      'As recorded by then: what was entered later does not show, however early it happened in the shop. Counts the accounts that the customer has now.',
    caller: 'both',
    permission: 'loyalty.read',
    lane: 'read',
    params: z.object({ customerId: customerRef }),
    query: z.object({ at: instant.optional().describe('Default: now') }),
    response: z.object({
      customerId: id,
      at: instant,
      available: points,
      pending: points,
      held: points,
      debt: points,
      total: points.describe('available + pending + held − debt: the sum of the entries'),
    }),
    errors: ['not_found', 'date_in_future'],
  }),
  postPoints: endpoint({
    name: 'loyalty.postPoints',
    method: 'POST',
    path: '/api/v1/loyalty/points',
    aliases: [{ path: '/api/v1/customers/loyalty/points' }],
    summary: 'Record points earned or redeemed',
    description:
      'Earned needs the permission loyalty.earn, redeemed loyalty.redeem. Idempotent for ever by `transactionId`, which is one id for both types.',
    caller: 'staff',
    permission: 'loyalty.earn',
    lane: 'write',
    body: z.object({
      customerId: customerRef,
      type: z.enum(['earned', 'redeemed']),
      points: amount,
      transactionId,
      description: text(500).optional(),
    }),
    response: z.object({
      entryId: id,
      customerId: id,
      type: z.enum(['earned', 'redeemed']),
      points,
      balance: available,
    }),
    errors: [
      'not_found',
      'customer_closed',
      'customer_suspended',
      'not_enrolled',
      'insufficient_points',
      'transaction_conflict',
    ],
  }),
};
