import { expectedPurchases, probabilityAlive, purchaseTails } from '@wafa/predict';
import { describe, expect, it } from 'vitest';
import type { KeptModels } from '../models/kept.ts';
import { type KeptHistory, reasonsOf, scoreAll } from './rules.ts';

const purchases = { kind: 'bg-nbd', r: 0.8, alpha: 40, a: 0.6, b: 3 } as const;
const models: KeptModels = {
  purchases,
  spend: { p: 5, q: 4, v: 6_000 },
  churn: {
    intercept: -1,
    weights: new Float64Array([0.01, -0.8, -0.1, 0]),
    means: new Float64Array([60, 1, 9, 2]),
  },
  reasons: {},
};
const none: KeptModels = { purchases: undefined, spend: undefined, churn: undefined, reasons: {} };

const regular: KeptHistory = {
  customerId: 'a',
  repeats: 9,
  lastAt: 290,
  age: 300,
  lines: 20,
  spent: 100_000,
  repeatSpent: 90_000,
};
const once: KeptHistory = { ...regular, repeats: 0, lastAt: 0, age: 20, spent: 5_000, repeatSpent: 0 };

const score = (history: KeptHistory, by = models) => [...scoreAll([history], by)][0]!;

describe('a score', () => {
  it('has what the models say one by one', () => {
    const one = score(regular);
    expect(one.customerId).toBe('a');
    expect(one.alive).toBe(probabilityAlive(purchases, regular));
    expect(one.orders90?.expected).toBe(expectedPurchases(purchases, regular, 90));
    expect(one.orders365?.expected).toBe(expectedPurchases(purchases, regular, 365));
    const { spend365, orders365 } = one;
    expect(spend365!.expected / (orders365!.expected * spend365!.perOrder)).toBeCloseTo(1, 3);
    expect(one.moved).toHaveLength(4);
  });

  it('has intervals that hold the number with 80 % probability', () => {
    const { orders365 } = score(regular);
    const tails = purchaseTails(purchases, regular, 365);
    const within = tails[orders365!.low]! - (tails[orders365!.high + 1] ?? 0);
    expect(within).toBeGreaterThanOrEqual(0.8);
    expect(tails[orders365!.low + 1]! - (tails[orders365!.high + 1] ?? 0)).toBeLessThan(0.9);
  });

  it('expects the next order of a regular about where half of the chance lies', () => {
    const { nextOrderInDays } = score(regular);
    expect(purchaseTails(purchases, regular, nextOrderInDays!)[1]).toBeGreaterThanOrEqual(0.5);
    expect(purchaseTails(purchases, regular, nextOrderInDays! - 1)[1]).toBeLessThan(0.5);
  });

  it('says no day to who is probably lost, or comes in years', () => {
    expect(score({ ...regular, lastAt: 40 }).nextOrderInDays).toBeNull();
    const rare = { ...models, purchases: { kind: 'nbd', r: 0.2, alpha: 400 } as const };
    expect(score(once, rare).nextOrderInDays).toBeNull();
  });

  it('says nothing without models, and no spend where there is no mean', () => {
    expect(score(regular, none)).toEqual({
      customerId: 'a',
      churn: null,
      moved: [],
      alive: null,
      orders90: null,
      orders365: null,
      spend365: null,
      nextOrderInDays: null,
    });
    const meanless = { ...models, spend: { p: 5, q: 0.9, v: 6_000 } };
    expect(score(once, meanless).spend365).toBeNull();
    expect(score(regular, meanless).spend365).not.toBeNull();
  });
});

describe('the reasons', () => {
  const figures = { churn: 0.2, alive: 0.9, orders365: {}, spend365: {}, nextOrder: '2026-04-01' };
  const silent = { churn: null, alive: null, orders365: null, spend365: null, nextOrder: null };

  it('are none where everything is said', () => {
    expect(Object.values(reasonsOf(regular, figures, {})).filter(Boolean)).toEqual([]);
  });

  it('are the models’ where there is none', () => {
    const ofModels = { purchases: 'too_short', spend: 'too_short', churn: 'too_few_examples' } as const;
    expect(reasonsOf(regular, silent, ofModels)).toEqual({
      whole: null,
      churn: 'too_few_examples',
      alive: 'too_short',
      orders: 'too_short',
      spend: 'too_short',
      nextOrder: 'too_short',
    });
    expect(Object.values(reasonsOf(regular, silent, {})).filter(Boolean)).toEqual(Array(5).fill('not_yet'));
  });

  it('tell one order, nothing spent, and a store where nobody drops out', () => {
    const unsaid = { ...figures, alive: null };
    expect(reasonsOf(once, unsaid, {})).toMatchObject({ whole: 'one_order', alive: 'one_order' });
    expect(reasonsOf(regular, unsaid, { purchases: 'nobody_drops_out' }).alive).toBe('nobody_drops_out');
    expect(reasonsOf({ ...regular, spent: 0 }, figures, {}).spend).toBe('nothing_spent');
    expect(reasonsOf(once, { ...figures, spend365: null }, { spend: 'no_mean' }).spend).toBe('no_mean');
  });

  it('tell the lost from those who come in years', () => {
    const dayless = { ...figures, nextOrder: null };
    expect(reasonsOf(regular, { ...dayless, alive: 0.3 }, {}).nextOrder).toBe('probably_lost');
    expect(reasonsOf(regular, dayless, {}).nextOrder).toBe('too_far');
    expect(reasonsOf(once, { ...dayless, alive: null }, {}).nextOrder).toBe('too_far');
  });
});
