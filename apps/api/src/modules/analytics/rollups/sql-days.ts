/** The statements that count days and periods as wholes: what stood there goes, what the orders say comes. */
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

/**
 * Local days one after the other, both included. A run is a range of two constants: joined to a list of days,
 * the planner took a ninth of all orders for each and read every order (3.2 s for a week of 500,000).
 */
export interface Run {
  from: string;
  to: string;
}

/** The instants of a run, for a column. */
function within(column: string, { from, to }: Run, timeZone: string) {
  return sql`
    ${sql.ref(column)} >= ${from}::date::timestamp at time zone ${timeZone}::text
    and ${sql.ref(column)} < (${to}::date + 1)::timestamp at time zone ${timeZone}::text`;
}
const localDay = (column: string, timeZone: string) => sql`
  (${sql.ref(column)} at time zone ${timeZone}::text)::date`;

/** An order that names no location. */
export const nowhere = '00000000-0000-0000-0000-000000000000';

/** Counts a run of days in all three tables, in one round trip. Answers how many orders that were. */
export async function countRun(tx: Tx, storeId: string, run: Run, timeZone: string): Promise<number> {
  const clear = (table: string) =>
    sql`delete from ${sql.table(`analytics.${table}`)}
         where store_id = ${storeId} and day between ${run.from}::date and ${run.to}::date`.execute(tx);
  const [, sold] = await Promise.all([
    clear('sales'),
    countSales(tx, storeId, run, timeZone),
    clear('buyers'),
    countBuyers(tx, storeId, run, timeZone),
    // Of goods the kind stands before the day in the key.
    sql`delete from analytics.goods where store_id = ${storeId} and kind in ('category', 'product')
         and day between ${run.from}::date and ${run.to}::date`.execute(tx),
    countGoods(tx, storeId, run, timeZone),
  ]);
  return sold;
}

async function countSales(tx: Tx, storeId: string, run: Run, timeZone: string): Promise<number> {
  const { rows } = await sql<{ orders: number }>`
    with moved as (
      select o.placed_at as at, o.location_id, o.channel, 1 as orders,
             case when o.customer_id is null then 1 else 0 end as anonymous, o.total as gross, 0 as refunds,
             0 as refunded
        from orders.v_orders o
       where o.store_id = ${storeId} and ${within('o.placed_at', run, timeZone)} and o.counted_at is not null
      union all
      select r.refunded_at, o.location_id, o.channel, 0, 0, 0, 1, r.total
        from orders.v_refunds r
        join orders.v_orders o on o.store_id = ${storeId} and o.order_id = r.order_id
       where r.store_id = ${storeId} and ${within('r.refunded_at', run, timeZone)}
    ), counted as (
      insert into analytics.sales
        (store_id, day, hour, location_id, channel, orders, anonymous_orders, gross, refunds, refunded)
      select ${storeId}::uuid, ${localDay('at', timeZone)}, extract(hour from at at time zone ${timeZone}::text),
             coalesce(location_id, ${nowhere}::uuid), channel, sum(orders), sum(anonymous), sum(gross), sum(refunds),
             sum(refunded)
        from moved group by 2, 3, 4, 5
      returning orders
    )
    select coalesce(sum(orders), 0)::bigint as orders from counted`.execute(tx);
  return rows[0]?.orders ?? 0;
}

/** An order has a category or product once, however many of its lines do. */
async function countGoods(tx: Tx, storeId: string, run: Run, timeZone: string): Promise<void> {
  await sql`
    with moved as materialized (
      select ${localDay('o.placed_at', timeZone)} as day, o.order_id, l.sku, l.name,
             coalesce(l.category, '') as category, l.quantity, l.total as gross, 0 as returned, 0 as refunded
        from orders.v_orders o
        join orders.v_lines l on l.store_id = ${storeId} and l.order_id = o.order_id
       where o.store_id = ${storeId} and ${within('o.placed_at', run, timeZone)} and o.counted_at is not null
      union all
      select ${localDay('r.refunded_at', timeZone)}, null, l.sku, l.name, coalesce(l.category, ''), 0, 0,
             b.quantity, b.amount
        from orders.v_refunds r
        join orders.v_refund_lines b on b.store_id = ${storeId} and b.refund_id = r.refund_id
        join orders.v_lines l on l.store_id = ${storeId} and l.order_id = r.order_id and l.line_no = b.line_no
       where r.store_id = ${storeId} and ${within('r.refunded_at', run, timeZone)}
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
async function countBuyers(tx: Tx, storeId: string, run: Run, timeZone: string): Promise<void> {
  await sql`
    with buyers as materialized (
      select distinct ${localDay('o.placed_at', timeZone)} as day, o.customer_id
        from orders.v_orders o
       where o.store_id = ${storeId} and ${within('o.placed_at', run, timeZone)} and o.counted_at is not null
         and o.customer_id is not null
    )
    insert into analytics.buyers (store_id, day, previous_day, customers)
    select ${storeId}::uuid, b.day, coalesce(before.day, '-infinity'), count(*)
      from buyers b
      left join lateral (
        select ${localDay('o.placed_at', timeZone)} as day from orders.v_orders o
         where o.store_id = ${storeId} and o.customer_id = b.customer_id and o.counted_at is not null
           and o.placed_at < b.day::timestamp at time zone ${timeZone}::text
         order by o.placed_at desc limit 1) as before on true
     group by 2, 3`.execute(tx);
}

/**
 * Counts a week or month of the cohorts anew, by joining and by first order, in one round trip. Customers are
 * those who ordered in it; a refund counts in the period in which it was made. Answers how many orders it has.
 */
export async function countPeriod(
  tx: Tx,
  storeId: string,
  unit: 'week' | 'month',
  run: Run,
  timeZone: string,
): Promise<number> {
  const [, { rows }] = await Promise.all([
    sql`delete from analytics.cohorts
         where store_id = ${storeId} and unit = ${unit} and period = ${run.from}::date`.execute(tx),
    sql<{ orders: number }>`
      with moved as (
        select o.customer_id, 1 as orders, o.total as gross, 0 as refunded
          from orders.v_orders o
         where o.store_id = ${storeId} and ${within('o.placed_at', run, timeZone)} and o.counted_at is not null
           and o.customer_id is not null
        union all
        select o.customer_id, 0, 0, r.total
          from orders.v_refunds r
          join orders.v_orders o on o.store_id = ${storeId} and o.order_id = r.order_id
         where r.store_id = ${storeId} and ${within('r.refunded_at', run, timeZone)} and o.customer_id is not null
      ), acted as (
        select customer_id, sum(orders) as orders, sum(gross) as gross, sum(refunded) as refunded
          from moved group by 1
      ), counted as (
        insert into analytics.cohorts (store_id, basis, unit, cohort, period, customers, orders, gross, refunded)
        select ${storeId}::uuid, b.basis, ${unit}::text,
               date_trunc(${unit}::text, b.at at time zone ${timeZone}::text)::date, ${run.from}::date,
               count(*) filter (where a.orders > 0), sum(a.orders), sum(a.gross), sum(a.refunded)
          from acted a
          join customers.v_facts f on f.store_id = ${storeId} and f.customer_id = a.customer_id
         cross join lateral (values ('joined', f.created_at), ('first_order', f.first_order_at)) as b (basis, at)
         group by 2, 4
        returning basis, orders
      )
      select coalesce(sum(orders), 0)::bigint as orders from counted where basis = 'joined'`.execute(tx),
  ]);
  return rows[0]?.orders ?? 0;
}
