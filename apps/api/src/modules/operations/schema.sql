-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema operations, to read; the migrations are what is run.

create table operations.bulk_customers (
  store_id    uuid not null,
  bulk_id     uuid not null,
  customer_id uuid not null,
  status      text,
  reason      text,
  constraint bulk_customers_pkey PRIMARY KEY (store_id, bulk_id, customer_id),
  constraint bulk_customers_bulk_fkey FOREIGN KEY (store_id, bulk_id) REFERENCES operations.bulks(store_id, id),
  constraint bulk_customers_status_check CHECK (status = ANY (ARRAY['done'::text, 'refused'::text]))
);
-- row security: forced; policies: tenant

create table operations.bulks (
  store_id      uuid not null,
  id            uuid not null,
  action        jsonb not null,
  audience_kind text not null,
  audience_name text,
  state         text not null,
  cursor        uuid,
  total         bigint not null,
  done          bigint not null default 0,
  refused       bigint not null default 0,
  created_by    uuid not null,
  created_at    timestamp with time zone not null,
  worked_at     timestamp with time zone,
  finished_at   timestamp with time zone,
  constraint bulks_pkey PRIMARY KEY (store_id, id),
  constraint bulks_audience_check CHECK (audience_kind = ANY (ARRAY['customers'::text, 'tag'::text, 'segment'::text, 'filter'::text])),
  constraint bulks_count_check CHECK ((done + refused) <= total),
  constraint bulks_state_check CHECK (state = ANY (ARRAY['running'::text, 'cancelled'::text, 'done'::text]))
);
CREATE INDEX bulks_created ON operations.bulks USING btree (store_id, created_at, id);
-- row security: forced; policies: tenant
