import { formatDate, formatMoney, formatNumber, formatPercent, type Params, translate } from '@wafa/i18n';
import { describe, expect, it } from 'vitest';
import { benefitWords, termsOf, whenOf } from './words.ts';

const text = (key: string, params?: Params) => translate('en', key, params);
const format = {
  language: 'en' as const,
  date: (value: string) => formatDate(value, 'en', 'date', { timeZone: 'UTC' }),
  money: (minor: number, currency: string, options = {}) => formatMoney(minor, currency, 'en', options),
  number: (value: number) => formatNumber(value, 'en'),
  percent: (share: number, options = {}) => formatPercent(share, 'en', undefined, options),
};

describe('what an offer gives', () => {
  it('is said for every kind of benefit', () => {
    const say = (benefit: Parameters<typeof benefitWords>[2]) => benefitWords(text, format, benefit, 'SAR');
    expect(say({ kind: 'percent', percentBp: 1250 })).toBe('12.5% off');
    expect(say({ kind: 'percent', percentBp: 2000, cap: 5000 })).toBe('20% off, up to SAR\u00a050');
    expect(say({ kind: 'amount', amount: 1050 })).toBe('SAR\u00a010.50 off');
    expect(say({ kind: 'fixed_price', price: 900 })).toBe('SAR\u00a09 each');
    expect(say({ kind: 'buy_get', buy: 2, get: 1, percentBp: 10_000 })).toBe('Buy 2, get 1 free');
    expect(say({ kind: 'buy_get', buy: 2, get: 1, percentBp: 5000 })).toBe('Buy 2, get 1 at 50% off');
    expect(say({ kind: 'bonus_points', points: 500 })).toBe('500 points extra');
    expect(say({ kind: 'points_multiplier', percent: 250 })).toBe('×2.5 points');
    expect(say({ kind: 'gift', name: { en: 'Mug' }, quantity: 2 })).toBe('A gift: 2 × \u2068Mug\u2069');
  });
});

describe('the terms of an offer', () => {
  it('name its products, least basket, what is left and the last day', () => {
    const offer = {
      scope: { kind: 'categories' as const, categories: ['Coffee', 'Tea'] },
      minimumBasket: 5000,
      left: 3,
      endsAt: '2026-12-01T00:00:00Z',
      currency: 'SAR',
    };
    expect(termsOf(text, format, offer)).toEqual([
      'On \u2068Coffee\u2069 and \u2068Tea\u2069',
      'From SAR\u00a050',
      '3 left',
      'Until 30 November 2026',
    ]);
  });
});

describe('when an offer was taken', () => {
  const claim = { redeemedAt: null, endedAt: null, expiresAt: null, claimedAt: '2026-11-01T00:00:00Z' };
  it('is said by its state', () => {
    expect(whenOf(text, format, { ...claim, status: 'open' })).toBe('Can be used at any time');
    expect(whenOf(text, format, { ...claim, status: 'open', expiresAt: '2026-12-01T00:00:00Z' })).toBe(
      'Until 30 November 2026',
    );
    expect(whenOf(text, format, { ...claim, status: 'lapsed', endedAt: '2026-11-15T00:00:00Z' })).toBe(
      'Ran out 15 November 2026',
    );
  });
});
