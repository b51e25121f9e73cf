import type { Hold, InputOf, loyaltyLedgerContract, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import { requireStanding } from './acts.ts';
import { capture, hold, release } from './hold.ts';
import { type HeldPoints, readHolds } from './sql-holds.ts';

type Contract = typeof loyaltyLedgerContract;

/** `POST /loyalty/holds`. */
export async function placeHold(
  ctx: Ctx,
  input: InputOf<Contract['hold']>,
): Promise<OutputOf<Contract['hold']>> {
  const customerId = await customers.require(ctx, input.customerId, { to: 'redeem' });
  const { accountId } = await requireStanding(ctx, customerId);
  const [result] = await hold(ctx, [
    {
      accountId,
      source: 'api',
      sourceId: input.transactionId,
      points: input.points,
      expiresAt: new Date(ctx.now.getTime() + input.expiresInMinutes * 60_000),
      orderId: input.orderId,
      reason: input.reason,
    },
  ]);
  if (result?.status === 'insufficient') throw new AppError('insufficient_points', { field: 'points' });
  if (!result?.hold) throw new AppError('transaction_conflict', { field: 'transactionId' });
  return { hold: shown(result.hold, customerId), available: result.available };
}

/** `POST /loyalty/holds/:holdId/capture`. */
export async function captureHold(
  ctx: Ctx,
  input: InputOf<Contract['captureHold']>,
): Promise<OutputOf<Contract['captureHold']>> {
  const { holdId, transactionId, points, final, orderId, lines, description } = input;
  const [result] = await capture(ctx, [
    {
      holdId,
      source: 'api',
      sourceId: transactionId,
      points,
      final,
      orderId,
      occurredAt: ctx.now,
      lines,
      description,
    },
  ]);
  switch (result?.status) {
    case 'ended':
      throw new AppError('hold_ended', { field: 'holdId' });
    case 'exceeded':
      throw new AppError('hold_exceeded', { field: 'points' });
    case 'lines_differ':
      throw new AppError('validation', { errors: [{ field: 'lines', message: 'validation.invalid' }] });
    case 'conflict':
      throw new AppError('transaction_conflict', { field: 'transactionId' });
  }
  if (!result?.hold || !result.entryId) throw new AppError('not_found', { field: 'holdId' });
  return {
    entryId: result.entryId,
    points: result.points,
    hold: shown(result.hold, result.ownerId),
    available: result.available,
  };
}

/** `POST /loyalty/holds/:holdId/release`. */
export async function releaseHold(
  ctx: Ctx,
  input: InputOf<Contract['releaseHold']>,
): Promise<OutputOf<Contract['releaseHold']>> {
  const [result] = await release(ctx, [input.holdId]);
  if (result?.status === 'ended') throw new AppError('hold_ended', { field: 'holdId' });
  if (!result?.hold) throw new AppError('not_found', { field: 'holdId' });
  return { hold: shown(result.hold, result.ownerId), available: result.available };
}

/** `GET /loyalty/accounts/:customerId/holds`, newest first. */
export async function listHolds(
  ctx: Ctx,
  input: InputOf<Contract['holds']>,
): Promise<OutputOf<Contract['holds']>> {
  const { page, limit, status = null } = input;
  const customerId = await customers.require(ctx, input.customerId);
  const { holds, total } = await readHolds(ctx.tx, ctx.storeId, {
    customerId,
    status,
    limit,
    offset: (page - 1) * limit,
  });
  return {
    holds: holds.map((hold) => shown(hold, customerId)),
    total,
    page,
    limit,
    totalPages: Math.ceil(total / limit),
    nextCursor: null,
  };
}

function shown({ accountId: _, ...hold }: HeldPoints, customerId: string): Hold {
  return { ...hold, customerId };
}
