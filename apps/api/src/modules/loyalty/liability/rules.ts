import type { LiabilityReport } from '@wafa/contract';

type Range = { from: string; to: string };
const longestYears = 10;

/**
 * The days of a report, inclusive: to today at the latest, and from the first day of the month eleven months before
 * unless given. Undefined where it ends before it begins, or is longer than ten years.
 * @param today local day, yyyy-mm-dd
 */
export function rangeOf(input: Partial<Range>, today: string): Range | undefined {
  const to = input.to !== undefined && input.to < today ? input.to : today;
  const from = input.from ?? `${shiftMonths(to.slice(0, 7), -11)}-01`;
  const longest = `${String(Number(to.slice(0, 4)) - longestYears).padStart(4, '0')}${to.slice(4)}`;
  return from > to || from < longest ? undefined : { from, to };
}

/** yyyy-mm so many months later. */
function shiftMonths(month: string, by: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by;
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
}

/** The day before, yyyy-mm-dd. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** The local day of an instant, yyyy-mm-dd. */
export function localDay(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => parts.find((item) => item.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** Redeemed by issued points, to four digits; null where nothing was issued. */
export function redemptionRate({ issued, redeemed }: { issued: number; redeemed: number }): number | null {
  return issued > 0 ? Math.round((redeemed / issued) * 10_000) / 10_000 : null;
}

/**
 * How many of the outstanding points will never be used, if points end as they did: of those whose story
 * ended in the range, expired / (expired + redeemed). Null where none ended.
 */
export function breakageOf(
  { redeemed, expired }: { redeemed: number; expired: number },
  outstanding: number,
): Pick<NonNullable<LiabilityReport['breakage']>, 'rate' | 'points'> | null {
  const [gone, used] = [Math.max(0, expired), Math.max(0, redeemed)];
  if (gone + used === 0) return null;
  return {
    rate: Math.round((gone / (gone + used)) * 10_000) / 10_000,
    points: Number((BigInt(outstanding) * BigInt(gone)) / BigInt(gone + used)),
  };
}
