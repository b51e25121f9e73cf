import type { Redemption, Reward } from '@wafa/contract';
import { type Ctx, may } from '../../../platform/context.ts';
import * as settings from '../../settings/index.ts';
import { maskCode, showCode } from './codes.ts';
import { leftOf, statusAt } from './rules.ts';
import type { RewardRow } from './sql.ts';
import type { RedemptionRow } from './sql-redemptions.ts';

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** What customers and staff both read of a reward. */
export function presentOffered(row: RewardRow, currency: string) {
  const { descriptionEn, descriptionAr } = row;
  return {
    id: row.id,
    programId: row.programmeId,
    name: { en: row.nameEn, ar: row.nameAr },
    description:
      descriptionEn === null && descriptionAr === null
        ? null
        : { en: descriptionEn ?? '', ar: descriptionAr ?? '' },
    imageUrl: row.imageUrl,
    pointsCost: row.pointsCost,
    rewardType: row.rewardType,
    rewardValue: row.rewardValue,
    currency,
    sku: row.sku,
    validFrom: iso(row.validFrom),
    validUntil: iso(row.validUntil),
    perCustomer: row.perCustomer,
    left: leftOf(row),
    tiers: [...row.tiers],
  };
}

/** A reward as staff read it. */
export function presentReward(row: RewardRow, currency: string): Reward {
  return {
    ...presentOffered(row, currency),
    stock: row.stock,
    redeemed: row.redeemed,
    lowStockAt: row.lowStockAt,
    codeDays: row.codeDays,
    cancelHours: row.cancelHours,
    returnsPoints: row.returnsPoints,
    segments: [...row.segments],
    isActive: row.isActive,
    position: row.position,
    archivedAt: iso(row.archivedAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** A redemption; who may neither use nor own the code sees only its end. */
export async function presentRedemption(ctx: Ctx, row: RedemptionRow): Promise<Redemption> {
  const { currency } = await settings.store(ctx);
  const reveals = ctx.actor.kind === 'customer' || may(ctx.actor, 'loyalty.redeem');
  const status = statusAt(row, ctx.now);
  const until = row.cancellableUntil;
  return {
    id: row.id,
    code: reveals ? showCode(row.code) : maskCode(row.code),
    partnerCode: reveals ? row.partnerCode : null,
    customerId: row.customerId,
    rewardId: row.rewardId,
    name: row.nameEn === null || row.nameAr === null ? null : { en: row.nameEn, ar: row.nameAr },
    rewardType: row.rewardType,
    rewardValue: row.rewardValue,
    currency,
    sku: row.sku,
    points: row.points,
    status,
    issuedAt: row.issuedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    usedAt: iso(row.usedAt),
    cancelledAt: row.status === 'cancelled' ? iso(row.endedAt) : null,
    pointsReturned: row.pointsReturned,
    cancellableUntil: status === 'issued' && until && until > ctx.now ? until.toISOString() : null,
    locationId: row.locationId,
    orderId: row.orderSourceId,
  };
}
