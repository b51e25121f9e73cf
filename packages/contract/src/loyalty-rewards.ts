import { z } from 'zod';
import { customerRef, day, id, instant, label, listOf, paging, text } from './common.ts';
import { endpoint, type RawInput } from './endpoint.ts';
import { points } from './loyalty.ts';
import { loyaltyRedemptionsContract } from './loyalty-redemptions.ts';
import { rewardCreate, rewardType, rewardUpdate } from './loyalty-rewards-terms.ts';

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

const rewardRef = z.object({ rewardId: id });

const rewardFilter = {
  query: text(120).optional(),
  programId: id.optional(),
  rewardType: rewardType.optional(),
  isActive: z.stringbool().optional(),
  archived: z.stringbool().default(false),
  sortBy: z.enum(['position', 'name', 'pointsCost', 'redeemed', 'createdAt']).default('position'),
  sortOrder: z.enum(['asc', 'desc']).default('asc'),
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
    params: z.object({ customerId: customerRef }),
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
  ...loyaltyRedemptionsContract,
};
