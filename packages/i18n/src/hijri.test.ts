import { describe, expect, it } from 'vitest';
import { datePartsIn, formatHijri, gregorianMonths, hijriMonths } from './hijri.ts';

describe('Hijri dates', () => {
  it('name the day of Umm al-Qura in both languages', () => {
    expect(formatHijri('2026-12-12', 'en')).toBe('3 Rajab');
    expect(formatHijri('2026-12-12', 'ar')).toBe('٣ رجب');
    expect(formatHijri('2026-12-12', 'ar', 'date', 'latn')).toContain('1448');
  });
  it('are counted as each calendar counts', () => {
    expect(datePartsIn('hijri', '2026-12-12')).toEqual({ year: 1448, month: 7, day: 3 });
    expect(datePartsIn('gregorian', '2026-12-12')).toEqual({ year: 2026, month: 12, day: 12 });
  });
  it('list each month once, in order', () => {
    expect(new Set(hijriMonths('en')).size).toBe(12);
    expect(hijriMonths('en')[8]).toBe('Ramadan');
    expect(hijriMonths('ar')[0]).toBe('محرم');
    expect(gregorianMonths('ar')[0]).toBe('يناير');
  });
});
