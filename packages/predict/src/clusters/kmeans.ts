/** Points of some dimensions, one array each. */
type Point = readonly number[];

export interface Clustering {
  centres: number[][];
  /** For each point the index of its nearest centre. */
  assigned: number[];
  /** Sum of squared distances to the nearest centres. */
  inertia: number;
}

/**
 * A generator of numbers in [0, 1) from a seed (mulberry32), so that the same data give the same clusters.
 * Not for secrets.
 */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function squaredDistance(a: Point, b: Point): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += ((a[at] as number) - (b[at] as number)) ** 2;
  return sum;
}

/** Index of the nearest centre, the first of several as near, and the squared distance to it. */
export function nearest(point: Point, centres: readonly Point[]): { index: number; squared: number } {
  let best = { index: 0, squared: Number.POSITIVE_INFINITY };
  for (const [index, centre] of centres.entries()) {
    const squared = squaredDistance(point, centre);
    if (squared < best.squared) best = { index, squared };
  }
  return best;
}

/** First centres by k-means++ (Arthur & Vassilvitskii 2007): each far from those chosen before. */
function firstCentres(points: readonly Point[], k: number, random: () => number): number[][] {
  const centres = [[...(points[Math.floor(random() * points.length)] as Point)]];
  const distances = points.map((point) => squaredDistance(point, centres[0] as Point));
  while (centres.length < k) {
    const total = distances.reduce((sum, distance) => sum + distance, 0);
    let left = random() * total;
    const chosen = distances.findIndex((distance) => {
      left -= distance;
      return distance > 0 && left <= 0;
    });
    // Fewer different points than clusters: what is left over are copies.
    const next = [...(points[Math.max(chosen, 0)] as Point)];
    centres.push(next);
    for (const [at, point] of points.entries())
      distances[at] = Math.min(distances[at] as number, squaredDistance(point, next));
  }
  return centres;
}

/** The means of the points of each cluster; a cluster without points stays where it was. */
function means(points: readonly Point[], assigned: readonly number[], centres: number[][]): number[][] {
  const sums = centres.map((centre) => ({ count: 0, sum: centre.map(() => 0) }));
  for (const [at, point] of points.entries()) {
    const cluster = sums[assigned[at] as number] as { count: number; sum: number[] };
    cluster.count += 1;
    for (const [dimension, value] of point.entries()) (cluster.sum[dimension] as number) += value;
  }
  return sums.map(({ count, sum }, at) =>
    count === 0 ? (centres[at] as number[]) : sum.map((value) => value / count),
  );
}

/**
 * k-means by Lloyd's iterations from k-means++ beginnings, until no point changes its cluster.
 * @param random numbers in [0, 1); a seeded source makes the result repeatable
 */
export function kMeans(
  points: readonly Point[],
  k: number,
  random: () => number,
  maxRounds = 100,
): Clustering {
  if (points.length === 0 || k < 1) return { centres: [], assigned: [], inertia: 0 };
  let centres = firstCentres(points, k, random);
  let assigned: number[] = [];
  for (let round = 0; round < maxRounds; round++) {
    const now = points.map((point) => nearest(point, centres).index);
    const same = now.every((cluster, at) => cluster === assigned[at]);
    assigned = now;
    if (same) break;
    centres = means(points, assigned, centres);
  }
  const inertia = points.reduce(
    (sum, point, at) => sum + squaredDistance(point, centres[assigned[at] as number] as Point),
    0,
  );
  return { centres, assigned, inertia };
}
