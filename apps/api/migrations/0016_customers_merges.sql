-- Merging customers and taking it back.

-- A merged customer's row stays, so that its card and ids go on answering by pointing to the survivor.
-- 'merged' is a status of its own: lists and counts leave it out by the column they already read.
alter table customers.customers drop constraint customers_status;
alter table customers.customers add constraint customers_status
  check (status in ('active', 'inactive', 'suspended', 'closed', 'merged'));
alter table customers.customers add constraint customers_merged_status
  check (merged_into is null or status in ('merged', 'closed'));
create index customers_merged_into_idx on customers.customers (store_id, merged_into) where merged_into is not null;

create table customers.merges (
  store_id uuid not null,
  id uuid not null,
  from_id uuid not null,
  into_id uuid not null,
  reason text,
  merged_at timestamptz not null,
  merged_by uuid not null,
  undone_at timestamptz,
  undone_by uuid,
  constraint merges_pkey primary key (store_id, id),
  constraint merges_from_fkey foreign key (store_id, from_id) references customers.customers (store_id, id),
  constraint merges_into_fkey foreign key (store_id, into_id) references customers.customers (store_id, id),
  constraint merges_two_check check (from_id <> into_id)
);
create unique index merges_open_key on customers.merges (store_id, from_id) where undone_at is null;
create index merges_into_idx on customers.merges (store_id, into_id, id);
select platform.protect('customers.merges');

-- What a merge changed, row by row, by the module that owns the row: whose it was and whose it became, and
-- of rows that were changed beyond that, how they stood before and after. Un-merging reads it backwards.
create table customers.merge_journal (
  store_id uuid not null,
  merge_id uuid not null,
  table_name text not null,
  row_id text not null,
  before jsonb,
  after jsonb,
  constraint merge_journal_pkey primary key (store_id, merge_id, table_name, row_id),
  constraint merge_journal_merge_fkey foreign key (store_id, merge_id) references customers.merges (store_id, id)
);
select platform.protect('customers.merge_journal');
