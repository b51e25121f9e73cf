-- The built-in segments of a store ($1) at a time ($2), from the rows of orders and customers alone, each
-- definition by its own words. Nobody has activity beside orders here.
with o as (
  select customer_id, placed_at, total - refunded_total as net, status <> 'refunded' as kept
    from orders.orders
   where store_id = $1 and customer_id is not null and completed_at is not null and status <> 'cancelled'
),
c as (
  select c.id, c.created_at, a.active_at, coalesce(a.orders, 0) as orders, a.latest
    from customers.customers c
    left join (
      select customer_id, max(placed_at) as active_at, count(*) filter (where kept) as orders,
             max(placed_at) filter (where kept) as latest
        from o group by customer_id
    ) as a on a.customer_id = c.id
   where c.store_id = $1 and c.status in ('active', 'inactive', 'suspended') and c.merged_into is null
),
times as (
  select customer_id, array_agg(placed_at order by placed_at) as at from o where kept group by customer_id
),
gaps as (
  select customer_id, extract(epoch from at[n + 1] - at[n]) as gap
    from times cross join lateral generate_series(1, cardinality(at) - 1) as n
),
medians as (
  select customer_id, percentile_cont(0.5) within group (order by gap) as gap
    from gaps group by customer_id having count(*) >= 3
),
counts as (
  select c.id,
         count(*) filter (where placed_at > $2::timestamptz - interval '60 days') as recent,
         count(*) filter (where placed_at > $2::timestamptz - interval '120 days'
                            and placed_at <= $2::timestamptz - interval '60 days') as former,
         count(*) filter (where placed_at > $2::timestamptz - interval '180 days') as half_year
    from c join o on o.customer_id = c.id and o.kept
   group by c.id
),
spending as (
  select customer_id, sum(net) as spent, row_number() over (order by sum(net) desc) as place, count(*) over () as n
    from o join c on c.id = o.customer_id
   where kept and placed_at > $2::timestamptz - interval '365 days'
   group by customer_id
),
found as (
  select 'churned' as key, id from c where active_at is not null and active_at <= $2::timestamptz - interval '180 days'
  union all
  select 'inactive', id from c where coalesce(active_at, created_at) <= $2::timestamptz - interval '90 days'
  union all
  select 'at_risk', c.id from c join counts on counts.id = c.id left join medians m on m.customer_id = c.id
   where c.orders >= 3 and ((former >= 2 and recent <= former / 2.0)
      or extract(epoch from $2::timestamptz - c.latest) > 2 * m.gap)
  union all
  select 'vip', customer_id from spending
   where spent > 0 and spent >= (select spent from spending where place = ceil(n * 0.05) limit 1)
  union all
  select case when half_year >= 6 then 'frequent' when half_year >= 3 then 'regular' else 'occasional' end, id
    from counts where half_year >= 1
  union all
  select 'new', id from c where created_at > $2::timestamptz - interval '30 days' and orders <= 1
)
select key, id as customer_id from found order by 1, 2
