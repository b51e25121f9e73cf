import hyp2f1 from '@stdlib/math-base-special-hyp2f1';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateCustomers } from '../../test/simulate.ts';
import { randomFrom } from '../numeric/random.ts';
import {
  expectedPurchases,
  newcomer,
  probabilityAlive,
  purchaseQuantile,
  purchaseTails,
  timeToPurchase,
} from './forecast.ts';
import type { PurchaseHistory } from './history.ts';

const model = { kind: 'bg-nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const;
const nbd = { kind: 'nbd', r: 0.7, alpha: 60 } as const;
type BgNbd = typeof model | { kind: 'bg-nbd'; r: number; alpha: number; a: number; b: number };

/** Fader, Hardie & Lee (2005), equation 10, its ₂F₁ by Euler's transform. */
function closedForm(
  { r, alpha, a, b }: BgNbd,
  history: PurchaseHistory,
  time: number,
  exponent = a - 1,
): number {
  const { repeats: x, age } = history;
  const z = time / (alpha + age + time);
  const c = a + b + x - 1;
  const transformed = (1 - z) ** exponent * hyp2f1(a + b - 1 - r, a - 1, c, z);
  return (c / (a - 1)) * (1 - transformed) * probabilityAlive({ kind: 'bg-nbd', r, alpha, a, b }, history);
}

const history = fc
  .record({
    repeats: fc.nat(20),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    age: fc.integer({ min: 1, max: 150 }),
  })
  .map(({ repeats, share, age }) => ({ repeats, lastAt: repeats > 0 ? share * age : 0, age }));
const time = fc.double({ min: 0.1, max: 100, noNaN: true });

describe('expectedPurchases', () => {
  it('agrees with the published closed form', () => {
    fc.assert(
      fc.property(history, time, (customer, t) => {
        const closed = closedForm(model, customer, t);
        expect(Math.abs(expectedPurchases(model, customer, t) - closed)).toBeLessThan(1e-8 * (1 + closed));
      }),
    );
  });

  it('is told from a closed form with a single mistake in it', () => {
    const customer = { repeats: 2, lastAt: 30.43, age: 38.86 };
    const mistaken = closedForm(model, customer, 39, model.a);
    expect(Math.abs(expectedPurchases(model, customer, 39) - mistaken)).toBeGreaterThan(0.1);
  });

  it('agrees with the integral over all rates and dropouts', () => {
    const customer = { repeats: 3, lastAt: 20, age: 25 };
    const own = { kind: 'bg-nbd', r: 0.8, alpha: 6, a: 1.4, b: 3 } as const;
    expect(expectedPurchases(own, customer, 30)).toBeCloseTo(integrate(own, customer, 30), 3);
  });

  it('has no hole at a = 1 nor at a + b + x = 1', () => {
    const customer = { repeats: 2, lastAt: 10, age: 20 };
    const at = (a: number) => expectedPurchases({ ...model, a }, customer, 39);
    expect(at(1)).toBeCloseTo((at(1 - 1e-6) + at(1 + 1e-6)) / 2, 8);
    const fresh = expectedPurchases({ kind: 'bg-nbd', r: 0.3, alpha: 4, a: 0.4, b: 0.6 }, newcomer, 39);
    expect(fresh).toBeGreaterThan(0);
    expect(fresh).toBeLessThan(0.3 * (39 / 4));
  });

  it('stands for customers of thousands of purchases', () => {
    const steady = { repeats: 5_000, lastAt: 999, age: 1_000 };
    const loyal = { kind: 'bg-nbd', r: 0.5, alpha: 5, a: 1e-9, b: 1 } as const;
    expect(expectedPurchases(loyal, steady, 1_000)).toBeCloseTo((5_000.5 * 1_000) / 1_005, 3);
  });

  it('grows with time, by less and less, from nought', () => {
    fc.assert(
      fc.property(history, time, (customer, t) => {
        const [one, two] = [t, 2 * t].map((span) => expectedPurchases(model, customer, span));
        expect(two).toBeGreaterThanOrEqual(one!);
        expect(two).toBeLessThanOrEqual(2 * one! * (1 + 1e-9));
      }),
    );
    expect(expectedPurchases(model, newcomer, 0)).toBe(0);
  });

  it('is the NBD where nobody drops out, and straight in time there', () => {
    const customer = { repeats: 4, lastAt: 50, age: 90 };
    const limit = { kind: 'bg-nbd', r: nbd.r, alpha: nbd.alpha, a: 1e-12, b: 2 } as const;
    expect(expectedPurchases(nbd, customer, 90)).toBeCloseTo((4.7 * 90) / 150, 12);
    expect(expectedPurchases(limit, customer, 90)).toBeCloseTo(expectedPurchases(nbd, customer, 90), 9);
  });
});

describe('the distribution of future purchases', () => {
  it('has the expected purchases for its mean', () => {
    fc.assert(
      fc.property(history, time, fc.constantFrom(model, nbd), (customer, t, either) => {
        const mean = purchaseTails(either, customer, t)
          .slice(1)
          .reduce((sum, tail) => sum + tail, 0);
        expect(mean / expectedPurchases(either, customer, t)).toBeCloseTo(1, 8);
      }),
    );
  });

  it('is what simulated customers do', () => {
    const count = 40_000;
    const spend = { p: 6, q: 4, v: 15 };
    const made = simulateCustomers(randomFrom(5), count, model, spend, () => 30, 30);
    const expected = [0, 0, 0, 0];
    const seen = [0, 0, 0, 0];
    for (const customer of made) {
      const tails = purchaseTails(model, customer, 30);
      for (let k = 0; k < 4; k++) {
        expected[k]! += (tails[k + 1] ?? 0) / count;
        if (customer.future > k) seen[k]! += 1 / count;
      }
    }
    for (let k = 0; k < 4; k++)
      expect(Math.abs(seen[k]! - expected[k]!)).toBeLessThan(4 * Math.sqrt(expected[k]! / count));
  });

  it('gives quantiles', () => {
    expect(purchaseQuantile([1, 0.6, 0.3, 0.05], 0.3)).toBe(0);
    expect(purchaseQuantile([1, 0.6, 0.3, 0.05], 0.5)).toBe(1);
    expect(purchaseQuantile([1, 0.6, 0.3, 0.05], 0.9)).toBe(2);
    expect(purchaseQuantile(purchaseTails(model, newcomer, 0), 0.99)).toBe(0);
  });
});

describe('timeToPurchase', () => {
  it('is the time in which a purchase is as probable as asked', () => {
    for (const one of [model, nbd])
      for (const history of [newcomer, { repeats: 3, lastAt: 25, age: 30 }])
        for (const probability of [0.1, 0.5, 0.6]) {
          const time = timeToPurchase(one, history, probability)!;
          expect(purchaseTails(one, history, time)[1]).toBeCloseTo(probability, 10);
        }
  });

  it('is not there for whoever is less likely than that to come at all', () => {
    const silent = { repeats: 8, lastAt: 20, age: 200 };
    const alive = probabilityAlive(model, silent);
    expect(alive).toBeLessThan(0.5);
    expect(timeToPurchase(model, silent, 0.5)).toBeUndefined();
    expect(timeToPurchase(model, silent, alive)).toBeUndefined();
    expect(timeToPurchase(model, silent, alive / 2)).toBeGreaterThan(0);
  });
});

describe('probabilityAlive', () => {
  it('is 1 for whoever never came back, however long ago, and for all by the NBD', () => {
    expect(probabilityAlive(model, { repeats: 0, lastAt: 0, age: 500 })).toBe(1);
    expect(probabilityAlive(nbd, { repeats: 3, lastAt: 1, age: 500 })).toBe(1);
  });

  it('falls with silence, the faster the more often the customer came', () => {
    const alive = (repeats: number, age: number) => probabilityAlive(model, { repeats, lastAt: 10, age });
    expect(alive(2, 20)).toBeGreaterThan(alive(2, 40));
    expect(alive(2, 40)).toBeGreaterThan(alive(20, 40));
    expect(alive(3_000, 400)).toBe(0);
  });
});

/** E[Y(t)] by the midpoint rule over λ and p, from the story of the model alone. */
function integrate(
  { r, alpha, a, b }: BgNbd,
  { repeats: x, lastAt, age }: PurchaseHistory,
  t: number,
): number {
  const steps = 600;
  let [likelihood, purchases] = [0, 0];
  for (let i = 0; i < steps; i++) {
    const rate = ((i + 0.5) / steps) * 2;
    for (let j = 0; j < steps; j++) {
      const p = (j + 0.5) / steps;
      const prior = rate ** (r - 1) * Math.exp(-alpha * rate) * p ** (a - 1) * (1 - p) ** (b - 1);
      const alive = (1 - p) ** x * rate ** x * Math.exp(-rate * age);
      const gone = p * (1 - p) ** (x - 1) * rate ** x * Math.exp(-rate * lastAt);
      likelihood += prior * (alive + gone);
      purchases += (prior * alive * (1 - Math.exp(-rate * p * t))) / p;
    }
  }
  return purchases / likelihood;
}
