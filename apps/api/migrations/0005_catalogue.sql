create schema catalogue;
grant usage on schema catalogue to wafa_app;

-- Products, from the console, an import or the first order line that names them. Never deleted: orders,
-- offers and rewards refer to them by sku.
create table catalogue.products (
  store_id uuid not null,
  id uuid not null,
  sku text collate "C" not null,
  name text collate "C" not null,
  name_ar text collate "C",
  category text collate "C",
  price bigint not null constraint products_price check (price >= 0),
  currency text not null constraint products_currency check (currency ~ '^[A-Z]{3}$'),
  stock bigint constraint products_stock check (stock >= 0),
  image_url text,
  is_active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint products_pkey primary key (store_id, id),
  constraint products_sku_key unique (store_id, sku)
);
create index products_category_idx on catalogue.products (store_id, category) where is_active;
select platform.protect('catalogue.products');

create view catalogue.v_products with (security_invoker = true) as
  select store_id, id as product_id, sku, name, name_ar, category, price, currency, stock, image_url, is_active,
    created_at
  from catalogue.products;
