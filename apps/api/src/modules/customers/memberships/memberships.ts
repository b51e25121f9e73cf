import type { Ctx } from '../../../platform/context.ts';
import { deleteMemberships, putMemberships, readCounts, readMemberships } from './sql.ts';

export { countReplaced, type MembershipMove, replaceMemberships } from './replace.ts';
export { inScope, membersOf, type Scope } from './scope.ts';

/** A customer enters a segment or leaves it. */
export interface MembershipChange {
  customerId: string;
  segment: string;
  holds: boolean;
}

/** Kept with memberships that no evaluation found. */
const byHand = 'manual';

/**
 * Writes which segments hold for customers, in two statements whatever their number; of several changes of
 * one membership the last counts. Who belongs where is decided by the caller. A customer who is already in
 * keeps since when and why.
 */
export async function setMemberships(ctx: Ctx, changes: readonly MembershipChange[]): Promise<void> {
  const last = new Map(changes.map((change) => [`${change.customerId} ${change.segment}`, change]));
  const asked = [...last.values()];
  const entering = asked.filter(({ holds }) => holds).map((change) => ({ ...change, cause: byHand }));
  const leaving = asked.filter(({ holds }) => !holds);
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
  for (const { customerId, segments, since } of await readMemberships(ctx.tx, ctx.storeId, [
    ...new Set(customerIds),
  ])) {
    const own = segments.map((segment, at): [string, Date] => [segment, since[at] as Date]).sort();
    if (own.length > 0) found.set(customerId, new Map(own));
  }
  return found;
}

/** How many customers are in each segment, or have each status, from the kept counts. */
export async function countsBy(ctx: Ctx, dimension: 'segment' | 'status'): Promise<Map<string, number>> {
  const rows = await readCounts(ctx.tx, ctx.storeId, dimension);
  return new Map(rows.map((row) => [row.key, row.count]));
}
