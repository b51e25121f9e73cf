import { describe, expect, it } from 'vitest';
import { effectsOf } from './combine.ts';
import type { BasketLine, Candidate } from './types.ts';

const line = (sku: string, quantity: number, total: number, category: string | null = null): BasketLine => ({
  sku,
  category,
  quantity,
  total,
  points: 0,
});
const offer = (terms: Partial<Candidate['terms']>, change: Partial<Candidate> = {}): Candidate => ({
  offerId: 'id',
  key: 'key',
  terms: {
    benefit: { kind: 'amount', amount: 1 },
    scope: { kind: 'basket' },
    excludedSkus: [],
    stacking: { exclusive: false, priority: 100 },
    ...terms,
  },
  moneyLeft: null,
  pointsLeft: null,
  ...change,
});
const sharesOf = (one: Candidate, lines: readonly BasketLine[]) => effectsOf([one], lines)[0]?.shares;

describe('a discount', () => {
  it('in percents is rounded down once and shared out by largest remainder', () => {
    const third = offer({ benefit: { kind: 'percent', percentBp: 3333 } });
    // 33.33 % of 3.01 is 1.003233: 100, of which the largest remainders get the rest.
    expect(sharesOf(third, [line('A', 1, 101), line('B', 1, 100), line('C', 1, 100)])).toEqual([34, 33, 33]);
    const capped = offer({ benefit: { kind: 'percent', percentBp: 5000, cap: 30 } });
    expect(sharesOf(capped, [line('A', 1, 100), line('B', 1, 200)])).toEqual([10, 20]);
  });

  it('of an amount never takes more than the lines cost', () => {
    const ten = offer({
      benefit: { kind: 'amount', amount: 1000 },
      scope: { kind: 'products', skus: ['A'] },
    });
    expect(sharesOf(ten, [line('A', 1, 600), line('B', 1, 900)])).toEqual([600, 0]);
    expect(sharesOf(ten, [line('A', 3, 1500), line('A', 1, 500)])).toEqual([750, 250]);
  });

  it('to a fixed price leaves cheaper items alone', () => {
    const five = offer({ benefit: { kind: 'fixed_price', price: 500 } });
    expect(sharesOf(five, [line('A', 2, 1600), line('B', 1, 400)])).toEqual([600, 0]);
  });

  it('by items makes the cheapest of a group free', () => {
    const threeForTwo = offer({ benefit: { kind: 'buy_get', buy: 2, get: 1, percentBp: 10_000 } });
    const lines = [line('A', 4, 4000), line('B', 3, 900)];
    // Seven items are two groups: two of the three cups at 3.00 are free.
    expect(sharesOf(threeForTwo, lines)).toEqual([0, 600]);
    const once = offer({ benefit: { kind: 'buy_get', buy: 2, get: 1, percentBp: 5000, times: 1 } });
    expect(sharesOf(once, lines)).toEqual([0, 150]);
    expect(sharesOf(threeForTwo, [line('A', 2, 2000)])).toEqual([0]);
  });

  it('leaves out what it is not about', () => {
    const tea = offer({
      benefit: { kind: 'percent', percentBp: 1000 },
      scope: { kind: 'categories', categories: ['tea'] },
      excludedSkus: ['RARE'],
    });
    const lines = [line('A', 1, 1000, 'tea'), line('RARE', 1, 1000, 'tea'), line('CUP', 1, 1000, 'cups')];
    expect(sharesOf(tea, lines)).toEqual([100, 0, 0]);
  });

  it('is cut to what its budget leaves', () => {
    const left = offer({ benefit: { kind: 'fixed_price', price: 0 } }, { moneyLeft: 30 });
    expect(sharesOf(left, [line('A', 1, 100), line('B', 1, 200)])).toEqual([10, 20]);
  });
});

it('offers act by priority, each on what is left', () => {
  const half = offer(
    { benefit: { kind: 'percent', percentBp: 5000 }, stacking: { exclusive: false, priority: 2 } },
    { key: 'half' },
  );
  const ten = offer(
    { benefit: { kind: 'amount', amount: 1000 }, stacking: { exclusive: false, priority: 1 } },
    { key: 'ten' },
  );
  const effects = effectsOf([half, ten], [line('A', 1, 5000)]);
  expect(effects.map(({ candidate, discount }) => [candidate.key, discount])).toEqual([
    ['ten', 1000],
    ['half', 2000],
  ]);
});

it('points and gifts come beside the price', () => {
  const lines = [{ ...line('A', 1, 5000), points: 50 }];
  const double = offer({ benefit: { kind: 'points_multiplier', percent: 250 } });
  expect(effectsOf([double], lines)[0]).toMatchObject({ discount: 0, points: 75 });
  const bonus = offer({ benefit: { kind: 'bonus_points', points: 100 } }, { pointsLeft: 40 });
  expect(effectsOf([bonus], lines)[0]?.points).toBe(40);
  const gift = offer({ benefit: { kind: 'gift', name: { en: 'Mug' }, quantity: 2 } });
  expect(effectsOf([gift], lines)[0]).toMatchObject({ discount: 0, gifts: 2 });
});
