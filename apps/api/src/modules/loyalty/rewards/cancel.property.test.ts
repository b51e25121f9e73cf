import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import * as loyalty from '../index.ts';
import { account } from '../ledger/account.ts';
import { cancel } from '../ledger/cancel.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

const dayMs = 86_400_000;
const start = new Date('2026-03-10T09:00:00Z');

const lotsOf = async (accountId: string) => {
  const { rows } = await app.db.query(
    `select id, issued, remaining, held, expired, is_pending, available_from, expires_at
       from loyalty.lots where account_id = $1 order by id`,
    [accountId],
  );
  return rows;
};

async function accountOf(customerId: string): Promise<string> {
  const found = await app.inStore((ctx) => loyalty.standings(ctx, [customerId]));
  return (found.get(customerId) as loyalty.Standing).accountId;
}

const credit = (customerId: string, accountId: string, points: number, occurredAt: Date) =>
  app.inStore((ctx) =>
    loyalty.earn(ctx, [
      {
        customerId,
        accountId,
        source: 'test',
        sourceId: randomUUID(),
        line: 0,
        kind: 'manual',
        points,
        occurredAt,
      },
    ]),
  );

async function spend(customerId: string, accountId: string, points: number): Promise<string> {
  const [spent] = await app.inStore((ctx) =>
    loyalty.spend(ctx, [
      { customerId, accountId, source: 'test', sourceId: randomUUID(), line: 0, points, occurredAt: ctx.now },
    ]),
  );
  return spent?.entryId as string;
}

const cancelAll = (entryIds: readonly string[]) =>
  app.inStore((ctx) =>
    cancel(
      ctx,
      entryIds.map((entryId) => ({ entryId, reason: { rule: 'cancel' } })),
    ),
  );

test('what was redeemed and cancelled, in any order, leaves the lots as they were', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ points: fc.integer({ min: 1, max: 500 }), daysAgo: fc.integer({ min: 0, max: 300 }) }),
        {
          minLength: 1,
          maxLength: 6,
        },
      ),
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }),
      fc.infiniteStream(fc.nat()),
      async (credits, spends, dice) => {
        app.clock.set(start);
        const { id } = await app.addCustomer();
        const accountId = await accountOf(id);
        for (const { points, daysAgo } of credits)
          await credit(id, accountId, points, new Date(start.getTime() - daysAgo * dayMs));
        const before = await lotsOf(accountId);
        const total = credits.reduce((sum, { points }) => sum + points, 0);
        const entries: string[] = [];
        let left = total;
        for (const points of spends) {
          if (points > left) continue;
          entries.push(await spend(id, accountId, points));
          left -= points;
        }
        const order = entries
          .map((entryId) => ({ entryId, place: dice.next().value }))
          .sort((a, b) => a.place - b.place)
          .map(({ entryId }) => entryId);
        const first = await cancelAll(order);
        expect(first.every(({ status }) => status === 'cancelled')).toBe(true);
        expect(await lotsOf(accountId)).toEqual(before);
        const again = await cancelAll(order);
        expect(again.map(({ status, points }) => [status, points])).toEqual(
          first.map(({ points }) => ['duplicate', points]),
        );
        expect(await lotsOf(accountId)).toEqual(before);
      },
    ),
    { numRuns: 25 },
  );
  expect(await loyalty.driftOf(app.db)).toEqual([]);
  expect(await loyalty.checkChains(app.db)).toEqual([]);
});

test('a lot that is over gets a new end, and a debt is repaid before anything is free', async () => {
  app.clock.set(start);
  const { id } = await app.addCustomer();
  const accountId = await accountOf(id);
  await credit(id, accountId, 100, new Date('2025-03-20T00:00:00Z'));
  const orderId = randomUUID();
  const lines = [{ lineNo: 1, total: 4_000, points: 40 }];
  await app.inStore((ctx) =>
    loyalty.earn(ctx, [
      {
        customerId: id,
        accountId,
        source: 'test',
        sourceId: orderId,
        line: 0,
        kind: 'spend',
        points: 40,
        orderId,
        occurredAt: start,
        lines,
      },
    ]),
  );
  const entryId = await spend(id, accountId, 140);
  await app.inStore((ctx) =>
    loyalty.reverse(ctx, [
      {
        orderId,
        refundId: randomUUID(),
        source: 'test',
        sourceRefundId: randomUUID(),
        occurredAt: start,
        lines: [{ lineNo: 1, lineTotal: 4_000, refundedSoFar: 4_000 }],
      },
    ]),
  );
  // April begins in Riyadh: the lot of March of last year is over.
  app.clock.set('2026-04-02T00:00:00Z');
  const [result] = await cancelAll([entryId]);
  expect(result).toMatchObject({ status: 'cancelled', points: 140, available: 100 });
  const read = await app.inStore((ctx) => account(ctx, { customerId: id }));
  expect(read).toMatchObject({
    available: 100,
    debt: 0,
    expiring: [{ points: 60, expiresAt: '2026-05-02T00:00:00.000Z' }],
  });
  expect(await loyalty.driftOf(app.db)).toEqual([]);
  expect(await loyalty.checkChains(app.db)).toEqual([]);
});

test('a redemption over two accounts of an owner, as a merge leaves them, is cancelled whole', async () => {
  app.clock.set(start);
  const [owner, merged] = [await app.addCustomer(), await app.addCustomer()];
  const accounts = [await accountOf(owner.id), await accountOf(merged.id)] as const;
  await credit(owner.id, accounts[0], 60, start);
  await credit(merged.id, accounts[1], 60, start);
  await app.db.query('update loyalty.accounts set owner_id = $1 where id = $2', [owner.id, accounts[1]]);
  const before = [await lotsOf(accounts[0]), await lotsOf(accounts[1])];
  const entryId = await spend(owner.id, accounts[0], 100);
  const [first] = await cancelAll([entryId]);
  expect(first).toMatchObject({ status: 'cancelled', points: 100, available: 120 });
  expect([await lotsOf(accounts[0]), await lotsOf(accounts[1])]).toEqual(before);
  expect(await cancelAll([entryId])).toMatchObject([{ status: 'duplicate', points: 100, available: 120 }]);
  expect(await loyalty.driftOf(app.db)).toEqual([]);
  expect(await loyalty.checkChains(app.db)).toEqual([]);
});

test('an entry that is no redemption, or one on an order, is not cancelled', async () => {
  app.clock.set(start);
  const { id } = await app.addCustomer();
  const accountId = await accountOf(id);
  const [earned] = await credit(id, accountId, 100, start);
  const orderId = randomUUID();
  const [spent] = await app.inStore((ctx) =>
    loyalty.spend(ctx, [
      {
        customerId: id,
        accountId,
        source: 'test',
        sourceId: orderId,
        line: 0,
        points: 10,
        orderId,
        occurredAt: start,
        lines: [{ lineNo: 1, total: 100, points: 10 }],
      },
    ]),
  );
  const results = await cancelAll([earned?.entryId as string, spent?.entryId as string, randomUUID()]);
  expect(results).toEqual(
    results.map(() => ({ status: 'unknown', entryId: null, points: 0, available: null })),
  );
});
