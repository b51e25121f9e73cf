/** Tier ladders and history, points liability, opening balances. */
import { z } from 'zod';
import { customerRef, day, id, instant, listOf, paging, text } from './common.ts';
import { endpoint, type RawInput } from './endpoint.ts';
import { points, tier, tierProgress } from './loyalty.ts';

const programme = z.object({ programId: id });
const name = z.object({ en: text(80).min(1), ar: text(80).min(1) });

/** A tier as the ladder's editor sends it. */
export const tierInput = z.object({
  key: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/)
    .describe('Small letters, digits, - and _; customers of a key that is kept keep their tier'),
  name,
  threshold: points.min(0).describe('Qualifying points, or money in minor units, from which it is held'),
  multiplierPercent: z.int().min(0).max(10_000).default(100),
  benefits: z.array(z.object({ name })).max(20).default([]),
});

/** What counts, over which time, and how a tier ends. */
export const ladderRules = z.object({
  basis: z.enum(['points', 'spend']).describe('What counts: points earned, or money spent'),
  window: z.enum(['rolling', 'calendar']).describe('The last `windowMonths` months, or the calendar year'),
  windowMonths: z.int().min(1).max(120).describe('Of a rolling window'),
  fall: z
    .enum(['one_step', 'direct'])
    .describe('At the period’s end: one tier down, or to what the window gives'),
  graceDays: z
    .int()
    .min(0)
    .max(90)
    .describe('Days after the period’s end that still count and keep the tier'),
  expiryWarningDays: z
    .array(z.int().min(1).max(365))
    .max(5)
    .describe('Days before points end at which `points.expiring` is sent'),
  tierWarningDays: z
    .int()
    .min(0)
    .max(180)
    .describe('Days before the period’s end at which `tier.at_risk` is sent; 0: never'),
});

/** A ladder and its rules. Where a rule is left out, it stays as it is. */
export const ladderInput = ladderRules.partial().extend({
  tiers: z
    .array(tierInput)
    .min(1)
    .max(10)
    .describe('By rising threshold; the first is at 0')
    .superRefine((tiers, { addIssue }) => {
      const fault = (at: number, field: string, message: string) =>
        addIssue({ code: 'custom', path: [at, field], message, input: tiers });
      tiers.forEach(({ key, threshold }, at) => {
        if (at === 0 && threshold !== 0) fault(at, 'threshold', 'first_tier_zero');
        if (at > 0 && threshold <= (tiers[at - 1]?.threshold ?? 0)) fault(at, 'threshold', 'not_rising');
        if (tiers.findIndex((other) => other.key === key) < at) fault(at, 'key', 'duplicate');
      });
    }),
  applyNow: z
    .boolean()
    .default(false)
    .describe('Also lower tiers at once; else they fall at the end of their period'),
  ruleVersion: z.int().optional().describe('The version that was edited; another one by now is a conflict'),
});

export const ladder = ladderRules.extend({
  programId: id,
  ruleVersion: z.int(),
  tiers: z.array(tier.extend({ customers: z.int().describe('Accounts that hold the tier') })),
});
export type Ladder = z.infer<typeof ladder>;

/** What becomes of the tier at the end of its period. */
export const tierProjection = z.object({
  endsAt: instant.describe('End of the period, days of grace included; earn until then'),
  ifNothing: z
    .object({
      tier: tier.nullable(),
      keeps: z.boolean(),
      missing: points.describe('Qualifying points missing to keep the present tier'),
    })
    .describe('If nothing more is earned'),
  atPace: z
    .object({ tier: tier.nullable(), qualifyingPoints: points })
    .describe('If earning goes on as in the last 90 days'),
});
export type TierProjection = z.infer<typeof tierProjection>;

export const tierStanding = tierProgress.extend({
  customerId: id,
  programId: id,
  accountId: id.nullable(),
  basis: ladderRules.shape.basis,
  given: z
    .object({ tier: z.string(), until: instant, reason: z.string() })
    .nullable()
    .describe('A tier given by hand that still holds'),
  projection: tierProjection,
});
export type TierStanding = z.infer<typeof tierStanding>;

export const tierChange = z.object({
  id,
  at: instant,
  from: z.string().nullable(),
  to: z.string().nullable(),
  reason: z.enum(['earned', 'period_end', 'manual', 'rules', 'merge']),
  qualifyingPoints: points,
});

const worth = z.object({ amount: z.int(), currency: z.string() }).nullable();
/** Points that the store owes at a moment. */
export const liabilityState = z.object({
  available: points,
  pending: points,
  held: points,
  debt: points.describe('Owed by customers after refunds'),
  outstanding: points.describe('Available, pending and held'),
  worth: worth.describe('Of what is outstanding, in minor units; null where points have no price'),
});

export const liabilityReport = z.object({
  programId: id,
  from: day,
  to: day,
  now: liabilityState,
  months: z.array(
    z.object({
      month: z.string().describe('yyyy-mm, by the store’s time zone and the day of recording'),
      issued: points.describe('Credits, less what refunds took back'),
      redeemed: points.describe('Positive; less what came back'),
      expired: points,
      adjusted: points.describe('Corrections by hand; negative where points were taken'),
      closing: liabilityState.describe('At the end of the month, or of the last closed day'),
    }),
  ),
  ageing: z
    .array(z.object({ month: z.string().nullable(), points, worth }))
    .describe('Outstanding points by the month in which they end; null: never'),
  redemptionRate: z
    .number()
    .nullable()
    .describe('Redeemed by issued points of the range; null without issue'),
  breakage: z
    .object({ rate: z.number(), points, worth })
    .nullable()
    .describe(
      'Estimate of points that will never be used: rate = expired / (expired + redeemed) of the range; ' +
        'points = outstanding × rate, rounded down. Null while nothing was expired or redeemed',
    ),
  rolledUpTo: day.nullable().describe('The last closed day; later days are counted from the entries'),
});
export type LiabilityReport = z.infer<typeof liabilityReport>;

const range = z.object({
  programId: id.optional().describe('The store’s default programme unless given'),
  from: day.optional().describe('First day; default: 12 months back'),
  to: day.optional().describe('Last day; default: today'),
});

/** An opening balance brought from another system. */
export const openingBalance = z.object({
  customer: text(200)
    .min(1)
    .describe('Card number, customer id, e-mail or phone; with `customerSource` the id in that system'),
  customerSource: text(100).min(1).optional(),
  points: points.min(1).max(1_000_000_000),
  expiresAt: z
    .union([instant, day])
    .optional()
    .describe('When the points end; a date means the end of that day. Default: as if earned today'),
  programId: id.optional().describe('The store’s default programme unless given'),
  id: text(200)
    .min(1)
    .optional()
    .describe('Id of the balance in the old system; else one per customer, programme and expiry'),
});
export type OpeningBalance = z.infer<typeof openingBalance>;

/** Moves `?customerId=` (default: the signed-in customer) to where the canonical path has it. */
const byQuery = {
  toInput: ({ params, query: { customerId, ...query }, body }: RawInput) => ({
    params: { ...params, customerId: customerId ?? 'me' },
    query,
    body,
  }),
};

export const loyaltyTiersContract = {
  ladder: endpoint({
    name: 'loyalty.ladder',
    method: 'GET',
    path: '/api/v1/loyalty/programs/:programId/tiers',
    summary: 'The tiers of a programme, their rules and how many customers hold each',
    caller: 'staff',
    permission: 'loyalty.read',
    lane: 'read',
    params: programme,
    response: ladder,
    errors: ['not_found'],
  }),
  editLadder: endpoint({
    name: 'loyalty.editLadder',
    method: 'PUT',
    path: '/api/v1/loyalty/programs/:programId/tiers',
    summary: 'Replace the tiers of a programme',
    description:
      'Makes a new version of the programme. A job then looks at every account: who is entitled to a higher ' +
      'tier gets it, who holds a tier that is gone gets what they are entitled to; other tiers fall at the end ' +
      'of their period, or at once with `applyNow`. A tier given by hand stays until its day.',
    caller: 'staff',
    permission: 'loyalty.edit',
    lane: 'write',
    params: programme,
    body: ladderInput,
    response: ladder,
    errors: ['not_found', 'conflict'],
  }),
  tier: endpoint({
    name: 'loyalty.tier',
    method: 'GET',
    path: '/api/v1/loyalty/accounts/:customerId/tier',
    aliases: [{ path: '/api/loyalty/tier', ...byQuery }],
    summary: 'Tier, benefits, progress, and what becomes of it at the period’s end',
    caller: 'both',
    permission: 'loyalty.read',
    lane: 'read',
    params: z.object({ customerId: customerRef }),
    query: z.object({ programId: id.optional() }),
    response: tierStanding,
    errors: ['not_found'],
  }),
  tierHistory: endpoint({
    name: 'loyalty.tierHistory',
    method: 'GET',
    path: '/api/v1/loyalty/accounts/:customerId/tiers/history',
    summary: 'Changes of a customer’s tier, newest first; a renewal goes from a tier to itself',
    caller: 'both',
    permission: 'loyalty.read',
    lane: 'read',
    params: z.object({ customerId: customerRef }),
    query: paging.extend({ programId: id.optional() }),
    response: listOf('changes', tierChange),
    errors: ['not_found', 'cursor_invalid'],
  }),
  giveTier: endpoint({
    name: 'loyalty.giveTier',
    method: 'PUT',
    path: '/api/v1/loyalty/accounts/:customerId/tier',
    summary: 'Give a customer a tier by hand, until a day',
    description: 'It may not be lower than what the customer has earned. Earning more still raises it.',
    caller: 'staff',
    permission: 'loyalty.adjust',
    lane: 'write',
    params: z.object({ customerId: customerRef }),
    body: z.object({
      tier: z.string().max(40),
      until: day.describe('The last day on which it holds, by the store’s time zone'),
      reason: text(500).min(1),
      programId: id.optional(),
    }),
    response: tierStanding,
    errors: ['not_found', 'customer_closed', 'tier_unknown', 'tier_below_earned', 'date_too_old'],
  }),
  liability: endpoint({
    name: 'loyalty.liability',
    method: 'GET',
    path: '/api/v1/loyalty/liability',
    summary: 'Points that the store owes: now, by month, by expiry, and how many will be used',
    caller: 'staff',
    permission: 'loyalty.read',
    lane: 'read',
    query: range,
    response: liabilityReport,
    errors: ['not_found', 'range_invalid'],
  }),
  liabilityCsv: endpoint({
    name: 'loyalty.liabilityCsv',
    method: 'GET',
    path: '/api/v1/loyalty/liability.csv',
    summary: 'The months of the liability report as a file',
    caller: 'staff',
    permission: 'loyalty.read',
    lane: 'stream',
    query: range,
    response: z.string(),
    errors: ['not_found', 'range_invalid'],
  }),
  openBalances: endpoint({
    name: 'loyalty.openBalances',
    method: 'POST',
    path: '/api/v1/loyalty/opening-balances',
    summary: 'Bring balances from another system, up to 500 at once',
    description:
      'Usable at once, and no progress towards a tier. Each balance is credited once, for ever; sent again it ' +
      'answers `duplicate`. No events are sent: it is history.',
    caller: 'staff',
    permission: 'loyalty.adjust',
    lane: 'write',
    body: z.object({ balances: z.array(openingBalance).min(1).max(500) }),
    response: z.object({
      credited: z.int(),
      duplicates: z.int(),
      rejected: z.int(),
      points: points.describe('Credited by this request'),
      results: z.array(
        z.object({
          status: z.enum(['credited', 'duplicate', 'rejected']),
          customerId: id.nullable(),
          entryId: id.nullable(),
          code: z.string().nullable().describe('Why it was rejected: an error code'),
        }),
      ),
    }),
  }),
};
