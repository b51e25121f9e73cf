import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import { fingerprintOf, saltOf } from './acts.ts';
import { type SpendRow, spendRows } from './sql.ts';
import type { SpendItem, SpendResult } from './types.ts';

/**
 * Spends points, all or nothing per item, each business key once; one result per item, in order. Takes
 * the soonest-expiring lot first, never an expired or held one, over all accounts that the owner has in the
 * programme; the balance answered is theirs together. Emits `points.spent`.
 */
export async function spend(ctx: Ctx, items: readonly SpendItem[]): Promise<SpendResult[]> {
  if (items.length === 0) return [];
  const rows = items.map(
    (item, n): SpendRow => ({
      n,
      id: ctx.newId(),
      account: item.accountId,
      customer: item.customerId,
      source: item.source,
      source_id: item.sourceId,
      line: item.line,
      points: item.points,
      order: item.orderId ?? null,
      location: item.locationId ?? null,
      occurred: item.occurredAt,
      rule_version: item.ruleVersion ?? null,
      salt: saltOf(ctx),
      details: JSON.stringify({
        number: item.orderId ? item.sourceId : undefined,
        description: item.description,
        reason: item.reason,
      }),
      fingerprint: fingerprintOf([item.points, item.orderId ? item.lines : []]),
      lines: (item.lines ?? []).map((line) => [line.lineNo, line.total, line.points]),
    }),
  );
  const spent = await spendRows(ctx.tx, ctx.storeId, { at: ctx.now, items: rows });
  const latest = new Map<string, customers.FactsChange>();
  const results = spent.map((row, index): SpendResult => {
    const { accountId, orderId } = items[index] as SpendItem;
    const { n: _, status, ownerId: customerId, entryId, points, ...balance } = row;
    latest.set(customerId, { customerId, points: balance.available });
    if (status === 'spent' && entryId) {
      ctx.emit('points.spent', {
        customerId,
        accountId,
        entryId,
        points,
        available: balance.available,
        orderId: orderId ?? null,
      });
    }
    return { status, entryId, points, balance };
  });
  customers.putFacts(ctx, [...latest.values()]);
  return results;
}
