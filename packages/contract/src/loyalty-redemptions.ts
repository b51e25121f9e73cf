/** Redemptions: points spent on a reward or a discount, and the codes that come of it. */
import { z } from 'zod';
import { customerRef, id, instant, label, listOf, paging, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { points } from './loyalty.ts';
import { largestRewardCost, rewardType } from './loyalty-rewards-terms.ts';

export const redemptionStatus = z.enum(['issued', 'used', 'cancelled', 'expired']);
export type RedemptionStatus = z.infer<typeof redemptionStatus>;

export const redemption = z.object({
  id,
  code: z.string().describe('As it is read aloud; only its end for staff without `loyalty.redeem`'),
  partnerCode: z.string().nullable(),
  customerId: id,
  rewardId: id.nullable().describe('Null: a plain discount'),
  name: label.nullable(),
  rewardType,
  rewardValue: z.int().nullable(),
  currency: z.string(),
  sku: z.string().nullable(),
  points,
  status: redemptionStatus,
  issuedAt: instant,
  expiresAt: instant,
  usedAt: instant.nullable(),
  cancelledAt: instant.nullable(),
  pointsReturned: points,
  cancellableUntil: instant
    .nullable()
    .describe('Until when the customer may give it back; null: not any more'),
  locationId: id.nullable(),
  orderId: z.string().nullable().describe('Id of the order in its source system'),
});
export type Redemption = z.infer<typeof redemption>;

const redemptionRef = z.object({
  redemption: text(60)
    .min(1)
    .describe('The code, in either case, with or without spaces and dashes; or the redemption’s id'),
});

const redemptionFilter = {
  status: redemptionStatus.optional(),
  rewardId: id.optional(),
  from: instant.optional().describe('Issued at or after'),
  to: instant.optional().describe('Issued before'),
};

export const loyaltyRedemptionsContract = {
  redeem: endpoint({
    name: 'loyalty.redeem',
    method: 'POST',
    path: '/api/v1/loyalty/redeem',
    aliases: [
      { path: '/api/loyalty/redeem' },
      {
        path: '/api/customers/loyalty/redeem/:rewardId',
        caller: 'self',
        toInput: (raw) => ({
          ...raw,
          params: {},
          body: { ...((raw.body ?? {}) as object), customerId: 'me', rewardId: raw.params.rewardId },
        }),
      },
    ],
    summary: 'Spend points on a reward, or on a plain discount',
    description:
      'Give `rewardId`, or `points` for a discount of what they are worth. Answers with a code. Idempotent ' +
      'for ever by `transactionId`, and by the Idempotency-Key header for the reply.',
    caller: 'both',
    permission: 'loyalty.redeem',
    lane: 'write',
    status: 201,
    body: z
      .object({
        customerId: customerRef.default('me'),
        rewardId: id.optional(),
        points: points.min(1).max(largestRewardCost).optional(),
        orderId: text(200).min(1).optional().describe('The order that the discount is meant for'),
        locationId: id.optional(),
        transactionId: text(200).min(1).optional(),
      })
      .refine((body) => (body.rewardId === undefined) !== (body.points === undefined), {
        path: ['rewardId'],
        error: 'reward_or_points',
      }),
    response: z.object({
      redemption,
      balance: points.describe('Available points now'),
    }),
    errors: [
      'proof_required',
      'not_found',
      'customer_closed',
      'customer_suspended',
      'location_unknown',
      'insufficient_points',
      'points_without_worth',
      'reward_out_of_stock',
      'reward_not_yet',
      'reward_ended',
      'reward_tier',
      'reward_segment',
      'reward_limit_reached',
      'transaction_conflict',
    ],
  }),
  redemptions: endpoint({
    name: 'loyalty.redemptions',
    method: 'GET',
    path: '/api/v1/loyalty/redemptions',
    summary: 'Redemptions of the store, newest first',
    caller: 'staff',
    permission: 'loyalty.read',
    lane: 'read',
    query: paging.extend({ ...redemptionFilter, customerId: customerRef.optional() }),
    response: listOf('redemptions', redemption),
    errors: ['not_found', 'cursor_invalid'],
  }),
  redemptionsOfCustomer: endpoint({
    name: 'loyalty.redemptionsOfCustomer',
    method: 'GET',
    path: '/api/v1/loyalty/accounts/:customerId/redemptions',
    summary: 'Redemptions of a customer with their codes, newest first',
    caller: 'both',
    permission: 'loyalty.read',
    lane: 'read',
    params: z.object({ customerId: customerRef }),
    query: paging.extend(redemptionFilter),
    response: listOf('redemptions', redemption),
    errors: ['not_found', 'cursor_invalid'],
  }),
  redemption: endpoint({
    name: 'loyalty.redemption',
    method: 'GET',
    path: '/api/v1/loyalty/redemptions/:redemption',
    summary: 'One redemption, by its code at the till or by its id',
    description: 'After 20 wrong codes within 15 minutes a caller waits (429). Customers see their own only.',
    caller: 'both',
    permission: 'loyalty.redeem',
    lane: 'write',
    idempotent: false,
    params: redemptionRef,
    response: redemption,
    errors: ['redemption_unknown'],
  }),
  useRedemption: endpoint({
    name: 'loyalty.useRedemption',
    method: 'POST',
    path: '/api/v1/loyalty/redemptions/:redemption/use',
    summary: 'Take a code at the till, once',
    caller: 'staff',
    permission: 'loyalty.redeem',
    lane: 'write',
    params: redemptionRef,
    body: z.object({
      locationId: id.optional(),
      source: text(100).min(1).optional(),
      orderId: text(200).min(1).optional(),
    }),
    response: redemption,
    errors: [
      'redemption_unknown',
      'redemption_used',
      'redemption_cancelled',
      'redemption_expired',
      'location_unknown',
    ],
  }),
  undoRedemption: endpoint({
    name: 'loyalty.undoRedemption',
    method: 'POST',
    path: '/api/v1/loyalty/redemptions/:redemption/undo',
    summary: 'Make a code usable again that was taken by mistake, within 15 minutes',
    caller: 'staff',
    permission: 'loyalty.redeem',
    lane: 'write',
    params: redemptionRef,
    response: redemption,
    errors: ['redemption_unknown', 'redemption_not_used', 'undo_too_late'],
  }),
  cancelRedemption: endpoint({
    name: 'loyalty.cancelRedemption',
    method: 'POST',
    path: '/api/v1/loyalty/redemptions/:redemption/cancel',
    summary: 'Give an unused code back; the points return to the lots they came from',
    description:
      'Customers within the time that the reward allows; staff holding `loyalty.adjust` until it is used. ' +
      'Cancelling again answers with what stands.',
    caller: 'both',
    permission: 'loyalty.adjust',
    lane: 'write',
    params: redemptionRef,
    response: z.object({ redemption, balance: points.describe('Available points now') }),
    errors: ['redemption_unknown', 'redemption_used', 'redemption_expired', 'cancel_too_late'],
  }),
};
