import type { Ctx } from '../../platform/context.ts';
import * as customers from '../customers/index.ts';
import * as loyalty from '../loyalty/index.ts';
import * as orders from '../orders/index.ts';
import * as settings from '../settings/index.ts';
import { orderEvent } from './events.ts';
import type { Earned, Sold } from './types.ts';

/**
 * What orders earn from their customers' standings, put on the orders and their lines; nothing while an
 * order does not count. Anonymous sales are missing from the answer.
 */
export async function quoteOrders(
  ctx: Ctx,
  sold: readonly Sold[],
  standings: ReadonlyMap<string, loyalty.Standing>,
): Promise<Map<Sold, Earned>> {
  const { currencyExponent } = await settings.store(ctx);
  const quoted = new Map<Sold, Earned>();
  for (const order of sold) {
    const standing = order.customerId === null ? undefined : standings.get(order.customerId);
    if (!standing) continue;
    quoted.set(order, { standing });
    if (!orders.counts(order.status)) continue;
    const quote = loyalty.quoteSpend(standing, currencyExponent, order.lines);
    quoted.set(order, { standing, quote });
    order.points = quote.points;
    // The quote carries every line, in the order asked.
    for (const [index, line] of order.lines.entries()) line.points = quote.lines[index]?.points ?? 0;
  }
  return quoted;
}

/** Credits what was quoted, in one call, and adds what became of it. */
export async function earn(ctx: Ctx, quoted: ReadonlyMap<Sold, Earned>): Promise<Map<Sold, Earned>> {
  const counting = [...quoted].filter(([, { quote }]) => quote);
  const earned = new Map(quoted);
  if (counting.length === 0) return earned;
  const results = await loyalty.earn(
    ctx,
    counting.map(([order, earning]) => itemOf(order, earning)),
  );
  for (const [index, [order, earning]] of counting.entries()) {
    const result = results[index];
    if (result?.status !== 'credited')
      throw new Error(`order ${order.id} is new, its points are not: ${result?.status}`);
    earned.set(order, { ...earning, result });
  }
  return earned;
}

/** The credit of an order. The source is marked, so that no other credit can have taken its key. */
function itemOf(order: Sold, { standing, quote }: Earned): loyalty.EarnItem {
  return {
    customerId: order.presentedId ?? standing.customerId,
    accountId: standing.accountId,
    source: `order:${order.source}`,
    sourceId: order.sourceId,
    line: 0,
    kind: 'spend',
    points: order.points,
    orderId: order.id,
    occurredAt: order.completedAt ?? order.placedAt,
    locationId: order.locationId ?? undefined,
    lines: order.lines.map(({ lineNo, total, points }) => ({ lineNo, total, points })),
    reason: quote?.reason,
    ruleVersion: standing.programme.ruleVersion,
  };
}

/** An order begins to count in its customer's statistics. */
export function count(ctx: Ctx, order: Sold): void {
  ctx.emit('order.delivered', orderEvent(order));
  if (order.customerId === null) return;
  customers.putFacts(ctx, [
    { customerId: order.customerId, spent: order.total, orders: 1, visits: 1, orderAt: order.placedAt },
  ]);
}
