import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';

export interface CancelItem {
  /** The entry that spent the points; one outside orders. */
  entryId: string;
  /** Why, without personal data. */
  reason: Record<string, unknown>;
}

export interface CancelResult {
  /** `unknown`: no such entry, or one on an order. */
  status: 'cancelled' | 'duplicate' | 'unknown';
  /** Of the cancelling entry. */
  entryId: string | null;
  /** Given back; a duplicate answers what the first gave. */
  points: number;
  /** Of the account afterwards; debts repaid. */
  available: number;
}

interface CancelledRow extends CancelResult {
  ownerId: string;
}

/**
 * Gives spent points back to the very lots they came from, each entry once for ever; one result per item, in
 * order. A lot that has expired meanwhile lives on for the programme's return days; debts are repaid first.
 */
export async function cancel(ctx: Ctx, items: readonly CancelItem[]): Promise<CancelResult[]> {
  if (items.length === 0) return [];
  const rows = items.map(({ entryId, reason }, n) => ({
    n,
    entry: entryId,
    salt: Buffer.from(ctx.randomBytes(32)).toString('hex'),
    details: JSON.stringify({ reason }),
  }));
  const { rows: cancelled } = await sql<CancelledRow>`
    select status, entry_id as "entryId", points, available, owner_id as "ownerId"
      from loyalty.cancel_v1(${ctx.storeId}, ${ctx.now}, ${JSON.stringify(rows)}::jsonb)
     order by n`.execute(ctx.tx);
  const latest = new Map(
    cancelled
      .filter((row) => row.status === 'cancelled')
      .map((row) => [row.ownerId, { customerId: row.ownerId, points: row.available }]),
  );
  customers.putFacts(ctx, [...latest.values()]);
  return cancelled.map(({ status, entryId, points, available }) => ({ status, entryId, points, available }));
}
