/** What marks a cluster of customers against the average of all. */
export type Trait = 'recent' | 'away' | 'often' | 'seldom' | 'high' | 'low';

const marks: readonly (readonly [below: Trait, above: Trait])[] = [
  ['recent', 'away'],
  ['seldom', 'often'],
  ['low', 'high'],
];

/** From so many standard deviations off the mean a trait marks a cluster. */
const markedFrom = 0.5;

/** The traits of a centre on scaled (recency in days, frequency, money); none: like the average. */
export function traitsOf(centre: readonly number[]): Trait[] {
  return marks.flatMap(([below, above], at) => {
    const value = centre[at] ?? 0;
    if (Math.abs(value) < markedFrom) return [];
    return [value < 0 ? below : above];
  });
}

/** Keys of clusters, `cluster_` and their traits, numbered where two are alike, in the order of the centres. */
export function clusterKeys(centres: readonly (readonly number[])[]): string[] {
  const used = new Map<string, number>();
  return centres.map((centre) => {
    const key = `cluster_${traitsOf(centre).join('_') || 'average'}`;
    const times = (used.get(key) ?? 0) + 1;
    used.set(key, times);
    return times === 1 ? key : `${key}_${times}`;
  });
}
