/**
 * The store's customers in groups: segments, tiers, RFM scores, and what they are expected to spend. Read
 * from the facts as they stand now, so that each figure is that of the customer list: one round trip, one
 * look at every customer.
 */
import type {
  analyticsContract,
  InputOf,
  RevenueForecast,
  RfmGrid,
  SegmentAnalytics,
  TierAnalytics,
} from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as settings from '../../settings/index.ts';
import { addDays, averageOf, rateOf } from './rules.ts';
import {
  type GroupRow,
  type RfmRow,
  readEverybody,
  readForecast,
  readRfm,
  readSegments,
  readTiers,
} from './sql-groups.ts';
import { readSales } from './sql-overview.ts';

const forecastDays = 365;
type Nothing = InputOf<typeof analyticsContract.tiers>;

/** Size, revenue, lifetime value and churn of each segment that has members. */
export async function segments(ctx: Ctx, _input: Nothing): Promise<SegmentAnalytics> {
  const [{ currency }, everybody, rows] = await Promise.all([
    settings.store(ctx),
    readEverybody(ctx.tx, ctx.storeId),
    readSegments(ctx.tx, ctx.storeId),
  ]);
  return {
    currency,
    measuredAt: ctx.now.toISOString(),
    customers: everybody.customers,
    segments: rows.map((row) => ({ key: row.key ?? '', ...groupFigures(row, everybody) })),
  };
}

/** Size, revenue, lifetime value and churn of each tier that somebody holds. */
export async function tiers(ctx: Ctx, _input: Nothing): Promise<TierAnalytics> {
  const [{ currency }, everybody, rows] = await Promise.all([
    settings.store(ctx),
    readEverybody(ctx.tx, ctx.storeId),
    readTiers(ctx.tx, ctx.storeId),
  ]);
  return {
    currency,
    measuredAt: ctx.now.toISOString(),
    customers: everybody.customers,
    tiers: rows.map((row) => ({ key: row.key, ...groupFigures(row, everybody) })),
  };
}

function groupFigures(row: GroupRow, everybody: GroupRow) {
  return {
    customers: row.customers,
    share: rateOf(row.customers, everybody.customers),
    orders: row.orders,
    revenue: row.revenue,
    revenueShare: rateOf(row.revenue, everybody.revenue),
    averageOrderValue: averageOf(row.revenue, row.orders),
    averageLifetimeValue: averageOf(row.revenue, row.customers),
    predicted: row.predicted,
    averageChurnRisk: row.churnRisk === null ? null : rateOf(row.churnRisk, 1),
    highChurnRisk: row.highChurnRisk,
  };
}

/** Buyers by quintiles of recency and frequency, and of money. */
export async function rfm(ctx: Ctx, _input: Nothing): Promise<RfmGrid> {
  const { currency, timeZone } = await settings.store(ctx);
  const today = loyalty.localDay(ctx.now, timeZone);
  const { cells, cuts } = await readRfm(ctx.tx, ctx.storeId, today, timeZone);
  const customers = sum(cells, 'customers');
  return {
    currency,
    measuredAt: ctx.now.toISOString(),
    customers,
    cuts,
    cells: scores.flatMap((recency) =>
      scores.map((frequency) => {
        const own = cells.filter((cell) => cell.recency === recency && cell.frequency === frequency);
        const size = sum(own, 'customers');
        const points = own.reduce((total, cell) => total + cell.monetary * cell.customers, 0);
        return {
          recency,
          frequency,
          customers: size,
          revenue: sum(own, 'revenue'),
          share: rateOf(size, customers),
          averageMonetary: size > 0 ? Math.round((points / size) * 100) / 100 : null,
        };
      }),
    ),
    monetary: scores.map((score) => {
      const own = cells.filter((cell) => cell.monetary === score);
      return { score, customers: sum(own, 'customers'), revenue: sum(own, 'revenue') };
    }),
  };
}

const scores = [5, 4, 3, 2, 1];
const sum = (cells: readonly RfmRow[], name: 'customers' | 'revenue') =>
  cells.reduce((total, cell) => total + cell[name], 0);

/** What the customers are expected to spend in the coming year: the sum of their predictions, or why none. */
export async function forecast(ctx: Ctx, _input: Nothing): Promise<RevenueForecast> {
  const { currency, timeZone } = await settings.store(ctx);
  const to = loyalty.localDay(ctx.now, timeZone);
  const from = addDays(to, 1 - forecastDays);
  const [row, past] = await Promise.all([
    readForecast(ctx.tx, ctx.storeId),
    readSales(ctx.tx, ctx.storeId, { range: { from, to }, beforeFrom: from, interval: 'month' }),
  ]);
  const base = { currency, horizonDays: forecastDays };
  if (!row.scoredFrom || !row.scoredTo) return { ...base, forecast: null, reason: reasonOf(row.buyers) };
  return {
    ...base,
    forecast: {
      spend: row.spend,
      orders: Math.round(row.orders * 10) / 10,
      customers: row.customers,
      coverage: rateOf(row.customers, row.buyers),
      scoredFrom: row.scoredFrom.toISOString(),
      scoredTo: row.scoredTo.toISOString(),
      past: past.reduce((total, { gross, refunded }) => total + gross - refunded, 0),
    },
    reason: null,
  };
}

function reasonOf(buyers: number): NonNullable<RevenueForecast['reason']> {
  const code = buyers > 0 ? 'not_scored' : 'no_orders';
  const key = `insights.forecast.${code}`;
  return { code, text: { en: translate('en', key), ar: translate('ar', key) } };
}
