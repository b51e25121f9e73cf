import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import { deletePredictions, eligible, type Until, writeHistories } from './sql.ts';

/**
 * Counts the histories of customers anew. Of whom there is none any more (closed, merged, against profiling, all
 * refunded) what was predicted is forgotten. Answers how many have one. Three round trips, five where somebody
 * is forgotten.
 */
export async function refreshHistories(ctx: Ctx, ids: readonly string[], until: Until): Promise<number> {
  const allowed = await eligible(ctx.tx, ctx.storeId, ids);
  const known = new Set(await writeHistories(ctx.tx, ctx.storeId, allowed, until));
  await forget(
    ctx,
    ids.filter((id) => !known.has(id)),
  );
  return known.size;
}

/** Forgets what is predicted of customers, here and in their facts. */
export async function forget(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const gone = await deletePredictions(ctx.tx, ctx.storeId, ids);
  await customers.clearScores(ctx, gone);
}
