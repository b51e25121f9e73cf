-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema occasions, to read; the migrations are what is run.

create table occasions.dates (
  store_id        uuid not null,
  id              uuid not null,
  customer_id     uuid not null,
  presented_id    uuid not null,
  kind            text not null,
  slot            smallint not null,
  own_name        text,
  calendar        text not null,
  calendar_chosen boolean not null,
  year            smallint,
  month           smallint,
  day             smallint,
  given_on        date,
  set_at          timestamp with time zone not null,
  next_on         date,
  next_year       smallint,
  told_on         date,
  claimed_on      date,
  claimed_year    smallint,
  removed_at      timestamp with time zone,
  constraint dates_pkey PRIMARY KEY (store_id, id),
  constraint dates_slot_key UNIQUE (store_id, customer_id, kind, slot),
  constraint dates_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id),
  constraint dates_calendar_check CHECK (calendar = ANY (ARRAY['gregorian'::text, 'hijri'::text])),
  constraint dates_claimed_check CHECK ((claimed_on IS NULL) = (claimed_year IS NULL)),
  constraint dates_kind_check CHECK (kind = ANY (ARRAY['birthday'::text, 'anniversary'::text, 'own'::text])),
  constraint dates_next_check CHECK ((next_on IS NULL) = (next_year IS NULL) AND (next_on IS NULL OR month IS NOT NULL)),
  constraint dates_parts_check CHECK ((month IS NULL) = (day IS NULL) AND month >= 1 AND month <= 12 AND day >= 1 AND day <= 31),
  constraint dates_removed_check CHECK (removed_at IS NULL OR next_on IS NULL),
  constraint dates_slot_check CHECK (slot >= 1 AND (slot = 1 OR kind = 'own'::text))
);
CREATE INDEX dates_next ON occasions.dates USING btree (store_id, kind, next_on, id) WHERE (next_on IS NOT NULL);
-- row security: forced; policies: tenant

create table occasions.kinds (
  store_id            uuid not null,
  kind                text not null,
  is_active           boolean not null,
  name_en             text not null,
  name_ar             text not null,
  calendar            text not null,
  leap_day            text not null,
  days_before         smallint not null,
  days_after          smallint not null,
  message_days_before smallint,
  wait_days           smallint not null,
  max_per_customer    smallint not null,
  gifts               jsonb not null,
  updated_at          timestamp with time zone not null,
  constraint kinds_pkey PRIMARY KEY (store_id, kind),
  constraint kinds_calendar_check CHECK (calendar = ANY (ARRAY['gregorian'::text, 'hijri'::text])),
  constraint kinds_days_check CHECK (days_before >= 0 AND days_before <= 30 AND days_after >= 0 AND days_after <= 30 AND message_days_before >= 0 AND message_days_before <= 60 AND wait_days >= 0 AND wait_days <= 365 AND max_per_customer >= 1 AND max_per_customer <= 20),
  constraint kinds_kind_check CHECK (kind = ANY (ARRAY['birthday'::text, 'anniversary'::text, 'own'::text])),
  constraint kinds_leap_day_check CHECK (leap_day = ANY (ARRAY['feb_28'::text, 'mar_1'::text]))
);
-- row security: forced; policies: tenant

create table occasions.records (
  store_id      uuid not null,
  id            uuid not null,
  date_id       uuid not null,
  customer_id   uuid not null,
  presented_id  uuid not null,
  kind          text not null,
  own_name      text,
  calendar      text not null,
  falls_on      date not null,
  fall_year     smallint not null,
  years         smallint,
  status        text not null,
  tier          text,
  gift          jsonb,
  entry_id      uuid,
  redemption_id uuid,
  happened_at   timestamp with time zone not null,
  claimed_by    uuid,
  constraint records_pkey PRIMARY KEY (store_id, id),
  constraint records_fall_key UNIQUE (store_id, date_id, fall_year),
  constraint records_date_fkey FOREIGN KEY (store_id, date_id) REFERENCES occasions.dates(store_id, id),
  constraint records_given_check CHECK ((status = 'claimed'::text) = (claimed_by IS NOT NULL) AND (status = 'claimed'::text AND gift IS NOT NULL OR entry_id IS NULL AND redemption_id IS NULL)),
  constraint records_status_check CHECK (status = ANY (ARRAY['claimed'::text, 'lapsed'::text]))
);
CREATE INDEX records_customer ON occasions.records USING btree (store_id, customer_id, falls_on, id);
CREATE INDEX records_falls ON occasions.records USING btree (store_id, falls_on, id);
-- row security: forced; policies: tenant
