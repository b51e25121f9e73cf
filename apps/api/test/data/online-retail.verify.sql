-- What an import of Online Retail must come to, from the raw file alone (temporary table raw, one row per
-- line of the file, as text). Amounts in pence.
with row as (
  select line, "InvoiceNo" as invoice, trim("StockCode") as sku, "Quantity"::bigint as quantity,
         "UnitPrice"::numeric as price, nullif(split_part("CustomerID", '.', 1), '') as customer,
         "InvoiceNo" like 'C%' as cancels
    from raw
),
-- A line of an invoice is sold where something left the shop at a price of 0 or more; a line of a
-- cancellation comes back where its quantity is below 0.
sold as (
  select *, round(quantity * price * 100)::bigint as total
    from row where not cancels and quantity > 0 and price >= 0
),
cancelled as (
  select *, -quantity as returned from row where cancels and quantity < 0 and price >= 0
),
-- An order of n pounds earns floor(n) points: every customer is in the first tier, since orders of 2011 lie
-- outside the twelve months that count towards one.
orders as (
  select invoice, min(customer) as customer, sum(total)::bigint as total,
         case when min(customer) is not null then sum(total)::bigint / 100 else 0 end as points
    from sold group by invoice
),
-- Per customer, sku and price: goods out less goods back, in file order. Whatever earlier lines a return
-- takes from, what finds none is how far this sum ever falls below 0.
walk as (
  select customer, sku, price, line, quantity as moved, 0 as returned from sold where customer is not null
  union all
  select customer, sku, price, line, -returned, returned from cancelled where customer is not null
),
sums as (
  select *, sum(moved) over (partition by customer, sku, price order by line) as balance from walk
),
matched as (
  select customer, sum(returned) - greatest(0, -min(balance)) as quantity,
         (sum(returned) - greatest(0, -min(balance))) * price * 100 as amount
    from sums group by customer, sku, price
),
-- Which returned lines find nothing or not enough: those at which the sum falls to a new depth.
depths as (
  select line, returned,
         least(returned, greatest(0, -balance) - greatest(0, -coalesce(lowest, 0))) as missing
    from (select *, min(balance) over (partition by customer, sku, price order by line
                                       rows between unbounded preceding and 1 preceding) as lowest
            from sums) as s
   where returned > 0 and balance < least(0, coalesce(lowest, 0))
)
select (select count(*) from row) as lines,
       (select count(*) from orders) as orders,
       (select count(*) from orders where customer is null) as "anonymousOrders",
       (select count(distinct customer) from (select customer from sold union select customer from cancelled) as c)
         as customers,
       (select sum(total) from orders) as gross,
       (select sum(amount) from matched)::bigint as refunded,
       (select sum(points) from orders) as "pointsEarned",
       (select count(*) from row where price < 0) as price_negative,
       (select count(*) from row where price >= 0 and not cancels and quantity <= 0) as quantity_not_positive,
       (select count(*) from cancelled where customer is null) as refund_without_customer,
       (select count(*) from depths where missing = returned) as refund_without_match,
       (select count(*) from depths where missing < returned) as refund_partly_without_match
