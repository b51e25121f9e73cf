import { type Params, translate } from '@wafa/i18n';
import { describe, expect, it } from 'vitest';
import { daysWords, giftWords, stateWords } from './words.ts';

const text = (key: string, params?: Params) => translate('en', key, params);
const arabic = (key: string, params?: Params) => translate('ar', key, params);

describe('how far off a day is', () => {
  it('is said in words that stand alone', () => {
    expect([0, 1, 2, 22, -3].map((days) => daysWords(text, days))).toEqual([
      'Today',
      'Tomorrow',
      'In 2 days',
      'In 22 days',
      '3 days ago',
    ]);
    expect(daysWords(arabic, 2)).toBe('بعد يومين');
    expect(daysWords(arabic, 22)).toBe('بعد ٢٢ يومًا');
  });
});

describe('a gift', () => {
  const nothing = { points: null, reward: null, text: null };
  it('is points, a reward by its name, or the words of the store', () => {
    expect(giftWords(text, 'en', { ...nothing, type: 'points', points: 500 })).toBe('500 points');
    const name = { en: 'Coffee', ar: 'قهوة' };
    expect(giftWords(text, 'ar', { ...nothing, type: 'reward', reward: { id: 'r', name } })).toBe('قهوة');
    expect(giftWords(text, 'en', { ...nothing, type: 'text', text: name })).toBe('Coffee');
  });
});

describe('the state of an occasion', () => {
  const next = {
    on: '2026-12-12',
    hijri: { year: 1448, month: 7, day: 3 },
    year: 2026,
    count: null,
    daysLeft: 22,
    claimFrom: '2026-12-05',
    claimUntil: '2026-12-19',
  };
  it('names the day on which its window opens or closes', () => {
    const day = (value: string) => value;
    expect(stateWords(text, day, { state: 'upcoming', next })).toBe('Can be claimed from 2026-12-05');
    expect(stateWords(text, day, { state: 'open', next })).toBe('Can be claimed until 2026-12-19');
  });
});
