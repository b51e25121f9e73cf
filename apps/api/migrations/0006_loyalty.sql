-- Loyalty: programmes, tiers, and the points ledger. Points are whole numbers in bigint.
--
-- The ledger in one paragraph: an entry moves points between a member's account and a counter-account,
-- and says by `amount` how the member's balance changed. Points live in lots; an entry's lot movements
-- say which. What a refund could not take back is a named debt. For every account, always:
--   available + pending + held - debt = sum(entries.amount) = sum(lots.remaining) - sum(open debts).
-- Only member accounts have a balance row. House accounts are names; their totals are sums over
-- entries (a locked balance row of the house would be the hot row of every earn: 807/s, measured).
create schema loyalty;
grant usage on schema loyalty to wafa_app;

create table loyalty.programmes (
  store_id uuid not null,
  id uuid not null,
  name_en text not null,
  name_ar text not null,
  description text,
  is_default boolean not null default false,
  is_active boolean not null default true,
  -- Ten-thousandths of a point per currency unit, so that 0.5 or 1.25 points a unit stay whole numbers.
  points_per_unit_e4 bigint not null default 10000,
  minimum_spend bigint not null default 0,
  -- Value of a point in ten-thousandths of a minor unit; null: points have no price.
  worth_e4 bigint,
  pending_days integer not null default 0,
  expiry_months integer default 12,
  -- Redeemed points that return to an expired lot live at least this long.
  return_days integer not null default 30,
  enrolment text not null default 'automatic',
  tier_basis text not null default 'points',
  tier_window text not null default 'rolling',
  tier_window_months integer not null default 12,
  -- At the end of a tier's period: one step down, or straight to the tier the window gives.
  tier_fall text not null default 'one_step',
  tier_grace_days integer not null default 0,
  rules jsonb not null default '[]',
  rule_version integer not null default 1,
  starts_at timestamptz,
  ends_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint programmes_pkey primary key (store_id, id),
  constraint programmes_rate_check check (points_per_unit_e4 between 0 and 1000000000000),
  constraint programmes_minimum_spend_check check (minimum_spend >= 0),
  constraint programmes_worth_check check (worth_e4 >= 0),
  constraint programmes_pending_check check (pending_days between 0 and 365),
  constraint programmes_expiry_check check (expiry_months between 1 and 1200),
  constraint programmes_return_check check (return_days between 1 and 3650),
  constraint programmes_enrolment_check check (enrolment in ('automatic', 'consent')),
  constraint programmes_basis_check check (tier_basis in ('points', 'spend')),
  constraint programmes_window_check check (tier_window in ('rolling', 'calendar')),
  constraint programmes_window_months_check check (tier_window_months between 1 and 120),
  constraint programmes_fall_check check (tier_fall in ('one_step', 'direct')),
  constraint programmes_grace_check check (tier_grace_days >= 0),
  constraint programmes_dates_check check (starts_at < ends_at)
);
create unique index programmes_default_key on loyalty.programmes (store_id) where is_default;
select platform.protect('loyalty.programmes');

-- Every state that a programme's rules ever had; an entry names one of them.
create table loyalty.programme_versions (
  store_id uuid not null,
  programme_id uuid not null,
  version integer not null,
  settings jsonb not null,
  valid_from timestamptz not null,
  changed_by uuid,
  constraint programme_versions_pkey primary key (store_id, programme_id, version),
  constraint programme_versions_programme_fkey foreign key (store_id, programme_id)
    references loyalty.programmes (store_id, id)
);
select platform.protect('loyalty.programme_versions');

create table loyalty.tiers (
  store_id uuid not null,
  programme_id uuid not null,
  key text not null,
  name_en text not null,
  name_ar text not null,
  threshold bigint not null,
  multiplier_percent integer not null default 100,
  benefits jsonb not null default '[]',
  constraint tiers_pkey primary key (store_id, programme_id, key),
  constraint tiers_threshold_key unique (store_id, programme_id, threshold),
  constraint tiers_programme_fkey foreign key (store_id, programme_id)
    references loyalty.programmes (store_id, id),
  constraint tiers_key_check check (key ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  constraint tiers_threshold_check check (threshold >= 0),
  constraint tiers_multiplier_check check (multiplier_percent between 0 and 10000)
);
select platform.protect('loyalty.tiers');

-- A member's account: the row that is locked, and the head of its chain. Stays narrow, and no index
-- holds a column that an earn changes, so that updates stay in the page (fillfactor).
-- origin_id is the customer it was opened for and never follows a merge; owner_id does.
create table loyalty.accounts (
  store_id uuid not null,
  id uuid not null,
  programme_id uuid not null,
  owner_id uuid not null,
  origin_id uuid not null,
  status text not null default 'open',
  available bigint not null default 0,
  pending bigint not null default 0,
  held bigint not null default 0,
  debt bigint not null default 0,
  lifetime bigint not null default 0,
  -- Earliest time at which pending points become available; null where none is pending.
  next_available_at timestamptz,
  sequence bigint not null default 0,
  head bytea not null default '\x0000000000000000000000000000000000000000000000000000000000000000',
  tier_key text,
  tier_since timestamptz,
  tier_held_until timestamptz,
  opened_at timestamptz not null,
  -- Never falls: an entry's recorded_at is this, so that times along a chain do not either.
  updated_at timestamptz not null,
  constraint accounts_pkey primary key (store_id, id),
  constraint accounts_origin_key unique (store_id, origin_id, programme_id),
  constraint accounts_programme_fkey foreign key (store_id, programme_id)
    references loyalty.programmes (store_id, id),
  constraint accounts_status_check check (status in ('open', 'left')),
  constraint accounts_available_check check (available >= 0),
  constraint accounts_pending_check check (pending >= 0),
  constraint accounts_held_check check (held >= 0),
  constraint accounts_debt_check check (debt >= 0 and (debt = 0 or available = 0)),
  constraint accounts_lifetime_check check (lifetime >= 0),
  -- JSON numbers carry no larger integer exactly.
  constraint accounts_limit_check check (available + pending + held <= 9007199254740991 and lifetime <= 9007199254740991),
  constraint accounts_head_check check (octet_length(head) = 32)
) with (fillfactor = 75);
create index accounts_owner on loyalty.accounts (store_id, owner_id);
create index accounts_maturing on loyalty.accounts (store_id, next_available_at)
  where next_available_at is not null;
create index accounts_tier_end on loyalty.accounts (store_id, tier_held_until) where tier_held_until is not null;
select platform.protect('loyalty.accounts');

-- Counter-accounts. The ids are the same in every store, so that no look-up is needed to name one.
create table loyalty.house_accounts (
  store_id uuid not null,
  id uuid not null,
  key text not null,
  constraint house_accounts_pkey primary key (store_id, id),
  constraint house_accounts_key_key unique (store_id, key),
  constraint house_accounts_key_check check (key in ('issued', 'redeemed', 'expired', 'adjusted'))
);
select platform.protect('loyalty.house_accounts');

-- Sums of past days, so that a house total reads one row a day and not every entry.
create table loyalty.house_days (
  store_id uuid not null,
  programme_id uuid not null,
  house_id uuid not null,
  day date not null,
  points bigint not null,
  entries bigint not null,
  constraint house_days_pkey primary key (store_id, programme_id, house_id, day)
);
select platform.protect('loyalty.house_days');

-- Rows that credits write by the thousand have no foreign key to the account: the call that writes them
-- has just locked it, accounts are never deleted, and the check took two fifths of a credit's time
-- (204 of 270 ms for 500, instrumented). The recount in ledger/recount.ts finds what would not fit.

-- The ledger, append-only. Debit and credit: a positive amount goes from counter_id to account_id, a
-- negative one the other way. Repaying a debt moves points within the account (counter_id =
-- account_id, amount 0): lots shrink by as much as the debt. `moved` is what the lots changed by;
-- moved - amount is what the debt changed by.
create table loyalty.entries (
  store_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  sequence bigint not null,
  kind text not null,
  amount bigint not null,
  moved bigint not null,
  counter_id uuid not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  business_key bytea not null,
  rule_id uuid,
  rule_version integer,
  movements_digest bytea not null,
  details_commitment bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  order_id uuid,
  location_id uuid,
  presented_id uuid,
  -- Of a credit: what went to debts by the repay entry that follows it.
  repaid bigint not null default 0,
  available_after bigint not null,
  pending_after bigint not null,
  held_after bigint not null,
  debt_after bigint not null,
  lifetime_after bigint not null,
  constraint entries_pkey primary key (store_id, id),
  constraint entries_sequence_key unique (store_id, account_id, sequence),
  constraint entries_kind_check check (kind in ('spend', 'manual', 'event', 'opening', 'bonus', 'redeem', 'expire',
    'adjust', 'reverse', 'return', 'repay', 'transfer', 'cancel')),
  constraint entries_after_check check (
    available_after >= 0 and pending_after >= 0 and held_after >= 0 and debt_after >= 0 and lifetime_after >= 0),
  constraint entries_repaid_check check (repaid >= 0)
);
select platform.protect('loyalty.entries');
revoke update, delete on loyalty.entries from wafa_app;

-- Text and reasons of an entry, apart so that erasure deletes them and leaves the chain intact: the
-- entry holds SHA-256(salt || bytes) only.
create table loyalty.entry_details (
  store_id uuid not null,
  entry_id uuid not null,
  salt bytea not null,
  bytes bytea not null,
  constraint entry_details_pkey primary key (store_id, entry_id),
  constraint entry_details_salt_check check (octet_length(salt) = 32)
);
select platform.protect('loyalty.entry_details');
revoke update on loyalty.entry_details from wafa_app;

-- Points of one credit. The id is the id of the crediting entry (a transfer of several lots derives
-- more), so that an order's own lot is found without a further index.
-- issued + returned = remaining + taken + expired, where taken is what other entries moved out.
create table loyalty.lots (
  store_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  entry_id uuid not null,
  issued bigint not null,
  remaining bigint not null,
  held bigint not null default 0,
  expired bigint not null default 0,
  -- Of `expired`: what a refund has already counted as taken.
  forgiven bigint not null default 0,
  is_pending boolean not null,
  available_from timestamptz not null,
  expires_at timestamptz,
  constraint lots_pkey primary key (store_id, id),
  constraint lots_issued_check check (issued > 0),
  constraint lots_remaining_check check (remaining >= 0 and held between 0 and remaining),
  constraint lots_expired_check check (forgiven between 0 and expired),
  constraint lots_times_check check (expires_at > available_from)
);
create index lots_open on loyalty.lots (store_id, account_id, expires_at, id) where remaining > 0;
create index lots_expiring on loyalty.lots (store_id, expires_at, account_id) where remaining > held;
select platform.protect('loyalty.lots');

-- Which lots an entry moved, in the order that its digest was taken.
create table loyalty.lot_movements (
  store_id uuid not null,
  entry_id uuid not null,
  position integer not null,
  lot_id uuid not null,
  delta bigint not null,
  available_from timestamptz not null,
  expires_at timestamptz,
  constraint lot_movements_pkey primary key (store_id, entry_id, position)
);
select platform.protect('loyalty.lot_movements');
revoke update, delete on loyalty.lot_movements from wafa_app;

-- Business keys, for ever and so not partitioned. What a call did stands here where an entry cannot
-- say it (a refund of which nothing was left to take).
create table loyalty.keys (
  store_id uuid not null,
  kind text not null,
  source text not null,
  source_id text not null,
  line integer not null,
  fingerprint bytea not null,
  -- The id that the call gave the act; an entry of this id exists where points moved.
  id uuid not null,
  account_id uuid,
  points bigint not null,
  returned bigint not null default 0,
  debt bigint not null default 0,
  constraint keys_pkey primary key (store_id, kind, source, source_id, line),
  constraint keys_kind_check check (kind in ('credit', 'reversal', 'spend')),
  constraint keys_line_check check (line >= 0),
  constraint keys_fingerprint_check check (octet_length(fingerprint) = 32)
);
select platform.protect('loyalty.keys');
revoke update, delete on loyalty.keys from wafa_app;
grant update (points, returned, debt) on loyalty.keys to wafa_app;

-- How an entry's points fall on an order's lines, and how much of them refunds have undone: for
-- 'earned' taken back, for 'redeemed' given back. Per entry, since an order may earn by several rules
-- and in several programmes. Lines without points have no row.
create table loyalty.order_points (
  store_id uuid not null,
  order_id uuid not null,
  entry_id uuid not null,
  line_no integer not null,
  account_id uuid not null,
  direction text not null,
  line_total bigint not null,
  points bigint not null,
  undone bigint not null default 0,
  constraint order_points_pkey primary key (store_id, order_id, entry_id, line_no),
  constraint order_points_direction_check check (direction in ('earned', 'redeemed')),
  constraint order_points_line_total_check check (line_total >= 0),
  constraint order_points_points_check check (points > 0 and undone between 0 and points)
);
select platform.protect('loyalty.order_points');

-- Debts of refunds, each naming its refund; repaid oldest first. The id is the reversing entry's.
create table loyalty.debts (
  store_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  order_id uuid not null,
  refund_id uuid not null,
  amount bigint not null,
  repaid bigint not null default 0,
  created_at timestamptz not null,
  sequence bigint not null,
  constraint debts_pkey primary key (store_id, id),
  constraint debts_account_fkey foreign key (store_id, account_id) references loyalty.accounts (store_id, id),
  constraint debts_amount_check check (amount > 0 and repaid between 0 and amount)
);
create index debts_open on loyalty.debts (store_id, account_id, sequence) where repaid < amount;
select platform.protect('loyalty.debts');

create table loyalty.debt_repayments (
  store_id uuid not null,
  entry_id uuid not null,
  debt_id uuid not null,
  points bigint not null,
  constraint debt_repayments_pkey primary key (store_id, entry_id, debt_id),
  constraint debt_repayments_points_check check (points > 0)
);
select platform.protect('loyalty.debt_repayments');
revoke update, delete on loyalty.debt_repayments from wafa_app;

create table loyalty.holds (
  store_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  points bigint not null,
  captured bigint not null default 0,
  released bigint not null default 0,
  status text not null,
  order_id uuid,
  reason text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  constraint holds_pkey primary key (store_id, id),
  constraint holds_account_fkey foreign key (store_id, account_id) references loyalty.accounts (store_id, id),
  constraint holds_status_check check (status in ('open', 'captured', 'released', 'timed_out')),
  constraint holds_points_check check (points > 0 and captured >= 0 and released >= 0
    and captured + released <= points and (status = 'open') = (captured + released < points))
);
create index holds_account on loyalty.holds (store_id, account_id, created_at);
create index holds_open on loyalty.holds (store_id, expires_at) where status = 'open';
select platform.protect('loyalty.holds');

create table loyalty.hold_lots (
  store_id uuid not null,
  hold_id uuid not null,
  lot_id uuid not null,
  points bigint not null,
  constraint hold_lots_pkey primary key (store_id, hold_id, lot_id),
  constraint hold_lots_hold_fkey foreign key (store_id, hold_id) references loyalty.holds (store_id, id),
  constraint hold_lots_points_check check (points > 0)
);
select platform.protect('loyalty.hold_lots');

create table loyalty.tier_history (
  store_id uuid not null,
  account_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  from_key text,
  to_key text,
  reason text not null,
  qualifying_points bigint not null,
  constraint tier_history_pkey primary key (store_id, account_id, at, id),
  constraint tier_history_account_fkey foreign key (store_id, account_id)
    references loyalty.accounts (store_id, id),
  constraint tier_history_reason_check check (reason in ('earned', 'period_end', 'manual', 'rules', 'merge'))
);
select platform.protect('loyalty.tier_history');

-- What counts towards tiers, per local day, so that a window is a sum of at most a year of rows. A
-- refund falls on the day of the order that it undoes.
create table loyalty.qualifying_days (
  store_id uuid not null,
  account_id uuid not null,
  day date not null,
  points bigint not null default 0,
  spend bigint not null default 0,
  constraint qualifying_days_pkey primary key (store_id, account_id, day)
) with (fillfactor = 85);
select platform.protect('loyalty.qualifying_days');
