import type { AnalyticsInterval } from '@wafa/contract';
import { longestAnalyticsDays, mostCohorts } from '@wafa/contract';
import { AppError } from '../../../platform/errors.ts';

/** Days, yyyy-mm-dd, both included. */
export interface Range {
  from: string;
  to: string;
}

const dayMs = 86_400_000;
const numberOf = (day: string) => Date.parse(`${day}T00:00:00Z`) / dayMs;
const dayOf = (number: number) => new Date(number * dayMs).toISOString().slice(0, 10);

/** How many days a range has. */
export const daysOf = ({ from, to }: Range): number => numberOf(to) - numberOf(from) + 1;

/** The day so many days later. */
export const addDays = (day: string, days: number): string => dayOf(numberOf(day) + days);

/**
 * The days that are asked for: thirty up to today unless said, and none after today.
 * @throws AppError range_invalid (upside down, or longer than ten years), date_in_future
 */
export function rangeOf(asked: Partial<Range>, today: string): Range {
  if (asked.from !== undefined && asked.to !== undefined && asked.from > asked.to)
    throw new AppError('range_invalid', { field: 'to' });
  if (asked.from !== undefined && asked.from > today) throw new AppError('date_in_future', { field: 'from' });
  const to = asked.to !== undefined && asked.to < today ? asked.to : today;
  const from = asked.from ?? addDays(to, -29);
  if (daysOf({ from, to }) > longestAnalyticsDays) throw new AppError('range_invalid', { field: 'from' });
  return { from, to };
}

/** The same number of days just before. */
export function rangeBefore(range: Range): Range {
  return { from: addDays(range.from, -daysOf(range)), to: addDays(range.from, -1) };
}

/** First day of the day, week (from Monday) or month that a day lies in. */
export function startOf(day: string, interval: AnalyticsInterval): string {
  if (interval === 'month') return `${day.slice(0, 7)}-01`;
  // 1970-01-01 was a Thursday.
  return interval === 'week' ? dayOf(numberOf(day) - ((numberOf(day) + 3) % 7)) : day;
}

function nextStart(start: string, interval: AnalyticsInterval): string {
  return startOf(addDays(start, { day: 1, week: 7, month: 31 }[interval]), interval);
}

/** The first days of all periods that a range touches, oldest first. */
export function startsOf({ from, to }: Range, interval: AnalyticsInterval): string[] {
  const starts: string[] = [];
  for (let start = startOf(from, interval); start <= to; start = nextStart(start, interval))
    starts.push(start);
  return starts;
}

/**
 * The cohorts that are asked for, by their first days: twelve up to today unless said.
 * @throws AppError range_invalid, date_in_future, period_too_long
 */
export function cohortStarts(
  asked: { startDate?: string | undefined; endDate?: string | undefined; interval: 'week' | 'month' },
  today: string,
): string[] {
  const { startDate, endDate, interval } = asked;
  if (startDate !== undefined && endDate !== undefined && startDate > endDate)
    throw new AppError('range_invalid', { field: 'endDate' });
  if (startDate !== undefined && startDate > today)
    throw new AppError('date_in_future', { field: 'startDate' });
  const to = endDate !== undefined && endDate < today ? endDate : today;
  const from = startDate ?? twelfthBefore(to, interval);
  const most = mostCohorts[interval];
  // A range of centuries is refused before its months are written down.
  const starts = daysOf({ from, to }) > (most + 1) * 31 ? [] : startsOf({ from, to }, interval);
  if (starts.length === 0 || starts.length > most)
    throw new AppError('period_too_long', { field: 'startDate', params: { max: most } });
  return starts;
}

function twelfthBefore(day: string, interval: 'week' | 'month'): string {
  const start = startOf(day, interval);
  if (interval === 'week') return addDays(start, -77);
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 12;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01`;
}

/** A share to four digits; null without a base, or of a base below 0. */
export function rateOf(part: number, whole: number): number | null {
  return whole > 0 ? Math.round((part / whole) * 10_000) / 10_000 : null;
}

/** An average in minor units, rounded; null of nothing. */
export function averageOf(sum: number, count: number): number | null {
  return count > 0 ? Math.round(sum / count) : null;
}
