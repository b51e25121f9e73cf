create schema settings;
grant usage on schema settings to wafa_app;

-- Global: a request must find its store before a tenant is set. Holds no personal data.
create table settings.stores (
  id uuid not null,
  slug text not null,
  host_name text,
  name text not null,
  name_ar text,
  currency text not null,
  time_zone text not null,
  language text not null,
  color text,
  country text,
  settings jsonb not null default '{}'::jsonb,
  created_at timestamptz not null,
  constraint stores_pkey primary key (id),
  constraint stores_slug_key unique (slug),
  constraint stores_host_name_key unique (host_name),
  constraint stores_slug_check check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  constraint stores_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint stores_language_check check (language in ('ar', 'en')),
  constraint stores_country_check check (country ~ '^[A-Z]{2}$')
);
grant select, insert, update on settings.stores to wafa_app;

create table settings.locations (
  store_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  name_ar text,
  kind text not null,
  parent_id uuid,
  is_active boolean not null default true,
  created_at timestamptz not null,
  constraint locations_pkey primary key (store_id, id),
  constraint locations_code_key unique (store_id, code),
  constraint locations_parent_fkey foreign key (store_id, parent_id) references settings.locations (store_id, id),
  constraint locations_kind_check check (kind in ('branch', 'till', 'online')),
  constraint locations_parent_check check (parent_id <> id)
);
select platform.protect('settings.locations');

create table settings.roles (
  store_id uuid not null,
  key text not null,
  name text not null,
  name_ar text,
  permissions text[] not null,
  points_adjust_limit bigint,
  created_at timestamptz not null,
  constraint roles_pkey primary key (store_id, key),
  constraint roles_limit_check check (points_adjust_limit >= 0)
);
select platform.protect('settings.roles');

-- role is a built-in key (settings/access/rules.ts) or a row of settings.roles.
create table settings.staff (
  store_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  name text not null,
  email text not null,
  role text not null,
  location_id uuid,
  is_active boolean not null default true,
  created_at timestamptz not null,
  constraint staff_pkey primary key (store_id, id),
  constraint staff_account_key unique (store_id, account_id),
  constraint staff_location_fkey foreign key (store_id, location_id) references settings.locations (store_id, id)
);
create index staff_role_idx on settings.staff (store_id, role);
select platform.protect('settings.staff');

-- Global: which stores an account belongs to, read at sign-in before any tenant is chosen. A row for
-- each active row of settings.staff, written with it; ids only.
create table settings.memberships (
  account_id uuid not null,
  tenant_id uuid not null,
  staff_id uuid not null,
  constraint memberships_pkey primary key (account_id, tenant_id)
);
grant select, insert, update, delete on settings.memberships to wafa_app;

create table settings.api_keys (
  store_id uuid not null,
  id uuid not null,
  name text not null,
  prefix text not null,
  secret_hash bytea not null,
  scopes text[] not null,
  created_by uuid not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  constraint api_keys_pkey primary key (store_id, id),
  constraint api_keys_hash_check check (octet_length(secret_hash) = 32)
);
select platform.protect('settings.api_keys');

create table settings.switches (
  store_id uuid not null,
  capability text not null,
  enabled boolean not null,
  constraint switches_pkey primary key (store_id, capability)
);
select platform.protect('settings.switches');
