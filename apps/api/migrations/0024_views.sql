-- What segments, predictions, offers and analytics read of orders, and the place of a customer's scores.

-- An order counts from delivery on, for what was kept of it: `net` is what spend sums up. Whoever wants
-- counting orders asks for `counted_at is not null`; one wholly refunded has `is_kept` false.
create view orders.v_orders with (security_invoker = true) as
  select store_id, id as order_id, customer_id, location_id, channel, status, currency, total, refunded_total,
    total - refunded_total as net, points_earned, placed_at, completed_at as counted_at,
    status not in ('cancelled', 'refunded') as is_kept
  from orders.orders;

create view orders.v_lines with (security_invoker = true) as
  select store_id, order_id, line_no, sku, name, category, quantity, unit_price, discount, total,
    refunded_quantity, refunded_total, quantity - refunded_quantity as kept_quantity,
    total - refunded_total as net
  from orders.lines;

create view orders.v_refunds with (security_invoker = true) as
  select store_id, id as refund_id, order_id, total, refunded_at
  from orders.refunds;

grant select on orders.v_orders, orders.v_lines, orders.v_refunds to wafa_app;

create view customers.v_tags with (security_invoker = true) as
  select store_id, customer_id, tag
  from customers.tags;

-- Written by predictions; null until a recalculation has seen enough of the store.
alter table customers.facts
  add column churn_risk real constraint facts_churn_risk_check check (churn_risk between 0 and 1),
  add column expected_orders real,
  add column predicted_spend bigint,
  add column next_order_at timestamptz,
  add column scored_at timestamptz;

grant select on customers.v_tags to wafa_app;
