-- What analytics reads of orders, customers and loyalty.

create view orders.v_refund_lines with (security_invoker = true) as
  select store_id, refund_id, line_no, quantity, amount
  from orders.refund_lines;
grant select on orders.v_refund_lines to wafa_app;
create index refunds_newest on orders.refunds (store_id, refunded_at);

-- Who joined, by quarters of an hour in UTC ('2026-03-10T09:15'): of such are the days of every time zone.
create view customers.v_joined with (security_invoker = true) as
  select store_id, key as quarter, count as customers
  from customers.counts where dimension = 'joined'
  union all
  select store_id, key, delta
  from customers.count_changes where dimension = 'joined';
grant select on customers.v_joined to wafa_app;

-- Points moved between members and the house; positive where the member got them.
create view loyalty.v_moves with (security_invoker = true) as
  select e.store_id, e.account_id, a.owner_id as customer_id, a.programme_id, h.key as house, e.amount as points,
    e.recorded_at
  from loyalty.entries e
  join loyalty.accounts a on a.store_id = e.store_id and a.id = e.account_id
  join loyalty.house_accounts h on h.store_id = e.store_id and h.id = e.counter_id;
grant select on loyalty.v_moves to wafa_app;

create view loyalty.v_accounts with (security_invoker = true) as
  select store_id, id as account_id, programme_id, owner_id as customer_id, status, available, pending, held, debt,
    lifetime, opened_at
  from loyalty.accounts;
grant select on loyalty.v_accounts to wafa_app;

create view loyalty.v_redemptions with (security_invoker = true) as
  select r.store_id, r.id as redemption_id, a.programme_id, a.owner_id as customer_id, r.reward_id, w.name_en,
    w.name_ar, r.points, r.status, r.issued_at
  from loyalty.redemptions r
  join loyalty.accounts a on a.store_id = r.store_id and a.id = r.account_id
  left join loyalty.rewards w on w.store_id = r.store_id and w.id = r.reward_id;
grant select on loyalty.v_redemptions to wafa_app;
