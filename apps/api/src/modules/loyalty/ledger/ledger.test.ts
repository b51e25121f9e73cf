import { randomUUID } from 'node:crypto';
import { loyaltyContract as contract, loyaltyTiersContract } from '@wafa/contract';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import * as loyalty from '../index.ts';
import { account, history } from './account.ts';
import { checkChains, driftOf } from './recount.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());
// Sessions end as time passes; tests that move the clock read through the operations.
const start = new Date('2026-03-10T09:00:00Z');
afterEach(() => app.clock.set(start));

const day = 86_400_000;

async function standingOf(customer: TestCustomer): Promise<loyalty.Standing> {
  const found = await app.inStore((ctx) => loyalty.standings(ctx, [customer.id]));
  return found.get(customer.id) as loyalty.Standing;
}

async function spendItem(
  customer: TestCustomer,
  change: Partial<loyalty.EarnItem> = {},
): Promise<loyalty.EarnItem> {
  const { accountId } = await standingOf(customer);
  return {
    customerId: customer.id,
    accountId,
    source: 'till',
    sourceId: randomUUID(),
    line: 0,
    kind: 'spend',
    points: 100,
    occurredAt: app.clock.now(),
    ...change,
  };
}

const earn = (...items: loyalty.EarnItem[]) => app.inStore((ctx) => loyalty.earn(ctx, items));
const countOf = async (sourceId: string) => {
  const { rows } = await app.db.query<{ n: number }>(
    `select count(*)::integer as n from loyalty.keys k join loyalty.entries e on e.store_id = k.store_id and e.id = k.id
      where k.source_id = $1`,
    [sourceId],
  );
  return rows[0]?.n;
};

describe('POST /api/v1/loyalty/earn', () => {
  test('credits a customer named by card number, and repeats the first answer', async () => {
    const customer = await app.addCustomer();
    const cashier = await app.signIn('cashier');
    const input = { customerId: customer.cardNumber, points: 40, transactionId: randomUUID() };
    const first = await cashier.call(contract.earn, input);
    expect(first.data).toMatchObject({ customerId: customer.id, points: 40, balance: 40, tier: 'bronze' });
    await cashier.call(contract.earn, { ...input, transactionId: randomUUID() });
    const again = await cashier.call(contract.earn, input);
    expect(again.status).toBe(200);
    expect(again.data).toEqual(first.data);
    expect(await countOf(input.transactionId)).toBe(1);
  });

  test('refuses the same transaction with other contents, or for somebody else', async () => {
    const [customer, other] = [await app.addCustomer(), await app.addCustomer()];
    const cashier = await app.signIn('cashier');
    const input = { customerId: customer.id, points: 40, transactionId: randomUUID() };
    await cashier.call(contract.earn, input);
    for (const change of [{ points: 41 }, { customerId: other.id }]) {
      const reply = await cashier.call(contract.earn, { ...input, ...change });
      expect(reply.status).toBe(409);
      expect(reply.failure.code).toBe('transaction_conflict');
    }
    expect((await standingOf(customer)).balance.available).toBe(40);
    expect((await standingOf(other)).balance.available).toBe(0);
  });

  test('a customer may not credit points, and nobody credits an unknown customer or a day to come', async () => {
    const customer = await app.addCustomer();
    const cashier = await app.signIn('cashier');
    const self = await app.signInAs(customer);
    const input = { customerId: customer.id, points: 1, transactionId: randomUUID() };
    expect((await self.call(contract.earn, input)).status).toBe(403);
    const unknown = await cashier.call(contract.earn, { ...input, customerId: randomUUID() });
    expect([unknown.status, unknown.failure.code]).toEqual([404, 'not_found']);
    const tomorrow = new Date(app.clock.now().getTime() + day).toISOString();
    const future = await cashier.call(contract.earn, { ...input, occurredAt: tomorrow });
    expect([future.status, future.failure.code]).toEqual([400, 'date_in_future']);
    expect((await cashier.call(contract.earn, { ...input, points: 0 })).status).toBe(400);
    expect(await countOf(input.transactionId)).toBe(0);
  });

  test('fifty at once with one transaction id make one entry and answer alike', async () => {
    const customer = await app.addCustomer();
    const cashier = await app.signIn('cashier');
    const input = { customerId: customer.id, points: 7, transactionId: randomUUID() };
    const replies = await Promise.all(Array.from({ length: 50 }, () => cashier.call(contract.earn, input)));
    expect(new Set(replies.map((reply) => `${reply.status} ${JSON.stringify(reply.data)}`)).size).toBe(1);
    expect(replies[0]?.status).toBe(200);
    expect(await countOf(input.transactionId)).toBe(1);
    expect((await standingOf(customer)).balance.available).toBe(7);
  });
});

test('fifty transactions at once with one key credit once', async () => {
  const customer = await app.addCustomer();
  const item = await spendItem(customer);
  const results = (await Promise.all(Array.from({ length: 50 }, () => earn(item)))).flat();
  expect(results.filter((result) => result.status === 'credited')).toHaveLength(1);
  expect(results.filter((result) => result.status === 'duplicate')).toHaveLength(49);
  expect(new Set(results.map((result) => result.entryId)).size).toBe(1);
  expect(await countOf(item.sourceId)).toBe(1);
});

test('fifty first standings at once open one account', async () => {
  const customer = await app.addCustomer();
  const standings = await Promise.all(Array.from({ length: 50 }, () => standingOf(customer)));
  expect(new Set(standings.map((standing) => standing.accountId)).size).toBe(1);
});

test('what fails after the ledger wrote leaves nothing', async () => {
  const customer = await app.addCustomer();
  const item = await spendItem(customer);
  const before = await standingOf(customer);
  await expect(
    app.inStore(async (ctx) => {
      const [result] = await loyalty.earn(ctx, [item]);
      expect(result?.balance.available).toBe(100);
      throw new Error('the till caught fire');
    }),
  ).rejects.toThrow('caught fire');
  expect(await standingOf(customer)).toEqual(before);
  expect(await countOf(item.sourceId)).toBe(0);
  expect((await earn(item))[0]?.status).toBe('credited');
});

test('one call takes an account several times, in order, with a duplicate and a conflict between', async () => {
  const customer = await app.addCustomer();
  const item = await spendItem(customer, { points: 900 });
  const more = { ...item, sourceId: randomUUID(), points: 150 };
  const results = await earn(
    item,
    item,
    more,
    { ...item, points: 901 },
    { ...more, sourceId: randomUUID(), points: 0 },
  );
  expect(
    results.map(({ status, points, balance, tierFrom, tierTo }) => [
      status,
      points,
      balance.available,
      tierFrom,
      tierTo,
    ]),
  ).toEqual([
    ['credited', 900, 900, 'bronze', 'bronze'],
    ['duplicate', 900, 900, 'silver', 'silver'],
    ['credited', 150, 1_050, 'bronze', 'silver'],
    ['conflict', 0, 1_050, 'silver', 'silver'],
    ['credited', 0, 1_050, 'silver', 'silver'],
  ]);
  expect(results[2]?.progress).toMatchObject({
    qualifyingPoints: 1_050,
    current: { key: 'silver' },
    missing: 3_950,
  });
  const { rows } = await app.db.query(
    'select tier, points, lifetime_points from customers.facts where customer_id = $1',
    [customer.id],
  );
  expect(rows).toMatchObject([{ tier: 'silver', points: '1050', lifetime_points: '1050' }]);
});

test('a credit shown for a merged customer counts for the owner of the account', async () => {
  const [owner, merged] = [await app.addCustomer(), await app.addCustomer()];
  const item = await spendItem(owner);
  await earn({ ...item, customerId: merged.id });
  const { rows } = await app.db.query(
    `select (select points from customers.facts where customer_id = $1) as owner,
            (select points from customers.facts where customer_id = $2) as merged,
            (select presented_id from loyalty.entries where account_id = $3) as shown,
            (select payload->>'customerId' from platform.outbox
              where name = 'points.earned' and payload->>'accountId' = $3::text) as told`,
    [owner.id, merged.id, item.accountId],
  );
  expect(rows).toEqual([{ owner: '100', merged: '0', shown: merged.id, told: owner.id }]);
});

test('points of more than a year ago count for life, not for the tier', async () => {
  const customer = await app.addCustomer();
  const item = await spendItem(customer, {
    points: 6_000,
    occurredAt: new Date(app.clock.now().getTime() - 366 * day),
  });
  const [result] = await earn(item);
  expect(result).toMatchObject({
    tierTo: 'bronze',
    balance: { lifetime: 6_000 },
    progress: { qualifyingPoints: 0 },
  });
});

test('points end with the twelfth month after the month of earning, where the store is', async () => {
  const customer = await app.addCustomer();
  // 31 January 22:30 in UTC is 1 February in Riyadh.
  app.clock.set('2027-01-31T22:30:00Z');
  const item = await spendItem(customer);
  await earn(item);
  app.clock.set('2028-02-29T20:59:00Z');
  expect(await app.inStore((ctx) => account(ctx, { customerId: customer.id }))).toMatchObject({
    available: 100,
    expiring: [{ points: 100, expiresAt: '2028-02-29T21:00:00.000Z' }],
  });
  await app.inStore((ctx) => loyalty.expire(ctx));
  expect((await standingOf(customer)).balance.available).toBe(100);
  app.clock.set('2028-02-29T21:00:00Z');
  await app.inStore((ctx) => loyalty.expire(ctx));
  await app.inStore((ctx) => loyalty.expire(ctx));
  const read = await app.inStore((ctx) => history(ctx, { customerId: customer.id, page: 1, limit: 20 }));
  expect(read.transactions).toMatchObject([
    { type: 'EXPIRED', points: -100, balanceAfter: 0, createdAt: '2028-02-29T21:00:00.000Z' },
    { type: 'EARNED', points: 100, balanceAfter: 100 },
  ]);
});

describe('refunds', () => {
  test('take back exactly, in any order of parts, and once', async () => {
    const customer = await app.addCustomer();
    const orderId = randomUUID();
    const lines = [
      { lineNo: 1, total: 999, points: 7 },
      { lineNo: 2, total: 1, points: 0 },
      { lineNo: 3, total: 333, points: 3 },
    ];
    await earn(await spendItem(customer, { orderId, points: 10, lines }));
    const refund = (soFar: [number, number][]) => ({
      orderId,
      refundId: randomUUID(),
      source: 'till',
      sourceRefundId: randomUUID(),
      occurredAt: app.clock.now(),
      lines: soFar.map(([lineNo, refundedSoFar]) => ({
        lineNo,
        lineTotal: lines.find((line) => line.lineNo === lineNo)?.total ?? 0,
        refundedSoFar,
      })),
    });
    const part = refund([
      [1, 500],
      [3, 333],
    ]);
    const [first, again] = await app.inStore((ctx) => loyalty.reverse(ctx, [part, part]));
    expect(first).toMatchObject({
      status: 'reversed',
      taken: 6,
      debt: 0,
      balance: { available: 4, lifetime: 4 },
    });
    expect(again).toMatchObject({ status: 'duplicate', taken: 6, debt: 0 });
    const [rest] = await app.inStore((ctx) =>
      loyalty.reverse(ctx, [
        refund([
          [1, 999],
          [2, 1],
        ]),
      ]),
    );
    expect(rest).toMatchObject({ taken: 4, balance: { available: 0, lifetime: 0 } });
    const conflict = { ...part, lines: part.lines.slice(1) };
    expect((await app.inStore((ctx) => loyalty.reverse(ctx, [conflict])))[0]?.status).toBe('conflict');
  });

  test('leaves alone points that come into being while it waits: their account is not locked', async () => {
    const [known, late] = [await app.addCustomer(), await app.addCustomer()];
    const [knownOrder, lateOrder] = [randomUUID(), randomUUID()];
    const lines = [{ lineNo: 1, total: 10_000, points: 100 }];
    await earn(await spendItem(known, { orderId: knownOrder, lines }));
    const lateItem = await spendItem(late, { orderId: lateOrder, lines });
    const holder = await app.db.connect();
    await holder.query('begin');
    await holder.query('select from loyalty.accounts where owner_id = $1 for update', [known.id]);
    const refund = app.inStore((ctx) =>
      loyalty.reverse(
        ctx,
        [knownOrder, lateOrder].map((orderId) => ({
          orderId,
          refundId: randomUUID(),
          source: 'till',
          sourceRefundId: randomUUID(),
          occurredAt: ctx.now,
          lines: [{ lineNo: 1, lineTotal: 10_000, refundedSoFar: 10_000 }],
        })),
      ),
    );
    const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%reverse_v1%'`;
    await expect.poll(async () => (await app.db.query(waits)).rowCount).toBe(1);
    await earn(lateItem);
    await holder.query('rollback');
    holder.release();
    expect((await refund).map(({ taken }) => taken)).toEqual([100, 0]);
    expect((await standingOf(late)).balance.available).toBe(100);
  });

  test('of spent points leave a debt that the next credit repays as its own entry', async () => {
    const customer = await app.addCustomer();
    const orderId = randomUUID();
    const item = await spendItem(customer, {
      orderId,
      points: 80,
      lines: [{ lineNo: 1, total: 8_000, points: 80 }],
    });
    await earn(item);
    const { accountId } = item;
    const spent = {
      customerId: customer.id,
      accountId,
      source: 'till',
      line: 0,
      occurredAt: app.clock.now(),
    };
    await app.inStore((ctx) => loyalty.spend(ctx, [{ ...spent, sourceId: randomUUID(), points: 50 }]));
    const [reversed] = await app.inStore((ctx) =>
      loyalty.reverse(ctx, [
        {
          orderId,
          refundId: randomUUID(),
          source: 'till',
          sourceRefundId: randomUUID(),
          occurredAt: app.clock.now(),
          lines: [{ lineNo: 1, lineTotal: 8_000, refundedSoFar: 8_000 }],
        },
      ]),
    );
    expect(reversed).toMatchObject({ taken: 80, debt: 50, balance: { available: 0, debt: 50 } });
    const [next] = await earn(await spendItem(customer, { points: 70 }));
    expect(next).toMatchObject({ points: 70, debtRepaid: 50, balance: { available: 20, debt: 0 } });
    const self = await app.signInAs(customer);
    const history = await self.call(contract.history, { customerId: 'me' });
    expect(history.data.transactions.map((row) => [row.type, row.points, row.balanceAfter])).toEqual([
      ['REVERSED', -50, 20],
      ['EARNED', 70, 70],
      ['REVERSED', -30, 0],
      ['REDEEMED', -50, 30],
      ['EARNED', 80, 80],
    ]);
  });

  test('of an order that earned nothing change nothing', async () => {
    const item = {
      orderId: randomUUID(),
      refundId: randomUUID(),
      source: 'till',
      sourceRefundId: randomUUID(),
      occurredAt: app.clock.now(),
      lines: [{ lineNo: 1, lineTotal: 100, refundedSoFar: 100 }],
    };
    const [first, again] = await app.inStore((ctx) => loyalty.reverse(ctx, [item, item]));
    expect(first).toEqual({ status: 'reversed', taken: 0, returned: 0, debt: 0, balance: null });
    expect(again?.status).toBe('duplicate');
  });
});

test('64 spends at once of one balance: as many as it holds, never below zero', async () => {
  const customer = await app.addCustomer();
  const { accountId } = await spendItem(customer);
  await earn(await spendItem(customer, { points: 100 }));
  const results = await Promise.all(
    Array.from({ length: 64 }, () =>
      app.inStore((ctx) =>
        loyalty.spend(ctx, [
          {
            customerId: customer.id,
            accountId,
            source: 'till',
            sourceId: ctx.newId(),
            line: 0,
            points: 9,
            occurredAt: ctx.now,
          },
        ]),
      ),
    ),
  );
  const statuses = results.flat().map((result) => result.status);
  expect(statuses.filter((status) => status === 'spent')).toHaveLength(11);
  expect(statuses.filter((status) => status === 'insufficient')).toHaveLength(53);
  expect((await standingOf(customer)).balance.available).toBe(1);
});

describe('reading', () => {
  test('pages by number and by cursor show every entry once, newest first', async () => {
    const customer = await app.addCustomer();
    for (let n = 1; n <= 7; n++)
      await earn(await spendItem(customer, { points: n, description: `No. ${n}` }));
    const agent = await app.signIn('agent');
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await agent.call(contract.history, { customerId: customer.id, limit: 3, cursor });
      expect(page.data.total).toBe(7);
      seen.push(...page.data.transactions.map((row) => row.points));
      cursor = page.data.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
    const second = await agent.call(contract.history, { customerId: customer.id, limit: 3, page: 2 });
    expect(second.data).toMatchObject({ page: 2, totalPages: 3 });
    expect(second.data.transactions.map((row) => row.points)).toEqual([4, 3, 2]);
    const after = await agent.call(contract.history, {
      customerId: customer.id,
      limit: 3,
      cursor: second.data.nextCursor ?? '',
    });
    expect(after.data.transactions.map((row) => row.points)).toEqual([1]);
    const none = await agent.call(contract.history, { customerId: customer.id, type: 'EXPIRED' });
    expect(none.data).toMatchObject({ total: 0, transactions: [] });
    const broken = await agent.call(contract.history, { customerId: customer.id, cursor: 'nonsense' });
    expect([broken.status, broken.failure.code]).toEqual([400, 'cursor_invalid']);
  });

  test('pending points count as available from their day on, before any job moved them', async () => {
    const store = await app.addStore();
    await app.db.query('update loyalty.programmes set pending_days = 3 where store_id = $1', [store.id]);
    const customer = await app.addCustomer({}, store);
    const cashier = await app.signIn('cashier', store);
    const read = () => app.inStore((ctx) => account(ctx, { customerId: customer.id }), store);
    await cashier.call(contract.earn, { customerId: customer.id, points: 25, transactionId: randomUUID() });
    expect(await read()).toMatchObject({ available: 0, pending: 25, lifetime: 25 });
    app.clock.advance({ days: 3 });
    const after = await read();
    expect(after).toMatchObject({ available: 25, pending: 0 });
    expect(await app.inStore((ctx) => loyalty.mature(ctx), store)).toBe(false);
    expect(await read()).toEqual(after);
  });

  test('a customer sees their own account and nobody else’s; without an account it reads as zero', async () => {
    const [customer, other] = [await app.addCustomer(), await app.addCustomer()];
    const self = await app.signInAs(customer);
    const own = await self.call(contract.account, { customerId: 'me' });
    expect(own.data).toMatchObject({
      customerId: customer.id,
      available: 0,
      worth: null,
      tier: { current: { key: 'bronze' }, next: { key: 'silver' }, missing: 1_000 },
    });
    expect((await self.call(contract.account, { customerId: other.id })).status).toBe(404);
    expect((await self.call(contract.history, { customerId: other.id })).status).toBe(404);
    expect((await self.call(contract.history, { customerId: 'me' })).data).toMatchObject({
      total: 0,
      totalPages: 0,
    });
  });

  test('the documented paths answer alike', async () => {
    const customer = await app.addCustomer();
    await earn(await spendItem(customer));
    const agent = await app.signIn('agent');
    const canonical = await agent.call(contract.account, { customerId: customer.id });
    const tier = await agent.call(loyaltyTiersContract.tier, { customerId: customer.id });
    expect((await agent.send('GET', `/api/loyalty/points/${customer.id}`)).data).toEqual(canonical.data);
    expect((await agent.send('GET', `/api/loyalty/tier?customerId=${customer.id}`)).data).toEqual(tier.data);
    const history = await agent.call(contract.history, { customerId: customer.id });
    expect((await agent.send('GET', `/api/loyalty/history?customerId=${customer.id}`)).data).toEqual(
      history.data,
    );
  });
});

test('the app may neither change nor delete what the ledger wrote', async () => {
  for (const statement of [
    'update loyalty.entries set amount = 0',
    'delete from loyalty.entries',
    'delete from loyalty.keys',
  ]) {
    const tried = app.inStore((ctx) => sql.raw(statement).execute(ctx.tx));
    await expect(tried).rejects.toMatchObject({ code: '42501' });
  }
});

test('a changed entry is found by its chain', async () => {
  expect(await checkChains(app.db)).toEqual([]);
  expect(await driftOf(app.db)).toEqual([]);
  const { rows } = await app.db.query<{ id: string }>(
    'update loyalty.entries set amount = amount + 1 where id = (select id from loyalty.entries limit 1) returning id',
  );
  expect(await checkChains(app.db)).toContainEqual(
    expect.stringMatching(`${rows[0]?.id}: hash of .* does not fit`),
  );
  expect((await driftOf(app.db)).length).toBeGreaterThan(0);
});
