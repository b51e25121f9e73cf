create schema segments;
grant usage on schema segments to wafa_app;

-- The numbers of the built-in segments, where a store has set its own.
create table segments.settings (
  store_id uuid not null,
  numbers jsonb not null default '{}',
  version bigint not null default 1,
  updated_at timestamptz,
  constraint settings_pkey primary key (store_id)
);
select platform.protect('segments.settings');

-- The store's own segments; built-in ones, RFM groups and clusters once they are changed or found. What is
-- not said here of a built-in segment stands in rules.ts and the catalogues.
create table segments.segments (
  store_id uuid not null,
  key text not null constraint segments_key_shape check (key ~ '^[a-z0-9][a-z0-9_-]{0,59}$'),
  kind text not null constraint segments_kind check (kind in ('builtin', 'rfm', 'cluster', 'dynamic', 'manual')),
  name jsonb,
  description jsonb,
  customer_text jsonb,
  benefits jsonb not null default '[]',
  is_visible boolean,
  rules jsonb,
  figures jsonb not null default '{}',
  version bigint not null default 1,
  -- Of dynamic and manual ones; the others follow models.evaluated_at.
  evaluated_at timestamptz,
  evaluated_by text,
  archived_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint segments_pkey primary key (store_id, key),
  constraint segments_rules check ((kind = 'dynamic') = (rules is not null))
);
select platform.protect('segments.segments');

-- What a segment was at each version.
create table segments.versions (
  store_id uuid not null,
  key text not null,
  version bigint not null,
  snapshot jsonb not null,
  at timestamptz not null,
  by_id uuid not null,
  constraint versions_pkey primary key (store_id, key, version),
  constraint versions_segment_fkey foreign key (store_id, key) references segments.segments (store_id, key)
);
select platform.protect('segments.versions');

-- What the last full evaluation learnt from everybody, and a customer is tested against in the commit of an
-- order: the vip cut-off, RFM quintiles, percentiles, the clusters' centres.
create table segments.models (
  store_id uuid not null,
  vip_cutoff bigint,
  recency_days double precision[] not null default '{}',
  order_counts double precision[] not null default '{}',
  spent double precision[] not null default '{}',
  percentiles jsonb not null default '{}',
  clusters jsonb,
  customers bigint not null default 0,
  fitted_at timestamptz,
  evaluated_at timestamptz,
  evaluated_by text,
  constraint models_pkey primary key (store_id)
);
select platform.protect('segments.models');

-- Who put whom into a manual segment.
create table segments.manual_members (
  store_id uuid not null,
  segment_key text not null,
  customer_id uuid not null,
  added_at timestamptz not null,
  added_by uuid not null,
  reason text,
  constraint manual_members_pkey primary key (store_id, segment_key, customer_id),
  constraint manual_members_segment_fkey foreign key (store_id, segment_key)
    references segments.segments (store_id, key),
  constraint manual_members_customer_fkey foreign key (store_id, customer_id)
    references customers.customers (store_id, id)
);
create index manual_members_customer_idx on segments.manual_members (store_id, customer_id);
select platform.protect('segments.manual_members');

-- Stays that ended: entered and left. Those who are in have a membership, whose `since` is the entry; so a
-- first evaluation of a million customers writes nothing here.
create table segments.history (
  store_id uuid not null,
  id uuid not null,
  segment_key text not null,
  customer_id uuid not null,
  presented_id uuid not null,
  entered_at timestamptz not null,
  left_at timestamptz not null,
  cause text not null,
  by_id uuid,
  constraint history_pkey primary key (store_id, id)
);
create index history_segment_idx on segments.history (store_id, segment_key, left_at desc, id desc);
create index history_customer_idx on segments.history (store_id, customer_id, left_at desc);
select platform.protect('segments.history');

create table segments.sizes (
  store_id uuid not null,
  segment_key text not null,
  day date not null,
  size bigint not null,
  constraint sizes_pkey primary key (store_id, segment_key, day)
);
select platform.protect('segments.sizes');

create table segments.evaluations (
  store_id uuid not null,
  id uuid not null,
  cause text not null constraint evaluations_cause check (cause in ('full', 'sweep', 'edit')),
  segment_key text,
  status text not null constraint evaluations_status check (status in ('QUEUED', 'RUNNING', 'DONE', 'FAILED')),
  stage text not null constraint evaluations_stage check (stage in ('queued', 'models', 'members', 'done')),
  step integer not null default 0,
  -- The last customer that was looked at.
  cursor uuid,
  -- The numbers and rules changed while it ran: another begins when it ends.
  is_outdated boolean not null default false,
  total bigint not null default 0,
  done bigint not null default 0,
  entered bigint not null default 0,
  left_count bigint not null default 0,
  requested_at timestamptz not null,
  requested_by uuid,
  started_at timestamptz,
  moved_at timestamptz not null,
  finished_at timestamptz,
  constraint evaluations_pkey primary key (store_id, id)
);
create index evaluations_newest on segments.evaluations (store_id, requested_at desc, id desc);
-- One at a time in a store.
create unique index evaluations_running on segments.evaluations (store_id) where status in ('QUEUED', 'RUNNING');
select platform.protect('segments.evaluations');
