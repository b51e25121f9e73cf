import type { Receipt } from '@wafa/contract';
import type { Ctx } from '../../platform/context.ts';
import type { Balance } from '../loyalty/index.ts';
import * as segments from '../segments/index.ts';
import { insertReceipts, type KeptReceipt, readReceipts } from './sql.ts';
import type { Earned, Sold } from './types.ts';

/** The reply of the main job. `earned` is absent for an anonymous sale. */
export function receiptOf(order: Sold, earned: Earned | undefined): Receipt {
  const { standing, quote, result, further } = earned ?? {};
  const balance = result?.balance ?? standing?.balance;
  return {
    orderId: order.id,
    source: order.source,
    sourceId: order.sourceId,
    status: order.status,
    customerId: order.customerId,
    currency: order.currency,
    total: order.total,
    occurredAt: order.placedAt.toISOString(),
    points: {
      earned: result?.points ?? 0,
      pending: result?.pending ?? false,
      lines: order.lines.map(({ lineNo, points }) => ({ lineNo, points })),
      reason: quote?.reason ?? null,
      debtRepaid: result?.debtRepaid ?? 0,
    },
    balance: balance ? shownBalance(balance) : null,
    tier: result?.progress ?? standing?.progress ?? null,
    ...(further ? { programs: further.map(showFurther) } : {}),
    tierChanged:
      result?.tierTo && result.tierTo !== result.tierFrom
        ? { from: result.tierFrom, to: result.tierTo }
        : null,
    offers: [],
  };
}

function showFurther({ quote, result }: NonNullable<Earned['further']>[number]) {
  const { programme } = quote.standing;
  return {
    programId: programme.id,
    name: { en: programme.nameEn, ar: programme.nameAr },
    earned: result.points,
    pending: result.pending,
    reason: quote.reason,
    available: result.balance.available,
  };
}

/** The parts of a balance that a receipt shows. */
export function shownBalance({ available, pending, held, debt }: Balance) {
  return { available, pending, held, debt };
}

const gatherKey = 'sales.receipts';

/** Customers whose orders changed; an import, which does not settle, leaves them to the evaluation at its end. */
const changed = (ctx: Ctx) => ctx.gather<string>('sales.changed', async () => undefined);

/**
 * Keeps a first reply; all of a transaction are written by one statement before its commit.
 * @param customerId whose order it was
 */
export function keepReceipt(ctx: Ctx, subjectId: string, receipt: unknown, customerId: string | null): void {
  if (customerId !== null) changed(ctx).push(customerId);
  ctx
    .gather<KeptReceipt>(gatherKey, (flushing, kept) => insertReceipts(flushing.tx, flushing.storeId, kept))
    .push({ subjectId, receipt });
}

/** First replies to what was recorded before, in this transaction or an earlier one. */
export async function keptReceipts<T>(ctx: Ctx, subjectIds: readonly string[]): Promise<Map<string, T>> {
  if (subjectIds.length === 0) return new Map();
  await ctx.flush(gatherKey);
  const rows = await readReceipts(ctx.tx, ctx.storeId, subjectIds);
  return new Map(rows.map((row) => [row.subjectId, row.receipt as T]));
}

/**
 * Writes receipts and customers' statistics in one round trip, where waiting for the commit would take two, and
 * behind them in the same trip finds the customers' segments again.
 */
export async function settle(ctx: Ctx): Promise<void> {
  const customerIds = changed(ctx).splice(0);
  await Promise.all([
    ctx.flush(gatherKey),
    ctx.flush('customers.facts'),
    segments.afterChange(ctx, customerIds),
  ]);
}
