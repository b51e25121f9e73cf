// Made by `npm run generate` from the migrated database. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views of the schema catalogue, for `tx.withTables<Tables>()`. */
export interface Tables {
  'catalogue.products': ProductsTable;
  'catalogue.v_products': VProductsView;
}

export interface ProductsTable {
  store_id: string;
  id: string;
  sku: string;
  name: string;
  name_ar: string | null;
  category: string | null;
  price: number;
  currency: string;
  stock: number | null;
  image_url: string | null;
  is_active: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface VProductsView {
  store_id: string | null;
  product_id: string | null;
  sku: string | null;
  name: string | null;
  name_ar: string | null;
  category: string | null;
  price: number | null;
  currency: string | null;
  stock: number | null;
  image_url: string | null;
  is_active: boolean | null;
  created_at: Date | null;
}
