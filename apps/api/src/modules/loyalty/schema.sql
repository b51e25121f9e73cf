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
CREATE INDEX accounts_tier_end ON loyalty.accounts USING btree (store_id, tier_held_until, id) WHERE (tier_held_until IS NOT NULL);
-- row security: forced; policies: tenant

create table loyalty.balance_imports (
  store_id      uuid not null,
  id            uuid not null,
  file_hash     bytea not null,
  file_name     text not null,
  state         text not null,
  line          bigint not null default 0,
  rejects_bytes bigint not null default 0,
  totals        jsonb not null,
  started_at    timestamp with time zone not null,
  updated_at    timestamp with time zone not null,
  constraint balance_imports_pkey PRIMARY KEY (store_id, id),
  constraint balance_imports_file_key UNIQUE (store_id, file_hash),
  constraint balance_imports_state_check CHECK (state = ANY (ARRAY['running'::text, 'finished'::text]))
);
-- row security: forced; policies: tenant

create table loyalty.closed_days (
  store_id  uuid not null,
  day       date not null,
  time_zone text not null,
  constraint closed_days_pkey PRIMARY KEY (store_id)
);
-- row security: forced; policies: tenant

create table loyalty.code_attempts (
  store_id     uuid not null,
  actor_id     uuid not null,
  window_start timestamp with time zone not null,
  failures     integer not null,
  constraint code_attempts_pkey PRIMARY KEY (store_id, actor_id)
);
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
CREATE INDEX entries_recorded ON loyalty.entries USING brin (store_id, recorded_at) WITH (pages_per_range='32', autosummarize='on');
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

create table loyalty.hold_captures (
  store_id uuid not null,
  hold_id  uuid not null,
  entry_id uuid not null,
  points   bigint not null,
  constraint hold_captures_pkey PRIMARY KEY (store_id, hold_id, entry_id),
  constraint hold_captures_hold_fkey FOREIGN KEY (store_id, hold_id) REFERENCES loyalty.holds(store_id, id),
  constraint hold_captures_points_check CHECK (points > 0)
);
-- row security: forced; policies: tenant

create table loyalty.hold_lots (
  store_id uuid not null,
  hold_id  uuid not null,
  lot_id   uuid not null,
  points   bigint not null,
  captured bigint not null default 0,
  constraint hold_lots_pkey PRIMARY KEY (store_id, hold_id, lot_id),
  constraint hold_lots_hold_fkey FOREIGN KEY (store_id, hold_id) REFERENCES loyalty.holds(store_id, id),
  constraint hold_lots_captured_check CHECK (captured >= 0 AND captured <= points),
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
  constraint keys_kind_check CHECK (kind = ANY (ARRAY['credit'::text, 'reversal'::text, 'spend'::text, 'hold'::text, 'capture'::text, 'adjust'::text, 'transfer'::text, 'cancel'::text])),
  constraint keys_line_check CHECK (line >= 0)
);
-- row security: forced; policies: tenant

create table loyalty.liability_days (
  store_id     uuid not null,
  programme_id uuid not null,
  day          date not null,
  held         bigint not null,
  debt         bigint not null,
  constraint liability_days_pkey PRIMARY KEY (store_id, programme_id, day)
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
  act_id     uuid,
  constraint order_points_pkey PRIMARY KEY (store_id, order_id, entry_id, line_no),
  constraint order_points_direction_check CHECK (direction = ANY (ARRAY['earned'::text, 'redeemed'::text])),
  constraint order_points_line_total_check CHECK (line_total >= 0),
  constraint order_points_points_check CHECK (points > 0 AND undone >= 0 AND undone <= points)
);
-- row security: forced; policies: tenant

create table loyalty.partner_codes (
  store_id      uuid not null,
  reward_id     uuid not null,
  code          text not null,
  position      bigint not null,
  redemption_id uuid,
  added_at      timestamp with time zone not null,
  constraint partner_codes_pkey PRIMARY KEY (store_id, reward_id, code),
  constraint partner_codes_redemption_key UNIQUE (store_id, redemption_id),
  constraint partner_codes_reward_fkey FOREIGN KEY (store_id, reward_id) REFERENCES loyalty.rewards(store_id, id)
);
CREATE INDEX partner_codes_free ON loyalty.partner_codes USING btree (store_id, reward_id, "position") WHERE (redemption_id IS NULL);
-- row security: forced; policies: tenant

create table loyalty.pending_days (
  store_id     uuid not null,
  programme_id uuid not null,
  day          date not null,
  matures_on   date not null,
  points       bigint not null,
  constraint pending_days_pkey PRIMARY KEY (store_id, programme_id, day, matures_on)
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
  store_id            uuid not null,
  id                  uuid not null,
  name_en             text not null,
  name_ar             text not null,
  description         text,
  is_default          boolean not null default false,
  is_active           boolean not null default true,
  points_per_unit_e4  bigint not null default 10000,
  minimum_spend       bigint not null default 0,
  worth_e4            bigint,
  pending_days        integer not null default 0,
  expiry_months       integer default 12,
  return_days         integer not null default 30,
  enrolment           text not null default 'automatic'::text,
  tier_basis          text not null default 'points'::text,
  tier_window         text not null default 'rolling'::text,
  tier_window_months  integer not null default 12,
  tier_fall           text not null default 'one_step'::text,
  tier_grace_days     integer not null default 0,
  rules               jsonb not null default '[]'::jsonb,
  rule_version        integer not null default 1,
  starts_at           timestamp with time zone,
  ends_at             timestamp with time zone,
  created_at          timestamp with time zone not null,
  updated_at          timestamp with time zone not null,
  transfers           boolean not null default false,
  number              integer not null,
  expiry_warning_days integer[] not null default '{30,7}'::integer[],
  tier_warning_days   integer not null default 30,
  constraint programmes_pkey PRIMARY KEY (store_id, id),
  constraint programmes_number_key UNIQUE (store_id, number),
  constraint programmes_basis_check CHECK (tier_basis = ANY (ARRAY['points'::text, 'spend'::text])),
  constraint programmes_dates_check CHECK (starts_at < ends_at),
  constraint programmes_enrolment_check CHECK (enrolment = ANY (ARRAY['automatic'::text, 'consent'::text])),
  constraint programmes_expiry_check CHECK (expiry_months >= 1 AND expiry_months <= 1200),
  constraint programmes_expiry_warning_check CHECK ((1 <= ALL (expiry_warning_days)) AND (365 >= ALL (expiry_warning_days))),
  constraint programmes_fall_check CHECK (tier_fall = ANY (ARRAY['one_step'::text, 'direct'::text])),
  constraint programmes_grace_check CHECK (tier_grace_days >= 0),
  constraint programmes_minimum_spend_check CHECK (minimum_spend >= 0),
  constraint programmes_number_check CHECK (number >= 0),
  constraint programmes_pending_check CHECK (pending_days >= 0 AND pending_days <= 365),
  constraint programmes_rate_check CHECK (points_per_unit_e4 >= 0 AND points_per_unit_e4 <= '1000000000000'::bigint),
  constraint programmes_return_check CHECK (return_days >= 1 AND return_days <= 3650),
  constraint programmes_tier_warning_check CHECK (tier_warning_days >= 0 AND tier_warning_days <= 180),
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

create table loyalty.redemptions (
  store_id          uuid not null,
  id                uuid not null,
  code              text not null,
  account_id        uuid not null,
  presented_id      uuid not null,
  reward_id         uuid,
  reward_type       text not null,
  reward_value      bigint,
  sku               text,
  points            bigint not null,
  entry_id          uuid,
  status            text not null default 'issued'::text,
  issued_at         timestamp with time zone not null,
  expires_at        timestamp with time zone not null,
  cancellable_until timestamp with time zone,
  returns_points    boolean not null,
  points_returned   bigint not null default 0,
  used_at           timestamp with time zone,
  ended_at          timestamp with time zone,
  issued_by         uuid not null,
  used_by           uuid,
  ended_by          uuid,
  location_id       uuid,
  order_source      text,
  order_source_id   text,
  transaction_scope text,
  transaction_id    text,
  constraint redemptions_pkey PRIMARY KEY (store_id, id),
  constraint redemptions_code_key UNIQUE (store_id, code),
  constraint redemptions_transaction_key UNIQUE (store_id, transaction_scope, transaction_id),
  constraint redemptions_account_fkey FOREIGN KEY (store_id, account_id) REFERENCES loyalty.accounts(store_id, id),
  constraint redemptions_reward_fkey FOREIGN KEY (store_id, reward_id) REFERENCES loyalty.rewards(store_id, id),
  constraint redemptions_points_check CHECK (points >= 0 AND points_returned >= 0 AND points_returned <= points AND (entry_id IS NULL) = (points = 0)),
  constraint redemptions_status_check CHECK (status = ANY (ARRAY['issued'::text, 'used'::text, 'cancelled'::text, 'expired'::text])),
  constraint redemptions_times_check CHECK (expires_at > issued_at AND (status = 'used'::text) = (used_at IS NOT NULL) AND (status = ANY (ARRAY['cancelled'::text, 'expired'::text])) = (ended_at IS NOT NULL)),
  constraint redemptions_transaction_check CHECK ((transaction_id IS NULL) = (transaction_scope IS NULL))
);
CREATE INDEX redemptions_account ON loyalty.redemptions USING btree (store_id, account_id, reward_id);
CREATE INDEX redemptions_due ON loyalty.redemptions USING btree (store_id, expires_at) WHERE (status = 'issued'::text);
CREATE INDEX redemptions_issued ON loyalty.redemptions USING btree (store_id, issued_at, id);
CREATE INDEX redemptions_reward ON loyalty.redemptions USING btree (store_id, reward_id, issued_at);
-- row security: forced; policies: tenant

create table loyalty.rewards (
  store_id       uuid not null,
  id             uuid not null,
  programme_id   uuid not null,
  name_en        text not null,
  name_ar        text not null,
  description_en text,
  description_ar text,
  image_url      text,
  points_cost    bigint not null,
  reward_type    text not null,
  reward_value   bigint,
  sku            text,
  stock          bigint,
  redeemed       bigint not null default 0,
  low_stock_at   bigint,
  per_customer   integer,
  valid_from     timestamp with time zone,
  valid_until    timestamp with time zone,
  code_days      integer not null,
  cancel_hours   integer not null,
  returns_points boolean not null,
  tiers          text[] not null default '{}'::text[],
  segments       text[] not null default '{}'::text[],
  is_active      boolean not null,
  position       integer not null,
  archived_at    timestamp with time zone,
  created_at     timestamp with time zone not null,
  updated_at     timestamp with time zone not null,
  constraint rewards_pkey PRIMARY KEY (store_id, id),
  constraint rewards_programme_fkey FOREIGN KEY (store_id, programme_id) REFERENCES loyalty.programmes(store_id, id),
  constraint rewards_cancel_check CHECK (cancel_hours >= 0),
  constraint rewards_code_days_check CHECK (code_days >= 1 AND code_days <= 3650),
  constraint rewards_cost_check CHECK (points_cost >= 1 AND points_cost <= 1000000000),
  constraint rewards_dates_check CHECK (valid_from < valid_until),
  constraint rewards_per_customer_check CHECK (per_customer > 0),
  constraint rewards_sku_check CHECK ((sku IS NOT NULL) = (reward_type = 'free_product'::text)),
  constraint rewards_stock_check CHECK (redeemed >= 0 AND redeemed <= stock),
  constraint rewards_type_check CHECK (reward_type = ANY (ARRAY['discount_fixed'::text, 'discount_percent'::text, 'free_product'::text, 'free_shipping'::text, 'gift_card'::text, 'partner_code'::text])),
  constraint rewards_value_check CHECK (reward_value > 0 AND (reward_type <> 'discount_percent'::text OR reward_value <= 100))
);
CREATE INDEX rewards_shown ON loyalty.rewards USING btree (store_id, "position", id) WHERE (archived_at IS NULL);
-- row security: forced; policies: tenant

create table loyalty.root_blocks (
  store_id      uuid not null,
  day           date not null,
  number        integer not null,
  cut_off       timestamp with time zone not null,
  first_account uuid not null,
  last_account  uuid not null,
  count         integer not null,
  hash          bytea not null,
  constraint root_blocks_pkey PRIMARY KEY (store_id, day, number),
  constraint root_blocks_count_check CHECK (count > 0),
  constraint root_blocks_hash_check CHECK (octet_length(hash) = 32)
);
-- row security: forced; policies: tenant

create table loyalty.root_leaves (
  store_id uuid not null,
  day      date not null,
  number   integer not null,
  hashes   bytea not null,
  constraint root_leaves_pkey PRIMARY KEY (store_id, day, number)
);
-- row security: forced; policies: tenant

create table loyalty.roots (
  store_id      uuid not null,
  day           date not null,
  cut_off       timestamp with time zone not null,
  count         bigint not null,
  tree_root     bytea not null,
  previous_root bytea not null,
  key_id        text not null,
  public_key    bytea not null,
  signature     bytea not null,
  constraint roots_pkey PRIMARY KEY (store_id, day),
  constraint roots_count_check CHECK (count >= 0),
  constraint roots_hashes_check CHECK (octet_length(tree_root) = 32 AND octet_length(previous_root) = 32 AND octet_length(public_key) = 32 AND octet_length(signature) = 64)
);
-- row security: forced; policies: tenant

create table loyalty.rule_days (
  store_id   uuid not null,
  account_id uuid not null,
  rule_id    text not null,
  day        date not null,
  points     bigint not null,
  constraint rule_days_pkey PRIMARY KEY (store_id, account_id, rule_id, day),
  constraint rule_days_points_check CHECK (points > 0)
);
-- row security: forced; policies: tenant

create table loyalty.tier_grants (
  store_id   uuid not null,
  account_id uuid not null,
  tier_key   text not null,
  until      timestamp with time zone not null,
  reason     text not null,
  given_by   uuid not null,
  given_at   timestamp with time zone not null,
  constraint tier_grants_pkey PRIMARY KEY (store_id, account_id),
  constraint tier_grants_account_fkey FOREIGN KEY (store_id, account_id) REFERENCES loyalty.accounts(store_id, id)
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

create table loyalty.warnings (
  store_id   uuid not null,
  account_id uuid not null,
  kind       text not null,
  due_at     timestamp with time zone not null,
  days_ahead integer not null,
  points     bigint not null,
  sent_at    timestamp with time zone not null,
  constraint warnings_pkey PRIMARY KEY (store_id, account_id, kind, due_at, days_ahead),
  constraint warnings_kind_check CHECK (kind = ANY (ARRAY['points'::text, 'tier'::text]))
);
-- row security: forced; policies: tenant

create view loyalty.v_accounts with (security_invoker = true) as
 SELECT store_id,
    id AS account_id,
    programme_id,
    owner_id AS customer_id,
    status,
    available,
    pending,
    held,
    debt,
    lifetime,
    opened_at
   FROM loyalty.accounts;

create view loyalty.v_moves with (security_invoker = true) as
 SELECT e.store_id,
    e.account_id,
    a.owner_id AS customer_id,
    a.programme_id,
    h.key AS house,
    e.amount AS points,
    e.recorded_at
   FROM loyalty.entries e
     JOIN loyalty.accounts a ON a.store_id = e.store_id AND a.id = e.account_id
     JOIN loyalty.house_accounts h ON h.store_id = e.store_id AND h.id = e.counter_id;

create view loyalty.v_redemptions with (security_invoker = true) as
 SELECT r.store_id,
    r.id AS redemption_id,
    a.programme_id,
    a.owner_id AS customer_id,
    r.reward_id,
    w.name_en,
    w.name_ar,
    r.points,
    r.status,
    r.issued_at
   FROM loyalty.redemptions r
     JOIN loyalty.accounts a ON a.store_id = r.store_id AND a.id = r.account_id
     LEFT JOIN loyalty.rewards w ON w.store_id = r.store_id AND w.id = r.reward_id;

-- Functions
--   loyalty.adjust_v1(p_store uuid, p_now timestamp with time zone, p_time_zone text, p_items jsonb) returns TABLE(n integer, status text, owner_id uuid, entry_id uuid, points bigint, available bigint)
--   loyalty.append_v1(a loyalty.accounts, p_now timestamp with time zone, p_id uuid, p_salt bytea, p_kind text, p_amount bigint, p_counter uuid, p_occurred timestamp with time zone, p_key bytea, p_details text, p_lots uuid[], p_deltas bigint[], p_order uuid DEFAULT NULL::uuid, p_location uuid DEFAULT NULL::uuid, p_presented uuid DEFAULT NULL::uuid, p_rule_version integer DEFAULT NULL::integer) returns loyalty.accounts
--   loyalty.balance_v1(p_store uuid, p_accounts uuid[], OUT owner_id uuid, OUT available bigint, OUT pending bigint, OUT held bigint, OUT debt bigint, OUT lifetime bigint) returns record
--   loyalty.business_key_v1(p_kind text, p_source text, p_source_id text, p_line integer) returns bytea
--   loyalty.cancel_entry_v1(p_entry loyalty.entries, p_now timestamp with time zone, p_salt bytea, p_details text) returns void
--   loyalty.cancel_v1(p_store uuid, p_now timestamp with time zone, p_items jsonb) returns TABLE(n integer, status text, owner_id uuid, entry_id uuid, points bigint, available bigint)
--   loyalty.capture_lots_v1(h loyalty.holds, p_now timestamp with time zone, p_item jsonb, p_key bytea, p_points bigint) returns loyalty.holds
--   loyalty.capture_v1(p_store uuid, p_now timestamp with time zone, p_items jsonb) returns TABLE(n integer, status text, owner_id uuid, entry_id uuid, points bigint, hold jsonb, available bigint)
--   loyalty.chain_step_v1(p_previous bytea, p_head bytea, p_body bytea) returns bytea
--   loyalty.chain_v1(p_head bytea, p_body bytea) returns bytea
--   loyalty.close_days_v1(p_store uuid, p_from date, p_to date, p_time_zone text) returns void
--   loyalty.derived_id_v1(p_base uuid, p_n integer) returns uuid
--   loyalty.derived_salt_v1(p_salt bytea, p_id uuid) returns bytea
--   loyalty.earn_v1(p_store uuid, p_now timestamp with time zone, p_time_zone text, p_items jsonb) returns TABLE(n integer, status text, owner_id uuid, entry_id uuid, points bigint, is_pending boolean, repaid bigint, available bigint, pending bigint, held bigint, debt bigint, lifetime bigint, programme_id uuid, tier_from text, tier_to text, tier_since timestamp with time zone, tier_held_until timestamp with time zone, qualifying bigint)
--   loyalty.earned_before_v1(p_store uuid, p_now timestamp with time zone, p_time_zone text, p_items jsonb, p_fresh uuid[]) returns TABLE(n integer, status text, owner_id uuid, entry_id uuid, points bigint, is_pending boolean, repaid bigint, available bigint, pending bigint, held bigint, debt bigint, lifetime bigint, programme_id uuid, tier_from text, tier_to text, tier_since timestamp with time zone, tier_held_until timestamp with time zone, qualifying bigint)
--   loyalty.end_hold_v1(h loyalty.holds, p_now timestamp with time zone, p_status text, p_salt bytea) returns loyalty.holds
--   loyalty.entry_body_v1(p_store uuid, p_account uuid, p_sequence bigint, p_id uuid, p_kind text, p_amount bigint, p_counter uuid, p_occurred timestamp with time zone, p_key bytea, p_rule uuid, p_rule_version integer, p_movements bytea, p_details bytea) returns bytea
--   loyalty.expire_v1(p_store uuid, p_now timestamp with time zone, p_until timestamp with time zone, p_accounts uuid[], p_limit integer, p_base uuid, p_salt bytea) returns TABLE(account_id uuid, owner_id uuid, entry_id uuid, points bigint, available bigint, lots bigint)
--   loyalty.give_back_v1(p_store uuid, p_account uuid, p_now timestamp with time zone, p_id uuid, p_salt bytea, p_redemption uuid, p_points bigint, p_order uuid, p_refund uuid, p_occurred timestamp with time zone) returns void
--   loyalty.give_v1(p_store uuid, p_now timestamp with time zone, p_time_zone text, p_account uuid, p_item jsonb, p_key bytea) returns void
--   loyalty.hold_v1(p_store uuid, p_now timestamp with time zone, p_items jsonb) returns TABLE(n integer, status text, owner_id uuid, hold jsonb, available bigint)
--   loyalty.kind_code_v1(p_kind text) returns smallint
--   loyalty.ladder_v1(p_store uuid, p_now timestamp with time zone, p_time_zone text) returns TABLE(programme_id uuid, rule_version integer, pending_days integer, expiry_months integer, tier_basis text, keys text[], thresholds bigint[], window_start date, held_until timestamp with time zone)
--   loyalty.latest_v1(p_store uuid, p_accounts uuid[], p_now timestamp with time zone) returns timestamp with time zone
--   loyalty.liability_moves_v1(p_store uuid, p_from timestamp with time zone, p_to timestamp with time zone, p_time_zone text) returns TABLE(what text, programme_id uuid, house_id uuid, day date, matures_on date, points bigint, entries bigint)
--   loyalty.lock_holds_v1(p_store uuid, p_holds uuid[]) returns void
--   loyalty.lock_owners_v1(p_store uuid, p_accounts uuid[]) returns uuid[]
--   loyalty.mature_v1(p_store uuid, p_account uuid, p_now timestamp with time zone, p_salt bytea) returns loyalty.accounts
--   loyalty.micros_v1(p_at timestamp with time zone) returns bigint
--   loyalty.mine_v1(p_store uuid, p_account uuid, p_locked uuid[]) returns uuid[]
--   loyalty.move_v1(p_store uuid, p_now timestamp with time zone, p_item jsonb, p_mine uuid[], p_to uuid, p_key bytea) returns void
--   loyalty.movement_v1(p_lot uuid, p_delta bigint, p_from timestamp with time zone, p_expires timestamp with time zone) returns bytea
--   loyalty.note_repayments_v1(p_store uuid, p_credits uuid[]) returns void
--   loyalty.order_number_v1(p_store uuid, p_entry uuid) returns text
--   loyalty.owe_v1(p_store uuid, p_now timestamp with time zone, p_item jsonb, p_merge uuid, p_from uuid, p_to uuid, p_points bigint) returns void
--   loyalty.owner_balance_v1(p_store uuid, p_account uuid, OUT owner_id uuid, OUT available bigint) returns record
--   loyalty.pick_v1(p_store uuid, p_accounts uuid[], p_points bigint, OUT accounts uuid[], OUT lots uuid[], OUT points bigint[]) returns record
--   loyalty.ready_v1(p_store uuid, p_accounts uuid[], p_now timestamp with time zone, p_id uuid, p_salt bytea) returns void
--   loyalty.redeem_v1(p_store uuid, p_now timestamp with time zone, p_item jsonb, p_key bytea, p_held boolean, p_accounts uuid[], p_lots uuid[], p_points bigint[]) returns TABLE(account_id uuid, entry_id uuid, points bigint)
--   loyalty.release_v1(p_store uuid, p_now timestamp with time zone, p_holds uuid[], p_timed_out boolean, p_salt bytea) returns TABLE(status text, owner_id uuid, hold jsonb, freed bigint, available bigint)
--   loyalty.retier_v1(p_store uuid, p_programme uuid, p_now timestamp with time zone, p_time_zone text, p_after uuid, p_limit integer, p_apply boolean, p_base uuid) returns TABLE(account_id uuid, owner_id uuid, speaks boolean, from_key text, to_key text)
--   loyalty.return_to_lots_v1(a loyalty.accounts, p_now timestamp with time zone, p_redemption uuid, p_after bigint, p_upto bigint, OUT lots uuid[], OUT deltas bigint[]) returns record
--   loyalty.reverse_v1(p_store uuid, p_now timestamp with time zone, p_time_zone text, p_items jsonb) returns TABLE(n integer, status text, account_id uuid, owner_id uuid, taken bigint, returned bigint, owed bigint, available bigint, pending bigint, held bigint, debt bigint, lifetime bigint)
--   loyalty.review_tiers_v1(p_store uuid, p_now timestamp with time zone, p_time_zone text, p_limit integer, p_base uuid) returns TABLE(account_id uuid, owner_id uuid, speaks boolean, from_key text, to_key text)
--   loyalty.save_v1(a loyalty.accounts) returns void
--   loyalty.separate_v1(p_store uuid, p_now timestamp with time zone, p_merge uuid, p_from uuid, p_into uuid, p_presented uuid[], p_starts jsonb, p_id uuid, p_salt bytea) returns TABLE(programme_id uuid, points bigint, owed bigint)
--   loyalty.settle_v1(a loyalty.accounts, p_now timestamp with time zone, p_id uuid, p_salt bytea, p_occurred timestamp with time zone) returns loyalty.accounts
--   loyalty.spend_v1(p_store uuid, p_now timestamp with time zone, p_items jsonb) returns TABLE(n integer, status text, owner_id uuid, entry_id uuid, points bigint, available bigint, pending bigint, held bigint, debt bigint, lifetime bigint)
--   loyalty.standings_v2(p_store uuid, p_now timestamp with time zone, p_time_zone text, p_programmes uuid[], p_customers uuid[], p_ids uuid[], p_salt bytea, p_lock boolean) returns TABLE(customer_id uuid, account_id uuid, programme_id uuid, status text, available bigint, pending bigint, held bigint, debt bigint, lifetime bigint, tier_key text, tier_since timestamp with time zone, tier_held_until timestamp with time zone, qualifying bigint)
--   loyalty.take_back_v1(p_store uuid, p_account uuid, p_now timestamp with time zone, p_time_zone text, p_id uuid, p_salt bytea, p_credit uuid, p_points bigint, p_order uuid, p_refund uuid, p_occurred timestamp with time zone) returns bigint
--   loyalty.take_v1(p_store uuid, p_now timestamp with time zone, p_item jsonb, p_kind text, p_counter uuid, p_key bytea, p_step integer, p_held boolean, p_accounts uuid[], p_lots uuid[], p_points bigint[]) returns TABLE(account_id uuid, entry_id uuid, points bigint)
--   loyalty.tier_outlook_v1(p_store uuid, p_accounts uuid[], p_now timestamp with time zone, p_time_zone text) returns TABLE(account_id uuid, owner_id uuid, speaks boolean, programme_id uuid, tier_key text, keys text[], thresholds bigint[], rank integer, current bigint, qualifying bigint, lands_on integer, missing bigint, held_until timestamp with time zone, ends_at timestamp with time zone, next_until timestamp with time zone, first_day date)
--   loyalty.transfer_v1(p_store uuid, p_now timestamp with time zone, p_items jsonb) returns TABLE(n integer, status text, owner_id uuid, to_owner_id uuid, entry_id uuid, points bigint, available bigint, to_available bigint)
--   loyalty.warn_points_v1(p_store uuid, p_now timestamp with time zone, p_time_zone text, p_after_at timestamp with time zone, p_after_id uuid, p_limit integer) returns TABLE(account_id uuid, owner_id uuid, due_at timestamp with time zone, points bigint, days integer, is_new boolean)
--   loyalty.warn_tiers_v1(p_store uuid, p_now timestamp with time zone, p_time_zone text, p_after_at timestamp with time zone, p_after_id uuid, p_limit integer) returns TABLE(account_id uuid, owner_id uuid, due_at timestamp with time zone, points bigint, from_key text, to_key text, ends_at timestamp with time zone, is_new boolean)
