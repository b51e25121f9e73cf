/** The statements that count a day as a whole: what stood there goes, what the orders say comes. */
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

/** Local days as instants, so that the index on the time of an order serves. */
function span(days: readonly string[], timeZone: string) {
  return sql`
    select day, day::timestamp at time zone ${timeZone}::text as starts,
           (day + 1)::timestamp at time zone ${timeZone}::text as ends
      from unnest(${[...days]}::date[]) as day`;
}

/** An order that names no location. */
export const nowhere = '00000000-0000-0000-0000-000000000000';

/** Counts the days in all three tables, in one round trip. Answers how many orders that were. */
export async function countDays(
  tx: Tx,
  storeId: string,
  days: readonly string[],
  timeZone: string,
): Promise<number> {
  const [, sold] = await Promise.all([
    sql`delete from analytics.sales where store_id = ${storeId} and day = any(${[...days]}::date[])`.execute(
      tx,
    ),
    countSales(tx, storeId, days, timeZone),
    sql`delete from analytics.goods where store_id = ${storeId} and day = any(${[...days]}::date[])`.execute(
      tx,
    ),
    countGoods(tx, storeId, days, timeZone),
    sql`delete from analytics.buyers where store_id = ${storeId} and day = any(${[...days]}::date[])`.execute(
      tx,
    ),
    countBuyers(tx, storeId, days, timeZone),
  ]);
  return sold;
}

async function countSales(tx: Tx, storeId: string, days: readonly string[], timeZone: string) {
  const { rows } = await sql<{ orders: number }>`
    with span as (${span(days, timeZone)}), moved as (
      select s.day, o.placed_at as at, o.location_id, o.channel, 1 as orders,
             case when o.customer_id is null then 1 else 0 end as anonymous, o.total as gross, 0 as refunds,
             0 as refunded
        from span s
        join orders.v_orders o on o.store_id = ${storeId} and o.placed_at >= s.starts and o.placed_at < s.ends
       where o.counted_at is not null
      union all
      select s.day, r.refunded_at, o.location_id, o.channel, 0, 0, 0, 1, r.total
        from span s
        join orders.v_refunds r
          on r.store_id = ${storeId} and r.refunded_at >= s.starts and r.refunded_at < s.ends
        join orders.v_orders o on o.store_id = ${storeId} and o.order_id = r.order_id
    ), counted as (
      insert into analytics.sales
        (store_id, day, hour, location_id, channel, orders, anonymous_orders, gross, refunds, refunded)
      select ${storeId}::uuid, day, extract(hour from at at time zone ${timeZone}::text),
             coalesce(location_id, ${nowhere}::uuid), channel, sum(orders), sum(anonymous), sum(gross), sum(refunds),
             sum(refunded)
        from moved group by 2, 3, 4, 5
      returning orders
    )
    select coalesce(sum(orders), 0)::bigint as orders from counted`.execute(tx);
  return rows[0]?.orders ?? 0;
}

/** An order has a category or product once, however many of its lines do. */
async function countGoods(tx: Tx, storeId: string, days: readonly string[], timeZone: string) {
  await sql`
    with span as (${span(days, timeZone)}), moved as (
      select s.day, o.order_id, l.sku, l.name, coalesce(l.category, '') as category, l.quantity, l.total as gross,
             0 as returned, 0 as refunded
        from span s
        join orders.v_orders o on o.store_id = ${storeId} and o.placed_at >= s.starts and o.placed_at < s.ends
        join orders.v_lines l on l.store_id = ${storeId} and l.order_id = o.order_id
       where o.counted_at is not null
      union all
      select s.day, null, l.sku, l.name, coalesce(l.category, ''), 0, 0, b.quantity, b.amount
        from span s
        join orders.v_refunds r
          on r.store_id = ${storeId} and r.refunded_at >= s.starts and r.refunded_at < s.ends
        join orders.v_refund_lines b on b.store_id = ${storeId} and b.refund_id = r.refund_id
        join orders.v_lines l on l.store_id = ${storeId} and l.order_id = r.order_id and l.line_no = b.line_no
    )
    insert into analytics.goods
      (store_id, kind, day, key, name, category, orders, quantity, gross, returned, refunded)
    select ${storeId}::uuid, 'category', day, category, null, null, count(distinct order_id), sum(quantity),
           sum(gross), sum(returned), sum(refunded)
      from moved group by day, category
    union all
    select ${storeId}::uuid, 'product', day, sku, max(name), nullif(max(category), ''), count(distinct order_id),
           sum(quantity), sum(gross), sum(returned), sum(refunded)
      from moved group by day, sku`.execute(tx);
}

/** The day before is looked up per customer and day, by the index of a customer's orders. */
async function countBuyers(tx: Tx, storeId: string, days: readonly string[], timeZone: string) {
  await sql`
    with span as (${span(days, timeZone)}), buyers as (
      select distinct s.day, s.starts, o.customer_id
        from span s
        join orders.v_orders o on o.store_id = ${storeId} and o.placed_at >= s.starts and o.placed_at < s.ends
       where o.counted_at is not null and o.customer_id is not null
    )
    insert into analytics.buyers (store_id, day, previous_day, customers)
    select ${storeId}::uuid, b.day, coalesce(before.day, '-infinity'), count(*)
      from buyers b
      left join lateral (
        select (o.placed_at at time zone ${timeZone}::text)::date as day from orders.v_orders o
         where o.store_id = ${storeId} and o.customer_id = b.customer_id and o.counted_at is not null
           and o.placed_at < b.starts
         order by o.placed_at desc limit 1) as before on true
     group by 2, 3`.execute(tx);
}

/**
 * Counts weeks or months of the cohorts anew, by joining and by first order. Customers are those who ordered
 * in the period; a refund counts in the period in which it was made.
 */
export async function countPeriods(
  tx: Tx,
  storeId: string,
  unit: 'week' | 'month',
  periods: readonly string[],
  timeZone: string,
): Promise<number> {
  const [, { rows }] = await Promise.all([
    sql`delete from analytics.cohorts
         where store_id = ${storeId} and unit = ${unit} and period = any(${[...periods]}::date[])`.execute(
      tx,
    ),
    sql<{ orders: number }>`
      with span as (
        select period, period::timestamp at time zone ${timeZone}::text as starts,
               (period + ('1 ' || ${unit}::text)::interval) at time zone ${timeZone}::text as ends
          from unnest(${[...periods]}::date[]) as period
      ), moved as (
        select s.period, o.customer_id, 1 as orders, o.total as gross, 0 as refunded
          from span s
          join orders.v_orders o on o.store_id = ${storeId} and o.placed_at >= s.starts and o.placed_at < s.ends
         where o.counted_at is not null and o.customer_id is not null
        union all
        select s.period, o.customer_id, 0, 0, r.total
          from span s
          join orders.v_refunds r
            on r.store_id = ${storeId} and r.refunded_at >= s.starts and r.refunded_at < s.ends
          join orders.v_orders o on o.store_id = ${storeId} and o.order_id = r.order_id
         where o.customer_id is not null
      ), acted as (
        select period, customer_id, sum(orders) as orders, sum(gross) as gross, sum(refunded) as refunded
          from moved group by 1, 2
      ), counted as (
        insert into analytics.cohorts
          (store_id, basis, unit, cohort, period, customers, orders, gross, refunded)
        select ${storeId}::uuid, b.basis, ${unit}::text, date_trunc(${unit}::text, b.at at time zone ${timeZone}::text)::date,
               a.period, count(*) filter (where a.orders > 0), sum(a.orders), sum(a.gross), sum(a.refunded)
          from acted a
          join customers.v_facts f on f.store_id = ${storeId} and f.customer_id = a.customer_id
         cross join lateral (values ('joined', f.created_at), ('first_order', f.first_order_at)) as b (basis, at)
         group by 2, 4, 5
        returning orders
      )
      select coalesce(sum(orders), 0)::bigint as orders from counted`.execute(tx),
  ]);
  return rows[0]?.orders ?? 0;
}
