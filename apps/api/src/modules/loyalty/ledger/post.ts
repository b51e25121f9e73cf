import type { InputOf, loyaltyLedgerContract, OutputOf } from '@wafa/contract';
import { type Ctx, may } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import { requireStanding } from './acts.ts';
import { earn } from './ledger.ts';
import { spend } from './spend.ts';
import { hasKey } from './sql-moves.ts';

type Contract = typeof loyaltyLedgerContract;

/**
 * `POST /loyalty/points`: points earned or redeemed elsewhere. A transaction id stands for one act, so one used
 * for the other type before is a conflict; asked after the account is locked, so that two such requests at
 * once cannot both pass.
 */
export async function postPoints(
  ctx: Ctx,
  input: InputOf<Contract['postPoints']>,
): Promise<OutputOf<Contract['postPoints']>> {
  const { type, points, transactionId, description } = input;
  if (type === 'redeemed' && !may(ctx.actor, 'loyalty.redeem'))
    throw new AppError('forbidden', { params: { permission: 'loyalty.redeem' } });
  const customerId = await customers.require(ctx, input.customerId, {
    to: type === 'redeemed' ? 'redeem' : 'earn',
  });
  const { accountId } = await requireStanding(ctx, customerId);
  const act = {
    customerId,
    accountId,
    source: 'api',
    sourceId: transactionId,
    line: 0,
    points,
    occurredAt: ctx.now,
    reason: { rule: 'manual' },
    description,
  };
  const [[result], usedOtherwise] = await Promise.all([
    type === 'earned' ? earn(ctx, [{ ...act, kind: 'manual' }]) : spend(ctx, [act]),
    hasKey(ctx.tx, ctx.storeId, {
      kind: type === 'earned' ? 'spend' : 'credit',
      source: 'api',
      sourceId: transactionId,
    }),
  ]);
  if (usedOtherwise || result?.status === 'conflict')
    throw new AppError('transaction_conflict', { field: 'transactionId' });
  if (result?.status === 'insufficient') throw new AppError('insufficient_points', { field: 'points' });
  if (!result?.entryId) throw new AppError('internal', { detail: 'points without an entry' });
  return {
    entryId: result.entryId,
    customerId,
    type,
    points: result.points,
    balance: result.balance.available,
  };
}
