import { expect, test } from 'vitest';
import { breakageOf, dayBefore, localDay, rangeOf, redemptionRate } from './rules.ts';

test.each([
  ['a year to today', {}, { from: '2025-04-01', to: '2026-03-10' }],
  ['across the year', { to: '2026-01-31' }, { from: '2025-02-01', to: '2026-01-31' }],
  ['a day', { from: '2026-03-10', to: '2026-03-10' }, { from: '2026-03-10', to: '2026-03-10' }],
  ['ten years', { from: '2016-03-10' }, { from: '2016-03-10', to: '2026-03-10' }],
  ['days to come', { from: '2026-03-01', to: '2027-01-01' }, { from: '2026-03-01', to: '2026-03-10' }],
  ['longer', { from: '2016-03-09' }, undefined],
  ['backwards', { from: '2026-03-10', to: '2026-03-09' }, undefined],
  ['from tomorrow', { from: '2026-03-11' }, undefined],
])('a range of %s', (_, input, expected) => {
  expect(rangeOf(input, '2026-03-10')).toEqual(expected);
});

test('days are local, over leap days and midnights', () => {
  expect(localDay(new Date('2026-03-10T20:59:59Z'), 'Asia/Riyadh')).toBe('2026-03-10');
  expect(localDay(new Date('2026-03-10T21:00:00Z'), 'Asia/Riyadh')).toBe('2026-03-11');
  expect([dayBefore('2028-03-01'), dayBefore('2026-03-01'), dayBefore('2026-01-01')]).toEqual([
    '2028-02-29',
    '2026-02-28',
    '2025-12-31',
  ]);
});

test('rates: redeemed by issued, and the share of ended points that ended unused', () => {
  expect(redemptionRate({ issued: 300, redeemed: 100 })).toBe(0.3333);
  expect(redemptionRate({ issued: 0, redeemed: 0 })).toBeNull();
  expect(breakageOf({ redeemed: 30, expired: 10 }, 1_001)).toEqual({ rate: 0.25, points: 250 });
  expect(breakageOf({ redeemed: 0, expired: 0 }, 1_000)).toBeNull();
});
