/** What the store sold in a range: the overview, revenue by channel, place and time, products and categories. */
import { z } from 'zod';
import { csv, files, range, ranged, rangeErrors, rate, reads } from './analytics-parts.ts';
import { day, money } from './common.ts';
import { endpoint } from './endpoint.ts';

/** Most days of one range: ten years. */
export const longestAnalyticsDays = 3660;

export const analyticsInterval = z.enum(['day', 'week', 'month']);
export type AnalyticsInterval = z.infer<typeof analyticsInterval>;

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

const overviewQuery = range.extend({ interval: analyticsInterval.default('day') });
const salesQuery = range.extend({ by: salesDimension });
const topQuery = range.extend({
  sortBy: soldSort.default('gross'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const analyticsSalesContract = {
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
};
