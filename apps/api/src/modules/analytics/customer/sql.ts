import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

/** What a customer's orders and facts come to. Amounts in minor units. */
export interface TotalsRow {
  orders: number;
  spent: number;
  refunded: number;
  items: number;
  firstOrderAt: Date | null;
  lastOrderAt: Date | null;
  /** Local days since the last order. */
  daysSince: number | null;
  medianGapDays: number | null;
  gaps: number;
  /** Orders, and categories that were kept, of the last 365 days. */
  yearOrders: number;
  yearCategories: number;
  /** Net spend of the last 90 days, and of the 90 before. */
  lately: number;
  before: number;
}

export interface Moment {
  at: Date;
  /** The local day of `at`, yyyy-mm-dd. */
  today: string;
  timeZone: string;
}

const ordersOf = (storeId: string, customerId: string, timeZone: string) => sql`
  select o.order_id, o.channel, o.location_id, o.net, o.refunded_total, o.is_kept, o.placed_at,
         o.placed_at at time zone ${timeZone}::text as local
    from orders.v_orders o
   where o.store_id = ${storeId} and o.customer_id = ${customerId} and o.counted_at is not null`;

/** A year of days that ends today, and a quarter of them. */
const yearDays = 365;
const quarterDays = 90;

/** The sums over all of a customer's orders; one row also where there are none. */
export async function readTotals(
  tx: Tx,
  storeId: string,
  customerId: string,
  { today, timeZone }: Moment,
): Promise<TotalsRow> {
  const { rows } = await sql<TotalsRow>`
    with own as materialized (${ordersOf(storeId, customerId, timeZone)}
    ), lines as (
      select l.category, l.kept_quantity, o.local
        from own o join orders.v_lines l on l.store_id = ${storeId} and l.order_id = o.order_id
    ), gaps as (
      select day - lag(day) over (order by day) as gap
        from (select distinct local::date as day from own where is_kept) as days
    )
    select count(*) filter (where is_kept) as orders, coalesce(sum(net), 0)::bigint as spent,
           coalesce(sum(refunded_total), 0)::bigint as refunded,
           (select coalesce(sum(kept_quantity), 0)::bigint from lines) as items,
           min(placed_at) as "firstOrderAt", max(placed_at) as "lastOrderAt",
           case when count(*) > 0 then greatest(0, ${today}::date - max(local)::date) end as "daysSince",
           (select percentile_cont(0.5) within group (order by gap) from gaps where gap is not null) as "medianGapDays",
           (select count(gap) from gaps) as gaps,
           count(*) filter (where is_kept and local::date > ${today}::date - ${yearDays}::integer) as "yearOrders",
           (select count(distinct category) from lines
             where kept_quantity > 0 and local::date > ${today}::date - ${yearDays}::integer) as "yearCategories",
           coalesce(sum(net) filter (where local::date > ${today}::date - ${quarterDays}::integer), 0)::bigint as lately,
           coalesce(sum(net) filter (where local::date <= ${today}::date - ${quarterDays}::integer
             and local::date > ${today}::date - ${2 * quarterDays}::integer), 0)::bigint as before
      from own`.execute(tx);
  return rows[0] as TotalsRow;
}

export type PatternDimension = 'month' | 'weekday' | 'hour' | 'channel' | 'location' | 'size';

export interface PatternRow {
  dimension: PatternDimension;
  key: string | null;
  orders: number;
  spent: number;
}

/** A customer's orders by month, weekday, hour, channel, location and pieces, in one pass. */
export async function readPatterns(
  tx: Tx,
  storeId: string,
  customerId: string,
  { timeZone }: Moment,
): Promise<PatternRow[]> {
  const { rows } = await sql<PatternRow>`
    with own as materialized (${ordersOf(storeId, customerId, timeZone)}
    ), baskets as (
      select o.net, o.is_kept, to_char(o.local, 'YYYY-MM') as month, extract(isodow from o.local)::text as weekday,
             extract(hour from o.local)::text as hour, o.channel, o.location_id::text as location,
             case when not o.is_kept then null when pieces = 1 then '1' when pieces <= 3 then '2-3'
                  when pieces <= 6 then '4-6' when pieces <= 10 then '7-10' else '11+' end as size
        from own o
       cross join lateral (
         select coalesce(sum(l.kept_quantity), 0) as pieces from orders.v_lines l
          where l.store_id = ${storeId} and l.order_id = o.order_id) as p
    )
    select case when grouping(month) = 0 then 'month' when grouping(weekday) = 0 then 'weekday'
                when grouping(hour) = 0 then 'hour' when grouping(channel) = 0 then 'channel'
                when grouping(location) = 0 then 'location' else 'size' end as dimension,
           coalesce(month, weekday, hour, channel, location, size) as key,
           count(*) filter (where is_kept) as orders, coalesce(sum(net), 0)::bigint as spent
      from baskets
     group by grouping sets ((month), (weekday), (hour), (channel), (location), (size))
     order by 1, 4 desc, 2`.execute(tx);
  return rows;
}

export interface CategoryRow {
  category: string | null;
  orders: number;
  quantity: number;
  spent: number;
}

/** What a customer kept, by category, most spend first; at most `limit`. */
export async function readCategories(
  tx: Tx,
  storeId: string,
  customerId: string,
  limit: number,
): Promise<CategoryRow[]> {
  const { rows } = await sql<CategoryRow>`
    select l.category, count(distinct l.order_id) as orders, sum(l.kept_quantity)::bigint as quantity,
           sum(l.net)::bigint as spent
      from orders.v_orders o
      join orders.v_lines l on l.store_id = ${storeId} and l.order_id = o.order_id
     where o.store_id = ${storeId} and o.customer_id = ${customerId} and o.counted_at is not null
       and l.kept_quantity > 0
     group by l.category order by spent desc, l.category limit ${limit}`.execute(tx);
  return rows;
}

export interface StandingRow {
  totalSpent: number;
  churnRisk: number | null;
  expectedOrders: number | null;
  predictedSpend: number | null;
  predictedLow: number | null;
  predictedHigh: number | null;
  nextOrderAt: Date | null;
  scoredAt: Date | null;
  segments: string[];
  /** Points earned and used, of all time. */
  earned: number;
  used: number;
  /** Events of the activity log in the last 90 days. */
  events: number;
}

/** What other modules know of a customer: scores, segments, points, activity. */
export async function readStanding(
  tx: Tx,
  storeId: string,
  customerId: string,
  at: Date,
): Promise<StandingRow> {
  const since = new Date(at.getTime() - quarterDays * 86_400_000);
  const { rows } = await sql<StandingRow>`
    select f.total_spent as "totalSpent", f.churn_risk as "churnRisk", f.expected_orders as "expectedOrders",
           f.predicted_spend as "predictedSpend", p.spend_365_low as "predictedLow", p.spend_365_high as "predictedHigh",
           f.next_order_at as "nextOrderAt", f.scored_at as "scoredAt",
           array(select segment_key from customers.v_memberships m
                  where m.store_id = ${storeId} and m.customer_id = ${customerId} order by segment_key) as segments,
           points.earned, points.used,
           (select count(*) from activity.v_events e
             where e.store_id = ${storeId} and e.customer_id = ${customerId} and e.occurred_at >= ${since}
               and e.occurred_at <= ${at}) as events
      from customers.v_facts f
      left join predictions.v_scores p on p.store_id = ${storeId} and p.customer_id = f.customer_id
     cross join lateral (
       select coalesce(sum(m.points) filter (where m.house = 'issued'), 0)::bigint as earned,
              -coalesce(sum(m.points) filter (where m.house = 'redeemed'), 0)::bigint as used
         from loyalty.v_moves m where m.store_id = ${storeId} and m.customer_id = ${customerId}) as points
     where f.store_id = ${storeId} and f.customer_id = ${customerId}`.execute(tx);
  return rows[0] as StandingRow;
}
