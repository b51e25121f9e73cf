-- Around a customer's profile: verification of addresses, fields of the store's own, consents, notes,
-- statuses with their reasons, erasure after a grace period, changes of a tag over the store, imports.

-- The work list (the longest waiting first) and the counts by status, both from this index alone.
-- updated_at is when an address was entered or last changed: decisions leave it.
create index addresses_status_idx on customers.addresses (store_id, status, updated_at, id);

-- Every decision on an address, for the figures: the address itself keeps only the last one, and forgets it
-- when it is edited. Names nobody, so it outlives an erasure.
create table customers.address_decisions (
  store_id uuid not null,
  id uuid not null,
  address_id uuid not null,
  status text not null,
  decided_by uuid not null,
  decided_at timestamptz not null,
  waited_seconds bigint not null,
  constraint address_decisions_pkey primary key (store_id, id),
  constraint address_decisions_status check (status in ('VERIFIED', 'REJECTED'))
);
create index address_decisions_time_idx on customers.address_decisions (store_id, decided_at);
select platform.protect('customers.address_decisions');
revoke update, delete on customers.address_decisions from wafa_app;

-- Fields that a store keeps of its customers besides the built-in ones; the values stand in
-- customers.custom_fields. A key without a row here takes any value.
create table customers.fields (
  store_id uuid not null,
  key text not null,
  name_en text not null,
  name_ar text not null,
  type text not null,
  choices text[] not null default '{}',
  required boolean not null default false,
  personal boolean not null default true,
  position integer not null,
  archived boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint fields_pkey primary key (store_id, key),
  constraint fields_type check (type in ('text', 'number', 'boolean', 'date', 'choice'))
);
select platform.protect('customers.fields');

-- Every change of what a customer agreed to. Append-only and never moved: after a merge the survivor's list
-- is read over everybody merged into them. Names nobody, so that it proves consent after an erasure too.
create table customers.consents (
  store_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  what text not null,
  before boolean not null,
  after boolean not null,
  source text not null,
  actor_id uuid not null,
  wording text,
  at timestamptz not null,
  constraint consents_pkey primary key (store_id, id),
  constraint consents_customer_fkey foreign key (store_id, customer_id) references customers.customers (store_id, id),
  constraint consents_source check (source in ('portal', 'staff', 'api', 'sign_up', 'import', 'system'))
);
create index consents_customer_idx on customers.consents (store_id, customer_id, id);
select platform.protect('customers.consents');
revoke update, delete on customers.consents from wafa_app;

-- presented_id is whom the note was written on; a merge changes customer_id alone, and un-merging follows it.
create table customers.notes (
  store_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  presented_id uuid not null,
  text text not null,
  pinned boolean not null,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint notes_pkey primary key (store_id, id),
  constraint notes_customer_fkey foreign key (store_id, customer_id) references customers.customers (store_id, id)
);
create index notes_customer_idx on customers.notes (store_id, customer_id, pinned, id);
select platform.protect('customers.notes');

-- Why a customer has the status they have. A reason can be personal, so an erasure deletes the rows.
create table customers.status_changes (
  store_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  before text not null,
  after text not null,
  reason text,
  changed_by uuid not null,
  changed_at timestamptz not null,
  constraint status_changes_pkey primary key (store_id, id),
  constraint status_changes_customer_fkey foreign key (store_id, customer_id)
    references customers.customers (store_id, id)
);
create index status_changes_customer_idx on customers.status_changes (store_id, customer_id, id);
select platform.protect('customers.status_changes');

-- When a closed customer's personal data is to go; null for who was closed without being deleted.
alter table customers.customers add column erase_after timestamptz;
create index customers_erase_after_idx on customers.customers (store_id, erase_after)
  where erase_after is not null and erased_at is null;

-- A tag renamed (to another, or to nothing) over the store; the job goes by what still carries the tag.
create table customers.tag_changes (
  store_id uuid not null,
  id uuid not null,
  tag text not null,
  renamed_to text,
  total bigint not null,
  processed bigint not null default 0,
  created_by uuid not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  constraint tag_changes_pkey primary key (store_id, id)
);
select platform.protect('customers.tag_changes');

-- Imports of customers: of a file by command (line, rejects_bytes) or of rows by request (import_rows).
create table customers.imports (
  store_id uuid not null,
  id uuid not null,
  file_hash bytea not null,
  file_name text,
  state text not null,
  source text not null,
  mapping jsonb not null,
  line bigint not null default 0,
  rejects_bytes bigint not null default 0,
  total bigint not null,
  totals jsonb not null,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  constraint imports_pkey primary key (store_id, id),
  constraint imports_file_key unique (store_id, file_hash),
  constraint imports_state_check check (state in ('running', 'finished'))
);
create index imports_started_idx on customers.imports (store_id, started_at, id);
select platform.protect('customers.imports');

-- Rows of an import by request: those that wait, and those rejected (reason) for whoever started it to read.
-- A row that was taken goes at once, the rejected ones after seven days.
create table customers.import_rows (
  store_id uuid not null,
  import_id uuid not null,
  line bigint not null,
  cells jsonb not null,
  reason text,
  constraint import_rows_pkey primary key (store_id, import_id, line),
  constraint import_rows_import_fkey foreign key (store_id, import_id) references customers.imports (store_id, id)
);
select platform.protect('customers.import_rows');
