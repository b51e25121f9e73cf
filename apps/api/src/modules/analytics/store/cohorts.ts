/**
 * Retention and revenue by the week or month of joining, or of the first order, from the sums of the periods
 * (rollups/sql-days.ts). Orders from before a customer joined, as imports bring them, belong to no period
 * of a cohort by joining.
 */
import type { analyticsContract, CohortTable, InputOf } from '@wafa/contract';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db/transaction.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as settings from '../../settings/index.ts';
import { freshness } from './freshness.ts';
import { addDays, averageOf, cohortStarts, rateOf, startOf, startsOf } from './rules.ts';
import { readJoined } from './sql-overview.ts';

interface CellRow {
  cohort: string;
  period: string;
  customers: number;
  orders: number;
  revenue: number;
}

async function readCells(
  tx: Tx,
  storeId: string,
  { basis, unit, first, last }: { basis: string; unit: string; first: string; last: string },
): Promise<CellRow[]> {
  const { rows } = await sql<CellRow>`
    select cohort, period, customers, orders, gross - refunded as revenue
      from analytics.cohorts
     where store_id = ${storeId} and basis = ${basis} and unit = ${unit}
       and cohort between ${first}::date and ${last}::date and period >= cohort`.execute(tx);
  return rows;
}

/**
 * The cohorts of a range, from the first that has customers, each with every period up to the present one.
 * Throws `range_invalid`, `date_in_future`, `period_too_long`.
 */
export async function cohorts(
  ctx: Ctx,
  input: InputOf<typeof analyticsContract.cohorts>,
): Promise<CohortTable> {
  const { currency, timeZone } = await settings.store(ctx);
  const { interval, by } = input;
  const today = loyalty.localDay(ctx.now, timeZone);
  const starts = cohortStarts(input, today);
  const [first, last] = [starts[0] as string, starts.at(-1) as string];
  const end = addDays(startOf(addDays(last, { week: 7, month: 31 }[interval]), interval), -1);
  const range = { from: first, to: end < today ? end : today };
  const [cells, joined, counted] = await Promise.all([
    readCells(ctx.tx, ctx.storeId, { basis: by, unit: interval, first, last }),
    readJoined(ctx.tx, ctx.storeId, { range, beforeFrom: first, interval }, timeZone),
    freshness(ctx),
  ]);
  const byPlace = new Map(cells.map((cell) => [`${cell.cohort} ${cell.period}`, cell]));
  const joinedIn = new Map(joined.map(({ start, customers }) => [start, customers]));
  const sizeOf = (start: string) =>
    by === 'joined' ? (joinedIn.get(start) ?? 0) : (byPlace.get(`${start} ${start}`)?.customers ?? 0);
  const oldest = starts.find((start) => sizeOf(start) > 0);
  const known = starts.filter((start) => oldest !== undefined && start >= oldest);
  return {
    startDate: first,
    endDate: range.to,
    interval,
    by,
    currency,
    freshness: counted,
    cohorts: known.map((start) => {
      const customers = sizeOf(start);
      const periods = startsOf({ from: start, to: today }, interval).map((period, index) => {
        const cell = byPlace.get(`${start} ${period}`);
        return {
          index,
          start: period,
          customers: cell?.customers ?? 0,
          retention: rateOf(cell?.customers ?? 0, customers),
          orders: cell?.orders ?? 0,
          revenue: cell?.revenue ?? 0,
        };
      });
      const revenue = periods.reduce((sum, period) => sum + period.revenue, 0);
      return { start, customers, periods, revenue, revenuePerCustomer: averageOf(revenue, customers) };
    }),
  };
}
