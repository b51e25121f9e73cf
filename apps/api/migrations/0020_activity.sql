create schema activity;
grant usage on schema activity to wafa_app;

-- What customers do beside buying: one row per event, append-only. Partitioned by the month in which it
-- took place, so that a window of time reads only its months and a customer's newest events come from the
-- newest partitions. A late event goes to its own month, or, from before the log began, to the default
-- partition. No foreign keys: customers and branches are never deleted, and a new partition is attached
-- without reading its rows.
create table activity.events (
  store_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  -- The customer who was shown; another than customer_id after a merge.
  presented_id uuid not null,
  event text not null
    constraint events_event_check check (event ~ '^([a-z_]{1,30}|custom:[a-z0-9_]{1,40})$'),
  source text,
  source_id text,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  location_id uuid,
  channel text,
  sku text,
  value bigint,
  properties jsonb not null default '{}'
    constraint events_properties_check check (octet_length(properties::text) <= 8192),
  constraint events_pkey primary key (store_id, id, occurred_at),
  constraint events_source_pair check (source_id is null or source is not null)
) partition by range (occurred_at);
create index events_customer on activity.events (store_id, customer_id, occurred_at desc, id desc);
create index events_time on activity.events using brin (store_id, occurred_at);
create table activity.events_default partition of activity.events default;
select platform.protect('activity.events');
revoke delete on activity.events from wafa_app;
create policy keeper on activity.events_default to wafa_owner using (true) with check (true);

-- Which events of other systems are in the log, for ever: points are given for events, and no window is
-- long enough for a connector that sends a year again. Only events with an id of their own have a row, so
-- that what a shop reports by the thousand (product views) costs none.
create table activity.keys (
  store_id uuid not null,
  source text not null,
  source_id text not null,
  event_id uuid not null,
  constraint keys_pkey primary key (store_id, source, source_id)
);
create index keys_event on activity.keys (store_id, event_id);
select platform.protect('activity.keys');

-- For segments, campaigns and analytics.
create view activity.v_events with (security_invoker = true) as
  select store_id, id, customer_id, event, occurred_at, location_id, channel, sku, value, properties
    from activity.events;
grant select on activity.v_events to wafa_app;
