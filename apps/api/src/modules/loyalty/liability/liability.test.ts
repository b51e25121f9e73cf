import { randomUUID } from 'node:crypto';
import { loyaltyTiersContract as contract } from '@wafa/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestApp, type TestStore, testApp } from '../../../../test/harness.ts';
import * as loyalty from '../index.ts';
import { rollUp } from './jobs.ts';
import { liability } from './liability.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());
const start = new Date('2026-03-10T09:00:00Z');
beforeEach(() => app.clock.set(start));

async function programmeOf(store: TestStore, change = ''): Promise<string> {
  if (change) await app.db.query(`update loyalty.programmes set ${change} where store_id = $1`, [store.id]);
  const { rows } = await app.db.query('select id from loyalty.programmes where store_id = $1', [store.id]);
  return rows[0].id;
}

async function rollAll(store: TestStore, days?: number): Promise<void> {
  while (await app.inStore((ctx) => rollUp(ctx, days), store));
}

/** Points that move in a store, on one customer. */
async function actor(store: TestStore) {
  const customer = await app.addCustomer({}, store);
  const orders: { orderId: string; points: number; refunded: number }[] = [];
  const standing = (ctx: Parameters<typeof loyalty.standings>[0]) =>
    loyalty.standings(ctx, [customer.id]).then((map) => map.get(customer.id) as loyalty.Standing);
  const common = { customerId: customer.id, source: 'till', line: 0 };
  return {
    earn: (points: number) =>
      app.inStore(async (ctx) => {
        const orderId = ctx.newId();
        const { accountId } = await standing(ctx);
        const lines = [{ lineNo: 1, total: points * 100, points }];
        await loyalty.earn(ctx, [
          {
            ...common,
            accountId,
            sourceId: randomUUID(),
            kind: 'spend',
            points,
            orderId,
            lines,
            occurredAt: ctx.now,
          },
        ]);
        orders.push({ orderId, points, refunded: 0 });
      }, store),
    spend: (points: number) =>
      app.inStore(async (ctx) => {
        const { accountId } = await standing(ctx);
        await loyalty.spend(ctx, [
          { ...common, accountId, sourceId: randomUUID(), points, occurredAt: ctx.now },
        ]);
      }, store),
    refund: (percent: number) =>
      app.inStore(async (ctx) => {
        const order = orders.at(-1);
        if (!order) return;
        order.refunded = Math.max(order.refunded, Math.floor(order.points * percent));
        await loyalty.reverse(ctx, [
          {
            orderId: order.orderId,
            refundId: ctx.newId(),
            source: 'till',
            sourceRefundId: randomUUID(),
            occurredAt: ctx.now,
            lines: [{ lineNo: 1, lineTotal: order.points * 100, refundedSoFar: order.refunded }],
          },
        ]);
      }, store),
    hold: (points: number) =>
      app.db.query(
        `with held as (
           update loyalty.accounts set available = available - $3, held = held + $3
            where store_id = $1 and owner_id = $2 and available >= $3 returning id)
         insert into loyalty.holds (store_id, id, account_id, points, status, created_at, expires_at)
         select $1, $4, id, $3, 'open', $5, $5::timestamptz + interval '1 hour' from held`,
        [store.id, customer.id, points, randomUUID(), app.clock.now()],
      ),
  };
}

const read = (store: TestStore, from: string, to: string) =>
  app.inStore((ctx) => liability(ctx, { from, to }), store);

describe('the roll-up', () => {
  const steps = fc.array(
    fc.record({
      what: fc.constantFrom('earn', 'spend', 'refund', 'expire', 'roll', 'mature'),
      points: fc.integer({ min: 1, max: 500 }),
      hours: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 200, max: 3_000 })),
    }),
    { minLength: 4, maxLength: 16 },
  );

  test('is what plain SQL counts over the entries, after any sequence of operations', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom(0, 5), async (taken, pendingDays) => {
        app.clock.set(start);
        const store = await app.addStore({ timeZone: 'America/New_York' });
        await programmeOf(store, `pending_days = ${pendingDays}, expiry_months = 2`);
        const { earn, spend, refund } = await actor(store);
        for (const { what, points, hours } of taken) {
          app.clock.advance({ hours });
          if (what === 'earn') await earn(points);
          if (what === 'spend') await spend(points);
          if (what === 'refund') await refund(points);
          if (what === 'expire') while (await app.inStore((ctx) => loyalty.expire(ctx), store));
          if (what === 'mature') while (await app.inStore((ctx) => loyalty.mature(ctx), store));
          if (what === 'roll') await rollAll(store, 7);
        }
        // By then nothing is pending that would become available later on that day.
        app.clock.advance({ days: 40 });
        while (await app.inStore((ctx) => loyalty.mature(ctx), store));
        await rollAll(store);
        await rollAll(store);
        const { rows } = await app.db.query(
          `select kept.*, counted.* from
             (select coalesce(json_agg(json_build_array(house_id, day, points, entries) order by house_id, day), '[]') as kept
                from loyalty.house_days where store_id = $1) as kept,
             (select coalesce(json_agg(json_build_array(counter_id, day, points, n) order by counter_id, day), '[]') as counted
                from (select counter_id, (recorded_at at time zone 'America/New_York')::date as day,
                             sum(amount) as points, count(*) as n
                        from loyalty.entries where store_id = $1 and counter_id <> account_id group by 1, 2) as c) as counted`,
          [store.id],
        );
        expect(rows[0].kept).toEqual(rows[0].counted);
        const report = await read(store, '2026-01-01', '2029-01-01');
        expect(report.months.at(-1)?.closing).toEqual(report.now);
      }),
      { numRuns: Number(process.env.WAFA_LIABILITY_SEQUENCES ?? 12) },
    );
  }, 120_000);

  test('counts what was recorded after a day had closed on the day of recording, and days again in a new zone', async () => {
    const store = await app.addStore();
    await programmeOf(store);
    const { earn } = await actor(store);
    await earn(100);
    app.clock.set('2026-03-12T09:00:00Z');
    await rollAll(store);
    await earn(50);
    app.clock.set('2026-03-14T09:00:00Z');
    await rollAll(store);
    const days = async () => {
      const { rows } = await app.db.query(
        'select day::text, points::int from loyalty.house_days where store_id = $1 order by day',
        [store.id],
      );
      return rows.map(({ day, points }) => `${day} ${points}`);
    };
    expect(await days()).toEqual(['2026-03-10 100', '2026-03-12 50']);
    const owner = await app.signIn('owner', store);
    expect((await owner.call(contract.liability, {})).data.rolledUpTo).toBe('2026-03-13');
    await app.db.query(`update settings.stores set time_zone = 'Pacific/Auckland' where id = $1`, [store.id]);
    const { configureSettings } = await import('../../settings/index.ts');
    configureSettings(app.runner);
    await rollAll(store, 1);
    expect(await days()).toEqual(['2026-03-10 100', '2026-03-12 50']);
    expect((await owner.call(contract.liability, {})).data).toMatchObject({ rolledUpTo: '2026-03-13' });
  });
});

describe('GET /api/v1/loyalty/liability', () => {
  test('tells what is owed by month and by expiry, and how much of it will be used', async () => {
    const store = await app.addStore();
    await programmeOf(store, 'worth_e4 = 20000, expiry_months = 2');
    const { earn, spend, hold } = await actor(store);
    await earn(1_000);
    app.clock.set('2026-04-10T09:00:00Z');
    await earn(500);
    await spend(300);
    await hold(200);
    app.clock.set('2026-06-02T09:00:00Z');
    await app.inStore((ctx) => loyalty.expire(ctx), store);
    await rollAll(store);
    const report = await read(store, '2026-03-01', '2026-06-02');
    expect(report.months.map(({ closing: _, ...moved }) => moved)).toEqual([
      { month: '2026-03', issued: 1_000, redeemed: 0, expired: 0, adjusted: 0 },
      { month: '2026-04', issued: 500, redeemed: 300, expired: 0, adjusted: 0 },
      { month: '2026-05', issued: 0, redeemed: 0, expired: 0, adjusted: 0 },
      { month: '2026-06', issued: 0, redeemed: 0, expired: 700, adjusted: 0 },
    ]);
    const closings = report.months.map(({ closing }) => [
      closing.available,
      closing.held,
      closing.outstanding,
    ]);
    expect(closings).toEqual([
      [1_000, 0, 1_000],
      [1_000, 200, 1_200],
      [1_000, 200, 1_200],
      [300, 200, 500],
    ]);
    expect(report.now).toMatchObject({
      available: 300,
      held: 200,
      outstanding: 500,
      worth: { amount: 1_000, currency: 'SAR' },
    });
    expect(report.ageing).toEqual([
      { month: '2026-06', points: 500, worth: { amount: 1_000, currency: 'SAR' } },
    ]);
    expect(report.redemptionRate).toBe(0.2);
    expect(report.breakage).toMatchObject({ rate: 0.7, points: 350 });
  });

  test('shows pending points apart until their day, and debts', async () => {
    const store = await app.addStore();
    await programmeOf(store, 'pending_days = 30');
    const { earn } = await actor(store);
    await earn(100);
    app.clock.set('2026-04-20T09:00:00Z');
    await app.inStore((ctx) => loyalty.mature(ctx), store);
    await rollAll(store);
    const { months } = await read(store, '2026-03-01', '2026-04-20');
    expect(months.map(({ closing }) => [closing.available, closing.pending])).toEqual([
      [0, 100],
      [100, 0],
    ]);
  });

  test('is a file too, and belongs to the store and to who may read', async () => {
    const store = await app.addStore();
    const programId = await programmeOf(store);
    const { earn } = await actor(store);
    await earn(70);
    const owner = await app.signIn('owner', store);
    const file = await owner.send('GET', '/api/v1/loyalty/liability.csv?from=2026-03-01&to=2026-03-31');
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(file.text.split('\r\n').slice(0, 2)).toEqual([
      'month,issued,redeemed,expired,adjusted,available,pending,held,debt,outstanding,worth,currency',
      '2026-03,70,0,0,0,70,0,0,0,70,,',
    ]);
    const stranger = await app.signIn('owner');
    const foreign = await stranger.call(contract.liability, { programId });
    expect([foreign.status, foreign.failure.code]).toEqual([404, 'not_found']);
    const wrong = [
      { from: '2026-02-02', to: '2026-02-01' },
      { from: '2016-03-09', to: '2026-03-10' },
    ];
    for (const query of wrong) {
      const reply = await owner.call(contract.liability, query);
      expect([reply.status, reply.failure.code]).toEqual([400, 'range_invalid']);
    }
    expect((await owner.call(contract.liability, { from: '2026-02-30' })).status).toBe(400);
    const cashier = await app.signIn('cashier', store);
    expect((await cashier.call(contract.liability, {})).status).toBe(403);
  });
});
