/** What came of a customer’s referrals: figures, rewards, history, and the place among the referrers. */
import { z } from 'zod';
import { customerRef, id, instant, listOf, money, paging } from './common.ts';
import { endpoint, type RawInput } from './endpoint.ts';
import { points } from './loyalty.ts';
import { referralRejection, referralStage } from './referrals-stages.ts';

/** A referral as the referrer sees it; nothing of the friend but a first name and an initial. */
export const ownReferral = z.object({
  id,
  stage: referralStage,
  friend: z.string().nullable().describe('First name and initial, once joined'),
  sentTo: z.string().nullable().describe('The invited address, masked; null where the code came otherwise'),
  invitedAt: instant.nullable(),
  joinedAt: instant.nullable(),
  qualifiedAt: instant.nullable(),
  rewardDueAt: instant.nullable().describe('When the holding period ends'),
  inReview: z.boolean().describe('The store looks at it first'),
  rewardedAt: instant.nullable(),
  rejectedAt: instant.nullable(),
  rejection: referralRejection.nullable(),
  points: points.describe('Received by the reader; before that, what is expected'),
  capped: z.boolean().describe('The referrer had the most rewards of the period'),
  canWithdraw: z.boolean(),
});
export type OwnReferral = z.infer<typeof ownReferral>;

export const referralReward = z.object({
  id: z.string(),
  referralId: id,
  role: z.enum(['referrer', 'friend']),
  points,
  friend: z.string().nullable().describe('First name and initial of the other'),
  rewardedAt: instant,
});
export type ReferralReward = z.infer<typeof referralReward>;

export const referralStats = z.object({
  customerId: id,
  sent: z.int().describe('Invitations, and friends who came by the code uninvited'),
  joined: z.int(),
  qualified: z.int(),
  rewarded: z.int(),
  inReview: z.int(),
  pointsEarned: points,
  pointsExpected: points.describe('Of referrals whose holding period runs'),
  rank: z.int().nullable().describe('Among all referrers, by rewards of all time; null: none yet'),
  rankThisMonth: z.int().nullable(),
  referrers: z.int().describe('How many have a rank'),
  onLeaderboard: z.boolean().describe('Privacy preference `leaderboard`: whether others see the name'),
  roomInPeriod: z.int().describe('Rewards left before the cap of the period'),
  asFriend: z
    .object({
      stage: referralStage,
      referrer: z.string().describe('First name and initial'),
      points,
      minimumOrder: money,
      currency: z.string(),
      orderUntil: instant,
    })
    .nullable()
    .describe('The code that this customer used'),
});
export type ReferralStats = z.infer<typeof referralStats>;

export const leaderboardEntry = z.object({
  rank: z.int().describe('Equal results share a rank'),
  name: z.string().describe('First name and initial'),
  rewarded: z.int(),
  points,
  isMe: z.boolean(),
});
export type LeaderboardEntry = z.infer<typeof leaderboardEntry>;

const who = z.object({ customerId: customerRef.default('me') });

export const referralsStandingContract = {
  stats: endpoint({
    name: 'referrals.stats',
    method: 'GET',
    path: '/api/v1/referrals/stats',
    aliases: [{ path: '/api/referral/stats' }],
    summary: 'Sent, joined, qualified, earned, rank',
    caller: 'both',
    permission: 'referrals.read',
    lane: 'read',
    query: who,
    response: referralStats,
    errors: ['not_found'],
  }),
  rewards: endpoint({
    name: 'referrals.rewards',
    method: 'GET',
    path: '/api/v1/referrals/rewards',
    aliases: [
      { path: '/api/referral/rewards' },
      {
        path: '/api/customer-id/referral/rewards',
        caller: 'self',
        toInput: ({ query: { customerId: _, ...query }, ...raw }: RawInput) => ({ ...raw, query }),
      },
    ],
    summary: 'Rewards that a customer got by referrals, newest first',
    caller: 'both',
    permission: 'referrals.read',
    lane: 'read',
    query: paging.extend(who.shape),
    response: listOf('rewards', referralReward).extend({ pointsTotal: points }),
    errors: ['not_found', 'cursor_invalid'],
  }),
  history: endpoint({
    name: 'referrals.history',
    method: 'GET',
    path: '/api/v1/referrals/history',
    aliases: [
      {
        path: '/api/customer-id/referral/history',
        caller: 'self',
        toInput: ({ query: { customerId: _, ...query }, ...raw }: RawInput) => ({ ...raw, query }),
      },
    ],
    summary: 'Who was invited, and how far each came, newest first',
    caller: 'both',
    permission: 'referrals.read',
    lane: 'read',
    query: paging.extend({ ...who.shape, stage: referralStage.optional() }),
    response: listOf('referrals', ownReferral),
    errors: ['not_found', 'cursor_invalid'],
  }),
  leaderboard: endpoint({
    name: 'referrals.leaderboard',
    method: 'GET',
    path: '/api/v1/referrals/leaderboard',
    summary: 'The referrers with most rewards, of those who agreed to be shown, and the own rank',
    description:
      'First name and initial. Customers agree by the privacy preference `leaderboard`; a rank counts all referrers, so that it stays true where some do not show themselves.',
    caller: 'both',
    permission: 'referrals.read',
    lane: 'read',
    query: z.object({
      period: z.enum(['month', 'all']).default('month'),
      limit: z.coerce.number().int().min(1).max(100).default(10),
    }),
    response: z.object({
      period: z.enum(['month', 'all']),
      from: instant.nullable().describe('Where the month began; null: all time'),
      entries: z.array(leaderboardEntry),
      me: leaderboardEntry.nullable().describe('The reader’s own place, also outside the list'),
      participants: z.int(),
      onLeaderboard: z.boolean(),
    }),
  }),
};
