import type { GroupMoments } from '@wafa/predict';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

export interface Figures {
  redemptions: number;
  customers: number;
  claims: number;
  lapsed: number;
  revenue: number;
  discount: number;
  points: number;
}

/** What an offer cost, and the orders it was used in, in all. Money in minor units. */
export async function readFigures(tx: Tx, storeId: string, offerId: string): Promise<Figures> {
  const { rows } = await sql<Figures>`
    select count(*) filter (where c.status = 'redeemed') as redemptions,
           count(distinct c.customer_id) filter (where c.status = 'redeemed') as customers,
           count(*) filter (where c.expires_at is not null) as claims,
           count(*) filter (where c.status = 'lapsed') as lapsed,
           coalesce(sum(o.net) filter (where c.status = 'redeemed'), 0)::bigint as revenue,
           coalesce(sum(c.discount) filter (where c.status = 'redeemed'), 0)::bigint as discount,
           coalesce(sum(c.points) filter (where c.status = 'redeemed'), 0)::bigint as points
      from offers.claims c
      left join orders.v_orders o on o.store_id = ${storeId} and o.order_id = c.order_id
     where c.store_id = ${storeId} and c.offer_id = ${offerId}`.execute(tx);
  return rows[0] as Figures;
}

export interface DayFigures {
  day: string;
  redemptions: number;
  discount: number;
  revenue: number;
}

/** The same by the local day of use, oldest first, the last 366 days that had any. */
export async function readDays(
  tx: Tx,
  storeId: string,
  offerId: string,
  timeZone: string,
): Promise<DayFigures[]> {
  const { rows } = await sql<DayFigures>`
    select * from (
      select (c.redeemed_at at time zone ${timeZone})::date as day, count(*) as redemptions,
             sum(c.discount)::bigint as discount, coalesce(sum(o.net), 0)::bigint as revenue
        from offers.claims c
        left join orders.v_orders o on o.store_id = ${storeId} and o.order_id = c.order_id
       where c.store_id = ${storeId} and c.offer_id = ${offerId} and c.status = 'redeemed'
       group by 1 order by 1 desc limit 366) as latest
     order by day`.execute(tx);
  return rows;
}

export type ArmRow = GroupMoments & {
  isHeldOut: boolean;
  /** Of the group, how many used the offer. */
  used: number;
};

/**
 * Both groups of an offer as they were assigned: net revenue a customer from the assignment until `until`, and in
 * a span of the same length before it, whether they used the offer or not. Whoever bought nothing counts with 0.
 */
export async function readArms(tx: Tx, storeId: string, offerId: string, until: Date): Promise<ArmRow[]> {
  const { rows } = await sql<ArmRow>`
    with arm as (
      select a.customer_id, a.is_held_out, a.at, a.at - (${until}::timestamptz - a.at) as since
        from offers.assignments a
       where a.store_id = ${storeId} and a.offer_id = ${offerId} and a.at < ${until}
    ), spent as (
      select a.customer_id,
             sum(o.net) filter (where o.placed_at >= a.at) as after,
             sum(o.net) filter (where o.placed_at < a.at) as before
        from arm a
        join orders.v_orders o on o.store_id = ${storeId} and o.customer_id = a.customer_id
         and o.counted_at is not null and o.placed_at >= a.since and o.placed_at < ${until}
       group by a.customer_id
    ), users as (
      select distinct customer_id from offers.claims
       where store_id = ${storeId} and offer_id = ${offerId} and status = 'redeemed'
    ), member as (
      select a.is_held_out, coalesce(s.after, 0)::float8 as y, coalesce(s.before, 0)::float8 as x,
             u.customer_id is not null as used
        from arm a
        left join spent s on s.customer_id = a.customer_id
        left join users u on u.customer_id = a.customer_id
    )
    select is_held_out as "isHeldOut", count(*) as size, avg(y) as mean, coalesce(var_samp(y), 0) as variance,
           avg(x) as "priorMean", coalesce(var_samp(x), 0) as "priorVariance",
           coalesce(covar_samp(y, x), 0) as covariance, count(*) filter (where used) as used
      from member group by is_held_out`.execute(tx);
  return rows;
}
