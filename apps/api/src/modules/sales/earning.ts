import type { Ctx } from '../../platform/context.ts';
import * as customers from '../customers/index.ts';
import * as loyalty from '../loyalty/index.ts';
import * as orders from '../orders/index.ts';
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

/** Adds what an order earns beside the programme, as by its offers. */
export type Bonus = (order: Sold, quote: loyalty.OrderQuote) => loyalty.OrderQuote;

/** What a customer's orders of a wave come to so far. */
interface Gain {
  /** By account: one for each programme. */
  points: ReadonlyMap<string, number>;
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
  bonus: Bonus = (_, quote) => quote,
): Promise<Wave<T>> {
  const book = await loyalty.openBook(ctx, standings.values());
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
    const quote = counts ? bonus(order, quoteOrder(book, standing, order)) : undefined;
    wave.quoted.set(order, { standing, quote });
    if (quote) putPoints(order, quote);
    gains.set(standing.customerId, add(gain, order, standing, quote));
  }
  return wave;
}

function quoteOrder(book: loyalty.Book, standing: loyalty.Standing, order: Sold): loyalty.OrderQuote {
  return book.quote(standing, order.lines, { at: order.placedAt, locationId: order.locationId });
}

function add(
  gain: Gain | undefined,
  order: Sold,
  standing: loyalty.Standing,
  quote: loyalty.OrderQuote | undefined,
): Gain {
  const members = [standing, ...standing.further];
  const earned = new Map(
    quote ? [quote, ...quote.further].map(({ standing: { accountId }, points }) => [accountId, points]) : [],
  );
  const spend = (gain?.spend ?? 0) + (quote ? order.total : 0);
  const points = new Map(
    members.map(({ accountId }) => [
      accountId,
      (gain?.points.get(accountId) ?? 0) + (earned.get(accountId) ?? 0),
    ]),
  );
  const full = members.some(({ accountId, progress, programme: { tierBasis } }) =>
    mayHaveClimbed({ missing: progress.missing, tierBasis }, { points: points.get(accountId) ?? 0, spend }),
  );
  return { points, spend, full };
}

function putPoints(order: Sold, quote: loyalty.OrderQuote): void {
  order.points = quote.points;
  // The quote carries every line, in the order asked.
  for (const [index, line] of order.lines.entries()) line.points = quote.lines[index]?.points ?? 0;
}

/** Credits what was quoted, in one call, and adds what became of it. */
export async function earn(ctx: Ctx, quoted: ReadonlyMap<Sold, Earned>): Promise<Map<Sold, Earned>> {
  const earned = new Map(quoted);
  const credits = [...quoted].flatMap(([order, { quote }]) => (quote ? creditsOf(order, quote) : []));
  if (credits.length === 0) return earned;
  const [results] = await Promise.all([
    loyalty.earn(
      ctx,
      credits.map(({ order, quote }) => itemOf(order, quote)),
    ),
    loyalty.keepGiven(
      ctx,
      [...quoted.values()].flatMap(({ quote }) => quote?.given ?? []),
    ),
  ]);
  for (const [index, { order, quote, isDefault }] of credits.entries()) {
    const result = results[index];
    if (result?.status !== 'credited')
      throw new Error(`order ${order.id} is new, its points are not: ${result?.status}`);
    const earning = earned.get(order) as Earned;
    earned.set(
      order,
      isDefault
        ? { ...earning, result }
        : { ...earning, further: [...(earning.further ?? []), { quote, result }] },
    );
  }
  return earned;
}

interface Credit {
  order: Sold;
  quote: loyalty.ProgrammeQuote;
  isDefault: boolean;
}

/**
 * What is credited for an order: in the default programme even without points, since the spend may count
 * towards a tier; in a further one where it gives some. Nothing to someone who has left.
 */
function creditsOf(order: Sold, quote: loyalty.OrderQuote): Credit[] {
  const further = quote.further.filter(({ points }) => points > 0);
  return [
    ...(quote.standing.isEnrolled ? [{ order, quote, isDefault: true }] : []),
    ...further.map((other) => ({ order, quote: other, isDefault: false })),
  ];
}

/** The credit of an order. The source is marked, so that no other credit can have taken its key. */
function itemOf(order: Sold, { standing, points, lines, reason }: loyalty.ProgrammeQuote): loyalty.EarnItem {
  const { programme } = standing;
  return {
    customerId: order.presentedId ?? standing.customerId,
    accountId: standing.accountId,
    source: `order:${order.source}`,
    sourceId: order.sourceId,
    line: programme.number,
    kind: 'spend',
    points,
    orderId: order.id,
    occurredAt: order.completedAt ?? order.placedAt,
    locationId: order.locationId ?? undefined,
    lines: order.lines.map(({ lineNo, total }, index) => ({
      lineNo,
      total,
      points: lines[index]?.points ?? 0,
    })),
    reason,
    ruleVersion: programme.ruleVersion,
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
