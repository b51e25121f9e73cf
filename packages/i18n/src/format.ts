import { type Digits, type Language, localeOf } from './language.ts';

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

/** Intl formatters cost about 50 µs to make and nothing to use again. */
function cached<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: () => T,
): T {
  const found = cache.get(key);
  if (found) return found as T;
  const made = make();
  cache.set(key, made);
  return made;
}

interface NumberOptions {
  digits?: Digits;
  /** Display size (32 px and more): the thousands mark is left out below 10,000 in Arabic, where it reads heavy. */
  display?: boolean;
  /** Shows the sign of a change, with the marks the language asks for. */
  signed?: boolean;
}

/** A whole or decimal number in the digits of the language. */
export function formatNumber(value: number, language: Language, options: NumberOptions = {}): string {
  const grouping = options.display && language === 'ar' ? 'min2' : 'auto';
  const sign = options.signed ? 'exceptZero' : 'auto';
  const locale = localeOf(language, options.digits);
  return cached(
    `n:${locale}:${grouping}:${sign}`,
    () =>
      new Intl.NumberFormat(locale, { useGrouping: grouping, signDisplay: sign, maximumFractionDigits: 2 }),
  ).format(value);
}

/** Points: a whole number. */
export function formatPoints(points: number, language: Language, options: NumberOptions = {}): string {
  return formatNumber(Math.trunc(points), language, options);
}

interface PercentOptions {
  /** At most so many; none unless said. */
  decimals?: number;
  signed?: boolean;
}

/** A share, 0 to 1, as a percentage. */
export function formatPercent(
  share: number,
  language: Language,
  digits?: Digits,
  { decimals = 0, signed = false }: PercentOptions = {},
): string {
  const locale = localeOf(language, digits);
  return cached(
    `p:${locale}:${decimals}:${signed}`,
    () =>
      new Intl.NumberFormat(locale, {
        style: 'percent',
        maximumFractionDigits: decimals,
        signDisplay: signed ? 'exceptZero' : 'auto',
      }),
  ).format(share);
}

/** Minor units in one unit of a currency, by ISO 4217: 100 for SAR, 1000 for KWD, 1 for JPY. */
export function minorUnits(currency: string): number {
  const facts = cached(`c:${currency}`, () => new Intl.NumberFormat('en', { style: 'currency', currency }));
  return 10 ** ((facts as Intl.NumberFormat).resolvedOptions().maximumFractionDigits ?? 2);
}

/**
 * Money from integer minor units. The currency stands after the number in Arabic and before it in
 * English; `whole` leaves out the minor part where it is zero.
 */
export function formatMoney(
  minor: number,
  currency: string,
  language: Language,
  options: { digits?: Digits; whole?: boolean; signed?: boolean } = {},
): string {
  const locale = localeOf(language, options.digits);
  const units = minorUnits(currency);
  const whole = options.whole === true && minor % units === 0;
  const sign = options.signed ? 'exceptZero' : 'auto';
  const text = cached(
    `m:${locale}:${currency}:${whole}:${sign}`,
    () =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        signDisplay: sign,
        ...(whole ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {}),
      }),
  ).format(minor / units);
  // CLDR closes Arabic currency signs with a full stop ("ر.س."), which reads as the end of a sentence.
  return language === 'ar'
    ? text.replace(/(\p{Script=Arabic}\.\p{Script=Arabic})\.(\u200f?)$/u, '$1$2')
    : text;
}

const dateStyles = {
  day: { day: 'numeric', month: 'long' },
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short' },
  weekday: { weekday: 'long', day: 'numeric', month: 'long' },
  month: { month: 'long', year: 'numeric' },
  shortMonth: { month: 'short' },
  dayName: { weekday: 'long' },
  time: { hour: 'numeric', minute: '2-digit' },
  stamp: { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
  moment: { weekday: 'short', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type DateStyle = keyof typeof dateStyles;

/** An instant or a calendar date (yyyy-mm-dd, taken as it stands) in words. */
export function formatDate(
  value: string | Date,
  language: Language,
  style: DateStyle = 'date',
  options: { timeZone?: string; digits?: Digits } = {},
): string {
  const isDay = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
  const timeZone = isDay ? 'UTC' : options.timeZone;
  const locale = localeOf(language, options.digits);
  return cached(
    `d:${locale}:${style}:${timeZone ?? ''}`,
    () =>
      new Intl.DateTimeFormat(locale, {
        ...dateStyles[style],
        ...(timeZone ? { timeZone } : {}),
        ...(language === 'ar' && 'hour' in dateStyles[style] ? { hour12: true } : {}),
      }),
  ).format(typeof value === 'string' ? new Date(value) : value);
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** How long ago, or in how long, in the largest unit that fits; under a minute reads as "now". */
export function formatRelative(value: string | Date, now: Date, language: Language, digits?: Digits): string {
  const seconds = (new Date(value).getTime() - now.getTime()) / 1000;
  const locale = localeOf(language, digits);
  const words = cached(`r:${locale}`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return words.format(0, 'second');
}

/**
 * The last moment before an end. An end is the first moment after (midnight of 1 December), while people
 * say the last day on which something holds (30 November).
 */
export function lastMoment(end: string): string {
  return new Date(Date.parse(end) - 1).toISOString();
}
