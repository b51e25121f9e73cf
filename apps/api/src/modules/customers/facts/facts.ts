import type { Ctx } from '../../../platform/context.ts';
import { type FactsChange, mergeFacts } from './rules.ts';
import { clearFacts, lockFacts, readFacts, writeFacts } from './sql.ts';

/** The figures of a customer that orders and loyalty keep. Money in minor units of the store's currency. */
export interface Facts {
  customerId: string;
  totalSpent: number;
  totalOrders: number;
  visits: number;
  firstOrderAt: Date | null;
  lastOrderAt: Date | null;
  lastVisitAt: Date | null;
  tier: string | null;
  points: number;
  lifetimePoints: number;
}

/**
 * Gathers changes to customers' facts; they are added up per customer and written by one statement
 * before commit (or at `ctx.flush('customers.facts')`). The caller owns the meaning of what it writes.
 */
export function putFacts(ctx: Ctx, changes: readonly FactsChange[]): void {
  const gathered = ctx.gather<FactsChange>('customers.facts', flushFacts);
  for (const change of changes) gathered.push(change);
}

/** Facts of several customers by id; an id of no customer of this store is missing from the map. */
export async function facts(ctx: Ctx, customerIds: readonly string[]): Promise<Map<string, Facts>> {
  if (customerIds.length === 0) return new Map();
  const rows = await readFacts(ctx.tx, ctx.storeId, [...new Set(customerIds)]);
  return new Map(rows.map((row) => [row.customerId, row]));
}

/** Empties the figures of customers, so that whoever keeps them counts them again. */
export async function resetFacts(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  await ctx.flush('customers.facts');
  await clearFacts(ctx.tx, ctx.storeId, [...customerIds]);
}

async function flushFacts(ctx: Ctx, changes: FactsChange[]): Promise<void> {
  const deltas = mergeFacts(changes);
  if (deltas.length === 0) return;
  const ids = deltas.map((delta) => delta.customerId);
  const locked = ids.length > 1 ? lockFacts(ctx.tx, ctx.storeId, ids) : undefined;
  const written = writeFacts(ctx.tx, ctx.storeId, deltas);
  await Promise.all([locked, written]);
}
