import type { Ownership } from './baskets.ts';

/**
 * How much each item speaks for each other one. Sparse, by the item that is owned: item i speaks for
 * `targets[starts[i] … starts[i+1]]` with `weights` at the same places.
 */
export interface ItemModel {
  kind: 'ease' | 'cosine';
  /** Sorted by buyers, most first. */
  items: string[];
  /** By item: how many customers bought it. */
  buyers: Uint32Array;
  starts: Uint32Array;
  targets: Uint32Array;
  weights: Float32Array;
}

/**
 * Keeps for each item the `keep` others that speak for or against it most. Pruned by the item recommended, not
 * by the one owned: by the owned one, item cosine falls on Online Retail from .101 to .078 (recall@20, 100 kept).
 * @param fillFor writes into `weights` how much each item speaks for the target
 */
export function sparseModel(
  kind: ItemModel['kind'],
  { items, buyers }: Ownership,
  keep: number,
  fillFor: (target: number, weights: Float64Array) => void,
): ItemModel {
  const size = items.length;
  const starts = new Uint32Array(size + 1);
  const kept: Array<{ sources: Uint32Array; weights: Float32Array }> = [];
  const all = new Float64Array(size);
  for (let target = 0; target < size; target++) {
    fillFor(target, all);
    all[target] = 0;
    const sources = heaviest(all, keep);
    kept.push({ sources, weights: Float32Array.from(sources, (source) => all[source]!) });
    for (const source of sources) starts[source + 1]! += 1;
  }
  for (let item = 0; item < size; item++) starts[item + 1]! += starts[item]!;
  const targets = new Uint32Array(starts[size]!);
  const weights = new Float32Array(starts[size]!);
  const next = starts.slice();
  for (const [target, { sources, weights: own }] of kept.entries()) {
    for (const [i, source] of sources.entries()) {
      const at = next[source]!++;
      targets[at] = target;
      weights[at] = own[i]!;
    }
  }
  return { kind, items, buyers, starts, targets, weights };
}

/** The places of the largest values by size, noughts left out; of equals at the end, the first. */
function heaviest(values: Float64Array, count: number): Uint32Array {
  const sizes = values.map(Math.abs);
  const least = count < sizes.length ? sizes.slice().sort()[sizes.length - count]! : 0;
  const places = Uint32Array.from(sizes.keys()).filter((i) => sizes[i]! >= least && sizes[i]! > 0);
  return places.sort((a, b) => sizes[b]! - sizes[a]! || a - b).slice(0, count);
}
