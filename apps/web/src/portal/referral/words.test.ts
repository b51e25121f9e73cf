import { formatDate, formatMoney, type Params, translate } from '@wafa/i18n';
import { describe, expect, it } from 'vitest';
import { asFriendWords, friendOf, noteOf, promiseWords, termsWords } from './words.ts';

const text = (key: string, params?: Params) => translate('en', key, params);
const format = {
  date: (value: string) => formatDate(value, 'en', 'date', { timeZone: 'UTC' }),
  money: (minor: number, currency: string, options = {}) => formatMoney(minor, currency, 'en', options),
};
const terms = {
  isOpen: true,
  validUntil: null,
  referrerPoints: 500,
  friendPoints: 250,
  minimumOrder: 1000,
  currency: 'SAR',
  holdingDays: 14,
  joinDays: 30,
  orderDays: 90,
  capRewards: 20,
  capDays: 30,
};

describe('what a programme promises', () => {
  it('names both sides, the least purchase, the wait and the cap', () => {
    expect(promiseWords(text, terms)).toBe('500 points for you, 250 points for your friend');
    expect(promiseWords(text, { ...terms, friendPoints: 0 })).toBe('500 points for each friend');
    expect(termsWords(text, format, terms)).toBe(
      'After their first purchase of at least SAR\u00a010, once 14 days have passed. At most 20 rewards in 30 days.',
    );
    expect(termsWords(text, format, { ...terms, holdingDays: 0 })).not.toContain('passed');
  });
});

describe('a referral', () => {
  it('is named by the friend, else by the masked address', () => {
    expect(friendOf(text, { friend: 'Huda A.', sentTo: 'h•••@example.com' })).toBe('\u2068Huda A.\u2069');
    expect(friendOf(text, { friend: null, sentTo: 'h•••@example.com' })).toBe('\u2066h•••@example.com\u2069');
    expect(friendOf(text, { friend: null, sentTo: null })).toBe('A friend');
  });

  it('says what comes next, or why it ended', () => {
    const base = { inReview: false, rewardDueAt: '2026-12-01T00:00:00Z', rejection: null, capped: false };
    expect(noteOf(text, format, { ...base, stage: 'qualified' })).toBe('Points on 1 December 2026');
    expect(noteOf(text, format, { ...base, stage: 'qualified', inReview: true })).toBe(
      'The store is looking at it',
    );
    expect(noteOf(text, format, { ...base, stage: 'rejected', rejection: 'refunded' })).toBe(
      'The purchase was returned',
    );
    expect(noteOf(text, format, { ...base, stage: 'joined' })).toBe('');
  });
});

describe('the code that a customer used', () => {
  const friend = {
    referrer: 'Amal H.',
    points: 250,
    minimumOrder: 1000,
    currency: 'SAR',
    orderUntil: '2026-12-01T00:00:00Z',
  };
  it('says what is to be done for the points, and nothing once there will be none', () => {
    expect(asFriendWords(text, format, { ...friend, stage: 'joined' })).toContain('until 30 November 2026');
    expect(asFriendWords(text, format, { ...friend, stage: 'rewarded' })).toContain('250 points are yours');
    expect(asFriendWords(text, format, { ...friend, stage: 'rejected' })).toBeNull();
  });
});
