-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema customers, to read; the migrations are what is run.

create table customers.address_decisions (
  store_id       uuid not null,
  id             uuid not null,
  address_id     uuid not null,
  status         text not null,
  decided_by     uuid not null,
  decided_at     timestamp with time zone not null,
  waited_seconds bigint not null,
  constraint address_decisions_pkey PRIMARY KEY (store_id, id),
  constraint address_decisions_status CHECK (status = ANY (ARRAY['VERIFIED'::text, 'REJECTED'::text]))
);
CREATE INDEX address_decisions_time_idx ON customers.address_decisions USING btree (store_id, decided_at);
-- row security: forced; policies: tenant

create table customers.addresses (
  store_id            uuid not null,
  id                  uuid not null,
  customer_id         uuid not null,
  street1             text not null,
  street2             text,
  city                text not null,
  state               text not null default ''::text,
  postal_code         text not null default ''::text,
  country             text,
  is_default_billing  boolean not null default false,
  is_default_shipping boolean not null default false,
  latitude            double precision,
  longitude           double precision,
  status              text not null default 'PENDING'::text,
  verified_by         uuid,
  verified_at         timestamp with time zone,
  notes               text,
  created_at          timestamp with time zone not null,
  updated_at          timestamp with time zone not null,
  constraint addresses_pkey PRIMARY KEY (store_id, id),
  constraint addresses_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id),
  constraint addresses_coordinates CHECK ((latitude IS NULL) = (longitude IS NULL)),
  constraint addresses_country CHECK (country ~ '^[A-Z]{2}$'::text),
  constraint addresses_latitude CHECK (latitude >= '-90'::integer::double precision AND latitude <= 90::double precision),
  constraint addresses_longitude CHECK (longitude >= '-180'::integer::double precision AND longitude <= 180::double precision),
  constraint addresses_status CHECK (status = ANY (ARRAY['PENDING'::text, 'VERIFIED'::text, 'REJECTED'::text]))
);
CREATE INDEX addresses_customer_idx ON customers.addresses USING btree (store_id, customer_id, created_at);
CREATE INDEX addresses_status_idx ON customers.addresses USING btree (store_id, status, updated_at, id);
CREATE UNIQUE INDEX addresses_default_billing_key ON customers.addresses USING btree (store_id, customer_id) WHERE is_default_billing;
CREATE UNIQUE INDEX addresses_default_shipping_key ON customers.addresses USING btree (store_id, customer_id) WHERE is_default_shipping;
-- row security: forced; policies: tenant

create table customers.card_codes (
  store_id    uuid not null,
  customer_id uuid not null,
  code_hash   bytea not null,
  ends_at     timestamp with time zone not null,
  failures    integer not null default 0,
  used_at     timestamp with time zone,
  used_by     uuid,
  constraint card_codes_pkey PRIMARY KEY (store_id, customer_id),
  constraint card_codes_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id)
);
CREATE INDEX card_codes_ends_at_idx ON customers.card_codes USING btree (store_id, ends_at);
-- row security: forced; policies: tenant

create table customers.card_devices (
  store_id    uuid not null,
  device      text not null,
  customer_id uuid not null,
  public_key  bytea,
  name        text not null,
  key_id      integer not null,
  issued_at   timestamp with time zone not null,
  renewed_at  timestamp with time zone not null,
  ends_at     timestamp with time zone not null,
  revoked_at  timestamp with time zone,
  revoked_by  uuid,
  constraint card_devices_pkey PRIMARY KEY (store_id, device),
  constraint card_devices_public_key_key UNIQUE (store_id, public_key),
  constraint card_devices_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id),
  constraint card_devices_device CHECK (device ~ '^[0-9a-f]{16}$'::text),
  constraint card_devices_public_key CHECK (length(public_key) = 33)
);
CREATE INDEX card_devices_customer_idx ON customers.card_devices USING btree (store_id, customer_id);
CREATE INDEX card_devices_ends_at_idx ON customers.card_devices USING btree (store_id, ends_at);
CREATE INDEX card_devices_revoked_idx ON customers.card_devices USING btree (store_id, ends_at) WHERE (revoked_at IS NOT NULL);
-- row security: forced; policies: tenant

create table customers.card_keys (
  store_id   uuid not null,
  key_id     integer not null,
  since      timestamp with time zone not null,
  withdraws  boolean not null,
  started_by uuid not null,
  constraint card_keys_pkey PRIMARY KEY (store_id, key_id),
  constraint card_keys_id CHECK (key_id >= 2 AND key_id <= 65534)
);
-- row security: forced; policies: tenant

create table customers.card_replays (
  store_id   uuid not null,
  device     text not null,
  step       bigint not null,
  till_id    text not null,
  scanned_at timestamp with time zone not null,
  scanned_by uuid not null,
  constraint card_replays_pkey PRIMARY KEY (store_id, device, step, till_id),
  constraint card_replays_scan_fkey FOREIGN KEY (store_id, device, step) REFERENCES customers.card_scans(store_id, device, step) ON DELETE CASCADE
);
-- row security: forced; policies: tenant

create table customers.card_scans (
  store_id   uuid not null,
  device     text not null,
  step       bigint not null,
  till_id    text not null,
  scanned_at timestamp with time zone not null,
  scanned_by uuid not null,
  judged     boolean not null,
  constraint card_scans_pkey PRIMARY KEY (store_id, device, step),
  constraint card_scans_device_fkey FOREIGN KEY (store_id, device) REFERENCES customers.card_devices(store_id, device)
);
CREATE INDEX card_scans_scanned_at_idx ON customers.card_scans USING btree (store_id, scanned_at);
-- row security: forced; policies: tenant

create table customers.consents (
  store_id    uuid not null,
  id          uuid not null,
  customer_id uuid not null,
  what        text not null,
  before      boolean not null,
  after       boolean not null,
  source      text not null,
  actor_id    uuid not null,
  wording     text,
  at          timestamp with time zone not null,
  constraint consents_pkey PRIMARY KEY (store_id, id),
  constraint consents_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id),
  constraint consents_source CHECK (source = ANY (ARRAY['portal'::text, 'staff'::text, 'api'::text, 'sign_up'::text, 'import'::text, 'system'::text]))
);
CREATE INDEX consents_customer_idx ON customers.consents USING btree (store_id, customer_id, id);
-- row security: forced; policies: tenant

create table customers.count_changes (
  store_id  uuid not null,
  id        bigint not null generated by default as identity,
  dimension text not null,
  key       text not null,
  delta     bigint not null,
  constraint count_changes_pkey PRIMARY KEY (store_id, id)
);
-- row security: forced; policies: tenant

create table customers.counts (
  store_id  uuid not null,
  dimension text not null,
  key       text not null,
  count     bigint not null,
  constraint counts_pkey PRIMARY KEY (store_id, dimension, key)
);
-- row security: forced; policies: tenant

create table customers.customers (
  store_id                  uuid not null,
  id                        uuid not null,
  card_number               text not null,
  type                      text not null default 'individual'::text,
  status                    text not null default 'active'::text,
  first_name                text not null,
  last_name                 text not null default ''::text,
  first_name_ar             text,
  last_name_ar              text,
  company_name              text,
  tax_number                text,
  email                     text,
  phone                     text,
  birthday                  date,
  language                  text,
  preferred_categories      text[] not null default '{}'::text[],
  tags                      text[] not null default '{}'::text[],
  custom_fields             jsonb not null default '{}'::jsonb,
  communication_preferences jsonb not null default '{}'::jsonb,
  privacy                   jsonb not null default '{}'::jsonb,
  source                    text,
  source_id                 text,
  version                   bigint not null default 1,
  merged_into               uuid,
  created_at                timestamp with time zone not null,
  updated_at                timestamp with time zone not null,
  closed_at                 timestamp with time zone,
  erased_at                 timestamp with time zone,
  sort_name                 text not null generated always as ("left"(customers.fold_v1( CASE WHEN type = 'business'::text AND company_name IS NOT NULL THEN company_name ELSE (first_name || ' '::text) || last_name END), 200)) stored,
  sort_email                text not null generated always as (COALESCE(email, ''::text)) stored,
  search_terms              text[] not null generated always as (customers.search_terms_v1((((((((first_name || ' '::text) || last_name) || ' # '::text) || COALESCE(first_name_ar, ''::text)) || ' '::text) || COALESCE(last_name_ar, ''::text)) || ' # '::text) || COALESCE(company_name, ''::text))) stored,
  erase_after               timestamp with time zone,
  birthday_changes          smallint not null default 0,
  constraint customers_pkey PRIMARY KEY (store_id, id),
  constraint customers_card_number_key UNIQUE (store_id, card_number),
  constraint customers_email_key UNIQUE (store_id, email),
  constraint customers_phone_key UNIQUE (store_id, phone),
  constraint customers_source_key UNIQUE (store_id, source, source_id),
  constraint customers_merged_into_fkey FOREIGN KEY (store_id, merged_into) REFERENCES customers.customers(store_id, id),
  constraint customers_card_number_shape CHECK (card_number ~ '^[1-9][0-9]{11}$'::text),
  constraint customers_email_lower CHECK (email = lower(email)),
  constraint customers_language CHECK (language = ANY (ARRAY['ar'::text, 'en'::text])),
  constraint customers_merged_status CHECK (merged_into IS NULL OR (status = ANY (ARRAY['merged'::text, 'closed'::text]))),
  constraint customers_phone_shape CHECK (phone ~ '^\+[1-9][0-9]{4,14}$'::text),
  constraint customers_status CHECK (status = ANY (ARRAY['active'::text, 'inactive'::text, 'suspended'::text, 'closed'::text, 'merged'::text])),
  constraint customers_type CHECK (type = ANY (ARRAY['individual'::text, 'business'::text]))
);
CREATE INDEX customers_card_tail_idx ON customers.customers USING btree (store_id, reverse(card_number) COLLATE "C");
CREATE INDEX customers_created_at_idx ON customers.customers USING btree (store_id, created_at, id) INCLUDE (status, type);
CREATE INDEX customers_erase_after_idx ON customers.customers USING btree (store_id, erase_after) WHERE ((erase_after IS NOT NULL) AND (erased_at IS NULL));
CREATE INDEX customers_merged_into_idx ON customers.customers USING btree (store_id, merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX customers_phone_tail_idx ON customers.customers USING btree (store_id, reverse(phone)) WHERE (phone IS NOT NULL);
CREATE INDEX customers_search_terms_idx ON customers.customers USING gin (store_id, search_terms) WITH (fastupdate=off);
CREATE INDEX customers_sort_email_idx ON customers.customers USING btree (store_id, sort_email, id);
CREATE INDEX customers_sort_name_idx ON customers.customers USING btree (store_id, sort_name, id);
CREATE INDEX customers_status_idx ON customers.customers USING btree (store_id, status, created_at, id) WHERE (status <> 'active'::text);
-- row security: forced; policies: search (wafa_search), tenant

create table customers.duplicate_pairs (
  store_id    uuid not null,
  id          uuid not null,
  a_id        uuid not null,
  b_id        uuid not null,
  score       double precision not null,
  weight      double precision not null,
  reasons     jsonb not null,
  fingerprint text not null,
  status      text not null default 'open'::text,
  found_at    timestamp with time zone not null,
  decided_at  timestamp with time zone,
  decided_by  uuid,
  constraint duplicate_pairs_pkey PRIMARY KEY (store_id, id),
  constraint duplicate_pairs_both_key UNIQUE (store_id, a_id, b_id),
  constraint duplicate_pairs_a_fkey FOREIGN KEY (store_id, a_id) REFERENCES customers.customers(store_id, id),
  constraint duplicate_pairs_b_fkey FOREIGN KEY (store_id, b_id) REFERENCES customers.customers(store_id, id),
  constraint duplicate_pairs_order CHECK (a_id < b_id),
  constraint duplicate_pairs_status CHECK (status = ANY (ARRAY['open'::text, 'dismissed'::text, 'merged'::text]))
);
CREATE INDEX duplicate_pairs_b_idx ON customers.duplicate_pairs USING btree (store_id, b_id);
CREATE INDEX duplicate_pairs_list_idx ON customers.duplicate_pairs USING btree (store_id, status, score, weight, id);
-- row security: forced; policies: tenant

create table customers.duplicate_scans (
  store_id   uuid not null,
  id         uuid not null,
  state      text not null,
  phase      text not null,
  cursor     uuid not null,
  step       integer not null default 0,
  total      integer not null,
  read       integer not null default 0,
  done       integer not null default 0,
  found      integer not null default 0,
  started_at timestamp with time zone not null,
  started_by uuid not null,
  moved_at   timestamp with time zone not null,
  ended_at   timestamp with time zone,
  constraint duplicate_scans_pkey PRIMARY KEY (store_id, id),
  constraint duplicate_scans_phase CHECK (phase = ANY (ARRAY['reading'::text, 'learning'::text, 'comparing'::text, 'done'::text])),
  constraint duplicate_scans_state CHECK (state = ANY (ARRAY['running'::text, 'done'::text]))
);
CREATE UNIQUE INDEX duplicate_scans_running_key ON customers.duplicate_scans USING btree (store_id) WHERE (state = 'running'::text);
-- row security: forced; policies: tenant

create table customers.facts (
  store_id        uuid not null,
  customer_id     uuid not null,
  status          text not null,
  type            text not null,
  created_at      timestamp with time zone not null,
  total_spent     bigint not null default 0,
  total_orders    bigint not null default 0,
  visits          bigint not null default 0,
  first_order_at  timestamp with time zone,
  last_order_at   timestamp with time zone,
  last_visit_at   timestamp with time zone not null default '-infinity'::timestamp with time zone,
  tier            text,
  points          bigint not null default 0,
  lifetime_points bigint not null default 0,
  churn_risk      real,
  expected_orders real,
  predicted_spend bigint,
  next_order_at   timestamp with time zone,
  scored_at       timestamp with time zone,
  constraint facts_pkey PRIMARY KEY (store_id, customer_id),
  constraint facts_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id),
  constraint facts_churn_risk_check CHECK (churn_risk >= 0::double precision AND churn_risk <= 1::double precision)
);
CREATE INDEX facts_last_visit_idx ON customers.facts USING btree (store_id, last_visit_at, customer_id);
CREATE INDEX facts_status_idx ON customers.facts USING btree (store_id, status) WHERE (status <> 'active'::text);
CREATE INDEX facts_tier_idx ON customers.facts USING btree (store_id, tier) WHERE (tier IS NOT NULL);
CREATE INDEX facts_total_spent_idx ON customers.facts USING btree (store_id, total_spent, customer_id);
-- row security: forced; policies: tenant

create table customers.fields (
  store_id   uuid not null,
  key        text not null,
  name_en    text not null,
  name_ar    text not null,
  type       text not null,
  choices    text[] not null default '{}'::text[],
  required   boolean not null default false,
  personal   boolean not null default true,
  position   integer not null,
  archived   boolean not null default false,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint fields_pkey PRIMARY KEY (store_id, key),
  constraint fields_type CHECK (type = ANY (ARRAY['text'::text, 'number'::text, 'boolean'::text, 'date'::text, 'choice'::text]))
);
-- row security: forced; policies: tenant

create table customers.import_rows (
  store_id  uuid not null,
  import_id uuid not null,
  line      bigint not null,
  cells     jsonb not null,
  reason    text,
  constraint import_rows_pkey PRIMARY KEY (store_id, import_id, line),
  constraint import_rows_import_fkey FOREIGN KEY (store_id, import_id) REFERENCES customers.imports(store_id, id)
);
-- row security: forced; policies: tenant

create table customers.imports (
  store_id      uuid not null,
  id            uuid not null,
  file_hash     bytea not null,
  file_name     text,
  state         text not null,
  source        text not null,
  mapping       jsonb not null,
  line          bigint not null default 0,
  rejects_bytes bigint not null default 0,
  total         bigint not null,
  totals        jsonb not null,
  started_at    timestamp with time zone not null,
  updated_at    timestamp with time zone not null,
  finished_at   timestamp with time zone,
  constraint imports_pkey PRIMARY KEY (store_id, id),
  constraint imports_file_key UNIQUE (store_id, file_hash),
  constraint imports_state_check CHECK (state = ANY (ARRAY['running'::text, 'finished'::text]))
);
CREATE INDEX imports_started_idx ON customers.imports USING btree (store_id, started_at, id);
-- row security: forced; policies: tenant

create table customers.match_keys (
  store_id    uuid not null,
  key         bigint not null,
  customer_id uuid not null,
  constraint match_keys_pkey PRIMARY KEY (store_id, key, customer_id)
);
CREATE INDEX match_keys_customer_idx ON customers.match_keys USING btree (store_id, customer_id, key);
-- row security: forced; policies: tenant

create table customers.match_models (
  store_id     uuid not null,
  model        jsonb not null,
  sample_size  integer not null,
  customers    integer not null,
  key_version  integer not null,
  estimated_at timestamp with time zone not null,
  constraint match_models_pkey PRIMARY KEY (store_id)
);
-- row security: forced; policies: tenant

create table customers.memberships (
  store_id    uuid not null,
  customer_id uuid not null,
  segment     text,
  segments    text[] not null,
  since       timestamp with time zone[] not null,
  causes      text[] not null,
  constraint memberships_pkey PRIMARY KEY (store_id, customer_id),
  constraint memberships_lists_check CHECK (cardinality(since) = cardinality(segments) AND cardinality(causes) = cardinality(segments))
);
-- row security: forced; policies: tenant

create table customers.merge_journal (
  store_id   uuid not null,
  merge_id   uuid not null,
  table_name text not null,
  row_id     text not null,
  before     jsonb,
  after      jsonb,
  constraint merge_journal_pkey PRIMARY KEY (store_id, merge_id, table_name, row_id),
  constraint merge_journal_merge_fkey FOREIGN KEY (store_id, merge_id) REFERENCES customers.merges(store_id, id)
);
-- row security: forced; policies: tenant

create table customers.merges (
  store_id  uuid not null,
  id        uuid not null,
  from_id   uuid not null,
  into_id   uuid not null,
  reason    text,
  merged_at timestamp with time zone not null,
  merged_by uuid not null,
  undone_at timestamp with time zone,
  undone_by uuid,
  constraint merges_pkey PRIMARY KEY (store_id, id),
  constraint merges_from_fkey FOREIGN KEY (store_id, from_id) REFERENCES customers.customers(store_id, id),
  constraint merges_into_fkey FOREIGN KEY (store_id, into_id) REFERENCES customers.customers(store_id, id),
  constraint merges_two_check CHECK (from_id <> into_id)
);
CREATE INDEX merges_into_idx ON customers.merges USING btree (store_id, into_id, id);
CREATE UNIQUE INDEX merges_open_key ON customers.merges USING btree (store_id, from_id) WHERE (undone_at IS NULL);
-- row security: forced; policies: tenant

create table customers.name_tokens (
  store_id uuid not null,
  token    text not null,
  sound    text,
  near     text[] not null generated always as (customers.near_words_v1(token)) stored,
  constraint name_tokens_pkey PRIMARY KEY (store_id, token)
);
CREATE INDEX name_tokens_near_idx ON customers.name_tokens USING gin (store_id, near) WITH (fastupdate=off);
CREATE INDEX name_tokens_sound_idx ON customers.name_tokens USING btree (store_id, sound);
-- row security: forced; policies: search (wafa_search), tenant

create table customers.notes (
  store_id     uuid not null,
  id           uuid not null,
  customer_id  uuid not null,
  presented_id uuid not null,
  text         text not null,
  pinned       boolean not null,
  created_by   uuid not null,
  created_at   timestamp with time zone not null,
  updated_at   timestamp with time zone not null,
  constraint notes_pkey PRIMARY KEY (store_id, id),
  constraint notes_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id)
);
CREATE INDEX notes_customer_idx ON customers.notes USING btree (store_id, customer_id, pinned, id);
-- row security: forced; policies: tenant

create table customers.saved_views (
  store_id   uuid not null,
  id         uuid not null,
  owner_id   uuid not null,
  name       text not null,
  shared     boolean not null,
  filter     jsonb not null,
  sort_by    text not null,
  sort_order text not null,
  columns    text[] not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint saved_views_pkey PRIMARY KEY (store_id, id),
  constraint saved_views_name_key UNIQUE (store_id, owner_id, name)
);
CREATE INDEX saved_views_shared_idx ON customers.saved_views USING btree (store_id, name) WHERE shared;
-- row security: forced; policies: tenant

create table customers.status_changes (
  store_id    uuid not null,
  id          uuid not null,
  customer_id uuid not null,
  before      text not null,
  after       text not null,
  reason      text,
  changed_by  uuid not null,
  changed_at  timestamp with time zone not null,
  constraint status_changes_pkey PRIMARY KEY (store_id, id),
  constraint status_changes_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id)
);
CREATE INDEX status_changes_customer_idx ON customers.status_changes USING btree (store_id, customer_id, id);
-- row security: forced; policies: tenant

create table customers.tag_changes (
  store_id    uuid not null,
  id          uuid not null,
  tag         text not null,
  renamed_to  text,
  total       bigint not null,
  processed   bigint not null default 0,
  created_by  uuid not null,
  created_at  timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint tag_changes_pkey PRIMARY KEY (store_id, id)
);
-- row security: forced; policies: tenant

create table customers.tags (
  store_id    uuid not null,
  tag         text not null,
  customer_id uuid not null,
  constraint tags_pkey PRIMARY KEY (store_id, tag, customer_id),
  constraint tags_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id)
);
CREATE INDEX tags_customer_idx ON customers.tags USING btree (store_id, customer_id);
-- row security: forced; policies: tenant

create view customers.v_addresses with (security_invoker = true) as
 SELECT store_id,
    id AS address_id,
    customer_id,
    street1,
    street2,
    city,
    postal_code,
    country
   FROM customers.addresses;

create view customers.v_customers with (security_invoker = true) as
 SELECT store_id,
    id AS customer_id,
    card_number,
    type,
    status,
    first_name,
    last_name,
    first_name_ar,
    last_name_ar,
    company_name,
    email,
    phone,
    birthday,
    language,
    preferred_categories,
    tags,
    custom_fields,
    communication_preferences,
    privacy,
    source,
    source_id,
    merged_into,
    created_at,
    closed_at,
    erased_at,
    birthday_changes
   FROM customers.customers;

create view customers.v_facts with (security_invoker = true) as
 SELECT store_id,
    customer_id,
    status,
    type,
    created_at,
    total_spent,
    total_orders,
    visits,
    first_order_at,
    last_order_at,
        CASE
            WHEN last_visit_at > '-infinity'::timestamp with time zone THEN last_visit_at
            ELSE NULL::timestamp with time zone
        END AS last_visit_at,
    tier,
    points,
    lifetime_points,
    churn_risk,
    expected_orders,
    predicted_spend,
    next_order_at,
    scored_at
   FROM customers.facts;

create view customers.v_joined with (security_invoker = true) as
 SELECT counts.store_id,
    counts.key AS quarter,
    counts.count AS customers
   FROM customers.counts
  WHERE counts.dimension = 'joined'::text
UNION ALL
 SELECT count_changes.store_id,
    count_changes.key AS quarter,
    count_changes.delta AS customers
   FROM customers.count_changes
  WHERE count_changes.dimension = 'joined'::text;

create view customers.v_memberships with (security_invoker = true) as
 SELECT m.store_id,
    m.customer_id,
    l.segment_key,
    l.since,
    l.cause
   FROM customers.memberships m
     CROSS JOIN LATERAL UNNEST(m.segments, m.since, m.causes) l(segment_key, since, cause);

create view customers.v_segments with (security_invoker = true) as
 SELECT store_id,
    customer_id,
    segment,
    segments,
    since,
    causes
   FROM customers.memberships;

create view customers.v_tags with (security_invoker = true) as
 SELECT store_id,
    customer_id,
    tag
   FROM customers.tags;

-- Functions
--   customers.customer_updated() returns trigger
--   customers.customers_deleted() returns trigger
--   customers.customers_inserted() returns trigger
--   customers.fact_counts(status text, type text, tier text) returns TABLE(dimension text, key text)
--   customers.fact_updated() returns trigger
--   customers.facts_deleted() returns trigger
--   customers.facts_inserted() returns trigger
--   customers.fold_v1(value text) returns text
--   customers.memberships_changed() returns trigger
--   customers.named_v1(p_store uuid, p_limit integer, p_found uuid[], p_words integer, p_word integer[], p_token text[], p_ranks integer[], p_rank integer) returns uuid[] security definer, owned by wafa_search
--   customers.near_words_v1(word text) returns text[]
--   customers.profile_counts(status text, language text, source text, created_at timestamp with time zone, closed_at timestamp with time zone) returns TABLE(dimension text, key text)
--   customers.quarter_of(at timestamp with time zone) returns text
--   customers.search_terms_v1(value text) returns text[]
--   customers.search_v2(p_store uuid, p_limit integer, p_exact text[], p_email text, p_phones text[], p_card text, p_tails text[], p_words integer, p_word integer[], p_token text[], p_rank integer[]) returns TABLE(id uuid, rank integer) security definer, owned by wafa_search
--   customers.tokens_like_v1(p_store uuid, p_words text[], p_sounds text[]) returns TABLE(word integer, token text, kind text) security definer, owned by wafa_search
--   customers.unused_tokens_v1(p_store uuid, p_tokens text[]) returns SETOF text security definer, owned by wafa_search
