import type { InputOf, loyaltyLedgerContract, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import { programmes } from '../programmes/programmes.ts';
import { fingerprintOf, saltOf } from './acts.ts';
import { standings } from './ledger.ts';
import { type TransferredRow, transferRows } from './sql-moves.ts';

type Contract = typeof loyaltyLedgerContract;

export interface TransferItem {
  customerId: string;
  accountId: string;
  /** Another owner's account in the same programme. */
  toAccountId: string;
  source: string;
  sourceId: string;
  /** 1 or more. */
  points: number;
  occurredAt: Date;
  /** Words of the giver; both see them. */
  description?: string;
}

/**
 * Moves available points to another member's account, all or nothing per item, each business key once; one
 * result per item, in order. Lots keep the days on which they become usable and end; the receiver's debts are
 * repaid first; tiers and lifetime stand still. Emits `points.transferred`.
 * @throws AppError amount_too_large where a balance would pass 2^53 − 1
 */
export async function transfer(ctx: Ctx, items: readonly TransferItem[]): Promise<TransferredRow[]> {
  if (items.length === 0) return [];
  const rows = await transferRows(ctx.tx, ctx.storeId, {
    at: ctx.now,
    items: items.map((item, n) => ({
      n,
      id: ctx.newId(),
      account: item.accountId,
      to: item.toAccountId,
      customer: item.customerId,
      source: item.source,
      source_id: item.sourceId,
      points: item.points,
      occurred: item.occurredAt,
      salt: saltOf(ctx),
      details: JSON.stringify({ description: item.description, reason: { rule: 'transfer' } }),
      fingerprint: fingerprintOf([item.points, item.toAccountId]),
    })),
  });
  const latest = new Map<string, customers.FactsChange>();
  rows.forEach((row, index) => {
    const { accountId, toAccountId } = items[index] as TransferItem;
    latest.set(row.ownerId, { customerId: row.ownerId, points: row.available });
    latest.set(row.toOwnerId, { customerId: row.toOwnerId, points: row.toAvailable });
    if (row.status !== 'transferred' || !row.entryId) return;
    ctx.emit('points.transferred', {
      customerId: row.ownerId,
      accountId,
      toCustomerId: row.toOwnerId,
      toAccountId,
      transferId: row.entryId,
      points: row.points,
      available: row.available,
      toAvailable: row.toAvailable,
    });
  });
  customers.putFacts(ctx, [...latest.values()]);
  return rows;
}

/** `POST /loyalty/transfers`: where the programme allows it, to an open customer named by card number. */
export async function transferPoints(
  ctx: Ctx,
  input: InputOf<Contract['transfer']>,
): Promise<OutputOf<Contract['transfer']>> {
  if (!(await programmes(ctx)).standard.transfers) throw new AppError('switched_off');
  const customerId = await customers.require(ctx, input.customerId, { to: 'redeem' });
  const receiver = (await customers.resolveMany(ctx, [input.toCardNumber])).get(input.toCardNumber);
  if (!receiver) throw new AppError('not_found', { field: 'toCardNumber' });
  if (receiver.id === customerId) throw new AppError('transfer_to_self', { field: 'toCardNumber' });
  const refusal = customers.refusalOf(receiver.status, 'earn');
  if (refusal) throw new AppError(refusal, { field: 'toCardNumber' });
  const standing = await standings(ctx, [customerId, receiver.id]);
  const [from, to] = [standing.get(customerId), standing.get(receiver.id)];
  if (!from || !to) throw new AppError('not_enrolled', { field: from ? 'toCardNumber' : 'customerId' });
  const [result] = await transfer(ctx, [
    {
      customerId,
      accountId: from.accountId,
      toAccountId: to.accountId,
      source: 'api',
      sourceId: input.transactionId,
      points: input.points,
      occurredAt: ctx.now,
      description: input.message,
    },
  ]);
  if (result?.status === 'insufficient') throw new AppError('insufficient_points', { field: 'points' });
  if (!result?.entryId) throw new AppError('transaction_conflict', { field: 'transactionId' });
  return { transferId: result.entryId, customerId, points: result.points, available: result.available };
}
