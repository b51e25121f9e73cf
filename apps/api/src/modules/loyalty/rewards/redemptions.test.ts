import { randomUUID } from 'node:crypto';
import {
  contract as api,
  type CallOf,
  loyaltyRewardsContract as contract,
  settingsContract,
} from '@wafa/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import * as loyalty from '../index.ts';
import { codeFrom, showCode } from './codes.ts';

let app: TestApp;
let owner: Client;
let cashier: Client;
/** A program at the till: its key outlives a session, and it reads the language it asks for. */
let till: Client;
beforeAll(async () => {
  app = await testApp();
  owner = await app.signIn('owner');
  cashier = await app.signIn('cashier');
  till = await newTill();
});
afterAll(async () => {
  expect(await loyalty.driftOf(app.db)).toEqual([]);
  expect(await loyalty.checkChains(app.db)).toEqual([]);
  await app.close();
});
async function newTill(): Promise<Client> {
  const made = await owner.call(settingsContract.createKey, { name: 'till', scopes: ['loyalty.redeem'] });
  return app.anonymous.with({ 'x-api-key': made.data.key });
}

const start = new Date('2026-03-10T09:00:00Z');
afterEach(() => app.clock.set(start));

const minutes = (n: number) => app.clock.set(new Date(start.getTime() + n * 60_000));
const day = 24 * 60;

async function reward(change: Partial<CallOf<typeof contract.createReward>> = {}) {
  const reply = await owner.call(contract.createReward, {
    name: { en: 'Ten off', ar: 'خصم عشرة' },
    pointsCost: 100,
    rewardType: 'discount_fixed',
    rewardValue: 1_000,
    ...change,
  });
  return reply.data;
}

async function customerWith(points: number): Promise<TestCustomer> {
  const customer = await app.addCustomer();
  await cashier.call(api.loyalty.earn, { customerId: customer.id, points, transactionId: randomUUID() });
  return customer;
}

/** A customer of 300 points with a code of 100. */
async function issued(change: Partial<CallOf<typeof contract.createReward>> = {}) {
  const [made, customer] = [await reward(change), await customerWith(300)];
  if (change.rewardType === 'partner_code')
    await owner.call(contract.addPartnerCodes, { rewardId: made.id, codes: [randomUUID()] });
  const { data } = await cashier.call(contract.redeem, { customerId: customer.id, rewardId: made.id });
  return { rewardId: made.id, customer, redemption: data.redemption, code: data.redemption.code };
}

/** Through the operations, since sessions end as time passes. */
const runOut = () => app.inStore((ctx) => loyalty.expireRedemptions(ctx));
const available = async (customer: TestCustomer) => {
  const found = await app.inStore((ctx) => loyalty.standings(ctx, [customer.id]));
  return found.get(customer.id)?.balance.available;
};

describe('at the till', () => {
  test('a code is found and used once, however it is typed', async () => {
    const { code, customer, redemption } = await issued();
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
    const found = await cashier.call(contract.redemption, { redemption: typed });
    expect(found.data).toEqual(redemption);
    const { data } = await cashier.call(contract.useRedemption, {
      redemption: typed,
      locationId: app.store.locationId,
      source: 'till',
      orderId: 'T-1',
    });
    expect(data).toMatchObject({
      status: 'used',
      usedAt: start.toISOString(),
      locationId: app.store.locationId,
      orderId: 'T-1',
      cancellableUntil: null,
    });
    const again = await cashier.call(contract.useRedemption, { redemption: code });
    expect([again.status, again.failure.code]).toEqual([409, 'redemption_used']);
    const inArabic = await till.call(contract.useRedemption, { redemption: code }, { language: 'ar' });
    expect(inArabic.failure.message).toBe('استُخدم هذا الرمز من قبل.');
    const { rows } = await app.db.query(
      `select payload from platform.outbox where name = 'reward.used' and payload->>'redemptionId' = $1`,
      [redemption.id],
    );
    expect(rows).toMatchObject([{ payload: { customerId: customer.id, orderId: 'T-1', source: 'till' } }]);
  });

  test('of 64 at once one uses it', async () => {
    const { code } = await issued();
    const replies = await Promise.all(
      Array.from({ length: 64 }, () => cashier.call(contract.useRedemption, { redemption: code })),
    );
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    expect(replies.filter((reply) => reply.failure.code === 'redemption_used')).toHaveLength(63);
  });

  test('a slip is undone within a quarter of an hour, not later, not twice', async () => {
    const { code, redemption } = await issued();
    const undo = () => till.call(contract.undoRedemption, { redemption: code });
    expect((await undo()).failure.code).toBe('redemption_not_used');
    await cashier.call(contract.useRedemption, { redemption: code });
    minutes(15);
    expect((await undo()).data).toMatchObject({ status: 'issued', usedAt: null, locationId: null });
    expect((await undo()).failure.code).toBe('redemption_not_used');
    await till.call(contract.useRedemption, { redemption: redemption.id });
    minutes(31);
    expect((await undo()).failure.code).toBe('undo_too_late');
  });

  test('a code that ran out or was cancelled is refused with its reason', async () => {
    const late = await issued({ codeDays: 1 });
    const cancelled = await issued();
    await owner.call(contract.cancelRedemption, { redemption: cancelled.code });
    const reply = await cashier.call(contract.useRedemption, { redemption: cancelled.code });
    expect([reply.status, reply.failure.code]).toEqual([409, 'redemption_cancelled']);
    minutes(day);
    const over = await till.call(contract.useRedemption, { redemption: late.code });
    expect([over.status, over.failure.code], over.text).toEqual([409, 'redemption_expired']);
  });

  test('needs the right, a branch of the store, and a code of the store', async () => {
    const { code, customer } = await issued();
    const agent = await app.signIn('agent');
    expect((await agent.call(contract.useRedemption, { redemption: code })).status).toBe(403);
    const self = await app.signInAs(customer);
    expect((await self.call(contract.useRedemption, { redemption: code })).status).toBe(403);
    const lost = await cashier.call(contract.useRedemption, { redemption: code, locationId: randomUUID() });
    expect([lost.status, lost.failure.code]).toEqual([400, 'location_unknown']);
    const elsewhere = await app.signIn('cashier', await app.addStore());
    for (const named of [code, (await issued()).redemption.id]) {
      const reply = await elsewhere.call(contract.useRedemption, { redemption: named });
      expect([reply.status, reply.failure.code]).toEqual([404, 'redemption_unknown']);
    }
    expect((await cashier.call(contract.redemption, { redemption: code })).data.status).toBe('issued');
  });
});

describe('wrong codes', () => {
  let guesses = 0;
  const guess = () => showCode(codeFrom(Uint8Array.from({ length: 10 }, (_, n) => (guesses += n))));

  test('after twenty a caller waits, even with the right one; slips are not counted', async () => {
    const { code } = await issued();
    const guesser = await newTill();
    const look = (redemption: string) => guesser.call(contract.redemption, { redemption });
    for (let n = 0; n < 30; n++) expect((await look('AAAAA-AAAAA-B')).status).toBe(404);
    for (let n = 0; n < 20; n++) expect((await look(guess())).failure.code).toBe('redemption_unknown');
    const stopped = await look(guess());
    expect([stopped.status, stopped.failure.code]).toEqual([429, 'rate_limited']);
    expect(Number(stopped.headers.get('retry-after'))).toBe(15 * 60);
    expect((await look(code)).status).toBe(429);
    // Nobody else waits with them.
    expect((await cashier.call(contract.redemption, { redemption: code })).status).toBe(200);
    minutes(15);
    expect((await look(guess())).status).toBe(404);
  });

  test('another customer’s code answers as one that does not exist', async () => {
    const { code, redemption } = await issued();
    const stranger = await app.signInAs(await customerWith(1));
    const [foreign, none] = await Promise.all([
      stranger.call(contract.redemption, { redemption: code }),
      stranger.call(contract.redemption, { redemption: guess() }),
    ]);
    const told = ({ status, failure }: typeof foreign) => ({ status, ...failure, requestId: '' });
    expect(told(foreign)).toEqual(told(none));
    for (const named of [code, redemption.id])
      expect((await stranger.call(contract.cancelRedemption, { redemption: named })).status).toBe(404);
  });
});

describe('cancelling', () => {
  test('returns points and stock, and answers alike when asked again', async () => {
    const { code, customer, rewardId, redemption } = await issued({ stock: 5 });
    const self = await app.signInAs(customer);
    const first = await self.call(contract.cancelRedemption, { redemption: redemption.id });
    expect(first.data).toMatchObject({
      balance: 300,
      redemption: { status: 'cancelled', cancelledAt: start.toISOString(), pointsReturned: 100 },
    });
    const again = await owner.call(contract.cancelRedemption, { redemption: code });
    expect(again.data).toEqual(first.data);
    expect((await owner.call(contract.getReward, { rewardId })).data).toMatchObject({ redeemed: 0, left: 5 });
    const history = await self.call(api.loyalty.history, { customerId: 'me' });
    expect(history.data.transactions.map(({ type, points }) => [type, points])).toEqual([
      ['REVERSED', 100],
      ['REDEEMED', -100],
      ['EARNED', 300],
    ]);
  });

  test('64 at once return the points once', async () => {
    const { code, customer } = await issued();
    const replies = await Promise.all(
      Array.from({ length: 64 }, () => owner.call(contract.cancelRedemption, { redemption: code })),
    );
    expect(new Set(replies.map((reply) => `${reply.status} ${reply.data?.balance}`))).toEqual(
      new Set(['200 300']),
    );
    expect(await available(customer)).toBe(300);
  });

  test('is the customer’s for as long as the reward says, and the staff’s until it is used', async () => {
    const { code, customer } = await issued({ cancelHours: 0 });
    const self = await app.signInAs(customer);
    const late = await self.call(contract.cancelRedemption, { redemption: code });
    expect([late.status, late.failure.code]).toEqual([409, 'cancel_too_late']);
    expect((await cashier.call(contract.cancelRedemption, { redemption: code })).status).toBe(403);
    await cashier.call(contract.useRedemption, { redemption: code });
    const used = await owner.call(contract.cancelRedemption, { redemption: code });
    expect([used.status, used.failure.code]).toEqual([409, 'redemption_used']);
    await cashier.call(contract.undoRedemption, { redemption: code });
    const agent = await app.signIn('agent');
    expect((await agent.call(contract.cancelRedemption, { redemption: code })).status).toBe(200);
    expect(await available(customer)).toBe(300);
  });

  test('of a partner’s code is for staff only, and the code is gone', async () => {
    const { code, customer, rewardId, redemption } = await issued({
      rewardType: 'partner_code',
      rewardValue: null,
    });
    expect(redemption).toMatchObject({ cancellableUntil: null, partnerCode: expect.any(String) });
    const self = await app.signInAs(customer);
    expect((await self.call(contract.cancelRedemption, { redemption: code })).failure.code).toBe(
      'cancel_too_late',
    );
    expect((await owner.call(contract.cancelRedemption, { redemption: code })).status).toBe(200);
    expect((await owner.call(contract.getReward, { rewardId })).data.left).toBe(0);
    const next = await cashier.call(contract.redeem, { customerId: customer.id, rewardId });
    expect(next.failure.code).toBe('reward_out_of_stock');
  });

  test('a stock below what was given is refused', async () => {
    const { rewardId } = await issued({ stock: 3 });
    const reply = await owner.call(contract.updateReward, { rewardId, stock: 0 });
    expect([reply.status, reply.failure.code]).toEqual([409, 'stock_below_redeemed']);
  });
});

describe('codes that run out', () => {
  test('end once; the points return where the reward says so', async () => {
    const kept = await issued({ codeDays: 2 });
    const returned = await issued({ codeDays: 2, returnsPoints: true });
    minutes(2 * day - 1);
    await runOut();
    expect(await available(returned.customer)).toBe(200);
    minutes(2 * day);
    while (await runOut());
    await runOut();
    expect(await available(kept.customer)).toBe(200);
    expect(await available(returned.customer)).toBe(300);
    const { rows } = await app.db.query(
      `select payload->>'redemptionId' as id, payload->'returned' as returned from platform.outbox
        where name = 'reward.expired' and payload->>'redemptionId' = any($1) order by 2`,
      [[kept.redemption.id, returned.redemption.id]],
    );
    expect(rows).toEqual([
      { id: kept.redemption.id, returned: 0 },
      { id: returned.redemption.id, returned: 100 },
    ]);
    const refused = await till.call(contract.useRedemption, { redemption: returned.code });
    expect(refused.failure.code).toBe('redemption_expired');
  });
});

describe('reading', () => {
  test('a customer lists their own with codes; staff without the right see the end of a code', async () => {
    const { code, customer, rewardId, redemption } = await issued();
    const second = await cashier.call(contract.redeem, { customerId: customer.id, rewardId });
    await cashier.call(contract.useRedemption, { redemption: second.data.redemption.id });
    const self = await app.signInAs(customer);
    const own = await self.call(contract.redemptionsOfCustomer, { customerId: 'me' });
    expect(own.data.redemptions.map(({ code }) => code)).toEqual([second.data.redemption.code, code]);
    const agent = await app.signIn('agent');
    const masked = await agent.call(contract.redemptions, {
      customerId: customer.cardNumber,
      status: 'issued',
    });
    expect(masked.data.redemptions).toEqual([
      { ...redemption, code: expect.stringMatching(/^•{5}-•{3}..-.$/) },
    ]);
    const paged = await owner.call(contract.redemptions, { rewardId, limit: 1, page: 2 });
    expect(paged.data).toMatchObject({ total: 2, totalPages: 2, redemptions: [redemption] });
    const none = await owner.call(contract.redemptions, {
      rewardId,
      from: new Date(start.getTime() + 1).toISOString(),
    });
    expect(none.data).toMatchObject({ total: 0, redemptions: [] });
    expect((await self.call(contract.redemptions, {})).status).toBe(403);
    const stranger = await app.signInAs(await customerWith(1));
    const foreign = await stranger.call(contract.redemptionsOfCustomer, { customerId: customer.id });
    expect(foreign.status).toBe(404);
  });

  test('statistics count by the month where the store is', async () => {
    const { id: rewardId } = await reward();
    const customer = await customerWith(1_000);
    const redeem = () => cashier.call(contract.redeem, { customerId: customer.id, rewardId });
    const [used, cancelled] = [await redeem(), await redeem()];
    await redeem();
    await cashier.call(contract.useRedemption, { redemption: used.data.redemption.id });
    await owner.call(contract.cancelRedemption, { redemption: cancelled.data.redemption.id });
    const { data } = await owner.call(contract.rewardStatistics, { rewardId, months: 2 });
    const tally = { redeemed: 3, used: 1, cancelled: 1, expired: 0, points: 200 };
    expect(data).toEqual({
      total: tally,
      months: [
        { month: '2026-02-01', redeemed: 0, used: 0, cancelled: 0, expired: 0, points: 0 },
        { month: '2026-03-01', ...tally },
      ],
    });
  });
});
