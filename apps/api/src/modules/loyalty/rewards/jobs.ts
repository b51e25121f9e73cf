import { actorId, type Ctx } from '../../../platform/context.ts';
import type { Job } from '../../../platform/module.ts';
import { cancel } from '../ledger/cancel.ts';
import { expireCodes, findDueAccounts } from './sql-redemptions.ts';

/** Codes looked up at once: few enough that the accounts behind them are free again within a second. */
const batchSize = 500;

/**
 * Ends codes that ran out unused; where the reward says so, their points return. Returns whether more are
 * left. Safe to run twice or be killed: a code leaves `issued` once.
 */
export async function expireRedemptions(ctx: Ctx): Promise<boolean> {
  const accounts = await findDueAccounts(ctx.tx, ctx.storeId, ctx.now, batchSize);
  if (accounts.length === 0) return false;
  const ended = await expireCodes(ctx.tx, ctx.storeId, accounts, { at: ctx.now, by: actorId(ctx.actor) });
  await cancel(
    ctx,
    ended.flatMap(({ id: redemptionId, entryId, pointsReturned }) =>
      entryId !== null && pointsReturned > 0 ? [{ entryId, reason: { rule: 'expired', redemptionId } }] : [],
    ),
  );
  for (const { id, customerId, rewardId, rewardType, points, pointsReturned } of ended) {
    const facts = { redemptionId: id, customerId, rewardId, rewardType, points };
    ctx.emit('reward.expired', { ...facts, returned: pointsReturned });
  }
  return true;
}

export const jobs: Job[] = [
  {
    queue: 'loyalty.expireRedemptions',
    schedule: '35 * * * *',
    work: async (ctx, data) => ((await expireRedemptions(ctx)) ? data : undefined),
  },
];
