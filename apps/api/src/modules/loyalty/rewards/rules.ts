import type { OfferedReward, RedemptionStatus, RewardObstacle, RewardType } from '@wafa/contract';
import type { ErrorCode } from '../../../platform/errors.ts';

const hourMs = 3_600_000;
export const dayMs: number = 24 * hourMs;

/** Rewards that ended longer ago than this are not shown to customers. */
export const endedShownDays = 30;
/** Terms of a plain discount, which no reward of the catalogue sets. */
export const plainDiscount = {
  rewardType: 'discount_fixed',
  sku: null,
  codeDays: 30,
  cancelHours: 24,
  returnsPoints: false,
} as const;
/** How long a till can take back that it used a code. */
export const undoMinutes = 15;
/** Wrong codes that a caller has in a window of time. */
export const wrongCodes = { most: 20, windowMinutes: 15 } as const;

/** What decides whether a customer can have a reward. */
export interface Terms {
  programmeId: string;
  pointsCost: number;
  stock: number | null;
  redeemed: number;
  perCustomer: number | null;
  validFrom: Date | null;
  validUntil: Date | null;
  tiers: readonly string[];
  segments: readonly string[];
  isActive: boolean;
  archivedAt: Date | null;
}

/** A customer as a reward sees them, in the reward's programme. */
export interface Taker {
  /** Usable points. */
  points: number;
  tier: string | null;
  segments: readonly string[];
  /** How often they have had this reward. */
  times: number;
}

export const leftOf = (reward: Pick<Terms, 'stock' | 'redeemed'>): number | null =>
  reward.stock === null ? null : reward.stock - reward.redeemed;

/** Everything that stands between a customer and a reward now; nothing, where it can be had. */
export function obstaclesOf(reward: Terms, taker: Taker, now: Date): RewardObstacle[] {
  const obstacles: RewardObstacle[] = [];
  if (!reward.isActive || reward.archivedAt || (reward.validUntil && reward.validUntil <= now))
    obstacles.push('ended');
  if (reward.validFrom && reward.validFrom > now) obstacles.push('not_yet');
  if (leftOf(reward) === 0) obstacles.push('out_of_stock');
  if (reward.tiers.length > 0 && !reward.tiers.includes(taker.tier ?? '')) obstacles.push('tier');
  if (reward.segments.length > 0 && !reward.segments.some((key) => taker.segments.includes(key)))
    obstacles.push('segment');
  if (reward.perCustomer !== null && taker.times >= reward.perCustomer) obstacles.push('limit_reached');
  if (taker.points < reward.pointsCost) obstacles.push('points_missing');
  return obstacles;
}

/** The refusal that goes with an obstacle. */
export function refusalOf(obstacle: RewardObstacle): ErrorCode {
  return obstacle === 'points_missing' ? 'insufficient_points' : `reward_${obstacle}`;
}

/** What a customer reads of a reward, beside the reward itself. */
export function offerOf(
  reward: Terms,
  taker: Taker,
  now: Date,
): Pick<OfferedReward, 'affordable' | 'redeemable' | 'obstacles' | 'pointsMissing' | 'timesRedeemed'> {
  const obstacles = obstaclesOf(reward, taker, now);
  return {
    affordable: taker.points >= reward.pointsCost,
    redeemable: obstacles.length === 0,
    obstacles,
    pointsMissing: Math.max(0, reward.pointsCost - taker.points),
    timesRedeemed: taker.times,
  };
}

/** The fields of a reward that have to go together. */
export interface Shape {
  rewardType: RewardType;
  rewardValue: number | null;
  sku: string | null;
  validFrom: Date | null;
  validUntil: Date | null;
}

const valued: ReadonlySet<RewardType> = new Set(['discount_fixed', 'discount_percent', 'gift_card']);
const valueless: ReadonlySet<RewardType> = new Set(['free_shipping', 'free_product']);

/** The first field of a reward that does not go with the others, and the message of the catalogues. */
export function faultOf(reward: Shape): { field: string; message: string } | undefined {
  const { rewardType: type, rewardValue: value, sku } = reward;
  if (valued.has(type) && value === null) return { field: 'rewardValue', message: 'value_needed' };
  if (valueless.has(type) && value !== null) return { field: 'rewardValue', message: 'value_unneeded' };
  if (type === 'discount_percent' && (value as number) > 100)
    return { field: 'rewardValue', message: 'percent_too_big' };
  if (type === 'free_product' && sku === null) return { field: 'sku', message: 'sku_needed' };
  if (type !== 'free_product' && sku !== null) return { field: 'sku', message: 'sku_unneeded' };
  if (reward.validFrom && reward.validUntil && reward.validUntil <= reward.validFrom)
    return { field: 'validUntil', message: 'ends_before_start' };
  return undefined;
}

/** Until when a customer may give a code back; null: never. A partner's code, once read, cannot be unread. */
export function cancellableUntil(
  reward: { rewardType: RewardType; cancelHours: number },
  issuedAt: Date,
  expiresAt: Date,
): Date | null {
  if (reward.cancelHours === 0 || reward.rewardType === 'partner_code') return null;
  return new Date(Math.min(issuedAt.getTime() + reward.cancelHours * hourMs, expiresAt.getTime()));
}

/** What decides whether a code is good. */
export interface CodeState {
  status: RedemptionStatus;
  expiresAt: Date;
}

/** The state of a code: one whose time is over counts as expired before the job has come by. */
export function statusAt(code: CodeState, now: Date): RedemptionStatus {
  return code.status === 'issued' && code.expiresAt <= now ? 'expired' : code.status;
}

/** Why a code cannot be used or given back now; undefined where it can. */
export function refusalOfCode(code: CodeState, now: Date): ErrorCode | undefined {
  const status = statusAt(code, now);
  return status === 'issued' ? undefined : `redemption_${status}`;
}
