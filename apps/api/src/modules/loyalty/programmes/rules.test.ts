import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { progressOf } from '../tiers/rules.ts';
import { defaultTiers } from './programmes.ts';
import { apportion, decimal, e4Of, worthOf } from './rules.ts';

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
  expect(e4Of(text)).toBe(e4);
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
