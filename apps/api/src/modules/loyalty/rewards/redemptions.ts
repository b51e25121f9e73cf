import type { InputOf, loyaltyRewardsContract, OutputOf } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError, Refusal } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { cancel as cancelEntries } from '../ledger/cancel.ts';
import { findNamed } from './attempts.ts';
import { presentRedemption } from './present.ts';
import { refusalOfCode, undoMinutes } from './rules.ts';
import { putBack, readTakers } from './sql.ts';
import {
  findRedemption,
  listRedemptions,
  lockAccounts,
  lockRedemption,
  markCancelled,
  markUnused,
  markUsed,
  type RedemptionRow,
} from './sql-redemptions.ts';

type Contract = typeof loyaltyRewardsContract;
type Page = OutputOf<Contract['redemptions']>;

/** Redemptions of the store, newest first. */
export async function list(ctx: Ctx, input: InputOf<Contract['redemptions']>): Promise<Page> {
  const page = settings.pageOf(input);
  const customerId =
    input.customerId === undefined ? undefined : await customers.require(ctx, input.customerId);
  const { rows, total } = await listRedemptions(
    ctx.tx,
    ctx.storeId,
    { ...input, customerId, at: ctx.now },
    page,
  );
  return {
    redemptions: await Promise.all(rows.map((row) => presentRedemption(ctx, row))),
    ...settings.pageFacts(page, total),
  };
}

/** A redemption by its code or id. A code that nobody has is counted against the caller. */
export async function get(
  ctx: Ctx,
  input: InputOf<Contract['redemption']>,
): Promise<OutputOf<Contract['redemption']> | Refusal> {
  const found = await findNamed(ctx, input.redemption);
  return found instanceof Refusal ? found : presentRedemption(ctx, found);
}

/** Takes a code at the till: once, while it is good. */
export async function use(
  ctx: Ctx,
  input: InputOf<Contract['useRedemption']>,
): Promise<OutputOf<Contract['useRedemption']> | Refusal> {
  const found = await findNamed(ctx, input.redemption);
  if (found instanceof Refusal) return found;
  const own = ctx.actor.kind === 'staff' ? ctx.actor.locationId : undefined;
  const locationId = input.locationId ?? own ?? null;
  if (locationId !== null && !(await settings.locations(ctx)).has(locationId))
    throw new AppError('location_unknown', { field: 'locationId' });
  const row = await lockRedemption(ctx.tx, ctx.storeId, found.id);
  requireIssued(ctx, row);
  const use = {
    at: ctx.now,
    by: actorId(ctx.actor),
    locationId,
    source: input.source ?? null,
    orderId: input.orderId ?? null,
  };
  await markUsed(ctx.tx, ctx.storeId, row.id, use);
  ctx.emit('reward.used', { ...factsOf(row), locationId, source: use.source, orderId: use.orderId });
  note(ctx, 'loyalty.useRedemption', row);
  return again(ctx, row.id);
}

/** Makes a code good again that was taken by mistake some minutes ago. */
export async function undo(
  ctx: Ctx,
  input: InputOf<Contract['undoRedemption']>,
): Promise<OutputOf<Contract['undoRedemption']> | Refusal> {
  const found = await findNamed(ctx, input.redemption);
  if (found instanceof Refusal) return found;
  const row = await lockRedemption(ctx.tx, ctx.storeId, found.id);
  if (!row.usedAt) throw new AppError('redemption_not_used', { field: 'redemption' });
  if (ctx.now.getTime() - row.usedAt.getTime() > undoMinutes * 60_000)
    throw new AppError('undo_too_late', { field: 'redemption' });
  await markUnused(ctx.tx, ctx.storeId, row.id);
  note(ctx, 'loyalty.undoRedemption', row);
  return again(ctx, row.id);
}

/** Gives an unused code back, its points to the lots they came from. Cancelling again changes nothing. */
export async function cancel(
  ctx: Ctx,
  input: InputOf<Contract['cancelRedemption']>,
): Promise<OutputOf<Contract['cancelRedemption']> | Refusal> {
  const found = await findNamed(ctx, input.redemption);
  if (found instanceof Refusal) return found;
  ctx.concerns(found.customerId);
  const [, row] = await Promise.all([
    lockAccounts(ctx.tx, ctx.storeId, found.customerId),
    lockRedemption(ctx.tx, ctx.storeId, found.id),
  ]);
  if (row.status !== 'cancelled') await giveBack(ctx, row);
  const [redemption, balance] = await Promise.all([again(ctx, row.id), availableOf(ctx, row)]);
  return { redemption, balance };
}

async function giveBack(ctx: Ctx, row: RedemptionRow): Promise<void> {
  requireIssued(ctx, row);
  if (ctx.actor.kind === 'customer' && !(row.cancellableUntil && row.cancellableUntil > ctx.now))
    throw new AppError('cancel_too_late', { field: 'redemption' });
  const available = row.entryId === null ? await availableOf(ctx, row) : await payBack(ctx, row, row.entryId);
  await markCancelled(ctx.tx, ctx.storeId, row.id, { at: ctx.now, by: actorId(ctx.actor) });
  // A partner's code that was handed out is not there any more.
  if (row.rewardId !== null && row.rewardType !== 'partner_code')
    await putBack(ctx.tx, ctx.storeId, row.rewardId);
  ctx.emit('reward.cancelled', { ...factsOf(row), available });
  note(ctx, 'loyalty.cancelRedemption', row);
}

/** Returns the points to their lots; what is available then. */
async function payBack(ctx: Ctx, row: RedemptionRow, entryId: string): Promise<number> {
  const reason = { rule: 'cancel', redemptionId: row.id };
  const [cancelled] = await cancelEntries(ctx, [{ entryId, reason }]);
  if (cancelled?.status !== 'cancelled')
    throw new AppError('internal', { detail: `entry ${entryId} was ${cancelled?.status} before` });
  return cancelled.available;
}

async function availableOf(ctx: Ctx, row: RedemptionRow): Promise<number> {
  const takers = await readTakers(ctx.tx, ctx.storeId, row.customerId, ctx.now);
  return takers.find((taker) => taker.programmeId === row.programmeId)?.points ?? 0;
}

function requireIssued(ctx: Ctx, row: RedemptionRow): void {
  const refusal = refusalOfCode(row, ctx.now);
  if (refusal) throw new AppError(refusal, { field: 'redemption' });
}

const factsOf = ({ id, customerId, rewardId, rewardType, points }: RedemptionRow) => ({
  redemptionId: id,
  customerId,
  rewardId,
  rewardType,
  points,
});

function note(ctx: Ctx, action: string, { id, customerId }: RedemptionRow): void {
  if (ctx.actor.kind !== 'customer') ctx.audit({ action, entity: 'redemption', entityId: id, customerId });
}

async function again(ctx: Ctx, id: string) {
  const row = (await findRedemption(ctx.tx, ctx.storeId, { id })) as RedemptionRow;
  return presentRedemption(ctx, row);
}
