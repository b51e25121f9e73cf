-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema referrals, to read; the migrations are what is run.

create table referrals.code_attempts (
  store_id     uuid not null,
  subject      bytea not null,
  window_start timestamp with time zone not null,
  failures     integer not null,
  constraint code_attempts_pkey PRIMARY KEY (store_id, subject)
);
-- row security: forced; policies: tenant

create table referrals.codes (
  store_id     uuid not null,
  code         text not null,
  customer_id  uuid not null,
  presented_id uuid not null,
  issued_at    timestamp with time zone not null,
  retired_at   timestamp with time zone,
  constraint codes_pkey PRIMARY KEY (store_id, code),
  constraint codes_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id),
  constraint codes_shape CHECK (code ~ '^[2-9CDFGHJKMNPRTVWXY]{8}$'::text)
);
CREATE INDEX codes_customer_idx ON referrals.codes USING btree (store_id, customer_id);
CREATE UNIQUE INDEX codes_current_key ON referrals.codes USING btree (store_id, presented_id) WHERE (retired_at IS NULL);
-- row security: forced; policies: tenant

create table referrals.marks (
  store_id     uuid not null,
  kind         text not null,
  mark         bytea not null,
  customer_id  uuid not null,
  presented_id uuid not null,
  seen_at      timestamp with time zone not null,
  constraint marks_pkey PRIMARY KEY (store_id, kind, mark, presented_id),
  constraint marks_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id),
  constraint marks_kind CHECK (kind = ANY (ARRAY['device'::text, 'network'::text, 'address'::text, 'phone'::text, 'email'::text, 'payment'::text]))
);
CREATE INDEX marks_customer_idx ON referrals.marks USING btree (store_id, customer_id);
-- row security: forced; policies: tenant

create table referrals.referrals (
  store_id              uuid not null,
  id                    uuid not null,
  referrer_id           uuid not null,
  referrer_presented_id uuid not null,
  friend_id             uuid,
  friend_presented_id   uuid,
  code                  text,
  address_hash          bytea,
  address_mask          text,
  stage                 text not null,
  review                text not null default 'none'::text,
  concerns              text[] not null default '{}'::text[],
  rejection             text,
  referrer_points       bigint not null,
  friend_points         bigint not null,
  minimum_order         bigint not null,
  holding_days          integer not null,
  order_until           timestamp with time zone,
  capped                boolean not null default false,
  order_id              uuid,
  order_total           bigint,
  refunded_at           timestamp with time zone,
  note                  text,
  decided_by            uuid,
  decided_at            timestamp with time zone,
  created_at            timestamp with time zone not null,
  invited_at            timestamp with time zone,
  joined_at             timestamp with time zone,
  qualified_at          timestamp with time zone,
  due_at                timestamp with time zone,
  rewarded_at           timestamp with time zone,
  rejected_at           timestamp with time zone,
  constraint referrals_pkey PRIMARY KEY (store_id, id),
  constraint referrals_address_key UNIQUE (store_id, referrer_presented_id, address_hash),
  constraint referrals_friend_key UNIQUE (store_id, friend_presented_id),
  constraint referrals_friend_fkey FOREIGN KEY (store_id, friend_id) REFERENCES customers.customers(store_id, id),
  constraint referrals_referrer_fkey FOREIGN KEY (store_id, referrer_id) REFERENCES customers.customers(store_id, id),
  constraint referrals_joined CHECK ((stage = 'invited'::text) = (friend_id IS NULL)),
  constraint referrals_qualified CHECK (stage <> 'qualified'::text OR due_at IS NOT NULL AND order_id IS NOT NULL),
  constraint referrals_review CHECK (review = ANY (ARRAY['none'::text, 'held'::text, 'approved'::text, 'rejected'::text])),
  constraint referrals_stage CHECK (stage = ANY (ARRAY['invited'::text, 'joined'::text, 'qualified'::text, 'rewarded'::text, 'rejected'::text]))
);
CREATE INDEX referrals_created_idx ON referrals.referrals USING btree (store_id, created_at, id);
CREATE INDEX referrals_due_idx ON referrals.referrals USING btree (store_id, due_at) WHERE (stage = 'qualified'::text);
CREATE INDEX referrals_friend_idx ON referrals.referrals USING btree (store_id, friend_id);
CREATE INDEX referrals_held_idx ON referrals.referrals USING btree (store_id, qualified_at) WHERE (review = 'held'::text);
CREATE INDEX referrals_mask_idx ON referrals.referrals USING btree (store_id, invited_at) WHERE (address_hash IS NOT NULL);
CREATE INDEX referrals_order_idx ON referrals.referrals USING btree (store_id, order_id) WHERE (order_id IS NOT NULL);
CREATE INDEX referrals_referrer_idx ON referrals.referrals USING btree (store_id, referrer_id, created_at);
CREATE INDEX referrals_waiting_idx ON referrals.referrals USING btree (store_id, order_until) WHERE (stage = 'joined'::text);
-- row security: forced; policies: tenant

create table referrals.refusals (
  store_id    uuid not null,
  id          uuid not null,
  customer_id uuid,
  act         text not null,
  reason      text not null,
  at          timestamp with time zone not null,
  constraint refusals_pkey PRIMARY KEY (store_id, id),
  constraint refusals_act CHECK (act = ANY (ARRAY['invite'::text, 'use_code'::text, 'look_up'::text]))
);
CREATE INDEX refusals_customer_idx ON referrals.refusals USING btree (store_id, customer_id, at);
CREATE INDEX refusals_time_idx ON referrals.refusals USING btree (store_id, at, id);
-- row security: forced; policies: tenant

create table referrals.rewards (
  store_id     uuid not null,
  referral_id  uuid not null,
  role         text not null,
  customer_id  uuid not null,
  presented_id uuid not null,
  points       bigint not null,
  entry_id     uuid,
  rewarded_at  timestamp with time zone not null,
  constraint rewards_pkey PRIMARY KEY (store_id, referral_id, role),
  constraint rewards_referral_fkey FOREIGN KEY (store_id, referral_id) REFERENCES referrals.referrals(store_id, id),
  constraint rewards_role CHECK (role = ANY (ARRAY['referrer'::text, 'friend'::text]))
);
CREATE INDEX rewards_customer_idx ON referrals.rewards USING btree (store_id, customer_id, rewarded_at);
CREATE INDEX rewards_time_idx ON referrals.rewards USING btree (store_id, rewarded_at) INCLUDE (role, customer_id, points);
-- row security: forced; policies: tenant

create table referrals.settings (
  store_id        uuid not null,
  is_active       boolean not null,
  valid_from      timestamp with time zone,
  valid_until     timestamp with time zone,
  referrer_points bigint not null,
  friend_points   bigint not null,
  minimum_order   bigint not null,
  holding_days    integer not null,
  join_days       integer not null,
  order_days      integer not null,
  cap_rewards     integer not null,
  cap_days        integer not null,
  invites_per_day integer not null,
  reviews_all     boolean not null,
  reviews_network boolean not null,
  message_en      text,
  message_ar      text,
  updated_at      timestamp with time zone not null,
  constraint settings_pkey PRIMARY KEY (store_id),
  constraint settings_cap_days CHECK (cap_days >= 1 AND cap_days <= 366),
  constraint settings_cap_rewards CHECK (cap_rewards > 0),
  constraint settings_dates CHECK (valid_from < valid_until),
  constraint settings_friend_points CHECK (friend_points >= 0),
  constraint settings_holding_days CHECK (holding_days >= 0 AND holding_days <= 365),
  constraint settings_invites_per_day CHECK (invites_per_day > 0),
  constraint settings_join_days CHECK (join_days >= 0 AND join_days <= 365),
  constraint settings_minimum_order CHECK (minimum_order >= 0),
  constraint settings_order_days CHECK (order_days >= 1 AND order_days <= 730),
  constraint settings_referrer_points CHECK (referrer_points >= 0)
);
-- row security: forced; policies: tenant

create table referrals.steps (
  store_id    uuid not null,
  id          uuid not null,
  referral_id uuid not null,
  what        text not null,
  at          timestamp with time zone not null,
  by          uuid,
  note        text,
  constraint steps_pkey PRIMARY KEY (store_id, id),
  constraint steps_referral_fkey FOREIGN KEY (store_id, referral_id) REFERENCES referrals.referrals(store_id, id) ON DELETE CASCADE,
  constraint steps_what CHECK (what = ANY (ARRAY['invited'::text, 'joined'::text, 'qualified'::text, 'held'::text, 'approved'::text, 'rewarded'::text, 'rejected'::text, 'undone'::text]))
);
CREATE INDEX steps_referral_idx ON referrals.steps USING btree (store_id, referral_id, id);
-- row security: forced; policies: tenant

-- Functions
--   referrals.neighbours_v1(p_store uuid, p_customer uuid, p_except uuid, p_kinds text[], p_crowd integer) returns TABLE(customer_id uuid, kinds text[])
--   referrals.ring_v1(p_store uuid, p_referral uuid, p_referrer uuid, p_friend uuid, p_kinds text[], p_crowd integer, p_depth integer) returns TABLE(step integer, from_id uuid, to_id uuid, kinds text[])
