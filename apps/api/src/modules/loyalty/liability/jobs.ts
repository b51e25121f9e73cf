import type { Ctx } from '../../../platform/context.ts';
import type { Job } from '../../../platform/module.ts';
import * as settings from '../../settings/index.ts';
import { dayBefore, localDay } from './rules.ts';
import { clearDays, closeDays, readClosedDay, readFirstDay } from './sql.ts';

/** A day closes this long after its end: a transaction begun within it has committed by then. */
const closesAfterMs = 3_600_000;
/** Days of a transaction; 150,000 entries took 2.1 s to add up (PostgreSQL 18, both cores busy). */
const batchDays = 31;

/**
 * Closes days that are over: adds their entries up for the liability report. The last closed day is
 * counted again each time, in case something recorded in it came in late. Returns whether more are left.
 * Days cut in another time zone than the store's present one are counted afresh.
 */
export async function rollUp(ctx: Ctx, days = batchDays): Promise<boolean> {
  const { timeZone } = await settings.store(ctx);
  let closed = await readClosedDay(ctx.tx, ctx.storeId, { lock: true });
  if (closed && closed.timeZone !== timeZone) {
    await clearDays(ctx.tx, ctx.storeId);
    closed = undefined;
  }
  const last = dayBefore(localDay(new Date(ctx.now.getTime() - closesAfterMs), timeZone));
  const from = closed?.day ?? (await readFirstDay(ctx.tx, ctx.storeId, timeZone));
  if (from === null || from > last || closed?.day === last) return false;
  const upto = new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  const to = upto < last ? upto : last;
  await closeDays(ctx.tx, ctx.storeId, { from, to, timeZone });
  return to < last;
}

export const jobs: Job[] = [
  {
    queue: 'loyalty.liability',
    schedule: '40 * * * *',
    work: async (ctx, data) => ((await rollUp(ctx)) ? data : undefined),
  },
];
