-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema settings, to read; the migrations are what is run.

create table settings.api_keys (
  store_id     uuid not null,
  id           uuid not null,
  name         text not null,
  prefix       text not null,
  secret_hash  bytea not null,
  scopes       text[] not null,
  created_by   uuid not null,
  created_at   timestamp with time zone not null,
  last_used_at timestamp with time zone,
  expires_at   timestamp with time zone,
  revoked_at   timestamp with time zone,
  constraint api_keys_pkey PRIMARY KEY (store_id, id),
  constraint api_keys_hash_check CHECK (octet_length(secret_hash) = 32)
);
-- row security: forced; policies: tenant

create table settings.locations (
  store_id   uuid not null,
  id         uuid not null,
  code       text not null,
  name       text not null,
  name_ar    text,
  kind       text not null,
  parent_id  uuid,
  is_active  boolean not null default true,
  created_at timestamp with time zone not null,
  constraint locations_pkey PRIMARY KEY (store_id, id),
  constraint locations_code_key UNIQUE (store_id, code),
  constraint locations_parent_fkey FOREIGN KEY (store_id, parent_id) REFERENCES settings.locations(store_id, id),
  constraint locations_kind_check CHECK (kind = ANY (ARRAY['branch'::text, 'till'::text, 'online'::text])),
  constraint locations_parent_check CHECK (parent_id <> id)
);
-- row security: forced; policies: tenant

create table settings.memberships (
  account_id uuid not null,
  tenant_id  uuid not null,
  staff_id   uuid not null,
  constraint memberships_pkey PRIMARY KEY (account_id, tenant_id)
);
-- row security: off; policies: none

create table settings.roles (
  store_id            uuid not null,
  key                 text not null,
  name                text not null,
  name_ar             text,
  permissions         text[] not null,
  points_adjust_limit bigint,
  created_at          timestamp with time zone not null,
  constraint roles_pkey PRIMARY KEY (store_id, key),
  constraint roles_limit_check CHECK (points_adjust_limit >= 0)
);
-- row security: forced; policies: tenant

create table settings.staff (
  store_id    uuid not null,
  id          uuid not null,
  account_id  uuid not null,
  name        text not null,
  email       text not null,
  role        text not null,
  location_id uuid,
  is_active   boolean not null default true,
  created_at  timestamp with time zone not null,
  constraint staff_pkey PRIMARY KEY (store_id, id),
  constraint staff_account_key UNIQUE (store_id, account_id),
  constraint staff_location_fkey FOREIGN KEY (store_id, location_id) REFERENCES settings.locations(store_id, id)
);
CREATE INDEX staff_role_idx ON settings.staff USING btree (store_id, role);
-- row security: forced; policies: tenant

create table settings.stores (
  id         uuid not null,
  slug       text not null,
  host_name  text,
  name       text not null,
  name_ar    text,
  currency   text not null,
  time_zone  text not null,
  language   text not null,
  color      text,
  country    text,
  settings   jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null,
  constraint stores_pkey PRIMARY KEY (id),
  constraint stores_host_name_key UNIQUE (host_name),
  constraint stores_slug_key UNIQUE (slug),
  constraint stores_country_check CHECK (country ~ '^[A-Z]{2}$'::text),
  constraint stores_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint stores_language_check CHECK (language = ANY (ARRAY['ar'::text, 'en'::text])),
  constraint stores_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)
);
-- row security: off; policies: none

create table settings.switches (
  store_id   uuid not null,
  capability text not null,
  enabled    boolean not null,
  constraint switches_pkey PRIMARY KEY (store_id, capability)
);
-- row security: forced; policies: tenant
