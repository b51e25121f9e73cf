import type { Ctx } from '../../../platform/context.ts';
import { deleteMemberships, putMemberships, readCounts, readMemberships } from './sql.ts';

export { countReplaced, type MembershipMove, replaceMemberships } from './replace.ts';
export { inScope, type Scope } from './scope.ts';

/** A customer enters a segment, with the reason, or leaves it. */
export type MembershipChange =
  | { customerId: string; segment: string; holds: true; why?: object }
  | { customerId: string; segment: string; holds: false };

/**
 * Writes which segments hold for customers, in two statements whatever their number; of several changes of
 * one membership the last counts. Who belongs where is decided by the caller. A customer who is already in
 * keeps `since`.
 */
export async function setMemberships(ctx: Ctx, changes: readonly MembershipChange[]): Promise<void> {
  const last = new Map(changes.map((change) => [`${change.customerId} ${change.segment}`, change]));
  const entering: { customerId: string; segment: string; why: object }[] = [];
  const leaving: { customerId: string; segment: string }[] = [];
  for (const change of last.values()) {
    if (change.holds) entering.push({ ...change, why: change.why ?? {} });
    else leaving.push(change);
  }
  await Promise.all([
    entering.length > 0 && putMemberships(ctx.tx, ctx.storeId, entering, ctx.now),
    leaving.length > 0 && deleteMemberships(ctx.tx, ctx.storeId, leaving),
  ]);
}

/** Segments of customers with the time since when; a customer in none is missing from the map. One query. */
export async function membershipsOf(
  ctx: Ctx,
  customerIds: readonly string[],
): Promise<Map<string, Map<string, Date>>> {
  const found = new Map<string, Map<string, Date>>();
  if (customerIds.length === 0) return found;
  for (const row of await readMemberships(ctx.tx, ctx.storeId, [...new Set(customerIds)])) {
    const own = found.get(row.customerId) ?? new Map<string, Date>();
    found.set(row.customerId, own.set(row.segment, row.since));
  }
  return found;
}

/** How many customers are in each segment, or have each status, from the kept counts. */
export async function countsBy(ctx: Ctx, dimension: 'segment' | 'status'): Promise<Map<string, number>> {
  const rows = await readCounts(ctx.tx, ctx.storeId, dimension);
  return new Map(rows.map((row) => [row.key, row.count]));
}
