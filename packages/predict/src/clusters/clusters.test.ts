import { describe, expect, it } from 'vitest';
import { chooseClusters, scaled, scaleOf, silhouette } from './choose.ts';
import { kMeans, nearest, seeded } from './kmeans.ts';
import { clusterKeys, traitsOf } from './traits.ts';

/** Points around given centres, spread evenly by a seeded source. */
function around(centres: readonly number[][], each: number, spread: number): number[][] {
  const random = seeded(7);
  return centres.flatMap((centre) =>
    Array.from({ length: each }, () => centre.map((value) => value + (random() - 0.5) * spread)),
  );
}

const corners = [
  [0, 0],
  [10, 0],
  [0, 10],
  [10, 10],
];

describe('k-means', () => {
  it('finds the groups that are there', () => {
    const points = around(corners, 50, 2);
    const { centres, assigned } = kMeans(points, 4, seeded(1));
    for (const corner of corners) expect(nearest(corner, centres).squared).toBeLessThan(0.2);
    for (let group = 0; group < 4; group++)
      expect(new Set(assigned.slice(group * 50, group * 50 + 50)).size).toBe(1);
  });

  it('stops where each centre is the mean of its points and each point is with its nearest centre', () => {
    const points = around(corners, 40, 12);
    const { centres, assigned } = kMeans(points, 3, seeded(3));
    for (const [at, point] of points.entries()) expect(assigned[at]).toBe(nearest(point, centres).index);
    for (const [at, centre] of centres.entries()) {
      const own = points.filter((_, index) => assigned[index] === at);
      for (const [dimension, value] of centre.entries()) {
        const mean = own.reduce((sum, point) => sum + (point[dimension] as number), 0) / own.length;
        expect(value).toBeCloseTo(mean, 9);
      }
    }
  });

  it('gives the same clusters for the same seed', () => {
    const points = around(corners, 30, 9);
    expect(kMeans(points, 5, seeded(11))).toEqual(kMeans(points, 5, seeded(11)));
  });

  it('bears no points, and fewer different points than clusters', () => {
    expect(kMeans([], 3, seeded(1)).centres).toEqual([]);
    const { inertia, centres } = kMeans([[1], [1], [2]], 3, seeded(1));
    expect([inertia, centres.length]).toEqual([0, 3]);
  });
});

describe('the number of clusters', () => {
  it('is that of the groups that stand apart', () => {
    const five = [...corners, [30, 30]];
    expect(chooseClusters(around(five, 40, 2), { least: 3, most: 7, seed: 1 }).centres).toHaveLength(5);
    expect(chooseClusters(around(corners, 40, 2), { least: 3, most: 7, seed: 1 }).centres).toHaveLength(4);
  });

  it('has a silhouette near 1 for groups far apart and a lower one for a cloud', () => {
    const apart = around(corners, 40, 1);
    const cloud = around([[0, 0]], 160, 10);
    expect(silhouette(apart, kMeans(apart, 4, seeded(2)))).toBeGreaterThan(0.9);
    expect(silhouette(cloud, kMeans(cloud, 4, seeded(2)))).toBeLessThan(0.7);
  });
});

describe('scaling', () => {
  it('brings every dimension to mean 0 and deviation 1, and leaves one without spread at 0', () => {
    const points = [
      [1, 100, 5],
      [3, 300, 5],
    ];
    const scale = scaleOf(points);
    expect(points.map((point) => scaled(point, scale))).toEqual([
      [-1, -1, 0],
      [1, 1, 0],
    ]);
  });
});

describe('traits', () => {
  it('name what stands out, and number clusters that are alike', () => {
    expect(traitsOf([-1, 0.8, 0.2])).toEqual(['recent', 'often']);
    expect(
      clusterKeys([
        [-1, 1, 1],
        [0, 0, 0],
        [1, -1, -1],
        [0.1, 0, 0],
      ]),
    ).toEqual([
      'cluster_recent_often_high',
      'cluster_average',
      'cluster_away_seldom_low',
      'cluster_average_2',
    ]);
  });
});
