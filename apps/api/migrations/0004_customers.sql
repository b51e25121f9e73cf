create schema customers;
grant usage on schema customers to wafa_app;

-- Text as search and sorting compare it: compatibility forms decomposed, marks, tatweel and direction
-- marks gone, lower case, alef/ya/ta marbuta/kaf variants and Arabic-Indic digits made one, punctuation a
-- space. `fold` in directory/rules.ts does the same; a test holds the two together. Letters are mapped by
-- list and not by lower(), whose result depends on the locale of the database. Stored columns are
-- generated from it, so a change is a new function (fold_v2) and a rewrite of those columns.
create function customers.fold_v1(value text) returns text
  language sql immutable strict parallel safe
  return btrim(
    regexp_replace(
      translate(
        regexp_replace(
          normalize(value, NFKD),
          '[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]',
          '', 'g'),
        'ABCDEFGHIJKLMNOPQRSTUVWXYZΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЄҐıøØłŁđĐßٱىیةکھہ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹',
        'abcdefghijklmnopqrstuvwxyzαβγδεζηθικλμνξοπρστυφχψωσабвгдежзиклмнопрстуфхцчшщъыьэюяієґioollddsاييهكهه01234567890123456789'),
      '[\u0009-\u000d \u0085\u1680\u2028\u2029''"’‘“”،؛,;:()/\\|-]+', ' ', 'g'));

-- Identity and profile. Nothing here changes with an order; what does stands in `facts`.
create table customers.customers (
  store_id uuid not null,
  id uuid not null,
  card_number text not null constraint customers_card_number_shape check (card_number ~ '^[1-9][0-9]{11}$'),
  type text not null default 'individual' constraint customers_type check (type in ('individual', 'business')),
  status text not null default 'active'
    constraint customers_status check (status in ('active', 'inactive', 'suspended', 'closed')),
  first_name text not null,
  last_name text not null default '',
  first_name_ar text,
  last_name_ar text,
  company_name text,
  tax_number text,
  email text collate "C" constraint customers_email_lower check (email = lower(email)),
  phone text collate "C" constraint customers_phone_shape check (phone ~ '^\+[1-9][0-9]{4,14}$'),
  birthday date,
  language text constraint customers_language check (language in ('ar', 'en')),
  preferred_categories text[] not null default '{}',
  tags text[] not null default '{}',
  custom_fields jsonb not null default '{}',
  communication_preferences jsonb not null default '{}',
  privacy jsonb not null default '{}',
  source text,
  source_id text,
  version bigint not null default 1,
  merged_into uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  closed_at timestamptz,
  erased_at timestamptz,
  -- The leading space lets a short word be found at the start of a word ('% al%' has trigrams, '%al%' none).
  search_text text collate "C" not null generated always as (
    ' ' || customers.fold_v1(
      first_name || ' ' || last_name || ' ' || coalesce(first_name_ar, '') || ' ' || coalesce(last_name_ar, '')
      || ' ' || coalesce(company_name, '') || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '')
      || ' ' || card_number)) stored,
  -- Cut at 200 characters: one ligature can fold into 18 letters, and an index row holds 2,704 bytes.
  sort_name text collate "C" not null generated always as (
    left(customers.fold_v1(
      case when type = 'business' and company_name is not null then company_name
        else first_name || ' ' || last_name end), 200)) stored,
  sort_email text collate "C" not null generated always as (coalesce(email, '')) stored,
  constraint customers_pkey primary key (store_id, id),
  constraint customers_card_number_key unique (store_id, card_number),
  constraint customers_email_key unique (store_id, email),
  constraint customers_phone_key unique (store_id, phone),
  constraint customers_source_key unique (store_id, source, source_id),
  constraint customers_merged_into_fkey foreign key (store_id, merged_into) references customers.customers (store_id, id)
);
-- One index per order of the list, read forwards and backwards. Keys are plain columns without nulls: a
-- comparison with coalesce() counts as leaky, and under row security would filter after the index instead
-- of starting in it (150 ms against 0.5 ms at row 150,000). status and type stand in the first index, so
-- that the list's total is counted from it alone.
create index customers_created_at_idx on customers.customers (store_id, created_at, id) include (status, type);
create index customers_sort_name_idx on customers.customers (store_id, sort_name, id);
create index customers_sort_email_idx on customers.customers (store_id, sort_email, id);
create index customers_search_idx on customers.customers using gin (store_id, search_text public.gin_trgm_ops);
select platform.protect('customers.customers');

-- The search function (directory/functions.sql) reads past row security and keeps to the store itself.
select platform.searchable('customers.customers');

-- The tags of customers.tags once more, a row each, for filtering: the array's operator @> is leaky too, so
-- that no index of the array serves under row security. Written by the statements that write the array.
create table customers.tags (
  store_id uuid not null,
  tag text collate "C" not null,
  customer_id uuid not null,
  constraint tags_pkey primary key (store_id, tag, customer_id),
  constraint tags_customer_fkey foreign key (store_id, customer_id) references customers.customers (store_id, id)
);
create index tags_customer_idx on customers.tags (store_id, customer_id);
select platform.protect('customers.tags');

-- What orders and loyalty change and lists and segment rules filter by: one narrow row per customer.
-- status, type and created_at repeat the customer's, so that a filtered count reads this table alone.
-- Every order moves total_spent and last_visit_at, so each further index costs the main job a write.
create table customers.facts (
  store_id uuid not null,
  customer_id uuid not null,
  status text not null,
  type text not null,
  created_at timestamptz not null,
  total_spent bigint not null default 0,
  total_orders bigint not null default 0,
  visits bigint not null default 0,
  first_order_at timestamptz,
  last_order_at timestamptz,
  -- '-infinity' while the customer has never come, so that the order of the list has a plain key.
  last_visit_at timestamptz not null default '-infinity',
  tier text,
  points bigint not null default 0,
  lifetime_points bigint not null default 0,
  segment text,
  constraint facts_pkey primary key (store_id, customer_id),
  constraint facts_customer_fkey foreign key (store_id, customer_id) references customers.customers (store_id, id)
) with (fillfactor = 85);
create index facts_total_spent_idx on customers.facts (store_id, total_spent, customer_id);
create index facts_last_visit_idx on customers.facts (store_id, last_visit_at, customer_id);
create index facts_tier_idx on customers.facts (store_id, tier) where tier is not null;
select platform.protect('customers.facts');

-- Which segments hold for a customer, since when and why. The segments module decides; lists filter.
create table customers.memberships (
  store_id uuid not null,
  segment_key text not null,
  customer_id uuid not null,
  since timestamptz not null,
  why jsonb not null default '{}',
  constraint memberships_pkey primary key (store_id, segment_key, customer_id),
  constraint memberships_customer_fkey foreign key (store_id, customer_id) references customers.customers (store_id, id)
);
create index memberships_customer_idx on customers.memberships (store_id, customer_id);
select platform.protect('customers.memberships');

create table customers.addresses (
  store_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  street1 text not null,
  street2 text,
  city text not null,
  state text not null default '',
  postal_code text not null default '',
  country text constraint addresses_country check (country ~ '^[A-Z]{2}$'),
  is_default_billing boolean not null default false,
  is_default_shipping boolean not null default false,
  latitude double precision constraint addresses_latitude check (latitude between -90 and 90),
  longitude double precision constraint addresses_longitude check (longitude between -180 and 180),
  status text not null default 'PENDING'
    constraint addresses_status check (status in ('PENDING', 'VERIFIED', 'REJECTED')),
  verified_by uuid,
  verified_at timestamptz,
  notes text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint addresses_pkey primary key (store_id, id),
  constraint addresses_customer_fkey foreign key (store_id, customer_id) references customers.customers (store_id, id),
  constraint addresses_coordinates check ((latitude is null) = (longitude is null))
);
create index addresses_customer_idx on customers.addresses (store_id, customer_id, created_at);
create unique index addresses_default_billing_key on customers.addresses (store_id, customer_id)
  where is_default_billing;
create unique index addresses_default_shipping_key on customers.addresses (store_id, customer_id)
  where is_default_shipping;
select platform.protect('customers.addresses');
