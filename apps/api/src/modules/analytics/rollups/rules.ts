import { addDays, startOf } from '../store/rules.ts';

/** Days, in any order, as ranges of days one after the other; the newest first. */
export function runsOf(days: readonly string[]): { from: string; to: string }[] {
  const runs: { from: string; to: string }[] = [];
  for (const day of [...days].sort().reverse()) {
    const run = runs.at(-1);
    if (run && addDays(day, 1) === run.from) run.from = day;
    else runs.push({ from: day, to: day });
  }
  return runs;
}

/** The last day of the week or month that begins on a day. */
export function lastDayOf(start: string, unit: 'week' | 'month'): string {
  return unit === 'week' ? addDays(start, 6) : addDays(startOf(addDays(start, 31), 'month'), -1);
}
