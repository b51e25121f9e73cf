import { expect, test } from 'vitest';
import { AppError } from '../../../platform/errors.ts';
import { averageOf, cohortStarts, rangeBefore, rangeOf, rateOf, startOf, startsOf } from './rules.ts';

const today = '2026-03-10';
function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
  return undefined;
}

test.each([
  ['thirty days to today', {}, { from: '2026-02-09', to: today }],
  ['thirty days to a day', { to: '2026-01-31' }, { from: '2026-01-02', to: '2026-01-31' }],
  ['a day', { from: today, to: today }, { from: today, to: today }],
  ['days to come', { from: '2026-03-01', to: '2026-12-31' }, { from: '2026-03-01', to: today }],
  ['ten years', { from: '2016-03-03' }, { from: '2016-03-03', to: today }],
])('a range of %s', (_, asked, expected) => {
  expect(rangeOf(asked, today)).toEqual(expected);
});

test('ranges that are refused', () => {
  expect(codeOf(() => rangeOf({ from: '2026-03-02', to: '2026-03-01' }, today))).toBe('range_invalid');
  expect(codeOf(() => rangeOf({ from: '2016-03-02' }, today))).toBe('range_invalid');
  expect(codeOf(() => rangeOf({ from: '0001-01-01' }, today))).toBe('range_invalid');
  expect(codeOf(() => rangeOf({ from: '2026-03-11' }, today))).toBe('date_in_future');
});

test('the range before is as long and ends the day before', () => {
  expect(rangeBefore({ from: '2026-03-01', to: '2026-03-10' })).toEqual({
    from: '2026-02-19',
    to: '2026-02-28',
  });
});

test('periods begin on Mondays and firsts of months', () => {
  expect(['2026-03-08', '2026-03-09', '2026-03-15'].map((day) => startOf(day, 'week'))).toEqual([
    '2026-03-02',
    '2026-03-09',
    '2026-03-09',
  ]);
  expect(startsOf({ from: '2025-12-31', to: '2026-02-01' }, 'month')).toEqual([
    '2025-12-01',
    '2026-01-01',
    '2026-02-01',
  ]);
  expect(startsOf({ from: '2028-02-28', to: '2028-03-01' }, 'day')).toEqual([
    '2028-02-28',
    '2028-02-29',
    '2028-03-01',
  ]);
});

test('cohorts are twelve unless said, and as many as a table can hold', () => {
  const months = cohortStarts({ interval: 'month' }, today);
  expect([months.length, months[0], months.at(-1)]).toEqual([12, '2025-04-01', '2026-03-01']);
  const weeks = cohortStarts({ interval: 'week' }, today);
  expect([weeks.length, weeks[0], weeks.at(-1)]).toEqual([12, '2025-12-22', '2026-03-09']);
  expect(cohortStarts({ interval: 'month', startDate: '2016-04-01' }, today)).toHaveLength(120);
  expect(codeOf(() => cohortStarts({ interval: 'month', startDate: '2016-03-31' }, today))).toBe(
    'period_too_long',
  );
  expect(cohortStarts({ interval: 'week', startDate: '2024-03-11' }, today)).toHaveLength(105);
  expect(codeOf(() => cohortStarts({ interval: 'week', startDate: '2024-03-10' }, today))).toBe(
    'period_too_long',
  );
});

test('shares and averages of nothing are null', () => {
  expect([rateOf(1, 3), rateOf(1, 0), averageOf(1001, 2), averageOf(5, 0)]).toEqual([
    0.3333,
    null,
    501,
    null,
  ]);
});
