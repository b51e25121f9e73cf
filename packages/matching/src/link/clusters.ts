/** A pair by its ids, with the probability that it is one person. */
export interface ScoredPair {
  first: string;
  second: string;
  probability: number;
}

/**
 * The groups of ids that stand for one person, from the scored pairs of one file: each of at least two ids,
 * sorted. Two groups grow together only while the mean probability over all pairs between them is at least
 * one half, a pair that was not scored counting as 0. So a chain (a like b, b like c, a unlike c) does not
 * pull strangers into one group.
 *
 * Average-linkage clustering, as in Hassanzadeh et al. (2009), "Framework for evaluating clustering
 * algorithms in duplicate detection". Best pairs first; the order of the input does not matter.
 */
export function clusters(pairs: readonly ScoredPair[], from = 0.5): string[][] {
  const known = new Map<string, Map<string, number>>();
  const groups = new Map<string, Set<string>>();
  for (const { first, second, probability } of pairs) {
    for (const [a, b] of [
      [first, second],
      [second, first],
    ] as const) {
      const others = known.get(a) ?? new Map<string, number>();
      known.set(a, others.set(b, probability));
      groups.set(a, new Set([a]));
    }
  }
  const between = (one: ReadonlySet<string>, other: ReadonlySet<string>) => {
    let total = 0;
    for (const a of one) for (const b of other) total += known.get(a)?.get(b) ?? 0;
    return total / (one.size * other.size);
  };
  for (const { first, second } of pairs.filter(({ probability }) => probability >= from).sort(bestFirst)) {
    const one = groups.get(first);
    const other = groups.get(second);
    if (!one || !other || one === other || between(one, other) < 0.5) continue;
    for (const id of other) {
      one.add(id);
      groups.set(id, one);
    }
  }
  const found = [...new Set(groups.values())].filter((group) => group.size > 1);
  return found.map((group) => [...group].sort()).sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

function bestFirst(a: ScoredPair, b: ScoredPair): number {
  if (a.probability !== b.probability) return b.probability - a.probability;
  const [one, other] = [orderedIds(a), orderedIds(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

function orderedIds({ first, second }: ScoredPair): string {
  return first < second ? `${first} ${second}` : `${second} ${first}`;
}
