import { z } from 'zod';
import { customerRef, id, instant, label, listOf, paging, text } from './common.ts';
import { customerFromQuery, endpoint } from './endpoint.ts';

/** Points: a whole number, at most 2^53 − 1. */
export const points = z.int();

export const tier = z.object({
  key: z.string(),
  name: label,
  threshold: points.describe('Qualifying points from which the tier is held'),
  multiplierPercent: z.int().describe('100 means once the points, 125 one and a quarter'),
  benefits: z.array(z.object({ name: label })).describe('What the tier brings besides, in words'),
});
export type Tier = z.infer<typeof tier>;

export const tierProgress = z.object({
  current: tier.nullable(),
  since: instant.nullable(),
  heldUntil: instant.nullable().describe('The tier is kept at least until then'),
  qualifyingPoints: points.describe('Points that count towards the tier in its window'),
  next: tier.nullable(),
  missing: points.nullable().describe('Qualifying points missing to the next tier'),
  tiers: z.array(tier),
});
export type TierProgress = z.infer<typeof tierProgress>;

/** Balance of a customer in a programme. */
export const loyaltyAccount = z.object({
  customerId: id,
  programId: id,
  accountId: id.nullable(),
  available: points,
  pending: points,
  held: points,
  debt: points,
  lifetime: points,
  worth: z.object({ amount: z.int(), currency: z.string() }).nullable(),
  expiring: z.array(z.object({ points, expiresAt: instant })).describe('Soonest first, within 90 days'),
  tier: tierProgress,
});
export type LoyaltyAccount = z.infer<typeof loyaltyAccount>;

export const transactionType = z.enum([
  'EARNED',
  'REDEEMED',
  'EXPIRED',
  'ADJUSTED',
  'REVERSED',
  'TRANSFERRED',
]);

export const loyaltyTransaction = z.object({
  id,
  type: transactionType,
  points: points.describe('Positive where the balance rose, negative where it fell'),
  balanceAfter: points.describe('Available, pending and held points after this entry'),
  orderId: id.nullable(),
  orderNumber: z.string().nullable().describe('Id of the order in its source system'),
  locationId: id.nullable(),
  description: z.string().nullable(),
  reason: z.record(z.string(), z.unknown()).nullable().describe('Why: rule, inputs, version'),
  createdAt: instant.describe('When it happened in the shop'),
});
export type LoyaltyTransaction = z.infer<typeof loyaltyTransaction>;

const ref = z.object({ customerId: customerRef });

export const loyaltyContract = {
  account: endpoint({
    name: 'loyalty.account',
    method: 'GET',
    path: '/api/v1/loyalty/accounts/:customerId',
    aliases: [{ path: '/api/loyalty/points/:customerId' }],
    summary: 'Available, pending and expiring points, tier and progress',
    caller: 'both',
    permission: 'loyalty.read',
    lane: 'read',
    params: ref,
    response: loyaltyAccount,
    errors: ['not_found'],
  }),
  history: endpoint({
    name: 'loyalty.history',
    method: 'GET',
    path: '/api/v1/loyalty/accounts/:customerId/transactions',
    aliases: [{ path: '/api/loyalty/history', ...customerFromQuery }],
    summary: 'The ledger of a customer, newest first',
    caller: 'both',
    permission: 'loyalty.read',
    lane: 'read',
    params: ref,
    query: paging.extend({ type: transactionType.optional() }),
    response: listOf('transactions', loyaltyTransaction),
    errors: ['not_found', 'cursor_invalid'],
  }),
  earn: endpoint({
    name: 'loyalty.earn',
    method: 'POST',
    path: '/api/v1/loyalty/earn',
    aliases: [{ path: '/api/loyalty/earn' }],
    summary: 'Credit points to a customer',
    description: 'Idempotent for ever by `transactionId`, and by the Idempotency-Key header for the reply.',
    caller: 'staff',
    permission: 'loyalty.earn',
    lane: 'batch',
    body: z.object({
      customerId: customerRef,
      points: points.min(1).max(1_000_000_000),
      transactionId: text(200).min(1),
      description: text(500).optional(),
      occurredAt: instant.optional(),
    }),
    response: z.object({
      entryId: id,
      customerId: id,
      points,
      balance: points.describe('Available points afterwards'),
      tier: z.string().nullable(),
    }),
    errors: [
      'not_found',
      'customer_closed',
      'customer_suspended',
      'not_enrolled',
      'transaction_conflict',
      'date_in_future',
    ],
  }),
};
