-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema orders, to read; the migrations are what is run.

create table orders.deliveries (
  store_id        uuid not null,
  order_id        uuid not null,
  carrier         text,
  tracking_number text,
  tracking_url    text,
  constraint deliveries_pkey PRIMARY KEY (store_id, order_id),
  constraint deliveries_order_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders.orders(store_id, id)
);
-- row security: forced; policies: tenant

create table orders.keys (
  store_id    uuid not null,
  kind        text not null,
  source      text not null,
  source_id   text not null,
  id          uuid not null,
  fingerprint bytea not null,
  constraint keys_pkey PRIMARY KEY (store_id, kind, source, source_id),
  constraint keys_fingerprint_check CHECK (octet_length(fingerprint) = 32),
  constraint keys_kind_check CHECK (kind = ANY (ARRAY['order'::text, 'refund'::text, 'event'::text]))
);
-- row security: forced; policies: tenant

create table orders.lines (
  store_id          uuid not null,
  order_id          uuid not null,
  line_no           integer not null,
  sku               text not null,
  name              text not null,
  category          text,
  quantity          bigint not null,
  unit_price        bigint not null,
  discount          bigint not null,
  total             bigint not null,
  points            bigint not null default 0,
  refunded_quantity bigint not null default 0,
  refunded_total    bigint not null default 0,
  constraint lines_pkey PRIMARY KEY (store_id, order_id, line_no),
  constraint lines_order_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders.orders(store_id, id),
  constraint lines_amounts_check CHECK (quantity > 0 AND unit_price >= 0 AND discount >= 0 AND total = (quantity * unit_price - discount) AND total >= 0),
  constraint lines_refunded_check CHECK (refunded_quantity >= 0 AND refunded_quantity <= quantity AND refunded_total >= 0 AND refunded_total <= total)
);
-- row security: forced; policies: tenant

create table orders.orders (
  store_id       uuid not null,
  id             uuid not null,
  source         text not null,
  source_id      text not null,
  customer_id    uuid,
  presented_id   uuid,
  location_id    uuid,
  channel        text not null,
  status         text not null,
  currency       text not null,
  total          bigint not null,
  refunded_total bigint not null default 0,
  points_earned  bigint not null default 0,
  placed_at      timestamp with time zone not null,
  completed_at   timestamp with time zone,
  recorded_at    timestamp with time zone not null,
  constraint orders_pkey PRIMARY KEY (store_id, id),
  constraint orders_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id),
  constraint orders_location_fkey FOREIGN KEY (store_id, location_id) REFERENCES settings.locations(store_id, id),
  constraint orders_channel_check CHECK (channel = ANY (ARRAY['till'::text, 'web'::text, 'app'::text, 'marketplace'::text, 'phone'::text, 'import'::text])),
  constraint orders_presented_check CHECK ((customer_id IS NULL) = (presented_id IS NULL)),
  constraint orders_refunded_check CHECK (refunded_total >= 0 AND refunded_total <= total),
  constraint orders_status_check CHECK (status = ANY (ARRAY['placed'::text, 'paid'::text, 'shipped'::text, 'delivered'::text, 'completed'::text, 'cancelled'::text, 'part_refunded'::text, 'refunded'::text])),
  constraint orders_total_check CHECK (total >= 0 AND total <= '9007199254740991'::bigint)
);
CREATE INDEX orders_newest ON orders.orders USING btree (store_id, placed_at DESC, id DESC);
CREATE INDEX orders_of_customer ON orders.orders USING btree (store_id, customer_id, placed_at DESC, id DESC) WHERE (customer_id IS NOT NULL);
CREATE INDEX orders_source_id ON orders.orders USING btree (store_id, source_id);
-- row security: forced; policies: tenant

create table orders.payments (
  store_id   uuid not null,
  order_id   uuid not null,
  payment_no integer not null,
  method     text not null,
  amount     bigint not null,
  reference  text,
  constraint payments_pkey PRIMARY KEY (store_id, order_id, payment_no),
  constraint payments_order_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders.orders(store_id, id),
  constraint payments_amount_check CHECK (amount >= 0)
);
-- row security: forced; policies: tenant

create table orders.refund_lines (
  store_id  uuid not null,
  refund_id uuid not null,
  line_no   integer not null,
  quantity  bigint not null,
  amount    bigint not null,
  constraint refund_lines_pkey PRIMARY KEY (store_id, refund_id, line_no),
  constraint refund_lines_refund_fkey FOREIGN KEY (store_id, refund_id) REFERENCES orders.refunds(store_id, id),
  constraint refund_lines_amounts_check CHECK (quantity > 0 AND amount >= 0)
);
-- row security: forced; policies: tenant

create table orders.refunds (
  store_id    uuid not null,
  id          uuid not null,
  order_id    uuid not null,
  source      text not null,
  source_id   text not null,
  total       bigint not null,
  reason      text,
  refunded_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  constraint refunds_pkey PRIMARY KEY (store_id, id),
  constraint refunds_order_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders.orders(store_id, id),
  constraint refunds_total_check CHECK (total >= 0)
);
CREATE INDEX refunds_newest ON orders.refunds USING btree (store_id, refunded_at);
CREATE INDEX refunds_of_order ON orders.refunds USING btree (store_id, order_id, refunded_at);
-- row security: forced; policies: tenant

create table orders.status_history (
  store_id uuid not null,
  order_id uuid not null,
  step     integer not null,
  status   text not null,
  at       timestamp with time zone not null,
  constraint status_history_pkey PRIMARY KEY (store_id, order_id, step),
  constraint status_history_order_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders.orders(store_id, id)
);
-- row security: forced; policies: tenant

create view orders.v_lines with (security_invoker = true) as
 SELECT store_id,
    order_id,
    line_no,
    sku,
    name,
    category,
    quantity,
    unit_price,
    discount,
    total,
    refunded_quantity,
    refunded_total,
    quantity - refunded_quantity AS kept_quantity,
    total - refunded_total AS net
   FROM orders.lines;

create view orders.v_orders with (security_invoker = true) as
 SELECT store_id,
    id AS order_id,
    customer_id,
    location_id,
    channel,
    status,
    currency,
    total,
    refunded_total,
    total - refunded_total AS net,
    points_earned,
    placed_at,
    completed_at AS counted_at,
    status <> ALL (ARRAY['cancelled'::text, 'refunded'::text]) AS is_kept
   FROM orders.orders;

create view orders.v_payments with (security_invoker = true) as
 SELECT store_id,
    order_id,
    method,
    amount,
    reference
   FROM orders.payments;

create view orders.v_refund_lines with (security_invoker = true) as
 SELECT store_id,
    refund_id,
    line_no,
    quantity,
    amount
   FROM orders.refund_lines;

create view orders.v_refunds with (security_invoker = true) as
 SELECT store_id,
    id AS refund_id,
    order_id,
    total,
    refunded_at
   FROM orders.refunds;

-- Functions
--   orders.advance_v1(p_store uuid, p_events json, p_lines json, p_payments json, p_deliveries json) returns void
--   orders.claim_v1(p_store uuid, p_kind text, p_sources text[], p_source_ids text[], p_ids uuid[], p_fingerprints bytea[]) returns TABLE(ord integer, id uuid, outcome text)
--   orders.record_v1(p_store uuid, p_at timestamp with time zone, p_orders json, p_lines json, p_payments json, p_deliveries json) returns void
--   orders.refund_v1(p_store uuid, p_at timestamp with time zone, p_refunds json, p_lines json) returns void
--   orders.refundable_v1(p_store uuid, p_source text, p_customers uuid[], p_skus text[], p_prices bigint[], p_times timestamp with time zone[]) returns TABLE(place integer, order_id uuid, source_id text, line_no integer, quantity bigint)
