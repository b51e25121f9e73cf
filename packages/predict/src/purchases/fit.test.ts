import { describe, expect, it } from 'vitest';
import { simulateCustomers } from '../../test/simulate.ts';
import { randomFrom } from '../numeric/random.ts';
import { fitBgNbd, fitNbd, fitPurchases } from './fit.ts';
import { groupHistories } from './history.ts';

const spend = { p: 6, q: 4, v: 1_500 };
const truth = { kind: 'bg-nbd', r: 0.5, alpha: 8, a: 0.9, b: 2.5 } as const;
const steady = { kind: 'nbd', r: 0.7, alpha: 60 } as const;
const whole = (value: number) => Math.max(value, 1);
const made = simulateCustomers(randomFrom(2), 8_000, truth, spend, (random) => whole(random.below(80)), 0);
const stayers = simulateCustomers(
  randomFrom(3),
  4_000,
  steady,
  spend,
  (random) => whole(random.below(280)),
  0,
);

describe('fitBgNbd', () => {
  const fit = fitBgNbd(made);

  it('recovers the parameters that made the customers, within four standard errors', () => {
    expect(fit.converged).toBe(true);
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      const { value, standardError } = fit.estimates[name]!;
      expect(Math.abs(value - truth[name])).toBeLessThan(4 * standardError);
      expect(standardError / value).toBeLessThan(0.2);
    }
  });

  it('is at a maximum, with the truth in its profile intervals', () => {
    const inDays = made.slice(0, 1_500).map((customer) => ({
      ...customer,
      lastAt: customer.repeats > 0 ? Math.round(customer.lastAt) : 0,
    }));
    const small = fitBgNbd(inDays);
    const profile = small.profile();
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      expect(profile[name]!.low).toBeLessThan(Math.min(small.model[name], truth[name]));
      expect(profile[name]!.high).toBeGreaterThan(Math.max(small.model[name], truth[name]));
    }
  });

  it('does not depend on the unit of time, but for α', () => {
    const inDays = made.map(({ repeats, lastAt, age }) => ({ repeats, lastAt: 7 * lastAt, age: 7 * age }));
    const { model } = fitBgNbd(inDays);
    expect(model.alpha / fit.model.alpha).toBeCloseTo(7, 3);
    expect(model.r).toBeCloseTo(fit.model.r, 4);
    expect(model.a).toBeCloseTo(fit.model.a, 3);
  });

  it('refuses customers of whom none came back', () => {
    expect(() => fitBgNbd([{ repeats: 0, lastAt: 0, age: 5 }])).toThrow(/no customer came back/);
    expect(() => fitNbd([])).toThrow(/no customer came back/);
  });
});

describe('fitPurchases', () => {
  it('takes the BG/NBD where customers drop out', () => {
    const choice = fitPurchases(groupHistories(made));
    expect(choice.model?.kind).toBe('bg-nbd');
    expect(choice.reason).toBeUndefined();
    expect(choice.gain).toBeGreaterThan(100);
    expect(choice.dropout).toBeGreaterThan(0.2);
  });

  it('takes the NBD where nobody drops out, and says so', () => {
    const choice = fitPurchases(stayers);
    expect(choice.reason).toBe('nobody-drops-out');
    expect(choice.gain).toBeLessThan(1.92);
    expect(choice.dropout).toBeLessThan(0.05);
    expect(choice.model).toEqual(choice.nbd!.model);
    const { r, alpha } = choice.nbd!.estimates;
    expect(Math.abs(r!.value - steady.r)).toBeLessThan(4 * r!.standardError);
    expect(Math.abs(alpha!.value - steady.alpha)).toBeLessThan(4 * alpha!.standardError);
  });

  it('makes no model of a small store, and says how small', () => {
    expect(fitPurchases(made.slice(0, 60))).toEqual({
      model: undefined,
      reason: 'too-few-repeaters',
      customers: 60,
      repeaters: made.slice(0, 60).filter(({ repeats }) => repeats > 0).length,
    });
    expect(fitPurchases([]).reason).toBe('too-few-repeaters');
  });
});
