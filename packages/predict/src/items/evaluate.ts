import type { CustomerBaskets } from './baskets.ts';
import type { ItemModel } from './model.ts';
import { recommender } from './recommend.ts';

/** Everybody's last basket taken away, to be guessed from what came before. */
export interface HeldOut {
  /** All customers with what is left; who had one basket keeps it, since it teaches what goes together. */
  before: CustomerBaskets[];
  /** Customers of two baskets or more. */
  heldOut: Array<CustomerBaskets & { last: readonly string[] }>;
}

export function holdOutLastBaskets(customers: readonly CustomerBaskets[]): HeldOut {
  const before: CustomerBaskets[] = [];
  const heldOut: HeldOut['heldOut'] = [];
  for (const { customerId, baskets } of customers) {
    const last = baskets.at(-1);
    if (last === undefined) continue;
    if (baskets.length < 2) {
      before.push({ customerId, baskets });
      continue;
    }
    const rest = { customerId, baskets: baskets.slice(0, -1) };
    before.push(rest);
    heldOut.push({ ...rest, last });
  }
  return { before, heldOut };
}

export interface Recall {
  /** Length of the list. */
  at: number;
  /** Mean over customers of the share of the wanted items that were in the list. */
  recall: number;
  customers: number;
}

/**
 * Mean recall over the customers who wanted anything.
 * @param recommend gives the list of the longest length asked for, best first
 */
export function meanRecall<C>(
  cases: Iterable<C>,
  wanted: (one: C) => ReadonlySet<string>,
  recommend: (one: C, count: number) => readonly string[],
  lengths: readonly number[],
): Recall[] {
  const longest = Math.max(...lengths);
  const sums = lengths.map(() => 0);
  let customers = 0;
  for (const one of cases) {
    const want = wanted(one);
    if (want.size === 0) continue;
    customers++;
    const hits = recommend(one, longest).map((item) => want.has(item));
    for (const [i, length] of lengths.entries())
      sums[i]! += hits.slice(0, length).filter(Boolean).length / want.size;
  }
  return lengths.map((at, i) => ({ at, recall: customers > 0 ? sums[i]! / customers : 0, customers }));
}

/** Recall of a model on the items of the last basket that the customer had never bought before. */
export function newItemsRecall(
  model: ItemModel,
  heldOut: HeldOut['heldOut'],
  lengths: readonly number[],
): Recall[] {
  const asked = recommender(model);
  return meanRecall(
    heldOut,
    newItems,
    ({ baskets }, count) => asked.recommend(baskets.flat(), { count }).map(({ item }) => item),
    lengths,
  );
}

/** The items of the last basket that are in none before. */
export function newItems({ baskets, last }: HeldOut['heldOut'][number]): Set<string> {
  const owned = new Set(baskets.flat());
  return new Set(last.filter((item) => !owned.has(item)));
}
