-- Loyalty: tiers given by hand, warnings that were sent, what the store owes by day, opening balances.

-- How many days ahead a programme warns: of points that end, and of a tier that would fall (0: never).
alter table loyalty.programmes add column expiry_warning_days integer[] not null default '{30,7}';
alter table loyalty.programmes add column tier_warning_days integer not null default 30;
alter table loyalty.programmes add constraint programmes_expiry_warning_check
  check (1 <= all (expiry_warning_days) and 365 >= all (expiry_warning_days));
alter table loyalty.programmes add constraint programmes_tier_warning_check check (tier_warning_days between 0 and 180);

-- The last tier that staff gave an account, and until when it stays whatever the window gives.
create table loyalty.tier_grants (
  store_id uuid not null,
  account_id uuid not null,
  tier_key text not null,
  until timestamptz not null,
  reason text not null,
  given_by uuid not null,
  given_at timestamptz not null,
  constraint tier_grants_pkey primary key (store_id, account_id),
  constraint tier_grants_account_fkey foreign key (store_id, account_id) references loyalty.accounts (store_id, id)
);
select platform.protect('loyalty.tier_grants');

-- Warnings sent, one per account and occasion: points that end at `due_at`, so many days ahead, or the
-- tier held until `due_at`.
create table loyalty.warnings (
  store_id uuid not null,
  account_id uuid not null,
  kind text not null,
  due_at timestamptz not null,
  days_ahead integer not null,
  points bigint not null,
  sent_at timestamptz not null,
  constraint warnings_pkey primary key (store_id, account_id, kind, due_at, days_ahead),
  constraint warnings_kind_check check (kind in ('points', 'tier'))
);
select platform.protect('loyalty.warnings');

-- Up to which local day a store's sums stand, and in which time zone the days were cut.
create table loyalty.closed_days (
  store_id uuid not null,
  day date not null,
  time_zone text not null,
  constraint closed_days_pkey primary key (store_id)
);
select platform.protect('loyalty.closed_days');

-- Beside house_days: by how much a day's entries and holds changed what is held and what is owed. With
-- pending_days, and the sums of the house, the balances at the end of any closed day can be told.
create table loyalty.liability_days (
  store_id uuid not null,
  programme_id uuid not null,
  day date not null,
  held bigint not null,
  debt bigint not null,
  constraint liability_days_pkey primary key (store_id, programme_id, day)
);
select platform.protect('loyalty.liability_days');

-- Points that entries of a day added to (or took from) lots of a later day: pending until matures_on.
create table loyalty.pending_days (
  store_id uuid not null,
  programme_id uuid not null,
  day date not null,
  matures_on date not null,
  points bigint not null,
  constraint pending_days_pkey primary key (store_id, programme_id, day, matures_on)
);
select platform.protect('loyalty.pending_days');

-- The entries of a day: a range of pages, since they are appended. 24 kB for a million entries, and next
-- to nothing at each credit.
create index entries_recorded on loyalty.entries using brin (store_id, recorded_at)
  with (pages_per_range = 32, autosummarize = on);

-- Periods that end, in an order that a job can go on from: at a month's end thousands end at one instant.
drop index loyalty.accounts_tier_end;
create index accounts_tier_end on loyalty.accounts (store_id, tier_held_until, id) where tier_held_until is not null;

-- One row per imported file of balances, known by its hash. The cursor moves in the transaction that
-- writes the batch, so a killed import goes on where its last commit ended.
create table loyalty.balance_imports (
  store_id uuid not null,
  id uuid not null,
  file_hash bytea not null,
  file_name text not null,
  state text not null,
  line bigint not null default 0,
  rejects_bytes bigint not null default 0,
  totals jsonb not null,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  constraint balance_imports_pkey primary key (store_id, id),
  constraint balance_imports_file_key unique (store_id, file_hash),
  constraint balance_imports_state_check check (state in ('running', 'finished'))
);
select platform.protect('loyalty.balance_imports');
