import { describe, expect, it } from 'vitest';
import { amountBand, recencyBand, scores } from './bands.ts';

describe('the bands of the scores', () => {
  it('give the fewest days and the most orders a five', () => {
    const cuts = [3, 10, 40, 90];
    expect(scores.map((score) => recencyBand(cuts, score))).toEqual([
      { from: null, to: 3 },
      { from: 4, to: 10 },
      { from: 11, to: 40 },
      { from: 41, to: 90 },
      { from: 91, to: null },
    ]);
    expect(amountBand(cuts, 5)).toEqual({ from: 91, to: null });
    expect(amountBand(cuts, 1)).toEqual({ from: null, to: 3 });
  });

  it('leave out scores that equal cuts give nobody', () => {
    const cuts = [1, 1, 2, 6];
    expect([1, 2, 3, 4, 5].map((score) => amountBand(cuts, score as 1))).toEqual([
      { from: null, to: 1 },
      null,
      { from: 2, to: 2 },
      { from: 3, to: 6 },
      { from: 7, to: null },
    ]);
  });

  it('are unknown without customers', () => {
    expect(recencyBand(null, 5)).toBeNull();
  });
});
