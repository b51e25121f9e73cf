import digamma from '@stdlib/math-base-special-digamma';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlation, logistic, mean, normalQuantile, trigamma } from './special.ts';

describe('special functions', () => {
  it('knows trigamma at 1 and ½, and is the slope of digamma', () => {
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 9);
    expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 8);
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 500, noNaN: true }), (x) => {
        const step = 1e-4 * x;
        const slope = (digamma(x + step) - digamma(x - step)) / (2 * step);
        expect(trigamma(x) / slope).toBeCloseTo(1, 6);
      }),
    );
  });

  it('knows the quantiles of the normal law', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 8);
    expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306, 8);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 12);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(-0.1)).toBeNaN();
  });

  it('keeps the logistic function within 0 and 1, however far out', () => {
    expect(logistic(0)).toBe(0.5);
    expect(logistic(-1_000)).toBe(0);
    expect(logistic(1_000)).toBe(1);
    expect(logistic(2) + logistic(-2)).toBeCloseTo(1, 15);
  });

  it('takes means and correlations', () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(correlation([1, 2, 3], [-2, -4, -6])).toBeCloseTo(-1, 12);
    expect(correlation([1, 2, 3], [5, 5, 5])).toBeNaN();
  });
});
