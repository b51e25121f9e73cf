-- What customers will probably do: recalculations, the models they made, and a score and lists per customer.

create schema predictions;
grant usage on schema predictions to wafa_app;

-- `step` counts the committed steps: a job that is delivered twice names an old one. `tried` holds what each
-- penalty of the item model reached so far.
create table predictions.recalculations (
  store_id uuid not null,
  id uuid not null,
  state text not null constraint recalculations_state_check check (state in ('running', 'done')),
  stage text not null constraint recalculations_stage_check check (
    stage in ('reading', 'fitting', 'choosing', 'learning', 'scoring', 'recommending', 'done')
  ),
  cursor uuid not null,
  step integer not null default 0,
  until_day date not null,
  time_zone text not null,
  customers integer not null,
  read integer not null default 0,
  buyers integer not null default 0,
  scored integer not null default 0,
  recommended integer not null default 0,
  tried jsonb not null default '[]',
  started_at timestamptz not null,
  started_by uuid not null,
  moved_at timestamptz not null,
  ended_at timestamptz,
  constraint recalculations_pkey primary key (store_id, id)
);
create unique index recalculations_running_key on predictions.recalculations (store_id) where state = 'running';
select platform.protect('predictions.recalculations');

-- Models with the report of their fit, kept as history. Sums over customers: no row names one.
create table predictions.models (
  store_id uuid not null,
  id uuid not null,
  recalculation_id uuid not null,
  kind text not null constraint models_kind_check check (
    kind in ('purchases', 'spend', 'churn', 'discover', 'buy_again')
  ),
  name text constraint models_name_check check (
    name in ('bg-nbd', 'nbd', 'gamma-gamma', 'logistic', 'ease', 'repurchase')
  ),
  reason text,
  parameters jsonb not null,
  report jsonb not null,
  customers integer not null,
  until_day date not null,
  fitted_at timestamptz not null,
  constraint models_pkey primary key (store_id, id),
  constraint models_kind_key unique (store_id, recalculation_id, kind),
  constraint models_recalculation_fkey foreign key (store_id, recalculation_id)
    references predictions.recalculations (store_id, id)
);
create index models_newest on predictions.models (store_id, kind, fitted_at desc, id desc);
select platform.protect('predictions.models');

-- What items say of each other, too large for a report: sparse rows in the order of `items`, as little-endian
-- arrays of 32 bits; 3 MB for 2,000 items. Of the recalculation that runs and the one before it.
create table predictions.item_models (
  store_id uuid not null,
  recalculation_id uuid not null,
  items jsonb not null,
  starts bytea not null,
  targets bytea not null,
  weights bytea not null,
  rates jsonb not null,
  usual_rate double precision not null,
  constraint item_models_pkey primary key (store_id, recalculation_id),
  constraint item_models_recalculation_fkey foreign key (store_id, recalculation_id)
    references predictions.recalculations (store_id, id)
);
select platform.protect('predictions.item_models');

-- A customer who has bought: the history that the models know, and what they say of it. Figures are null
-- where a model is missing or says nothing; the reason follows from the models and the history.
create table predictions.scores (
  store_id uuid not null,
  customer_id uuid not null,
  first_day date not null,
  last_day date not null,
  until_day date not null,
  repeats integer not null,
  lines integer not null,
  spent bigint not null,
  repeat_spent bigint not null,
  churn real constraint scores_churn_check check (churn between 0 and 1),
  moved jsonb not null default '[]',
  alive real constraint scores_alive_check check (alive between 0 and 1),
  orders_90 real,
  orders_90_low integer,
  orders_90_high integer,
  orders_365 real,
  orders_365_low integer,
  orders_365_high integer,
  spend_365 bigint,
  spend_365_low bigint,
  spend_365_high bigint,
  spend_per_order bigint,
  next_order_on date,
  recalculation_id uuid,
  scored_at timestamptz,
  is_outdated boolean not null default false,
  constraint scores_pkey primary key (store_id, customer_id),
  constraint scores_history_check check (
    repeats >= 0 and first_day <= last_day and last_day <= until_day and (repeats > 0 or first_day = last_day)
  ),
  constraint scores_customer_fkey foreign key (store_id, customer_id)
    references customers.customers (store_id, id)
);
select platform.protect('predictions.scores');

-- A list per customer and kind, best first: one row of arrays, since a row per product would be forty times as
-- many.
create table predictions.recommendations (
  store_id uuid not null,
  customer_id uuid not null,
  kind text not null constraint recommendations_kind_check check (kind in ('discover', 'buy_again')),
  skus text[] not null,
  scores real[] not null,
  because text[] not null,
  made_at timestamptz not null,
  constraint recommendations_pkey primary key (store_id, customer_id, kind),
  constraint recommendations_length_check check (
    cardinality(skus) = cardinality(scores) and cardinality(skus) = cardinality(because)
  ),
  constraint recommendations_customer_fkey foreign key (store_id, customer_id)
    references customers.customers (store_id, id)
);
select platform.protect('predictions.recommendations');

create view predictions.v_scores with (security_invoker = true) as
  select store_id, customer_id, first_day, last_day, until_day, repeats, lines, spent, churn as churn_90, alive,
    orders_90, orders_365, spend_365, spend_365_low, spend_365_high, spend_per_order, next_order_on, scored_at,
    is_outdated
  from predictions.scores;

-- What can be shown now: sold, in stock, and not in an order of the week before the list was made or since,
-- whether delivered or not. A place is missing where something has gone; `because_sku` is null for what is
-- merely popular, and for what is to be bought again.
create view predictions.v_recommendations with (security_invoker = true) as
  select r.store_id, r.customer_id, r.kind, i.place, p.product_id, p.sku, p.name, p.name_ar, p.category, p.price,
    p.currency, p.image_url, i.score, i.because as because_sku, r.made_at
  from predictions.recommendations as r
  cross join lateral unnest(r.skus, r.scores, r.because) with ordinality as i (sku, score, because, place)
  join catalogue.v_products as p on p.store_id = r.store_id and p.sku = i.sku collate "C"
  where p.is_active and (p.stock is null or p.stock > 0)
    and not exists (
      select from orders.v_orders as o
      join orders.v_lines as l on l.store_id = o.store_id and l.order_id = o.order_id
      where o.store_id = r.store_id and o.customer_id = r.customer_id and o.is_kept
        and o.placed_at > r.made_at - interval '168 hours' and l.sku = i.sku
    );

grant select on predictions.v_scores, predictions.v_recommendations to wafa_app;
