import { randomUUID } from 'node:crypto';
import { contract } from '@wafa/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, type TestStore, testApp } from '../../../../test/harness.ts';
import { countAll, expectedSums, keptSums, makeHearing, readRaw } from '../fixtures.ts';
import { countDays } from './count.ts';

const { sales, customers, analytics } = contract;
const timeZone = 'America/New_York';
const start = '2026-03-02T09:00:00Z';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());
beforeEach(() => app.clock.set(start));

const minutes = (count: number) => new Date(app.clock.now().getTime() - count * 60_000).toISOString();
const goods = ['COFFEE', 'TEA', 'CAKE'] as const;

interface Sold {
  orderId: string;
  customerId: string | null;
}

/** A store with a few customers, and a till that sells, takes back and delivers. */
async function makeShop() {
  const store = await app.addStore({ timeZone });
  const till = await app.signIn('admin', store);
  const people: TestCustomer[] = [];
  for (const days of [80, 45, 20, 1]) {
    app.clock.advance({ days: -days });
    people.push(await app.addCustomer({}, store));
    app.clock.advance({ days });
  }
  const sell = async (fields: Record<string, unknown>): Promise<Sold> => {
    const reply = await till.call(sales.record, { ...app.order(), currency: store.currency, ...fields });
    if (reply.status !== 201) throw new Error(reply.text);
    return { orderId: reply.data.orderId, customerId: reply.data.customerId };
  };
  return { store, till, people, sell };
}

const line = (sku: string, quantity: number) => ({
  sku,
  name: sku,
  quantity,
  unitPrice: 250,
  discount: 0,
  ...(sku === 'CAKE' ? {} : { category: 'drinks' }),
});

async function refund(till: Client, orderId: string, at: string, quantity?: number) {
  return till.call(sales.refund, {
    source: 'till',
    refundId: randomUUID(),
    orderId,
    occurredAt: at,
    ...(quantity === undefined ? {} : { lines: [{ lineNo: 1, quantity }] }),
  });
}

async function expectExact(store: TestStore) {
  const raw = await readRaw(app, store);
  expect(await keptSums(app, store)).toEqual(expectedSums(raw, timeZone));
}

const act = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant('order' as const),
      who: fc.integer({ min: 0, max: 4 }),
      minutesAgo: fc.integer({ min: 0, max: 40 * 1440 }),
      sku: fc.constantFrom(...goods),
      second: fc.constantFrom(...goods),
      quantity: fc.integer({ min: 1, max: 3 }),
      channel: fc.constantFrom('till' as const, 'web' as const),
      waits: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('refund' as const),
      which: fc.nat(50),
      minutesAgo: fc.integer({ min: 0, max: 20 * 1440 }),
      part: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('advance' as const), which: fc.nat(50), ends: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('merge' as const), who: fc.nat(3), other: fc.nat(3) }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('unmerge' as const) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('count' as const) }) },
);

describe('the sums', () => {
  it('equal a recount whatever was sold, taken back, delivered late, cancelled or merged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 30 }), async (acts) => {
        app.clock.set(start);
        const { store, till, people, sell } = await makeShop();
        const hear = makeHearing(app, store);
        const sold: Sold[] = [];
        const waiting: string[] = [];
        const merges: string[] = [];
        for (const one of acts) {
          if (one.what === 'order') {
            const order = await sell({
              customerId: people[one.who]?.id,
              occurredAt: minutes(one.minutesAgo),
              channel: one.channel,
              locationId: one.channel === 'till' ? store.locationId : undefined,
              status: one.waits ? 'paid' : 'completed',
              lines: [line(one.sku, one.quantity), line(one.second, 1)],
            });
            (one.waits ? waiting : sold).push(...((one.waits ? [order.orderId] : [order]) as never[]));
          }
          if (one.what === 'refund' && sold.length > 0) {
            const { orderId } = sold[one.which % sold.length] as Sold;
            await refund(till, orderId, minutes(one.minutesAgo), one.part ? 1 : undefined);
          }
          if (one.what === 'advance' && waiting.length > 0) {
            const [orderId = ''] = waiting.splice(one.which % waiting.length, 1);
            const status = one.ends ? 'cancelled' : 'completed';
            await till.call(sales.advance, { orderId, source: 'till', eventId: randomUUID(), status });
            if (!one.ends) sold.push({ orderId, customerId: null });
          }
          if (one.what === 'merge') {
            const [into, from] = [people[one.who]?.id as string, people[one.other]?.id as string];
            const reply = await till.call(customers.merge, { customerId: into, from });
            if (reply.status === 201) merges.push(reply.data.merge.id);
          }
          const newest = one.what === 'unmerge' ? merges.pop() : undefined;
          if (newest) await till.call(customers.unmerge, { mergeId: newest });
          if (one.what === 'count') {
            await hear();
            await countAll(app, store);
          }
        }
        await hear();
        await countAll(app, store);
        await expectExact(store);
      }),
      { numRuns: Number(process.env.WAFA_ANALYTICS_SEQUENCES ?? 8) },
    );
  }, 240_000);

  it('count the past of a store in parts, with its progress, and again in another time zone', async () => {
    const { store, till, people, sell } = await makeShop();
    for (const days of [0, 1, 5, 30, 200, 201])
      await sell({ customerId: people[days % 3]?.id, occurredAt: minutes(days * 1440 + 300) });
    expect((await till.call(analytics.freshness, {})).data).toEqual({
      countedAt: null,
      waitingDays: 0,
      progress: 0,
    });
    await countAll(app, store);
    await expectExact(store);
    expect((await till.call(analytics.freshness, {})).data).toEqual({
      countedAt: app.clock.now().toISOString(),
      waitingDays: 0,
      progress: 1,
    });
    const again = await till.call(analytics.recount, {});
    expect([again.status, again.data.waitingDays, again.data.progress]).toEqual([202, 6, 0]);
    await countAll(app, store);
    await expectExact(store);
    await app.db.query(`update settings.stores set time_zone = 'Pacific/Auckland' where id = $1`, [store.id]);
    const { configureSettings } = await import('../../settings/index.ts');
    configureSettings(app.runner);
    await countAll(app, store);
    expect(await keptSums(app, store)).toEqual(expectedSums(await readRaw(app, store), 'Pacific/Auckland'));
  });

  it('mark a day once, however many of its orders are told of', async () => {
    const { store, people, sell } = await makeShop();
    const hear = makeHearing(app, store);
    await app.inStore((ctx) => countDays(ctx), store);
    for (let count = 0; count < 5; count++)
      await sell({ customerId: people[0]?.id, occurredAt: minutes(count + 1) });
    await hear();
    const { rows } = await app.db.query('select unit, start::text from analytics.marks where store_id = $1', [
      store.id,
    ]);
    expect(rows).toEqual([{ unit: 'day', start: '2026-03-02' }]);
  });

  it('are counted anew only by who looks after the system', async () => {
    const analyst = await app.signIn('analyst');
    expect((await analyst.call(analytics.recount, {})).status).toBe(403);
  });
});
