import { describe, expect, it } from 'vitest';
import { drawn, stepsOf, verdictOf } from './interval.ts';

describe('the line of an effect', () => {
  it('has zero on it even where the interval lies far off', () => {
    const { zero, low, estimate, high } = drawn(90, { low: 80, high: 100 });
    expect(zero).toBeCloseTo(0.12 / 1.24);
    expect([low, estimate, high].every((at) => at > zero && at < 1)).toBe(true);
  });

  it('keeps the order of its values, below zero too', () => {
    const { zero, low, estimate, high } = drawn(-5, { low: -12, high: 3 });
    expect(low).toBeLessThan(estimate);
    expect(estimate).toBeLessThan(zero);
    expect(zero).toBeLessThan(high);
  });

  it('stands still where nothing was measured', () => {
    expect(drawn(0, { low: 0, high: 0 }).zero).toBeGreaterThan(0);
  });
});

describe('what an interval says', () => {
  it('is more or less only where it lies on one side of zero', () => {
    expect(verdictOf({ low: 1, high: 5 })).toBe('more');
    expect(verdictOf({ low: -5, high: -1 })).toBe('less');
    expect(verdictOf({ low: -1, high: 5 })).toBe('unsure');
    expect(verdictOf({ low: 0, high: 5 })).toBe('unsure');
  });
});

describe('the steps of a chart', () => {
  const days = Array.from({ length: 70 }, (_, at) => ({
    day: `d${at}`,
    redemptions: 1,
    discount: 10,
    revenue: 100,
  }));

  it('put days together and lose none', () => {
    const steps = stepsOf(days, 31);
    expect(steps.length).toBeLessThanOrEqual(31);
    expect(steps.reduce((sum, { revenue }) => sum + revenue, 0)).toBe(7000);
    expect(steps[1]?.day).toBe('d3');
  });

  it('are the days themselves where they are few', () => {
    expect(stepsOf(days.slice(0, 5), 31)).toEqual(days.slice(0, 5));
  });
});
