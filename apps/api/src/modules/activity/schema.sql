-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema activity, to read; the migrations are what is run.

create table activity.events (
  store_id     uuid not null,
  id           uuid not null,
  customer_id  uuid not null,
  presented_id uuid not null,
  event        text not null,
  source       text,
  source_id    text,
  occurred_at  timestamp with time zone not null,
  recorded_at  timestamp with time zone not null,
  location_id  uuid,
  channel      text,
  sku          text,
  value        bigint,
  properties   jsonb not null default '{}'::jsonb,
  constraint events_pkey PRIMARY KEY (store_id, id, occurred_at),
  constraint events_event_check CHECK (event ~ '^([a-z_]{1,30}|custom:[a-z0-9_]{1,40})$'::text),
  constraint events_properties_check CHECK (octet_length(properties::text) <= 8192),
  constraint events_source_pair CHECK (source_id IS NULL OR source IS NOT NULL)
) partition by RANGE (occurred_at);
CREATE INDEX events_customer ON ONLY activity.events USING btree (store_id, customer_id, occurred_at DESC, id DESC);
CREATE INDEX events_time ON ONLY activity.events USING brin (store_id, occurred_at);
-- row security: forced; policies: tenant

create table activity.keys (
  store_id  uuid not null,
  source    text not null,
  source_id text not null,
  event_id  uuid not null,
  constraint keys_pkey PRIMARY KEY (store_id, source, source_id)
);
CREATE INDEX keys_event ON activity.keys USING btree (store_id, event_id);
-- row security: forced; policies: tenant

create view activity.v_events with (security_invoker = true) as
 SELECT store_id,
    id,
    customer_id,
    event,
    occurred_at,
    location_id,
    channel,
    sku,
    value,
    properties
   FROM activity.events;
