/** One customer: what they buy, how and when, their engagement, and what is to be expected. */
import { z } from 'zod';
import { csv, currencyCode, files, rate, reads } from './analytics-parts.ts';
import { customerRef, id, instant, label, money } from './common.ts';
import { customerFromQuery, endpoint } from './endpoint.ts';
import { channel } from './orders.ts';

export const engagementPartKey = z.enum(['recency', 'frequency', 'money', 'breadth', 'loyalty', 'activity']);
export type EngagementPartKey = z.infer<typeof engagementPartKey>;

/** How much a customer has to do with the store: 0 to 100, the sum of its parts. */
export const engagement = z.object({
  customerId: id,
  score: z.int().min(0).max(100),
  level: z.enum(['none', 'low', 'medium', 'high']).describe('From 1, 34 and 67 points'),
  parts: z.array(
    z.object({
      key: engagementPartKey,
      points: z.int(),
      most: z.int().describe('Points that this part can give'),
      value: z
        .number()
        .nullable()
        .describe(
          'What it is made from: days since the last order; orders in 365 days; share of the store’s buyers ' +
            'who spent no more; categories in 365 days; used by earned points; events in 90 days',
        ),
      text: label,
    }),
  ),
  calculatedAt: instant,
});
export type Engagement = z.infer<typeof engagement>;

const pattern = { orders: z.int(), spent: money.describe('Net of refunds') };
const churnLevel = z.enum(['low', 'medium', 'high']);

/** What a customer bought, how, and what is to be expected. */
export const customerAnalytics = z.object({
  customerId: id,
  currency: currencyCode,
  totals: z.object({
    orders: z.int().describe('Delivered or completed, and not wholly refunded'),
    spent: money.describe('Net of refunds'),
    refunded: money,
    items: z.int().describe('Pieces that were kept'),
    averageOrderValue: money.nullable().describe('Spent by orders; null without orders'),
    firstOrderAt: instant.nullable(),
    lastOrderAt: instant.nullable(),
    medianGapDays: z.number().nullable().describe('Between days of purchase; null below two gaps'),
  }),
  months: z
    .array(z.object({ month: z.string().describe('yyyy-mm'), ...pattern }))
    .describe('The last 24 calendar months, oldest first, those without orders too'),
  categories: z
    .array(
      z.object({
        category: z.string().nullable(),
        orders: z.int(),
        quantity: z.int(),
        spent: money,
        share: rate.describe('Of what was spent'),
      }),
    )
    .describe('The ten with most spend'),
  patterns: z.object({
    weekdays: z.array(z.object({ weekday: z.int().min(1).max(7).describe('1 is Monday'), ...pattern })),
    hours: z.array(z.object({ hour: z.int().min(0).max(23).describe('Of the store’s clock'), ...pattern })),
    channels: z.array(z.object({ channel, ...pattern })),
    locations: z.array(
      z.object({
        locationId: id.nullable(),
        name: z.string().nullable(),
        nameAr: z.string().nullable(),
        ...pattern,
      }),
    ),
    basketSizes: z.array(
      z.object({
        size: z.enum(['1', '2-3', '4-6', '7-10', '11+']).describe('Pieces of an order'),
        ...pattern,
      }),
    ),
  }),
  lifetimeValue: z.object({
    soFar: money,
    predicted: money.nullable().describe('Expected spend of the coming 365 days'),
    low: money.nullable().describe('With 80 % probability the spend of those days lies from here'),
    high: money.nullable().describe('to here'),
    total: money.nullable().describe('Both together'),
  }),
  churn: z
    .object({
      risk: z.number().min(0).max(1).nullable().describe('Of no purchase in the next 90 days'),
      level: churnLevel.nullable().describe('Medium from 0.4, high from 0.7'),
    })
    .nullable()
    .describe('For staff; null to the customer'),
  nextOrderAt: instant.nullable().describe('When the next order is expected'),
  expectedOrders: z.number().nullable().describe('In the coming 365 days'),
  scoredAt: instant.nullable().describe('When the predictions were made; null before the first'),
  segments: z.array(z.string()).nullable().describe('Keys, for staff; null to the customer'),
  engagement,
  insights: z
    .array(
      z.object({
        key: z.string(),
        params: z.record(z.string(), z.union([z.string(), z.number()])),
        text: label,
      }),
    )
    .describe('At most three sentences; none where the figures say nothing'),
});
export type CustomerAnalytics = z.infer<typeof customerAnalytics>;

export const customerChart = z.enum([
  'months',
  'categories',
  'weekdays',
  'hours',
  'channels',
  'locations',
  'basket_sizes',
  'engagement',
]);
export type CustomerChart = z.infer<typeof customerChart>;

const ofCustomer = z.object({ customerId: customerRef });

export const analyticsCustomerContract = {
  customer: endpoint({
    ...reads,
    name: 'analytics.customer',
    path: '/api/v1/analytics/customers/:customerId',
    aliases: [{ path: '/api/analytics/dashboard/:customerId' }],
    summary: 'What a customer buys, how and when, their engagement, and what is to be expected',
    description: 'A customer sees their own, without churn risk and segments.',
    caller: 'both',
    params: ofCustomer,
    response: customerAnalytics,
    errors: ['not_found'],
  }),
  customerCsv: endpoint({
    ...files,
    name: 'analytics.customerCsv',
    path: '/api/v1/analytics/customers/:customerId/charts.csv',
    summary: 'One chart of a customer as a file',
    caller: 'both',
    params: ofCustomer,
    query: z.object({ chart: customerChart }),
    response: csv,
    errors: ['not_found'],
  }),
  engagement: endpoint({
    ...reads,
    name: 'analytics.engagement',
    path: '/api/v1/analytics/customers/:customerId/engagement',
    aliases: [{ path: '/api/analytics/engagement', ...customerFromQuery }],
    summary: 'A customer’s engagement score and its parts',
    caller: 'both',
    params: ofCustomer,
    response: engagement,
    errors: ['not_found'],
  }),
};
