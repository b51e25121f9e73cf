import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

/** How far a store is counted. */
export interface Counted {
  /** IANA name of the zone whose days were counted. */
  timeZone: string;
  /** Days that the counting of the past began with; 0 once it is through. */
  pastDays: number;
  countedAt: Date | null;
  /** Days that are marked. */
  waitingDays: number;
}

/** How far the store is counted; undefined before the first round. */
export async function readCounted(tx: Tx, storeId: string): Promise<Counted | undefined> {
  const { rows } = await sql<Counted>`
    select time_zone as "timeZone", past_days as "pastDays", counted_at as "countedAt",
           (select count(*) from analytics.marks where store_id = ${storeId} and unit = 'day') as "waitingDays"
      from analytics.stores where store_id = ${storeId}`.execute(tx);
  return rows[0];
}

/** Lets one job at a time count the store, until the transaction ends. */
export async function lockStore(tx: Tx, storeId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('analytics.count' || ${storeId}, 0))`.execute(tx);
}

/**
 * Marks every day that has an order, a refund or a sum, and notes the zone in which they are counted. The
 * sums stand until each day's turn comes. Reads all orders: 5,000,000 in about 2 s.
 */
export async function markPast(tx: Tx, storeId: string, timeZone: string): Promise<void> {
  await sql`
    insert into analytics.marks (store_id, unit, start)
    select ${storeId}::uuid, 'day', day
      from (
        select (placed_at at time zone ${timeZone}::text)::date as day from orders.v_orders
         where store_id = ${storeId} and counted_at is not null
        union select (refunded_at at time zone ${timeZone}::text)::date from orders.v_refunds where store_id = ${storeId}
        union select day from analytics.sales where store_id = ${storeId}
      ) as days
     order by day
    on conflict do nothing`.execute(tx);
  await sql`
    insert into analytics.stores as s (store_id, time_zone, past_days)
    select ${storeId}::uuid, ${timeZone}, count(*) from analytics.marks where store_id = ${storeId} and unit = 'day'
    on conflict (store_id) do update set time_zone = excluded.time_zone, past_days = excluded.past_days`.execute(
    tx,
  );
}

/**
 * Marks the days of orders that count from now on. An order that stands before another of its customer moves
 * that one's day before, and may be the customer's first: then all days of the customer are marked.
 */
export async function markOrders(
  tx: Tx,
  storeId: string,
  orderIds: readonly string[],
  timeZone: string,
): Promise<void> {
  await sql`
    with counted as materialized (
      select customer_id, placed_at, (placed_at at time zone ${timeZone}::text)::date as day
        from orders.v_orders
       where store_id = ${storeId} and order_id = any(${[...orderIds]}::uuid[]) and counted_at is not null
    ), late as (
      select distinct c.customer_id from counted c
       where exists (
         select from orders.v_orders o
          where o.store_id = ${storeId} and o.customer_id = c.customer_id and o.counted_at is not null
            and o.placed_at >= (c.day + 1)::timestamp at time zone ${timeZone}::text)
    )
    insert into analytics.marks (store_id, unit, start)
    select ${storeId}::uuid, 'day', day
      from (select day from counted union ${daysOf(storeId, sql`select customer_id from late`, timeZone)}) as days
     order by day
    on conflict do nothing`.execute(tx);
}

/** Marks the day of a refund. */
export async function markRefund(tx: Tx, storeId: string, refundId: string, timeZone: string): Promise<void> {
  await sql`
    insert into analytics.marks (store_id, unit, start)
    select ${storeId}::uuid, 'day', (refunded_at at time zone ${timeZone}::text)::date from orders.v_refunds
     where store_id = ${storeId} and refund_id = ${refundId}
    on conflict do nothing`.execute(tx);
}

/** Marks every day on which these customers ordered or gave back. */
export async function markCustomers(
  tx: Tx,
  storeId: string,
  customerIds: readonly string[],
  timeZone: string,
): Promise<void> {
  const ids = sql`select unnest(${[...customerIds]}::uuid[])`;
  await sql`
    insert into analytics.marks (store_id, unit, start)
    select ${storeId}::uuid, 'day', day from (${daysOf(storeId, ids, timeZone)}) as days
     order by day
    on conflict do nothing`.execute(tx);
}

function daysOf(storeId: string, customerIds: ReturnType<typeof sql>, timeZone: string) {
  return sql`
    select (o.placed_at at time zone ${timeZone}::text)::date as day from orders.v_orders o
     where o.store_id = ${storeId} and o.customer_id in (${customerIds}) and o.counted_at is not null
    union
    select (r.refunded_at at time zone ${timeZone}::text)::date
      from orders.v_orders o
      join orders.v_refunds r on r.store_id = ${storeId} and r.order_id = o.order_id
     where o.store_id = ${storeId} and o.customer_id in (${customerIds})`;
}

/** Takes marks away, the newest first, and answers what they named. */
export async function takeMarks(
  tx: Tx,
  storeId: string,
  unit: 'day' | 'week' | 'month',
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ start: string }>`
    delete from analytics.marks
     where store_id = ${storeId} and unit = ${unit} and start in (
       select start from analytics.marks where store_id = ${storeId} and unit = ${unit}
        order by start desc limit ${limit})
    returning start`.execute(tx);
  return rows.map((row) => row.start);
}

/** Marks the weeks and months of days that were counted. */
export async function markPeriods(tx: Tx, storeId: string, days: readonly string[]): Promise<void> {
  await sql`
    insert into analytics.marks (store_id, unit, start)
    select distinct ${storeId}::uuid, unit, date_trunc(unit, day::timestamp)::date as start
      from unnest(${[...days]}::date[]) as day, unnest(array['month', 'week']) as unit
     order by unit, start
    on conflict do nothing`.execute(tx);
}

/** Notes when days were last counted; with `isThrough`, that the past is. */
export async function noteCounted(
  tx: Tx,
  storeId: string,
  at: Date,
  options: { isThrough: boolean },
): Promise<void> {
  await sql`
    update analytics.stores
       set counted_at = ${at}, past_days = case when ${options.isThrough} then 0 else past_days end
     where store_id = ${storeId}`.execute(tx);
}
