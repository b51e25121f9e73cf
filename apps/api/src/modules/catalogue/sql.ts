import { sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';
import { escapeLike } from './rules.ts';

export interface ProductRow {
  id: string;
  sku: string;
  name: string;
  nameAr: string | null;
  category: string | null;
  price: number;
  currency: string;
  stock: number | null;
  imageUrl: string | null;
  isActive: boolean;
  createdAt: Date;
  updatedAt: Date;
}

const columns = sql`
  id, sku, name, name_ar as "nameAr", category, price, currency, stock, image_url as "imageUrl",
  is_active as "isActive", created_at as "createdAt", updated_at as "updatedAt"`;

/** A product as the first order line that names it describes it. */
export interface MissingProduct {
  id: string;
  sku: string;
  name: string;
  nameAr?: string | null;
  category?: string | null;
  price: number;
}

/** Adds the products whose sku is not there yet; those that are stay as they are. */
export async function insertMissing(
  tx: Tx,
  storeId: string,
  now: Date,
  currency: string,
  products: readonly MissingProduct[],
): Promise<void> {
  await sql`
    insert into catalogue.products (store_id, id, sku, name, name_ar, category, price, currency, created_at,
      updated_at)
    select ${storeId}::uuid, r.id, r.sku, r.name, r."nameAr", r.category, r.price, ${currency}, ${now}::timestamptz,
      ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(products)}::jsonb)
      as r (id uuid, sku text, name text, "nameAr" text, category text, price bigint)
    on conflict (store_id, sku) do nothing`.execute(tx);
}

/** Which of these skus the store has. */
export async function findSkus(tx: Tx, storeId: string, skus: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ sku: string }>`
    select sku from catalogue.products
    where store_id = ${storeId} and sku = any(${skus}::text[])`.execute(tx);
  return new Set(rows.map((row) => row.sku));
}

export async function insertProduct(tx: Tx, storeId: string, product: ProductRow): Promise<void> {
  await sql`
    insert into catalogue.products (store_id, id, sku, name, name_ar, category, price, currency, stock, image_url,
      is_active, created_at, updated_at)
    values (${storeId}, ${product.id}, ${product.sku}, ${product.name}, ${product.nameAr}, ${product.category},
      ${product.price}, ${product.currency}, ${product.stock}, ${product.imageUrl}, ${product.isActive},
      ${product.createdAt}, ${product.updatedAt})`.execute(tx);
}

export async function updateProduct(tx: Tx, storeId: string, product: ProductRow): Promise<void> {
  await sql`
    update catalogue.products set
      sku = ${product.sku}, name = ${product.name}, name_ar = ${product.nameAr}, category = ${product.category},
      price = ${product.price}, stock = ${product.stock}, image_url = ${product.imageUrl},
      is_active = ${product.isActive}, updated_at = ${product.updatedAt}
    where store_id = ${storeId} and id = ${product.id}`.execute(tx);
}

export async function findProduct(tx: Tx, storeId: string, id: string): Promise<ProductRow | undefined> {
  const { rows } = await sql<ProductRow>`
    select ${columns} from catalogue.products where store_id = ${storeId} and id = ${id}`.execute(tx);
  return rows[0];
}

/** The same, locked against other changes. */
export async function lockProduct(tx: Tx, storeId: string, id: string): Promise<ProductRow | undefined> {
  const { rows } = await sql<ProductRow>`
    select ${columns} from catalogue.products
    where store_id = ${storeId} and id = ${id} for no key update`.execute(tx);
  return rows[0];
}

export interface ProductFilter {
  query?: string;
  category?: string;
  isActive?: boolean;
  sortBy: 'sku' | 'name' | 'createdAt' | 'price';
  sortOrder: 'asc' | 'desc';
}

const sortColumns = { sku: 'sku', name: 'name', createdAt: 'created_at', price: 'price' } as const;

/**
 * A page of products and how many there are. A catalogue is read whole: at 20,000 products of a store each
 * of the two statements of a search takes 20 ms.
 */
export async function listProducts(
  tx: Tx,
  storeId: string,
  filter: ProductFilter,
  page: { limit: number; offset: number },
): Promise<{ rows: ProductRow[]; total: number }> {
  const like = filter.query ? `%${escapeLike(filter.query)}%` : undefined;
  const where = sql`store_id = ${storeId}
    ${like === undefined ? sql`` : sql`and (sku ilike ${like} or name ilike ${like} or name_ar ilike ${like})`}
    ${filter.category === undefined ? sql`` : sql`and category = ${filter.category}`}
    ${filter.isActive === undefined ? sql`` : sql`and is_active = ${filter.isActive}`}`;
  const direction = filter.sortOrder === 'desc' ? sql`desc` : sql`asc`;
  const listed = sql<ProductRow>`
    select ${columns} from catalogue.products where ${where}
    order by ${sql.ref(sortColumns[filter.sortBy])} ${direction}, id ${direction}
    limit ${page.limit} offset ${page.offset}`.execute(tx);
  const counted = sql<{
    total: number;
  }>`select count(*) as total from catalogue.products where ${where}`.execute(tx);
  const [{ rows }, total] = await Promise.all([listed, counted]);
  return { rows, total: total.rows[0]?.total ?? 0 };
}

export async function listCategories(
  tx: Tx,
  storeId: string,
): Promise<{ category: string; products: number }[]> {
  const { rows } = await sql<{ category: string; products: number }>`
    select category, count(*) as products from catalogue.products
    where store_id = ${storeId} and is_active and category is not null
    group by category order by category`.execute(tx);
  return rows;
}
