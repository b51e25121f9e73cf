create schema referrals;
grant usage on schema referrals to wafa_app;

-- Everywhere below: customer_id (referrer_id, friend_id) is who it belongs to now, after merges; the
-- presented id is the customer it was made for, so that taking a merge back needs no journal.

-- The programme; a store without a row has the defaults of rules.ts.
create table referrals.settings (
  store_id uuid not null,
  is_active boolean not null,
  valid_from timestamptz,
  valid_until timestamptz,
  referrer_points bigint not null constraint settings_referrer_points check (referrer_points >= 0),
  friend_points bigint not null constraint settings_friend_points check (friend_points >= 0),
  minimum_order bigint not null constraint settings_minimum_order check (minimum_order >= 0),
  holding_days integer not null constraint settings_holding_days check (holding_days between 0 and 365),
  join_days integer not null constraint settings_join_days check (join_days between 0 and 365),
  order_days integer not null constraint settings_order_days check (order_days between 1 and 730),
  cap_rewards integer not null constraint settings_cap_rewards check (cap_rewards > 0),
  cap_days integer not null constraint settings_cap_days check (cap_days between 1 and 366),
  invites_per_day integer not null constraint settings_invites_per_day check (invites_per_day > 0),
  reviews_all boolean not null,
  reviews_network boolean not null,
  message_en text,
  message_ar text,
  updated_at timestamptz not null,
  constraint settings_pkey primary key (store_id),
  constraint settings_dates check (valid_from < valid_until)
);
select platform.protect('referrals.settings');

-- A customer's codes: the newest that is not retired is theirs. A referrer's caps and limits are counted
-- while their codes are locked, in order of the code.
create table referrals.codes (
  store_id uuid not null,
  code text collate "C" not null constraint codes_shape check (code ~ '^[2-9CDFGHJKMNPRTVWXY]{8}$'),
  customer_id uuid not null,
  presented_id uuid not null,
  issued_at timestamptz not null,
  retired_at timestamptz,
  constraint codes_pkey primary key (store_id, code),
  constraint codes_customer_fkey foreign key (store_id, customer_id)
    references customers.customers (store_id, id)
);
create index codes_customer_idx on referrals.codes (store_id, customer_id);
create unique index codes_current_key on referrals.codes (store_id, presented_id) where retired_at is null;
select platform.protect('referrals.codes');

create table referrals.referrals (
  store_id uuid not null,
  id uuid not null,
  referrer_id uuid not null,
  referrer_presented_id uuid not null,
  friend_id uuid,
  friend_presented_id uuid,
  code text,
  -- Of an invited friend a keyed hash and a masked form, nothing that leads back to the person: they are
  -- no customer and agreed to nothing. Both are emptied when the invitation has aged.
  address_hash bytea,
  address_mask text,
  stage text not null
    constraint referrals_stage check (stage in ('invited', 'joined', 'qualified', 'rewarded', 'rejected')),
  review text not null default 'none'
    constraint referrals_review check (review in ('none', 'held', 'approved', 'rejected')),
  concerns text[] not null default '{}',
  rejection text,
  -- The terms at the time of joining; later changes of the programme do not touch them.
  referrer_points bigint not null,
  friend_points bigint not null,
  minimum_order bigint not null,
  holding_days integer not null,
  order_until timestamptz,
  -- The referrer had the most rewards of the period when the friend qualified.
  capped boolean not null default false,
  order_id uuid,
  order_total bigint,
  -- The order that qualified first went back.
  refunded_at timestamptz,
  note text,
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null,
  invited_at timestamptz,
  joined_at timestamptz,
  qualified_at timestamptz,
  due_at timestamptz,
  rewarded_at timestamptz,
  rejected_at timestamptz,
  constraint referrals_pkey primary key (store_id, id),
  -- A friend comes by one code, once; an address is invited by one customer once.
  constraint referrals_friend_key unique (store_id, friend_presented_id),
  constraint referrals_address_key unique (store_id, referrer_presented_id, address_hash),
  constraint referrals_referrer_fkey foreign key (store_id, referrer_id)
    references customers.customers (store_id, id),
  constraint referrals_friend_fkey foreign key (store_id, friend_id)
    references customers.customers (store_id, id),
  constraint referrals_joined check ((stage = 'invited') = (friend_id is null)),
  constraint referrals_qualified check (stage <> 'qualified' or (due_at is not null and order_id is not null))
);
create index referrals_referrer_idx on referrals.referrals (store_id, referrer_id, created_at);
create index referrals_friend_idx on referrals.referrals (store_id, friend_id);
create index referrals_created_idx on referrals.referrals (store_id, created_at, id);
create index referrals_order_idx on referrals.referrals (store_id, order_id) where order_id is not null;
create index referrals_due_idx on referrals.referrals (store_id, due_at) where stage = 'qualified';
create index referrals_waiting_idx on referrals.referrals (store_id, order_until) where stage = 'joined';
create index referrals_held_idx on referrals.referrals (store_id, qualified_at) where review = 'held';
create index referrals_mask_idx on referrals.referrals (store_id, invited_at) where address_hash is not null;
select platform.protect('referrals.referrals');

-- What became of a referral, and by whom; append-only.
create table referrals.steps (
  store_id uuid not null,
  id uuid not null,
  referral_id uuid not null,
  what text not null
    constraint steps_what check (what in
      ('invited', 'joined', 'qualified', 'held', 'approved', 'rewarded', 'rejected', 'undone')),
  at timestamptz not null,
  by uuid,
  note text,
  constraint steps_pkey primary key (store_id, id),
  constraint steps_referral_fkey foreign key (store_id, referral_id)
    references referrals.referrals (store_id, id) on delete cascade
);
create index steps_referral_idx on referrals.steps (store_id, referral_id, id);
select platform.protect('referrals.steps');

-- Points given: one row for each side of a referral, once for ever.
create table referrals.rewards (
  store_id uuid not null,
  referral_id uuid not null,
  role text not null constraint rewards_role check (role in ('referrer', 'friend')),
  customer_id uuid not null,
  presented_id uuid not null,
  points bigint not null,
  entry_id uuid,
  rewarded_at timestamptz not null,
  constraint rewards_pkey primary key (store_id, referral_id, role),
  constraint rewards_referral_fkey foreign key (store_id, referral_id)
    references referrals.referrals (store_id, id)
);
create index rewards_customer_idx on referrals.rewards (store_id, customer_id, rewarded_at);
create index rewards_time_idx on referrals.rewards (store_id, rewarded_at) include (role, customer_id, points);
select platform.protect('referrals.rewards');

-- What people who take part can be known by, as keyed hashes: device, network, address, phone, e-mail
-- without its aliases, means of payment. Two customers of one mark hang together. Kept when a profile
-- changes: who gives up a phone number for a second profile still had it.
create table referrals.marks (
  store_id uuid not null,
  kind text not null
    constraint marks_kind check (kind in ('device', 'network', 'address', 'phone', 'email', 'payment')),
  mark bytea not null,
  customer_id uuid not null,
  presented_id uuid not null,
  seen_at timestamptz not null,
  constraint marks_pkey primary key (store_id, kind, mark, presented_id),
  constraint marks_customer_fkey foreign key (store_id, customer_id)
    references customers.customers (store_id, id)
);
create index marks_customer_idx on referrals.marks (store_id, customer_id);
select platform.protect('referrals.marks');

-- Every attempt that was refused, with the code that was answered.
create table referrals.refusals (
  store_id uuid not null,
  id uuid not null,
  customer_id uuid,
  act text not null constraint refusals_act check (act in ('invite', 'use_code', 'look_up')),
  reason text not null,
  at timestamptz not null,
  constraint refusals_pkey primary key (store_id, id)
);
create index refusals_time_idx on referrals.refusals (store_id, at, id);
create index refusals_customer_idx on referrals.refusals (store_id, customer_id, at);
select platform.protect('referrals.refusals');

-- Wrong codes of a caller (a keyed hash of who or from where) within a window.
create table referrals.code_attempts (
  store_id uuid not null,
  subject bytea not null,
  window_start timestamptz not null,
  failures integer not null,
  constraint code_attempts_pkey primary key (store_id, subject)
);
select platform.protect('referrals.code_attempts');
