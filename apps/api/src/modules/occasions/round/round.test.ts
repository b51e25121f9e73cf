import { contract } from '@wafa/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type KeepData, keep, keepNext } from '../dates/keep.ts';
import { noon, noonOf, type OccasionsApp, occasionsApp } from '../fixtures.ts';
import { updateKind } from '../kinds/kinds.ts';
import { goRound } from './round.ts';

const { exportRecords, exportUpcoming, records, upcoming } = contract.occasions;

let app: OccasionsApp;
beforeAll(async () => {
  app = await occasionsApp();
});
afterAll(() => app?.close());
beforeEach(async () => {
  // Each test has people of its own: those of the one before are gone from the lists.
  await app.db.query('update occasions.dates set next_on = null, next_year = null');
});
afterEach(() => app.clock.set(noon));

/** By the system: the owner's session ends while the clock is put forward. */
const celebrate = (daysAfter: number) =>
  app.inStore((ctx) => updateKind(ctx, { kind: 'birthday', daysAfter }));

/** Everything that the hourly job would do now. */
async function work(limit?: number): Promise<number> {
  let steps = 1;
  while (await app.inStore((ctx) => goRound(ctx, limit))) steps += 1;
  return steps;
}

async function addKept(fields: Parameters<OccasionsApp['addCustomer']>[0]) {
  const customer = await app.addCustomer(fields);
  await app.inStore((ctx) => keep(ctx, [customer.id]));
  return customer;
}

const eventsOf = async (customerId: string) => {
  const { rows } = await app.db.query<{ payload: Record<string, unknown> }>(
    `select payload from platform.outbox
      where name = 'occasion.upcoming' and payload->>'customerId' = $1 order by payload->>'on'`,
    [customerId],
  );
  return rows.map(({ payload }) => payload);
};

const messagesOf = async (customerId: string) =>
  (await app.owner.call(contract.notifications.history, { customerId })).data.communications;

describe('telling', () => {
  beforeAll(() =>
    app.celebrate({
      kind: 'birthday',
      messageDaysBefore: 2,
      gifts: [{ tier: null, gift: { type: 'points', points: 200 } }],
    }),
  );

  test('goes out once for a fall, in the customer’s language, by e-mail and in the app', async () => {
    const { id } = await addKept({
      birthday: '1990-11-22',
      language: 'ar',
      firstNameAr: 'أمل',
      communicationPreferences: { email: true, inApp: true },
    });
    await work();
    await work();
    expect(await eventsOf(id)).toEqual([
      {
        customerId: id,
        dateId: expect.any(String),
        kind: 'birthday',
        on: '2026-11-22',
        calendar: 'gregorian',
        year: 2026,
        claimFrom: '2026-11-19',
        claimUntil: '2026-11-29',
        gift: { type: 'points', points: 200, rewardId: null },
      },
    ]);
    const messages = await messagesOf(id);
    expect(messages.map(({ type }) => type).sort()).toEqual(['EMAIL', 'IN_APP']);
    const inApp = messages.find(({ type }) => type === 'IN_APP');
    expect(inApp).toMatchObject({ topic: 'occasions', language: 'ar', template: { key: 'occasion' } });
    expect(inApp?.message).toContain('عيد الميلاد');
    expect(inApp?.message).toContain('٢٠٠');
    expect(inApp?.message).toMatch(/جمادى/);
  });

  test('waits for its day, and for the morning where the store is', async () => {
    const { id } = await addKept({ birthday: '1990-11-23' });
    await work();
    expect(await eventsOf(id)).toEqual([]);
    app.clock.set(new Date('2026-11-21T05:59:00Z'));
    await work();
    expect(await eventsOf(id)).toEqual([]);
    app.clock.set(new Date('2026-11-21T06:00:00Z'));
    await work();
    expect(await eventsOf(id)).toHaveLength(1);
  });

  test('does not repeat for a birthday that was changed since, nor for what is claimed', async () => {
    const changed = await addKept({ birthday: '1990-11-21' });
    const claimed = await addKept({ birthday: '1990-11-21' });
    await app.claim(app.till, 'birthday', claimed.id);
    await work();
    expect([await eventsOf(changed.id), await eventsOf(claimed.id)]).toMatchObject([[{}], []]);
    await app.owner.call(contract.customers.update, { customerId: changed.id, birthday: '1990-11-22' });
    await app.inStore((ctx) => keep(ctx, [changed.id]));
    await work();
    expect(await eventsOf(changed.id)).toHaveLength(1);
  });

  test('goes on where a step ended, and two rounds at once tell nobody twice', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => addKept({ birthday: '1990-11-20' })));
    expect(await work(5)).toBe(3);
    await Promise.all([work(5), work(5), work()]);
    for (const { id } of people) expect(await eventsOf(id)).toHaveLength(1);
  });

  test('keeps still where the store has switched the capability off, or writes never', async () => {
    const { id } = await addKept({ birthday: '1990-11-20' });
    await app.owner.call(contract.settings.setSwitches, { switches: { occasions: false } });
    await work();
    await app.owner.call(contract.settings.setSwitches, { switches: { occasions: true } });
    await app.celebrate({ kind: 'birthday', messageDaysBefore: null });
    await work();
    await app.celebrate({ kind: 'birthday', messageDaysBefore: 2 });
    expect(await eventsOf(id)).toEqual([]);
  });
});

describe('passing on', () => {
  test('keeps what lapsed, once, and finds the next fall', async () => {
    const { id } = await addKept({ birthday: '1992-02-29' });
    const claimed = await addKept({ birthday: '1992-02-29' });
    app.clock.set(noonOf('2027-02-28'));
    await app.claim(app.till, 'birthday', claimed.id);
    app.clock.set(noonOf('2027-03-07'));
    await work();
    const history = (customerId: string) => app.till.call(contract.occasions.history, { customerId });
    expect((await history(id)).data.total).toBe(0);
    app.clock.set(noonOf('2027-03-08'));
    await work();
    await work();
    expect((await history(id)).data).toMatchObject({
      total: 1,
      records: [
        {
          status: 'lapsed',
          on: '2027-02-28',
          year: 2027,
          count: 35,
          gift: { points: 200 },
          redemption: null,
        },
      ],
    });
    expect((await history(claimed.id)).data.records.map(({ status }) => status)).toEqual(['claimed']);
    const { rows } = await app.db.query(
      `select next_on::text, next_year from occasions.dates where customer_id = $1 and kind = 'birthday'`,
      [id],
    );
    expect(rows).toEqual([{ next_on: '2028-02-29', next_year: 2028 }]);
    // A longer window does not bring back what has lapsed.
    await celebrate(20);
    const late = await app.claim(app.till, 'birthday', id);
    expect([late.status, late.failure.code]).toEqual([409, 'occasion_not_open']);
    await celebrate(7);
  });
});

describe('keeping', () => {
  test('finds whom no event told of, page by page, and leaves the others alone', async () => {
    const people = await Promise.all(
      Array.from({ length: 7 }, (_, n) => app.addCustomer({ birthday: `1990-12-${10 + n}` })),
    );
    const kept = async () => {
      const { rows } = await app.db.query<{ id: string; at: string }>(
        `select customer_id as id, xmin::text as at from occasions.dates
          where kind = 'birthday' and next_on is not null and customer_id = any($1::uuid[]) order by id`,
        [people.map(({ id }) => id)],
      );
      return rows;
    };
    const round = async () => {
      let data: KeepData | undefined = { storeId: app.store.id };
      let steps = 0;
      for (; data; steps += 1) data = await app.inStore((ctx) => keepNext(ctx, data as KeepData, 3));
      return steps;
    };
    expect(await round()).toBeGreaterThan(2);
    const first = await kept();
    expect(first).toHaveLength(7);
    await round();
    expect(await kept()).toEqual(first);
    // Somebody who has closed their account is on no list any more.
    await app.owner.call(contract.customers.update, { customerId: people[0]?.id ?? '', status: 'closed' });
    await round();
    expect(await kept()).toHaveLength(6);
  });
});

describe('the store’s lists', () => {
  test('say who is next within the month, by the page and as CSV', async () => {
    await app.celebrate({ kind: 'anniversary', isActive: false });
    const near = await addKept({ birthday: '1990-12-01', firstName: '=Near', firstNameAr: 'قريب' });
    const nearer = await addKept({ birthday: '1990-11-25' });
    await addKept({ birthday: '1990-12-25' });
    const page = await app.owner.call(upcoming, { limit: 1 });
    expect(page.data).toMatchObject({
      total: 2,
      totalPages: 2,
      upcoming: [{ customerId: nearer.id, kind: 'birthday' }],
    });
    const second = await app.owner.call(upcoming, { limit: 1, cursor: page.data.nextCursor ?? '' });
    expect(second.data.upcoming).toMatchObject([
      { customerId: near.id, cardNumber: near.cardNumber, next: { daysLeft: 11 }, gift: { points: 200 } },
    ]);
    expect((await app.owner.call(upcoming, { days: 60 })).data.total).toBe(3);
    expect((await app.owner.call(upcoming, { kind: 'own' })).data.total).toBe(0);
    const file = await app.owner.send('GET', exportUpcoming.path);
    const lines = file.text.trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('on,hijri,kind,name,cardNumber');
    // A cell that a spreadsheet would run as a formula is made text.
    expect(file.text).toContain("'=Near");
    expect(file.text).toContain('200');
    await app.celebrate({ kind: 'anniversary', isActive: true });
  });

  test('of what was claimed and what lapsed', async () => {
    const { id } = await addKept({ birthday: '1990-11-20' });
    await app.claim(app.till, 'birthday', id);
    const listed = await app.owner.call(records, { status: 'claimed', from: '2026-11-20', to: '2026-11-21' });
    expect(listed.data.records.map(({ customerId }) => customerId)).toContain(id);
    expect(listed.data.records[0]).toMatchObject({ customerName: { en: 'Amal Hassan' } });
    expect((await app.owner.call(records, { kind: 'own' })).data.total).toBe(0);
    const file = await app.owner.send('GET', `${exportRecords.path}?status=claimed`);
    expect(file.text).toContain('claimed');
    expect((await app.cashier.send('GET', exportRecords.path)).status).toBe(403);
    const foreign = await app.addStore();
    const theirs = await (await app.signIn('owner', foreign)).call(records, {});
    expect(theirs.data.total).toBe(0);
  });
});
