import { randomUUID } from 'node:crypto';
import { contract as api, type CallOf, loyaltyRewardsContract as contract } from '@wafa/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import * as customers from '../../customers/index.ts';
import * as loyalty from '../index.ts';

let app: TestApp;
let owner: Client;
let cashier: Client;
beforeAll(async () => {
  app = await testApp();
  owner = await app.signIn('owner');
  cashier = await app.signIn('cashier');
});
afterAll(async () => {
  expect(await loyalty.driftOf(app.db)).toEqual([]);
  expect(await loyalty.checkChains(app.db)).toEqual([]);
  await app.close();
});
const start = new Date('2026-03-10T09:00:00Z');
afterEach(() => app.clock.set(start));

const days = (n: number) => new Date(start.getTime() + n * 86_400_000).toISOString();

async function reward(change: Partial<CallOf<typeof contract.createReward>> = {}) {
  const reply = await owner.call(contract.createReward, {
    name: { en: 'Free coffee', ar: 'قهوة مجانية' },
    pointsCost: 100,
    rewardType: 'free_shipping',
    ...change,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

async function customerWith(points: number): Promise<TestCustomer> {
  const customer = await app.addCustomer();
  if (points > 0)
    await cashier.call(api.loyalty.earn, { customerId: customer.id, points, transactionId: randomUUID() });
  return customer;
}

const balanceOf = async (customer: TestCustomer) =>
  (await owner.call(api.loyalty.account, { customerId: customer.id })).data.available;

const redeem = (client: Client, input: CallOf<typeof contract.redeem>) => client.call(contract.redeem, input);

test('where the store asks for it, a till redeems only after the customer proved to be there', async () => {
  const { id: rewardId } = await reward();
  const customer = await customerWith(500);
  const self = await app.signInAs(customer);
  await owner.call(api.settings.updateStore, { settings: { redeemNeedsProof: true } });
  try {
    const refused = await redeem(cashier, { customerId: customer.cardNumber, rewardId });
    expect([refused.status, refused.failure.code]).toEqual([403, 'proof_required']);
    const { data } = await self.call(api.customers.createOneTimeCode, { customerId: 'me' });
    await cashier.call(api.customers.checkOneTimeCode, { customerId: customer.cardNumber, code: data.code });
    expect((await redeem(cashier, { customerId: customer.cardNumber, rewardId })).status).toBe(201);
    // Nobody proved anything to the owner, and customers need not prove themselves to themselves.
    expect((await redeem(owner, { customerId: customer.cardNumber, rewardId })).status).toBe(403);
    expect((await redeem(self, { rewardId })).status).toBe(201);
  } finally {
    await owner.call(api.settings.updateStore, { settings: { redeemNeedsProof: null } });
  }
});

describe('redeeming', () => {
  test('takes the points, gives a code, and says so', async () => {
    const { id: rewardId } = await reward();
    const customer = await customerWith(250);
    const self = await app.signInAs(customer);
    const { data } = await redeem(self, { rewardId });
    expect(data).toMatchObject({
      balance: 150,
      redemption: {
        code: expect.stringMatching(/^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]$/),
        customerId: customer.id,
        rewardId,
        name: { en: 'Free coffee', ar: 'قهوة مجانية' },
        points: 100,
        status: 'issued',
        expiresAt: days(30),
        cancellableUntil: days(1),
      },
    });
    expect(await balanceOf(customer)).toBe(150);
    const history = await self.call(api.loyalty.history, { customerId: 'me' });
    expect(history.data.transactions[0]).toMatchObject({
      type: 'REDEEMED',
      points: -100,
      reason: { rule: 'reward', rewardId, name: { ar: 'قهوة مجانية' } },
    });
    const { rows } = await app.db.query(
      `select name from platform.outbox where payload->>'redemptionId' = $1`,
      [data.redemption.id],
    );
    expect(rows).toEqual([{ name: 'reward.redeemed' }]);
  });

  test('answers at the documented paths', async () => {
    const { id } = await reward();
    const customer = await customerWith(500);
    const self = await app.signInAs(customer);
    const own = await self.send('POST', `/api/customers/loyalty/redeem/${id}`, {});
    expect([own.status, own.data], own.text).toMatchObject([201, { balance: 400 }]);
    const till = await cashier.send('POST', '/api/loyalty/redeem', {
      customerId: customer.cardNumber,
      rewardId: id,
    });
    expect([till.status, till.data], till.text).toMatchObject([201, { balance: 300 }]);
    const staff = await cashier.send('POST', `/api/customers/loyalty/redeem/${id}`, {});
    expect(staff.status).toBe(403);
  });

  test('refuses whom the reward is not for, in words of their language', async () => {
    const customer = await customerWith(1_000);
    const self = await app.signInAs(customer);
    const cases: [Partial<CallOf<typeof contract.createReward>>, string][] = [
      [{ stock: 0 }, 'reward_out_of_stock'],
      [{ validFrom: days(1) }, 'reward_not_yet'],
      [{ validUntil: days(0) }, 'reward_ended'],
      [{ isActive: false }, 'reward_ended'],
      [{ tiers: ['gold'] }, 'reward_tier'],
      [{ segments: ['birthday'] }, 'reward_segment'],
      [{ pointsCost: 1_001 }, 'insufficient_points'],
      [{ rewardType: 'partner_code' }, 'reward_out_of_stock'],
    ];
    for (const [change, code] of cases) {
      const { id } = await reward(change);
      const reply = await redeem(self, { rewardId: id });
      expect([reply.status, reply.failure.code]).toEqual([409, code]);
      expect(reply.failure.message).toMatch(/^[A-Z]/);
    }
    const archived = await reward();
    await owner.call(contract.archiveReward, { rewardId: archived.id });
    expect((await redeem(self, { rewardId: archived.id })).failure.code).toBe('reward_ended');
    expect(await balanceOf(customer)).toBe(1_000);
  });

  test('serves the tier and the segment that the reward is for', async () => {
    const customer = await customerWith(1_200);
    await app.inStore((ctx) =>
      customers.setMemberships(ctx, [{ customerId: customer.id, segment: 'regulars', holds: true }]),
    );
    for (const change of [{ tiers: ['silver', 'gold'] }, { segments: ['new', 'regulars'] }]) {
      const { id: rewardId } = await reward(change);
      expect((await redeem(cashier, { customerId: customer.id, rewardId })).status).toBe(201);
    }
  });

  test('knows no other store’s reward, no stranger, and no other customer', async () => {
    const elsewhere = await app.addStore();
    const boss = await app.signIn('owner', elsewhere);
    const foreign = await boss.call(contract.createReward, {
      name: { en: 'Theirs', ar: 'لهم' },
      pointsCost: 1,
      rewardType: 'free_shipping',
    });
    const { id: rewardId } = await reward();
    const customer = await customerWith(100);
    const self = await app.signInAs(customer);
    const other = await customerWith(100);
    for (const input of [
      { rewardId: foreign.data.id },
      { rewardId: randomUUID() },
      { rewardId, customerId: other.id },
    ]) {
      const reply = await redeem(self, input);
      expect([reply.status, reply.failure.code]).toEqual([404, 'not_found']);
    }
    const unknown = await redeem(cashier, { rewardId, customerId: randomUUID() });
    expect([unknown.status, unknown.failure.errors[0]?.field]).toEqual([404, 'customerId']);
    expect((await redeem(cashier, { rewardId })).status).toBe(404);
    expect(await balanceOf(other)).toBe(100);
  });

  test.each([
    [{}, 'rewardId'],
    [{ rewardId: randomUUID(), points: 5 }, 'rewardId'],
    [{ points: 0 }, 'points'],
    [{ points: -1 }, 'points'],
    [{ points: 1.5 }, 'points'],
    [{ points: 2 ** 60 }, 'points'],
  ])('refuses %j', async (input, field) => {
    const reply = await redeem(cashier, input);
    expect([reply.status, reply.failure.errors[0]?.field], reply.text).toEqual([400, field]);
  });

  test('a branch must be the store’s', async () => {
    const { id: rewardId } = await reward();
    const customer = await customerWith(100);
    const reply = await redeem(cashier, { customerId: customer.id, rewardId, locationId: randomUUID() });
    expect([reply.status, reply.failure.code]).toEqual([400, 'location_unknown']);
  });

  test('a plain discount is worth what points are worth, and nothing where they have no price', async () => {
    const customer = await customerWith(300);
    const priceless = await redeem(cashier, { customerId: customer.id, points: 200 });
    expect([priceless.status, priceless.failure.code]).toEqual([409, 'points_without_worth']);
    const store = await app.addStore();
    await app.db.query('update loyalty.programmes set worth_e4 = 5000 where store_id = $1', [store.id]);
    const buyer = await app.addCustomer({}, store);
    const till = await app.signIn('cashier', store);
    await till.call(api.loyalty.earn, { customerId: buyer.id, points: 300, transactionId: randomUUID() });
    const { data } = await redeem(till, { customerId: buyer.id, points: 201, orderId: 'T-77' });
    expect(data).toMatchObject({
      balance: 99,
      redemption: { rewardId: null, rewardType: 'discount_fixed', rewardValue: 100, orderId: 'T-77' },
    });
    const tooLittle = await redeem(till, { customerId: buyer.id, points: 1 });
    expect(tooLittle.failure.code).toBe('points_without_worth');
  });

  test('codes keep the terms they were given under', async () => {
    const { id: rewardId } = await reward({ rewardType: 'discount_fixed', rewardValue: 500 });
    const { data } = await redeem(cashier, { customerId: (await customerWith(100)).id, rewardId });
    await owner.call(contract.updateReward, { rewardId, rewardValue: 900 });
    const found = await cashier.call(contract.redemption, { redemption: data.redemption.code });
    expect(found.data.rewardValue).toBe(500);
  });
});

describe('once', () => {
  test('a transaction id stands for one redemption, for ever', async () => {
    const { id: rewardId } = await reward();
    const customer = await customerWith(300);
    const input = { customerId: customer.id, rewardId, transactionId: randomUUID() };
    const first = await redeem(cashier, input);
    const again = await redeem(cashier, input);
    expect(again.data.redemption).toEqual(first.data.redemption);
    expect(await balanceOf(customer)).toBe(200);
    const otherReward = await reward();
    const stranger = await customerWith(300);
    for (const change of [{ rewardId: otherReward.id }, { customerId: stranger.id }]) {
      const reply = await redeem(cashier, { ...input, ...change });
      expect([reply.status, reply.failure.code], reply.text).toEqual([409, 'transaction_conflict']);
    }
    // A customer's own names for transactions meet nobody else's.
    const self = await app.signInAs(stranger);
    expect((await redeem(self, { rewardId, transactionId: input.transactionId })).status).toBe(201);
  });

  test('an idempotency key answers with the very bytes of the first reply', async () => {
    const { id: rewardId } = await reward();
    const customer = await customerWith(300);
    const sent = { idempotencyKey: randomUUID() };
    const first = await cashier.call(contract.redeem, { customerId: customer.id, rewardId }, sent);
    const again = await cashier.call(contract.redeem, { customerId: customer.id, rewardId }, sent);
    expect(again.text).toBe(first.text);
    expect(await balanceOf(customer)).toBe(200);
  });
});

describe('64 at once', () => {
  const statuses = (replies: { status: number }[]) =>
    Object.fromEntries(
      [201, 409].map((status) => [status, replies.filter((reply) => reply.status === status).length]),
    );

  test('of different customers get the ten there are, each with an own code of the partner', async () => {
    const { id: rewardId } = await reward({ rewardType: 'partner_code', lowStockAt: 3 });
    const codes = Array.from({ length: 10 }, (_, n) => `P-${n}`);
    await owner.call(contract.addPartnerCodes, { rewardId, codes });
    const buyers = await Promise.all(Array.from({ length: 64 }, () => customerWith(100)));
    const replies = await Promise.all(
      buyers.map((buyer) => redeem(cashier, { customerId: buyer.id, rewardId })),
    );
    expect(statuses(replies)).toEqual({ 201: 10, 409: 54 });
    const served = replies.filter((reply) => reply.status === 201).map((reply) => reply.data.redemption);
    expect(served.map((redemption) => redemption.partnerCode).sort()).toEqual(codes);
    expect(new Set(served.map((redemption) => redemption.code)).size).toBe(10);
    const refused = replies.filter((reply) => reply.status === 409);
    expect(new Set(refused.map((reply) => reply.failure.code))).toEqual(new Set(['reward_out_of_stock']));
    const left = await Promise.all(buyers.map(balanceOf));
    expect(left.filter((points) => points === 0)).toHaveLength(10);
    expect(left.filter((points) => points === 100)).toHaveLength(54);
    expect((await owner.call(contract.getReward, { rewardId })).data).toMatchObject({
      redeemed: 10,
      left: 0,
    });
    const { rows } = await app.db.query(
      `select payload from platform.outbox where name = 'reward.low_stock' and payload->>'rewardId' = $1`,
      [rewardId],
    );
    const name = { en: 'Free coffee', ar: 'قهوة مجانية' };
    expect(rows).toEqual([{ payload: { rewardId, name, left: 3 } }]);
  });

  test('of one customer get the two that one may have', async () => {
    const { id: rewardId } = await reward({ perCustomer: 2, stock: 50 });
    const buyer = await customerWith(10_000);
    const replies = await Promise.all(
      Array.from({ length: 64 }, () => redeem(cashier, { customerId: buyer.id, rewardId })),
    );
    expect(statuses(replies)).toEqual({ 201: 2, 409: 62 });
    expect(replies.find((reply) => reply.status === 409)?.failure.code).toBe('reward_limit_reached');
    expect(await balanceOf(buyer)).toBe(9_800);
  });

  test('of one balance get what it pays for, of two rewards in turn', async () => {
    const [one, two] = [await reward({ pointsCost: 30 }), await reward({ pointsCost: 30 })];
    const buyer = await customerWith(100);
    const replies = await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        redeem(cashier, { customerId: buyer.id, rewardId: n % 2 ? one.id : two.id }),
      ),
    );
    expect(statuses(replies)).toEqual({ 201: 3, 409: 61 });
    expect(await balanceOf(buyer)).toBe(10);
  });

  test('with one transaction id make one redemption and answer alike', async () => {
    const { id: rewardId } = await reward();
    const buyer = await customerWith(10_000);
    const input = { customerId: buyer.id, rewardId, transactionId: randomUUID() };
    const replies = await Promise.all(Array.from({ length: 64 }, () => redeem(cashier, input)));
    expect(statuses(replies)).toEqual({ 201: 64, 409: 0 });
    expect(new Set(replies.map((reply) => reply.data.redemption.code)).size).toBe(1);
    expect(await balanceOf(buyer)).toBe(9_900);
  });

  test('redeeming, cancelling and earning of a few customers neither lock up nor lose a point', async () => {
    const { id: rewardId } = await reward({ stock: 1_000 });
    const buyers = await Promise.all(Array.from({ length: 4 }, () => customerWith(3_000)));
    const replies = await Promise.all(
      Array.from({ length: 64 }, async (_, n) => {
        const customerId = (buyers[n % 4] as TestCustomer).id;
        if (n % 3 === 2)
          return cashier.call(api.loyalty.earn, { customerId, points: 100, transactionId: randomUUID() });
        const taken = await redeem(cashier, { customerId, rewardId });
        return n % 3 === 0
          ? owner.call(contract.cancelRedemption, { redemption: taken.data.redemption.id })
          : taken;
      }),
    );
    expect(replies.filter((reply) => reply.status >= 300).map((reply) => reply.text)).toEqual([]);
    const [earned, kept] = [21 * 100, 21 * 100];
    const left = await Promise.all(buyers.map(balanceOf));
    expect(left.reduce((sum, points) => sum + points, 0)).toBe(12_000 + earned - kept);
    expect((await owner.call(contract.getReward, { rewardId })).data.redeemed).toBe(21);
  });
});

describe('the catalogue of a customer', () => {
  test('says of each reward what stands in the way', async () => {
    const store = await app.addStore();
    const boss = await app.signIn('owner', store);
    const till = await app.signIn('cashier', store);
    const add = (en: string, change: Partial<CallOf<typeof contract.createReward>>) =>
      boss.call(contract.createReward, {
        name: { en, ar: en },
        pointsCost: 100,
        rewardType: 'free_shipping',
        ...change,
      });
    const buyer = await app.addCustomer({}, store);
    await till.call(api.loyalty.earn, { customerId: buyer.id, points: 250, transactionId: randomUUID() });
    const once = await add('once', { perCustomer: 1 });
    await add('dear', { pointsCost: 200 });
    await add('none left', { stock: 0, tiers: ['gold'] });
    await add('later', { validFrom: days(2) });
    await add('over', { validUntil: days(-2) });
    await add('long over', { validUntil: days(-31) });
    await add('hidden', { isActive: false });
    await add('open', { stock: 7 });
    await redeem(till, { customerId: buyer.id, rewardId: once.data.id });
    const self = await app.signInAs(buyer, store);
    const { data } = await self.call(contract.offeredRewards, { customerId: 'me' });
    expect(data.total).toBe(6);
    expect(
      data.rewards.map(({ name, obstacles, redeemable, affordable, pointsMissing, left, timesRedeemed }) => [
        name.en,
        obstacles,
        redeemable,
        affordable,
        pointsMissing,
        left,
        timesRedeemed,
      ]),
    ).toEqual([
      ['once', ['limit_reached'], false, true, 0, null, 1],
      ['dear', ['points_missing'], false, false, 50, null, 0],
      ['none left', ['out_of_stock', 'tier'], false, true, 0, 0, 0],
      ['later', ['not_yet'], false, true, 0, null, 0],
      ['over', ['ended'], false, true, 0, null, 0],
      ['open', [], true, true, 0, 7, 0],
    ]);
    const only = await till.call(contract.offeredRewards, {
      customerId: buyer.cardNumber,
      redeemable: 'true',
    });
    expect(only.data.rewards.map(({ name }) => name.en)).toEqual(['open']);
    const available = await app.inStore((ctx) => loyalty.availableRewards(ctx, buyer.id, 5), store);
    expect(available.map(({ name, affordable }) => [name.en, affordable])).toEqual([
      ['open', true],
      ['dear', false],
    ]);
    const stranger = await app.addCustomer({}, store);
    expect((await self.call(contract.offeredRewards, { customerId: stranger.id })).status).toBe(404);
    const poor = await boss.call(contract.offeredRewards, { customerId: stranger.id, redeemable: 'true' });
    expect(poor.data).toMatchObject({ total: 0, rewards: [], totalPages: 0 });
  });
});
