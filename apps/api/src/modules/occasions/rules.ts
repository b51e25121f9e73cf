import type { DateParts, OccasionCalendar, OccasionKind, OccasionState } from '@wafa/contract';
import { Temporal } from 'temporal-polyfill/full';

/**
 * The arithmetic of special dates. Days are Gregorian, `yyyy-mm-dd`, and compare as text; nothing here
 * knows a time of day but `localTime`, so that a clock put forward or back cannot move a window. Hijri is
 * the tabled calendar of Umm al-Qura, whose tables reach from 1300 to 1600 (1882 to 2174).
 */
const calendarIds = { gregorian: 'gregory', hijri: 'islamic-umalqura' } as const;

export type LeapDay = 'feb_28' | 'mar_1';

/** A date that comes every year, in its calendar. */
export interface YearlyDate {
  calendar: OccasionCalendar;
  month: number;
  day: number;
}

/** Where it falls once: the day, and the year of the date's calendar. */
export interface Fall {
  on: string;
  year: number;
}

/** Day and hour on the clocks of a time zone (IANA name). */
export function localTime(at: Date, timeZone: string): { day: string; hour: number } {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return { day: local.toPlainDate().toString(), hour: local.hour };
}

/** Year, month and day of a day as a calendar counts them. */
export function partsOf(day: string, calendar: OccasionCalendar): DateParts {
  const { year, month, day: dayOfMonth } = Temporal.PlainDate.from(day).withCalendar(calendarIds[calendar]);
  return { year, month, day: dayOfMonth };
}

/** The day of a date in a calendar; undefined where the calendar has no such day. */
export function dayOf({ year, month, day }: DateParts, calendar: OccasionCalendar): string | undefined {
  try {
    const date = Temporal.PlainDate.from(
      { calendar: calendarIds[calendar], year, month, day },
      { overflow: 'reject' },
    );
    return date.withCalendar('iso8601').toString();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export const addDays = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString();

/** Days from one day to another, below 0 where the other lies before. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;

/** Longest months of the calendars; 29 February and a 30th of any Hijri month come in some years. */
const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Whether a month and day exist in some year of the calendar. */
export const isYearly = ({ calendar, month, day }: YearlyDate): boolean =>
  day <= (calendar === 'hijri' ? 30 : (longestMonths[month - 1] ?? 0));

/**
 * The day on which a yearly date falls in a year of its calendar. 29 February of a common year is the
 * 28th or 1 March, as the store says; the 30th of a Hijri month of 29 days is its 29th, since the month
 * after is another feast's.
 */
export function fallIn({ calendar, month, day }: YearlyDate, year: number, leapDay: LeapDay): Fall {
  const exact = dayOf({ year, month, day }, calendar);
  if (exact !== undefined) return { on: exact, year };
  const isLate = calendar === 'gregorian' && leapDay === 'mar_1';
  const shifted = isLate ? { year, month: month + 1, day: 1 } : { year, month, day: day - 1 };
  const on = dayOf(shifted, calendar);
  if (on === undefined) throw new RangeError(`${calendar} ${year}-${month}-${day}`);
  return { on, year };
}

/** The first fall on or after a day. */
export function fallFrom(date: YearlyDate, from: string, leapDay: LeapDay): Fall {
  const { year } = partsOf(from, date.calendar);
  const fall = fallIn(date, year, leapDay);
  return fall.on >= from ? fall : fallIn(date, year + 1, leapDay);
}

/** What an occasion's falls follow from. */
export interface Course extends YearlyDate {
  kind: OccasionKind;
  /** The date itself; null where its year is not known. */
  given: string | null;
}

/** How a store celebrates, as far as days go. */
export interface Custom {
  leapDay: LeapDay;
  daysBefore: number;
  daysAfter: number;
}

/**
 * The occasion that is on, or the next: the first whose window has not passed on `today`. A birthday and an
 * anniversary come for the first time a year after the date, an own date on the date itself. A year passes
 * between two falls and a window has at most 61 days, so of one date no two windows are ever open.
 */
export function currentFall(course: Course, today: string, custom: Custom): Fall {
  const passed = addDays(today, -custom.daysAfter);
  const { given, kind } = course;
  if (given === null) return fallFrom(course, passed, custom.leapDay);
  const first = kind === 'own' ? given : addDays(given, 1);
  return fallFrom(course, passed > first ? passed : first, custom.leapDay);
}

/** The falls after one another from the current one on. */
export function falls(course: Course, today: string, custom: Custom, times: number): Fall[] {
  const found = [currentFall(course, today, custom)];
  for (let last = found[0] as Fall; found.length < times; found.push(last))
    last = fallIn(course, last.year + 1, custom.leapDay);
  return found;
}

/** First and last day on which the gift of a fall can be claimed. */
export function windowOf({ on }: Fall, { daysBefore, daysAfter }: Custom): { from: string; until: string } {
  return { from: addDays(on, -daysBefore), until: addDays(on, daysAfter) };
}

export const isWithin = (day: string, window: { from: string; until: string }): boolean =>
  window.from <= day && day <= window.until;

/**
 * Days that lie at least between the falls of two claims of one occasion, whatever was done to its date in
 * between. The falls of an unchanged date are never nearer than 353 days (Hijri) or 365.
 */
export const restDays: Readonly<Record<OccasionCalendar, number>> = { gregorian: 300, hijri: 330 };

/** What decides whether an occasion can be claimed. */
export interface Claimability {
  kind: OccasionKind;
  calendar: OccasionCalendar;
  fall: Fall;
  custom: Custom;
  today: string;
  /** When the date was given or last changed, and how long that counts. */
  setOn: string;
  waitDays: number;
  /** The last claim of this occasion: the day and year of its fall. */
  claimed: Fall | null;
  hasGift: boolean;
}

/** How an occasion stands on a day. */
export function stateOf(asked: Claimability): OccasionState {
  const { fall, claimed, today } = asked;
  if (claimed && claimed.year === fall.year) return 'claimed';
  if (!asked.hasGift) return 'nothing';
  if (claimed && Math.abs(daysBetween(claimed.on, fall.on)) < restDays[asked.calendar]) return 'resting';
  if (!isWithin(today, windowOf(fall, asked.custom))) return 'upcoming';
  return today < waitsUntil(asked) ? 'waiting' : 'open';
}

/** The first day on which a date given or changed lately brings something; the day of joining waits for none. */
export const waitsUntil = ({ kind, setOn, waitDays }: Pick<Claimability, 'kind' | 'setOn' | 'waitDays'>) =>
  kind === 'anniversary' ? setOn : addDays(setOn, waitDays);

/** The gift of a tier: its own, else the one for everybody. */
export function giftFor<G>(
  gifts: readonly { tier: string | null; gift: G }[],
  tier: string | null,
): G | null {
  const own = tier === null ? undefined : gifts.find((each) => each.tier === tier);
  return (own ?? gifts.find((each) => each.tier === null))?.gift ?? null;
}

/** Hours of the day, where the store is, in which customers are written to. */
export const writingHours = { from: 9, before: 20 } as const;

/** Years that an own date may name, before and after today. */
export const ownDateYears = { back: 120, ahead: 20 } as const;
