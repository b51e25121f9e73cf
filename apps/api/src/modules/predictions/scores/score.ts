import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import type { KeptModels } from '../models/kept.ts';
import { type KeptHistory, scoreAll } from './rules.ts';
import { writeScores } from './sql.ts';

/** Scores customers by their histories and keeps it, here and in their facts: three round trips. */
export async function scoreHistories(
  ctx: Ctx,
  recalculationId: string,
  models: KeptModels,
  histories: readonly KeptHistory[],
): Promise<void> {
  if (histories.length === 0) return;
  const scores = [...scoreAll(histories, models)];
  const nextOrders = await writeScores(ctx.tx, ctx.storeId, recalculationId, ctx.now, scores);
  await customers.putScores(
    ctx,
    scores.map(({ customerId, churn, orders365, spend365 }) => ({
      customerId,
      churnRisk: churn,
      expectedOrders: orders365?.expected ?? null,
      predictedSpend: spend365?.expected ?? null,
      nextOrderDay: nextOrders.get(customerId) ?? null,
      scoredAt: ctx.now,
    })),
  );
}
