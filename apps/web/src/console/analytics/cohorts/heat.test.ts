import { expect, it } from 'vitest';
import { heatOf } from './heat.ts';

it('is cold for nothing and for what came back, and in quarters of the most above it', () => {
  expect([-5, 0, 1, 25, 26, 75, 76, 100, 120].map((value) => heatOf(value, 100))).toEqual([
    0, 0, 1, 1, 2, 3, 4, 4, 4,
  ]);
  expect(heatOf(3, 0)).toBe(0);
});
