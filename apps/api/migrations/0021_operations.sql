create schema operations;
grant usage on schema operations to wafa_app;

-- What was asked to be done with many customers. The customers are written down when it begins and dealt
-- with in the order of their ids: `cursor` is the last one done, committed with what was done, so that a
-- killed job goes on where its last commit stands.
create table operations.bulks (
  store_id uuid not null,
  id uuid not null,
  action jsonb not null,
  audience_kind text not null
    constraint bulks_audience_check check (audience_kind in ('customers', 'tag', 'segment', 'filter')),
  audience_name text,
  state text not null constraint bulks_state_check check (state in ('running', 'cancelled', 'done')),
  cursor uuid,
  total bigint not null,
  done bigint not null default 0,
  refused bigint not null default 0,
  created_by uuid not null,
  created_at timestamptz not null,
  worked_at timestamptz,
  finished_at timestamptz,
  constraint bulks_pkey primary key (store_id, id),
  constraint bulks_count_check check (done + refused <= total)
);
create index bulks_created on operations.bulks (store_id, created_at, id);
select platform.protect('operations.bulks');

-- The customers of an operation, and what became of each: no status until it is their turn.
create table operations.bulk_customers (
  store_id uuid not null,
  bulk_id uuid not null,
  customer_id uuid not null,
  status text constraint bulk_customers_status_check check (status in ('done', 'refused')),
  reason text,
  constraint bulk_customers_pkey primary key (store_id, bulk_id, customer_id),
  constraint bulk_customers_bulk_fkey foreign key (store_id, bulk_id) references operations.bulks (store_id, id)
);
select platform.protect('operations.bulk_customers');
