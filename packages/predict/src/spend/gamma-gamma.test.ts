import { describe, expect, it } from 'vitest';
import { simulateCustomers } from '../../test/simulate.ts';
import { randomFrom } from '../numeric/random.ts';
import { expectedSpend, fitGammaGamma } from './gamma-gamma.ts';

const truth = { p: 6, q: 4, v: 1_500 };
const purchases = { kind: 'nbd', r: 1, alpha: 10 } as const;
const made = simulateCustomers(randomFrom(4), 3_000, purchases, truth, () => 30, 0);

describe('fitGammaGamma', () => {
  const fit = fitGammaGamma(made)!;

  it('recovers the parameters that made the spend, within four standard errors', () => {
    for (const name of ['p', 'q', 'v'] as const) {
      const { value, standardError } = fit.estimates[name];
      expect(Math.abs(value - truth[name])).toBeLessThan(4 * standardError);
      expect(standardError / value).toBeLessThan(0.25);
    }
    expect(fit.converged).toBe(true);
    expect(fit.repeaters).toBe(made.filter(({ repeats }) => repeats > 0).length);
  });

  it('holds its parameters in the profile intervals', () => {
    const small = fitGammaGamma(made.slice(0, 400))!;
    const profile = small.profile();
    for (const name of ['p', 'q', 'v'] as const) {
      expect(profile[name].low).toBeLessThan(small.model[name]);
      expect(profile[name].high).toBeGreaterThan(small.model[name]);
    }
  });

  it('scales with the money: v by a hundred, the log-likelihood by ln 100 a customer', () => {
    const cents = fitGammaGamma(made.map((one) => ({ ...one, meanRepeatSpend: one.meanRepeatSpend * 100 })))!;
    expect(cents.model.v / fit.model.v).toBeCloseTo(100, 2);
    expect(cents.model.p).toBeCloseTo(fit.model.p, 4);
    expect(fit.logLikelihood - cents.logLikelihood).toBeCloseTo(fit.repeaters * Math.log(100), 3);
  });

  it('leaves out repeaters whose spend came to nought or less, and counts them', () => {
    const spoiled = [...made, { repeats: 2, meanRepeatSpend: 0 }, { repeats: 1, meanRepeatSpend: -500 }];
    const again = fitGammaGamma(spoiled)!;
    expect(again.leftOut).toBe(2);
    expect(again.model).toEqual(fit.model);
  });

  it('says how far spend and frequency are from independent', () => {
    expect(Math.abs(fit.independence.correlation)).toBeLessThan(0.1);
    expect(fit.independence.acceptable).toBe(true);
    const tied = made.map((one) => ({ ...one, meanRepeatSpend: 100 + 200 * one.repeats }));
    const { independence } = fitGammaGamma(tied)!;
    expect(independence.correlation).toBeCloseTo(1, 6);
    expect(independence.acceptable).toBe(false);
    const alike = made.slice(0, 200).map((one) => ({ ...one, repeats: 1 }));
    expect(fitGammaGamma(alike)!.independence).toEqual({ correlation: 0, low: 0, high: 0, acceptable: true });
  });

  it('makes no model of fewer than 50 repeaters, nor of what is no number', () => {
    expect(fitGammaGamma(made.slice(0, 40))).toBeUndefined();
    expect(() => fitGammaGamma([{ repeats: 1, meanRepeatSpend: Number.NaN }])).toThrow(/must be a number/);
  });
});

describe('expectedSpend', () => {
  it('lies between everybody’s mean and the own one, nearer to the own the more of it was seen', () => {
    const everybody = (truth.p * truth.v) / (truth.q - 1);
    const after = (repeats: number) => expectedSpend(truth, { repeats, meanRepeatSpend: 9_000 });
    expect(after(0)).toBe(everybody);
    expect(after(1)).toBeGreaterThan(everybody);
    expect(after(10)).toBeGreaterThan(after(1));
    expect(after(1_000)).toBeLessThan(9_000);
    expect(after(1_000)).toBeGreaterThan(8_950);
  });

  it('knows nothing of a customer whose mean is nought, and has no mean at all where q is 1 or less', () => {
    expect(expectedSpend(truth, { repeats: 3, meanRepeatSpend: 0 })).toBe(3_000);
    expect(expectedSpend({ ...truth, q: 0.9 }, { repeats: 0, meanRepeatSpend: 0 })).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
