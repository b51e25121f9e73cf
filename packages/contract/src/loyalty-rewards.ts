import { z } from 'zod';
import { customerRef, day, id, instant, label, listOf, paging, text } from './common.ts';
import { nameText } from './customers.ts';
import { endpoint, type RawInput } from './endpoint.ts';
import { points } from './loyalty.ts';

/**
 * What a reward gives. `discount_fixed` and `gift_card` carry money in minor units as their value,
 * `discount_percent` whole percents, `free_product` a sku; a `partner_code` is one of the codes that the
 * store has uploaded. A gift card is a code that is used once, for its whole value.
 */
export const rewardType = z.enum([
  'discount_fixed',
  'discount_percent',
  'free_product',
  'free_shipping',
  'gift_card',
  'partner_code',
]);
export type RewardType = z.infer<typeof rewardType>;

/** Why a customer cannot have a reward now. */
export const rewardObstacle = z.enum([
  'out_of_stock',
  'not_yet',
  'ended',
  'tier',
  'segment',
  'limit_reached',
  'points_missing',
]);
export type RewardObstacle = z.infer<typeof rewardObstacle>;

const key = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/);
const largestCost = 1_000_000_000;

const fields = {
  name: z.object({ en: nameText(120).min(1), ar: nameText(120).min(1) }),
  description: z.object({ en: nameText(1000), ar: nameText(1000) }).nullish(),
  imageUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullish(),
  pointsCost: points.min(1).max(largestCost),
  rewardType,
  rewardValue: z
    .int()
    .min(1)
    .nullish()
    .describe(
      'Minor units of the store’s currency, or percents (1 to 100); null where the type has no value',
    ),
  sku: text(100).min(1).nullish().describe('The free product'),
  stock: z
    .int()
    .min(0)
    .max(largestCost)
    .nullish()
    .describe('How many there are in all; null: no end. Of partner codes the codes are counted instead'),
  lowStockAt: z.int().min(0).max(largestCost).nullish().describe('Tell the store when this many are left'),
  perCustomer: z.int().min(1).max(10_000).nullish().describe('How often one customer may have it'),
  validFrom: instant.nullish(),
  validUntil: instant.nullish(),
  codeDays: z.int().min(1).max(3650).describe('How many days a code can be used'),
  cancelHours: z
    .int()
    .min(0)
    .max(87_600)
    .describe(
      'How long customers may give an unused code back; 0: never. Partner codes cannot be given back',
    ),
  returnsPoints: z.boolean().describe('Whether points return when a code runs out unused'),
  tiers: z.array(key).max(50).describe('Keys of the tiers that may have it; empty: everyone'),
  segments: z
    .array(text(60).min(1))
    .max(50)
    .describe('Keys of the segments that may have it; empty: everyone'),
  isActive: z.boolean(),
};

export const rewardCreate = z.object({
  ...fields,
  programId: id.optional().describe('Default: the store’s standard programme'),
  codeDays: fields.codeDays.default(30),
  cancelHours: fields.cancelHours.default(24),
  returnsPoints: fields.returnsPoints.default(false),
  tiers: fields.tiers.default([]),
  segments: fields.segments.default([]),
  isActive: fields.isActive.default(true),
});
export const rewardUpdate = z.object(fields).partial();

const offered = {
  id,
  programId: id,
  name: label,
  description: label.nullable(),
  imageUrl: z.string().nullable(),
  pointsCost: points,
  rewardType,
  rewardValue: z.int().nullable(),
  currency: z.string(),
  sku: z.string().nullable(),
  validFrom: instant.nullable(),
  validUntil: instant.nullable(),
  perCustomer: z.int().nullable(),
  left: z.int().nullable().describe('How many are left; null: no end'),
  tiers: z.array(z.string()),
};

/** A reward as staff see it. */
export const reward = z.object({
  ...offered,
  stock: z.int().nullable(),
  redeemed: z.int().describe('Given so far, cancelled ones not counted'),
  lowStockAt: z.int().nullable(),
  codeDays: z.int(),
  cancelHours: z.int(),
  returnsPoints: z.boolean(),
  segments: z.array(z.string()),
  isActive: z.boolean(),
  position: z.int(),
  archivedAt: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
});
export type Reward = z.infer<typeof reward>;

/** A reward as one customer sees it. */
export const offeredReward = z.object({
  ...offered,
  affordable: z.boolean().describe('Whether the points are enough'),
  redeemable: z.boolean().describe('Whether it can be had now'),
  obstacles: z.array(rewardObstacle).describe('Empty where it can be had now'),
  pointsMissing: points,
  timesRedeemed: z.int().describe('How often this customer has had it'),
});
export type OfferedReward = z.infer<typeof offeredReward>;

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

const rewardRef = z.object({ rewardId: id });
const ofCustomer = z.object({ customerId: customerRef });
const redemptionRef = z.object({
  redemption: text(60)
    .min(1)
    .describe('The code, in either case, with or without spaces and dashes; or the redemption’s id'),
});

const rewardFilter = {
  query: text(120).optional(),
  programId: id.optional(),
  rewardType: rewardType.optional(),
  isActive: z.stringbool().optional(),
  archived: z.stringbool().default(false),
  sortBy: z.enum(['position', 'name', 'pointsCost', 'redeemed', 'createdAt']).default('position'),
  sortOrder: z.enum(['asc', 'desc']).default('asc'),
};

const redemptionFilter = {
  status: redemptionStatus.optional(),
  rewardId: id.optional(),
  from: instant.optional().describe('Issued at or after'),
  to: instant.optional().describe('Issued before'),
};

const tally = {
  redeemed: z.int(),
  used: z.int(),
  cancelled: z.int(),
  expired: z.int(),
  points: points.describe('Spent on it, less what was returned'),
};

/** The documented creation names a reward in one language. */
function inBothLanguages(raw: RawInput): RawInput {
  const body = (raw.body ?? {}) as Record<string, unknown>;
  const both = (value: unknown) => (typeof value === 'string' ? { en: value, ar: value } : value);
  return { ...raw, body: { ...body, name: both(body.name), description: both(body.description) } };
}

/** The rewards catalogue and its redemptions. */
export const loyaltyRewardsContract = {
  offeredRewards: endpoint({
    name: 'loyalty.offeredRewards',
    method: 'GET',
    path: '/api/v1/loyalty/accounts/:customerId/rewards',
    summary: 'The rewards catalogue for a customer: what can be had, and what stands in the way',
    description: 'In the store’s order. Rewards that ended more than 30 days ago are left out.',
    caller: 'both',
    permission: 'customers.find',
    lane: 'read',
    params: ofCustomer,
    query: paging.extend({
      programId: id.optional(),
      rewardType: rewardType.optional(),
      redeemable: z.stringbool().optional().describe('Only what can (or cannot) be had now'),
    }),
    response: listOf('rewards', offeredReward),
    errors: ['not_found', 'cursor_invalid'],
  }),
  rewards: endpoint({
    name: 'loyalty.rewards',
    method: 'GET',
    path: '/api/v1/loyalty/rewards',
    summary: 'Search and filter rewards',
    caller: 'staff',
    permission: 'loyalty.read',
    lane: 'read',
    query: paging.extend(rewardFilter),
    response: listOf('rewards', reward),
    errors: ['cursor_invalid'],
  }),
  exportRewards: endpoint({
    name: 'loyalty.exportRewards',
    method: 'GET',
    path: '/api/v1/loyalty/rewards/export',
    summary: 'The rewards of a filter as a CSV file',
    caller: 'staff',
    permission: 'loyalty.read',
    lane: 'stream',
    query: z.object(rewardFilter),
    response: z.string().describe('CSV, UTF-8, one reward a line'),
  }),
  createReward: endpoint({
    name: 'loyalty.createReward',
    method: 'POST',
    path: '/api/v1/loyalty/rewards',
    aliases: [{ path: '/api/customers/loyalty/rewards', toInput: inBothLanguages }],
    summary: 'Add a reward to the catalogue',
    caller: 'staff',
    permission: 'loyalty.edit',
    lane: 'write',
    status: 201,
    body: rewardCreate,
    response: reward,
    errors: ['not_found'],
  }),
  orderRewards: endpoint({
    name: 'loyalty.orderRewards',
    method: 'POST',
    path: '/api/v1/loyalty/rewards/order',
    summary: 'Put rewards in an order; those not named follow in the order they had',
    caller: 'staff',
    permission: 'loyalty.edit',
    lane: 'write',
    body: z.object({ rewardIds: z.array(id).min(1).max(1000) }),
    response: z.object({ rewardIds: z.array(id).describe('The whole catalogue in its order') }),
    errors: ['not_found'],
  }),
  getReward: endpoint({
    name: 'loyalty.getReward',
    method: 'GET',
    path: '/api/v1/loyalty/rewards/:rewardId',
    summary: 'One reward',
    caller: 'staff',
    permission: 'loyalty.read',
    lane: 'read',
    params: rewardRef,
    response: reward,
    errors: ['not_found'],
  }),
  updateReward: endpoint({
    name: 'loyalty.updateReward',
    method: 'PUT',
    path: '/api/v1/loyalty/rewards/:rewardId',
    summary: 'Change a reward; codes given before keep their terms',
    caller: 'staff',
    permission: 'loyalty.edit',
    lane: 'write',
    params: rewardRef,
    body: rewardUpdate,
    response: reward,
    errors: ['not_found', 'reward_ended', 'stock_below_redeemed'],
  }),
  archiveReward: endpoint({
    name: 'loyalty.archiveReward',
    method: 'POST',
    path: '/api/v1/loyalty/rewards/:rewardId/archive',
    summary: 'Take a reward out of the catalogue for good, or put it back; its codes stay good',
    caller: 'staff',
    permission: 'loyalty.edit',
    lane: 'write',
    params: rewardRef,
    body: z.object({ archived: z.boolean().default(true) }),
    response: reward,
    errors: ['not_found'],
  }),
  addPartnerCodes: endpoint({
    name: 'loyalty.addPartnerCodes',
    method: 'POST',
    path: '/api/v1/loyalty/rewards/:rewardId/codes',
    summary: 'Upload codes of a partner; each is given to one customer',
    caller: 'staff',
    permission: 'loyalty.edit',
    lane: 'write',
    params: rewardRef,
    body: z.object({ codes: z.array(text(200).min(1)).min(1).max(10_000) }),
    response: z.object({
      added: z.int(),
      known: z.int().describe('Uploaded before, or named twice'),
      left: z.int().describe('Codes not given yet'),
    }),
    errors: ['not_found', 'not_of_this_reward'],
  }),
  rewardStatistics: endpoint({
    name: 'loyalty.rewardStatistics',
    method: 'GET',
    path: '/api/v1/loyalty/rewards/:rewardId/statistics',
    summary: 'How often a reward was redeemed, used and cancelled, in all and by month',
    caller: 'staff',
    permission: 'loyalty.read',
    lane: 'read',
    params: rewardRef,
    query: z.object({ months: z.coerce.number().int().min(1).max(60).default(12) }),
    response: z.object({
      total: z.object(tally),
      months: z
        .array(z.object({ month: day.describe('Its first day, where the store is'), ...tally }))
        .describe('By the month of redemption, oldest first, the present one last'),
    }),
    errors: ['not_found'],
  }),
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
        points: points.min(1).max(largestCost).optional(),
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
    params: ofCustomer,
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
