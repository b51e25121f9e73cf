/** Ranges that are chosen with one touch, in days up to today. */
export const presets = [1, 7, 30, 90, 365] as const;
const usual = 30;

export interface Range {
  from: string;
  to: string;
}

const dayMs = 86_400_000;
const isDay = (value: string | undefined): value is string =>
  value !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));

/** A calendar day so many days later; earlier for a negative count. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/** Days of a range, both ends counted. */
export function daysOf({ from, to }: Range): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
}

/**
 * The range that an address names: `days` up to today, so that a kept address stays fresh, or `from` and
 * `to`; 30 days where it names none. `preset` is null for a range of chosen days.
 */
export function rangeOf(
  values: Readonly<Record<string, string>>,
  today: string,
): Range & { preset: (typeof presets)[number] | null } {
  const { from, to, days } = values;
  if (isDay(from) || isDay(to)) {
    const end = isDay(to) ? to : today;
    return { from: isDay(from) ? from : addDays(end, 1 - usual), to: end, preset: null };
  }
  const preset = presets.find((count) => String(count) === days) ?? usual;
  return { from: addDays(today, 1 - preset), to: today, preset };
}

export const intervals = ['day', 'week', 'month'] as const;
type Interval = (typeof intervals)[number];
const lengths: Record<Interval, number> = { day: 1, week: 7, month: 30 };
/** As many columns as can be told apart across a desktop. */
const mostColumns = 62;

/** Periods into which a range may be cut: at least two, unless it is one day, and not too many to draw. */
export function intervalsFor(days: number): Interval[] {
  const fitting = intervals.filter((interval) => {
    const count = days / lengths[interval];
    return count <= mostColumns && (interval === 'day' || count >= 2);
  });
  return fitting.length > 0 ? fitting : ['month'];
}

/** The chosen period where it fits the range, else the finest that does. */
export function intervalOf(chosen: string | undefined, days: number): Interval {
  const fitting = intervalsFor(days);
  return fitting.find((interval) => interval === chosen) ?? (fitting[0] as Interval);
}

/** By how much a figure changed, as a share of what it was; null where it was nothing. */
export function changeOf(now: number, before: number): number | null {
  return before === 0 ? null : (now - before) / Math.abs(before);
}
