import { describe, expect, test } from 'vitest';
import {
  type Claimability,
  currentFall,
  dayOf,
  fallFrom,
  fallIn,
  falls,
  giftFor,
  isYearly,
  localTime,
  partsOf,
  stateOf,
  windowOf,
} from './rules.ts';

const custom = { leapDay: 'feb_28', daysBefore: 3, daysAfter: 7 } as const;
const leap = { calendar: 'gregorian', month: 2, day: 29 } as const;
const newYear = { calendar: 'hijri', month: 1, day: 1 } as const;

describe('calendars', () => {
  test('count as published: 1 Muharram 1447 is 26 June 2025, 12 Ramadan 1410 is 8 April 1990', () => {
    expect(dayOf({ year: 1447, month: 1, day: 1 }, 'hijri')).toBe('2025-06-26');
    expect(dayOf({ year: 1410, month: 9, day: 12 }, 'hijri')).toBe('1990-04-08');
    expect(partsOf('1990-04-08', 'hijri')).toEqual({ year: 1410, month: 9, day: 12 });
  });
  test.each([
    ['30 February', { year: 2024, month: 2, day: 30 }, 'gregorian'],
    ['29 February of a common year', { year: 2025, month: 2, day: 29 }, 'gregorian'],
    ['29 February of 2100, a century', { year: 2100, month: 2, day: 29 }, 'gregorian'],
    ['30 Ramadan of 1446, which had 29 days', { year: 1446, month: 9, day: 30 }, 'hijri'],
    ['31 Muharram', { year: 1446, month: 1, day: 31 }, 'hijri'],
  ] as const)('have no %s', (_, parts, calendar) => {
    expect(dayOf(parts, calendar)).toBeUndefined();
  });
  test('a date without a year must exist in some year', () => {
    expect(isYearly(leap)).toBe(true);
    expect(isYearly({ ...leap, day: 30 })).toBe(false);
    expect(isYearly({ ...newYear, day: 30 })).toBe(true);
    expect(isYearly({ ...newYear, day: 31 })).toBe(false);
  });
});

describe('where a date falls', () => {
  test('29 February: itself in leap years, else 28 February or 1 March as the store says', () => {
    expect(fallIn(leap, 2028, 'mar_1').on).toBe('2028-02-29');
    expect(fallIn(leap, 2027, 'feb_28').on).toBe('2027-02-28');
    expect(fallIn(leap, 2027, 'mar_1').on).toBe('2027-03-01');
    expect(fallIn(leap, 2100, 'feb_28').on).toBe('2100-02-28');
  });
  test('the 30th of a Hijri month of 29 days is its 29th', () => {
    const end = { calendar: 'hijri', month: 9, day: 30 } as const;
    expect(fallIn(end, 1445, 'feb_28').on).toBe('2024-04-09');
    expect(fallIn(end, 1446, 'feb_28').on).toBe(dayOf({ year: 1446, month: 9, day: 29 }, 'hijri'));
    expect(fallIn(end, 1446, 'mar_1').on).toBe('2025-03-29');
  });
  test('over the end of the year, in both calendars', () => {
    expect(fallFrom({ calendar: 'gregorian', month: 1, day: 1 }, '2026-12-31', 'feb_28')).toEqual({
      on: '2027-01-01',
      year: 2027,
    });
    expect(fallFrom(newYear, '2026-06-15', 'feb_28').year).toBe(1448);
    const last = { calendar: 'hijri', month: 12, day: 29 } as const;
    expect(fallFrom(last, '2026-06-16', 'feb_28')).toEqual({
      on: dayOf({ year: 1448, month: 12, day: 29 }, 'hijri'),
      year: 1448,
    });
  });
  test('a Hijri date falls twice in a Gregorian year, once for each of its own', () => {
    const found = falls({ ...newYear, kind: 'own', given: null }, '2008-01-01', custom, 2);
    expect(found).toEqual([
      { on: '2008-01-10', year: 1429 },
      { on: '2008-12-29', year: 1430 },
    ]);
  });
});

describe('which occasion is on', () => {
  const birthday = {
    kind: 'birthday',
    calendar: 'gregorian',
    month: 12,
    day: 30,
    given: '1990-12-30',
  } as const;
  test('the one whose window is open, also over New Year', () => {
    expect(currentFall(birthday, '2027-01-06', custom)).toEqual({ on: '2026-12-30', year: 2026 });
    expect(currentFall(birthday, '2027-01-07', custom)).toEqual({ on: '2027-12-30', year: 2027 });
    expect(windowOf({ on: '2026-12-30', year: 2026 }, custom)).toEqual({
      from: '2026-12-27',
      until: '2027-01-06',
    });
  });
  test('never the day of birth or of joining itself; an own date also on its day', () => {
    const joined = { ...birthday, kind: 'anniversary', given: '2026-12-30' } as const;
    expect(currentFall(joined, '2026-12-30', custom).year).toBe(2027);
    expect(currentFall({ ...joined, kind: 'own' }, '2026-12-30', custom).year).toBe(2026);
    expect(currentFall({ ...joined, kind: 'own' }, '2020-01-01', custom).year).toBe(2026);
  });
  test('by the clocks of the store: a new day begins there at midnight, also when they change', () => {
    expect(localTime(new Date('2026-11-20T21:00:00Z'), 'Asia/Riyadh')).toEqual({
      day: '2026-11-21',
      hour: 0,
    });
    expect(localTime(new Date('2026-11-20T20:59:59Z'), 'Asia/Riyadh').day).toBe('2026-11-20');
    // Clocks of New York go forward on 8 March 2026 at 2:00 and back on 1 November.
    expect(localTime(new Date('2026-03-08T04:59:00Z'), 'America/New_York').day).toBe('2026-03-07');
    expect(localTime(new Date('2026-03-09T04:00:00Z'), 'America/New_York')).toEqual({
      day: '2026-03-09',
      hour: 0,
    });
    expect(localTime(new Date('2026-11-02T04:59:00Z'), 'America/New_York').day).toBe('2026-11-01');
    // In Beirut midnight of 29 March 2026 does not exist.
    expect(localTime(new Date('2026-03-28T22:00:00Z'), 'Asia/Beirut')).toEqual({
      day: '2026-03-29',
      hour: 1,
    });
  });
});

describe('how an occasion stands', () => {
  const asked: Claimability = {
    kind: 'birthday',
    calendar: 'gregorian',
    fall: { on: '2026-11-20', year: 2026 },
    custom,
    today: '2026-11-20',
    setOn: '2020-01-01',
    waitDays: 0,
    claimed: null,
    hasGift: true,
  };
  test.each([
    ['open on its day', {}, 'open'],
    ['open on the first day of the window', { today: '2026-11-17' }, 'open'],
    ['not a day earlier', { today: '2026-11-16' }, 'upcoming'],
    ['open on the last day', { today: '2026-11-27' }, 'open'],
    ['claimed for its year', { claimed: { on: '2026-11-20', year: 2026 } }, 'claimed'],
    ['claimed, though the date was changed since', { claimed: { on: '2026-02-01', year: 2026 } }, 'claimed'],
    ['resting where the date moved over New Year', { claimed: { on: '2026-01-25', year: 2025 } }, 'resting'],
    ['open 300 days after the last', { claimed: { on: '2026-01-24', year: 2025 } }, 'open'],
    [
      'resting 300 days after the last in the Hijri calendar, whose claims lie farther apart',
      {
        calendar: 'hijri',
        fall: { on: '2026-11-20', year: 1448 },
        claimed: { on: '2026-01-24', year: 2025 },
      },
      'resting',
    ],
    [
      'resting 329 days after the last in the Hijri calendar',
      {
        calendar: 'hijri',
        fall: { on: '2026-11-20', year: 1448 },
        claimed: { on: '2025-12-26', year: 1447 },
      },
      'resting',
    ],
    ['waiting, where the date is new', { setOn: '2026-11-10', waitDays: 14 }, 'waiting'],
    ['open when the wait is over', { setOn: '2026-11-06', waitDays: 14 }, 'open'],
    [
      'never waiting for the day of joining',
      { kind: 'anniversary', setOn: '2026-11-10', waitDays: 14 },
      'open',
    ],
    ['nothing where the store gives nothing', { hasGift: false }, 'nothing'],
  ] as [string, Partial<Claimability>, string][])('%s', (_, change, state) => {
    expect(stateOf({ ...asked, ...change })).toBe(state);
  });
});

test('the gift is the tier’s own, else everybody’s', () => {
  const gifts = [
    { tier: null, gift: 1 },
    { tier: 'gold', gift: 2 },
  ];
  expect([giftFor(gifts, 'gold'), giftFor(gifts, 'silver'), giftFor(gifts, null)]).toEqual([2, 1, 1]);
  expect(giftFor([{ tier: 'gold', gift: 2 }], 'silver')).toBeNull();
});
