/** What the store’s customers are expected to spend. */
import { z } from 'zod';
import { currencyCode, rate, reads } from './analytics-parts.ts';
import { instant, label, money } from './common.ts';
import { endpoint } from './endpoint.ts';

export const revenueForecast = z.object({
  currency: currencyCode,
  horizonDays: z.int(),
  forecast: z
    .object({
      spend: money.describe('Sum of what the scored customers are expected to spend'),
      orders: z.number(),
      customers: z.int().describe('Customers with a score'),
      coverage: rate.describe('Those by the customers who ever ordered'),
      scoredFrom: instant.describe('Oldest score'),
      scoredTo: instant,
      past: money.describe('What the store sold in as many days before, net, to customers or not'),
    })
    .nullable(),
  reason: z
    .object({ code: z.enum(['not_scored', 'no_orders']), text: label })
    .nullable()
    .describe('Why there is no forecast'),
});
export type RevenueForecast = z.infer<typeof revenueForecast>;

export const analyticsForecastContract = {
  forecast: endpoint({
    ...reads,
    name: 'analytics.forecast',
    path: '/api/v1/analytics/forecast',
    summary: 'What the customers are expected to spend in the coming year, or why nothing can be said',
    response: revenueForecast,
  }),
};
