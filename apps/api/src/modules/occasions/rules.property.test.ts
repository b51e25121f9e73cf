import type { OccasionCalendar } from '@wafa/contract';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  type Course,
  currentFall,
  dayOf,
  daysBetween,
  fallIn,
  falls,
  isWithin,
  localTime,
  partsOf,
  restDays,
  windowOf,
} from './rules.ts';

const calendars: OccasionCalendar[] = ['gregorian', 'hijri'];
/** Every day from 1990 to 2060. */
const days: string[] = [];
for (let day = '1990-01-01'; day <= '2060-12-31'; day = addDays(day, 1)) days.push(day);

describe.each(calendars)('every day from 1990 to 2060, %s', (calendar) => {
  test('is a date of the calendar and back, and follows the day before', () => {
    let before = partsOf(addDays(days[0] as string, -1), calendar);
    for (const day of days) {
      const parts = partsOf(day, calendar);
      if (dayOf(parts, calendar) !== day) expect.fail(`${day} is not ${JSON.stringify(parts)}`);
      const follows =
        (parts.day === before.day + 1 && parts.month === before.month && parts.year === before.year) ||
        (parts.day === 1 && parts.month === before.month + 1 && parts.year === before.year) ||
        (parts.day === 1 && parts.month === 1 && before.month === 12 && parts.year === before.year + 1);
      if (!follows) expect.fail(`${day}: ${JSON.stringify(parts)} after ${JSON.stringify(before)}`);
      before = parts;
    }
    expect(days).toHaveLength(25_933);
  });

  test('falls once a year of the calendar, in its month, never sooner than the rest between claims', () => {
    for (const [index, day] of days.entries()) {
      // Each day of the first four years, and every 37th after: all days of both calendars' years.
      if (index > 1461 && index % 37 !== 0) continue;
      const { month, day: dayOfMonth } = partsOf(day, calendar);
      const leapDay = index % 2 === 0 ? 'feb_28' : 'mar_1';
      const course: Course = { kind: 'birthday', calendar, month, day: dayOfMonth, given: day };
      const custom = { leapDay, daysBefore: index % 31, daysAfter: (index * 7) % 31 } as const;
      const found = falls(course, day, custom, 4);
      let last: { on: string; year: number } | undefined;
      for (const fall of found) {
        if (fall.on <= day) expect.fail(`${day}: ${fall.on} is not after the birth`);
        if (!isWithin(fall.on, windowOf(fall, custom))) expect.fail(`${day}: ${fall.on} outside its window`);
        if (last && daysBetween(last.on, fall.on) < Math.max(353, restDays[calendar]))
          expect.fail(`${day}: ${fall.on} too near ${last.on}`);
        if (last && fall.year !== last.year + 1) expect.fail(`${day}: a year is left out`);
        const fallen = partsOf(fall.on, calendar);
        const isShifted = fallen.month !== month || fallen.day !== dayOfMonth;
        if (isShifted && dayOf({ year: fall.year, month, day: dayOfMonth }, calendar) !== undefined)
          expect.fail(`${day}: moved to ${fall.on} without need`);
        const isMonthEnd = partsOf(addDays(fall.on, 1), calendar).day === 1;
        const isFirstOfMarch = leapDay === 'mar_1' && fallen.month === 3 && fallen.day === 1;
        if (isShifted && !isMonthEnd && !isFirstOfMarch) expect.fail(`${day}: moved too far, to ${fall.on}`);
        last = fall;
      }
    }
  });

  test('the current fall is the first whose window has not passed, on every day of four years', () => {
    const custom = { leapDay: 'feb_28', daysBefore: 5, daysAfter: 9 } as const;
    const course: Course = { kind: 'own', calendar, month: 2, day: 29, given: null };
    let before = currentFall(course, '2026-12-31', custom);
    for (let day = '2027-01-01'; day <= '2030-12-31'; day = addDays(day, 1)) {
      const fall = currentFall(course, day, custom);
      if (windowOf(fall, custom).until < day) expect.fail(`${day}: ${fall.on} has passed`);
      const earlier = fallIn(course, fall.year - 1, 'feb_28');
      if (windowOf(earlier, custom).until >= day) expect.fail(`${day}: ${earlier.on} is still on`);
      if (fall.on < before.on) expect.fail(`${day}: goes back to ${fall.on}`);
      before = fall;
    }
    expect(before.on > '2030-12-31').toBe(true);
  });
});

test.each([
  'Asia/Riyadh',
  'America/New_York',
  'Asia/Beirut',
  'Europe/London',
  'Pacific/Apia',
  'Asia/Kathmandu',
])('days of %s follow one another without gap or repeat while clocks change', (timeZone) => {
  const start = Date.UTC(2026, 0, 1);
  let before = localTime(new Date(start), timeZone).day;
  for (let hours = 1; hours <= 24 * 730; hours += 1) {
    const { day } = localTime(new Date(start + hours * 3_600_000), timeZone);
    if (day !== before && day !== addDays(before, 1)) expect.fail(`${timeZone}: ${before} then ${day}`);
    before = day;
  }
  expect(before.slice(0, 4)).toMatch(/202[78]/);
});
