import { randomUUID } from 'node:crypto';
import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import * as loyalty from '../index.ts';
import { ledgerFixtures } from './fixtures.ts';
import { checkChains, driftOf } from './recount.ts';

const { loyalty: api } = contract;

let app: TestApp;
let fixtures: ReturnType<typeof ledgerFixtures>;
beforeAll(async () => {
  app = await testApp();
  fixtures = ledgerFixtures(app);
  await app.db.query('update loyalty.programmes set transfers = true where store_id = $1', [app.store.id]);
});
afterAll(async () => {
  expect(await driftOf(app.db)).toEqual([]);
  expect(await checkChains(app.db)).toEqual([]);
  await app.close();
});

/** A customer who got a second account of the programme by a merge; lots of 30 that end later and later, in turn. */
async function merged(): Promise<{ customer: TestCustomer; own: string; other: string }> {
  const [customer, gone] = [await app.addCustomer(), await app.addCustomer()];
  const [own, other] = [await fixtures.accountOf(customer), await fixtures.accountOf(gone)];
  await fixtures.credit(customer, 30, { backMonths: 6 });
  await fixtures.credit(gone, 30, { backMonths: 5 });
  await fixtures.credit(customer, 30, { backMonths: 4 });
  await fixtures.credit(gone, 30, { backMonths: 3 });
  await app.db.query('update loyalty.accounts set owner_id = $2 where id = $1', [other, customer.id]);
  return { customer, own, other };
}

/** What is left of the lots of both accounts, soonest end first. */
async function lotsOf(...accounts: string[]) {
  const { rows } = await app.db.query<{ free: number; held: number }>(
    `select (remaining - held)::integer as free, held::integer as held from loyalty.lots
      where account_id = any ($1) order by expires_at, id`,
    [accounts],
  );
  return rows.map((row) => [row.free, row.held]);
}

describe('an owner of several accounts', () => {
  test('spends the soonest end over all of them, with an entry for each; a refund returns it to the point', async () => {
    const { customer, own, other } = await merged();
    const orderId = randomUUID();
    const item = {
      customerId: customer.id,
      accountId: own,
      source: 'test',
      sourceId: randomUUID(),
      line: 0,
      points: 70,
      orderId,
      occurredAt: app.clock.now(),
      lines: [
        { lineNo: 1, total: 3_000, points: 35 },
        { lineNo: 2, total: 3_000, points: 35 },
      ],
    };
    const [spent, again] = await app.inStore((ctx) => loyalty.spend(ctx, [item, item]));
    expect(spent).toMatchObject({ status: 'spent', points: 70, balance: { available: 50 } });
    expect(again).toMatchObject({ status: 'duplicate', entryId: spent?.entryId, balance: { available: 50 } });
    expect(await lotsOf(own, other)).toEqual([
      [0, 0],
      [0, 0],
      [20, 0],
      [30, 0],
    ]);
    const { rows } = await app.db.query(
      `select amount from loyalty.entries where kind = 'redeem' and account_id = any ($1) order by amount`,
      [[own, other]],
    );
    expect(rows).toEqual([{ amount: '-40' }, { amount: '-30' }]);
    // floor(35 × 2,999 / 3,000) of the whole, however it lies across the accounts.
    const part = [1, 2].map((lineNo) => ({ lineNo, lineTotal: 3_000, refundedSoFar: 2_999 }));
    expect(await fixtures.refund(orderId, part)).toMatchObject({ returned: 68 });
    const whole = part.map((line) => ({ ...line, refundedSoFar: 3_000 }));
    expect(await fixtures.refund(orderId, whole)).toMatchObject({ returned: 2 });
    expect(await lotsOf(own, other)).toEqual(Array.from({ length: 4 }, () => [30, 0]));
  });

  test('holds, captures and releases over all of them', async () => {
    const { customer, own, other } = await merged();
    const cashier = await app.signIn('cashier');
    const placed = await cashier.call(api.hold, {
      customerId: customer.id,
      points: 100,
      transactionId: randomUUID(),
    });
    expect(placed.data.available).toBe(20);
    expect(await lotsOf(own, other)).toEqual([
      [0, 30],
      [0, 30],
      [0, 30],
      [20, 10],
    ]);
    const captured = await cashier.call(api.captureHold, {
      holdId: placed.data.hold.id,
      transactionId: randomUUID(),
      points: 45,
    });
    expect(captured.data).toMatchObject({ points: 45, available: 75, hold: { released: 55 } });
    expect(await lotsOf(own, other)).toEqual([
      [0, 0],
      [15, 0],
      [30, 0],
      [30, 0],
    ]);
    const balance = await cashier.call(api.postPoints, {
      customerId: customer.id,
      type: 'redeemed',
      points: 76,
      transactionId: randomUUID(),
    });
    expect(balance.failure.code).toBe('insufficient_points');
  });

  test('gives up points by hand and by transfer over all of them', async () => {
    const { customer, own, other } = await merged();
    const receiver = await app.addCustomer();
    const admin = await app.signIn('admin');
    const taken = await admin.call(api.adjust, {
      customerId: customer.id,
      points: -50,
      reason: 'Given twice',
      transactionId: randomUUID(),
    });
    expect(taken.data).toMatchObject({ points: -50, available: 70 });
    const sent = await admin.call(api.transfer, {
      customerId: customer.id,
      toCardNumber: receiver.cardNumber,
      points: 60,
      transactionId: randomUUID(),
    });
    expect(sent.data).toMatchObject({ points: 60, available: 10 });
    expect(await lotsOf(own, other)).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [10, 0],
    ]);
    expect(await lotsOf(await fixtures.accountOf(receiver))).toEqual([
      [10, 0],
      [30, 0],
      [20, 0],
    ]);
    expect(await fixtures.balanceOf(receiver)).toMatchObject({ available: 60, lifetime: 0 });
  });

  test('64 spends at once on either account never take more than both have', async () => {
    const { customer, own, other } = await merged();
    const results = await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        app.inStore((ctx) =>
          loyalty.spend(ctx, [
            {
              customerId: customer.id,
              accountId: n % 2 ? own : other,
              source: 'test',
              sourceId: ctx.newId(),
              line: 0,
              points: 11,
              occurredAt: ctx.now,
            },
          ]),
        ),
      ),
    );
    expect(results.flat().filter((result) => result.status === 'spent')).toHaveLength(10);
    expect(await fixtures.balanceOf(customer)).toMatchObject({ available: 10 });
  });
});
