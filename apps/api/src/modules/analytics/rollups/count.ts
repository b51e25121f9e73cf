/**
 * Keeps the sums. Whatever changes a day marks it (listeners.ts); each minute the marked days are counted
 * again as wholes, and each hour the weeks and months of the cohorts that they lie in.
 */
import type { Ctx } from '../../../platform/context.ts';
import type { Job } from '../../../platform/module.ts';
import * as settings from '../../settings/index.ts';
import { lastDayOf, runsOf } from './rules.ts';
import { lockStore, markPast, markPeriods, noteCounted, readCounted, takeMarks } from './sql.ts';
import { countPeriod, countRun } from './sql-days.ts';
import { measureStandards } from './standards.ts';

/** Most days of one statement; also how many empty days cost a round trip. */
const batchDays = 7;
/**
 * About so many orders in one transaction, which may last 20 s: 20,726 orders of 26 lines took 16.8 s beside
 * other work on both cores.
 */
const mostOrders = 15_000;
const mostBatches = 200;

/**
 * Counts marked days, the newest first, until a transaction has its fill; answers whether more wait. The
 * first round of a store, and the first after its time zone changed, marks all of its past.
 */
export async function countDays(ctx: Ctx): Promise<boolean> {
  const { timeZone } = await settings.store(ctx);
  const seen = await readCounted(ctx.tx, ctx.storeId);
  if (seen?.timeZone === timeZone && seen.waitingDays === 0) return false;
  await lockStore(ctx.tx, ctx.storeId);
  const counted = await readCounted(ctx.tx, ctx.storeId);
  const isPast = counted?.timeZone !== timeZone || counted.pastDays > 0;
  if (counted?.timeZone !== timeZone) await markPast(ctx.tx, ctx.storeId, timeZone);
  let [orders, doneDays] = [0, 0];
  for (let batch = 0; batch < mostBatches && orders < mostOrders; batch++) {
    const size = batchSize(orders, doneDays);
    const taken = await takeMarks(ctx.tx, ctx.storeId, 'day', size);
    doneDays += taken.length;
    if (taken.length > 0) {
      const [sold] = await Promise.all([
        Promise.all(runsOf(taken).map((run) => countRun(ctx.tx, ctx.storeId, run, timeZone))),
        markPeriods(ctx.tx, ctx.storeId, taken),
      ]);
      orders += sold.reduce((sum, count) => sum + count, 0);
    }
    if (taken.length === size) continue;
    await noteCounted(ctx.tx, ctx.storeId, ctx.now, { isThrough: true });
    // What was just counted for the first time need not wait an hour for its cohorts.
    if (isPast) await ctx.enqueue(periodsQueue, {});
    return false;
  }
  await noteCounted(ctx.tx, ctx.storeId, ctx.now, { isThrough: false });
  return true;
}

/** How many days come next: as many as fill the transaction, if they are like those before; at first one. */
function batchSize(orders: number, days: number): number {
  if (days === 0) return 1;
  const left = ((mostOrders - orders) * days) / Math.max(1, orders);
  return Math.min(batchDays, Math.max(1, Math.floor(left)));
}

/** Counts marked weeks and months of the cohorts; answers whether more wait. */
export async function countPeriods(ctx: Ctx): Promise<boolean> {
  const { timeZone } = await settings.store(ctx);
  await lockStore(ctx.tx, ctx.storeId);
  let orders = 0;
  for (const unit of ['month', 'week'] as const) {
    for (let batch = 0; batch < mostBatches; batch++) {
      if (orders >= mostOrders) return true;
      const [from] = await takeMarks(ctx.tx, ctx.storeId, unit, 1);
      if (from === undefined) break;
      orders += await countPeriod(ctx.tx, ctx.storeId, unit, { from, to: lastDayOf(from, unit) }, timeZone);
    }
  }
  await measureStandards(ctx);
  return false;
}

/** Marks all days for counting afresh. */
export async function recountPast(ctx: Ctx): Promise<void> {
  const { timeZone } = await settings.store(ctx);
  await lockStore(ctx.tx, ctx.storeId);
  await markPast(ctx.tx, ctx.storeId, timeZone);
  await ctx.enqueue(daysQueue, {});
}

const daysQueue = 'analytics.count_days';
const periodsQueue = 'analytics.count_periods';

export const jobs: Job[] = [
  {
    queue: daysQueue,
    schedule: '* * * * *',
    work: async (ctx, data) => ((await countDays(ctx)) ? data : undefined),
  },
  {
    queue: periodsQueue,
    schedule: '20 * * * *',
    work: async (ctx, data) => ((await countPeriods(ctx)) ? data : undefined),
  },
];
