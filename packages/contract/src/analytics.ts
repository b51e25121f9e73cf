import { z } from 'zod';
import { customerRef, day, id, instant, label, listOf, money, paging } from './common.ts';
import { endpoint, type RawInput } from './endpoint.ts';
import { channel } from './orders.ts';

/** Most days of one range: ten years. */
export const longestAnalyticsDays = 3660;
/** Most cohorts of one table: ten years of months, two years of weeks. */
export const mostCohorts = { month: 120, week: 105 } as const;

export const analyticsInterval = z.enum(['day', 'week', 'month']);
export type AnalyticsInterval = z.infer<typeof analyticsInterval>;

const rate = z.number().nullable().describe('A share, 0 to 1, to four digits; null where it has no base');
const currencyCode = z.string().describe('ISO 4217; of every amount of the reply');

/** How far the counting is; amounts and orders of a reply are those of the days counted by then. */
export const analyticsFreshness = z.object({
  countedAt: instant.nullable().describe('When days were last counted; null before the first count'),
  waitingDays: z.int().describe('Days with changes that are not counted yet; 0: all is counted'),
  progress: z.number().min(0).max(1).describe('Of counting the past, 0 to 1; 1 in daily use'),
});
export type AnalyticsFreshness = z.infer<typeof analyticsFreshness>;

const range = z.object({
  from: day.optional().describe('First day of the store’s calendar; default: 30 days up to `to`'),
  to: day.optional().describe('Last day; default, and at the latest, today'),
});
const ranged = { from: day, to: day, currency: currencyCode, freshness: analyticsFreshness };

// ---------------------------------------------------------------- one customer

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

// ---------------------------------------------------------------- the store

/** The figures of a range. */
export const analyticsFigures = z.object({
  orders: z.int().describe('Delivered or completed, on the day they were placed'),
  gross: money.describe('Of those orders, before refunds'),
  refunds: z.int(),
  refunded: money.describe('On the day of the refund'),
  net: money.describe('gross − refunded; negative where more came back than was sold'),
  averageOrderValue: money.nullable().describe('gross by orders; null without orders'),
  anonymousOrders: z.int().describe('Of the orders, those without a customer'),
  activeCustomers: z.int().describe('Who ordered'),
  firstTimeCustomers: z.int().describe('Of those, whose first order lies in the range'),
  returningCustomers: z.int().describe('Of those, who had ordered before the range'),
  newCustomers: z.int().describe('Who joined'),
  pointsIssued: z.int(),
  pointsRedeemed: z.int(),
  pointsExpired: z.int(),
  redemptionRate: rate.describe('Redeemed by issued points'),
});
export type AnalyticsFigures = z.infer<typeof analyticsFigures>;

export const analyticsOverview = z.object({
  ...ranged,
  interval: analyticsInterval,
  figures: analyticsFigures,
  before: z
    .object({ from: day, to: day, figures: analyticsFigures })
    .nullable()
    .describe('The same number of days just before; null unless compared'),
  liability: z.object({
    outstanding: z.int().describe('Points that customers hold now: available, pending and held'),
    worth: money.nullable().describe('Null where points have no price'),
    breakage: z
      .object({ rate: z.number(), points: z.int() })
      .nullable()
      .describe('Estimate of points never to be used: expired / (expired + redeemed) of the range'),
  }),
  series: z
    .array(analyticsFigures.extend({ start: day.describe('First day of the day, week (Monday) or month') }))
    .describe('Every period of the range, oldest first, those without orders too'),
});
export type AnalyticsOverview = z.infer<typeof analyticsOverview>;

export const salesDimension = z.enum(['channel', 'location', 'weekday', 'hour']);
export type SalesDimension = z.infer<typeof salesDimension>;

export const salesBreakdown = z.object({
  ...ranged,
  by: salesDimension,
  rows: z
    .array(
      z.object({
        key: z
          .string()
          .nullable()
          .describe('Channel; id of the location, null for none; weekday 1 (Monday) to 7; hour 0 to 23'),
        name: z.string().nullable().describe('Of a location'),
        nameAr: z.string().nullable(),
        orders: z.int(),
        gross: money,
        refunded: money.describe('By channel, location, weekday and hour of the refund’s order and moment'),
        net: money,
        share: rate.describe('Of the gross revenue'),
      }),
    )
    .describe('Weekdays and hours in their order and all; channels and locations by gross revenue'),
});
export type SalesBreakdown = z.infer<typeof salesBreakdown>;

const soldFigures = {
  orders: z.int().describe('Orders with it'),
  quantity: z.int().describe('Pieces sold'),
  gross: money,
  returned: z.int().describe('Pieces that came back'),
  refunded: money,
  net: money,
  share: rate.describe('Of the gross revenue of all'),
};
export const soldSort = z.enum(['gross', 'net', 'quantity', 'orders', 'refunded']);

export const topProducts = z.object({
  ...ranged,
  products: z.array(
    z.object({ sku: z.string(), name: z.string(), category: z.string().nullable(), ...soldFigures }),
  ),
});
export type TopProducts = z.infer<typeof topProducts>;

export const topCategories = z.object({
  ...ranged,
  categories: z.array(z.object({ category: z.string().nullable(), ...soldFigures })),
});
export type TopCategories = z.infer<typeof topCategories>;

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
const measuredNow = { currency: currencyCode, measuredAt: instant, customers: z.int() };

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

// ---------------------------------------------------------------- endpoints

const ofCustomer = z.object({ customerId: customerRef });
const byQuery = {
  toInput: (raw: RawInput) => ({ ...raw, params: { customerId: raw.query.customerId ?? 'me' } }),
};
const reads = { method: 'GET', caller: 'staff', permission: 'analytics.read', lane: 'read' } as const;
const files = { method: 'GET', caller: 'staff', permission: 'analytics.export', lane: 'stream' } as const;
const csv = z.string().describe('CSV, UTF-8; amounts in minor units');
const rangeErrors = ['range_invalid', 'period_too_long', 'date_in_future'];

const overviewQuery = range.extend({ interval: analyticsInterval.default('day') });
const salesQuery = range.extend({ by: salesDimension });
const topQuery = range.extend({
  sortBy: soldSort.default('gross'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
const cohortQuery = z.object({
  startDate: day.optional().describe('Default: twelve periods up to `endDate`'),
  endDate: day.optional().describe('Default, and at the latest, today'),
  interval: cohortInterval.default('month'),
  by: cohortBasis.default('joined'),
});

export const analyticsContract = {
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
    aliases: [{ path: '/api/analytics/engagement', ...byQuery }],
    summary: 'A customer’s engagement score and its parts',
    caller: 'both',
    params: ofCustomer,
    response: engagement,
    errors: ['not_found'],
  }),
  overview: endpoint({
    ...reads,
    name: 'analytics.overview',
    path: '/api/v1/analytics/overview',
    summary: 'The store at a glance: revenue, orders, customers and points of a range',
    query: overviewQuery.extend({
      compare: z
        .enum(['true', 'false'])
        .default('true')
        .transform((value) => value === 'true')
        .describe('With the figures of the range before'),
    }),
    response: analyticsOverview,
    errors: rangeErrors,
  }),
  overviewCsv: endpoint({
    ...files,
    name: 'analytics.overviewCsv',
    path: '/api/v1/analytics/overview.csv',
    summary: 'The periods of the overview as a file',
    query: overviewQuery,
    response: csv,
    errors: rangeErrors,
  }),
  sales: endpoint({
    ...reads,
    name: 'analytics.sales',
    path: '/api/v1/analytics/sales',
    summary: 'Revenue and orders by channel, location, weekday or hour',
    query: salesQuery,
    response: salesBreakdown,
    errors: rangeErrors,
  }),
  salesCsv: endpoint({
    ...files,
    name: 'analytics.salesCsv',
    path: '/api/v1/analytics/sales.csv',
    summary: 'Revenue and orders by channel, location, weekday or hour as a file',
    query: salesQuery,
    response: csv,
    errors: rangeErrors,
  }),
  products: endpoint({
    ...reads,
    name: 'analytics.products',
    path: '/api/v1/analytics/products',
    summary: 'The products that sold most',
    query: topQuery,
    response: topProducts,
    errors: rangeErrors,
  }),
  productsCsv: endpoint({
    ...files,
    name: 'analytics.productsCsv',
    path: '/api/v1/analytics/products.csv',
    summary: 'The products that sold most as a file',
    query: topQuery,
    response: csv,
    errors: rangeErrors,
  }),
  categories: endpoint({
    ...reads,
    name: 'analytics.categories',
    path: '/api/v1/analytics/categories',
    summary: 'The categories that sold most',
    query: topQuery,
    response: topCategories,
    errors: rangeErrors,
  }),
  categoriesCsv: endpoint({
    ...files,
    name: 'analytics.categoriesCsv',
    path: '/api/v1/analytics/categories.csv',
    summary: 'The categories that sold most as a file',
    query: topQuery,
    response: csv,
    errors: rangeErrors,
  }),
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
  forecast: endpoint({
    ...reads,
    name: 'analytics.forecast',
    path: '/api/v1/analytics/forecast',
    summary: 'What the customers are expected to spend in the coming year, or why nothing can be said',
    response: revenueForecast,
  }),
  freshness: endpoint({
    ...reads,
    name: 'analytics.freshness',
    path: '/api/v1/analytics/freshness',
    summary: 'How far the counting of orders is',
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
