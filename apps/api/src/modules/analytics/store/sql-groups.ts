import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

export interface GroupRow {
  key: string | null;
  customers: number;
  orders: number;
  revenue: number;
  predicted: number | null;
  churnRisk: number | null;
  highChurnRisk: number;
}

const highRisk = 0.7;
/** Customers who can be in a group. */
const present = sql`f.status not in ('closed', 'merged')`;
const figures = sql`
  count(*) as customers, coalesce(sum(f.total_orders), 0)::bigint as orders,
  coalesce(sum(f.total_spent), 0)::bigint as revenue, sum(f.predicted_spend)::bigint as predicted,
  avg(f.churn_risk)::float8 as "churnRisk",
  count(*) filter (where f.churn_risk >= ${highRisk}::real) as "highChurnRisk"`;

/** All customers together. */
export async function readEverybody(tx: Tx, storeId: string): Promise<GroupRow> {
  const { rows } = await sql<GroupRow>`
    select null as key, ${figures} from customers.v_facts f
     where f.store_id = ${storeId} and ${present}`.execute(tx);
  return rows[0] as GroupRow;
}

/** The members of each segment, most revenue first. */
export async function readSegments(tx: Tx, storeId: string): Promise<GroupRow[]> {
  const { rows } = await sql<GroupRow>`
    select m.segment_key as key, ${figures}
      from customers.v_memberships m
      join customers.v_facts f on f.store_id = ${storeId} and f.customer_id = m.customer_id
     where m.store_id = ${storeId} and ${present}
     group by m.segment_key order by revenue desc, key`.execute(tx);
  return rows;
}

/** The holders of each tier, and who has none; most revenue first. */
export async function readTiers(tx: Tx, storeId: string): Promise<GroupRow[]> {
  const { rows } = await sql<GroupRow>`
    select f.tier as key, ${figures} from customers.v_facts f
     where f.store_id = ${storeId} and ${present}
     group by f.tier order by revenue desc, key`.execute(tx);
  return rows;
}

export interface RfmRow {
  recency: number;
  frequency: number;
  monetary: number;
  customers: number;
  revenue: number;
}

export interface RfmCuts {
  recencyDays: number[] | null;
  orders: number[] | null;
  spent: number[] | null;
}

const quintiles = sql`array[0.2, 0.4, 0.6, 0.8]`;
/** How many of the four cuts a value lies above. */
const above = (name: string) => {
  const [value, cuts] = [sql.ref(`b.${name}`), sql.ref(`c.${name}`)];
  return sql`
    ((${value} > ${cuts}[1])::integer + (${value} > ${cuts}[2])::integer + (${value} > ${cuts}[3])::integer
      + (${value} > ${cuts}[4])::integer)`;
};

/** Buyers, their cuts `c` and their scores, as common table expressions. */
export const scoredBuyers = (storeId: string, today: string, timeZone: string) => sql`
    buyers as materialized (
      select customer_id, greatest(0, ${today}::date - (last_order_at at time zone ${timeZone}::text)::date) as days,
             total_orders as orders, total_spent as spent
        from customers.v_facts f
       where store_id = ${storeId} and total_orders > 0 and last_order_at is not null and ${present}
    ), cuts as materialized (
      select percentile_disc(${quintiles}) within group (order by days) as days,
             percentile_disc(${quintiles}) within group (order by orders) as orders,
             percentile_disc(${quintiles}) within group (order by spent) as spent
        from buyers
    ), scored as (
      select 5 - ${above('days')} as recency, 1 + ${above('orders')} as frequency, 1 + ${above('spent')} as monetary,
             b.customer_id, b.spent
        from buyers b cross join cuts c
    )`;

/**
 * Buyers by their scores for recency, frequency and money, cut at their own quintiles; and the cuts. Equal
 * values share a score, so that cells need not be of one size.
 */
export async function readRfm(
  tx: Tx,
  storeId: string,
  today: string,
  timeZone: string,
): Promise<{ cells: RfmRow[]; cuts: RfmCuts }> {
  const { rows } = await sql<RfmRow & { days: number[]; orders: number[]; spent: (number | string)[] }>`
    with ${scoredBuyers(storeId, today, timeZone)}
    select s.*, c.days, c.orders, c.spent
      from (select recency, frequency, monetary, count(*) as customers, sum(spent)::bigint as revenue
              from scored group by 1, 2, 3) as s
     cross join cuts c`.execute(tx);
  const [first] = rows;
  const cuts: RfmCuts = {
    recencyDays: first?.days ?? null,
    orders: first?.orders.map(Number) ?? null,
    spent: first?.spent.map(Number) ?? null,
  };
  return {
    cuts,
    cells: rows.map(({ recency, frequency, monetary, customers, revenue }) => ({
      recency,
      frequency,
      monetary,
      customers,
      revenue,
    })),
  };
}

export interface ForecastRow {
  customers: number;
  spend: number;
  orders: number;
  buyers: number;
  scoredFrom: Date | null;
  scoredTo: Date | null;
}

/** What the scored customers are expected to do in the coming year, together. */
export async function readForecast(tx: Tx, storeId: string): Promise<ForecastRow> {
  const { rows } = await sql<ForecastRow>`
    select count(predicted_spend) as customers, coalesce(sum(predicted_spend), 0)::bigint as spend,
           coalesce(sum(expected_orders) filter (where predicted_spend is not null), 0)::float8 as orders,
           count(*) filter (where first_order_at is not null) as buyers,
           min(scored_at) filter (where predicted_spend is not null) as "scoredFrom",
           max(scored_at) filter (where predicted_spend is not null) as "scoredTo"
      from customers.v_facts f
     where store_id = ${storeId} and ${present}`.execute(tx);
  return rows[0] as ForecastRow;
}
