import { describe, expect, it } from 'vitest';
import {
  directionOf,
  errorMessage,
  formatDate,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPoints,
  formatRelative,
  groupCardNumber,
  isolateLtr,
  issueMessage,
  lastMoment,
  minorUnits,
  pickLanguage,
  pluralOf,
  translate,
} from './index.ts';

/** Drops direction marks and turns no-break spaces into plain ones: what a reader sees. */
const seen = (text: string) =>
  text.replace(/[\u200e\u200f\u061c\u2066-\u2069]/g, '').replace(/[\u00a0\u202f]/g, ' ');

describe('money', () => {
  it('puts the currency before the number in English and after it in Arabic', () => {
    expect(seen(formatMoney(4280, 'SAR', 'en'))).toBe('SAR 42.80');
    expect(seen(formatMoney(4280, 'SAR', 'ar'))).toBe('٤٢٫٨٠ ر.س');
  });
  it('knows the minor unit of each currency', () => {
    expect([minorUnits('SAR'), minorUnits('KWD'), minorUnits('JPY')]).toEqual([100, 1000, 1]);
    expect(seen(formatMoney(1234, 'KWD', 'en'))).toBe('KWD 1.234');
    expect(seen(formatMoney(1234, 'JPY', 'en'))).toBe('JP¥1,234');
  });
  it('can leave out a zero minor part, but never a part that counts', () => {
    expect(seen(formatMoney(61200, 'SAR', 'en', { whole: true }))).toBe('SAR 612');
    expect(seen(formatMoney(61250, 'SAR', 'en', { whole: true }))).toBe('SAR 612.50');
  });
  it('writes the largest safe amount without losing a unit', () => {
    expect(seen(formatMoney(9_007_199_254_740_991, 'JPY', 'en'))).toBe('JP¥9,007,199,254,740,991');
  });
  it('reads a personal choice of Latin digits', () => {
    expect(seen(formatMoney(4280, 'SAR', 'ar', { digits: 'latn' }))).toBe('42.80 ر.س');
  });
});

describe('numbers', () => {
  it('uses the digits of the language', () => {
    expect(formatPoints(15000, 'ar')).toBe('١٥٬٠٠٠');
    expect(formatPoints(15000, 'en')).toBe('15,000');
  });
  it('drops the thousands mark at display size below 10,000 in Arabic only', () => {
    expect(formatPoints(4280, 'ar', { display: true })).toBe('٤٢٨٠');
    expect(formatPoints(42800, 'ar', { display: true })).toBe('٤٢٬٨٠٠');
    expect(formatPoints(4280, 'en', { display: true })).toBe('4,280');
  });
  it('signs changes by the language, zero without a sign', () => {
    expect(seen(formatPoints(276, 'en', { signed: true }))).toBe('+276');
    expect(seen(formatPoints(-64, 'ar', { signed: true }))).toBe('-٦٤');
    expect(formatPoints(0, 'en', { signed: true })).toBe('0');
  });
  it('writes percents with the sign of the language', () => {
    expect(seen(formatPercent(0.576, 'ar'))).toBe('٥٨٪');
    expect(formatNumber(1.25, 'ar')).toBe('١٫٢٥');
  });
});

describe('dates', () => {
  it('stays in the Gregorian calendar in Arabic', () => {
    expect(seen(formatDate('2026-11-30', 'ar'))).toBe('٣٠ نوفمبر ٢٠٢٦');
    expect(formatDate('2026-11-30', 'en')).toBe('30 November 2026');
  });
  it('shows an instant in the time zone of the store', () => {
    const late = '2026-11-30T22:30:00Z';
    expect(formatDate(late, 'en', 'date', { timeZone: 'Asia/Riyadh' })).toBe('1 December 2026');
    expect(formatDate(late, 'en', 'date', { timeZone: 'UTC' })).toBe('30 November 2026');
  });
  it('never moves a calendar date by a time zone', () => {
    expect(formatDate('1990-01-01', 'en', 'date', { timeZone: 'America/Los_Angeles' })).toBe(
      '1 January 1990',
    );
  });
  it('says how long ago', () => {
    const now = new Date('2026-11-20T12:00:00Z');
    expect(formatRelative('2026-11-19T11:00:00Z', now, 'en')).toBe('yesterday');
    expect(formatRelative('2026-11-20T11:59:40Z', now, 'en')).toBe('now');
    expect(formatRelative('2026-11-20T11:50:00Z', now, 'ar')).toBe('قبل ١٠ دقائق');
  });
});

describe('ends', () => {
  it('are said as the last day on which something holds', () => {
    const end = lastMoment('2026-11-30T21:00:00.000Z');
    expect(end).toBe('2026-11-30T20:59:59.999Z');
    expect(formatDate(end, 'en', 'day', { timeZone: 'Asia/Riyadh' })).toBe('30 November');
  });
});

describe('sentences', () => {
  it('takes the six Arabic plural forms', () => {
    expect([0, 1, 2, 3, 11, 100].map((count) => pluralOf('ar', count))).toEqual([
      'zero',
      'one',
      'two',
      'few',
      'many',
      'other',
    ]);
    expect([0, 1, 2, 7, 20, 100].map((count) => translate('ar', 'points.count', { count }))).toEqual([
      'لا نقاط',
      'نقطة واحدة',
      'نقطتان',
      '٧ نقاط',
      '٢٠ نقطة',
      '١٠٠ نقطة',
    ]);
    expect(translate('en', 'points.count', { count: 1 })).toBe('1 point');
  });
  it('fills slots, leaves unknown ones and keeps a missing key visible', () => {
    expect(translate('en', 'home.missing', { points: '6,360', tier: 'Platinum' })).toBe('6,360 to Platinum');
    expect(translate('en', 'home.missing', { points: '1' })).toBe('1 to {tier}');
    expect(translate('en', 'no.such.key')).toBe('no.such.key');
  });
  it('falls back to the general sentence for an unknown error code', () => {
    expect(errorMessage('en', 'nothing_like_it')).toBe(errorMessage('en', 'internal'));
    expect(errorMessage('ar', 'email_taken')).toContain('البريد');
  });
  it('turns issues of the schemas into sentences', () => {
    expect(issueMessage('en', { code: 'too_small', origin: 'string', minimum: 10 })).toBe(
      'At least 10 characters are needed.',
    );
    expect(issueMessage('en', { code: 'too_small', origin: 'string', minimum: 1 })).toBe('This is needed.');
    expect(issueMessage('ar', { code: 'too_small', origin: 'string', minimum: 10 })).toBe(
      'يلزم ١٠ أحرف على الأقل.',
    );
    expect(issueMessage('en', { code: 'invalid_format', format: 'email' })).toContain('e-mail');
    expect(issueMessage('en', { code: 'custom', message: 'control_characters' })).toContain('characters');
    expect(issueMessage('en', { code: 'too_big', origin: 'number', maximum: 5 })).toBe('The most is 5.');
  });
});

describe('direction and codes', () => {
  it('groups a card number by four', () => {
    expect(groupCardNumber('628142007196')).toBe('6281 4200 7196');
    expect(groupCardNumber('6281 4200 7196')).toBe('6281 4200 7196');
  });
  it('isolates codes left-to-right', () => {
    expect(isolateLtr('A-1')).toBe('\u2066A-1\u2069');
  });
  it('reads the language from a preference list', () => {
    expect(pickLanguage('fr, ar-EG;q=0.8, en', 'en')).toBe('ar');
    expect(pickLanguage(['de'], 'ar')).toBe('ar');
    expect([directionOf('ar'), directionOf('en')]).toEqual(['rtl', 'ltr']);
  });
});
