import { describe, expect, it } from 'vitest';
import { boundOf, fingerprint, fold, readCursor, writeCursor } from './rules.ts';

describe('folding', () => {
  it.each([
    ['أحمد', 'احمد'],
    ['إبراهيم آل سعود', 'ابراهيم ال سعود'],
    ['مُحَمَّد', 'محمد'],
    ['محـــمد', 'محمد'],
    ['فاطمة', 'فاطمه'],
    ['ليلى', 'ليلي'],
    ['مؤمن رائد', 'مومن رايد'],
    ['٠٥٠١٢٣٤٥٦٧', '0501234567'],
    ['۰۵۰', '050'],
    ['ﷲ', 'الله'],
    ['Ångström  O’Brien-Smith', 'angstrom o brien smith'],
    ['İstanbul ŁÓDŹ Øre', 'istanbul lodz ore'],
    ['Ελλάς Йод', 'ελλασ иод'],
    ['  (a)\u200f;b  ', 'a b'],
    ['🎉 party', '🎉 party'],
    ['', ''],
  ])('%s becomes %s', (text, expected) => {
    expect(fold(text)).toBe(expected);
  });

  it('changes nothing the second time', () => {
    for (const text of ['أحمد علي', 'O’Brien', 'ﷺ', 'Ünsal']) expect(fold(fold(text))).toBe(fold(text));
  });
});

describe('a cursor', () => {
  const id = '0190e0c4-0000-7000-8000-000000000001';
  const cursor = { key: 'layla', id, filter: 'f', total: 9, page: 2 };
  const raw = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('reads back as it was written, in its own list only', () => {
    expect(readCursor(writeCursor(cursor), 'name', 'f')).toEqual(cursor);
    expect(readCursor(writeCursor(cursor), 'name', 'g')).toBeUndefined();
  });

  it('carries only a key that the order can have', () => {
    const read = (sort: 'createdAt' | 'lastVisitAt' | 'totalSpent', key: string) =>
      readCursor(writeCursor({ ...cursor, key }), sort, 'f')?.key;
    expect(read('createdAt', '2026-02-28T10:00:00.123456Z')).toBe('2026-02-28T10:00:00.123456Z');
    expect(read('createdAt', '2026-02-30T10:00:00Z')).toBeUndefined();
    expect(read('createdAt', '-infinity')).toBeUndefined();
    expect(read('lastVisitAt', '-infinity')).toBe('-infinity');
    expect(read('totalSpent', '-12')).toBe('-12');
    expect(read('totalSpent', '1e9')).toBeUndefined();
  });

  it.each(['', 'x', '%', raw({}), raw(['k', 'no id', 'f', 1, 1]), raw(['k', id, 'f', -1, 1]), raw(null)])(
    '%s is none',
    (value) => {
      expect(readCursor(value, 'name', 'f')).toBeUndefined();
    },
  );
});

describe('the fingerprint of a list', () => {
  it('depends on the filters and not on their order', () => {
    expect(fingerprint({ a: 1, b: 2 })).toBe(fingerprint({ b: 2, a: 1 }));
    expect(fingerprint({ a: 1 })).not.toBe(fingerprint({ a: 2 }));
  });
});

describe('an end of a time range', () => {
  it('is an instant or a day, of which PostgreSQL knows none in year 0', () => {
    expect(boundOf('2026-01-02T03:04:05+03:00')).toEqual({ instant: new Date('2026-01-02T00:04:05Z') });
    expect(boundOf('2026-01-02')).toEqual({ day: '2026-01-02' });
    expect(boundOf('0000-05-05')).toEqual({ day: '0001-01-01' });
  });
});
