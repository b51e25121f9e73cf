import type { ItemModel } from './model.ts';

export interface Recommendation {
  item: string;
  /** Comparable within one list only; 0 for an item that is merely popular. */
  score: number;
  /** The owned item that speaks for it most, or undefined where it is there for its popularity. */
  because: string | undefined;
}

export interface RecommendOptions {
  count?: number;
  /** True for an item that may not be shown: not for sale, not for this customer. */
  exclude?: (item: string) => boolean;
}

/** A model with its look-up by name, made once and asked often. */
export interface Recommender {
  /** Items new to a customer who owns these, best first; where too few are near, the most bought ones fill up. */
  recommend(owned: Iterable<string>, options?: RecommendOptions): Recommendation[];
}

/** Makes a recommender of a model; asking it allocates only its answer. */
export function recommender(model: ItemModel): Recommender {
  const numbers = new Map(model.items.map((item, number) => [item, number]));
  const scores = new Float64Array(model.items.length);
  const touched = new Uint8Array(model.items.length);
  return {
    recommend(owned, { count = 10, exclude } = {}) {
      const own = [...new Set(owned)].flatMap((item) => numbers.get(item) ?? []);
      scores.fill(0);
      touched.fill(0);
      for (const item of own) {
        for (let at = model.starts[item]!; at < model.starts[item + 1]!; at++)
          scores[model.targets[at]!]! += model.weights[at]!;
      }
      for (const item of own) touched[item] = 1;
      const allowed = (item: number) => touched[item] === 0 && !exclude?.(model.items[item]!);
      return [...best(scores, count, allowed)].map((item) => ({
        item: model.items[item]!,
        score: Math.max(scores[item]!, 0),
        because: scores[item]! > 0 ? strongest(model, own, item) : undefined,
      }));
    },
  };
}

/** Items new to one customer; for many customers keep a `recommender`. */
export function recommend(
  model: ItemModel,
  owned: Iterable<string>,
  options?: RecommendOptions,
): Recommendation[] {
  return recommender(model).recommend(owned, options);
}

/**
 * The places of the highest scores above nought, then the first of the rest: items are sorted by buyers, so the
 * rest are the most bought.
 */
function best(scores: Float64Array, count: number, allowed: (item: number) => boolean): number[] {
  const found: number[] = [];
  for (let item = 0; item < scores.length; item++) {
    const score = Math.max(scores[item]!, 0);
    const last = found.length < count ? -1 : Math.max(scores[found[count - 1]!]!, 0);
    if (score <= last || !allowed(item)) continue;
    let at = found.length;
    while (at > 0 && Math.max(scores[found[at - 1]!]!, 0) < score) at--;
    found.splice(at, 0, item);
    if (found.length > count) found.pop();
  }
  return found;
}

function strongest(model: ItemModel, own: readonly number[], target: number): string | undefined {
  let reason: number | undefined;
  let most = 0;
  for (const item of own) {
    const at = model.targets.subarray(model.starts[item]!, model.starts[item + 1]!).indexOf(target);
    const weight = at < 0 ? 0 : model.weights[model.starts[item]! + at]!;
    if (weight > most) [most, reason] = [weight, item];
  }
  return reason === undefined ? undefined : model.items[reason];
}

/** Items by their buyers, most first: what is recommended to a customer of whom nothing is known. */
export function popularItems({ items }: Pick<ItemModel, 'items'>, options: RecommendOptions = {}): string[] {
  const { count = 10, exclude } = options;
  const found: string[] = [];
  for (const item of items) {
    if (found.length === count) break;
    if (!exclude?.(item)) found.push(item);
  }
  return found;
}
