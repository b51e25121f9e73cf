-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema customers, to read; the migrations are what is run.

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
CREATE UNIQUE INDEX addresses_default_billing_key ON customers.addresses USING btree (store_id, customer_id) WHERE is_default_billing;
CREATE UNIQUE INDEX addresses_default_shipping_key ON customers.addresses USING btree (store_id, customer_id) WHERE is_default_shipping;
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
  search_text               text not null generated always as (' '::text || customers.fold_v1((((((((((((((first_name || ' '::text) || last_name) || ' '::text) || COALESCE(first_name_ar, ''::text)) || ' '::text) || COALESCE(last_name_ar, ''::text)) || ' '::text) || COALESCE(company_name, ''::text)) || ' '::text) || COALESCE(email, ''::text)) || ' '::text) || COALESCE(phone, ''::text)) || ' '::text) || card_number)) stored,
  sort_name                 text not null generated always as ("left"(customers.fold_v1( CASE WHEN type = 'business'::text AND company_name IS NOT NULL THEN company_name ELSE (first_name || ' '::text) || last_name END), 200)) stored,
  sort_email                text not null generated always as (COALESCE(email, ''::text)) stored,
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
CREATE INDEX customers_created_at_idx ON customers.customers USING btree (store_id, created_at, id) INCLUDE (status, type);
CREATE INDEX customers_merged_into_idx ON customers.customers USING btree (store_id, merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX customers_search_idx ON customers.customers USING gin (store_id, search_text gin_trgm_ops);
CREATE INDEX customers_sort_email_idx ON customers.customers USING btree (store_id, sort_email, id);
CREATE INDEX customers_sort_name_idx ON customers.customers USING btree (store_id, sort_name, id);
-- row security: forced; policies: search (wafa_search), tenant

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
  segment         text,
  constraint facts_pkey PRIMARY KEY (store_id, customer_id),
  constraint facts_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id)
);
CREATE INDEX facts_last_visit_idx ON customers.facts USING btree (store_id, last_visit_at, customer_id);
CREATE INDEX facts_tier_idx ON customers.facts USING btree (store_id, tier) WHERE (tier IS NOT NULL);
CREATE INDEX facts_total_spent_idx ON customers.facts USING btree (store_id, total_spent, customer_id);
-- row security: forced; policies: tenant

create table customers.memberships (
  store_id    uuid not null,
  segment_key text not null,
  customer_id uuid not null,
  since       timestamp with time zone not null,
  why         jsonb not null default '{}'::jsonb,
  constraint memberships_pkey PRIMARY KEY (store_id, segment_key, customer_id),
  constraint memberships_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id)
);
CREATE INDEX memberships_customer_idx ON customers.memberships USING btree (store_id, customer_id);
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

create table customers.tags (
  store_id    uuid not null,
  tag         text not null,
  customer_id uuid not null,
  constraint tags_pkey PRIMARY KEY (store_id, tag, customer_id),
  constraint tags_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id)
);
CREATE INDEX tags_customer_idx ON customers.tags USING btree (store_id, customer_id);
-- row security: forced; policies: tenant

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
    erased_at
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
    segment
   FROM customers.facts;

create view customers.v_memberships with (security_invoker = true) as
 SELECT store_id,
    segment_key,
    customer_id,
    since,
    why
   FROM customers.memberships;

-- Functions
--   customers.fold_v1(value text) returns text
--   customers.search_v1(p_store uuid, p_patterns text[], p_words text[], p_limit integer) returns SETOF uuid security definer, owned by wafa_search
