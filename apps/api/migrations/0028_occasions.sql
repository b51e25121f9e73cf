create schema occasions;
grant usage on schema occasions to wafa_app;

-- How the store celebrates a kind of occasion, where that is another way than the ready-made one
-- (kinds/defaults.ts).
create table occasions.kinds (
  store_id uuid not null,
  kind text not null,
  is_active boolean not null,
  name_en text not null,
  name_ar text not null,
  calendar text not null,
  leap_day text not null,
  days_before smallint not null,
  days_after smallint not null,
  message_days_before smallint,
  wait_days smallint not null,
  max_per_customer smallint not null,
  -- [{tier, gift}]: gift as the contract's occasionGift; tier null: everybody else.
  gifts jsonb not null,
  updated_at timestamptz not null,
  constraint kinds_pkey primary key (store_id, kind),
  constraint kinds_kind_check check (kind in ('birthday', 'anniversary', 'own')),
  constraint kinds_calendar_check check (calendar in ('gregorian', 'hijri')),
  constraint kinds_leap_day_check check (leap_day in ('feb_28', 'mar_1')),
  constraint kinds_days_check check (
    days_before between 0 and 30 and days_after between 0 and 30 and message_days_before between 0 and 60
    and wait_days between 0 and 365 and max_per_customer between 1 and 20)
);
select platform.protect('occasions.kinds');

-- A special date of a customer. Birthday and day of joining repeat the profile, as given_on, so that what
-- comes next can be found by an index; an own date stands here alone. A row is never deleted: it keeps what
-- was claimed last, so that a date removed and given again brings nothing twice.
create table occasions.dates (
  store_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  -- The customer who was named, another than customer_id after a merge.
  presented_id uuid not null,
  kind text not null,
  -- Numbers the own dates of a customer; 1 of the others.
  slot smallint not null,
  own_name text,
  calendar text not null,
  -- Whether the customer chose the calendar; else it follows the store's.
  calendar_chosen boolean not null,
  -- In the date's calendar; null: no date (no birthday given, removed, erased), or a date without a year.
  year smallint,
  month smallint,
  day smallint,
  -- The date itself, Gregorian.
  given_on date,
  -- When the date was given or last changed.
  set_at timestamptz not null,
  -- The fall that is on or comes next, and the year of the calendar in which it does; null: none.
  next_on date,
  next_year smallint,
  -- The fall of which the customer was told last.
  told_on date,
  -- The fall that was claimed last, by this customer or one merged with them.
  claimed_on date,
  claimed_year smallint,
  removed_at timestamptz,
  constraint dates_pkey primary key (store_id, id),
  constraint dates_slot_key unique (store_id, customer_id, kind, slot),
  constraint dates_customer_fkey foreign key (store_id, customer_id) references customers.customers (store_id, id),
  constraint dates_kind_check check (kind in ('birthday', 'anniversary', 'own')),
  constraint dates_slot_check check (slot >= 1 and (slot = 1 or kind = 'own')),
  constraint dates_calendar_check check (calendar in ('gregorian', 'hijri')),
  constraint dates_parts_check check (
    (month is null) = (day is null) and month between 1 and 12 and day between 1 and 31),
  constraint dates_next_check check ((next_on is null) = (next_year is null) and (next_on is null or month is not null)),
  constraint dates_claimed_check check ((claimed_on is null) = (claimed_year is null)),
  constraint dates_removed_check check (removed_at is null or next_on is null)
);
create index dates_next on occasions.dates (store_id, kind, next_on, id) where next_on is not null;
select platform.protect('occasions.dates');

-- What became of an occasion in a year of its calendar: claimed, or let pass. The key is the wall behind
-- the code: however claims meet, there is one.
create table occasions.records (
  store_id uuid not null,
  id uuid not null,
  date_id uuid not null,
  customer_id uuid not null,
  presented_id uuid not null,
  kind text not null,
  own_name text,
  calendar text not null,
  falls_on date not null,
  fall_year smallint not null,
  years smallint,
  status text not null,
  tier text,
  -- As the contract's occasionGift.
  gift jsonb,
  entry_id uuid,
  redemption_id uuid,
  happened_at timestamptz not null,
  -- Who claimed it; null: let pass.
  claimed_by uuid,
  constraint records_pkey primary key (store_id, id),
  constraint records_fall_key unique (store_id, date_id, fall_year),
  constraint records_date_fkey foreign key (store_id, date_id) references occasions.dates (store_id, id),
  constraint records_status_check check (status in ('claimed', 'lapsed')),
  constraint records_given_check check (
    (status = 'claimed') = (claimed_by is not null)
    and (status = 'claimed' and gift is not null or (entry_id is null and redemption_id is null)))
);
create index records_customer on occasions.records (store_id, customer_id, falls_on, id);
create index records_falls on occasions.records (store_id, falls_on, id);
select platform.protect('occasions.records');
