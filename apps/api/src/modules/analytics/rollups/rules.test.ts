import { expect, test } from 'vitest';
import { lastDayOf, runsOf } from './rules.ts';

test('days one after the other are one run, over the ends of months', () => {
  expect(runsOf(['2026-03-01', '2026-02-28', '2026-03-05', '2026-03-02', '2025-12-31'])).toEqual([
    { from: '2026-03-05', to: '2026-03-05' },
    { from: '2026-02-28', to: '2026-03-02' },
    { from: '2025-12-31', to: '2025-12-31' },
  ]);
  expect(runsOf([])).toEqual([]);
});

test('a week has seven days and a month its own', () => {
  expect(lastDayOf('2026-03-02', 'week')).toBe('2026-03-08');
  expect(
    ['2026-01-01', '2028-02-01', '2026-04-01', '2026-12-01'].map((day) => lastDayOf(day, 'month')),
  ).toEqual(['2026-01-31', '2028-02-29', '2026-04-30', '2026-12-31']);
});
