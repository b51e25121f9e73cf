import type { Digits, Language } from './language.ts';

const styles = {
  day: { day: 'numeric', month: 'long' },
  date: { day: 'numeric', month: 'long', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type HijriStyle = keyof typeof styles;

function hijri(language: Language, digits: Digits | undefined, parts: Intl.DateTimeFormatOptions) {
  const locale =
    language === 'en' ? 'en-GB-u-ca-islamic-umalqura' : `ar-SA-u-ca-islamic-umalqura-nu-${digits ?? 'arab'}`;
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' });
}

/** A Gregorian calendar date (yyyy-mm-dd) as the calendar of Umm al-Qura has it, in words. */
export function formatHijri(
  day: string,
  language: Language,
  style: HijriStyle = 'day',
  digits?: Digits,
): string {
  return hijri(language, digits, styles[style]).format(new Date(day));
}

/** Year, month and day of a Gregorian calendar date (yyyy-mm-dd) as a calendar counts them. */
export function datePartsIn(
  calendar: 'gregorian' | 'hijri',
  day: string,
): { year: number; month: number; day: number } {
  const tag = calendar === 'hijri' ? 'en-u-ca-islamic-umalqura-nu-latn' : 'en-u-ca-gregory-nu-latn';
  const parts = new Intl.DateTimeFormat(tag, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    timeZone: 'UTC',
  }).formatToParts(new Date(day));
  const part = (type: string) => Number(parts.find((found) => found.type === type)?.value);
  return { year: part('year'), month: part('month'), day: part('day') };
}

/** The middle of Muharram 1446; a Hijri month lasts 29 or 30 days, so steps of 29.53 meet each once. */
const midMuharram = Date.UTC(2024, 6, 21);
const dayMs = 86_400_000;

/** The names of the twelve Hijri months, Muharram first. */
export function hijriMonths(language: Language): string[] {
  const format = hijri(language, undefined, { month: 'long' });
  return Array.from({ length: 12 }, (_, month) => format.format(midMuharram + month * 29.53 * dayMs));
}

/** The names of the twelve Gregorian months, January first. */
export function gregorianMonths(language: Language): string[] {
  const locale = language === 'en' ? 'en-GB' : 'ar-SA-u-ca-gregory';
  const format = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2024, month, 15)));
}
