import type { InputOf, loyaltyLedgerContract, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import { programmes } from '../programmes/programmes.ts';
import { readBalanceAt } from './sql-moves.ts';

type Contract = typeof loyaltyLedgerContract;

/**
 * `GET /loyalty/accounts/:customerId/balance?at=`: what a read at that time showed. "At" is the recorded time:
 * an entry counts from when it was written, not from when it happened in the shop, since only what was
 * written can have been read; likewise holds, and points not yet expired by the job count until it took them.
 */
export async function balanceAt(
  ctx: Ctx,
  input: InputOf<Contract['balanceAt']>,
): Promise<OutputOf<Contract['balanceAt']>> {
  const at = input.at === undefined ? ctx.now : new Date(input.at);
  if (at > ctx.now) throw new AppError('date_in_future', { field: 'at' });
  const customerId = await customers.require(ctx, input.customerId);
  const { standard } = await programmes(ctx);
  const balance = await readBalanceAt(ctx.tx, ctx.storeId, { customerId, programmeId: standard.id, at });
  const { available, pending, held, debt } = balance;
  return { customerId, at: at.toISOString(), ...balance, total: available + pending + held - debt };
}
