-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema catalogue, to read; the migrations are what is run.

create table catalogue.products (
  store_id   uuid not null,
  id         uuid not null,
  sku        text not null,
  name       text not null,
  name_ar    text,
  category   text,
  price      bigint not null,
  currency   text not null,
  stock      bigint,
  image_url  text,
  is_active  boolean not null default true,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint products_pkey PRIMARY KEY (store_id, id),
  constraint products_sku_key UNIQUE (store_id, sku),
  constraint products_currency CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint products_price CHECK (price >= 0),
  constraint products_stock CHECK (stock >= 0)
);
CREATE INDEX products_category_idx ON catalogue.products USING btree (store_id, category) WHERE is_active;
-- row security: forced; policies: tenant

create view catalogue.v_products with (security_invoker = true) as
 SELECT store_id,
    id AS product_id,
    sku,
    name,
    name_ar,
    category,
    price,
    currency,
    stock,
    image_url,
    is_active,
    created_at
   FROM catalogue.products;
