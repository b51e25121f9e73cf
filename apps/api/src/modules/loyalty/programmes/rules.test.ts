import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Standing } from '../ledger/types.ts';
import { progressOf } from '../tiers/rules.ts';
import { defaultTiers } from './programmes.ts';
import { apportion, decimal, quoteSpend, worthOf } from './rules.ts';

const progress = progressOf(defaultTiers, { tierKey: 'bronze', since: null, heldUntil: null, qualifying: 0 });

function standing(change: Partial<Standing['programme']> & { multiplierPercent?: number } = {}): Standing {
  const { multiplierPercent = 100, ...programme } = change;
  return {
    customerId: 'c',
    accountId: 'a',
    programme: {
      id: 'p',
      pointsPerUnitE4: 10_000,
      minimumSpend: 0,
      tierBasis: 'points',
      ruleVersion: 3,
      pendingDays: 0,
      expiryMonths: 12,
      ...programme,
    },
    balance: { available: 0, pending: 0, held: 0, debt: 0, lifetime: 0 },
    tier: 'bronze',
    multiplierPercent,
    progress,
  };
}

const line = (total: number, lineNo = 1) => ({ lineNo, total });

describe('quoteSpend', () => {
  test.each([
    { name: 'a point a unit, rounded down', total: 12_399, exponent: 2, points: 123 },
    { name: 'silver', total: 10_001, exponent: 2, multiplierPercent: 125, points: 125 },
    { name: 'a currency without minor units', total: 1_999, exponent: 0, points: 1_999 },
    { name: 'a currency of three digits', total: 12_345, exponent: 3, points: 12 },
    { name: 'half a point a unit', total: 30_100, exponent: 2, pointsPerUnitE4: 5_000, points: 150 },
    { name: 'exactly the minimum', total: 5_000, exponent: 2, minimumSpend: 5_000, points: 50 },
    { name: 'a cent below the minimum', total: 4_999, exponent: 2, minimumSpend: 5_000, points: 0 },
    { name: 'the largest order', total: Number.MAX_SAFE_INTEGER, exponent: 2, points: 90_071_992_547_409 },
    { name: 'nothing', total: 0, exponent: 2, points: 0 },
  ])('$name', ({ total, exponent, points, name: _, ...change }) => {
    expect(quoteSpend(standing(change), exponent, [line(total)]).points).toBe(points);
  });

  test('says rule and inputs', () => {
    expect(
      quoteSpend(standing({ pointsPerUnitE4: 12_500 }), 2, [line(1_000, 1), line(2_000, 2)]).reason,
    ).toEqual({
      programId: 'p',
      ruleVersion: 3,
      pointsPerUnit: '1.25',
      tier: 'bronze',
      multiplierPercent: 100,
      minimumSpend: 0,
      eligible: 3_000,
    });
  });

  test('gives the remainder to the lines with the largest fraction, the earlier first', () => {
    const quote = quoteSpend(standing(), 2, [line(150, 1), line(150, 2), line(0, 3), line(100, 7)]);
    expect(quote.points).toBe(4);
    expect(quote.lines).toEqual([
      { lineNo: 1, points: 2 },
      { lineNo: 2, points: 1 },
      { lineNo: 3, points: 0 },
      { lineNo: 7, points: 1 },
    ]);
  });

  test('refuses more points than JSON carries', () => {
    const rich = standing({ pointsPerUnitE4: 1_000_000 });
    expect(() => quoteSpend(rich, 0, [line(Number.MAX_SAFE_INTEGER)])).toThrow('amount_too_large');
  });

  test('a basket without lines earns nothing', () => {
    expect(quoteSpend(standing(), 2, [])).toMatchObject({ points: 0, lines: [] });
  });
});

test('apportioned parts add up, and each is within one of its exact share', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 }),
      (whole, weights) => {
        const parts = apportion(whole, weights);
        const sum = weights.reduce((total, weight) => total + weight, 0n);
        expect(parts.reduce((total, part) => total + part, 0n)).toBe(sum === 0n ? 0n : whole);
        parts.forEach((part, index) => {
          const exact = whole * (weights[index] as bigint);
          if (sum > 0n) expect(part * sum > exact - sum && part * sum < exact + sum).toBe(true);
          if (weights[index] === 0n) expect(part).toBe(0n);
        });
      },
    ),
  );
});

test.each([
  [10_000, '1'],
  [5_000, '0.5'],
  [12_500, '1.25'],
  [1, '0.0001'],
  [0, '0'],
  [1_000_000, '100'],
])('%i ten-thousandths are %s', (e4, text) => {
  expect(decimal(e4)).toBe(text);
});

describe('progressOf', () => {
  const at = (tierKey: string | null, qualifying: number) =>
    progressOf(defaultTiers, {
      tierKey,
      since: new Date('2026-01-02T03:04:05Z'),
      heldUntil: null,
      qualifying,
    });
  test('names the next tier and what is missing', () => {
    expect(at('silver', 1_200)).toMatchObject({
      current: { key: 'silver' },
      next: { key: 'gold' },
      missing: 3_800,
      since: '2026-01-02T03:04:05.000Z',
      heldUntil: null,
    });
  });
  test('at the top nothing is missing', () => {
    expect(at('platinum', 20_000)).toMatchObject({ next: null, missing: null });
  });
  test('without a tier the lowest is next', () => {
    expect(at(null, 0)).toMatchObject({
      current: null,
      since: expect.any(String),
      next: { key: 'bronze' },
      missing: 0,
    });
  });
});

test('points have a worth only where they have a price', () => {
  expect(worthOf(250, 10_000)).toBe(250);
  expect(worthOf(3, 5_000)).toBe(1);
  expect(worthOf(3, null)).toBeNull();
});
