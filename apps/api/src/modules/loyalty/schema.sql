-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema loyalty, to read; the migrations are what is run.

create table loyalty.accounts (
  store_id          uuid not null,
  id                uuid not null,
  programme_id      uuid not null,
  owner_id          uuid not null,
  origin_id         uuid not null,
  status            text not null default 'open'::text,
  available         bigint not null default 0,
  pending           bigint not null default 0,
  held              bigint not null default 0,
  debt              bigint not null default 0,
  lifetime          bigint not null default 0,
  next_available_at timestamp with time zone,
  sequence          bigint not null default 0,
  head              bytea not null default '\x0000000000000000000000000000000000000000000000000000000000000000'::bytea,
  tier_key          text,
  tier_since        timestamp with time zone,
  tier_held_until   timestamp with time zone,
  opened_at         timestamp with time zone not null,
  updated_at        timestamp with time zone not null,
  constraint accounts_pkey PRIMARY KEY (store_id, id),
  constraint accounts_origin_key UNIQUE (store_id, origin_id, programme_id),
  constraint accounts_programme_fkey FOREIGN KEY (store_id, programme_id) REFERENCES loyalty.programmes(store_id, id),
  constraint accounts_available_check CHECK (available >= 0),
  constraint accounts_debt_check CHECK (debt >= 0 AND (debt = 0 OR available = 0)),
  constraint accounts_head_check CHECK (octet_length(head) = 32),
  constraint accounts_held_check CHECK (held >= 0),
  constraint accounts_lifetime_check CHECK (lifetime >= 0),
  constraint accounts_limit_check CHECK ((available + pending + held) <= '9007199254740991'::bigint AND lifetime <= '9007199254740991'::bigint),
  constraint accounts_pending_check CHECK (pending >= 0),
  constraint accounts_status_check CHECK (status = ANY (ARRAY['open'::text, 'left'::text]))
);
CREATE INDEX accounts_maturing ON loyalty.accounts USING btree (store_id, next_available_at) WHERE (next_available_at IS NOT NULL);
CREATE INDEX accounts_owner ON loyalty.accounts USING btree (store_id, owner_id);
CREATE INDEX accounts_tier_end ON loyalty.accounts USING btree (store_id, tier_held_until) WHERE (tier_held_until IS NOT NULL);
-- row security: forced; policies: tenant

create table loyalty.debt_repayments (
  store_id uuid not null,
  entry_id uuid not null,
  debt_id  uuid not null,
  points   bigint not null,
  constraint debt_repayments_pkey PRIMARY KEY (store_id, entry_id, debt_id),
  constraint debt_repayments_points_check CHECK (points > 0)
);
-- row security: forced; policies: tenant

create table loyalty.debts (
  store_id   uuid not null,
  id         uuid not null,
  account_id uuid not null,
  order_id   uuid not null,
  refund_id  uuid not null,
  amount     bigint not null,
  repaid     bigint not null default 0,
  created_at timestamp with time zone not null,
  sequence   bigint not null,
  constraint debts_pkey PRIMARY KEY (store_id, id),
  constraint debts_account_fkey FOREIGN KEY (store_id, account_id) REFERENCES loyalty.accounts(store_id, id),
  constraint debts_amount_check CHECK (amount > 0 AND repaid >= 0 AND repaid <= amount)
);
CREATE INDEX debts_open ON loyalty.debts USING btree (store_id, account_id, sequence) WHERE (repaid < amount);
-- row security: forced; policies: tenant

create table loyalty.entries (
  store_id           uuid not null,
  id                 uuid not null,
  account_id         uuid not null,
  sequence           bigint not null,
  kind               text not null,
  amount             bigint not null,
  moved              bigint not null,
  counter_id         uuid not null,
  occurred_at        timestamp with time zone not null,
  recorded_at        timestamp with time zone not null,
  business_key       bytea not null,
  rule_id            uuid,
  rule_version       integer,
  movements_digest   bytea not null,
  details_commitment bytea not null,
  previous_hash      bytea not null,
  hash               bytea not null,
  order_id           uuid,
  location_id        uuid,
  presented_id       uuid,
  repaid             bigint not null default 0,
  available_after    bigint not null,
  pending_after      bigint not null,
  held_after         bigint not null,
  debt_after         bigint not null,
  lifetime_after     bigint not null,
  constraint entries_pkey PRIMARY KEY (store_id, id),
  constraint entries_sequence_key UNIQUE (store_id, account_id, sequence),
  constraint entries_after_check CHECK (available_after >= 0 AND pending_after >= 0 AND held_after >= 0 AND debt_after >= 0 AND lifetime_after >= 0),
  constraint entries_kind_check CHECK (kind = ANY (ARRAY['spend'::text, 'manual'::text, 'event'::text, 'opening'::text, 'bonus'::text, 'redeem'::text, 'expire'::text, 'adjust'::text, 'reverse'::text, 'return'::text, 'repay'::text, 'transfer'::text, 'cancel'::text])),
  constraint entries_repaid_check CHECK (repaid >= 0)
);
-- row security: forced; policies: tenant

create table loyalty.entry_details (
  store_id uuid not null,
  entry_id uuid not null,
  salt     bytea not null,
  bytes    bytea not null,
  constraint entry_details_pkey PRIMARY KEY (store_id, entry_id),
  constraint entry_details_salt_check CHECK (octet_length(salt) = 32)
);
-- row security: forced; policies: tenant

create table loyalty.hold_lots (
  store_id uuid not null,
  hold_id  uuid not null,
  lot_id   uuid not null,
  points   bigint not null,
  constraint hold_lots_pkey PRIMARY KEY (store_id, hold_id, lot_id),
  constraint hold_lots_hold_fkey FOREIGN KEY (store_id, hold_id) REFERENCES loyalty.holds(store_id, id),
  constraint hold_lots_points_check CHECK (points > 0)
);
-- row security: forced; policies: tenant

create table loyalty.holds (
  store_id   uuid not null,
  id         uuid not null,
  account_id uuid not null,
  points     bigint not null,
  captured   bigint not null default 0,
  released   bigint not null default 0,
  status     text not null,
  order_id   uuid,
  reason     text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at   timestamp with time zone,
  constraint holds_pkey PRIMARY KEY (store_id, id),
  constraint holds_account_fkey FOREIGN KEY (store_id, account_id) REFERENCES loyalty.accounts(store_id, id),
  constraint holds_points_check CHECK (points > 0 AND captured >= 0 AND released >= 0 AND (captured + released) <= points AND (status = 'open'::text) = ((captured + released) < points)),
  constraint holds_status_check CHECK (status = ANY (ARRAY['open'::text, 'captured'::text, 'released'::text, 'timed_out'::text]))
);
CREATE INDEX holds_account ON loyalty.holds USING btree (store_id, account_id, created_at);
CREATE INDEX holds_open ON loyalty.holds USING btree (store_id, expires_at) WHERE (status = 'open'::text);
-- row security: forced; policies: tenant

create table loyalty.house_accounts (
  store_id uuid not null,
  id       uuid not null,
  key      text not null,
  constraint house_accounts_pkey PRIMARY KEY (store_id, id),
  constraint house_accounts_key_key UNIQUE (store_id, key),
  constraint house_accounts_key_check CHECK (key = ANY (ARRAY['issued'::text, 'redeemed'::text, 'expired'::text, 'adjusted'::text]))
);
-- row security: forced; policies: tenant

create table loyalty.house_days (
  store_id     uuid not null,
  programme_id uuid not null,
  house_id     uuid not null,
  day          date not null,
  points       bigint not null,
  entries      bigint not null,
  constraint house_days_pkey PRIMARY KEY (store_id, programme_id, house_id, day)
);
-- row security: forced; policies: tenant

create table loyalty.keys (
  store_id    uuid not null,
  kind        text not null,
  source      text not null,
  source_id   text not null,
  line        integer not null,
  fingerprint bytea not null,
  id          uuid not null,
  account_id  uuid,
  points      bigint not null,
  returned    bigint not null default 0,
  debt        bigint not null default 0,
  constraint keys_pkey PRIMARY KEY (store_id, kind, source, source_id, line),
  constraint keys_fingerprint_check CHECK (octet_length(fingerprint) = 32),
  constraint keys_kind_check CHECK (kind = ANY (ARRAY['credit'::text, 'reversal'::text, 'spend'::text])),
  constraint keys_line_check CHECK (line >= 0)
);
-- row security: forced; policies: tenant

create table loyalty.lot_movements (
  store_id       uuid not null,
  entry_id       uuid not null,
  position       integer not null,
  lot_id         uuid not null,
  delta          bigint not null,
  available_from timestamp with time zone not null,
  expires_at     timestamp with time zone,
  constraint lot_movements_pkey PRIMARY KEY (store_id, entry_id, "position")
);
-- row security: forced; policies: tenant

create table loyalty.lots (
  store_id       uuid not null,
  id             uuid not null,
  account_id     uuid not null,
  entry_id       uuid not null,
  issued         bigint not null,
  remaining      bigint not null,
  held           bigint not null default 0,
  expired        bigint not null default 0,
  forgiven       bigint not null default 0,
  is_pending     boolean not null,
  available_from timestamp with time zone not null,
  expires_at     timestamp with time zone,
  constraint lots_pkey PRIMARY KEY (store_id, id),
  constraint lots_expired_check CHECK (forgiven >= 0 AND forgiven <= expired),
  constraint lots_issued_check CHECK (issued > 0),
  constraint lots_remaining_check CHECK (remaining >= 0 AND held >= 0 AND held <= remaining),
  constraint lots_times_check CHECK (expires_at > available_from)
);
CREATE INDEX lots_expiring ON loyalty.lots USING btree (store_id, expires_at, account_id) WHERE (remaining > held);
CREATE INDEX lots_open ON loyalty.lots USING btree (store_id, account_id, expires_at, id) WHERE (remaining > 0);
-- row security: forced; policies: tenant

create table loyalty.order_points (
  store_id   uuid not null,
  order_id   uuid not null,
  entry_id   uuid not null,
  line_no    integer not null,
  account_id uuid not null,
  direction  text not null,
  line_total bigint not null,
  points     bigint not null,
  undone     bigint not null default 0,
  constraint order_points_pkey PRIMARY KEY (store_id, order_id, entry_id, line_no),
  constraint order_points_direction_check CHECK (direction = ANY (ARRAY['earned'::text, 'redeemed'::text])),
  constraint order_points_line_total_check CHECK (line_total >= 0),
  constraint order_points_points_check CHECK (points > 0 AND undone >= 0 AND undone <= points)
);
-- row security: forced; policies: tenant

create table loyalty.programme_versions (
  store_id     uuid not null,
  programme_id uuid not null,
  version      integer not null,
  settings     jsonb not null,
  valid_from   timestamp with time zone not null,
  changed_by   uuid,
  constraint programme_versions_pkey PRIMARY KEY (store_id, programme_id, version),
  constraint programme_versions_programme_fkey FOREIGN KEY (store_id, programme_id) REFERENCES loyalty.programmes(store_id, id)
);
-- row security: forced; policies: tenant

create table loyalty.programmes (
  store_id           uuid not null,
  id                 uuid not null,
  name_en            text not null,
  name_ar            text not null,
  description        text,
  is_default         boolean not null default false,
  is_active          boolean not null default true,
  points_per_unit_e4 bigint not null default 10000,
  minimum_spend      bigint not null default 0,
  worth_e4           bigint,
  pending_days       integer not null default 0,
  expiry_months      integer default 12,
  return_days        integer not null default 30,
  enrolment          text not null default 'automatic'::text,
  tier_basis         text not null default 'points'::text,
  tier_window        text not null default 'rolling'::text,
  tier_window_months integer not null default 12,
  tier_fall          text not null default 'one_step'::text,
  tier_grace_days    integer not null default 0,
  rules              jsonb not null default '[]'::jsonb,
  rule_version       integer not null default 1,
  starts_at          timestamp with time zone,
  ends_at            timestamp with time zone,
  created_at         timestamp with time zone not null,
  updated_at         timestamp with time zone not null,
  constraint programmes_pkey PRIMARY KEY (store_id, id),
  constraint programmes_basis_check CHECK (tier_basis = ANY (ARRAY['points'::text, 'spend'::text])),
  constraint programmes_dates_check CHECK (starts_at < ends_at),
  constraint programmes_enrolment_check CHECK (enrolment = ANY (ARRAY['automatic'::text, 'consent'::text])),
  constraint programmes_expiry_check CHECK (expiry_months >= 1 AND expiry_months <= 1200),
  constraint programmes_fall_check CHECK (tier_fall = ANY (ARRAY['one_step'::text, 'direct'::text])),
  constraint programmes_grace_check CHECK (tier_grace_days >= 0),
  constraint programmes_minimum_spend_check CHECK (minimum_spend >= 0),
  constraint programmes_pending_check CHECK (pending_days >= 0 AND pending_days <= 365),
  constraint programmes_rate_check CHECK (points_per_unit_e4 >= 0 AND points_per_unit_e4 <= '1000000000000'::bigint),
  constraint programmes_return_check CHECK (return_days >= 1 AND return_days <= 3650),
  constraint programmes_window_check CHECK (tier_window = ANY (ARRAY['rolling'::text, 'calendar'::text])),
  constraint programmes_window_months_check CHECK (tier_window_months >= 1 AND tier_window_months <= 120),
  constraint programmes_worth_check CHECK (worth_e4 >= 0)
);
CREATE UNIQUE INDEX programmes_default_key ON loyalty.programmes USING btree (store_id) WHERE is_default;
-- row security: forced; policies: tenant

create table loyalty.qualifying_days (
  store_id   uuid not null,
  account_id uuid not null,
  day        date not null,
  points     bigint not null default 0,
  spend      bigint not null default 0,
  constraint qualifying_days_pkey PRIMARY KEY (store_id, account_id, day)
);
-- row security: forced; policies: tenant

create table loyalty.tier_history (
  store_id          uuid not null,
  account_id        uuid not null,
  at                timestamp with time zone not null,
  id                uuid not null,
  from_key          text,
  to_key            text,
  reason            text not null,
  qualifying_points bigint not null,
  constraint tier_history_pkey PRIMARY KEY (store_id, account_id, at, id),
  constraint tier_history_account_fkey FOREIGN KEY (store_id, account_id) REFERENCES loyalty.accounts(store_id, id),
  constraint tier_history_reason_check CHECK (reason = ANY (ARRAY['earned'::text, 'period_end'::text, 'manual'::text, 'rules'::text, 'merge'::text]))
);
-- row security: forced; policies: tenant

create table loyalty.tiers (
  store_id           uuid not null,
  programme_id       uuid not null,
  key                text not null,
  name_en            text not null,
  name_ar            text not null,
  threshold          bigint not null,
  multiplier_percent integer not null default 100,
  benefits           jsonb not null default '[]'::jsonb,
  constraint tiers_pkey PRIMARY KEY (store_id, programme_id, key),
  constraint tiers_threshold_key UNIQUE (store_id, programme_id, threshold),
  constraint tiers_programme_fkey FOREIGN KEY (store_id, programme_id) REFERENCES loyalty.programmes(store_id, id),
  constraint tiers_key_check CHECK (key ~ '^[a-z0-9][a-z0-9_-]{0,39}$'::text),
  constraint tiers_multiplier_check CHECK (multiplier_percent >= 0 AND multiplier_percent <= 10000),
  constraint tiers_threshold_check CHECK (threshold >= 0)
);
-- row security: forced; policies: tenant

-- Functions
--   loyalty.append_v1(a loyalty.accounts, p_now timestamp with time zone, p_id uuid, p_salt bytea, p_kind text, p_amount bigint, p_counter uuid, p_occurred timestamp with time zone, p_key bytea, p_details text, p_lots uuid[], p_deltas bigint[], p_order uuid DEFAULT NULL::uuid, p_location uuid DEFAULT NULL::uuid, p_presented uuid DEFAULT NULL::uuid, p_rule_version integer DEFAULT NULL::integer) returns loyalty.accounts
--   loyalty.business_key_v1(p_kind text, p_source text, p_source_id text, p_line integer) returns bytea
--   loyalty.chain_step_v1(p_previous bytea, p_head bytea, p_body bytea) returns bytea
--   loyalty.chain_v1(p_head bytea, p_body bytea) returns bytea
--   loyalty.derived_id_v1(p_base uuid, p_n integer) returns uuid
--   loyalty.derived_salt_v1(p_salt bytea, p_id uuid) returns bytea
--   loyalty.earn_v1(p_store uuid, p_now timestamp with time zone, p_time_zone text, p_items jsonb) returns TABLE(n integer, status text, owner_id uuid, entry_id uuid, points bigint, is_pending boolean, repaid bigint, available bigint, pending bigint, held bigint, debt bigint, lifetime bigint, programme_id uuid, tier_from text, tier_to text, tier_since timestamp with time zone, tier_held_until timestamp with time zone, qualifying bigint)
--   loyalty.earned_before_v1(p_store uuid, p_now timestamp with time zone, p_time_zone text, p_items jsonb, p_fresh uuid[]) returns TABLE(n integer, status text, owner_id uuid, entry_id uuid, points bigint, is_pending boolean, repaid bigint, available bigint, pending bigint, held bigint, debt bigint, lifetime bigint, programme_id uuid, tier_from text, tier_to text, tier_since timestamp with time zone, tier_held_until timestamp with time zone, qualifying bigint)
--   loyalty.entry_body_v1(p_store uuid, p_account uuid, p_sequence bigint, p_id uuid, p_kind text, p_amount bigint, p_counter uuid, p_occurred timestamp with time zone, p_key bytea, p_rule uuid, p_rule_version integer, p_movements bytea, p_details bytea) returns bytea
--   loyalty.expire_v1(p_store uuid, p_now timestamp with time zone, p_until timestamp with time zone, p_accounts uuid[], p_limit integer, p_base uuid, p_salt bytea) returns TABLE(account_id uuid, owner_id uuid, entry_id uuid, points bigint, available bigint, lots bigint)
--   loyalty.give_back_v1(p_store uuid, p_account uuid, p_now timestamp with time zone, p_id uuid, p_salt bytea, p_redemption uuid, p_points bigint, p_order uuid, p_refund uuid, p_occurred timestamp with time zone) returns void
--   loyalty.kind_code_v1(p_kind text) returns smallint
--   loyalty.ladder_v1(p_store uuid, p_now timestamp with time zone, p_time_zone text) returns TABLE(programme_id uuid, rule_version integer, pending_days integer, expiry_months integer, tier_basis text, keys text[], thresholds bigint[], window_start date, held_until timestamp with time zone)
--   loyalty.mature_v1(p_store uuid, p_account uuid, p_now timestamp with time zone, p_salt bytea) returns loyalty.accounts
--   loyalty.micros_v1(p_at timestamp with time zone) returns bigint
--   loyalty.movement_v1(p_lot uuid, p_delta bigint, p_from timestamp with time zone, p_expires timestamp with time zone) returns bytea
--   loyalty.note_repayments_v1(p_store uuid, p_credits uuid[]) returns void
--   loyalty.order_number_v1(p_store uuid, p_entry uuid) returns text
--   loyalty.reverse_v1(p_store uuid, p_now timestamp with time zone, p_time_zone text, p_items jsonb) returns TABLE(n integer, status text, account_id uuid, owner_id uuid, taken bigint, returned bigint, owed bigint, available bigint, pending bigint, held bigint, debt bigint, lifetime bigint)
--   loyalty.save_v1(a loyalty.accounts) returns void
--   loyalty.settle_v1(a loyalty.accounts, p_now timestamp with time zone, p_id uuid, p_salt bytea, p_occurred timestamp with time zone) returns loyalty.accounts
--   loyalty.spend_v1(p_store uuid, p_now timestamp with time zone, p_items jsonb) returns TABLE(n integer, status text, owner_id uuid, entry_id uuid, points bigint, available bigint, pending bigint, held bigint, debt bigint, lifetime bigint)
--   loyalty.standings_v1(p_store uuid, p_now timestamp with time zone, p_time_zone text, p_customers uuid[], p_ids uuid[], p_salt bytea, p_lock boolean) returns TABLE(customer_id uuid, account_id uuid, programme_id uuid, available bigint, pending bigint, held bigint, debt bigint, lifetime bigint, tier_key text, tier_since timestamp with time zone, tier_held_until timestamp with time zone, qualifying bigint)
--   loyalty.take_back_v1(p_store uuid, p_account uuid, p_now timestamp with time zone, p_time_zone text, p_id uuid, p_salt bytea, p_credit uuid, p_points bigint, p_order uuid, p_refund uuid, p_occurred timestamp with time zone) returns bigint
