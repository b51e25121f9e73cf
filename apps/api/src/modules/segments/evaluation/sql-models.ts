import type { SegmentNumbers } from '@wafa/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

const dayMs = 86_400_000;
/** 0.01 to 0.99. */
const hundredths = Array.from({ length: 99 }, (_, at) => (at + 1) / 100);

/**
 * The least net spend of the top customers among those who ordered in the window; null where nobody did. Of n
 * customers the top p per cent are n·p/100, rounded up.
 */
export async function readVipCutoff(
  tx: Tx,
  storeId: string,
  now: Date,
  { vipDays, vipPercent }: SegmentNumbers,
): Promise<number | null> {
  // Whole rows go to the sort from several workers at once; by default a row costs too much to hand over.
  await sql`set local parallel_tuple_cost = 0`.execute(tx);
  const { rows } = await sql<{ spent: number | null }>`
    select (array_agg(spent order by spent desc))[greatest(ceil(count(*) * ${vipPercent}::numeric / 100)::int, 1)] as spent
      from (
        select customer_id, sum(net)::bigint as spent from orders.v_orders
         where store_id = ${storeId} and customer_id is not null and counted_at is not null and is_kept
           and placed_at > ${new Date(now.getTime() - vipDays * dayMs)}
           and customer_id not in (
             select customer_id from customers.v_facts
              where store_id = ${storeId} and status <> 'active' and status not in ('inactive', 'suspended'))
         group by customer_id
      ) as spending`.execute(tx);
  return rows[0]?.spent ?? null;
}

/** Customers with orders, as RFM and clusters see them. Expects the time as a parameter. */
const buyers = (storeId: string, now: Date): RawBuilder<unknown> => sql`
  select customer_id, total_orders, total_spent,
         floor(date_part('epoch', ${now}::timestamptz - last_order_at) / 86400) as days
    from customers.v_facts
   where store_id = ${storeId} and status in ('active', 'inactive', 'suspended')
     and total_orders > 0 and last_order_at is not null`;

export interface Borders {
  buyers: number;
  /** Quintile borders, rising. */
  recencyDays: number[];
  /** Borders of hundredths, rising. */
  orderCounts: number[];
  spent: number[];
}

export async function readBorders(tx: Tx, storeId: string, now: Date): Promise<Borders> {
  const { rows } = await sql<Borders>`
    select count(*) as buyers,
           coalesce(percentile_disc(array[0.2, 0.4, 0.6, 0.8]::float8[]) within group (order by days), '{}')
             as "recencyDays",
           coalesce(percentile_disc(${hundredths}::float8[]) within group (order by total_orders::float8), '{}')
             as "orderCounts",
           coalesce(percentile_disc(${hundredths}::float8[]) within group (order by total_spent::float8), '{}') as spent
      from (${buyers(storeId, now)}) as b`.execute(tx);
  return rows[0] ?? { buyers: 0, recencyDays: [], orderCounts: [], spent: [] };
}

export interface Buyer {
  days: number;
  orders: number;
  spent: number;
}

/** One of so many customers with orders, chosen by a hash of their id: always the same ones. */
export async function readSample(tx: Tx, storeId: string, now: Date, oneOf: number): Promise<Buyer[]> {
  const { rows } = await sql<Buyer>`
    select days, total_orders as orders, total_spent as spent from (${buyers(storeId, now)}) as b
     where hashtextextended(customer_id::text, 0) % ${oneOf}::bigint = 0
     order by customer_id`.execute(tx);
  return rows;
}

/** Keeps the clusters that were found, with their figures; those not found again are archived. */
export async function putClusters(
  tx: Tx,
  storeId: string,
  now: Date,
  clusters: ReadonlyMap<string, Record<string, number>>,
): Promise<void> {
  const keys = [...clusters.keys()];
  await sql`
    insert into segments.segments (store_id, key, kind, figures, created_at, updated_at)
    select ${storeId}::uuid, key, 'cluster', figures, ${now}::timestamptz, ${now}::timestamptz
      from unnest(${keys}::text[], ${[...clusters.values()].map((figures) => JSON.stringify(figures))}::jsonb[])
        as c(key, figures)
    on conflict on constraint segments_pkey do update set
      figures = excluded.figures, archived_at = null, updated_at = excluded.updated_at`.execute(tx);
  await sql`
    update segments.segments set archived_at = ${now}
     where store_id = ${storeId} and kind = 'cluster' and archived_at is null and key <> all(${keys}::text[])`.execute(
    tx,
  );
}
