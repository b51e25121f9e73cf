import { describe, expect, it } from 'vitest';
import { type Random, randomFrom } from '../numeric/random.ts';
import { type GroupMoments, liftOf, momentsOf } from './lift.ts';

const members = (values: readonly [number, number][]) =>
  momentsOf(values.map(([outcome, prior]) => ({ outcome, prior })));

/** Spend of a customer as shops see it: skewed, many without any, and much like their spend before. */
function customer(random: Random, lift: number): { outcome: number; prior: number } {
  const habit = random.gamma(0.8, 0.8) * 5000;
  const orders = (mean: number) => (random.uniform() < 0.2 ? 0 : random.gamma(4, 4) * mean);
  return { prior: orders(habit), outcome: orders(habit + lift / 0.8) };
}

function campaign(seed: number, lift: number, customers = 800, share = 0.3) {
  const random = randomFrom(seed);
  const groups: { outcome: number; prior: number }[][] = [[], []];
  for (let n = 0; n < customers; n++) {
    const isControl = random.uniform() < share;
    groups[isControl ? 1 : 0]?.push(customer(random, isControl ? 0 : lift));
  }
  const [treated = [], control = []] = groups;
  return { treated: momentsOf(treated), control: momentsOf(control) };
}

const withoutPrior = (group: GroupMoments): GroupMoments => ({
  ...group,
  priorMean: 0,
  priorVariance: 0,
  covariance: 0,
});

/** How often the interval of 200 seeded campaigns covers the lift that they were made with. */
function coverage(lift: number, estimate: typeof liftOf, from = 1): number {
  let covered = 0;
  for (let seed = from; seed < from + 200; seed++) {
    const { treated, control } = campaign(seed, lift);
    const found = estimate(treated, control);
    if (found && found.perMemberInterval.low <= lift && lift <= found.perMemberInterval.high) covered++;
  }
  return covered / 200;
}

describe('the lift of a campaign', () => {
  it('is covered by its interval about 95 times in 100, with and without spend from before', () => {
    // 200 draws of 0.95 lie within 0.90 to 0.99 in all but two of a thousand runs.
    for (const lift of [0, 600]) {
      for (const estimate of [liftOf, plain]) {
        const share = coverage(lift, estimate);
        expect(share, `lift ${lift}`).toBeGreaterThanOrEqual(0.9);
        expect(share, `lift ${lift}`).toBeLessThanOrEqual(0.99);
      }
    }
  });

  it('would not be, were the interval half as wide: the test can fail', () => {
    const tooNarrow = (a: GroupMoments, b: GroupMoments) => liftOf(a, b, 0.67);
    expect(coverage(600, tooNarrow)).toBeLessThan(0.9);
    // Nor were the control group's error forgotten.
    const oneSided = (a: GroupMoments, b: GroupMoments) => liftOf(a, { ...b, variance: 0, covariance: 0 });
    expect(coverage(600, oneSided)).toBeLessThan(0.9);
  });

  it('is told more sharply with spend from before', () => {
    const { treated, control } = campaign(7, 600);
    const adjusted = liftOf(treated, control);
    const simple = plain(treated, control);
    expect(adjusted?.adjusted).toBe(true);
    expect(simple?.adjusted).toBe(false);
    expect(adjusted?.standardError).toBeLessThan(0.95 * (simple?.standardError ?? 0));
  });

  it('adds up over the treated group', () => {
    const { treated, control } = campaign(3, 600);
    const found = liftOf(treated, control);
    expect(found?.total).toBeCloseTo((found?.perMember ?? 0) * treated.size, 6);
    expect(found?.totalInterval.low).toBeCloseTo((found?.perMemberInterval.low ?? 0) * treated.size, 6);
  });
});

const plain: typeof liftOf = (a, b, confidence) => liftOf(withoutPrior(a), withoutPrior(b), confidence);

describe('the estimate', () => {
  it('is Welch’s where nothing is known from before', () => {
    const a = members([1, 2, 3, 4].map((y) => [y, 0]));
    const b = members([2, 4, 6, 8, 10].map((y) => [y, 0]));
    // By hand: means 2.5 and 6, variances 5/3 and 10, so the squared error is 5/12 + 10/5 = 29/12.
    const found = liftOf(a, b);
    expect(found?.perMember).toBeCloseTo(-3.5, 12);
    expect(found?.standardError).toBeCloseTo(Math.sqrt(29 / 12), 12);
    expect(found?.degreesOfFreedom).toBeCloseTo((29 / 12) ** 2 / ((5 / 12) ** 2 / 3 + 2 ** 2 / 4), 12);
  });

  it('takes out a difference that was there before', () => {
    const control = members([
      [10, 10],
      [20, 20],
      [30, 30],
    ]);
    const treated = members([
      [25, 20],
      [35, 30],
      [45, 40],
    ]);
    // Ten of the fifteen between the means were there before.
    expect(liftOf(treated, control)?.perMember).toBeCloseTo(5, 9);
    expect(liftOf(treated, control)?.standardError).toBeCloseTo(0, 6);
  });

  it('is none where a group has fewer than two members', () => {
    const two = members([
      [1, 0],
      [2, 0],
    ]);
    const one = { ...two, size: 1 };
    expect(liftOf(two, one)).toBeUndefined();
    expect(liftOf(one, two)).toBeUndefined();
  });
});
