-- What the main job answered, and how far each import has come.

create schema sales;
grant usage on schema sales to wafa_app;

-- The first reply to an order or a refund, kept for ever, so that a repeat answers the same ids and
-- figures. json, not jsonb: it keeps the bytes.
create table sales.receipts (
  store_id uuid not null,
  -- Id of the order or of the refund.
  subject_id uuid not null,
  receipt json not null,
  constraint receipts_pkey primary key (store_id, subject_id)
);
select platform.protect('sales.receipts');

-- One row per imported file, known by its hash. The cursor moves in the transaction that writes the
-- batch, so a killed import goes on where its last commit ended.
create table sales.imports (
  store_id uuid not null,
  id uuid not null,
  preset text not null,
  file_hash bytea not null,
  file_name text not null,
  state text not null,
  -- Every order whose last line stands at or before this line of the file is dealt with.
  line bigint not null default 0,
  rejects_bytes bigint not null default 0,
  totals jsonb not null,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  constraint imports_pkey primary key (store_id, id),
  constraint imports_file_key unique (store_id, preset, file_hash),
  constraint imports_state_check check (state in ('running', 'finished'))
);
select platform.protect('sales.imports');
