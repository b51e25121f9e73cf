-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema offers, to read; the migrations are what is run.

create table offers.assignments (
  store_id    uuid not null,
  offer_id    uuid not null,
  customer_id uuid not null,
  is_held_out boolean not null,
  at          timestamp with time zone not null,
  constraint assignments_pkey PRIMARY KEY (store_id, offer_id, customer_id),
  constraint assignments_offer_fkey FOREIGN KEY (store_id, offer_id) REFERENCES offers.offers(store_id, id)
);
-- row security: forced; policies: tenant

create table offers.carried (
  store_id    uuid not null,
  customer_id uuid not null,
  other_id    uuid not null,
  offer_id    uuid not null,
  claims      bigint not null,
  constraint carried_pkey PRIMARY KEY (store_id, customer_id, other_id, offer_id)
);
-- row security: forced; policies: tenant

create table offers.claims (
  store_id     uuid not null,
  id           uuid not null,
  offer_id     uuid not null,
  version      integer not null,
  customer_id  uuid,
  presented_id uuid,
  code         text,
  status       text not null,
  day          date not null,
  claimed_at   timestamp with time zone not null,
  expires_at   timestamp with time zone,
  redeemed_at  timestamp with time zone,
  ended_at     timestamp with time zone,
  order_id     uuid,
  location_id  uuid,
  discount     bigint not null default 0,
  points       bigint not null default 0,
  shares       jsonb,
  by           uuid not null,
  constraint claims_pkey PRIMARY KEY (store_id, id),
  constraint claims_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id),
  constraint claims_version_fkey FOREIGN KEY (store_id, offer_id, version) REFERENCES offers.versions(store_id, offer_id, version),
  constraint claims_amounts_check CHECK (discount >= 0 AND points >= 0),
  constraint claims_presented_check CHECK ((customer_id IS NULL) = (presented_id IS NULL)),
  constraint claims_status_check CHECK (status = ANY (ARRAY['open'::text, 'redeemed'::text, 'lapsed'::text, 'returned'::text])),
  constraint claims_times_check CHECK ((status <> 'redeemed'::text OR redeemed_at IS NOT NULL AND order_id IS NOT NULL) AND (status = ANY (ARRAY['lapsed'::text, 'returned'::text])) = (ended_at IS NOT NULL) AND (status <> 'open'::text OR expires_at IS NOT NULL))
);
CREATE INDEX claims_counted ON offers.claims USING btree (store_id, offer_id, day) WHERE (status = ANY (ARRAY['open'::text, 'redeemed'::text]));
CREATE INDEX claims_due ON offers.claims USING btree (store_id, expires_at) WHERE (status = 'open'::text);
CREATE INDEX claims_of_customer ON offers.claims USING btree (store_id, customer_id, offer_id, day);
CREATE INDEX claims_of_offer ON offers.claims USING btree (store_id, offer_id, claimed_at DESC, id DESC);
CREATE INDEX claims_of_order ON offers.claims USING btree (store_id, order_id) WHERE (order_id IS NOT NULL);
-- row security: forced; policies: tenant

create table offers.code_attempts (
  store_id     uuid not null,
  actor_id     uuid not null,
  window_start timestamp with time zone not null,
  failures     integer not null,
  constraint code_attempts_pkey PRIMARY KEY (store_id, actor_id)
);
-- row security: forced; policies: tenant

create table offers.codes (
  store_id uuid not null,
  code     text not null,
  shown    text not null,
  offer_id uuid not null,
  kind     text not null,
  position bigint not null,
  claim_id uuid,
  added_at timestamp with time zone not null,
  constraint codes_pkey PRIMARY KEY (store_id, code),
  constraint codes_claim_fkey FOREIGN KEY (store_id, claim_id) REFERENCES offers.claims(store_id, id),
  constraint codes_offer_fkey FOREIGN KEY (store_id, offer_id) REFERENCES offers.offers(store_id, id),
  constraint codes_kind_check CHECK (kind = ANY (ARRAY['shared'::text, 'single'::text, 'personal'::text])),
  constraint codes_shared_check CHECK (kind <> 'shared'::text OR claim_id IS NULL)
);
CREATE INDEX codes_claim ON offers.codes USING btree (store_id, claim_id) WHERE (claim_id IS NOT NULL);
CREATE INDEX codes_free ON offers.codes USING btree (store_id, offer_id, "position", code) WHERE ((kind = 'single'::text) AND (claim_id IS NULL));
CREATE INDEX codes_of_offer ON offers.codes USING btree (store_id, offer_id, kind, "position", code);
-- row security: forced; policies: tenant

create table offers.offers (
  store_id        uuid not null,
  id              uuid not null,
  key             text not null,
  status          text not null,
  version         integer not null,
  code_mode       text not null,
  total_limit     bigint,
  money_budget    bigint,
  points_budget   bigint,
  is_limited      boolean not null,
  taken           bigint not null default 0,
  spent_money     bigint not null default 0,
  spent_points    bigint not null default 0,
  seed            bytea not null,
  holdout_percent integer not null,
  started_at      timestamp with time zone,
  ended_at        timestamp with time zone,
  created_at      timestamp with time zone not null,
  updated_at      timestamp with time zone not null,
  constraint offers_pkey PRIMARY KEY (store_id, id),
  constraint offers_key_key UNIQUE (store_id, key),
  constraint offers_code_mode_check CHECK (code_mode = ANY (ARRAY['automatic'::text, 'shared'::text, 'single'::text])),
  constraint offers_holdout_check CHECK (holdout_percent >= 0 AND holdout_percent <= 50),
  constraint offers_limit_check CHECK (taken >= 0 AND taken <= total_limit),
  constraint offers_money_check CHECK (spent_money >= 0 AND spent_money <= money_budget),
  constraint offers_points_check CHECK (spent_points >= 0 AND spent_points <= points_budget),
  constraint offers_seed_check CHECK (octet_length(seed) = 32),
  constraint offers_status_check CHECK (status = ANY (ARRAY['draft'::text, 'active'::text, 'paused'::text, 'ended'::text, 'archived'::text]))
);
CREATE INDEX offers_active ON offers.offers USING btree (store_id) WHERE (status = 'active'::text);
-- row security: forced; policies: tenant

create table offers.people (
  store_id    uuid not null,
  offer_id    uuid not null,
  customer_id uuid not null,
  is_excluded boolean not null,
  at          timestamp with time zone not null,
  constraint people_pkey PRIMARY KEY (store_id, offer_id, customer_id),
  constraint people_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id),
  constraint people_offer_fkey FOREIGN KEY (store_id, offer_id) REFERENCES offers.offers(store_id, id)
);
CREATE INDEX people_of_customer ON offers.people USING btree (store_id, customer_id);
-- row security: forced; policies: tenant

create table offers.versions (
  store_id uuid not null,
  offer_id uuid not null,
  version  integer not null,
  terms    jsonb not null,
  at       timestamp with time zone not null,
  by       uuid not null,
  constraint versions_pkey PRIMARY KEY (store_id, offer_id, version),
  constraint versions_offer_fkey FOREIGN KEY (store_id, offer_id) REFERENCES offers.offers(store_id, id)
);
-- row security: forced; policies: tenant
