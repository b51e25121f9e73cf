import type { Ctx } from '../../platform/context.ts';
import * as customers from '../customers/index.ts';
import * as loyalty from '../loyalty/index.ts';
import * as orders from '../orders/index.ts';
import * as settings from '../settings/index.ts';
import { orderEvent } from './events.ts';
import { mayHaveClimbed } from './rules.ts';
import type { Earned, Sold } from './types.ts';

/** Orders that can be recorded together, and those that must wait for what these leave. */
export interface Wave<T extends Sold> {
  orders: T[];
  /** What the orders of customers earn; anonymous sales are missing. */
  quoted: Map<Sold, Earned>;
  later: T[];
}

/** What a customer's orders of a wave come to so far. */
interface Gain {
  points: number;
  spend: number;
  /** The customer's further orders wait. */
  full: boolean;
}

/**
 * Quotes orders from their customers' standings, and puts the points on the orders and their lines. What
 * an order earns depends on the tier that the one before it left, so a customer's orders go together only
 * until what they gain may bring another tier. An order that does not count yet earns nothing; its
 * receipt shows the standing, so it opens a wave for its customer.
 */
export async function nextWave<T extends Sold>(
  ctx: Ctx,
  sold: readonly T[],
  standings: ReadonlyMap<string, loyalty.Standing>,
): Promise<Wave<T>> {
  const { currencyExponent } = await settings.store(ctx);
  const wave: Wave<T> = { orders: [], quoted: new Map(), later: [] };
  const gains = new Map<string, Gain>();
  for (const order of sold) {
    const standing = order.customerId === null ? undefined : standings.get(order.customerId);
    const gain = order.customerId === null ? undefined : gains.get(order.customerId);
    const counts = orders.counts(order.status);
    if (gain && (gain.full || !counts)) {
      gain.full = true;
      wave.later.push(order);
      continue;
    }
    wave.orders.push(order);
    if (!standing) continue;
    const quote = counts ? loyalty.quoteSpend(standing, currencyExponent, order.lines) : undefined;
    wave.quoted.set(order, { standing, quote });
    if (quote) putPoints(order, quote);
    gains.set(standing.customerId, add(gain, order, standing, counts));
  }
  return wave;
}

function add(gain: Gain | undefined, order: Sold, standing: loyalty.Standing, counts: boolean): Gain {
  const points = (gain?.points ?? 0) + order.points;
  const spend = (gain?.spend ?? 0) + (counts ? order.total : 0);
  const climb = { missing: standing.progress.missing, tierBasis: standing.programme.tierBasis };
  return { points, spend, full: mayHaveClimbed(climb, { points, spend }) };
}

function putPoints(order: Sold, quote: loyalty.SpendQuote): void {
  order.points = quote.points;
  // The quote carries every line, in the order asked.
  for (const [index, line] of order.lines.entries()) line.points = quote.lines[index]?.points ?? 0;
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
