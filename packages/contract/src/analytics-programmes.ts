/** How the loyalty programmes are used. */
import { z } from 'zod';
import { csv, files, range, ranged, rangeErrors, rate, reads } from './analytics-parts.ts';
import { id, label, money } from './common.ts';
import { endpoint } from './endpoint.ts';

export const programmeHealth = z.object({
  ...ranged,
  programmes: z.array(
    z.object({
      programId: id,
      name: label,
      isDefault: z.boolean(),
      isActive: z.boolean(),
      members: z.int().describe('Accounts'),
      activeMembers: z.int().describe('Whose points moved in the range'),
      activeRate: rate,
      earningMembers: z.int(),
      redeemingMembers: z.int(),
      issued: z.int(),
      redeemed: z.int(),
      expired: z.int(),
      redemptionRate: rate,
      outstanding: z.int(),
      worth: money.nullable(),
      breakage: z.object({ rate: z.number(), points: z.int() }).nullable(),
      rewardsRedeemed: z.int().describe('Rewards given for points in the range'),
      topRewards: z
        .array(z.object({ rewardId: id, name: label, redemptions: z.int(), points: z.int() }))
        .describe('The five most wanted'),
    }),
  ),
});
export type ProgrammeHealth = z.infer<typeof programmeHealth>;

export const analyticsProgrammesContract = {
  programmes: endpoint({
    ...reads,
    name: 'analytics.programmes',
    path: '/api/v1/analytics/programmes',
    summary: 'How the loyalty programmes are used',
    query: range,
    response: programmeHealth,
    errors: rangeErrors,
  }),
  programmesCsv: endpoint({
    ...files,
    name: 'analytics.programmesCsv',
    path: '/api/v1/analytics/programmes.csv',
    summary: 'How the loyalty programmes are used as a file',
    query: range,
    response: csv,
    errors: rangeErrors,
  }),
};
