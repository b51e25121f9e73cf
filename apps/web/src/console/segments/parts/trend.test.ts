import { describe, expect, it } from 'vitest';
import { changeOf, pointsOf, sinceFirst } from './trend.ts';

const box = { width: 24, height: 14, pad: 2 };

describe('the change of a size', () => {
  it('is the last less the first, and unknown with fewer than two days', () => {
    expect(changeOf([10, 40, 25])).toBe(15);
    expect(changeOf([10])).toBeNull();
    expect(changeOf([])).toBeNull();
  });
});

describe('the days of a size', () => {
  it('begin with the first on which anybody was in, and keep later empty ones', () => {
    const days = [0, 0, 4, 0, 2].map((size) => ({ size }));
    expect(sinceFirst(days).map(({ size }) => size)).toEqual([4, 0, 2]);
    expect(sinceFirst([{ size: 0 }])).toEqual([]);
  });
});

describe('the line of a size', () => {
  it('spans the box from the first day to the last, the most at the top', () => {
    expect(pointsOf([0, 5, 10], box, false)).toEqual([
      { x: 2, y: 12 },
      { x: 12, y: 7 },
      { x: 22, y: 2 },
    ]);
  });

  it('runs from the right in Arabic', () => {
    expect(pointsOf([0, 10], box, true).map(({ x }) => x)).toEqual([22, 2]);
  });

  it('lies in the middle where nothing changed', () => {
    expect(pointsOf([3, 3], box, false).map(({ y }) => y)).toEqual([7, 7]);
  });
});
