-- The rewards catalogue: what points buy, the codes that customers get for them, and the codes of
-- partners that are handed on.
--
-- Locks are taken in one order: accounts, then redemptions, then a reward, then partner codes. Batches of
-- the ledger lock accounts first, so whoever holds a row of these tables asks for no account any more.

create table loyalty.rewards (
  store_id uuid not null,
  id uuid not null,
  programme_id uuid not null,
  name_en text not null,
  name_ar text not null,
  description_en text,
  description_ar text,
  image_url text,
  points_cost bigint not null,
  reward_type text not null,
  -- Minor units, or percents; null where the type has no value.
  reward_value bigint,
  sku text,
  -- How many there ever are; null: no end. Of partner codes: how many were uploaded.
  stock bigint,
  -- Given so far. A cancelled one counts no more, unless its partner code was handed out.
  redeemed bigint not null default 0,
  low_stock_at bigint,
  per_customer integer,
  valid_from timestamptz,
  valid_until timestamptz,
  code_days integer not null,
  -- How long a customer may give an unused code back.
  cancel_hours integer not null,
  returns_points boolean not null,
  tiers text[] not null default '{}',
  segments text[] not null default '{}',
  is_active boolean not null,
  position integer not null,
  archived_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint rewards_pkey primary key (store_id, id),
  constraint rewards_programme_fkey foreign key (store_id, programme_id)
    references loyalty.programmes (store_id, id),
  constraint rewards_cost_check check (points_cost between 1 and 1000000000),
  constraint rewards_type_check check (reward_type in (
    'discount_fixed', 'discount_percent', 'free_product', 'free_shipping', 'gift_card', 'partner_code')),
  constraint rewards_value_check check (reward_value > 0 and (reward_type <> 'discount_percent' or reward_value <= 100)),
  constraint rewards_sku_check check ((sku is not null) = (reward_type = 'free_product')),
  -- The wall behind the code: however redemptions meet, no more are given than there are.
  constraint rewards_stock_check check (redeemed >= 0 and redeemed <= stock),
  constraint rewards_per_customer_check check (per_customer > 0),
  constraint rewards_dates_check check (valid_from < valid_until),
  constraint rewards_code_days_check check (code_days between 1 and 3650),
  constraint rewards_cancel_check check (cancel_hours >= 0)
);
create index rewards_shown on loyalty.rewards (store_id, position, id) where archived_at is null;
select platform.protect('loyalty.rewards');

-- A code that was bought with points. It carries its own terms: a later change of the reward does not
-- reach it. Whose it is follows from the account, so that a merge of customers moves it along.
create table loyalty.redemptions (
  store_id uuid not null,
  id uuid not null,
  code text not null,
  account_id uuid not null,
  -- The customer who was named, another than the account's owner after a merge.
  presented_id uuid not null,
  -- Null: a plain discount.
  reward_id uuid,
  reward_type text not null,
  reward_value bigint,
  sku text,
  points bigint not null,
  -- The ledger's entry that spent the points; the first, where a merge left several accounts.
  entry_id uuid not null,
  status text not null default 'issued',
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  cancellable_until timestamptz,
  returns_points boolean not null,
  points_returned bigint not null default 0,
  used_at timestamptz,
  ended_at timestamptz,
  issued_by uuid not null,
  used_by uuid,
  ended_by uuid,
  location_id uuid,
  order_source text,
  order_source_id text,
  -- Of whoever named a transaction: each customer has names of their own, the store's staff share theirs.
  transaction_scope text,
  transaction_id text,
  constraint redemptions_pkey primary key (store_id, id),
  constraint redemptions_code_key unique (store_id, code),
  constraint redemptions_transaction_key unique (store_id, transaction_scope, transaction_id),
  constraint redemptions_account_fkey foreign key (store_id, account_id) references loyalty.accounts (store_id, id),
  constraint redemptions_reward_fkey foreign key (store_id, reward_id) references loyalty.rewards (store_id, id),
  constraint redemptions_status_check check (status in ('issued', 'used', 'cancelled', 'expired')),
  constraint redemptions_times_check check (
    expires_at > issued_at and (status = 'used') = (used_at is not null)
    and (status in ('cancelled', 'expired')) = (ended_at is not null)),
  constraint redemptions_points_check check (points > 0 and points_returned between 0 and points),
  constraint redemptions_transaction_check check ((transaction_id is null) = (transaction_scope is null))
);
create index redemptions_account on loyalty.redemptions (store_id, account_id, reward_id);
create index redemptions_reward on loyalty.redemptions (store_id, reward_id, issued_at);
create index redemptions_issued on loyalty.redemptions (store_id, issued_at, id);
create index redemptions_due on loyalty.redemptions (store_id, expires_at) where status = 'issued';
select platform.protect('loyalty.redemptions');

-- Codes of partners; each belongs to one redemption for ever.
create table loyalty.partner_codes (
  store_id uuid not null,
  reward_id uuid not null,
  code text not null,
  position bigint not null,
  redemption_id uuid,
  added_at timestamptz not null,
  constraint partner_codes_pkey primary key (store_id, reward_id, code),
  constraint partner_codes_redemption_key unique (store_id, redemption_id),
  constraint partner_codes_reward_fkey foreign key (store_id, reward_id) references loyalty.rewards (store_id, id)
);
create index partner_codes_free on loyalty.partner_codes (store_id, reward_id, position) where redemption_id is null;
select platform.protect('loyalty.partner_codes');

-- Wrong codes of a caller since window_start; a full window refuses further looks.
create table loyalty.code_attempts (
  store_id uuid not null,
  actor_id uuid not null,
  window_start timestamptz not null,
  failures integer not null,
  constraint code_attempts_pkey primary key (store_id, actor_id)
);
select platform.protect('loyalty.code_attempts');
