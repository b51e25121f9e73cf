/**
 * The store at a glance, from the sums alone: an answer reads a row per day, hour, place and channel of its
 * range and none of the orders. Two round trips: where the points' days are closed; everything else.
 */
import type { AnalyticsFigures, AnalyticsOverview, analyticsContract, InputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as settings from '../../settings/index.ts';
import { freshness } from './freshness.ts';
import { averageOf, rangeBefore, rangeOf, rateOf, startOf, startsOf } from './rules.ts';
import {
  type BuyersRow,
  type Cut,
  readBuyers,
  readJoined,
  readSales,
  type SalesRow,
} from './sql-overview.ts';

/** The figures of a range, of its periods, and of the range before. Throws `range_invalid`, `date_in_future`. */
export async function overview(
  ctx: Ctx,
  input: InputOf<typeof analyticsContract.overview>,
): Promise<AnalyticsOverview> {
  const { currency, timeZone } = await settings.store(ctx);
  const range = rangeOf(input, loyalty.localDay(ctx.now, timeZone));
  const before = input.compare ? rangeBefore(range) : null;
  const cut: Cut = { range, beforeFrom: before?.from ?? range.from, interval: input.interval };
  const [points, sales, buyers, joined, counted] = await Promise.all([
    loyalty.pointDays(ctx, { from: cut.beforeFrom, to: range.to }),
    readSales(ctx.tx, ctx.storeId, cut),
    readBuyers(ctx.tx, ctx.storeId, cut),
    readJoined(ctx.tx, ctx.storeId, cut, timeZone),
    freshness(ctx),
  ]);
  const moved = pointsByPeriod(points, cut);
  const starts = startsOf(range, input.interval);
  const periods = new Map<string | null, Parts>();
  for (const start of [null, ...starts]) periods.set(start, noParts());
  for (const { start, ...row } of sales) Object.assign(partsAt(periods, start), row);
  for (const { start, ...row } of buyers) Object.assign(partsAt(periods, start), row);
  for (const { start, customers } of joined) partsAt(periods, start).joined = customers;
  for (const [start, row] of moved) Object.assign(partsAt(periods, start), row);
  const whole = wholeOf(starts.map((start) => partsAt(periods, start)));
  return {
    ...range,
    currency,
    interval: input.interval,
    figures: figuresOf(whole),
    before: before && { ...before, figures: figuresOf(partsAt(periods, null)) },
    liability: liabilityOf(points, whole),
    series: starts.map((start) => ({ start, ...figuresOf(partsAt(periods, start)) })),
    freshness: counted,
  };
}

type Moved = { issued: number; redeemed: number; expired: number };
type Parts = Omit<SalesRow, 'start'> & Omit<BuyersRow, 'start'> & Moved & { joined: number };

function noParts(): Parts {
  return {
    orders: 0,
    anonymousOrders: 0,
    gross: 0,
    refunds: 0,
    refunded: 0,
    active: 0,
    activeFirst: 0,
    firstTime: 0,
    joined: 0,
    issued: 0,
    redeemed: 0,
    expired: 0,
  };
}

function partsAt(periods: ReadonlyMap<string | null, Parts>, start: string | null): Parts {
  const parts = periods.get(start);
  if (!parts) throw new Error(`a sum of ${start} lies outside the range`);
  return parts;
}

/** The points of all programmes, by the period of their day. */
function pointsByPeriod(points: readonly loyalty.ProgrammePoints[], cut: Cut): Map<string | null, Moved> {
  const sums = new Map<string | null, Moved>();
  for (const { day, issued, redeemed, expired } of points.flatMap(({ days }) => days)) {
    const start = day < cut.range.from ? null : startOf(day, cut.interval);
    const sum = sums.get(start) ?? { issued: 0, redeemed: 0, expired: 0 };
    sum.issued += issued;
    sum.redeemed += redeemed;
    sum.expired += expired;
    sums.set(start, sum);
  }
  return sums;
}

/** The range from its periods: everything adds up but who ordered, since one may in several. */
function wholeOf(periods: readonly Parts[]): Parts {
  const whole = noParts();
  for (const parts of periods)
    for (const name of Object.keys(whole) as (keyof Parts)[]) whole[name] += parts[name];
  whole.active = whole.activeFirst;
  return whole;
}

function figuresOf(parts: Parts): AnalyticsFigures {
  const { orders, gross, refunds, refunded, anonymousOrders, active, firstTime, issued, redeemed, expired } =
    parts;
  return {
    orders,
    gross,
    refunds,
    refunded,
    net: gross - refunded,
    averageOrderValue: averageOf(gross, orders),
    anonymousOrders,
    activeCustomers: active,
    firstTimeCustomers: firstTime,
    returningCustomers: active - firstTime,
    newCustomers: parts.joined,
    pointsIssued: issued,
    pointsRedeemed: redeemed,
    pointsExpired: expired,
    redemptionRate: rateOf(redeemed, issued),
  };
}

function liabilityOf(
  points: readonly loyalty.ProgrammePoints[],
  moved: Moved,
): AnalyticsOverview['liability'] {
  const outstanding = points.reduce((sum, programme) => sum + programme.outstanding, 0);
  const priced = points.flatMap(({ worth }) => (worth === null ? [] : [worth]));
  return {
    outstanding,
    worth: priced.length > 0 ? priced.reduce((sum, worth) => sum + worth, 0) : null,
    breakage: loyalty.breakageOf(moved, outstanding),
  };
}

/** Names of the figures, as columns of a file. */
export const figureNames = Object.keys(figuresOf(noParts())) as (keyof AnalyticsFigures)[];
