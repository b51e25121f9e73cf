-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema segments, to read; the migrations are what is run.

create table segments.evaluations (
  store_id     uuid not null,
  id           uuid not null,
  cause        text not null,
  segment_key  text,
  status       text not null,
  stage        text not null,
  is_outdated  boolean not null default false,
  total        bigint not null default 0,
  done         bigint not null default 0,
  entered      bigint not null default 0,
  left_count   bigint not null default 0,
  requested_at timestamp with time zone not null,
  requested_by uuid,
  started_at   timestamp with time zone,
  moved_at     timestamp with time zone not null,
  finished_at  timestamp with time zone,
  constraint evaluations_pkey PRIMARY KEY (store_id, id),
  constraint evaluations_cause CHECK (cause = ANY (ARRAY['full'::text, 'sweep'::text, 'edit'::text])),
  constraint evaluations_stage CHECK (stage = ANY (ARRAY['queued'::text, 'models'::text, 'members'::text, 'done'::text])),
  constraint evaluations_status CHECK (status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text, 'DONE'::text, 'FAILED'::text]))
);
CREATE INDEX evaluations_newest ON segments.evaluations USING btree (store_id, requested_at DESC, id DESC);
CREATE UNIQUE INDEX evaluations_running ON segments.evaluations USING btree (store_id) WHERE (status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text]));
-- row security: forced; policies: tenant

create table segments.history (
  store_id     uuid not null,
  id           uuid not null,
  segment_key  text not null,
  customer_id  uuid not null,
  presented_id uuid not null,
  entered_at   timestamp with time zone not null,
  left_at      timestamp with time zone not null,
  cause        text not null,
  by_id        uuid,
  constraint history_pkey PRIMARY KEY (store_id, id)
);
CREATE INDEX history_customer_idx ON segments.history USING btree (store_id, customer_id, left_at DESC);
CREATE INDEX history_segment_idx ON segments.history USING btree (store_id, segment_key, left_at DESC, id DESC);
-- row security: forced; policies: tenant

create table segments.lanes (
  store_id      uuid not null,
  evaluation_id uuid not null,
  lane          smallint not null,
  after         uuid not null,
  up_to         uuid not null,
  constraint lanes_pkey PRIMARY KEY (store_id, evaluation_id, lane),
  constraint lanes_evaluation_fkey FOREIGN KEY (store_id, evaluation_id) REFERENCES segments.evaluations(store_id, id)
);
-- row security: forced; policies: tenant

create table segments.manual_members (
  store_id    uuid not null,
  segment_key text not null,
  customer_id uuid not null,
  added_at    timestamp with time zone not null,
  added_by    uuid not null,
  reason      text,
  constraint manual_members_pkey PRIMARY KEY (store_id, segment_key, customer_id),
  constraint manual_members_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id),
  constraint manual_members_segment_fkey FOREIGN KEY (store_id, segment_key) REFERENCES segments.segments(store_id, key)
);
CREATE INDEX manual_members_customer_idx ON segments.manual_members USING btree (store_id, customer_id);
-- row security: forced; policies: tenant

create table segments.models (
  store_id     uuid not null,
  vip_cutoff   bigint,
  recency_days double precision[] not null default '{}'::double precision[],
  order_counts double precision[] not null default '{}'::double precision[],
  spent        double precision[] not null default '{}'::double precision[],
  percentiles  jsonb not null default '{}'::jsonb,
  clusters     jsonb,
  customers    bigint not null default 0,
  fitted_at    timestamp with time zone,
  evaluated_at timestamp with time zone,
  evaluated_by text,
  constraint models_pkey PRIMARY KEY (store_id)
);
-- row security: forced; policies: tenant

create table segments.segments (
  store_id      uuid not null,
  key           text not null,
  kind          text not null,
  name          jsonb,
  description   jsonb,
  customer_text jsonb,
  benefits      jsonb not null default '[]'::jsonb,
  is_visible    boolean,
  rules         jsonb,
  figures       jsonb not null default '{}'::jsonb,
  version       bigint not null default 1,
  evaluated_at  timestamp with time zone,
  evaluated_by  text,
  archived_at   timestamp with time zone,
  created_at    timestamp with time zone not null,
  updated_at    timestamp with time zone not null,
  constraint segments_pkey PRIMARY KEY (store_id, key),
  constraint segments_key_shape CHECK (key ~ '^[a-z0-9][a-z0-9_-]{0,59}$'::text),
  constraint segments_kind CHECK (kind = ANY (ARRAY['builtin'::text, 'rfm'::text, 'cluster'::text, 'dynamic'::text, 'manual'::text])),
  constraint segments_rules CHECK ((kind = 'dynamic'::text) = (rules IS NOT NULL))
);
-- row security: forced; policies: tenant

create table segments.settings (
  store_id   uuid not null,
  numbers    jsonb not null default '{}'::jsonb,
  version    bigint not null default 1,
  updated_at timestamp with time zone,
  constraint settings_pkey PRIMARY KEY (store_id)
);
-- row security: forced; policies: tenant

create table segments.sizes (
  store_id    uuid not null,
  segment_key text not null,
  day         date not null,
  size        bigint not null,
  constraint sizes_pkey PRIMARY KEY (store_id, segment_key, day)
);
-- row security: forced; policies: tenant

create table segments.versions (
  store_id uuid not null,
  key      text not null,
  version  bigint not null,
  snapshot jsonb not null,
  at       timestamp with time zone not null,
  by_id    uuid not null,
  constraint versions_pkey PRIMARY KEY (store_id, key, version),
  constraint versions_segment_fkey FOREIGN KEY (store_id, key) REFERENCES segments.segments(store_id, key)
);
-- row security: forced; policies: tenant
