import { sql } from 'kysely';
import type { Tx } from '../../../../platform/db/transaction.ts';

export interface CountRow {
  dimension: string;
  key: string;
  count: number;
}

const valueDimensions = ['status', 'type', 'tier', 'segment', 'language', 'source'];

/** How many customers share each value, '' for none; what is not folded in yet included. */
export async function readCounts(tx: Tx, storeId: string): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`
    select dimension, key, sum(count)::bigint as count
    from (
      select dimension, key, count from customers.counts
      where store_id = ${storeId} and dimension = any(${valueDimensions})
      union all
      select dimension, key, delta from customers.count_changes
      where store_id = ${storeId} and dimension = any(${valueDimensions})
    ) as both_parts
    group by dimension, key having sum(count) <> 0
    order by dimension, sum(count) desc, key`.execute(tx);
  return rows;
}

export interface GrowthRow {
  /** yyyy-mm-dd, the first day of the period. */
  start: string;
  joined: number;
  closed: number;
}

/** Who joined and was closed from one day of the store's calendar to another, both included, by period. */
export async function readGrowth(
  tx: Tx,
  storeId: string,
  range: { from: string; to: string; interval: 'day' | 'week' | 'month'; timeZone: string },
): Promise<GrowthRow[]> {
  const { from, to, interval, timeZone } = range;
  const quarter = (day: string, plus: number) =>
    sql`customers.quarter_of((${day}::date + ${plus}::integer)::timestamp at time zone ${timeZone}::text)`;
  const part = (table: 'counts' | 'count_changes', amount: 'count' | 'delta') => sql`
    select dimension, key, ${sql.ref(amount)} as count from ${sql.table(`customers.${table}`)}
    where store_id = ${storeId} and dimension in ('joined', 'closed')
      and key >= ${quarter(from, 0)} and key < ${quarter(to, 1)}`;
  const { rows } = await sql<GrowthRow>`
    with counted as (
      select date_trunc(${interval}, key::timestamp at time zone 'UTC' at time zone ${timeZone}::text)::date as start,
        dimension, count
      from (${part('counts', 'count')} union all ${part('count_changes', 'delta')}) as both_parts
    )
    select period::date as start,
      coalesce(sum(count) filter (where dimension = 'joined'), 0)::bigint as joined,
      coalesce(sum(count) filter (where dimension = 'closed'), 0)::bigint as closed
    from generate_series(date_trunc(${interval}, ${from}::date::timestamp), ${to}::date::timestamp,
      ('1 ' || ${interval}::text)::interval) as period
    left join counted on counted.start = period::date
    group by 1 order by 1`.execute(tx);
  return rows;
}

/**
 * Adds the oldest changes to the counts, at most `limit`; answers how many. Readers see either both parts
 * before or both after, since this is one statement.
 */
export async function foldChanges(tx: Tx, storeId: string, limit: number): Promise<number> {
  const { rows } = await sql<{ folded: number }>`
    with gone as (
      delete from customers.count_changes c
      where c.store_id = ${storeId} and c.id in (
        select id from customers.count_changes
        where store_id = ${storeId} order by id limit ${limit} for update skip locked)
      returning c.dimension, c.key, c.delta
    ), folded as (
      insert into customers.counts as c (store_id, dimension, key, count)
      select ${storeId}::uuid, dimension, key, sum(delta) from gone group by dimension, key
      order by dimension, key
      on conflict (store_id, dimension, key) do update set count = c.count + excluded.count
    )
    select count(*) as folded from gone`.execute(tx);
  return rows[0]?.folded ?? 0;
}
