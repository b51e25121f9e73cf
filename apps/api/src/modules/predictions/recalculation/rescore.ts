import type { Ctx } from '../../../platform/context.ts';
import { refreshHistories } from '../histories/histories.ts';
import { revive } from '../models/kept.ts';
import { readModels } from '../models/sql.ts';
import { recommendTo } from '../recommendations/recommend.ts';
import { scoreHistories } from '../scores/score.ts';
import { readHistories } from '../scores/sql.ts';
import { latestDone } from './sql.ts';

/**
 * Predicts a few customers anew by the models that stand, or forgets them where that is not allowed any more;
 * before the first recalculation there is nothing to do.
 */
export async function rescore(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const run = await latestDone(ctx.tx, ctx.storeId);
  if (!run) return;
  await refreshHistories(ctx, ids, run);
  const models = revive(await readModels(ctx.tx, ctx.storeId, run.id));
  await scoreHistories(ctx, run.id, models, await readHistories(ctx.tx, ctx.storeId, ids));
  await recommendTo(ctx, run.id, ids, run);
}
