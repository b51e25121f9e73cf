/** Customers in groups: segments, tiers, cohorts, and the RFM grid. */
import { z } from 'zod';
import { analyticsFreshness } from './analytics-freshness.ts';
import { csv, currencyCode, files, measuredNow, rangeErrors, rate, reads } from './analytics-parts.ts';
import { day, id, instant, listOf, money, paging } from './common.ts';
import { endpoint } from './endpoint.ts';

/** Most cohorts of one table: ten years of months, two years of weeks. */
export const mostCohorts = { month: 120, week: 105 } as const;

const groupFigures = {
  customers: z.int(),
  share: rate.describe('Of the store’s customers who are neither closed nor merged'),
  orders: z.int(),
  revenue: money.describe('Net, of all time'),
  revenueShare: rate.describe('Of the revenue from all customers'),
  averageOrderValue: money.nullable(),
  averageLifetimeValue: money.nullable().describe('Revenue by customers'),
  predicted: money.nullable().describe('Expected spend of the coming 365 days; null where nobody is scored'),
  averageChurnRisk: rate.describe('Mean of those with a score'),
  highChurnRisk: z.int().describe('Customers with a risk of 0.7 or more'),
};

export const segmentAnalytics = z.object({
  ...measuredNow,
  segments: z
    .array(z.object({ key: z.string(), ...groupFigures }))
    .describe('Largest revenue first; a customer may be in several, so shares need not add up'),
});
export type SegmentAnalytics = z.infer<typeof segmentAnalytics>;

export const tierAnalytics = z.object({
  ...measuredNow,
  tiers: z
    .array(z.object({ key: z.string().nullable().describe('Null: without a tier'), ...groupFigures }))
    .describe('Largest revenue first'),
});
export type TierAnalytics = z.infer<typeof tierAnalytics>;

export const cohortBasis = z.enum(['joined', 'first_order']);
export const cohortInterval = z.enum(['week', 'month']);

export const cohortTable = z.object({
  startDate: day,
  endDate: day,
  interval: cohortInterval,
  by: cohortBasis,
  currency: currencyCode,
  freshness: analyticsFreshness,
  cohorts: z.array(
    z.object({
      start: day.describe('First day of the month, or Monday of the week'),
      customers: z.int().describe('Who joined, or first ordered, in it'),
      periods: z
        .array(
          z.object({
            index: z.int().describe('0: the cohort’s own period'),
            start: day,
            customers: z.int().describe('Of the cohort, who ordered in it'),
            retention: rate.describe('Those by the customers of the cohort'),
            orders: z.int(),
            revenue: money.describe('Gross less refunds of the period'),
          }),
        )
        .describe('From the cohort’s own period to the present one'),
      revenue: money.describe('Of all periods'),
      revenuePerCustomer: money.nullable(),
    }),
  ),
});
export type CohortTable = z.infer<typeof cohortTable>;

const quintile = z.int().min(1).max(5).describe('5 is best');
const cuts = z.array(z.number()).length(4).nullable();

export const rfmGrid = z.object({
  ...measuredNow,
  customers: z.int().describe('Customers with an order'),
  cuts: z
    .object({
      recencyDays: cuts.describe('At most so many days since the last order give 5, 4, 3, 2'),
      orders: cuts.describe('More orders than these give 2, 3, 4, 5'),
      spent: cuts.describe('More spent than this gives 2, 3, 4, 5'),
    })
    .describe('Cut at the quintiles of these customers; equal values share a score. Null without customers'),
  cells: z
    .array(
      z.object({
        recency: quintile,
        frequency: quintile,
        customers: z.int(),
        revenue: money,
        share: rate,
        averageMonetary: z.number().nullable().describe('Mean score for money, 1 to 5'),
      }),
    )
    .length(25),
  monetary: z.array(z.object({ score: quintile, customers: z.int(), revenue: money })).length(5),
});
export type RfmGrid = z.infer<typeof rfmGrid>;

/** A customer of one cell of the RFM grid. */
export const rfmCustomer = z.object({
  customerId: id,
  cardNumber: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  firstNameAr: z.string().nullable(),
  lastNameAr: z.string().nullable(),
  companyName: z.string().nullable(),
  monetary: quintile,
  orders: z.int(),
  spent: money,
  lastOrderAt: instant,
});
export type RfmCustomer = z.infer<typeof rfmCustomer>;

const cohortQuery = z.object({
  startDate: day.optional().describe('Default: twelve periods up to `endDate`'),
  endDate: day.optional().describe('Default, and at the latest, today'),
  interval: cohortInterval.default('month'),
  by: cohortBasis.default('joined'),
});

export const analyticsGroupsContract = {
  segments: endpoint({
    ...reads,
    name: 'analytics.segments',
    path: '/api/v1/analytics/segments',
    summary: 'Size, revenue, lifetime value and churn of each segment',
    response: segmentAnalytics,
  }),
  segmentsCsv: endpoint({
    ...files,
    name: 'analytics.segmentsCsv',
    path: '/api/v1/analytics/segments.csv',
    summary: 'Size, revenue, lifetime value and churn of each segment as a file',
    response: csv,
  }),
  tiers: endpoint({
    ...reads,
    name: 'analytics.tiers',
    path: '/api/v1/analytics/tiers',
    summary: 'Size, revenue, lifetime value and churn of each tier',
    response: tierAnalytics,
  }),
  tiersCsv: endpoint({
    ...files,
    name: 'analytics.tiersCsv',
    path: '/api/v1/analytics/tiers.csv',
    summary: 'Size, revenue, lifetime value and churn of each tier as a file',
    response: csv,
  }),
  cohorts: endpoint({
    ...reads,
    name: 'analytics.cohorts',
    path: '/api/v1/analytics/cohorts',
    summary: 'Retention and revenue by the month or week of joining or of the first order',
    query: cohortQuery,
    response: cohortTable,
    errors: rangeErrors,
  }),
  cohortsCsv: endpoint({
    ...files,
    name: 'analytics.cohortsCsv',
    path: '/api/v1/analytics/cohorts.csv',
    summary: 'Retention and revenue by cohort as a file, a line for each cohort and period',
    query: cohortQuery,
    response: csv,
    errors: rangeErrors,
  }),
  rfm: endpoint({
    ...reads,
    name: 'analytics.rfm',
    path: '/api/v1/analytics/rfm',
    summary: 'Customers by quintiles of recency and frequency',
    response: rfmGrid,
  }),
  rfmCsv: endpoint({
    ...files,
    name: 'analytics.rfmCsv',
    path: '/api/v1/analytics/rfm.csv',
    summary: 'Customers by quintiles of recency and frequency as a file',
    response: csv,
  }),
  rfmCustomers: endpoint({
    ...reads,
    name: 'analytics.rfmCustomers',
    path: '/api/v1/analytics/rfm/customers',
    summary: 'The customers of one cell of the RFM grid, those with most spend first',
    permission: 'customers.read',
    query: paging.extend({
      recency: z.coerce.number().int().min(1).max(5),
      frequency: z.coerce.number().int().min(1).max(5),
    }),
    response: listOf('customers', rfmCustomer),
    errors: ['cursor_invalid'],
  }),
};
