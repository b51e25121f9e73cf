-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema analytics, to read; the migrations are what is run.

create table analytics.buyers (
  store_id     uuid not null,
  day          date not null,
  previous_day date not null,
  customers    bigint not null,
  constraint buyers_pkey PRIMARY KEY (store_id, day, previous_day),
  constraint buyers_days_check CHECK (previous_day < day)
);
-- row security: forced; policies: tenant

create table analytics.cohorts (
  store_id  uuid not null,
  basis     text not null,
  unit      text not null,
  cohort    date not null,
  period    date not null,
  customers bigint not null,
  orders    bigint not null,
  gross     bigint not null,
  refunded  bigint not null,
  constraint cohorts_pkey PRIMARY KEY (store_id, basis, unit, cohort, period),
  constraint cohorts_basis_check CHECK (basis = ANY (ARRAY['joined'::text, 'first_order'::text])),
  constraint cohorts_unit_check CHECK (unit = ANY (ARRAY['week'::text, 'month'::text]))
);
CREATE INDEX cohorts_period ON analytics.cohorts USING btree (store_id, unit, period);
-- row security: forced; policies: tenant

create table analytics.goods (
  store_id uuid not null,
  kind     text not null,
  day      date not null,
  key      text not null,
  name     text,
  category text,
  orders   bigint not null,
  quantity bigint not null,
  gross    bigint not null,
  returned bigint not null,
  refunded bigint not null,
  constraint goods_pkey PRIMARY KEY (store_id, kind, day, key),
  constraint goods_kind_check CHECK (kind = ANY (ARRAY['category'::text, 'product'::text]))
);
-- row security: forced; policies: tenant

create table analytics.marks (
  store_id uuid not null,
  unit     text not null,
  start    date not null,
  constraint marks_pkey PRIMARY KEY (store_id, unit, start),
  constraint marks_unit_check CHECK (unit = ANY (ARRAY['day'::text, 'week'::text, 'month'::text]))
);
-- row security: forced; policies: tenant

create table analytics.sales (
  store_id         uuid not null,
  day              date not null,
  hour             smallint not null,
  location_id      uuid not null,
  channel          text not null,
  orders           bigint not null,
  anonymous_orders bigint not null,
  gross            bigint not null,
  refunds          bigint not null,
  refunded         bigint not null,
  constraint sales_pkey PRIMARY KEY (store_id, day, hour, location_id, channel),
  constraint sales_hour_check CHECK (hour >= 0 AND hour <= 23)
);
-- row security: forced; policies: tenant

create table analytics.standards (
  store_id    uuid not null,
  spent_cuts  bigint[] not null,
  buyers      bigint not null,
  measured_at timestamp with time zone not null,
  constraint standards_pkey PRIMARY KEY (store_id)
);
-- row security: forced; policies: tenant

create table analytics.stores (
  store_id   uuid not null,
  time_zone  text not null,
  past_days  integer not null default 0,
  counted_at timestamp with time zone,
  constraint stores_pkey PRIMARY KEY (store_id),
  constraint stores_past_check CHECK (past_days >= 0)
);
-- row security: forced; policies: tenant
