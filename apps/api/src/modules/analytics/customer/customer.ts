/**
 * What one customer buys, how and when, and what is to be expected. Read from their own orders by the index
 * of a customer's orders: two round trips, who it is and everything else.
 *
 * Here a refund belongs to its order, so that the sums are those of the profile; the store's figures put it
 * on its own day.
 */
import type { analyticsContract, CustomerAnalytics, InputOf } from '@wafa/contract';
import { type Ctx, customerOf } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { readSpentCuts } from '../rollups/standards.ts';
import { averageOf, rateOf } from '../store/rules.ts';
import { engagementOf, momentOf } from './engagement.ts';
import { insightsOf, wordInsight } from './insights.ts';
import { churnLevel, lastMonths, rankOf } from './rules.ts';
import {
  type CategoryRow,
  type PatternDimension,
  type PatternRow,
  readCategories,
  readPatterns,
  readStanding,
  readTotals,
  type StandingRow,
  type TotalsRow,
} from './sql.ts';

const monthCount = 24;
const categoryCount = 10;
const sizes = ['1', '2-3', '4-6', '7-10', '11+'] as const;

/** A customer's analytics; to the customer without churn risk and segments. Throws `not_found`. */
export async function customer(
  ctx: Ctx,
  input: InputOf<typeof analyticsContract.customer>,
): Promise<CustomerAnalytics> {
  const customerId = await customers.require(ctx, input.customerId);
  const moment = await momentOf(ctx);
  const [{ currency }, places, totals, patterns, categories, standing, cuts] = await Promise.all([
    settings.store(ctx),
    settings.locations(ctx),
    readTotals(ctx.tx, ctx.storeId, customerId, moment),
    readPatterns(ctx.tx, ctx.storeId, customerId, moment),
    readCategories(ctx.tx, ctx.storeId, customerId, categoryCount),
    readStanding(ctx.tx, ctx.storeId, customerId, ctx.now),
    readSpentCuts(ctx.tx, ctx.storeId),
  ]);
  const isStaff = customerOf(ctx.actor) === undefined;
  const shown = shownPatterns(patterns, moment.today, places);
  return {
    customerId,
    currency,
    totals: shownTotals(totals),
    months: shown.months,
    categories: categories.map((row) => ({ ...row, share: rateOf(row.spent, totals.spent) })),
    patterns: shown.patterns,
    ...outlookOf(totals, standing, isStaff),
    segments: isStaff ? standing.segments : null,
    engagement: engagementOf(customerId, totals, standing, cuts, ctx.now),
    insights: insights(totals, standing, categories, patterns, cuts),
  };
}

function shownTotals(totals: TotalsRow): CustomerAnalytics['totals'] {
  return {
    orders: totals.orders,
    spent: totals.spent,
    refunded: totals.refunded,
    items: totals.items,
    averageOrderValue: averageOf(totals.spent, totals.orders),
    firstOrderAt: totals.firstOrderAt?.toISOString() ?? null,
    lastOrderAt: totals.lastOrderAt?.toISOString() ?? null,
    medianGapDays: totals.gaps >= 2 ? totals.medianGapDays : null,
  };
}

function shownPatterns(
  rows: readonly PatternRow[],
  today: string,
  places: ReadonlyMap<string, settings.Location>,
): Pick<CustomerAnalytics, 'months' | 'patterns'> {
  const of = (dimension: PatternDimension) => rows.filter((row) => row.dimension === dimension);
  const at = (dimension: PatternDimension, key: string) => {
    const { orders = 0, spent = 0 } = of(dimension).find((row) => row.key === key) ?? {};
    return { orders, spent };
  };
  return {
    months: lastMonths(today, monthCount).map((month) => ({ month, ...at('month', month) })),
    patterns: {
      weekdays: Array.from({ length: 7 }, (_, day) => ({
        weekday: day + 1,
        ...at('weekday', String(day + 1)),
      })),
      hours: Array.from({ length: 24 }, (_, hour) => ({ hour, ...at('hour', String(hour)) })),
      channels: of('channel').map(({ key, orders, spent }) => ({
        channel: key as CustomerAnalytics['patterns']['channels'][number]['channel'],
        orders,
        spent,
      })),
      locations: of('location').map(({ key, orders, spent }) => {
        const place = key === null ? undefined : places.get(key);
        return { locationId: key, name: place?.name ?? null, nameAr: place?.nameAr ?? null, orders, spent };
      }),
      basketSizes: sizes.map((size) => ({ size, ...at('size', size) })),
    },
  };
}

/** What is to be expected, as predictions wrote it; nothing is made up where they say nothing. */
function outlookOf(
  { spent }: TotalsRow,
  standing: StandingRow,
  isStaff: boolean,
): Pick<CustomerAnalytics, 'lifetimeValue' | 'churn' | 'nextOrderAt' | 'expectedOrders' | 'scoredAt'> {
  const { churnRisk, predictedSpend: predicted } = standing;
  return {
    lifetimeValue: {
      soFar: spent,
      predicted,
      low: predicted === null ? null : standing.predictedLow,
      high: predicted === null ? null : standing.predictedHigh,
      total: predicted === null ? null : spent + predicted,
    },
    churn: isStaff ? { risk: churnRisk, level: churnRisk === null ? null : churnLevel(churnRisk) } : null,
    nextOrderAt: standing.nextOrderAt?.toISOString() ?? null,
    expectedOrders: standing.expectedOrders,
    scoredAt: standing.scoredAt?.toISOString() ?? null,
  };
}

function insights(
  totals: TotalsRow,
  standing: StandingRow,
  categories: readonly CategoryRow[],
  patterns: readonly PatternRow[],
  cuts: readonly number[],
): CustomerAnalytics['insights'] {
  const [category] = categories;
  const weekday = patterns
    .filter((row) => row.dimension === 'weekday')
    .toSorted((a, b) => b.orders - a.orders)[0];
  const found = insightsOf({
    ...totals,
    spentRank: rankOf(standing.totalSpent, cuts, totals.orders > 0),
    topCategory: category
      ? { category: category.category, share: rateOf(category.spent, totals.spent) ?? 0 }
      : null,
    topWeekday: weekday
      ? { weekday: Number(weekday.key), share: rateOf(weekday.orders, totals.orders) ?? 0 }
      : null,
  });
  return found.map((insight) => ({
    ...insight,
    text: { en: wordInsight(insight, 'en'), ar: wordInsight(insight, 'ar') },
  }));
}
