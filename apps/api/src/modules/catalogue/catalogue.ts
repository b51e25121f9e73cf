import type { catalogueContract, InputOf, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import * as settings from '../settings/index.ts';
import { KnownSkus } from './known.ts';
import { changedFields, cursorOfPage, pageOfCursor, toProduct } from './rules.ts';
import {
  findProduct,
  findSkus,
  insertMissing,
  insertProduct,
  listCategories,
  listProducts,
  lockProduct,
  type ProductRow,
  updateProduct,
} from './sql.ts';

type Contract = typeof catalogueContract;

/** A product as an order line knows it. Price in minor units of the store's currency. */
export interface NewProduct {
  sku: string;
  name: string;
  nameAr?: string | null;
  category?: string | null;
  price: number;
}

const known = new KnownSkus();

/**
 * Adds the products whose sku the store does not know yet, as one statement; known ones stay as they
 * are. While every sku is remembered as known, nothing is sent to the database.
 */
export async function ensureProducts(ctx: Ctx, products: readonly NewProduct[]): Promise<void> {
  const asked = new Map(products.map((product) => [product.sku, product]));
  for (const sku of asked.keys()) if (known.has(ctx.storeId, sku)) asked.delete(sku);
  if (asked.size === 0) return;
  // Only after the commit: rolled back, the rows that this transaction adds are not there.
  ctx.afterCommit(() => known.add(ctx.storeId, asked.keys()));
  const there = await findSkus(ctx.tx, ctx.storeId, [...asked.keys()]);
  const missing = [...asked.values()].filter((product) => !there.has(product.sku));
  if (missing.length === 0) return;
  const { currency } = await settings.store(ctx);
  // In one order everywhere: two transactions that add the same skus wait for each other in turn.
  missing.sort((a, b) => (a.sku < b.sku ? -1 : 1));
  const rows = missing.map(({ sku, name, nameAr, category, price }) => ({
    id: ctx.newId(),
    sku,
    name,
    nameAr,
    category,
    price,
  }));
  await insertMissing(ctx.tx, ctx.storeId, ctx.now, currency, rows);
}

export async function list(ctx: Ctx, input: InputOf<Contract['list']>): Promise<OutputOf<Contract['list']>> {
  const { cursor, limit, ...filter } = input;
  const page = cursor === undefined ? input.page : pageOfCursor(cursor);
  if (page === undefined) throw new AppError('cursor_invalid', { field: 'cursor' });
  const offset = (page - 1) * limit;
  const { rows, total } = await listProducts(ctx.tx, ctx.storeId, filter, { limit, offset });
  const totalPages = Math.ceil(total / limit);
  const nextCursor = page < totalPages ? cursorOfPage(page + 1) : null;
  return { products: rows.map(toProduct), total, page, limit, totalPages, nextCursor };
}

export async function categories(ctx: Ctx): Promise<OutputOf<Contract['categories']>> {
  return { categories: await listCategories(ctx.tx, ctx.storeId) };
}

export async function get(ctx: Ctx, input: InputOf<Contract['get']>): Promise<OutputOf<Contract['get']>> {
  const row = await findProduct(ctx.tx, ctx.storeId, input.productId);
  if (!row) throw new AppError('not_found', { field: 'productId' });
  return toProduct(row);
}

export async function create(
  ctx: Ctx,
  input: InputOf<Contract['create']>,
): Promise<OutputOf<Contract['create']>> {
  const { currency } = await settings.store(ctx);
  const row: ProductRow = {
    id: ctx.newId(),
    sku: input.sku,
    name: input.name,
    nameAr: input.nameAr ?? null,
    category: input.category ?? null,
    price: input.price,
    currency,
    stock: input.stock ?? null,
    imageUrl: input.imageUrl ?? null,
    isActive: input.isActive,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await insertProduct(ctx.tx, ctx.storeId, row);
  ctx.audit({ action: 'catalogue.create', entity: 'product', entityId: row.id, after: { ...row } });
  return toProduct(row);
}

/** Changes what is given and leaves the rest. */
export async function update(
  ctx: Ctx,
  input: InputOf<Contract['update']>,
): Promise<OutputOf<Contract['update']>> {
  const { productId, ...patch } = input;
  const before = await lockProduct(ctx.tx, ctx.storeId, productId);
  if (!before) throw new AppError('not_found', { field: 'productId' });
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  const after: ProductRow = { ...before, ...Object.fromEntries(given), updatedAt: ctx.now };
  const fields = changedFields(before, after);
  if (fields.length === 0) return toProduct(before);
  await updateProduct(ctx.tx, ctx.storeId, after);
  const values = (row: ProductRow) => Object.fromEntries(fields.map((field) => [field, row[field]]));
  ctx.audit({
    action: 'catalogue.update',
    entity: 'product',
    entityId: productId,
    fields,
    before: values(before),
    after: values(after),
  });
  return toProduct(after);
}
