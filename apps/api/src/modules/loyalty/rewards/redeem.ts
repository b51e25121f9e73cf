import type { InputOf, loyaltyRewardsContract, OutputOf } from '@wafa/contract';
import { actorId, type Ctx, customerOf } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { spend } from '../ledger/spend.ts';
import { programmes } from '../programmes/programmes.ts';
import { worthOf } from '../programmes/rules.ts';
import { codeBytes, codeFrom } from './codes.ts';
import { presentRedemption } from './present.ts';
import { segmentsOf, takerOf } from './rewards.ts';
import { cancellableUntil, dayMs, obstaclesOf, plainDiscount, refusalOf } from './rules.ts';
import {
  countTaken,
  findReward,
  type RewardRow,
  readTakers,
  type TakerRow,
  takePartnerCode,
  takeReward,
} from './sql.ts';
import {
  findByTransaction,
  findRedemption,
  insertRedemption,
  lockAccounts,
  type RedemptionRow,
} from './sql-redemptions.ts';

type Input = InputOf<typeof loyaltyRewardsContract.redeem>;
type Output = OutputOf<typeof loyaltyRewardsContract.redeem>;

/** What is bought: a reward of the catalogue, or a plain discount (which has no id). */
export type Purchase = Pick<
  RewardRow,
  | 'programmeId'
  | 'pointsCost'
  | 'rewardType'
  | 'rewardValue'
  | 'sku'
  | 'codeDays'
  | 'cancelHours'
  | 'returnsPoints'
> & { reward: RewardRow | null };

/**
 * Spends points on a reward or a plain discount and issues a code. Locks the customer's accounts first, so
 * that one customer's redemptions go one by one (limits, transaction ids); then the reward, whose takers go
 * one by one. A repeat by `transactionId` answers with the first redemption.
 */
export async function redeem(ctx: Ctx, input: Input): Promise<Output> {
  const named = input.customerId === 'me' ? customerOf(ctx.actor) : input.customerId;
  const [customerId, known] = await Promise.all([
    customers.require(ctx, input.customerId, { to: 'redeem' }),
    customers.resolveMany(ctx, named === undefined ? [] : [named]),
  ]);
  ctx.concerns(customerId);
  await checkLocation(ctx, input.locationId);
  await checkProof(ctx, customerId);
  const presentedId = known.get(named ?? '')?.presentedId ?? customerId;
  const transaction = transactionOf(ctx, input.transactionId, customerId);

  const [, repeated, takers, taken] = await Promise.all([
    lockAccounts(ctx.tx, ctx.storeId, customerId),
    transaction ? findByTransaction(ctx.tx, ctx.storeId, transaction) : undefined,
    readTakers(ctx.tx, ctx.storeId, customerId, ctx.now),
    countTaken(ctx.tx, ctx.storeId, customerId),
  ]);
  if (repeated) return repeatedly(ctx, input, customerId, repeated, takers);
  const purchase = await purchaseOf(ctx, input);
  if (purchase.reward) await refuseObstacles(ctx, purchase.reward, customerId, takers, taken);
  const account = takers.find((row) => row.programmeId === purchase.programmeId);
  if (!account || account.points < purchase.pointsCost) throw new AppError('insufficient_points');

  const redemptionId = ctx.newId();
  const entryId = await pay(ctx, purchase, {
    redemptionId,
    account,
    presentedId,
    locationId: input.locationId,
  });
  if (purchase.reward) await take(ctx, purchase.reward, redemptionId);
  await issue(ctx, purchase, {
    redemptionId,
    entryId,
    account,
    presentedId,
    transaction,
    orderId: input.orderId,
  });
  const row = (await findRedemption(ctx.tx, ctx.storeId, { id: redemptionId })) as RedemptionRow;
  const balance = account.points - purchase.pointsCost;
  announce(ctx, row, balance);
  return { redemption: await presentRedemption(ctx, row), balance };
}

async function checkLocation(ctx: Ctx, locationId: string | undefined): Promise<void> {
  if (locationId !== undefined && !(await settings.locations(ctx)).has(locationId))
    throw new AppError('location_unknown', { field: 'locationId' });
}

/** A till may redeem for this long after the customer proved to be there. */
const proofMinutes = 10;

/**
 * Where the store asks for it (setting `redeemNeedsProof`), staff redeem only for a customer who has just
 * shown a rotating or one-time code: a card number alone identifies, and anybody may have read it.
 * @throws AppError proof_required
 */
async function checkProof(ctx: Ctx, customerId: string): Promise<void> {
  if (ctx.actor.kind !== 'staff') return;
  if ((await settings.store(ctx)).settings.redeemNeedsProof !== true) return;
  const at = await customers.provedAt(ctx, customerId);
  if (!at || ctx.now.getTime() - at.getTime() > proofMinutes * 60_000)
    throw new AppError('proof_required', { field: 'customerId' });
}

/** Customers name transactions apart from each other and from the store's tills. */
function transactionOf(ctx: Ctx, id: string | undefined, customerId: string) {
  if (id === undefined) return null;
  return { scope: ctx.actor.kind === 'customer' ? customerId : 'store', id };
}

/** The answer to a transaction id that was used before: the first redemption, where it asks for the same. */
async function repeatedly(
  ctx: Ctx,
  input: Input,
  customerId: string,
  first: RedemptionRow,
  takers: readonly TakerRow[],
): Promise<Output> {
  const isSame =
    first.customerId === customerId &&
    (input.rewardId === undefined
      ? first.rewardId === null && first.points === input.points
      : first.rewardId === input.rewardId);
  if (!isSame) throw new AppError('transaction_conflict', { field: 'transactionId' });
  const balance = takers.find((row) => row.programmeId === first.programmeId)?.points ?? 0;
  return { redemption: await presentRedemption(ctx, first), balance };
}

async function purchaseOf(ctx: Ctx, input: Input): Promise<Purchase> {
  if (input.rewardId !== undefined) {
    const reward = await findReward(ctx.tx, ctx.storeId, input.rewardId);
    if (!reward) throw new AppError('not_found', { field: 'rewardId' });
    return { ...reward, reward };
  }
  const { standard } = await programmes(ctx);
  const points = input.points as number;
  const worth = worthOf(points, standard.worthE4);
  if (!worth) throw new AppError('points_without_worth', { field: 'points' });
  if (!Number.isSafeInteger(worth)) throw new AppError('amount_too_large', { field: 'points' });
  return { ...plainDiscount, programmeId: standard.id, pointsCost: points, rewardValue: worth, reward: null };
}

async function refuseObstacles(
  ctx: Ctx,
  reward: RewardRow,
  customerId: string,
  takers: readonly TakerRow[],
  taken: ReadonlyMap<string, number>,
): Promise<void> {
  const segments = reward.segments.length > 0 ? await segmentsOf(ctx, customerId) : [];
  const [obstacle] = obstaclesOf(
    reward,
    takerOf(reward, takers, segments, taken.get(reward.id) ?? 0),
    ctx.now,
  );
  if (obstacle) throw new AppError(refusalOf(obstacle), { field: 'rewardId' });
}

interface Payment {
  redemptionId: string;
  account: TakerRow;
  presentedId: string;
  locationId?: string;
}

/** Spends the points; the id of the entry. */
async function pay(ctx: Ctx, purchase: Purchase, payment: Payment): Promise<string> {
  const { reward } = purchase;
  const [spent] = await spend(ctx, [
    {
      customerId: payment.presentedId,
      accountId: payment.account.accountId,
      source: 'wafa.reward',
      sourceId: payment.redemptionId,
      line: 0,
      points: purchase.pointsCost,
      occurredAt: ctx.now,
      locationId: payment.locationId,
      reason: {
        rule: 'reward',
        redemptionId: payment.redemptionId,
        rewardType: purchase.rewardType,
        ...(reward && { rewardId: reward.id, name: namesOf(reward) }),
      },
    },
  ]);
  if (!spent?.entryId) throw new AppError('insufficient_points');
  return spent.entryId;
}

const namesOf = ({ nameEn, nameAr }: RewardRow) => ({ en: nameEn, ar: nameAr });

/** Takes one of what there is; refuses where the last went to someone else meanwhile. */
export async function take(ctx: Ctx, reward: RewardRow, redemptionId: string): Promise<void> {
  const taken = await takeReward(ctx.tx, ctx.storeId, reward, ctx.now);
  if (!taken) {
    const now = await findReward(ctx.tx, ctx.storeId, reward.id);
    throw new AppError(now?.redeemed === now?.stock ? 'reward_out_of_stock' : 'conflict', {
      field: 'rewardId',
    });
  }
  if (taken.left !== null && taken.left === reward.lowStockAt)
    ctx.emit('reward.low_stock', { rewardId: reward.id, name: namesOf(reward), left: taken.left });
  if (reward.rewardType === 'partner_code') {
    const code = await takePartnerCode(ctx.tx, ctx.storeId, reward.id, redemptionId);
    if (code === undefined) throw new AppError('reward_out_of_stock', { field: 'rewardId' });
  }
}

interface Issue extends Omit<Payment, 'account'> {
  account: Pick<TakerRow, 'accountId'>;
  /** Null: a present, for which no points were spent. */
  entryId: string | null;
  transaction: { scope: string; id: string } | null;
  orderId?: string;
}

/** Writes the code, with terms of its own. */
export function issue(ctx: Ctx, purchase: Purchase, of: Issue): Promise<void> {
  const expiresAt = new Date(ctx.now.getTime() + purchase.codeDays * dayMs);
  return insertRedemption(ctx.tx, ctx.storeId, {
    id: of.redemptionId,
    code: codeFrom(ctx.randomBytes(codeBytes)),
    accountId: of.account.accountId,
    presentedId: of.presentedId,
    rewardId: purchase.reward?.id ?? null,
    rewardType: purchase.rewardType,
    rewardValue: purchase.rewardValue,
    sku: purchase.sku,
    points: purchase.pointsCost,
    entryId: of.entryId,
    issuedAt: ctx.now,
    expiresAt,
    cancellableUntil: cancellableUntil(purchase, ctx.now, expiresAt),
    returnsPoints: purchase.returnsPoints,
    by: actorId(ctx.actor),
    orderSourceId: of.orderId ?? null,
    transaction: of.transaction,
  });
}

/** Says that a reward was had; where staff redeemed it, who. */
export function announce(ctx: Ctx, row: RedemptionRow, available: number): void {
  const { id: redemptionId, customerId, rewardId, rewardType, points } = row;
  const expiresAt = row.expiresAt.toISOString();
  ctx.emit('reward.redeemed', {
    redemptionId,
    customerId,
    rewardId,
    rewardType,
    points,
    available,
    expiresAt,
  });
  if (ctx.actor.kind === 'customer') return;
  ctx.audit({
    action: 'loyalty.redeem',
    entity: 'redemption',
    entityId: row.id,
    customerId,
    after: { points },
  });
}
