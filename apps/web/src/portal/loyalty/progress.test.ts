import type { LoyaltyAccount } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { nextExpiry, progressOf, worthOf } from './progress.ts';

const gold = {
  key: 'gold',
  name: { en: 'Gold', ar: 'ذهبي' },
  threshold: 5000,
  multiplierPercent: 150,
  benefits: [],
};
const platinum = { ...gold, key: 'platinum', threshold: 15000 };
const tier: LoyaltyAccount['tier'] = {
  current: gold,
  since: null,
  heldUntil: null,
  qualifyingPoints: 8640,
  next: platinum,
  missing: 6360,
  tiers: [gold, platinum],
};

describe('the tier meter', () => {
  it('runs from nothing to the next threshold', () => {
    expect(progressOf(tier)).toBeCloseTo(0.576);
    expect(progressOf({ ...tier, qualifyingPoints: -5 })).toBe(0);
    expect(progressOf({ ...tier, qualifyingPoints: 99_000 })).toBe(1);
  });
  it('is full at the highest tier and empty where there are no tiers', () => {
    expect(progressOf({ ...tier, next: null })).toBe(1);
    expect(progressOf({ ...tier, current: null, next: null })).toBe(0);
  });
});

describe('what expires', () => {
  it('adds the lots of the first day', () => {
    const expiring = [
      { points: 300, expiresAt: '2026-11-30T10:00:00Z' },
      { points: 20, expiresAt: '2026-11-30T18:00:00Z' },
      { points: 50, expiresAt: '2026-12-04T10:00:00Z' },
    ];
    expect(nextExpiry(expiring)).toEqual({ points: 320, expiresAt: '2026-11-30T10:00:00Z' });
    expect(nextExpiry([])).toBeNull();
  });
  it('is worth its part of the balance, rounded down', () => {
    const account = { available: 4280, worth: { amount: 4280, currency: 'SAR' } } as LoyaltyAccount;
    expect(worthOf(account, 320)).toEqual({ amount: 320, currency: 'SAR' });
    expect(worthOf({ ...account, worth: { amount: 1, currency: 'SAR' } }, 320)?.amount).toBe(0);
    expect(worthOf({ ...account, available: 0 }, 320)).toBeNull();
  });
});
