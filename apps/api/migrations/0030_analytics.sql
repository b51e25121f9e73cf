-- Sums of what was sold, counted by day so that an answer reads days and not orders. Each is what a plain
-- query over the orders gives; a day that changes is counted again as a whole.

create schema analytics;
grant usage on schema analytics to wafa_app;

-- How far a store is counted, and in which days.
create table analytics.stores (
  store_id uuid not null,
  time_zone text not null,
  -- Days that the counting of the past began with; 0 once it is through.
  past_days integer not null default 0,
  counted_at timestamptz,
  constraint stores_pkey primary key (store_id),
  constraint stores_past_check check (past_days >= 0)
);
select platform.protect('analytics.stores');

-- What has to be counted again. A listener marks, a job takes the marks away and counts in one transaction.
create table analytics.marks (
  store_id uuid not null,
  unit text not null,
  start date not null,
  constraint marks_pkey primary key (store_id, unit, start),
  constraint marks_unit_check check (unit in ('day', 'week', 'month'))
);
select platform.protect('analytics.marks');

-- Sales by local day and hour, location and channel: an order at the moment it was placed, a refund at its own.
create table analytics.sales (
  store_id uuid not null,
  day date not null,
  hour smallint not null,
  -- All zeros where an order names no location: a key has no nulls.
  location_id uuid not null,
  channel text not null,
  orders bigint not null,
  anonymous_orders bigint not null,
  gross bigint not null,
  refunds bigint not null,
  refunded bigint not null,
  constraint sales_pkey primary key (store_id, day, hour, location_id, channel),
  constraint sales_hour_check check (hour between 0 and 23)
);
select platform.protect('analytics.sales');

-- Categories and products by local day; key '' is what has no category.
create table analytics.goods (
  store_id uuid not null,
  kind text not null,
  day date not null,
  key text not null,
  name text,
  category text,
  orders bigint not null,
  quantity bigint not null,
  gross bigint not null,
  returned bigint not null,
  refunded bigint not null,
  constraint goods_pkey primary key (store_id, kind, day, key),
  constraint goods_kind_check check (kind in ('category', 'product'))
);
select platform.protect('analytics.goods');

-- How many customers ordered on a day whose order before was on another ('-infinity': never before). Who
-- ordered at all between two days is the sum over those whose day before lies before the first: exact for
-- any range, from two thousand rows for a month of a store of two years, where counting distinct customers
-- reads every order.
create table analytics.buyers (
  store_id uuid not null,
  day date not null,
  previous_day date not null,
  customers bigint not null,
  constraint buyers_pkey primary key (store_id, day, previous_day),
  constraint buyers_days_check check (previous_day < day)
);
select platform.protect('analytics.buyers');

-- Customers who joined (or first ordered) in a week or month, and what they did in each week or month.
create table analytics.cohorts (
  store_id uuid not null,
  basis text not null,
  unit text not null,
  cohort date not null,
  period date not null,
  customers bigint not null,
  orders bigint not null,
  gross bigint not null,
  refunded bigint not null,
  constraint cohorts_pkey primary key (store_id, basis, unit, cohort, period),
  constraint cohorts_basis_check check (basis in ('joined', 'first_order')),
  constraint cohorts_unit_check check (unit in ('week', 'month'))
);
create index cohorts_period on analytics.cohorts (store_id, unit, period);
select platform.protect('analytics.cohorts');

-- What a customer's spend is held against: the amounts below which 1 to 99 % of the buyers stay.
create table analytics.standards (
  store_id uuid not null,
  spent_cuts bigint[] not null,
  buyers bigint not null,
  measured_at timestamptz not null,
  constraint standards_pkey primary key (store_id)
);
select platform.protect('analytics.standards');
