import { type CallOf, contract } from '@wafa/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { noon, noonOf, type OccasionsApp, occasionsApp } from '../fixtures.ts';

const { addDate, changeDate, dates, preview, removeDate, setBirthday, updateKind } = contract.occasions;

let app: OccasionsApp;
beforeAll(async () => {
  app = await occasionsApp();
});
afterAll(() => app?.close());
afterEach(() => app.clock.set(noon));

const wedding = { name: 'Wedding', calendar: 'hijri', year: 1440, month: 6, day: 15 } as const;

const add = (client: Client, change: Partial<CallOf<typeof addDate>> = {}) =>
  client.call(addDate, { customerId: 'me', ...wedding, ...change });

describe('the dates of a customer', () => {
  test('are birthday, day of joining and own ones, soonest first, in both calendars', async () => {
    const { self } = await app.addMember({ birthday: '1992-02-29' });
    const added = await add(self);
    expect(added.status, added.text).toBe(201);
    const { data } = await self.call(dates, { customerId: 'me' });
    expect(data).toMatchObject({
      today: '2026-11-20',
      ownDates: { most: 3, left: 2 },
      birthday: { given: '1992-02-29', calendar: 'gregorian', changeable: true },
      dates: [
        {
          occasion: added.data.occasion,
          name: { en: 'Wedding', ar: 'Wedding' },
          given: '2019-02-20',
          next: {
            on: '2026-11-25',
            hijri: { year: 1448, month: 6, day: 15 },
            year: 1448,
            count: 8,
            daysLeft: 5,
          },
          state: 'nothing',
          changeable: true,
        },
        { occasion: 'birthday', next: { on: '2027-02-28', count: 35 }, changeable: true },
        { occasion: 'anniversary', next: { on: '2027-11-20', count: 1 }, changeable: false },
      ],
    });
  });

  test('in the store’s night are those of its day', async () => {
    const { id } = await app.addCustomer({ birthday: '1990-11-21' });
    app.clock.set(new Date('2026-11-20T21:30:00Z'));
    expect((await app.datesOf(app.till, id))[0]?.next.daysLeft).toBe(0);
  });

  test('29 February is 1 March where the store says so', async () => {
    const { id } = await app.addCustomer({ birthday: '1992-02-29' });
    await app.celebrate({ kind: 'birthday', leapDay: 'mar_1' });
    expect((await app.datesOf(app.owner, id))[0]?.next.on).toBe('2027-03-01');
    await app.celebrate({ kind: 'birthday', leapDay: 'feb_28' });
    app.clock.set(noonOf('2028-01-05'));
    expect((await app.datesOf(app.till, id))[0]?.next.on).toBe('2028-02-29');
  });

  test('an own date without a year comes every year and has no age', async () => {
    const { self } = await app.addMember();
    const { data } = await add(self, {
      name: 'First day',
      calendar: 'gregorian',
      year: null,
      month: 12,
      day: 1,
    });
    expect(data).toMatchObject({ given: null, year: null, next: { on: '2026-12-01', count: null } });
  });
});

describe('a birthday in the Hijri calendar', () => {
  test('is kept as a Gregorian day and celebrated on the Hijri one', async () => {
    const { self } = await app.addMember();
    const reply = await self.call(setBirthday, {
      customerId: 'me',
      calendar: 'hijri',
      date: { year: 1410, month: 9, day: 12 },
    });
    expect(reply.data, reply.text).toMatchObject({
      calendar: 'hijri',
      given: '1990-04-08',
      next: { on: '2027-02-19', hijri: { year: 1448, month: 9, day: 12 }, count: 38 },
    });
    const profile = await self.call(contract.customers.get, { customerId: 'me' });
    expect(profile.data.birthday).toBe('1990-04-08');
  });

  test('shows what the settings would make of it', async () => {
    const { data } = await app.owner.call(preview, {
      kind: 'birthday',
      calendar: 'hijri',
      year: 1410,
      month: 9,
      day: 12,
      daysBefore: 1,
      daysAfter: 2,
      times: 2,
    });
    expect(data).toMatchObject({
      given: '1990-04-08',
      givenHijri: { year: 1410, month: 9, day: 12 },
      occurrences: [
        { on: '2027-02-19', claimFrom: '2027-02-18', claimUntil: '2027-02-21', count: 38 },
        { on: '2028-02-08', hijri: { year: 1449, month: 9, day: 12 }, count: 39 },
      ],
    });
  });
});

describe('own dates', () => {
  test('are as many as the store allows, however many are added at once', async () => {
    const { self } = await app.addMember();
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, n) => add(self, { name: `Date ${n}`, year: null, day: n + 1 })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409, 409, 409]);
    const refused = replies.find(({ status }) => status === 409)?.failure;
    expect(refused).toMatchObject({
      code: 'too_many_dates',
      message: 'There are already 3 special dates. Remove one first.',
    });
    expect((await self.call(dates, { customerId: 'me' })).data.ownDates).toEqual({ most: 3, left: 0 });
  });

  test('bring nothing until they have stood for a while, and nothing twice when removed and added', async () => {
    await app.celebrate({ kind: 'own', gifts: [{ tier: null, gift: { type: 'points', points: 30 } }] });
    const { id, self } = await app.addMember();
    const today = { name: 'Today', calendar: 'gregorian', year: null, month: 11, day: 20 } as const;
    const { data } = await add(self, today);
    expect(data.state).toBe('waiting');
    const early = await app.claim(self, data.occasion);
    expect([early.status, early.failure]).toMatchObject([
      409,
      { code: 'occasion_waiting', message: expect.stringContaining('2026-12-20') },
    ]);
    const changed = await self.call(changeDate, {
      customerId: 'me',
      dateId: data.occasion,
      ...today,
      day: 28,
      month: 12,
    });
    expect(changed.data, changed.text).toMatchObject({ occasion: data.occasion, next: { on: '2026-12-28' } });
    app.clock.set(noonOf('2026-12-29'));
    expect((await app.claim(app.till, data.occasion, id)).data).toMatchObject({ isNew: true, balance: 30 });
    const removed = await app.till.call(removeDate, { customerId: id, dateId: data.occasion });
    expect(removed.data, removed.text).toEqual({ removed: true });
    expect((await app.claim(app.till, data.occasion, id)).status).toBe(404);
    const again = await app.till.call(addDate, { customerId: id, ...today, month: 2, day: 10 });
    app.clock.set(noonOf('2027-02-10'));
    const twice = await app.claim(app.till, again.data.occasion, id);
    expect([twice.status, twice.failure.code]).toEqual([409, 'occasion_resting']);
    // A second date is one of its own.
    const other = await app.till.call(addDate, { customerId: id, ...today, month: 3, day: 20 });
    app.clock.set(noonOf('2027-03-20'));
    expect((await app.claim(app.till, other.data.occasion, id)).data).toMatchObject({
      isNew: true,
      balance: 60,
    });
  });

  test('of somebody else are not found', async () => {
    const mine = await app.addMember();
    const other = await app.addMember();
    const { data } = await add(other.self);
    const replies = await Promise.all([
      mine.self.call(removeDate, { customerId: 'me', dateId: data.occasion }),
      mine.self.call(changeDate, { customerId: 'me', dateId: data.occasion, ...wedding }),
      mine.self.call(removeDate, { customerId: other.id, dateId: data.occasion }),
      app.claim(mine.self, data.occasion),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await app.datesOf(other.self)).map(({ kind }) => kind)).toContain('own');
  });

  test('by staff stand in the audit log; analysts change none', async () => {
    const { id } = await app.addCustomer();
    const { data } = await app.owner.call(addDate, { customerId: id, ...wedding });
    const { rows } = await app.db.query('select action from platform.audit where entity_id = $1', [
      data.occasion,
    ]);
    expect(rows).toEqual([{ action: 'occasions.addDate' }]);
    const analyst = await app.signIn('analyst');
    expect((await analyst.call(addDate, { customerId: id, ...wedding })).status).toBe(403);
  });
});

describe('refuses', () => {
  test.each([
    ['30 February', { calendar: 'gregorian', year: null, month: 2, day: 30 }, 'date_not_in_calendar', 'day'],
    [
      '29 February of a common year',
      { calendar: 'gregorian', year: 2025, month: 2, day: 29 },
      'date_not_in_calendar',
      'day',
    ],
    [
      '30 Ramadan of a year in which it had 29 days',
      { year: 1446, month: 9, day: 30 },
      'date_not_in_calendar',
      'day',
    ],
    ['the 31st of a Hijri month', { year: null, month: 1, day: 31 }, 'date_not_in_calendar', 'day'],
    ['a 13th month', { month: 13 }, 'validation', 'month'],
    ['a year long gone', { calendar: 'gregorian', year: 1789, month: 7, day: 14 }, 'date_too_old', 'year'],
    ['a year far ahead', { calendar: 'gregorian', year: 2099, month: 7, day: 14 }, 'date_in_future', 'year'],
    ['no name', { name: ' ' }, 'validation', 'name'],
  ] as [string, Partial<CallOf<typeof addDate>>, string, string][])(
    'an own date on %s',
    async (_, change, code, field) => {
      const { self } = await app.addMember();
      const { status, failure } = await add(self, change);
      expect([status, failure.code, failure.errors[0]?.field]).toEqual([400, code, field]);
      expect(failure.errors[0]?.message.length).toBeGreaterThan(5);
    },
  );

  test.each([
    [
      'of tomorrow',
      { calendar: 'gregorian', date: { year: 2026, month: 11, day: 21 } },
      'date_in_future',
      'date.year',
    ],
    [
      'before anybody living',
      { calendar: 'gregorian', date: { year: 1899, month: 1, day: 1 } },
      'date_too_old',
      'date.year',
    ],
    [
      'on a day that is none',
      { calendar: 'hijri', date: { year: 1446, month: 9, day: 30 } },
      'date_not_in_calendar',
      'date.day',
    ],
  ] as const)('a birthday %s', async (_, input, code, field) => {
    const { self } = await app.addMember();
    const { status, failure } = await self.call(setBirthday, { customerId: 'me', ...input });
    expect([status, failure.code, failure.errors[0]?.field]).toEqual([400, code, field]);
  });

  test('own dates where the store keeps none', async () => {
    const { self } = await app.addMember();
    await app.celebrate({ kind: 'own', isActive: false });
    try {
      expect((await add(self)).failure.code).toBe('occasion_not_celebrated');
    } finally {
      await app.celebrate({ kind: 'own', isActive: true });
    }
  });
});

describe('settings', () => {
  test('refuse an unknown tier, two gifts for one, and a reward that is not there', async () => {
    const points = { type: 'points', points: 5 } as const;
    const cases = [
      [[{ tier: 'diamond', gift: points }], 400, 'tier_unknown', 'gifts[0].tier'],
      [
        [
          { tier: null, gift: points },
          { tier: null, gift: points },
        ],
        400,
        'validation',
        'gifts[1].tier',
      ],
      [
        [{ tier: null, gift: { type: 'reward', rewardId: crypto.randomUUID() } }],
        404,
        'not_found',
        'gifts[0].gift.rewardId',
      ],
    ] as const;
    for (const [gifts, status, code, field] of cases) {
      const reply = await app.owner.call(updateKind, { kind: 'birthday', gifts: [...gifts] });
      expect([reply.status, reply.failure.code, reply.failure.errors[0]?.field]).toEqual([
        status,
        code,
        field,
      ]);
    }
    const tooLong = await app.owner.call(updateKind, { kind: 'birthday', daysAfter: 31 });
    expect(tooLong.status).toBe(400);
  });

  test('are the store’s own; marketers change them, cashiers do not', async () => {
    const foreign = await app.addStore();
    await app.celebrate({ kind: 'anniversary', name: { en: 'Our day', ar: 'يومنا' } });
    const theirs = await (await app.signIn('owner', foreign)).call(contract.occasions.kinds, {});
    expect(theirs.data.kinds.map(({ name }) => name.en)).toEqual([
      'Birthday',
      'Anniversary of joining',
      'Special date',
    ]);
    const marketer = await app.signIn('marketer');
    expect((await marketer.call(updateKind, { kind: 'anniversary', daysAfter: 10 })).status).toBe(200);
    expect((await app.cashier.call(updateKind, { kind: 'anniversary', daysAfter: 10 })).status).toBe(403);
  });
});
