import { randomUUID } from 'node:crypto';
import { contract } from '@wafa/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import * as loyalty from '../index.ts';
import { ledgerFixtures } from './fixtures.ts';
import { checkChains, driftOf } from './recount.ts';

const { loyalty: api } = contract;
const start = new Date('2026-03-10T09:00:00Z');

let app: TestApp;
let fixtures: ReturnType<typeof ledgerFixtures>;
beforeAll(async () => {
  app = await testApp();
  fixtures = ledgerFixtures(app);
});
afterEach(() => app.clock.set(start));
afterAll(async () => {
  expect(await driftOf(app.db)).toEqual([]);
  expect(await checkChains(app.db)).toEqual([]);
  await app.close();
});

async function place(customer: TestCustomer, points: number, more: object = {}) {
  const cashier = await app.signIn('cashier');
  const reply = await cashier.call(api.hold, {
    customerId: customer.id,
    points,
    transactionId: randomUUID(),
    ...more,
  });
  expect(reply.status).toBe(201);
  return reply.data;
}

const transactionId = () => randomUUID();

describe('a hold', () => {
  test('reserves points that nothing else spends, and answers a repeat alike', async () => {
    const customer = await fixtures.customerWith(100);
    const cashier = await app.signIn('cashier');
    const input = {
      customerId: customer.cardNumber,
      points: 60,
      transactionId: randomUUID(),
      orderId: randomUUID(),
      reason: 'basket 7',
    };
    const first = await cashier.call(api.hold, input);
    expect(first.status).toBe(201);
    expect(first.data).toMatchObject({
      available: 40,
      hold: {
        customerId: customer.id,
        status: 'open',
        points: 60,
        open: 60,
        captured: 0,
        released: 0,
        orderId: input.orderId,
        reason: 'basket 7',
        createdAt: start.toISOString(),
        expiresAt: '2026-03-10T09:30:00.000Z',
        endedAt: null,
      },
    });
    expect((await cashier.call(api.hold, input)).data).toEqual(first.data);
    expect(await fixtures.balanceOf(customer)).toMatchObject({ available: 40, held: 60, lifetime: 100 });
    const spent = await cashier.call(api.postPoints, {
      customerId: customer.id,
      type: 'redeemed',
      points: 41,
      transactionId: randomUUID(),
    });
    expect([spent.status, spent.failure.code]).toEqual([409, 'insufficient_points']);
    const facts = await app.db.query('select points from customers.facts where customer_id = $1', [
      customer.id,
    ]);
    expect(facts.rows).toEqual([{ points: '40' }]);
  });

  test('is refused beyond the balance, for nobody, for another’s transaction and for bad points', async () => {
    const customer = await fixtures.customerWith(10);
    const cashier = await app.signIn('cashier');
    const input = { customerId: customer.id, points: 11, transactionId: randomUUID() };
    const key = await fixtures.keyWith('loyalty.redeem');
    const over = await key.call(api.hold, input, { language: 'ar' });
    expect([over.status, over.failure.code, over.failure.message]).toEqual([
      409,
      'insufficient_points',
      'رصيد النقاط لا يكفي.',
    ]);
    // The key of a refused hold stays free.
    expect((await cashier.call(api.hold, { ...input, points: 10 })).status).toBe(201);
    const changed = await cashier.call(api.hold, { ...input, points: 9 });
    expect([changed.status, changed.failure.code]).toEqual([409, 'transaction_conflict']);
    const other = await fixtures.customerWith(10);
    const stolen = await cashier.call(api.hold, { ...input, points: 10, customerId: other.id });
    expect([stolen.status, stolen.failure.code]).toEqual([409, 'transaction_conflict']);
    expect((await cashier.call(api.hold, { ...input, customerId: randomUUID() })).status).toBe(404);
    for (const points of [0, -1, 1.5, 1_000_000_001, 2 ** 60, '5', null]) {
      const reply = await cashier.send('POST', '/api/v1/loyalty/holds', { ...input, points });
      expect([points, reply.status, reply.failure.errors[0]?.field]).toEqual([points, 400, 'points']);
    }
    for (const expiresInMinutes of [0, 43_201]) {
      const reply = await cashier.call(api.hold, { ...input, expiresInMinutes });
      expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, 'expiresInMinutes']);
    }
    const marketer = await app.signIn('marketer');
    expect((await marketer.call(api.hold, input)).status).toBe(403);
  });

  test('takes the lot that ends soonest, which does not end while held', async () => {
    const customer = await app.addCustomer();
    await fixtures.credit(customer, 50, { backMonths: 12 });
    await fixtures.credit(customer, 50);
    const { hold } = await place(customer, 30, { expiresInMinutes: 43_200 });
    // The older lot ends with March in the store's time zone.
    app.clock.set('2026-04-02T00:00:00Z');
    await app.inStore((ctx) => loyalty.expire(ctx));
    expect(await fixtures.balanceOf(customer)).toMatchObject({ available: 50, held: 30 });
    const [captured] = await app.inStore((ctx) =>
      loyalty.capture(ctx, [
        {
          holdId: hold.id,
          source: 'test',
          sourceId: randomUUID(),
          points: 10,
          final: true,
          occurredAt: ctx.now,
        },
      ]),
    );
    // What the capture left is over: available until the expiry comes by.
    expect(captured).toMatchObject({ status: 'captured', available: 70, hold: { released: 20 } });
    await app.inStore((ctx) => loyalty.expire(ctx));
    expect(await fixtures.balanceOf(customer)).toMatchObject({ available: 50, held: 0 });
  });
});

describe('capturing', () => {
  test('in parts, then the rest: redeems exactly the held lots', async () => {
    const customer = await fixtures.customerWith(100);
    const cashier = await app.signIn('cashier');
    const { hold } = await place(customer, 60);
    const part = { holdId: hold.id, transactionId: transactionId(), points: 20, final: false };
    const first = await cashier.call(api.captureHold, part);
    expect(first.data).toMatchObject({
      points: 20,
      available: 40,
      hold: { status: 'open', captured: 20, open: 40, customerId: customer.id },
    });
    expect((await cashier.call(api.captureHold, part)).data.entryId).toBe(first.data.entryId);
    const over = await cashier.call(api.captureHold, { ...part, transactionId: transactionId(), points: 41 });
    expect([over.status, over.failure.code, over.failure.message]).toEqual([
      409,
      'hold_exceeded',
      'The hold has fewer points left than this.',
    ]);
    const other = await cashier.call(api.captureHold, { ...part, points: 19 });
    expect([other.status, other.failure.code]).toEqual([409, 'transaction_conflict']);
    const rest = await cashier.call(api.captureHold, { holdId: hold.id, transactionId: transactionId() });
    expect(rest.data).toMatchObject({
      points: 40,
      hold: { status: 'captured', open: 0, endedAt: expect.any(String) },
    });
    const key = await fixtures.keyWith('loyalty.redeem');
    const again = await key.call(
      api.captureHold,
      { holdId: hold.id, transactionId: transactionId() },
      { language: 'ar' },
    );
    expect([again.status, again.failure.code]).toEqual([409, 'hold_ended']);
    expect(again.failure.message).toContain('انتهى هذا الحجز');
    expect(await fixtures.balanceOf(customer)).toMatchObject({ available: 40, held: 0 });
    const self = await app.signInAs(customer);
    const history = await self.call(api.history, { customerId: 'me', type: 'REDEEMED' });
    expect(history.data.transactions.map((row) => [row.points, row.balanceAfter])).toEqual([
      [-40, 40],
      [-20, 80],
    ]);
  });

  test('a part for good releases the rest', async () => {
    const customer = await fixtures.customerWith(100);
    const cashier = await app.signIn('cashier');
    const { hold } = await place(customer, 60);
    const reply = await cashier.call(api.captureHold, {
      holdId: hold.id,
      transactionId: transactionId(),
      points: 25,
    });
    expect(reply.data).toMatchObject({
      points: 25,
      available: 75,
      hold: { status: 'captured', captured: 25, released: 35, open: 0 },
    });
    const { rows } = await app.db.query(
      `select name, payload->'points' as points from platform.outbox where payload->>'customerId' = $1 and name <> 'points.earned'
          and name like 'points.%' order by id`,
      [customer.id],
    );
    expect(rows).toEqual([
      { name: 'points.held', points: 60 },
      { name: 'points.spent', points: 25 },
      { name: 'points.released', points: 35 },
    ]);
  });

  test('on an order with lines: a refund gives the points back, and never touches held ones', async () => {
    const customer = await fixtures.customerWith(100);
    const cashier = await app.signIn('cashier');
    const orderId = randomUUID();
    const { hold } = await place(customer, 30, { orderId });
    const lines = [
      { lineNo: 1, total: 1_000, points: 10 },
      { lineNo: 2, total: 2_000, points: 20 },
    ];
    const capture = { holdId: hold.id, transactionId: transactionId(), lines };
    const wrong = await cashier.call(api.captureHold, { ...capture, points: 29 });
    expect([wrong.status, wrong.failure.errors[0]?.field]).toEqual([400, 'lines']);
    expect((await cashier.call(api.captureHold, capture)).status).toBe(200);
    const kept = await place(customer, 70);
    const reversed = await fixtures.refund(orderId, [{ lineNo: 2, lineTotal: 2_000, refundedSoFar: 1_100 }]);
    expect(reversed).toMatchObject({ returned: 11, balance: { available: 11, held: 70 } });
    expect((await place(customer, 11)).available).toBe(0);
    const released = await cashier.call(api.releaseHold, { holdId: kept.hold.id });
    expect(released.data).toMatchObject({ available: 70, hold: { status: 'released', released: 70 } });
  });

  test('is refused past the hold’s time, before the job came by, and for a hold of nobody or another store', async () => {
    const customer = await fixtures.customerWith(100);
    const { hold } = await place(customer, 60, { expiresInMinutes: 1 });
    app.clock.advance({ minutes: 1 });
    const cashier = await app.signIn('cashier');
    const late = await cashier.call(api.captureHold, { holdId: hold.id, transactionId: transactionId() });
    expect([late.status, late.failure.code]).toEqual([409, 'hold_ended']);
    const stranger = await app.signIn('cashier', await app.addStore());
    for (const [client, holdId] of [
      [stranger, hold.id],
      [cashier, randomUUID()],
    ] as const) {
      expect((await client.call(api.captureHold, { holdId, transactionId: transactionId() })).status).toBe(
        404,
      );
      expect((await client.call(api.releaseHold, { holdId })).status).toBe(404);
    }
    expect(await fixtures.balanceOf(customer)).toMatchObject({ available: 40, held: 60 });
  });
});

describe('releasing', () => {
  test('twice answers alike; after a capture it is refused', async () => {
    const customer = await fixtures.customerWith(100);
    const cashier = await app.signIn('cashier');
    const { hold } = await place(customer, 60);
    const first = await cashier.call(api.releaseHold, { holdId: hold.id });
    expect(first.data).toMatchObject({ available: 100, hold: { status: 'released', open: 0 } });
    expect((await cashier.call(api.releaseHold, { holdId: hold.id })).data).toEqual(first.data);
    const next = await place(customer, 10);
    await cashier.call(api.captureHold, { holdId: next.hold.id, transactionId: transactionId() });
    const refused = await cashier.call(api.releaseHold, { holdId: next.hold.id });
    expect([refused.status, refused.failure.code]).toEqual([409, 'hold_ended']);
  });

  test('repays a debt first', async () => {
    const customer = await app.addCustomer();
    const orderId = randomUUID();
    await fixtures.credit(customer, 80, { orderId });
    const { hold } = await place(customer, 50);
    const reversed = await fixtures.refund(orderId, [{ lineNo: 1, lineTotal: 8_000, refundedSoFar: 6_000 }]);
    expect(reversed).toMatchObject({ taken: 60, debt: 30, balance: { available: 0, held: 50, debt: 30 } });
    const cashier = await app.signIn('cashier');
    const released = await cashier.call(api.releaseHold, { holdId: hold.id });
    expect(released.data.available).toBe(20);
    expect(await fixtures.balanceOf(customer)).toMatchObject({ available: 20, held: 0, debt: 0 });
  });

  test('by time-out: run twice, or by two workers at once, it ends alike', async () => {
    const customer = await fixtures.customerWith(100);
    const { hold } = await place(customer, 60, { expiresInMinutes: 5 });
    const later = await place(customer, 10, { expiresInMinutes: 50 });
    app.clock.advance({ minutes: 5 });
    await expect(
      app.inStore(async (ctx) => {
        await loyalty.releaseDue(ctx);
        throw new Error('the worker was killed');
      }),
    ).rejects.toThrow('killed');
    expect(await fixtures.balanceOf(customer)).toMatchObject({ available: 30, held: 70 });
    await Promise.all([1, 2, 3].map(() => app.inStore((ctx) => loyalty.releaseDue(ctx))));
    await app.inStore((ctx) => loyalty.releaseDue(ctx));
    expect(await fixtures.balanceOf(customer)).toMatchObject({ available: 90, held: 10 });
    const agent = await app.signIn('agent');
    const list = await agent.call(api.holds, { customerId: customer.id, limit: 1 });
    expect(list.data).toMatchObject({ total: 2, totalPages: 2, holds: [{ id: later.hold.id }] });
    const timedOut = await agent.call(api.holds, { customerId: customer.id, status: 'timed_out' });
    expect(timedOut.data.holds).toMatchObject([
      { id: hold.id, status: 'timed_out', released: 60, endedAt: '2026-03-10T09:05:00.000Z' },
    ]);
    const { rows } = await app.db.query(
      `select payload->'timedOut' as "timedOut" from platform.outbox where name = 'points.released' and payload->>'holdId' = $1`,
      [hold.id],
    );
    expect(rows).toEqual([{ timedOut: true }]);
  });
});

test('a customer sees their own holds and nobody else’s', async () => {
  const [customer, other] = [await fixtures.customerWith(20), await app.addCustomer()];
  const { hold } = await place(customer, 5);
  const self = await app.signInAs(customer);
  expect((await self.call(api.holds, { customerId: 'me' })).data.holds).toMatchObject([{ id: hold.id }]);
  expect((await self.call(api.holds, { customerId: other.id })).status).toBe(404);
  const empty = await (await app.signInAs(other)).call(api.holds, { customerId: 'me' });
  expect(empty.data).toMatchObject({ total: 0, totalPages: 0, holds: [] });
  const reply = await self.call(api.releaseHold, { holdId: hold.id });
  expect(reply.status).toBe(403);
});

describe('at once', () => {
  test('64 holds of one balance: as many as it has', async () => {
    const customer = await fixtures.customerWith(100);
    const cashier = await app.signIn('cashier');
    const replies = await Promise.all(
      Array.from({ length: 64 }, () =>
        cashier.call(api.hold, { customerId: customer.id, points: 9, transactionId: randomUUID() }),
      ),
    );
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(11);
    expect(replies.filter((reply) => reply.failure.code === 'insufficient_points')).toHaveLength(53);
    expect(await fixtures.balanceOf(customer)).toMatchObject({ available: 1, held: 99 });
  });

  test('64 spends and holds of one balance', async () => {
    const customer = await fixtures.customerWith(100);
    const cashier = await app.signIn('cashier');
    const replies = await Promise.all(
      Array.from({ length: 64 }, (_, n) => {
        const input = { customerId: customer.id, points: 9, transactionId: randomUUID() };
        return n % 2
          ? cashier.call(api.hold, input)
          : cashier.call(api.postPoints, { ...input, type: 'redeemed' });
      }),
    );
    expect(replies.filter((reply) => reply.status < 300)).toHaveLength(11);
    const { available, held } = await fixtures.balanceOf(customer);
    const spent = replies.filter((reply, n) => reply.status < 300 && n % 2 === 0).length;
    expect([available, held]).toEqual([1, (11 - spent) * 9]);
  });

  test('captures and releases of one hold: one wins, or parts up to its points', async () => {
    const cashier = await app.signIn('cashier');
    for (let round = 0; round < 6; round++) {
      const customer = await fixtures.customerWith(50);
      const { hold } = await place(customer, 50);
      const replies = await Promise.all(
        Array.from({ length: 16 }, (_, n) =>
          n === 8
            ? cashier.call(api.releaseHold, { holdId: hold.id })
            : cashier.call(api.captureHold, {
                holdId: hold.id,
                transactionId: randomUUID(),
                points: 10,
                final: false,
              }),
        ),
      );
      const captures = replies.filter((reply, n) => n !== 8 && reply.status === 200).length;
      const isReleased = replies[8]?.status === 200;
      expect(captures).toBeLessThanOrEqual(5);
      if (!isReleased) expect(captures).toBe(5);
      const { available, held } = await fixtures.balanceOf(customer);
      expect([available, held]).toEqual([50 - captures * 10, 0]);
    }
  });
});
