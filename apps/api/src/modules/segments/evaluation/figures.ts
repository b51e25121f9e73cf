import type { SegmentNumbers } from '@wafa/contract';
import { type RawBuilder, sql } from 'kysely';
import { inScope, type Scope } from '../../customers/index.ts';
import type { ModelRow } from '../definitions/sql.ts';
import { rfmList } from '../definitions/system.ts';

/** What the definitions of system segments are asked with. */
export interface Asked {
  storeId: string;
  now: Date;
  scope: Scope;
  numbers: SegmentNumbers;
  model: ModelRow;
}

const dayMs = 86_400_000;

/** The facts of the customers of the scope who can be in a segment: not closed, not merged into another. */
export function eligible({ storeId, scope }: Pick<Asked, 'storeId' | 'scope'>): RawBuilder<unknown> {
  return sql`
    select * from customers.v_facts
     where store_id = ${storeId} and ${inScope('customer_id', scope)}
       and status in ('active', 'inactive', 'suspended')`;
}

/**
 * The figures of each customer of `base` that the definitions look at. One pass over their orders, in the order
 * of the index (store, customer, time): `gap` is the time from one order to the one before it. Orders that were
 * wholly refunded count for nothing but activity; when the last was is in the facts.
 */
export function figures(asked: Asked): RawBuilder<unknown> {
  const { storeId, now, scope, numbers } = asked;
  const before = (days: number) => new Date(now.getTime() - days * dayMs);
  const window = numbers.atRiskWindowDays;
  return sql`
    select b.customer_id, b.created_at, b.last_order_at, b.total_orders, b.total_spent,
           coalesce(greatest(b.last_order_at, b.last_visit_at, e.last_event_at), b.created_at) as idle_since,
           coalesce(o.recent, 0) as recent, coalesce(o.former, 0) as former,
           coalesce(o.in_window, 0) as in_window, coalesce(o.spent, 0) as spent,
           o.gaps, o.median_gap, o.last_kept,
           floor(date_part('epoch', ${now}::timestamptz - b.last_order_at) / 86400) as order_days_ago
      from base b
      left join (
        select customer_id,
               count(*) filter (where placed_at > ${before(window)}) as recent,
               count(*) filter (where placed_at > ${before(2 * window)} and placed_at <= ${before(window)}) as former,
               count(*) filter (where placed_at > ${before(numbers.orderDays)}) as in_window,
               sum(net) filter (where placed_at > ${before(numbers.vipDays)}) as spent,
               count(gap) as gaps, percentile_cont(0.5) within group (order by gap) as median_gap,
               max(placed_at) as last_kept
          from (
            select customer_id, placed_at, net,
                   date_part('epoch', placed_at - lead(placed_at) over (partition by customer_id order by placed_at desc))
                     as gap
              from orders.v_orders
             where store_id = ${storeId} and ${inScope('customer_id', scope)}
               and counted_at is not null and is_kept
          ) as kept
         group by customer_id
      ) as o on o.customer_id = b.customer_id
      left join (
        select customer_id, max(occurred_at) as last_event_at
          from activity.v_events
         where store_id = ${storeId} and ${inScope('customer_id', scope)}
           and occurred_at > ${before(Math.max(numbers.churnedDays, numbers.inactiveDays))}
         group by customer_id
      ) as e on e.customer_id = b.customer_id`;
}

/**
 * The built-in segments of each row of `figures`: the definitions, by the letter, with the store's numbers, in the
 * order in which the single segment is chosen.
 */
function builtInKeys({ now, numbers, model }: Asked): RawBuilder<unknown> {
  const before = (days: number) => sql`${new Date(now.getTime() - days * dayMs)}::timestamptz`;
  const atRisk = sql`x.total_orders >= ${numbers.atRiskMinOrders} and (
    (x.former >= ${numbers.atRiskFormerOrders} and x.recent * 100 <= x.former * ${numbers.atRiskDropPercent}::int)
    or (x.gaps >= ${numbers.atRiskMinGaps}
      and date_part('epoch', ${now}::timestamptz - x.last_kept) * 100 > x.median_gap * ${numbers.atRiskGapPercent}::int))`;
  return sql`
    case when x.last_order_at is not null and x.idle_since <= ${before(numbers.churnedDays)} then 'churned' end,
    case when x.idle_since <= ${before(numbers.inactiveDays)} then 'inactive' end,
    case when ${atRisk} then 'at_risk' end,
    case when x.spent > 0 and x.spent >= ${model.vipCutoff}::bigint then 'vip' end,
    case when x.in_window >= ${numbers.frequentOrders} then 'frequent'
         when x.in_window >= ${numbers.regularOrders} then 'regular'
         when x.in_window >= ${numbers.occasionalOrders} then 'occasional' end,
    case when x.created_at > ${before(numbers.newDays)} and x.total_orders <= ${numbers.newMaxOrders} then 'new' end`;
}

/**
 * Scores 1 to 5 by the quintile borders of the last full evaluation; null without orders. Half a unit is taken
 * off because `width_bucket` counts borders that are equal, and who stands on a border is below it.
 */
export function rfmScores({ model }: Asked): {
  recency: RawBuilder<unknown>;
  frequency: RawBuilder<unknown>;
  monetary: RawBuilder<unknown>;
} {
  const above = (value: RawBuilder<unknown>, borders: readonly number[]) =>
    sql`width_bucket((${value} - 0.5)::float8, ${borders}::float8[])`;
  return {
    recency: sql`5 - ${above(sql`x.order_days_ago`, model.recencyDays)}`,
    frequency: sql`1 + ${above(sql`x.total_orders`, model.orderCounts)}`,
    monetary: sql`1 + ${above(sql`x.total_spent`, model.spent)}`,
  };
}

const hasOrders = sql`x.total_orders > 0 and x.last_order_at is not null`;

function rfmKey(asked: Asked): RawBuilder<unknown> {
  if (asked.model.recencyDays.length === 0) return sql`null`;
  const { recency, frequency, monetary } = rfmScores(asked);
  return sql`case when ${hasOrders} then
    (${rfmList}::text[])[(${recency} - 1) * 5 + (${frequency} + ${monetary} + 1) / 2] end`;
}

/**
 * The cluster whose centre is nearest, on the scale that the clusters were found with; of two as near the first.
 * `offset 0` has each logarithm and each distance reckoned once a row.
 */
function nearestCluster({ model: { clusters } }: Asked): {
  joins: RawBuilder<unknown>;
  key: RawBuilder<unknown>;
} {
  if (!clusters || clusters.keys.length === 0) return { joins: sql``, key: sql`null` };
  const { means, deviations, centres, keys } = clusters;
  const scaled = [sql`x.order_days_ago`, sql`x.total_orders`, sql`x.total_spent`].map(
    (value, at) =>
      sql`(ln(1 + greatest(${value}, 0)::float8) - ${means[at]}::float8) / ${deviations[at]}::float8 as ${sql.ref(`f${at}`)}`,
  );
  const name = (at: number) => sql.ref(`near.d${at}`);
  const distances = centres.map((centre, place) => {
    const terms = centre.map((value, at) => sql`power(${sql.ref(`scaled.f${at}`)} - ${value}::float8, 2)`);
    return sql`${sql.join(terms, sql` + `)} as ${sql.ref(`d${place}`)}`;
  });
  const choices = keys.map((key, place) => sql`when ${name(place)} then ${key}::text`);
  return {
    joins: sql`
     cross join lateral (select ${sql.join(scaled)} offset 0) as scaled
     cross join lateral (select ${sql.join(distances)} offset 0) as near`,
    key: sql`case when ${hasOrders} then
      case least(${sql.join(keys.map((_, place) => name(place)))}) ${sql.join(choices, sql` `)} end end`,
  };
}

/**
 * (customer_id, segment, segments) of each row of `figures`: the first of the built-in segments that hold, and all
 * that hold of them, RFM groups and clusters.
 */
export function systemHolds(asked: Asked): RawBuilder<unknown> {
  const cluster = nearestCluster(asked);
  return sql`
    select x.customer_id, own.keys[1] as segment,
           array_remove(own.keys || (${rfmKey(asked)})::text || (${cluster.key})::text, null) as segments
      from figures x ${cluster.joins}
     cross join lateral (select array_remove(array[${builtInKeys(asked)}]::text[], null) as keys offset 0) as own`;
}
