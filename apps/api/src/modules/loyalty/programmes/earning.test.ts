import { randomUUID } from 'node:crypto';
import { type CallOf, contract, type OrderInput } from '@wafa/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestStore, testApp } from '../../../../test/harness.ts';
import * as customers from '../../customers/index.ts';
import { checkChains, driftOf } from '../index.ts';

const { loyalty, sales } = contract;
let app: TestApp;
let store: TestStore;
let owner: Client;

beforeAll(async () => {
  app = await testApp();
});
afterAll(async () => {
  expect(await driftOf(app.db)).toEqual([]);
  expect(await checkChains(app.db)).toEqual([]);
  await app.close();
});
/** Each test has a store of its own, since rules and programmes are the store's. */
beforeEach(async () => {
  store = await app.addStore();
  owner = await app.signIn('owner', store);
});

const standard = async () => {
  const { programs } = (await owner.call(loyalty.listPrograms, {})).data;
  const [program] = programs;
  if (!program) throw new Error('the store has no programme');
  return program;
};
const setRules = async (rules: CallOf<typeof loyalty.updateProgram>['rules']) => {
  const { id, version } = await standard();
  const reply = await owner.call(loyalty.updateProgram, { programId: id, version, rules });
  if (reply.status !== 200) throw new Error(reply.text);
  return reply.data;
};
const addProgram = async (fields: Partial<CallOf<typeof loyalty.createProgram>> = {}) => {
  const reply = await owner.call(loyalty.createProgram, { name: 'Further', ...fields });
  if (reply.status !== 201) throw new Error(reply.text);
  return reply.data;
};
const sell = async (fields: Partial<OrderInput>) => {
  const reply = await owner.call(sales.record, app.order(fields));
  if (reply.status !== 201) throw new Error(reply.text);
  return reply.data;
};
const sellMany = async (orders: Partial<OrderInput>[]) => {
  const { data } = await owner.call(sales.recordMany, { orders: orders.map((fields) => app.order(fields)) });
  return data.results.map(({ receipt, error }) => receipt?.points.earned ?? error?.code);
};
const shopper = () => app.addCustomer({}, store);

describe('an order', () => {
  it('earns by the rules, and says by which', async () => {
    await setRules([{ id: 'coffee', kind: 'points', points: 3, per: 'item', when: { skus: ['COFFEE'] } }]);
    const { id } = await shopper();
    const receipt = await sell({
      customerId: id,
      lines: [
        { sku: 'COFFEE', name: 'Coffee', quantity: 4, unitPrice: 1000, discount: 0 },
        { sku: 'TEA', name: 'Tea', quantity: 1, unitPrice: 1000, discount: 0 },
      ],
    });
    expect(receipt.points).toMatchObject({
      earned: 62,
      lines: [
        { lineNo: 1, points: 52 },
        { lineNo: 2, points: 10 },
      ],
      reason: {
        ruleVersion: 2,
        base: 50,
        rules: [
          { id: 'coffee', kind: 'points', points: 12, inputs: { points: 3, per: 'item', quantity: 4 } },
        ],
      },
    });
    const { data } = await owner.call(loyalty.history, { customerId: id });
    expect(data.transactions[0]?.reason).toEqual(receipt.points.reason);
  });

  it('is the first one once, also among several of one call', async () => {
    await setRules([{ id: 'first', kind: 'points', points: 50, when: { firstOrder: true } }]);
    const { id } = await shopper();
    expect(await sellMany([{ customerId: id }, { customerId: id }])).toEqual([150, 100]);
    expect((await sell({ customerId: id })).points.earned).toBe(100);
    const other = await shopper();
    const both = await Promise.all([sell({ customerId: other.id }), sell({ customerId: other.id })]);
    expect(both.map(({ points }) => points.earned).sort()).toEqual([100, 150]);
  });

  it('asks for segments as they stood before it', async () => {
    await setRules([{ id: 'vip', kind: 'multiplier', percent: 200, when: { segments: ['vip'] } }]);
    const { id } = await shopper();
    expect((await sell({ customerId: id })).points.earned).toBe(100);
    await app.inStore(
      (ctx) => customers.setMemberships(ctx, [{ customerId: id, segment: 'vip', holds: true }]),
      store,
    );
    expect((await sell({ customerId: id })).points.earned).toBe(200);
  });

  it('keeps to a cap per day and per customer, in one call, in parallel and over days', async () => {
    const caps = { perDay: 150, perCustomer: 210 };
    await setRules([{ id: 'extra', kind: 'rate', pointsPerUnit: 1, caps }]);
    const { id } = await shopper();
    expect(await sellMany([{ customerId: id }, { customerId: id }])).toEqual([200, 150]);
    expect((await sell({ customerId: id })).points.earned).toBe(100);
    const yesterday = new Date(app.clock.now().getTime() - 86_400_000).toISOString();
    expect((await sell({ customerId: id, occurredAt: yesterday })).points.earned).toBe(160);
    const other = await shopper();
    const many = await Promise.all(Array.from({ length: 8 }, () => sell({ customerId: other.id })));
    // 8 times 100 by the rate, 150 by the rule; none of the eight brings another tier.
    expect(many.reduce((sum, { points }) => sum + points.earned, 0)).toBe(950);
    const { rows } = await app.db.query(
      `select sum(points)::int as points from loyalty.rule_days where store_id = $1 group by account_id order by 1`,
      [store.id],
    );
    expect(rows).toEqual([{ points: 150 }, { points: 210 }]);
  });

  it('goes back whole by a refund, the points of rules too', async () => {
    await setRules([{ id: 'extra', kind: 'points', points: 7 }]);
    const { id } = await shopper();
    const { orderId } = await sell({ customerId: id });
    const refund = await owner.call(sales.refund, { source: 'till', refundId: randomUUID(), orderId });
    expect(refund.data).toMatchObject({ points: { taken: 107, debt: 0 }, balance: { available: 0 } });
  });
});

describe('several programmes', () => {
  it('each give what they say; the receipt names the further ones', async () => {
    const green = await addProgram({ name: { en: 'Green', ar: 'الأخضر' }, pointsPerUnit: '0.5' });
    await addProgram({ isActive: false });
    const { id } = await shopper();
    const receipt = await sell({ customerId: id });
    expect(receipt.points.earned).toBe(100);
    expect(receipt.programs).toMatchObject([
      { programId: green.id, name: { en: 'Green', ar: 'الأخضر' }, earned: 50, available: 50, pending: false },
    ]);
    const { data } = await owner.call(contract.customers.get, { customerId: id });
    expect(data.loyaltyPoints).toBe(100);
    const refund = await owner.call(sales.refund, {
      source: 'till',
      refundId: randomUUID(),
      orderId: receipt.orderId,
    });
    expect(refund.data.points).toMatchObject({ taken: 150, debt: 0 });
    const { rows } = await app.db.query(
      'select available::int, lifetime::int from loyalty.accounts where store_id = $1 and owner_id = $2',
      [store.id, id],
    );
    expect(rows).toEqual([
      { available: 0, lifetime: 0 },
      { available: 0, lifetime: 0 },
    ]);
    expect((await owner.call(contract.customers.get, { customerId: id })).data.loyaltyPoints).toBe(0);
  });

  it('a receipt of a store with one programme names no further ones', async () => {
    expect(await sell({ customerId: (await shopper()).id })).not.toHaveProperty('programs');
  });

  it('raise a customer’s tier each by itself, also within one call', async () => {
    const fast = await addProgram({ pointsPerUnit: '20' });
    const { id } = await shopper();
    const { data } = await owner.call(sales.recordMany, {
      orders: [app.order({ customerId: id }), app.order({ customerId: id })],
    });
    // 2,000 points make silver, which earns the second order one and a quarter.
    expect(data.results.map(({ receipt }) => receipt?.programs?.[0]?.earned)).toEqual([2000, 2500]);
    expect(data.results.map(({ receipt }) => receipt?.points.earned)).toEqual([100, 100]);
    expect(data.results[1]?.receipt?.programs?.[0]).toMatchObject({ programId: fast.id, available: 4500 });
  });

  it('with consent give nothing before joining, nor after leaving', async () => {
    const club = await addProgram({ enrolment: 'consent' });
    const customer = await shopper();
    const self = await app.signInAs(customer, store);
    const earned = async () => (await sell({ customerId: customer.id })).programs?.[0]?.earned ?? 0;
    expect(await earned()).toBe(0);
    const joined = await self.call(loyalty.joinProgram, { programId: club.id });
    expect([joined.status, joined.data]).toMatchObject([200, { customerId: customer.id, status: 'open' }]);
    expect(await earned()).toBe(100);
    const left = await self.call(loyalty.leaveProgram, { programId: club.id });
    expect(left.data).toMatchObject({ accountId: joined.data.accountId, status: 'left' });
    expect(await earned()).toBe(0);
    expect((await self.call(loyalty.status, {})).data.programs).toMatchObject([
      { isDefault: true, membership: 'open', available: 300 },
      { programId: club.id, membership: 'left', available: 100 },
    ]);
    await owner.call(loyalty.joinProgram, { programId: club.id, customerId: customer.id });
    expect(await earned()).toBe(100);
  });

  it('leaving the default one stops its points, by orders and by hand', async () => {
    const { id: programId } = await standard();
    const customer = await shopper();
    const left = await owner.call(loyalty.leaveProgram, { programId, customerId: customer.id });
    expect(left.data.status).toBe('left');
    expect((await sell({ customerId: customer.id })).points.earned).toBe(0);
    const scopes = ['loyalty.earn' as const];
    const key = await owner.call(contract.settings.createKey, { name: 'Arabic', scopes });
    const arabic = app.anonymous.with({ 'x-api-key': key.data.key, 'accept-language': 'ar' });
    const credit = { customerId: customer.id, points: 5, transactionId: 'by-hand' };
    const refused = await arabic.call(loyalty.earn, credit);
    expect([refused.status, refused.failure.code]).toEqual([409, 'not_enrolled']);
    expect(refused.failure.message).toBe('هذا العميل غير مشترك في البرنامج.');
  });

  it('a default one with consent leaves orders of others without points', async () => {
    const { id, version } = await standard();
    await owner.call(loyalty.updateProgram, { programId: id, version, enrolment: 'consent' });
    const receipt = await sell({ customerId: (await shopper()).id });
    expect(receipt).toMatchObject({ points: { earned: 0, reason: null }, balance: null });
  });

  it('a customer joins nobody but themselves', async () => {
    const { id: programId } = await standard();
    const [one, two] = [await shopper(), await shopper()];
    const self = await app.signInAs(one, store);
    const refused = await self.call(loyalty.joinProgram, { programId, customerId: two.id });
    expect([refused.status, refused.failure.code]).toEqual([404, 'not_found']);
  });
});

describe('an event', () => {
  const review = (customerId: string, eventId: string, event = 'review') =>
    owner.call(loyalty.recordEvent, { customerId, event, eventId });

  it('is credited once for ever, in every programme whose rules are about it', async () => {
    const rules = [
      { id: 'review', kind: 'event' as const, event: 'review', points: 20, caps: { perDay: 30 } },
    ];
    const { id: programId } = await setRules(rules);
    const further = await addProgram({ rules: [{ ...rules[0], id: 'say', points: 5 } as (typeof rules)[0]] });
    const { id } = await shopper();
    const first = await review(id, 'r-1');
    expect(first.data).toEqual({
      points: 25,
      programs: [
        { programId, status: 'credited', points: 20, available: 20 },
        { programId: further.id, status: 'credited', points: 5, available: 5 },
      ],
    });
    const again = await review(id, 'r-1');
    expect(again.data.programs.map(({ status, points }) => [status, points])).toEqual([
      ['duplicate', 20],
      ['duplicate', 5],
    ]);
    // The day's cap leaves ten, then nothing; a repeat has used none of it.
    expect((await review(id, 'r-2')).data.programs.map(({ points }) => points)).toEqual([10, 5]);
    expect((await review(id, 'r-3')).data.programs.map(({ points }) => points)).toEqual([0, 5]);
    const { data } = await owner.call(loyalty.history, { customerId: id, limit: 100 });
    expect(data.transactions.map(({ points }) => points).sort((a, b) => b - a)).toEqual([20, 10, 5, 5, 5]);
    expect(data.transactions.at(-1)?.reason).toMatchObject({ rule: 'event', event: 'review' });
  });

  it('of the store’s own counts by its name or as any', async () => {
    await setRules([
      { id: 'quiz', kind: 'event', event: 'custom:quiz', points: 7 },
      { id: 'any', kind: 'event', event: 'custom', points: 1 },
    ]);
    const { id } = await shopper();
    expect((await review(id, '1', 'custom:quiz')).data.points).toBe(8);
    expect((await review(id, '1', 'custom:poll')).data.points).toBe(1);
    expect((await review(id, '1', 'sign_up')).data).toEqual({ points: 0, programs: [] });
  });

  it('of another customer under the same id is refused', async () => {
    await setRules([{ id: 'review', kind: 'event', event: 'review', points: 20 }]);
    await review((await shopper()).id, 'mine');
    const refused = await review((await shopper()).id, 'mine');
    expect([refused.status, refused.failure.code]).toEqual([409, 'transaction_conflict']);
  });

  it('needs a customer, a past time, a branch of the store, and the right to credit', async () => {
    const { id } = await shopper();
    const send = (fields: object) =>
      owner.send('POST', loyalty.recordEvent.path, {
        customerId: id,
        event: 'review',
        eventId: 'x',
        ...fields,
      });
    const codes = [
      await send({ customerId: randomUUID() }),
      await send({ occurredAt: new Date(app.clock.now().getTime() + 600_000).toISOString() }),
      await send({ locationId: randomUUID() }),
      await send({ event: 'sneeze' }),
    ].map(({ status, failure }) => [status, failure.code]);
    expect(codes).toEqual([
      [404, 'not_found'],
      [400, 'date_in_future'],
      [400, 'location_unknown'],
      [400, 'validation'],
    ]);
    const agent = await app.signIn('agent', store);
    expect(
      (await agent.call(loyalty.recordEvent, { customerId: id, event: 'review', eventId: 'y' })).status,
    ).toBe(403);
  });
});
