import betaln from '@stdlib/math-base-special-betaln';
import gammaln from '@stdlib/math-base-special-gammaln';
import { describe, expect, it } from 'vitest';
import { simulateCustomers } from '../../test/simulate.ts';
import type { Objective } from '../numeric/bfgs.ts';
import { randomFrom } from '../numeric/random.ts';
import { groupHistories, type PurchaseHistory } from './history.ts';
import { bgNbdObjective, nbdObjective } from './likelihood.ts';

const truth = { kind: 'bg-nbd', r: 0.5, alpha: 8, a: 0.9, b: 2.5 } as const;
const histories = simulateCustomers(
  randomFrom(11),
  300,
  truth,
  { p: 6, q: 4, v: 15 },
  (random) => 10 + random.below(30),
  0,
);
const groups = groupHistories(histories);
const points = [
  [0, 1, 0, 0],
  [-1, 2, -2, 1],
  [1, -1, 2, 3],
  [-2, 3, -9, 6],
];

/** The likelihood as it is printed, a customer at a time. `lost` is the divisor of a: b+x−1. */
function printed(
  { repeats: x, lastAt, age }: PurchaseHistory,
  [r, alpha, a, b]: number[] | readonly number[],
  lost = (b: number, x: number) => b + x - 1,
): number {
  const alive = (alpha! + age) ** -(r! + x);
  const gone = x > 0 ? (a! / lost(b!, x)) * (alpha! + lastAt) ** -(r! + x) : 0;
  const counts = gammaln(r! + x) - gammaln(r!) + r! * Math.log(alpha!);
  return counts + betaln(a!, b! + x) - betaln(a!, b!) + Math.log(alive + gone);
}

function largestDifference(
  objective: Objective,
  one: (history: PurchaseHistory, at: number[]) => number,
): number {
  const differences = points.map((point) => {
    const at = point.map(Math.exp);
    const slow = histories.reduce((sum, history) => sum + one(history, at), 0) / histories.length;
    return Math.abs(-objective(Float64Array.from(point), new Float64Array(4)) - slow);
  });
  return Math.max(...differences);
}

function largestGradientError(objective: Objective, size: number): number {
  const unused = new Float64Array(size);
  const errors = points.flatMap((values) => {
    const point = Float64Array.from(values.slice(0, size));
    const gradient = new Float64Array(size);
    objective(point, gradient);
    return Array.from(gradient, (slope, i) => {
      const at = (step: number) =>
        objective(
          Float64Array.from(point, (v, j) => v + (i === j ? step : 0)),
          unused,
        );
      return Math.abs(slope - (at(1e-5) - at(-1e-5)) / 2e-5);
    });
  });
  return Math.max(...errors);
}

describe('likelihood of the BG/NBD', () => {
  it('is the printed one, customer by customer', () => {
    expect(largestDifference(bgNbdObjective(groups), printed)).toBeLessThan(1e-9);
  });

  it('is told from the printed one with a single mistake in it', () => {
    const mistaken = (history: PurchaseHistory, at: number[]) => printed(history, at, (b, x) => b + x);
    expect(largestDifference(bgNbdObjective(groups), mistaken)).toBeGreaterThan(1e-3);
  });

  it('has the gradient that differences show', () => {
    expect(largestGradientError(bgNbdObjective(groups), 4)).toBeLessThan(1e-8);
  });

  it('becomes that of the NBD where nobody drops out', () => {
    const gradient = new Float64Array(4);
    const without = bgNbdObjective(groups)(Float64Array.of(0.1, 2, -35, 3), gradient);
    const nbd = nbdObjective(groups)(Float64Array.of(0.1, 2), new Float64Array(2));
    expect(without).toBeCloseTo(nbd, 12);
    expect(gradient[2]).toBeCloseTo(0, 12);
  });
});

describe('likelihood of the NBD', () => {
  it('has the gradient that differences show', () => {
    expect(largestGradientError(nbdObjective(groups), 2)).toBeLessThan(1e-8);
  });
});
