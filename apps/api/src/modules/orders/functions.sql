-- Every function keeps to plans by index: a generic plan made while the tables were small would otherwise
-- read them whole once they have grown, until statistics catch up.

-- Claims ids of a source system for ever. Per item, in the order given: 'new' (this call holds the
-- key now), 'duplicate' (recorded before with the same contents) or 'conflict' (with others), and the
-- id that the key stands for. Sorted, so that two calls with the same keys cannot deadlock; two
-- statements, so that the second sees what a transaction that held a key has committed. Of two equal
-- keys in one call the first is new.
create or replace function orders.claim_v1(p_store uuid, p_kind text, p_sources text[], p_source_ids text[],
                                           p_ids uuid[], p_fingerprints bytea[])
returns table (ord integer, id uuid, outcome text)
language plpgsql
set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
begin
  insert into orders.keys (store_id, kind, source, source_id, id, fingerprint)
  select p_store, p_kind, k.source, k.source_id, k.id, k.fingerprint
    from unnest(p_sources, p_source_ids, p_ids, p_fingerprints) with ordinality
      as k(source, source_id, id, fingerprint, place)
   order by k.source, k.source_id, k.place
      on conflict do nothing;
  return query
  select k.place::integer, held.id,
         case when held.id = k.id then 'new'
              when held.fingerprint = k.fingerprint then 'duplicate'
              else 'conflict' end
    from unnest(p_sources, p_source_ids, p_ids, p_fingerprints) with ordinality
      as k(source, source_id, id, fingerprint, place)
    join orders.keys as held
      on held.store_id = p_store and held.kind = p_kind
     and held.source = k.source and held.source_id = k.source_id;
end $$;

-- Writes orders whose keys are claimed, with lines, payments, deliveries and the first step of their
-- history: one round trip however many there are. json, not jsonb: the text is read once and dropped.
create or replace function orders.record_v1(p_store uuid, p_at timestamptz, p_orders json, p_lines json,
                                            p_payments json, p_deliveries json)
returns void
language plpgsql
set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
begin
  insert into orders.orders (store_id, id, source, source_id, customer_id, presented_id, location_id, channel,
                             status, currency, total, points_earned, placed_at, completed_at, recorded_at)
  select p_store, o.id, o.source, o.source_id, o.customer_id, o.presented_id, o.location_id, o.channel,
         o.status, o.currency, o.total, o.points, o.placed_at, o.completed_at, p_at
    from json_to_recordset(p_orders) as o(
      id uuid, source text, source_id text, customer_id uuid, presented_id uuid, location_id uuid, channel text,
      status text, currency text, total bigint, points bigint, placed_at timestamptz, completed_at timestamptz);

  insert into orders.status_history (store_id, order_id, step, status, at)
  select p_store, o.id, 1, o.status, o.placed_at
    from json_to_recordset(p_orders) as o(id uuid, status text, placed_at timestamptz);

  insert into orders.lines (store_id, order_id, line_no, sku, name, category, quantity, unit_price, discount,
                            total, points)
  select p_store, l.o, l.n, l.sku, l.name, l.cat, l.q, l.p, l.d, l.t, l.pts
    from json_to_recordset(p_lines) as l(
      o uuid, n integer, sku text, name text, cat text, q bigint, p bigint, d bigint, t bigint, pts bigint);

  insert into orders.payments (store_id, order_id, payment_no, method, amount, reference)
  select p_store, y.o, y.n, y.method, y.amount, y.reference
    from json_to_recordset(p_payments) as y(o uuid, n integer, method text, amount bigint, reference text);

  insert into orders.deliveries (store_id, order_id, carrier, tracking_number, tracking_url)
  select p_store, d.o, d.carrier, d.number, d.url
    from json_to_recordset(p_deliveries) as d(o uuid, carrier text, number text, url text);
end $$;

-- Writes refunds of orders that this transaction has locked: their keys (a collision here is the same
-- refund id arriving for two orders at once, and fails), the refunds, their lines, and what is
-- refunded of each order and line. The check constraints of both tables stand behind the amounts.
create or replace function orders.refund_v1(p_store uuid, p_at timestamptz, p_refunds json, p_lines json)
returns void
language plpgsql
set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
begin
  insert into orders.keys (store_id, kind, source, source_id, id, fingerprint)
  select p_store, 'refund', r.source, r.source_id, r.id, decode(r.fingerprint, 'hex')
    from json_to_recordset(p_refunds) as r(id uuid, source text, source_id text, fingerprint text)
   order by r.source, r.source_id;

  insert into orders.refunds (store_id, id, order_id, source, source_id, total, reason, refunded_at, recorded_at)
  select p_store, r.id, r.order_id, r.source, r.source_id, r.total, r.reason, r.refunded_at, p_at
    from json_to_recordset(p_refunds) as r(
      id uuid, order_id uuid, source text, source_id text, total bigint, reason text, refunded_at timestamptz);

  insert into orders.refund_lines (store_id, refund_id, line_no, quantity, amount)
  select p_store, l.r, l.n, l.q, l.a
    from json_to_recordset(p_lines) as l(r uuid, n integer, q bigint, a bigint);

  update orders.lines as line
     set refunded_quantity = line.refunded_quantity + part.quantity,
         refunded_total = line.refunded_total + part.amount
    from (select l.o, l.n, sum(l.q)::bigint as quantity, sum(l.a)::bigint as amount
            from json_to_recordset(p_lines) as l(o uuid, n integer, q bigint, a bigint)
           group by l.o, l.n) as part
   where line.store_id = p_store and line.order_id = part.o and line.line_no = part.n;

  -- The status of an order's last refund in this call is the one that holds.
  with last as (
    select distinct on (r.order_id) r.order_id, r.status, r.refunded_at,
           sum(r.total) over (partition by r.order_id)::bigint as total
      from json_to_recordset(p_refunds) as r(
        order_id uuid, status text, refunded_at timestamptz, total bigint, place integer)
     order by r.order_id, r.place desc
  ), changed as (
    update orders.orders as o
       set refunded_total = o.refunded_total + last.total, status = last.status
      from last
     where o.store_id = p_store and o.id = last.order_id
    returning o.id
  )
  insert into orders.status_history (store_id, order_id, step, status, at)
  select p_store, last.order_id,
         (select max(h.step) + 1 from orders.status_history as h
           where h.store_id = p_store and h.order_id = last.order_id),
         last.status, last.refunded_at
    from last join changed on changed.id = last.order_id;
end $$;

-- Moves locked orders to another status, with the event that asked for it, the step in their history,
-- the points that their lines earned (p_lines; empty where none), further payments, and what is known
-- of the delivery. One event per order and call.
create or replace function orders.advance_v1(p_store uuid, p_events json, p_lines json, p_payments json,
                                             p_deliveries json)
returns void
language plpgsql
set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
begin
  insert into orders.keys (store_id, kind, source, source_id, id, fingerprint)
  select p_store, 'event', e.source, e.source_id, e.id, decode(e.fingerprint, 'hex')
    from json_to_recordset(p_events) as e(id uuid, source text, source_id text, fingerprint text);

  insert into orders.status_history (store_id, order_id, step, status, at)
  select p_store, e.order_id,
         (select max(h.step) + 1 from orders.status_history as h
           where h.store_id = p_store and h.order_id = e.order_id),
         e.status, e.at
    from json_to_recordset(p_events) as e(order_id uuid, status text, at timestamptz);

  update orders.orders as o
     set status = e.status, completed_at = coalesce(o.completed_at, e.completed_at), points_earned = e.points
    from json_to_recordset(p_events) as e(order_id uuid, status text, completed_at timestamptz, points bigint)
   where o.store_id = p_store and o.id = e.order_id;

  update orders.lines as line
     set points = l.pts
    from json_to_recordset(p_lines) as l(o uuid, n integer, pts bigint)
   where line.store_id = p_store and line.order_id = l.o and line.line_no = l.n;

  insert into orders.payments (store_id, order_id, payment_no, method, amount, reference)
  select p_store, y.o,
         y.n + (select coalesce(max(known.payment_no), 0) from orders.payments as known
                 where known.store_id = p_store and known.order_id = y.o),
         y.method, y.amount, y.reference
    from json_to_recordset(p_payments) as y(o uuid, n integer, method text, amount bigint, reference text);

  insert into orders.deliveries as old (store_id, order_id, carrier, tracking_number, tracking_url)
  select p_store, d.o, d.carrier, d.number, d.url
    from json_to_recordset(p_deliveries) as d(o uuid, carrier text, number text, url text)
      on conflict on constraint deliveries_pkey do update
     set carrier = coalesce(excluded.carrier, old.carrier),
         tracking_number = coalesce(excluded.tracking_number, old.tracking_number),
         tracking_url = coalesce(excluded.tracking_url, old.tracking_url);
end $$;

-- Lines that a cancellation can take from: per place of the arrays, what is left of the customer's earlier
-- lines of that sku at that price, from one source. Newest first; of one time, by source id and line.
create or replace function orders.refundable_v1(p_store uuid, p_source text, p_customers uuid[], p_skus text[],
                                                p_prices bigint[], p_times timestamptz[])
returns table (place integer, order_id uuid, source_id text, line_no integer, quantity bigint)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
as $$
begin
  return query
  select w.place::integer, o.id, o.source_id, l.line_no, l.quantity - l.refunded_quantity
    from unnest(p_customers, p_skus, p_prices, p_times) with ordinality as w(customer_id, sku, price, at, place)
   -- Fenced off, so that the time cannot choose the index: it would read every order of the store.
   cross join lateral (
     select k.id, k.source_id, k.placed_at from orders.orders as k
      where k.store_id = p_store and k.customer_id = w.customer_id
        and k.source = p_source and k.status in ('delivered', 'completed', 'part_refunded')
     offset 0) as o
   cross join lateral (
     select n.line_no, n.quantity, n.refunded_quantity, n.sku, n.unit_price from orders.lines as n
      where n.store_id = p_store and n.order_id = o.id
     offset 0) as l
   where o.placed_at <= w.at and l.sku = w.sku and l.unit_price = w.price and l.refunded_quantity < l.quantity
   order by w.place, o.placed_at desc, o.source_id collate "C" desc, l.line_no desc;
end $$;
