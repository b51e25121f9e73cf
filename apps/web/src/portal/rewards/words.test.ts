import { formatDate, type Params, translate } from '@wafa/i18n';
import { describe, expect, it } from 'vitest';
import { obstacleWords, termsOf, tierNames } from './words.ts';

const text = (key: string, params?: Params) => translate('en', key, params);
const format = { language: 'en' as const, date: (value: string) => formatDate(value, 'en', 'day') };
const tiers = [
  { key: 'gold', name: { en: 'Gold', ar: 'الذهبية' } },
  { key: 'platinum', name: { en: 'Platinum', ar: 'البلاتينية' } },
];

describe('what stands between a customer and a reward', () => {
  const reward = { tiers: ['gold'], validFrom: '2026-12-01T09:00:00Z', pointsMissing: 220 };
  it('is said with its figures, the weightiest first', () => {
    expect(
      obstacleWords(text, format, { ...reward, obstacles: ['points_missing', 'tier', 'not_yet'] }, tiers),
    ).toEqual(['For Gold', 'From 1 December', '220 points missing']);
  });
  it('is nothing where the reward can be had', () => {
    expect(obstacleWords(text, format, { ...reward, obstacles: [] }, tiers)).toEqual([]);
  });
});

describe('the terms of a reward', () => {
  it('name stock, limit, tiers and the last day on which it holds', () => {
    const terms = termsOf(
      text,
      format,
      { left: 3, perCustomer: 1, validUntil: '2026-12-01T00:00:00Z', tiers: ['gold', 'platinum'] },
      tiers,
    );
    expect(terms).toEqual(['3 left', '1 for each customer', 'For Gold or Platinum', 'Until 30 November']);
  });
  it('are none where the reward has none', () => {
    expect(
      termsOf(text, format, { left: null, perCustomer: null, validUntil: null, tiers: [] }, tiers),
    ).toEqual([]);
  });
  it('name tiers by their keys where the programme has no such tier any more', () => {
    expect(tierNames(['gold', 'old'], tiers, 'en')).toBe('Gold or old');
  });
});
