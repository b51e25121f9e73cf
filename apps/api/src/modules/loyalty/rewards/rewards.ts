import type { InputOf, loyaltyRewardsContract, OfferedReward, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { presentOffered } from './present.ts';
import { dayMs, endedShownDays, offerOf, type Taker } from './rules.ts';
import { countTaken, type RewardRow, readShown, readTakers, type TakerRow } from './sql.ts';

type Contract = typeof loyaltyRewardsContract;

/** The catalogue for a customer, in the store's order: what can be had, and what stands in the way. */
export async function offeredRewards(
  ctx: Ctx,
  input: InputOf<Contract['offeredRewards']>,
): Promise<OutputOf<Contract['offeredRewards']>> {
  const page = settings.pageOf(input);
  const customerId = await customers.require(ctx, input.customerId);
  const offers = (await offersFor(ctx, customerId)).filter(
    (offer) =>
      (input.programId === undefined || offer.programId === input.programId) &&
      (input.rewardType === undefined || offer.rewardType === input.rewardType) &&
      (input.redeemable === undefined || offer.redeemable === input.redeemable),
  );
  return {
    rewards: offers.slice(page.offset, page.offset + page.limit),
    ...settings.pageFacts(page, offers.length),
  };
}

/** A reward that a customer could have but for the points. */
export type AvailableReward = Pick<
  OfferedReward,
  'id' | 'programId' | 'name' | 'pointsCost' | 'rewardType' | 'affordable'
>;

/**
 * The first `limit` rewards that a customer can have now, or could if the points were enough; those that
 * the points are enough for come first.
 * @param customerId after merges are followed
 */
export async function availableRewards(
  ctx: Ctx,
  customerId: string,
  limit: number,
): Promise<AvailableReward[]> {
  const offers = await offersFor(ctx, customerId);
  return offers
    .filter(({ obstacles }) => obstacles.every((obstacle) => obstacle === 'points_missing'))
    .sort((a, b) => Number(b.affordable) - Number(a.affordable))
    .slice(0, limit)
    .map(({ id, programId, name, pointsCost, rewardType, affordable }) => ({
      id,
      programId,
      name,
      pointsCost,
      rewardType,
      affordable,
    }));
}

/** Every shown reward as the customer sees it; four reads, sent together. */
async function offersFor(ctx: Ctx, customerId: string): Promise<OfferedReward[]> {
  const endedAfter = new Date(ctx.now.getTime() - endedShownDays * dayMs);
  const [{ currency }, rewards, takers, taken, segments] = await Promise.all([
    settings.store(ctx),
    readShown(ctx.tx, ctx.storeId, endedAfter),
    readTakers(ctx.tx, ctx.storeId, customerId, ctx.now),
    countTaken(ctx.tx, ctx.storeId, customerId),
    segmentsOf(ctx, customerId),
  ]);
  return rewards.map((reward) => {
    const taker = takerOf(reward, takers, segments, taken.get(reward.id) ?? 0);
    return { ...presentOffered(reward, currency), ...offerOf(reward, taker, ctx.now) };
  });
}

/** A customer as the reward sees them; without an account in its programme they have no points there. */
export function takerOf(
  reward: Pick<RewardRow, 'programmeId'>,
  takers: readonly TakerRow[],
  segments: readonly string[],
  times: number,
): Taker {
  const account = takers.find((row) => row.programmeId === reward.programmeId);
  return { points: account?.points ?? 0, tier: account?.tier ?? null, segments, times };
}

/** Keys of the segments that a customer belongs to. */
export async function segmentsOf(ctx: Ctx, customerId: string): Promise<readonly string[]> {
  const memberships = await customers.membershipsOf(ctx, [customerId]);
  return [...(memberships.get(customerId)?.keys() ?? [])];
}
