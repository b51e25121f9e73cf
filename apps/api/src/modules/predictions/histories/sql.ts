import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { PurchaseDays } from '../models/fit.ts';
import type { BasketDays } from '../models/items.ts';

/** Which purchases count: those up to the end of a day of the store's calendar. */
export interface Until {
  /** yyyy-mm-dd */
  untilDay: string;
  timeZone: string;
}

/** Latest days with a purchase whose baskets are read; a shop's own account must not be larger than that. */
const mostBaskets = 200;

/**
 * Purchases of customers as `p` (customer_id, order_id, day, net): orders that count and were not wholly
 * refunded, by the day on which they were placed.
 */
const purchases = (storeId: string, ids: readonly string[], { untilDay, timeZone }: Until) => sql`(
  select o.customer_id, o.order_id, (o.placed_at at time zone ${timeZone}::text)::date as day, o.net
    from orders.v_orders o
   where o.store_id = ${storeId} and o.customer_id = any(${ids}::uuid[]) and o.counted_at is not null and o.is_kept
     and o.placed_at < (${untilDay}::date + 1)::timestamp at time zone ${timeZone}::text
) as p`;

/** The next customers of the store in order of id, whoever they are. */
export async function nextCustomers(
  tx: Tx,
  storeId: string,
  cursor: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select f.customer_id as id from customers.v_facts f
     where f.store_id = ${storeId} and f.customer_id > ${cursor}::uuid
     order by f.customer_id limit ${limit}`.execute(tx);
  return rows.map((row) => row.id);
}

export async function countCustomers(tx: Tx, storeId: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from customers.v_facts f where f.store_id = ${storeId}`.execute(tx);
  return rows[0]?.total ?? 0;
}

/**
 * Of these customers, those of whom predictions may be made: neither closed nor merged into another, and not
 * against profiling.
 */
export async function eligible(tx: Tx, storeId: string, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.customer_id as id from customers.v_customers c
     where c.store_id = ${storeId} and c.customer_id = any(${ids}::uuid[]) and c.merged_into is null
       and c.status <> 'closed' and coalesce((c.privacy ->> 'profiling')::boolean, true)`.execute(tx);
  return rows.map((row) => row.id);
}

/** Counts the histories of customers and keeps them; answers who has one. */
export async function writeHistories(
  tx: Tx,
  storeId: string,
  ids: readonly string[],
  until: Until,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with days as (
      select p.customer_id, p.day, sum(p.net) as amount, sum(l.lines) as lines
        from ${purchases(storeId, ids, until)}
        cross join lateral (select count(*) as lines from orders.v_lines v
                             where v.store_id = ${storeId} and v.order_id = p.order_id and v.kept_quantity > 0) as l
       group by p.customer_id, p.day
    ), summed as (
      select customer_id, min(day) as first_day, max(day) as last_day, count(*) - 1 as repeats, sum(lines) as lines,
             sum(amount) as spent, sum(amount) - (array_agg(amount order by day))[1] as repeat_spent
        from days group by customer_id
    )
    insert into predictions.scores as s (store_id, customer_id, first_day, last_day, until_day, repeats, lines, spent,
      repeat_spent)
    select ${storeId}::uuid, customer_id, first_day, last_day, ${until.untilDay}::date, repeats, lines, spent, repeat_spent
      from summed order by customer_id
    on conflict (store_id, customer_id) do update
       set first_day = excluded.first_day, last_day = excluded.last_day, until_day = excluded.until_day,
           repeats = excluded.repeats, lines = excluded.lines, spent = excluded.spent,
           repeat_spent = excluded.repeat_spent
    returning s.customer_id as id`.execute(tx);
  return rows.map((row) => row.id);
}

/** Forgets what is predicted of these customers; answers of whom anything was. */
export async function deletePredictions(tx: Tx, storeId: string, ids: readonly string[]): Promise<string[]> {
  const lists = sql`
    delete from predictions.recommendations
     where store_id = ${storeId} and customer_id = any(${ids}::uuid[])`.execute(tx);
  const scores = sql<{ id: string }>`
    delete from predictions.scores
     where store_id = ${storeId} and customer_id = any(${ids}::uuid[]) returning customer_id as id`.execute(
    tx,
  );
  const [{ rows }] = await Promise.all([scores, lists]);
  return rows.map((row) => row.id);
}

/**
 * Customers with a history to fit the models to: all of a small store, else those first in an order that has
 * nothing to do with them and is the same every night, up to so many customers and lines. One with more than a
 * hundredth of the lines counts for a hundredth, lest a shop's own account stand in the way of all after it.
 */
export async function pickSample(
  tx: Tx,
  storeId: string,
  most: { customers: number; lines: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (
      select customer_id as id, row_number() over inside as place,
             sum(least(lines, ${most.lines / 100}::integer)) over inside as upto
        from predictions.scores where store_id = ${storeId}
      window inside as (order by md5(customer_id::text) rows unbounded preceding)
    ) as s
     where place <= ${most.customers} and upto <= ${most.lines}
     order by id`.execute(tx);
  return rows.map((row) => row.id);
}

/** Purchase days of customers with value and lines, as JSON texts that a thread parses. */
export async function readPurchaseDays(
  tx: Tx,
  storeId: string,
  ids: readonly string[],
  until: Until,
): Promise<PurchaseDays[]> {
  const { rows } = await sql<PurchaseDays>`
    select d.customer_id as "customerId",
           json_agg(json_build_array(d.day - date '1970-01-01', d.amount, d.lines) order by d.day)::text as days
      from (
        select p.customer_id, p.day, sum(p.net) as amount, sum(l.lines) as lines
          from ${purchases(storeId, ids, until)}
          cross join lateral (select count(*) as lines from orders.v_lines v
                               where v.store_id = ${storeId} and v.order_id = p.order_id and v.kept_quantity > 0) as l
         group by p.customer_id, p.day
      ) as d
     group by d.customer_id order by d.customer_id`.execute(tx);
  return rows;
}

/** What customers bought on each of their latest days, as JSON texts that a thread parses. */
export async function readBaskets(
  tx: Tx,
  storeId: string,
  ids: readonly string[],
  until: Until,
): Promise<BasketDays[]> {
  const { rows } = await sql<BasketDays>`
    select b.customer_id as "customerId",
           json_agg(json_build_array(b.day - date '1970-01-01', b.skus) order by b.day)::text as baskets,
           count(*) as count
      from (
        select p.customer_id, p.day, array_agg(distinct v.sku) as skus,
               row_number() over (partition by p.customer_id order by p.day desc) as back
          from ${purchases(storeId, ids, until)}
          join orders.v_lines v on v.store_id = ${storeId} and v.order_id = p.order_id and v.kept_quantity > 0
         group by p.customer_id, p.day
      ) as b
     where b.back <= ${mostBaskets}
     group by b.customer_id order by b.customer_id`.execute(tx);
  return rows;
}
