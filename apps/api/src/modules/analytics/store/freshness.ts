import type { AnalyticsFreshness, analyticsContract, InputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { recountPast } from '../rollups/count.ts';
import { readCounted } from '../rollups/sql.ts';

/** How far the counting is. */
export async function freshness(ctx: Ctx): Promise<AnalyticsFreshness> {
  const counted = await readCounted(ctx.tx, ctx.storeId);
  if (!counted) return { countedAt: null, waitingDays: 0, progress: 0 };
  const { countedAt, waitingDays, pastDays } = counted;
  return {
    countedAt: countedAt?.toISOString() ?? null,
    waitingDays,
    progress: pastDays === 0 ? 1 : Math.max(0, Math.round((1 - waitingDays / pastDays) * 1000) / 1000),
  };
}

/** Counts every day of the past anew, by a job. */
export async function recount(
  ctx: Ctx,
  _input: InputOf<typeof analyticsContract.recount>,
): Promise<AnalyticsFreshness> {
  await recountPast(ctx);
  ctx.audit({ action: 'analytics.recount', entity: 'store', entityId: ctx.storeId });
  return freshness(ctx);
}
