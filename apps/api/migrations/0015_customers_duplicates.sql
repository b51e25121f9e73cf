-- Finding customers who stand twice.

-- What customers are looked up by: a row per blocking key (@wafa/matching), as the first 64 bits of its
-- SHA-256. A number needs a third of the room of the text, and keeps names and phone numbers out of here; two
-- keys with one number make one block, so a pair more is compared and none less. No foreign key: a scan writes
-- about 20 rows per customer, a check each would be a third of its time, and customers are never deleted.
create table customers.match_keys (
  store_id uuid not null,
  key bigint not null,
  customer_id uuid not null,
  constraint match_keys_pkey primary key (store_id, key, customer_id)
);
create index match_keys_customer_idx on customers.match_keys (store_id, customer_id, key);
select platform.protect('customers.match_keys');

-- How duplicates look in a store, learnt from its customers without labels. `customers` is how many there
-- were; a store that has outgrown it, or keys made by older rules, call for a new scan.
create table customers.match_models (
  store_id uuid not null,
  model jsonb not null,
  sample_size integer not null,
  customers integer not null,
  key_version integer not null,
  estimated_at timestamptz not null,
  constraint match_models_pkey primary key (store_id)
);
select platform.protect('customers.match_models');

-- Runs over all customers. `step` counts the committed steps: a job that is delivered twice names an old one.
create table customers.duplicate_scans (
  store_id uuid not null,
  id uuid not null,
  state text not null constraint duplicate_scans_state check (state in ('running', 'done')),
  phase text not null
    constraint duplicate_scans_phase check (phase in ('reading', 'learning', 'comparing', 'done')),
  cursor uuid not null,
  step integer not null default 0,
  total integer not null,
  read integer not null default 0,
  done integer not null default 0,
  found integer not null default 0,
  started_at timestamptz not null,
  started_by uuid not null,
  moved_at timestamptz not null,
  ended_at timestamptz,
  constraint duplicate_scans_pkey primary key (store_id, id)
);
create unique index duplicate_scans_running_key on customers.duplicate_scans (store_id) where state = 'running';
select platform.protect('customers.duplicate_scans');

-- Pairs that may be one person. `fingerprint` is of what was compared: a dismissed pair opens again when it
-- changes. Reasons name fields and how far they agree, never their values.
create table customers.duplicate_pairs (
  store_id uuid not null,
  id uuid not null,
  a_id uuid not null,
  b_id uuid not null,
  score double precision not null,
  weight double precision not null,
  reasons jsonb not null,
  fingerprint text not null,
  status text not null default 'open'
    constraint duplicate_pairs_status check (status in ('open', 'dismissed', 'merged')),
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  constraint duplicate_pairs_pkey primary key (store_id, id),
  constraint duplicate_pairs_both_key unique (store_id, a_id, b_id),
  constraint duplicate_pairs_order check (a_id < b_id),
  constraint duplicate_pairs_a_fkey foreign key (store_id, a_id) references customers.customers (store_id, id),
  constraint duplicate_pairs_b_fkey foreign key (store_id, b_id) references customers.customers (store_id, id)
);
create index duplicate_pairs_list_idx on customers.duplicate_pairs (store_id, status, score, weight, id);
create index duplicate_pairs_b_idx on customers.duplicate_pairs (store_id, b_id);
select platform.protect('customers.duplicate_pairs');
