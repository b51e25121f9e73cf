import { type Clustering, kMeans, nearest, seeded, squaredDistance } from './kmeans.ts';

/** How far apart values of each dimension lie, for bringing them to one scale. */
export interface Scale {
  means: number[];
  deviations: number[];
}

/** Means and standard deviations of each dimension; a dimension without spread has deviation 1. */
export function scaleOf(points: readonly (readonly number[])[]): Scale {
  const dimensions = points[0]?.length ?? 0;
  const column = (at: number) => points.map((point) => point[at] as number);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const means = Array.from({ length: dimensions }, (_, at) => mean(column(at)));
  const deviations = means.map(
    (centre, at) => Math.sqrt(mean(column(at).map((value) => (value - centre) ** 2))) || 1,
  );
  return { means, deviations };
}

/** Each value as standard deviations from its mean. */
export function scaled(point: readonly number[], { means, deviations }: Scale): number[] {
  return point.map((value, at) => (value - (means[at] as number)) / (deviations[at] as number));
}

/**
 * Mean silhouette by distances to the centres ("simplified", Hruschka et al. 2004): (b − a) / max(a, b) with a
 * and b the distances to the own and the next nearest centre. Its cost is linear in the points, where the
 * silhouette proper compares every pair. 1: far apart, 0: touching.
 */
export function silhouette(
  points: readonly (readonly number[])[],
  { centres, assigned }: Clustering,
): number {
  let sum = 0;
  for (const [at, point] of points.entries()) {
    const own = assigned[at] as number;
    const a = Math.sqrt(squaredDistance(point, centres[own] as number[]));
    const others = centres.filter((_, index) => index !== own);
    const b = Math.sqrt(nearest(point, others).squared);
    const larger = Math.max(a, b);
    if (larger > 0 && Number.isFinite(b)) sum += (b - a) / larger;
  }
  return points.length === 0 ? 0 : sum / points.length;
}

const beginnings = 3;

/**
 * Clusters of scaled points, their number from `least` to `most` chosen by the best silhouette; of each
 * number the best of three beginnings by inertia. The same points and seed give the same clusters.
 */
export function chooseClusters(
  points: readonly (readonly number[])[],
  { least, most, seed }: { least: number; most: number; seed: number },
): Clustering & { silhouette: number } {
  let best: (Clustering & { silhouette: number }) | undefined;
  for (let k = least; k <= most; k++) {
    const random = seeded(seed + k);
    const runs = Array.from({ length: beginnings }, () => kMeans(points, k, random));
    const found = runs.reduce((a, b) => (b.inertia < a.inertia ? b : a));
    const score = silhouette(points, found);
    if (!best || score > best.silhouette) best = { ...found, silhouette: score };
  }
  return best ?? { centres: [], assigned: [], inertia: 0, silhouette: 0 };
}
