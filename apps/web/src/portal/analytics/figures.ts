import type { CustomerAnalytics } from '@wafa/contract';

type Month = CustomerAnalytics['months'][number];

/** The last twelve months, their total and mean, and how they compare with the twelve before. */
export interface Year {
  months: readonly Month[];
  total: number;
  /** Mean of the months before the running one, which is not over. */
  average: number;
  /** Share by which the total changed; null where nothing was spent in the year before. */
  change: number | null;
  /** The month with most spend; null where nothing was spent. */
  best: Month | null;
}

const sum = (months: readonly Month[]) => months.reduce((total, { spent }) => total + spent, 0);

/** Months as the API gives them, oldest first; money in minor units. */
export function yearOf(all: readonly Month[]): Year {
  const months = all.slice(-12);
  const over = months.slice(0, -1);
  const total = sum(months);
  const before = sum(all.slice(-24, -12));
  const best = months.reduce<Month | null>(
    (most, month) => (month.spent > (most?.spent ?? 0) ? month : most),
    null,
  );
  return {
    months,
    total,
    average: over.length > 0 ? sum(over) / over.length : 0,
    change: before > 0 ? (total - before) / before : null,
    best,
  };
}

/** Marks of an axis from 0 to the first round step at or above the most: at most four steps. */
export function axisOf(most: number): number[] {
  if (most <= 0) return [0];
  const magnitude = 10 ** Math.floor(Math.log10(most));
  const step =
    [0.25, 0.5, 1, 2.5, 5].map((factor) => factor * magnitude).find((size) => most / size <= 4) ??
    10 * magnitude;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step);
}

/** Length of a bar against the longest, 0 to 1; what came back more than it was sold has none. */
export function lengthOf(value: number, most: number): number {
  return most > 0 ? Math.max(0, value / most) : 0;
}
