import type { Ctx } from '../../../platform/context.ts';
import { lockFacts, writeScores } from './sql.ts';

/** What predictions say of a customer; null where nothing is said. */
export interface FactsScores {
  customerId: string;
  /** Probability of no purchase in the next 90 days. */
  churnRisk: number | null;
  /** Purchases expected in the next 365 days. */
  expectedOrders: number | null;
  /** Spend expected in the next 365 days, minor units. */
  predictedSpend: number | null;
  /** The day by which a next purchase is as likely as not, yyyy-mm-dd; kept as its noon in UTC. */
  nextOrderDay: string | null;
  scoredAt: Date | null;
}

/** Writes the scores of customers by two statements. The caller owns their meaning. */
export async function putScores(ctx: Ctx, scores: readonly FactsScores[]): Promise<void> {
  if (scores.length === 0) return;
  const locked = lockFacts(
    ctx.tx,
    ctx.storeId,
    scores.map((score) => score.customerId),
  );
  const written = writeScores(ctx.tx, ctx.storeId, scores);
  await Promise.all([locked, written]);
}

/** Empties the scores of customers, as of one whose data is erased or who is merged into another. */
export function clearScores(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  const nothing = {
    churnRisk: null,
    expectedOrders: null,
    predictedSpend: null,
    nextOrderDay: null,
    scoredAt: null,
  };
  return putScores(
    ctx,
    customerIds.map((customerId) => ({ customerId, ...nothing })),
  );
}
