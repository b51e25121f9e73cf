-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema predictions, to read; the migrations are what is run.

create table predictions.item_models (
  store_id         uuid not null,
  recalculation_id uuid not null,
  items            jsonb not null,
  starts           bytea not null,
  targets          bytea not null,
  weights          bytea not null,
  rates            jsonb not null,
  usual_rate       double precision not null,
  constraint item_models_pkey PRIMARY KEY (store_id, recalculation_id),
  constraint item_models_recalculation_fkey FOREIGN KEY (store_id, recalculation_id) REFERENCES predictions.recalculations(store_id, id)
);
-- row security: forced; policies: tenant

create table predictions.models (
  store_id         uuid not null,
  id               uuid not null,
  recalculation_id uuid not null,
  kind             text not null,
  name             text,
  reason           text,
  parameters       jsonb not null,
  report           jsonb not null,
  customers        integer not null,
  until_day        date not null,
  fitted_at        timestamp with time zone not null,
  constraint models_pkey PRIMARY KEY (store_id, id),
  constraint models_kind_key UNIQUE (store_id, recalculation_id, kind),
  constraint models_recalculation_fkey FOREIGN KEY (store_id, recalculation_id) REFERENCES predictions.recalculations(store_id, id),
  constraint models_kind_check CHECK (kind = ANY (ARRAY['purchases'::text, 'spend'::text, 'churn'::text, 'discover'::text, 'buy_again'::text])),
  constraint models_name_check CHECK (name = ANY (ARRAY['bg-nbd'::text, 'nbd'::text, 'gamma-gamma'::text, 'logistic'::text, 'ease'::text, 'repurchase'::text]))
);
CREATE INDEX models_newest ON predictions.models USING btree (store_id, kind, fitted_at DESC, id DESC);
-- row security: forced; policies: tenant

create table predictions.recalculations (
  store_id    uuid not null,
  id          uuid not null,
  state       text not null,
  stage       text not null,
  cursor      uuid not null,
  step        integer not null default 0,
  until_day   date not null,
  time_zone   text not null,
  customers   integer not null,
  read        integer not null default 0,
  buyers      integer not null default 0,
  scored      integer not null default 0,
  recommended integer not null default 0,
  tried       jsonb not null default '[]'::jsonb,
  started_at  timestamp with time zone not null,
  started_by  uuid not null,
  moved_at    timestamp with time zone not null,
  ended_at    timestamp with time zone,
  constraint recalculations_pkey PRIMARY KEY (store_id, id),
  constraint recalculations_stage_check CHECK (stage = ANY (ARRAY['reading'::text, 'fitting'::text, 'choosing'::text, 'learning'::text, 'scoring'::text, 'recommending'::text, 'done'::text])),
  constraint recalculations_state_check CHECK (state = ANY (ARRAY['running'::text, 'done'::text]))
);
CREATE UNIQUE INDEX recalculations_running_key ON predictions.recalculations USING btree (store_id) WHERE (state = 'running'::text);
-- row security: forced; policies: tenant

create table predictions.recommendations (
  store_id    uuid not null,
  customer_id uuid not null,
  kind        text not null,
  skus        text[] not null,
  scores      real[] not null,
  because     text[] not null,
  made_at     timestamp with time zone not null,
  constraint recommendations_pkey PRIMARY KEY (store_id, customer_id, kind),
  constraint recommendations_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id),
  constraint recommendations_kind_check CHECK (kind = ANY (ARRAY['discover'::text, 'buy_again'::text])),
  constraint recommendations_length_check CHECK (cardinality(skus) = cardinality(scores) AND cardinality(skus) = cardinality(because))
);
-- row security: forced; policies: tenant

create table predictions.scores (
  store_id         uuid not null,
  customer_id      uuid not null,
  first_day        date not null,
  last_day         date not null,
  until_day        date not null,
  repeats          integer not null,
  lines            integer not null,
  spent            bigint not null,
  repeat_spent     bigint not null,
  churn            real,
  moved            jsonb not null default '[]'::jsonb,
  alive            real,
  orders_90        real,
  orders_90_low    integer,
  orders_90_high   integer,
  orders_365       real,
  orders_365_low   integer,
  orders_365_high  integer,
  spend_365        bigint,
  spend_365_low    bigint,
  spend_365_high   bigint,
  spend_per_order  bigint,
  next_order_on    date,
  recalculation_id uuid,
  scored_at        timestamp with time zone,
  is_outdated      boolean not null default false,
  constraint scores_pkey PRIMARY KEY (store_id, customer_id),
  constraint scores_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id),
  constraint scores_alive_check CHECK (alive >= 0::double precision AND alive <= 1::double precision),
  constraint scores_churn_check CHECK (churn >= 0::double precision AND churn <= 1::double precision),
  constraint scores_history_check CHECK (repeats >= 0 AND first_day <= last_day AND last_day <= until_day AND (repeats > 0 OR first_day = last_day))
);
-- row security: forced; policies: tenant

create view predictions.v_recommendations with (security_invoker = true) as
 SELECT r.store_id,
    r.customer_id,
    r.kind,
    i.place,
    p.product_id,
    p.sku,
    p.name,
    p.name_ar,
    p.category,
    p.price,
    p.currency,
    p.image_url,
    i.score,
    i.because AS because_sku,
    r.made_at
   FROM predictions.recommendations r
     CROSS JOIN LATERAL UNNEST(r.skus, r.scores, r.because) WITH ORDINALITY i(sku, score, because, place)
     JOIN catalogue.v_products p ON p.store_id = r.store_id AND p.sku = (i.sku COLLATE "C")
  WHERE p.is_active AND (p.stock IS NULL OR p.stock > 0) AND NOT (EXISTS ( SELECT
           FROM orders.v_orders o
             JOIN orders.v_lines l ON l.store_id = o.store_id AND l.order_id = o.order_id
          WHERE o.store_id = r.store_id AND o.customer_id = r.customer_id AND o.is_kept AND o.placed_at > (r.made_at - '168:00:00'::interval) AND l.sku = i.sku));

create view predictions.v_scores with (security_invoker = true) as
 SELECT store_id,
    customer_id,
    first_day,
    last_day,
    until_day,
    repeats,
    lines,
    spent,
    churn AS churn_90,
    alive,
    orders_90,
    orders_365,
    spend_365,
    spend_365_low,
    spend_365_high,
    spend_per_order,
    next_order_on,
    scored_at,
    is_outdated
   FROM predictions.scores;
