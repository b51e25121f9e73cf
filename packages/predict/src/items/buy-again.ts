import type { CustomerBaskets } from './baskets.ts';

/** How likely an owner's basket holds an item again, learnt from all customers. */
export interface RepurchaseModel {
  rates: Map<string, number>;
  /** The rate of an item that was never owned by anyone with a later basket. */
  usual: number;
}

/** Baskets that the usual rate counts for, beside those seen. */
const priorBaskets = 15;
/** An item bought one basket earlier counts so much less. */
const fading = 0.9;
/** How many of a customer's own purchases the rate of everybody weighs. */
const rateWeight = 10;

/**
 * Learns how readily each item is bought again: of the baskets of customers who owned it, the share that held it,
 * drawn towards the share of all items as if by 15 further baskets.
 */
export function fitRepurchase(customers: Iterable<CustomerBaskets>): RepurchaseModel {
  const chances = new Map<string, { owned: number; bought: number }>();
  let [owned, bought] = [0, 0];
  for (const { baskets } of customers) {
    const known = new Set<string>();
    for (const basket of baskets) {
      const now = new Set(basket);
      for (const item of known) {
        const own = chances.get(item) ?? { owned: 0, bought: 0 };
        own.owned++;
        owned++;
        if (now.has(item)) {
          own.bought++;
          bought++;
        }
        chances.set(item, own);
      }
      for (const item of now) known.add(item);
    }
  }
  const usual = owned > 0 ? bought / owned : 0;
  const rates = new Map<string, number>();
  for (const [item, own] of chances)
    rates.set(item, (own.bought + priorBaskets * usual) / (own.owned + priorBaskets));
  return { rates, usual };
}

/**
 * What a customer is likely to buy again, best first: in how many of the own baskets an item was, a basket further
 * back counting a tenth less, plus ten times the rate at which everybody buys it again.
 * @param baskets oldest first
 */
export function buyAgain(
  { rates, usual }: RepurchaseModel,
  baskets: ReadonlyArray<readonly string[]>,
  { count = 10, exclude }: { count?: number; exclude?: (item: string) => boolean } = {},
): string[] {
  const scores = new Map<string, number>();
  for (const [place, basket] of baskets.entries()) {
    const weight = fading ** (baskets.length - 1 - place);
    for (const item of new Set(basket)) {
      const before = scores.get(item) ?? rateWeight * (rates.get(item) ?? usual);
      scores.set(item, before + weight);
    }
  }
  return [...scores]
    .filter(([item]) => !exclude?.(item))
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, count)
    .map(([item]) => item);
}
