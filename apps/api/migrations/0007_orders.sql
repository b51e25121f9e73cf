-- Orders as source systems handed them in, with lines, payments, delivery, history and refunds.
-- Amounts are minor units of the order's currency.

create schema orders;
grant usage on schema orders to wafa_app;

-- Ids of source systems, for ever: whoever inserts a key first records the order, refund or event;
-- everyone later finds its id and fingerprint here. Not partitioned, since a unique key that holds for
-- ever must not carry a date.
create table orders.keys (
  store_id uuid not null,
  kind text not null,
  source text not null,
  source_id text not null,
  id uuid not null,
  fingerprint bytea not null,
  constraint keys_pkey primary key (store_id, kind, source, source_id),
  constraint keys_kind_check check (kind in ('order', 'refund', 'event')),
  constraint keys_fingerprint_check check (octet_length(fingerprint) = 32)
);
select platform.protect('orders.keys');

create table orders.orders (
  store_id uuid not null,
  id uuid not null,
  source text not null,
  source_id text not null,
  customer_id uuid,
  -- The customer actually named; stays when customers are merged, so that un-merging finds the order.
  presented_id uuid,
  location_id uuid,
  channel text not null,
  status text not null,
  currency text not null,
  total bigint not null,
  refunded_total bigint not null default 0,
  points_earned bigint not null default 0,
  placed_at timestamptz not null,
  -- When it was first delivered or completed: from then on it counts in statistics and points.
  completed_at timestamptz,
  recorded_at timestamptz not null,
  constraint orders_pkey primary key (store_id, id),
  constraint orders_customer_fkey foreign key (store_id, customer_id)
    references customers.customers (store_id, id),
  constraint orders_location_fkey foreign key (store_id, location_id)
    references settings.locations (store_id, id),
  constraint orders_channel_check check (channel in ('till', 'web', 'app', 'marketplace', 'phone', 'import')),
  constraint orders_status_check check (
    status in ('placed', 'paid', 'shipped', 'delivered', 'completed', 'cancelled', 'part_refunded', 'refunded')
  ),
  constraint orders_total_check check (total between 0 and 9007199254740991),
  constraint orders_refunded_check check (refunded_total between 0 and total),
  constraint orders_presented_check check ((customer_id is null) = (presented_id is null))
);
create index orders_newest on orders.orders (store_id, placed_at desc, id desc);
create index orders_of_customer on orders.orders (store_id, customer_id, placed_at desc, id desc)
  where customer_id is not null;
create index orders_source_id on orders.orders (store_id, source_id);
select platform.protect('orders.orders');

create table orders.lines (
  store_id uuid not null,
  order_id uuid not null,
  line_no integer not null,
  sku text not null,
  name text not null,
  category text,
  quantity bigint not null,
  unit_price bigint not null,
  discount bigint not null,
  total bigint not null,
  points bigint not null default 0,
  refunded_quantity bigint not null default 0,
  refunded_total bigint not null default 0,
  constraint lines_pkey primary key (store_id, order_id, line_no),
  constraint lines_order_fkey foreign key (store_id, order_id) references orders.orders (store_id, id),
  constraint lines_amounts_check check (
    quantity > 0 and unit_price >= 0 and discount >= 0 and total = quantity * unit_price - discount and total >= 0
  ),
  constraint lines_refunded_check check (
    refunded_quantity between 0 and quantity and refunded_total between 0 and total
  )
);
select platform.protect('orders.lines');

create table orders.payments (
  store_id uuid not null,
  order_id uuid not null,
  payment_no integer not null,
  method text not null,
  amount bigint not null,
  reference text,
  constraint payments_pkey primary key (store_id, order_id, payment_no),
  constraint payments_order_fkey foreign key (store_id, order_id) references orders.orders (store_id, id),
  constraint payments_amount_check check (amount >= 0)
);
select platform.protect('orders.payments');

create table orders.deliveries (
  store_id uuid not null,
  order_id uuid not null,
  carrier text,
  tracking_number text,
  tracking_url text,
  constraint deliveries_pkey primary key (store_id, order_id),
  constraint deliveries_order_fkey foreign key (store_id, order_id) references orders.orders (store_id, id)
);
select platform.protect('orders.deliveries');

create table orders.status_history (
  store_id uuid not null,
  order_id uuid not null,
  step integer not null,
  status text not null,
  at timestamptz not null,
  constraint status_history_pkey primary key (store_id, order_id, step),
  constraint status_history_order_fkey foreign key (store_id, order_id) references orders.orders (store_id, id)
);
select platform.protect('orders.status_history');

create table orders.refunds (
  store_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  source text not null,
  source_id text not null,
  total bigint not null,
  reason text,
  refunded_at timestamptz not null,
  recorded_at timestamptz not null,
  constraint refunds_pkey primary key (store_id, id),
  constraint refunds_order_fkey foreign key (store_id, order_id) references orders.orders (store_id, id),
  constraint refunds_total_check check (total >= 0)
);
create index refunds_of_order on orders.refunds (store_id, order_id, refunded_at);
select platform.protect('orders.refunds');

create table orders.refund_lines (
  store_id uuid not null,
  refund_id uuid not null,
  line_no integer not null,
  quantity bigint not null,
  amount bigint not null,
  constraint refund_lines_pkey primary key (store_id, refund_id, line_no),
  constraint refund_lines_refund_fkey foreign key (store_id, refund_id) references orders.refunds (store_id, id),
  constraint refund_lines_amounts_check check (quantity > 0 and amount >= 0)
);
select platform.protect('orders.refund_lines');
