import { randomUUID } from 'node:crypto';
import { contract } from '@wafa/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import * as loyalty from '../index.ts';
import { balanceAt } from './balance.ts';
import { ledgerFixtures } from './fixtures.ts';
import { checkChains, driftOf } from './recount.ts';

const { loyalty: api } = contract;
const start = new Date('2026-03-10T09:00:00Z');

let app: TestApp;
let fixtures: ReturnType<typeof ledgerFixtures>;
beforeAll(async () => {
  app = await testApp();
  fixtures = ledgerFixtures(app);
  await app.db.query('update loyalty.programmes set transfers = true where store_id = $1', [app.store.id]);
});
afterEach(() => app.clock.set(start));
afterAll(async () => {
  expect(await driftOf(app.db)).toEqual([]);
  expect(await checkChains(app.db)).toEqual([]);
  await app.close();
});

describe('an adjustment', () => {
  test('gives a new lot with the programme’s end, outside lifetime and tier, and leaves an audit row', async () => {
    const customer = await fixtures.customerWith(10);
    const admin = await app.signIn('admin');
    const input = {
      customerId: customer.cardNumber,
      points: 1_500,
      reason: 'The machine was out of order',
      transactionId: randomUUID(),
    };
    const first = await admin.call(api.adjust, input);
    expect(first.status).toBe(201);
    expect(first.data).toMatchObject({ customerId: customer.id, points: 1_500, available: 1_510 });
    expect((await admin.call(api.adjust, input)).data).toEqual(first.data);
    const changed = await admin.call(api.adjust, { ...input, points: 1_501 });
    expect([changed.status, changed.failure.code]).toEqual([409, 'transaction_conflict']);

    const self = await app.signInAs(customer);
    const account = await self.call(api.account, { customerId: 'me' });
    expect(account.data).toMatchObject({
      available: 1_510,
      lifetime: 10,
      tier: { current: { key: 'bronze' }, qualifyingPoints: 10 },
    });
    const history = await self.call(api.history, { customerId: 'me', type: 'ADJUSTED' });
    expect(history.data.transactions).toMatchObject([
      { points: 1_500, balanceAfter: 1_510, description: input.reason, reason: { rule: 'adjustment' } },
    ]);
    const { rows } = await app.db.query(
      `select l.expires_at, l.is_pending,
              (select v.after from platform.audit a join platform.audit_values v on v.audit_id = a.id
                where a.action = 'loyalty.adjust' and a.customer_id = $2) as audit,
              (select points from customers.facts where customer_id = $2) as facts
         from loyalty.lots l where l.id = $1`,
      [first.data.entryId, customer.id],
    );
    expect(rows).toEqual([
      {
        expires_at: new Date('2027-03-31T21:00:00Z'),
        is_pending: false,
        audit: { points: 1_500, reason: input.reason },
        facts: '1510',
      },
    ]);
  });

  test('given repays a debt first', async () => {
    const customer = await app.addCustomer();
    const orderId = randomUUID();
    await fixtures.credit(customer, 40, { orderId });
    const admin = await app.signIn('admin');
    await admin.call(api.postPoints, {
      customerId: customer.id,
      type: 'redeemed',
      points: 40,
      transactionId: randomUUID(),
    });
    await fixtures.refund(orderId, [{ lineNo: 1, lineTotal: 4_000, refundedSoFar: 4_000 }]);
    const reply = await admin.call(api.adjust, {
      customerId: customer.id,
      points: 50,
      reason: 'Goodwill',
      transactionId: randomUUID(),
    });
    expect(reply.data).toMatchObject({ points: 50, available: 10 });
  });

  test('takes what ends soonest, and no more than is available', async () => {
    const customer = await app.addCustomer();
    await fixtures.credit(customer, 30);
    const older = await fixtures.credit(customer, 30, { backMonths: 6 });
    const admin = await app.signIn('admin');
    const input = {
      customerId: customer.id,
      points: -20,
      reason: 'Given twice',
      transactionId: randomUUID(),
    };
    expect((await admin.call(api.adjust, input)).data).toMatchObject({ points: -20, available: 40 });
    const { rows } = await app.db.query('select remaining from loyalty.lots where id = $1', [older]);
    expect(rows).toEqual([{ remaining: '10' }]);
    const over = await admin.call(api.adjust, { ...input, points: -41, transactionId: randomUUID() });
    expect([over.status, over.failure.code, over.failure.errors[0]?.field]).toEqual([
      409,
      'insufficient_points',
      'points',
    ]);
    expect(await fixtures.balanceOf(customer)).toMatchObject({ available: 40, lifetime: 60 });
  });

  test('is refused over the caller’s limit, without the right, without a reason and for bad points', async () => {
    const customer = await fixtures.customerWith(10);
    const agent = await app.signIn('agent');
    const input = { customerId: customer.id, points: 1_000, reason: 'Goodwill', transactionId: randomUUID() };
    for (const points of [1_001, -1_001]) {
      const over = await agent.call(api.adjust, { ...input, points });
      expect([over.status, over.failure.code, over.failure.message]).toEqual([
        403,
        'adjust_limit',
        'One adjustment may move at most 1,000 points here.',
      ]);
    }
    expect((await agent.call(api.adjust, input)).status).toBe(201);
    const cashier = await app.signIn('cashier');
    expect((await cashier.call(api.adjust, input)).status).toBe(403);
    const key = await fixtures.keyWith('loyalty.adjust');
    const path = `/api/v1/loyalty/accounts/${customer.id}/adjustments`;
    const zero = await key.send('POST', path, { ...input, points: 0 }, { language: 'ar' });
    expect([zero.status, zero.failure.errors]).toEqual([
      400,
      [{ field: 'points', message: 'لا تصح القيمة 0.' }],
    ]);
    for (const points of [0.5, 1e9 + 1, -1e9 - 1, 2 ** 53, '7', undefined]) {
      const reply = await key.send('POST', path, { ...input, points });
      expect([points, reply.status, reply.failure.errors[0]?.field]).toEqual([points, 400, 'points']);
    }
    for (const reason of ['', '  ', undefined]) {
      const reply = await key.send('POST', path, { ...input, reason });
      expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, 'reason']);
    }
    const nobody = await key.call(api.adjust, { ...input, customerId: randomUUID() });
    expect([nobody.status, nobody.failure.code]).toEqual([404, 'not_found']);
    const stranger = await app.addCustomer({}, await app.addStore());
    expect((await key.call(api.adjust, { ...input, customerId: stranger.id })).status).toBe(404);
  });
});

describe('a transfer', () => {
  test('is off unless the programme allows it', async () => {
    const store = await app.addStore();
    const [giver, receiver] = [await app.addCustomer({}, store), await app.addCustomer({}, store)];
    const self = await app.signInAs(giver, store);
    const reply = await self.call(api.transfer, {
      toCardNumber: receiver.cardNumber,
      points: 1,
      transactionId: randomUUID(),
    });
    expect([reply.status, reply.failure.code]).toEqual([403, 'switched_off']);
  });

  test('keeps the points’ dates, names the accounts to each other, and repays the receiver’s debt', async () => {
    const [giver, receiver] = [await app.addCustomer(), await app.addCustomer()];
    await fixtures.credit(giver, 30, { backMonths: 6 });
    await fixtures.credit(giver, 30);
    const orderId = randomUUID();
    await fixtures.credit(receiver, 15, { orderId });
    const cashier = await app.signIn('cashier');
    await cashier.call(api.postPoints, {
      customerId: receiver.id,
      type: 'redeemed',
      points: 15,
      transactionId: randomUUID(),
    });
    await fixtures.refund(orderId, [{ lineNo: 1, lineTotal: 1_500, refundedSoFar: 1_500 }]);

    const self = await app.signInAs(giver);
    const input = {
      toCardNumber: receiver.cardNumber.replace(/(.{4})/g, '$1 '),
      points: 40,
      transactionId: randomUUID(),
      message: 'For coffee',
    };
    const first = await self.call(api.transfer, input);
    expect(first.status).toBe(201);
    expect(first.data).toMatchObject({ customerId: giver.id, points: 40, available: 20 });
    expect((await self.call(api.transfer, input)).data).toEqual(first.data);
    const changed = await self.call(api.transfer, { ...input, points: 41 });
    expect([changed.status, changed.failure.code]).toEqual([409, 'transaction_conflict']);

    expect(await fixtures.balanceOf(giver)).toMatchObject({ available: 20, lifetime: 60 });
    expect(await fixtures.balanceOf(receiver)).toMatchObject({ available: 25, debt: 0, lifetime: 0 });
    const { rows } = await app.db.query(
      `select e.amount, e.account_id = x.counter_id and e.counter_id = x.account_id as paired,
              (select array_agg(m.delta order by m.position) from loyalty.lot_movements m where m.entry_id = e.id) as deltas
         from loyalty.entries e join loyalty.entries x on x.business_key = e.business_key and x.id <> e.id
        where e.kind = 'transfer' and e.account_id = any ($1) order by e.amount`,
      [[await fixtures.accountOf(giver), await fixtures.accountOf(receiver)]],
    );
    expect(rows).toEqual([
      { amount: '-40', paired: true, deltas: ['-30', '-10'] },
      { amount: '40', paired: true, deltas: ['30', '10'] },
    ]);
    const theirs = await app.signInAs(receiver);
    const history = await theirs.call(api.history, { customerId: 'me', limit: 2 });
    expect(history.data.transactions).toMatchObject([
      { type: 'REVERSED', points: -15, balanceAfter: 25 },
      { type: 'TRANSFERRED', points: 40, description: 'For coffee' },
    ]);
    const lots = await app.db.query(
      `select l.remaining, l.expires_at from loyalty.lots l join loyalty.accounts a on a.id = l.account_id
        where a.owner_id = $1 and l.remaining > 0 order by l.expires_at`,
      [receiver.id],
    );
    expect(lots.rows).toEqual([
      { remaining: '15', expires_at: new Date('2026-09-30T21:00:00Z') },
      { remaining: '10', expires_at: new Date('2027-03-31T21:00:00Z') },
    ]);
    const told = await app.db.query(
      `select payload->>'toCustomerId' as "to" from platform.outbox where name = 'points.transferred'`,
    );
    expect(told.rows).toEqual([{ to: receiver.id }]);
  });

  test('is refused to oneself, to closed and unknown customers, beyond the balance, and of another’s points', async () => {
    const [giver, other] = [await fixtures.customerWith(10), await fixtures.customerWith(10)];
    const closed = await app.addCustomer();
    await app.db.query(`update customers.customers set status = 'closed' where id = $1`, [closed.id]);
    const self = await app.signInAs(giver);
    const input = { toCardNumber: other.cardNumber, points: 10, transactionId: randomUUID() };
    const refusals = [
      [{ toCardNumber: giver.cardNumber }, 400, 'transfer_to_self'],
      [{ toCardNumber: closed.cardNumber }, 409, 'customer_closed'],
      [{ toCardNumber: '000000000000' }, 404, 'not_found'],
      [{ points: 11 }, 409, 'insufficient_points'],
      [{ customerId: other.id, toCardNumber: giver.cardNumber }, 404, 'not_found'],
    ] as const;
    for (const [change, status, code] of refusals) {
      const reply = await self.call(api.transfer, { ...input, ...change });
      expect([reply.status, reply.failure.code]).toEqual([status, code]);
    }
    const key = await fixtures.keyWith('loyalty.adjust');
    const oneself = await key.call(
      api.transfer,
      { ...input, customerId: giver.id, toCardNumber: giver.cardNumber },
      { language: 'ar' },
    );
    expect(oneself.failure.message).toBe('لا يمكن تحويل النقاط إلى العميل نفسه.');
    for (const change of [{ points: 0 }, { points: -1 }, { points: 1.5 }, { toCardNumber: '12' }]) {
      const reply = await self.send('POST', '/api/v1/loyalty/transfers', { ...input, ...change });
      expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, Object.keys(change)[0]]);
    }
    expect((await (await app.signIn('cashier')).call(api.transfer, input)).status).toBe(403);
    const byStaff = await (await app.signIn('agent')).call(api.transfer, { ...input, customerId: giver.id });
    expect(byStaff.data).toMatchObject({ customerId: giver.id, available: 0 });
  });

  test('64 at once, both ways: no point is made or lost', async () => {
    const [one, two] = [await fixtures.customerWith(50), await fixtures.customerWith(50)];
    const agent = await app.signIn('agent');
    const replies = await Promise.all(
      Array.from({ length: 64 }, (_, n) => {
        const [from, to] = n % 2 ? [one, two] : [two, one];
        return agent.call(api.transfer, {
          customerId: from.id,
          toCardNumber: to.cardNumber,
          points: 20,
          transactionId: randomUUID(),
        });
      }),
    );
    expect(
      replies.every((reply) => reply.status === 201 || reply.failure.code === 'insufficient_points'),
    ).toBe(true);
    const [first, second] = [await fixtures.balanceOf(one), await fixtures.balanceOf(two)];
    expect(first.available + second.available).toBe(100);
  });
});

describe('points of elsewhere', () => {
  test('are recorded once by transaction id, on both paths', async () => {
    const customer = await app.addCustomer();
    const cashier = await app.signIn('cashier');
    const earned = {
      customerId: customer.id,
      type: 'earned' as const,
      points: 30,
      transactionId: randomUUID(),
    };
    const first = await cashier.call(api.postPoints, { ...earned, description: 'Bottle bank' });
    expect(first.data).toMatchObject({ customerId: customer.id, type: 'earned', points: 30, balance: 30 });
    const again = await cashier.send('POST', '/api/v1/customers/loyalty/points', earned);
    expect(again.data).toEqual(first.data);
    const redeemed = { ...earned, type: 'redeemed' as const, points: 12, transactionId: randomUUID() };
    const spent = await cashier.call(api.postPoints, redeemed);
    expect(spent.data).toMatchObject({ type: 'redeemed', points: 12, balance: 18 });
    expect((await cashier.call(api.postPoints, redeemed)).data.entryId).toBe(spent.data.entryId);
    const conflicts = [
      { ...earned, points: 31 },
      { ...earned, type: 'redeemed' as const, points: 1 },
      { ...redeemed, type: 'earned' as const },
    ];
    for (const input of conflicts) {
      const reply = await cashier.call(api.postPoints, input);
      expect([reply.status, reply.failure.code]).toEqual([409, 'transaction_conflict']);
    }
    expect(await fixtures.balanceOf(customer)).toMatchObject({ available: 18, lifetime: 30 });
  });

  test('need the right for their type, enough points and a sound number', async () => {
    const customer = await fixtures.customerWith(5);
    const key = await fixtures.keyWith('loyalty.earn');
    const input = {
      customerId: customer.id,
      type: 'redeemed' as const,
      points: 6,
      transactionId: randomUUID(),
    };
    const unable = await key.call(api.postPoints, input);
    expect([unable.status, unable.failure.code]).toEqual([403, 'forbidden']);
    const able = await fixtures.keyWith('loyalty.earn', 'loyalty.redeem');
    const over = await able.call(api.postPoints, input, { language: 'ar' });
    expect([over.status, over.failure.message]).toEqual([409, 'رصيد النقاط لا يكفي.']);
    for (const change of [
      { points: 0 },
      { points: 1.5 },
      { points: -2 },
      { points: 1e12 },
      { type: 'given' },
    ]) {
      const reply = await able.send('POST', '/api/v1/loyalty/points', { ...input, ...change });
      expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, Object.keys(change)[0]]);
    }
    expect((await able.call(api.postPoints, { ...input, customerId: randomUUID() })).status).toBe(404);
  });
});

describe('a past balance', () => {
  test('is what was read at that time, over every kind of act', async () => {
    const store = await app.addStore();
    await app.db.query('update loyalty.programmes set pending_days = 2 where store_id = $1', [store.id]);
    const customer = await app.addCustomer({}, store);
    const other = await app.addCustomer({}, store);
    const inStore = <T>(work: Parameters<typeof app.inStore<T>>[0]) => app.inStore(work, store);
    const accountOf = async (who: TestCustomer) => {
      const found = await inStore((ctx) => loyalty.standings(ctx, [who.id]));
      return (found.get(who.id) as loyalty.Standing).accountId;
    };
    const [accountId, otherId] = [await accountOf(customer), await accountOf(other)];
    const act = () => ({
      customerId: customer.id,
      accountId,
      source: 'test',
      sourceId: randomUUID(),
      line: 0,
    });
    const [orderId, holdIds] = [randomUUID(), [] as string[]];
    const earn = (points: number, backDays: number, order?: string) =>
      inStore((ctx) =>
        loyalty.earn(ctx, [
          {
            ...act(),
            kind: 'spend',
            points,
            orderId: order,
            occurredAt: new Date(ctx.now.getTime() - backDays * 86_400_000),
            lines: [{ lineNo: 1, total: 100, points }],
          },
        ]),
      );
    const spend = (points: number) =>
      inStore((ctx) => loyalty.spend(ctx, [{ ...act(), points, occurredAt: ctx.now }]));
    const hold = (points: number) =>
      inStore(async (ctx) => {
        const expiresAt = new Date(ctx.now.getTime() + 3 * 86_400_000);
        const [result] = await loyalty.hold(ctx, [{ ...act(), points, expiresAt }]);
        holdIds.push(result?.hold?.id as string);
      });
    const capture = (holdId: string, points: number, final: boolean) =>
      inStore((ctx) => loyalty.capture(ctx, [{ ...act(), holdId, points, final, occurredAt: ctx.now }]));
    const steps: (() => Promise<unknown>)[] = [
      () => earn(100, 5),
      () => earn(40, 0, orderId),
      () => earn(25, 370),
      () => hold(50),
      () => spend(20),
      () => capture(holdIds[0] as string, 10, false),
      async () => app.clock.advance({ days: 2 }),
      () => hold(60),
      () => capture(holdIds[0] as string, 15, true),
      () =>
        inStore((ctx) =>
          loyalty.reverse(ctx, [
            {
              orderId,
              refundId: randomUUID(),
              source: 'test',
              sourceRefundId: randomUUID(),
              occurredAt: ctx.now,
              lines: [{ lineNo: 1, lineTotal: 100, refundedSoFar: 100 }],
            },
          ]),
        ),
      () =>
        inStore((ctx) =>
          loyalty.adjust(ctx, [{ ...act(), points: 35, occurredAt: ctx.now, description: 'x', reason: {} }]),
        ),
      () =>
        inStore((ctx) =>
          loyalty.transfer(ctx, [{ ...act(), toAccountId: otherId, points: 5, occurredAt: ctx.now }]),
        ),
      async () => app.clock.advance({ days: 3 }),
      () => inStore((ctx) => loyalty.releaseDue(ctx)),
      async () => app.clock.advance({ days: 30 }),
      () => inStore((ctx) => loyalty.expire(ctx)),
    ];
    const read = (at?: Date) =>
      inStore((ctx) => balanceAt(ctx, { customerId: customer.id, at: at?.toISOString() }));
    const seen: { at: Date; balance: object }[] = [];
    for (const step of steps) {
      app.clock.advance({ minutes: 1 });
      await step();
      app.clock.advance({ minutes: 7 });
      const found = await inStore((ctx) => loyalty.standings(ctx, [customer.id], { lock: false }));
      const { available, pending, held, debt } = (found.get(customer.id) as loyalty.Standing).balance;
      seen.push({ at: app.clock.now(), balance: { available, pending, held, debt } });
    }
    for (const { at, balance } of seen) expect([at, await read(at)]).toMatchObject([at, balance]);
    // The acts gave different balances: the comparison is of something.
    expect(new Set(seen.map(({ balance }) => JSON.stringify(balance))).size).toBeGreaterThan(10);
    expect(await read(new Date('2020-01-01T00:00:00Z'))).toMatchObject({
      available: 0,
      pending: 0,
      total: 0,
    });
  });

  test('is of the caller’s own, and of no time to come', async () => {
    const customer = await fixtures.customerWith(8);
    const self = await app.signInAs(customer);
    const now = await self.call(api.balanceAt, { customerId: 'me' });
    expect(now.data).toEqual({
      customerId: customer.id,
      at: start.toISOString(),
      available: 8,
      pending: 0,
      held: 0,
      debt: 0,
      total: 8,
    });
    const other = await app.addCustomer();
    expect((await self.call(api.balanceAt, { customerId: other.id })).status).toBe(404);
    const key = await fixtures.keyWith('loyalty.read');
    const future = await key.call(
      api.balanceAt,
      { customerId: customer.id, at: '2026-03-10T09:00:01Z' },
      { language: 'ar' },
    );
    expect([future.status, future.failure.message]).toEqual([400, 'التاريخ في المستقبل.']);
    const broken = await self.send('GET', '/api/v1/loyalty/accounts/me/balance?at=yesterday');
    expect([broken.status, broken.failure.errors[0]?.field]).toEqual([400, 'at']);
  });
});
