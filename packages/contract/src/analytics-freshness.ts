/** How far the counting of days is, and counting the past anew. */
import { z } from 'zod';
import { instant } from './common.ts';
import { endpoint } from './endpoint.ts';

/** How far the counting is; amounts and orders of a reply are those of the days counted by then. */
export const analyticsFreshness = z.object({
  countedAt: instant.nullable().describe('When days were last counted; null before the first count'),
  waitingDays: z.int().describe('Days with changes that are not counted yet; 0: all is counted'),
  progress: z.number().min(0).max(1).describe('Of counting the past, 0 to 1; 1 in daily use'),
});
export type AnalyticsFreshness = z.infer<typeof analyticsFreshness>;

export const analyticsFreshnessContract = {
  freshness: endpoint({
    name: 'analytics.freshness',
    method: 'GET',
    path: '/api/v1/analytics/freshness',
    summary: 'How far the counting of orders is',
    caller: 'staff',
    permission: 'analytics.read',
    lane: 'read',
    response: analyticsFreshness,
  }),
  recount: endpoint({
    name: 'analytics.recount',
    method: 'POST',
    path: '/api/v1/analytics/recount',
    summary: 'Count every day of the past anew; a job does it',
    description: 'Figures stay readable meanwhile; `freshness` tells the progress.',
    caller: 'staff',
    permission: 'system.edit',
    lane: 'write',
    status: 202,
    response: analyticsFreshness,
  }),
};
