import type { Redemption } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { presentRedemption } from './present.ts';
import { announce, issue, type Purchase, take } from './redeem.ts';
import { obstaclesOf, refusalOf } from './rules.ts';
import { findReward, readNames } from './sql.ts';
import { findRedemption, findRedemptions, type RedemptionRow } from './sql-redemptions.ts';

/** A reward to be given for no points. */
export interface RewardPresent {
  rewardId: string;
  /** Whose it will be: an account that the caller has locked (`standings`), in whichever programme. */
  accountId: string;
  /** The customer who was named. */
  presentedId: string;
  /** Points available in the account, for who hears of it. */
  available: number;
}

/**
 * Gives a reward of the catalogue as a present: a code like any other, but nothing is spent, so that it
 * cannot be given back for points. Whom the reward is for (tier, segment, how often) is the giver's business;
 * that there is one left and that it is on offer is asked here.
 * @throws AppError not_found, reward_out_of_stock, reward_not_yet, reward_ended
 */
export async function giveReward(ctx: Ctx, present: RewardPresent): Promise<Redemption> {
  const reward = await findReward(ctx.tx, ctx.storeId, present.rewardId);
  if (!reward) throw new AppError('not_found', { field: 'rewardId' });
  const terms = { ...reward, tiers: [], segments: [], perCustomer: null, pointsCost: 0 };
  const [obstacle] = obstaclesOf(terms, { points: 0, tier: null, segments: [], times: 0 }, ctx.now);
  if (obstacle) throw new AppError(refusalOf(obstacle), { field: 'rewardId' });
  const redemptionId = ctx.newId();
  await take(ctx, reward, redemptionId);
  const free: Purchase = { ...reward, pointsCost: 0, cancelHours: 0, returnsPoints: false, reward };
  const { accountId, presentedId } = present;
  await issue(ctx, free, {
    redemptionId,
    entryId: null,
    account: { accountId },
    presentedId,
    transaction: null,
  });
  const row = (await findRedemption(ctx.tx, ctx.storeId, { id: redemptionId })) as RedemptionRow;
  announce(ctx, row, present.available);
  return presentRedemption(ctx, row);
}

/** Redemptions as who asks may see them, by id; one query for any number. */
export async function redemptionsOf(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Redemption>> {
  if (ids.length === 0) return new Map();
  const rows = await findRedemptions(ctx.tx, ctx.storeId, ids);
  const shown = await Promise.all(rows.map((row) => presentRedemption(ctx, row)));
  return new Map(shown.map((redemption) => [redemption.id, redemption]));
}

/** Names of rewards by id, and whether they can be had at all; one query for any number. */
export async function rewardNames(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { name: { en: string; ar: string }; isOffered: boolean }>> {
  if (ids.length === 0) return new Map();
  const rows = await readNames(ctx.tx, ctx.storeId, ids);
  return new Map(
    rows.map(({ id, nameEn, nameAr, isActive, archivedAt }) => [
      id,
      { name: { en: nameEn, ar: nameAr }, isOffered: isActive && archivedAt === null },
    ]),
  );
}
