import { AppError } from '../../../../platform/errors.ts';

/** Most days that one answer covers: ten years. */
const longestDays = 3660;
const defaultDays = 90;

/** Values of one dimension, null for none, the most frequent first. */
export function valuesOf(
  rows: readonly { dimension: string; key: string; count: number }[],
  dimension: string,
): { key: string | null; count: number }[] {
  return rows
    .filter((row) => row.dimension === dimension)
    .map(({ key, count }) => ({ key: key === '' ? null : key, count }));
}

/** Days since 1970 of a calendar day. */
const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
const dayOf = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10);

/**
 * The days that growth is asked for, both included; without them the last ninety up to `today`.
 * @throws AppError range_invalid, period_too_long
 */
export function growthRange<I>(
  asked: { from?: string; to?: string; interval: I },
  today: string,
): { from: string; to: string; interval: I } {
  const to = asked.to ?? (asked.from && asked.from > today ? asked.from : today);
  const from = asked.from ?? dayOf(dayNumber(to) - defaultDays + 1);
  if (from > to) throw new AppError('range_invalid', { field: 'to' });
  if (dayNumber(to) - dayNumber(from) >= longestDays)
    throw new AppError('period_too_long', { field: 'from' });
  return { from, to, interval: asked.interval };
}
