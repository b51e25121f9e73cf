-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema sales, to read; the migrations are what is run.

create table sales.imports (
  store_id      uuid not null,
  id            uuid not null,
  preset        text not null,
  file_hash     bytea not null,
  file_name     text not null,
  state         text not null,
  line          bigint not null default 0,
  rejects_bytes bigint not null default 0,
  totals        jsonb not null,
  started_at    timestamp with time zone not null,
  updated_at    timestamp with time zone not null,
  finished_at   timestamp with time zone,
  constraint imports_pkey PRIMARY KEY (store_id, id),
  constraint imports_file_key UNIQUE (store_id, preset, file_hash),
  constraint imports_state_check CHECK (state = ANY (ARRAY['running'::text, 'finished'::text]))
);
-- row security: forced; policies: tenant

create table sales.receipts (
  store_id   uuid not null,
  subject_id uuid not null,
  receipt    json not null,
  constraint receipts_pkey PRIMARY KEY (store_id, subject_id)
);
-- row security: forced; policies: tenant

-- Functions
--   sales.analyze_v1() returns void security definer, owned by wafa_owner
