/** What a customer bought, basket by basket, oldest first. */
export interface CustomerBaskets {
  customerId: string;
  baskets: ReadonlyArray<readonly string[]>;
}

/** Who bought what at all: each customer's items as numbers, every item once, ascending. */
export interface Ownership {
  /** The item that each number stands for. */
  items: string[];
  numbers: Map<string, number>;
  /** A row per customer. */
  rows: Uint32Array[];
  /** By item: how many customers bought it. */
  buyers: Uint32Array;
}

/**
 * Numbers the items and gathers what each customer bought.
 * @param maxItems beyond so many, only the items of the most buyers are kept
 */
export function toOwnership(
  customers: Iterable<CustomerBaskets>,
  maxItems = Number.POSITIVE_INFINITY,
): Ownership {
  const owned = Array.from(customers, ({ baskets }) => new Set(baskets.flat()));
  const buyersOf = new Map<string, number>();
  for (const items of owned) for (const item of items) buyersOf.set(item, (buyersOf.get(item) ?? 0) + 1);
  // Ties by name, so that the model does not depend on the order of the customers.
  const ranked = [...buyersOf].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, maxItems);
  const items = ranked.map(([item]) => item);
  const numbers = new Map(items.map((item, number) => [item, number]));
  const rows = owned.map((own) => {
    const row = Array.from(own, (item) => numbers.get(item)).filter((number) => number !== undefined);
    return Uint32Array.from(row).sort();
  });
  return { items, numbers, rows, buyers: Uint32Array.from(ranked, ([, count]) => count) };
}
