/** A pair of positions with its weight in bits and its probability. */
export interface Weighted {
  first: number;
  second: number;
  weight: number;
  probability: number;
}

/**
 * Of the pairs, those in which each side is the other's best that is still free, weightiest first: nobody
 * is in two. Ties go to the pair that stands first.
 *
 * Jaro (1989) solves the assignment exactly; with the weights of this model the greedy choice differs from
 * it in next to no pair and needs only a sort.
 */
export function oneToOne<T extends Weighted>(pairs: readonly T[]): T[] {
  const sorted = [...pairs].sort((a, b) => b.weight - a.weight || a.first - b.first || a.second - b.second);
  const takenFirst = new Set<number>();
  const takenSecond = new Set<number>();
  return sorted.filter(({ first, second }) => {
    if (takenFirst.has(first) || takenSecond.has(second)) return false;
    takenFirst.add(first);
    takenSecond.add(second);
    return true;
  });
}
