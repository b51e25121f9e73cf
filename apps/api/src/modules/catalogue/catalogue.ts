import type { Ctx } from '../../platform/context.ts';
import * as settings from '../settings/index.ts';
import { insertMissing } from './sql.ts';

/** A product as an order line knows it. Price in minor units of the store's currency. */
export interface NewProduct {
  sku: string;
  name: string;
  category?: string | null;
  price: number;
}

/**
 * Adds the products whose sku the store does not know yet, as one statement; known ones stay as they
 * are. While every sku is remembered as known, nothing is sent to the database.
 */
export async function ensureProducts(ctx: Ctx, products: readonly NewProduct[]): Promise<void> {
  const missing = new Map<string, NewProduct>();
  for (const product of products) {
    if (!known.has(keyOf(ctx.storeId, product.sku))) missing.set(product.sku, product);
  }
  if (missing.size === 0) return;
  const { currency } = await settings.store(ctx);
  const rows = [...missing.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1));
  await insertMissing(ctx.tx, ctx.storeId, ctx.now, currency, rows.map((row) => ({ ...row, id: ctx.newId() })));
  // Only what is committed may be remembered: after a rollback the row is not there.
  ctx.afterCommit(() => remember(ctx.storeId, [...missing.keys()]));
}

/** (store, sku) pairs that are known to exist; products are never deleted. 50,000 take about 8 MB. */
const known = new Set<string>();
const knownLimit = 50_000;

const keyOf = (storeId: string, sku: string) => `${storeId}/${sku}`;

function remember(storeId: string, skus: readonly string[]): void {
  for (const sku of skus) {
    if (known.size >= knownLimit) {
      const oldest = known.values().next();
      if (!oldest.done) known.delete(oldest.value);
    }
    known.add(keyOf(storeId, sku));
  }
}
