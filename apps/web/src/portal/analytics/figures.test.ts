import { describe, expect, it } from 'vitest';
import { axisOf, lengthOf, yearOf } from './figures.ts';

const months = (spends: readonly number[]) =>
  spends.map((spent, index) => ({
    month: `${2025 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
    orders: spent > 0 ? 1 : 0,
    spent,
  }));

describe('the last twelve months', () => {
  it('are compared with the twelve before, and averaged without the running month', () => {
    const year = yearOf(months([...Array(12).fill(100), ...Array(11).fill(110), 550]));
    expect(year.months).toHaveLength(12);
    expect(year.total).toBe(1760);
    expect(year.average).toBe(110);
    expect(year.change).toBeCloseTo(0.4667, 4);
    expect(year.best?.month).toBe('2026-12');
  });

  it('have no best month and no change where nothing was bought', () => {
    const year = yearOf(months(Array(24).fill(0)));
    expect(year).toMatchObject({ total: 0, average: 0, change: null, best: null });
  });
});

describe('an axis', () => {
  it('reaches the most in at most four round steps', () => {
    expect(axisOf(1180)).toEqual([0, 500, 1000, 1500]);
    expect(axisOf(860)).toEqual([0, 250, 500, 750, 1000]);
    expect(axisOf(40)).toEqual([0, 10, 20, 30, 40]);
    expect(axisOf(0)).toEqual([0]);
    for (let most = 1; most < 20_000; most += 37) {
      const marks = axisOf(most);
      expect(marks.length).toBeLessThanOrEqual(5);
      expect(marks.at(-1)).toBeGreaterThanOrEqual(most);
    }
  });
});

describe('the length of a bar', () => {
  it('is a share of the longest, and nothing below zero', () => {
    expect([lengthOf(50, 200), lengthOf(-5, 200), lengthOf(3, 0)]).toEqual([0.25, 0, 0]);
  });
});
