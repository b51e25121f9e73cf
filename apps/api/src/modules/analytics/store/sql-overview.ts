import type { AnalyticsInterval } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Range } from './rules.ts';

/** What an overview reads: a range cut into periods, and days before it that are one further period. */
export interface Cut {
  range: Range;
  /** First day of the range before; the range's own where nothing is compared. */
  beforeFrom: string;
  interval: AnalyticsInterval;
}

/** First day of the period that a day lies in; null: before the range. */
const startOf = (day: ReturnType<typeof sql.ref>, { range, interval }: Cut) => sql`
  case when ${day} >= ${range.from}::date then date_trunc(${interval}::text, ${day}::timestamp)::date end`;

export interface SalesRow {
  start: string | null;
  orders: number;
  anonymousOrders: number;
  gross: number;
  refunds: number;
  refunded: number;
}

export async function readSales(tx: Tx, storeId: string, cut: Cut): Promise<SalesRow[]> {
  const { rows } = await sql<SalesRow>`
    select ${startOf(sql.ref('day'), cut)} as start, sum(orders)::bigint as orders,
           sum(anonymous_orders)::bigint as "anonymousOrders", sum(gross)::bigint as gross,
           sum(refunds)::bigint as refunds, sum(refunded)::bigint as refunded
      from analytics.sales
     where store_id = ${storeId} and day between ${cut.beforeFrom}::date and ${cut.range.to}::date
     group by 1`.execute(tx);
  return rows;
}

export interface BuyersRow {
  start: string | null;
  /** Who ordered in this period. */
  active: number;
  /** Who ordered in it and not before it in the range (or, of the range before, in that). */
  activeFirst: number;
  /** Whose first order ever lies in it. */
  firstTime: number;
}

/** Customers by period; each is counted on the first of their days in it. */
export async function readBuyers(tx: Tx, storeId: string, cut: Cut): Promise<BuyersRow[]> {
  const { rows } = await sql<BuyersRow>`
    with days as (
      select ${startOf(sql.ref('day'), cut)} as start, previous_day, customers,
             case when day >= ${cut.range.from}::date then ${cut.range.from}::date else ${cut.beforeFrom}::date end as first
        from analytics.buyers
       where store_id = ${storeId} and day between ${cut.beforeFrom}::date and ${cut.range.to}::date
    )
    select start, coalesce(sum(customers) filter (where previous_day < greatest(start, first)), 0)::bigint as active,
           coalesce(sum(customers) filter (where previous_day < first), 0)::bigint as "activeFirst",
           coalesce(sum(customers) filter (where previous_day = '-infinity'), 0)::bigint as "firstTime"
      from days group by start`.execute(tx);
  return rows;
}

/** Who joined, by period. */
export async function readJoined(
  tx: Tx,
  storeId: string,
  cut: Cut,
  timeZone: string,
): Promise<{ start: string | null; customers: number }[]> {
  const quarter = (day: string, plus: number) => sql`
    to_char((${day}::date + ${plus}::integer)::timestamp at time zone ${timeZone}::text at time zone 'UTC',
      'YYYY-MM-DD"T"HH24:MI')`;
  const { rows } = await sql<{ start: string | null; customers: number }>`
    with days as (
      select (quarter::timestamp at time zone 'UTC' at time zone ${timeZone}::text)::date as day, customers
        from customers.v_joined
       where store_id = ${storeId} and quarter >= ${quarter(cut.beforeFrom, 0)}
         and quarter < ${quarter(cut.range.to, 1)}
    )
    select ${startOf(sql.ref('day'), cut)} as start, sum(customers)::bigint as customers
      from days group by 1`.execute(tx);
  return rows;
}
