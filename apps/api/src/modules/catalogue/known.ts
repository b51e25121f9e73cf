/**
 * Remembers, within one process and up to a limit, which (store, sku) pairs exist. Products are never
 * deleted, so what was known stays true; the oldest pairs are forgotten first. 50,000 take about 6 MB.
 */
export class KnownSkus {
  readonly #known = new Set<string>();
  readonly #limit: number;

  constructor(limit = 50_000) {
    this.#limit = limit;
  }

  has(storeId: string, sku: string): boolean {
    return this.#known.has(keyOf(storeId, sku));
  }

  add(storeId: string, skus: Iterable<string>): void {
    for (const sku of skus) {
      this.#known.add(keyOf(storeId, sku));
      if (this.#known.size <= this.#limit) continue;
      const [oldest] = this.#known;
      if (oldest !== undefined) this.#known.delete(oldest);
    }
  }
}

const keyOf = (storeId: string, sku: string) => `${storeId}/${sku}`;
