import { contract } from '@wafa/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as loyalty from '../../loyalty/index.ts';
import { noon, noonOf, type OccasionsApp, occasionsApp } from '../fixtures.ts';

const { dates, history, setBirthday } = contract.occasions;

let app: OccasionsApp;
beforeAll(async () => {
  app = await occasionsApp();
  await app.celebrate({
    kind: 'birthday',
    gifts: [
      { tier: null, gift: { type: 'points', points: 200 } },
      { tier: 'gold', gift: { type: 'points', points: 500 } },
    ],
  });
});
afterAll(async () => {
  expect(await loyalty.driftOf(app.db)).toEqual([]);
  expect(await loyalty.checkChains(app.db)).toEqual([]);
  await app.close();
});
afterEach(() => app.clock.set(noon));

const available = async (customerId: string) =>
  (await app.till.call(contract.loyalty.account, { customerId })).data.available;

describe('claiming', () => {
  test('gives the points of the tier, once, with record, event and history', async () => {
    const { id, self } = await app.addMember({ birthday: '1990-11-22' });
    const first = await app.claim(self, 'birthday');
    expect([first.status, first.data], first.text).toMatchObject([
      200,
      {
        isNew: true,
        balance: 200,
        record: {
          kind: 'birthday',
          on: '2026-11-22',
          hijri: { year: 1448, month: 6, day: 12 },
          year: 2026,
          count: 36,
          status: 'claimed',
          gift: { type: 'points', points: 200 },
        },
      },
    ]);
    const again = await app.claim(self, 'birthday');
    expect(again.data).toMatchObject({ isNew: false, balance: 200, record: { id: first.data.record.id } });
    expect(await available(id)).toBe(200);
    const [date] = await app.datesOf(self);
    expect(date).toMatchObject({ occasion: 'birthday', state: 'claimed' });
    const listed = await self.call(history, { customerId: 'me' });
    expect(listed.data).toMatchObject({ total: 1, records: [{ id: first.data.record.id }] });
    const { rows } = await app.db.query(
      `select payload from platform.outbox where name = 'occasion.claimed' and payload->>'customerId' = $1`,
      [id],
    );
    expect(rows).toEqual([
      {
        payload: expect.objectContaining({
          kind: 'birthday',
          on: '2026-11-22',
          year: 2026,
          redemptionId: null,
        }),
      },
    ]);
    const timeline = await app.owner.call(contract.activity.timeline, { customerId: id });
    expect(timeline.data.entries.map(({ kind }) => kind)).toContain('occasion.claimed');
  });

  test('gives a tier its own gift', async () => {
    const { id, self } = await app.addMember({ birthday: '1990-11-20' });
    await app.owner.call(contract.loyalty.earn, { customerId: id, points: 6_000, transactionId: id });
    expect((await app.datesOf(self))[0]?.gift).toMatchObject({ points: 500 });
    expect((await app.claim(self, 'birthday')).data).toMatchObject({ balance: 6_500 });
  });

  test('of 64 claims at one moment gives one', async () => {
    const { id, self } = await app.addMember({ birthday: '1988-11-20' });
    const replies = await Promise.all(Array.from({ length: 64 }, () => app.claim(self, 'birthday')));
    expect(replies.map(({ status }) => status)).toEqual(Array(64).fill(200));
    expect(replies.filter(({ data }) => data.isNew)).toHaveLength(1);
    expect(new Set(replies.map(({ data }) => data.record.id)).size).toBe(1);
    expect(await available(id)).toBe(200);
  });

  test('stays within the window, by the days of the store', async () => {
    const { id, self } = await app.addMember({ birthday: '1990-11-24' });
    const early = await app.claim(self, 'birthday');
    expect([early.status, early.failure]).toMatchObject([
      409,
      {
        code: 'occasion_not_open',
        message: 'The gift can be claimed from 2026-11-21 to 2026-12-01.',
        errors: [{ field: 'occasion' }],
      },
    ]);
    const inArabic = await app.claim(app.arabicTill, 'birthday', id);
    expect(inArabic.failure.message).toMatch(/^يمكن الحصول على الهدية من/);
    // A minute before midnight in Riyadh, and midnight.
    app.clock.set(new Date('2026-11-20T20:59:00Z'));
    expect((await app.claim(app.till, 'birthday', id)).status).toBe(409);
    app.clock.set(new Date('2026-12-01T20:59:00Z'));
    expect((await app.datesOf(app.till, id))[0]?.state).toBe('open');
    app.clock.set(new Date('2026-12-01T21:00:00Z'));
    expect((await app.claim(app.till, 'birthday', id)).failure.code).toBe('occasion_not_open');
    app.clock.set(new Date('2026-11-20T21:00:00Z'));
    expect((await app.claim(app.till, 'birthday', id)).status).toBe(200);
  });

  test('comes again a year later, over the end of the year', async () => {
    const { id } = await app.addCustomer({ birthday: '1990-01-02' });
    app.clock.set(noonOf('2026-12-30'));
    expect((await app.claim(app.till, 'birthday', id)).data.record.on).toBe('2027-01-02');
    app.clock.set(noonOf('2027-01-05'));
    expect((await app.claim(app.till, 'birthday', id)).data.isNew).toBe(false);
    app.clock.set(noonOf('2027-12-31'));
    expect((await app.claim(app.till, 'birthday', id)).data).toMatchObject({
      isNew: true,
      record: { year: 2028 },
    });
    expect(await available(id)).toBe(400);
  });

  test('by staff at the till stands in the audit log', async () => {
    const { id, cardNumber } = await app.addCustomer({ birthday: '1990-11-20' });
    const reply = await app.claim(app.cashier, 'birthday', cardNumber);
    expect(reply.data, reply.text).toMatchObject({ isNew: true, record: { customerId: id } });
    const { rows } = await app.db.query('select action from platform.audit where entity_id = $1', [
      reply.data.record.id,
    ]);
    expect(rows).toEqual([{ action: 'occasions.claim' }]);
  });

  test('answers at the documented paths', async () => {
    const { id, self } = await app.addMember({ birthday: '1990-11-20' });
    const listed = await self.send('GET', '/api/customer-id/rewards/special-dates');
    expect(listed.data).toMatchObject({
      customerId: id,
      dates: [{ kind: 'birthday' }, { kind: 'anniversary' }],
    });
    const claimed = await self.send('POST', '/api/customer-id/rewards/claim', { occasion: 'birthday' });
    expect(claimed.data, claimed.text).toMatchObject({ isNew: true });
    const past = await self.send('GET', '/api/customer-id/rewards/history?status=claimed');
    expect(past.data).toMatchObject({ total: 1, records: [{ kind: 'birthday' }] });
    const byStaff = await app.owner.send('GET', `/api/rewards/special-dates/${id}`);
    expect(byStaff.data).toMatchObject({ customerId: id });
    const next = await self.send('GET', '/api/rewards/upcoming');
    expect(next.data).toMatchObject({ total: 2, upcoming: [{ customerId: id, kind: 'birthday' }, {}] });
    const again = await app.cashier.send('POST', '/api/rewards/claim', {
      customerId: id,
      occasion: 'birthday',
    });
    expect(again.data, again.text).toMatchObject({ isNew: false });
  });
});

describe('a changed birthday', () => {
  test('brings nothing twice in its year, nor soon after', async () => {
    const { id, self } = await app.addMember({ birthday: '1990-11-20' });
    await app.claim(self, 'birthday');
    // The customer may correct it once; what was claimed stays claimed.
    const changed = await self.call(setBirthday, {
      customerId: 'me',
      calendar: 'gregorian',
      date: { year: 1990, month: 11, day: 25 },
    });
    expect(changed.data, changed.text).toMatchObject({ state: 'claimed', changeable: false });
    app.clock.set(noonOf('2026-11-25'));
    expect((await app.claim(app.till, 'birthday', id)).data.isNew).toBe(false);
    app.clock.set(noon);
    const second = await self.call(setBirthday, {
      customerId: 'me',
      calendar: 'gregorian',
      date: { year: 1990, month: 1, day: 3 },
    });
    expect([second.status, second.failure.code]).toEqual([409, 'birthday_locked']);
    const inProfile = await self.call(contract.customers.update, {
      customerId: 'me',
      birthday: '1990-01-03',
    });
    expect([inProfile.status, inProfile.failure]).toMatchObject([
      409,
      { code: 'birthday_locked', errors: [{ field: 'birthday' }] },
    ]);
    // Staff may, and even then the next gift is a year away.
    const byStaff = await app.owner.call(contract.customers.update, {
      customerId: id,
      birthday: '1990-01-03',
    });
    expect(byStaff.status, byStaff.text).toBe(200);
    app.clock.set(noonOf('2027-01-03'));
    expect((await app.claim(app.till, 'birthday', id)).failure.code).toBe('occasion_resting');
    app.clock.set(noonOf('2028-01-03'));
    expect((await app.claim(app.till, 'birthday', id)).data.isNew).toBe(true);
    expect(await available(id)).toBe(400);
  });

  test('celebrated in the other calendar is still the same occasion', async () => {
    const { id, self } = await app.addMember({ birthday: '1990-11-20' });
    await app.claim(self, 'birthday');
    const hijri = await self.call(setBirthday, { customerId: 'me', calendar: 'hijri' });
    // 20 November 1990 was 2 Jumada I 1411, which comes next on 2 October 2027: 316 days, and 330 are asked.
    expect(hijri.data, hijri.text).toMatchObject({
      calendar: 'hijri',
      month: 5,
      day: 2,
      next: { on: '2027-10-02' },
      state: 'resting',
    });
    const back = await self.call(setBirthday, { customerId: 'me', calendar: 'gregorian' });
    expect(back.data?.state).toBe('claimed');
    expect(await available(id)).toBe(200);
  });

  test('counts as changed after it is taken out, too', async () => {
    const { self } = await app.addMember({ birthday: '1990-11-20' });
    const set = (birthday: string | null) =>
      self.call(contract.customers.update, { customerId: 'me', birthday }).then(({ status }) => status);
    expect([await set(null), await set('1991-05-01'), await set(null)]).toEqual([200, 200, 409]);
  });
});

describe('other gifts', () => {
  test('a reward of the catalogue: a code, free of points, while there is one', async () => {
    const reward = await app.owner.call(contract.loyalty.createReward, {
      name: { en: 'Birthday cake', ar: 'كعكة عيد الميلاد' },
      pointsCost: 900,
      rewardType: 'free_shipping',
      tiers: ['platinum'],
      stock: 1,
    });
    await app.celebrate({
      kind: 'anniversary',
      gifts: [{ tier: null, gift: { type: 'reward', rewardId: reward.data.id } }],
    });
    const one = await app.addMember();
    const two = await app.addMember();
    await app.db.query(
      `update customers.customers set created_at = '2020-11-15' where id = any($1::uuid[])`,
      [[one.id, two.id]],
    );
    const reply = await app.claim(one.self, 'anniversary');
    expect(reply.data, reply.text).toMatchObject({
      balance: 0,
      record: {
        count: 6,
        gift: { type: 'reward', reward: { name: { en: 'Birthday cake' } } },
        redemption: { code: expect.stringMatching(/^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]$/) },
      },
    });
    // The till takes the code as any other, and it cannot be made into points.
    const code = reply.data.record.redemption?.code ?? '';
    const given = await one.self.call(contract.loyalty.cancelRedemption, { redemption: code });
    expect([given.status, given.failure.code]).toEqual([409, 'cancel_too_late']);
    const used = await app.cashier.call(contract.loyalty.useRedemption, { redemption: code });
    expect(used.data, used.text).toMatchObject({ status: 'used', points: 0 });
    const none = await app.claim(two.self, 'anniversary');
    expect([none.status, none.failure.code]).toEqual([409, 'reward_out_of_stock']);
    const { rows } = await app.db.query('select 1 from occasions.records where customer_id = $1', [two.id]);
    expect(rows).toEqual([]);
  });

  test('staff take an unused present back; no points come of it', async () => {
    const reward = await app.owner.call(contract.loyalty.createReward, {
      name: { en: 'Tea', ar: 'شاي' },
      pointsCost: 50,
      rewardType: 'free_shipping',
    });
    await app.celebrate({
      kind: 'anniversary',
      gifts: [{ tier: null, gift: { type: 'reward', rewardId: reward.data.id } }],
    });
    const { id, self } = await app.addMember();
    await app.db.query(`update customers.customers set created_at = '2020-11-15' where id = $1`, [id]);
    const { data } = await app.claim(self, 'anniversary');
    const redemption = data.record.redemption?.id ?? '';
    const taken = await app.owner.call(contract.loyalty.cancelRedemption, { redemption });
    expect(taken.data, taken.text).toMatchObject({
      balance: 0,
      redemption: { status: 'cancelled', pointsReturned: 0 },
    });
  });

  test('something in words: only its record', async () => {
    await app.celebrate({
      kind: 'anniversary',
      gifts: [
        {
          tier: null,
          gift: { type: 'text', text: { en: 'A seat by the window', ar: 'مقعد بجانب النافذة' } },
        },
      ],
    });
    const { id, self } = await app.addMember();
    await app.db.query(`update customers.customers set created_at = '2025-11-20' where id = $1`, [id]);
    const { data } = await app.claim(self, 'anniversary');
    expect(data).toMatchObject({
      balance: 0,
      record: { gift: { type: 'text', text: { ar: 'مقعد بجانب النافذة' } } },
    });
  });
});

describe('refuses', () => {
  test('somebody else’s date, another store’s, and one that is not there', async () => {
    const mine = await app.addMember({ birthday: '1990-11-20' });
    const other = await app.addMember({ birthday: '1990-11-20' });
    const foreign = await app.addStore();
    const abroad = await app.signInAs(await app.addCustomer({}, foreign), foreign);
    const replies = [
      await app.claim(mine.self, 'birthday', other.id),
      await mine.self.call(dates, { customerId: other.id }),
      await mine.self.call(history, { customerId: other.id }),
      await app.claim(abroad, 'birthday', mine.id),
      await (await app.signIn('owner', foreign)).call(dates, { customerId: mine.id }),
      await app.claim(mine.self, crypto.randomUUID()),
      await app.claim((await app.addMember({ birthday: null })).self, 'birthday'),
    ];
    expect(replies.map(({ status }) => status)).toEqual(Array(7).fill(404));
    expect(replies.at(-1)?.failure.errors[0]?.field).toBe('occasion');
  });

  test('what the store does not celebrate, or gives nothing for', async () => {
    const { self } = await app.addMember({ birthday: '1990-11-20' });
    await app.celebrate({ kind: 'birthday', isActive: false });
    try {
      expect((await app.claim(self, 'birthday')).failure.code).toBe('occasion_not_celebrated');
      expect((await app.datesOf(self)).map(({ kind }) => kind)).toEqual(['anniversary']);
    } finally {
      await app.celebrate({ kind: 'birthday', isActive: true });
    }
  });

  test('customers who are shut out, and staff without the permission', async () => {
    const customer = await app.addCustomer({ birthday: '1990-11-20' });
    await app.owner.call(contract.customers.update, { customerId: customer.id, status: 'suspended' });
    expect((await app.claim(app.cashier, 'birthday', customer.id)).failure.code).toBe('customer_suspended');
    const analyst = await app.signIn('analyst');
    expect((await app.claim(analyst, 'birthday', customer.id)).status).toBe(403);
    expect((await app.cashier.call(contract.occasions.records, {})).status).toBe(403);
  });
});
