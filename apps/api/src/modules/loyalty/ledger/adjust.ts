import type { InputOf, loyaltyLedgerContract, OutputOf } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { fingerprintOf, requireStanding, saltOf } from './acts.ts';
import { type AdjustedRow, adjustRows } from './sql-moves.ts';

type Contract = typeof loyaltyLedgerContract;

export interface AdjustItem {
  customerId: string;
  accountId: string;
  source: string;
  sourceId: string;
  /** Positive: given; negative: taken. Not 0. */
  points: number;
  occurredAt: Date;
  /** Why, in words that the customer may read. */
  description: string;
  /** Why, for the ledger. No personal data. */
  reason: Record<string, unknown>;
}

/**
 * Gives or takes points by hand, all or nothing per item, each business key once; one result per item, in
 * order. Given points are a new lot with the programme's end and repay debts first; nothing of it counts for
 * tiers or lifetime. No limit is checked here. Emits `points.adjusted`.
 * @throws AppError amount_too_large where a balance would pass 2^53 − 1
 */
export async function adjust(ctx: Ctx, items: readonly AdjustItem[]): Promise<AdjustedRow[]> {
  if (items.length === 0) return [];
  const { timeZone } = await settings.store(ctx);
  const rows = await adjustRows(ctx.tx, ctx.storeId, {
    at: ctx.now,
    timeZone,
    items: items.map((item, n) => ({
      n,
      id: ctx.newId(),
      account: item.accountId,
      customer: item.customerId,
      source: item.source,
      source_id: item.sourceId,
      points: item.points,
      occurred: item.occurredAt,
      salt: saltOf(ctx),
      details: JSON.stringify({ description: item.description, reason: item.reason }),
      fingerprint: fingerprintOf(item.points),
    })),
  });
  const latest = new Map<string, customers.FactsChange>();
  rows.forEach(({ status, ownerId, entryId, points, available }, index) => {
    latest.set(ownerId, { customerId: ownerId, points: available });
    if (status !== 'adjusted' || !entryId) return;
    const { accountId } = items[index] as AdjustItem;
    ctx.emit('points.adjusted', { customerId: ownerId, accountId, entryId, points, available });
  });
  customers.putFacts(ctx, [...latest.values()]);
  return rows;
}

/** `POST /loyalty/accounts/:customerId/adjustments`: within the caller's limit, with an audit row. */
export async function adjustByHand(
  ctx: Ctx,
  input: InputOf<Contract['adjust']>,
): Promise<OutputOf<Contract['adjust']>> {
  const limit = await settings.pointsAdjustLimit(ctx);
  if (limit !== undefined && Math.abs(input.points) > limit)
    throw new AppError('adjust_limit', { field: 'points', params: { limit } });
  const customerId = await customers.require(ctx, input.customerId, { open: true });
  const { accountId } = await requireStanding(ctx, customerId);
  const [result] = await adjust(ctx, [
    {
      customerId,
      accountId,
      source: 'api',
      sourceId: input.transactionId,
      points: input.points,
      occurredAt: ctx.now,
      description: input.reason,
      reason: { rule: 'adjustment', by: actorId(ctx.actor) },
    },
  ]);
  if (result?.status === 'insufficient') throw new AppError('insufficient_points', { field: 'points' });
  if (!result?.entryId) throw new AppError('transaction_conflict', { field: 'transactionId' });
  const { status, entryId, points, available } = result;
  if (status === 'adjusted')
    ctx.audit({
      action: 'loyalty.adjust',
      entity: 'account',
      entityId: accountId,
      customerId,
      fields: ['points'],
      after: { points, reason: input.reason },
    });
  return { entryId, customerId, points, available };
}
