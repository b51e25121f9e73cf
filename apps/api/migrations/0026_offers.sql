-- Offers: their terms by version, whom they are for, codes, and who took them.
--
-- Locks are taken in one order: customers (advisory), offers by id, then codes and claims. Whoever changes a
-- claim holds its offer first where the offer has a limit over all customers or a budget.

create schema offers;
grant usage on schema offers to wafa_app;

create table offers.offers (
  store_id uuid not null,
  id uuid not null,
  key text collate "C" not null,
  status text not null,
  -- Of the terms that hold now.
  version integer not null,
  code_mode text not null,
  -- The walls behind the code; the other limits stand in the terms. Null: no end.
  total_limit bigint,
  money_budget bigint,
  points_budget bigint,
  -- Whether takers go one by one: a limit over all customers, of all time or of a day, or a budget. Counters
  -- of an offer without stay 0, so that a popular one is no hot row.
  is_limited boolean not null,
  taken bigint not null default 0,
  spent_money bigint not null default 0,
  spent_points bigint not null default 0,
  -- Key of the hash that keeps the control group apart.
  seed bytea not null,
  holdout_percent integer not null,
  -- When it was first active, and when it ended.
  started_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint offers_pkey primary key (store_id, id),
  constraint offers_key_key unique (store_id, key),
  constraint offers_status_check check (status in ('draft', 'active', 'paused', 'ended', 'archived')),
  constraint offers_code_mode_check check (code_mode in ('automatic', 'shared', 'single')),
  constraint offers_limit_check check (taken >= 0 and taken <= total_limit),
  constraint offers_money_check check (spent_money >= 0 and spent_money <= money_budget),
  constraint offers_points_check check (spent_points >= 0 and spent_points <= points_budget),
  constraint offers_seed_check check (octet_length(seed) = 32),
  constraint offers_holdout_check check (holdout_percent between 0 and 50)
);
create index offers_active on offers.offers (store_id) where status = 'active';
select platform.protect('offers.offers');

-- Every version of the terms, never changed: a claim keeps those it was made under.
create table offers.versions (
  store_id uuid not null,
  offer_id uuid not null,
  version integer not null,
  terms jsonb not null,
  at timestamptz not null,
  by uuid not null,
  constraint versions_pkey primary key (store_id, offer_id, version),
  constraint versions_offer_fkey foreign key (store_id, offer_id) references offers.offers (store_id, id)
);
select platform.protect('offers.versions');

-- Customers an offer is for by name, or who are excluded from it.
create table offers.people (
  store_id uuid not null,
  offer_id uuid not null,
  customer_id uuid not null,
  is_excluded boolean not null,
  at timestamptz not null,
  constraint people_pkey primary key (store_id, offer_id, customer_id),
  constraint people_offer_fkey foreign key (store_id, offer_id) references offers.offers (store_id, id),
  constraint people_customer_fkey foreign key (store_id, customer_id) references customers.customers (store_id, id)
);
create index people_of_customer on offers.people (store_id, customer_id);
select platform.protect('offers.people');

-- An offer taken: claimed, or redeemed without a claim. `open` and `redeemed` ones count towards limits.
create table offers.claims (
  store_id uuid not null,
  id uuid not null,
  offer_id uuid not null,
  version integer not null,
  -- Null: an anonymous sale.
  customer_id uuid,
  -- The customer actually named, another after a merge.
  presented_id uuid,
  code text,
  status text not null,
  -- Where the store is: limits per day go by it.
  day date not null,
  claimed_at timestamptz not null,
  -- Null where it was redeemed without a claim.
  expires_at timestamptz,
  redeemed_at timestamptz,
  ended_at timestamptz,
  order_id uuid,
  location_id uuid,
  discount bigint not null default 0,
  points bigint not null default 0,
  -- [[line no, amount], ...] of the order.
  shares jsonb,
  by uuid not null,
  constraint claims_pkey primary key (store_id, id),
  constraint claims_version_fkey foreign key (store_id, offer_id, version)
    references offers.versions (store_id, offer_id, version),
  constraint claims_customer_fkey foreign key (store_id, customer_id) references customers.customers (store_id, id),
  constraint claims_status_check check (status in ('open', 'redeemed', 'lapsed', 'returned')),
  constraint claims_amounts_check check (discount >= 0 and points >= 0),
  constraint claims_times_check check (
    (status <> 'redeemed' or (redeemed_at is not null and order_id is not null))
    and (status in ('lapsed', 'returned')) = (ended_at is not null)
    and (status <> 'open' or expires_at is not null)),
  constraint claims_presented_check check ((customer_id is null) = (presented_id is null))
);
create index claims_of_customer on offers.claims (store_id, customer_id, offer_id, day);
create index claims_of_offer on offers.claims (store_id, offer_id, claimed_at desc, id desc);
create index claims_counted on offers.claims (store_id, offer_id, day) where status in ('open', 'redeemed');
create index claims_of_order on offers.claims (store_id, order_id) where order_id is not null;
create index claims_due on offers.claims (store_id, expires_at) where status = 'open';
select platform.protect('offers.claims');

-- Codes of all kinds, so that one look finds any: `code` is folded for comparing, `shown` as it is read.
create table offers.codes (
  store_id uuid not null,
  code text collate "C" not null,
  shown text not null,
  offer_id uuid not null,
  kind text not null,
  -- Order in which single-use codes are handed out.
  position bigint not null,
  claim_id uuid,
  added_at timestamptz not null,
  constraint codes_pkey primary key (store_id, code),
  constraint codes_offer_fkey foreign key (store_id, offer_id) references offers.offers (store_id, id),
  constraint codes_claim_fkey foreign key (store_id, claim_id) references offers.claims (store_id, id),
  constraint codes_kind_check check (kind in ('shared', 'single', 'personal')),
  constraint codes_shared_check check (kind <> 'shared' or claim_id is null)
);
create index codes_of_offer on offers.codes (store_id, offer_id, kind, position, code);
create index codes_free on offers.codes (store_id, offer_id, position, code) where kind = 'single' and claim_id is null;
create index codes_claim on offers.codes (store_id, claim_id) where claim_id is not null;
select platform.protect('offers.codes');

-- Who of the audience of an offer with a control group was in which group, and since when: the report compares
-- the groups as they were assigned, whoever used the offer.
create table offers.assignments (
  store_id uuid not null,
  offer_id uuid not null,
  customer_id uuid not null,
  is_held_out boolean not null,
  at timestamptz not null,
  constraint assignments_pkey primary key (store_id, offer_id, customer_id),
  constraint assignments_offer_fkey foreign key (store_id, offer_id) references offers.offers (store_id, id)
);
select platform.protect('offers.assignments');

-- Claims of another customer that count towards one's limits: after an un-merge both keep what they had together.
create table offers.carried (
  store_id uuid not null,
  customer_id uuid not null,
  other_id uuid not null,
  offer_id uuid not null,
  claims bigint not null,
  constraint carried_pkey primary key (store_id, customer_id, other_id, offer_id)
);
select platform.protect('offers.carried');

-- Wrong codes of a caller since window_start; a full window refuses further looks.
create table offers.code_attempts (
  store_id uuid not null,
  actor_id uuid not null,
  window_start timestamptz not null,
  failures integer not null,
  constraint code_attempts_pkey primary key (store_id, actor_id)
);
select platform.protect('offers.code_attempts');
