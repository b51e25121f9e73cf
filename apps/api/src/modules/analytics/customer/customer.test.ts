import { randomUUID } from 'node:crypto';
import { contract, type OrderInput } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, type TestStore, testApp } from '../../../../test/harness.ts';
import { recounted } from '../../../../test/recount.ts';
import * as customers from '../../customers/index.ts';
import * as sales from '../../sales/index.ts';
import { localTime } from '../fixtures.ts';
import { measureStandards } from '../rollups/standards.ts';

const { analytics, loyalty } = contract;
const timeZone = 'Asia/Riyadh';
const local = localTime(timeZone);

let app: TestApp;
let store: TestStore;
let owner: Client;
let buyer: TestCustomer;
let other: TestCustomer;
/** The buyer, signed in. */
let self: Client;

const line = (sku: string, quantity: number, unitPrice: number, category?: string) => ({
  sku,
  name: sku,
  quantity,
  unitPrice,
  discount: 0,
  ...(category && { category }),
});
/** Orders of the buyer, by how many days ago; the last but one goes back wholly, the first in part. */
const orders: [daysAgo: number, channel: 'till' | 'web', lines: OrderInput['lines']][] = [
  [400, 'till', [line('TEA', 4, 500, 'drinks'), line('CUP', 1, 2500, 'ware')]],
  [120, 'web', [line('TEA', 1, 500, 'drinks')]],
  [60, 'web', [line('TEA', 3, 500, 'drinks'), line('BAG', 1, 700)]],
  [40, 'till', [line('POT', 2, 9000, 'ware')]],
  [10, 'web', [line('TEA', 12, 500, 'drinks')]],
];

beforeAll(async () => {
  app = await testApp();
  store = await app.addStore({ timeZone });
  [buyer, other] = [await app.addCustomer({}, store), await app.addCustomer({}, store)];
  owner = await app.signIn('owner', store);
  self = await app.signInAs(buyer, store);
  const made = await app.inStore(
    (ctx) =>
      sales.record(
        ctx,
        orders.map(([daysAgo, channel, lines]) => ({
          ...app.order(),
          customerId: buyer.id,
          status: 'completed' as const,
          channel,
          occurredAt: new Date(app.clock.now().getTime() - daysAgo * 86_400_000).toISOString(),
          ...(channel === 'till' && { locationId: store.locationId }),
          lines,
        })),
      ),
    store,
  );
  const ids = made.map((receipt) => ('orderId' in receipt ? receipt.orderId : ''));
  await app.inStore(
    (ctx) =>
      sales.refund(ctx, [
        { source: 'till', refundId: '1', orderId: ids[0], lines: [{ lineNo: 1, quantity: 1 }] },
        { source: 'till', refundId: '2', orderId: ids[3] },
      ]),
    store,
  );
  await app.inStore((ctx) => sales.record(ctx, [{ ...app.order(), customerId: other.id }]), store);
  await app.inStore((ctx) => measureStandards(ctx), store);
}, 60_000);
afterAll(() => app?.close());

describe('GET /api/v1/analytics/customers/:customerId', () => {
  it('adds up to the profile and to the orders', async () => {
    const { data } = await owner.call(analytics.customer, { customerId: buyer.id });
    const { counted } = await recounted(app, buyer.id);
    expect([data.totals.spent, data.totals.orders]).toEqual(counted.slice(0, 2));
    expect(data.totals).toMatchObject({
      orders: 4,
      spent: 4 * 500 + 2500 - 500 + 500 + 2200 + 6000,
      refunded: 500 + 18_000,
      items: 3 + 1 + 1 + 3 + 1 + 12,
      averageOrderValue: 12_700 / 4,
      medianGapDays: 60,
    });
    const profile = await owner.call(contract.customers.get, { customerId: buyer.id });
    expect(data.totals.averageOrderValue).toBe(profile.data.averageOrderValue);
    expect(data.totals.lastOrderAt).toBe(profile.data.lastOrderDate);
    expect(data.lifetimeValue).toEqual({
      soFar: data.totals.spent,
      predicted: null,
      low: null,
      high: null,
      total: null,
    });
  });

  it('shows months, categories and habits that a recount gives', async () => {
    const { data } = await owner.call(analytics.customer, { customerId: buyer.id });
    expect(data.months).toHaveLength(24);
    const spentIn = new Map<string, number>();
    for (const [index, [daysAgo, , lines]] of orders.entries()) {
      const month = local(new Date(app.clock.now().getTime() - daysAgo * 86_400_000)).day.slice(0, 7);
      const total = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
      const back = index === 0 ? 500 : index === 3 ? total : 0;
      spentIn.set(month, (spentIn.get(month) ?? 0) + total - back);
    }
    for (const { month, spent } of data.months) expect(spent, month).toBe(spentIn.get(month) ?? 0);
    expect(data.categories).toEqual([
      { category: 'drinks', orders: 4, quantity: 19, spent: 9500, share: 0.748 },
      { category: 'ware', orders: 1, quantity: 1, spent: 2500, share: 0.1969 },
      { category: null, orders: 1, quantity: 1, spent: 700, share: 0.0551 },
    ]);
    const { patterns } = data;
    expect(patterns.channels).toEqual([
      { channel: 'web', orders: 3, spent: 8700 },
      { channel: 'till', orders: 1, spent: 4000 },
    ]);
    expect(patterns.locations).toEqual([
      { locationId: null, name: null, nameAr: null, orders: 3, spent: 8700 },
      { locationId: store.locationId, name: 'Main', nameAr: null, orders: 1, spent: 4000 },
    ]);
    expect(patterns.basketSizes.map(({ size, orders: count }) => [size, count])).toEqual([
      ['1', 1],
      ['2-3', 0],
      ['4-6', 2],
      ['7-10', 0],
      ['11+', 1],
    ]);
    const { hour } = local(app.clock.now());
    expect(patterns.hours.filter(({ orders: count }) => count > 0)).toEqual([
      { hour, orders: 4, spent: 12_700 },
    ]);
    expect(patterns.weekdays.reduce((sum, { orders: count }) => sum + count, 0)).toBe(4);
  });

  it('tells what predictions wrote, to staff with the risk and the segments', async () => {
    const scoredAt = app.clock.now();
    await app.inStore(async (ctx) => {
      await customers.putScores(ctx, [
        {
          customerId: other.id,
          churnRisk: 0.75,
          expectedOrders: 2.5,
          predictedSpend: 30_000,
          nextOrderDay: '2026-04-01',
          scoredAt,
        },
      ]);
      await customers.setMemberships(ctx, [{ customerId: other.id, segment: 'churned', holds: true }]);
    }, store);
    const { data } = await owner.call(analytics.customer, { customerId: other.cardNumber });
    expect(data).toMatchObject({
      churn: { risk: 0.75, level: 'high' },
      expectedOrders: 2.5,
      nextOrderAt: '2026-04-01T12:00:00.000Z',
      lifetimeValue: { soFar: 10_000, predicted: 30_000, total: 40_000 },
    });
    expect(data.segments).toContain('churned');
    const theirs = await app.signInAs(other, store);
    const own = await theirs.call(analytics.customer, { customerId: 'me' });
    expect([own.data.churn, own.data.segments, own.data.lifetimeValue.predicted]).toEqual([
      null,
      null,
      30_000,
    ]);
    expect(own.text).not.toContain('churned');
  });

  it('answers on the documented path, and reaches nobody else', async () => {
    const documented = await self.send('GET', '/api/analytics/dashboard/me');
    expect(documented.status).toBe(200);
    const history = await self.send('GET', '/api/analytics/purchase-history?limit=2');
    expect(history.data).toMatchObject({ total: 5, totalPages: 3 });
    const stranger = await app.signIn('owner');
    for (const [who, customerId] of [
      [self, other.id],
      [stranger, buyer.id],
      [owner, randomUUID()],
    ] as const) {
      const reply = await who.call(analytics.customer, { customerId });
      expect([reply.status, reply.failure.code]).toEqual([404, 'not_found']);
      expect((await who.call(analytics.engagement, { customerId })).status).toBe(404);
    }
    expect((await owner.send('GET', '/api/v1/analytics/customers/nobody')).status).toBe(400);
    const cashier = await app.signIn('cashier', store);
    expect((await cashier.call(analytics.customer, { customerId: buyer.id })).status).toBe(403);
  });

  it('answers a customer without orders, and one with a single order', async () => {
    const nobody = await app.addCustomer({}, store);
    const { data } = await owner.call(analytics.customer, { customerId: nobody.id });
    expect(data.totals).toMatchObject({ orders: 0, spent: 0, averageOrderValue: null, lastOrderAt: null });
    expect([data.insights, data.engagement.score, data.categories]).toEqual([[], 0, []]);
    const single = await owner.call(analytics.customer, { customerId: other.id });
    expect(single.data.totals).toMatchObject({ orders: 1, medianGapDays: null });
  });

  it('gives the orders of a merged customer to the survivor', async () => {
    const [into, from] = [await app.addCustomer({}, store), await app.addCustomer({}, store)];
    for (const { id } of [into, from])
      await app.inStore((ctx) => sales.record(ctx, [{ ...app.order(), customerId: id }]), store);
    await owner.call(contract.customers.merge, { customerId: into.id, from: from.id });
    const { data } = await owner.call(analytics.customer, { customerId: from.cardNumber });
    expect([data.customerId, data.totals.orders]).toEqual([into.id, 2]);
  });
});

describe('charts of a customer as files', () => {
  it.each([
    'months',
    'categories',
    'weekdays',
    'hours',
    'channels',
    'locations',
    'basket_sizes',
    'engagement',
  ] as const)('%s', async (chart) => {
    const path = `/api/v1/analytics/customers/${buyer.id}/charts.csv?chart=${chart}`;
    const reply = await owner.send('GET', path);
    expect(reply.status, reply.text).toBe(200);
    expect(reply.text.trim().split('\r\n').length).toBeGreaterThan(1);
    expect((await (await app.signIn('agent', store)).send('GET', path)).status).toBe(403);
  });

  it('are the customer’s own too', async () => {
    const own = await self.send('GET', '/api/v1/analytics/customers/me/charts.csv?chart=months');
    expect(own.text).toContain('month,orders,spent');
    const path = `/api/v1/analytics/customers/${other.id}/charts.csv?chart=months`;
    expect((await self.send('GET', path)).status).toBe(404);
  });
});

describe('GET /api/v1/analytics/customers/:customerId/engagement', () => {
  it('is the sum of its parts, which say what they are made from', async () => {
    const visits = [1, 2, 3].map((index) => ({
      customerId: buyer.id,
      event: 'visit' as const,
      source: 'door',
      sourceId: String(index),
    }));
    const told = await owner.call(contract.activity.record, { events: visits });
    expect(told.status, told.text).toBe(200);
    const { data } = await owner.call(analytics.engagement, { customerId: buyer.id });
    expect(data.score).toBe(data.parts.reduce((sum, { points }) => sum + points, 0));
    expect(data.parts.reduce((sum, { most }) => sum + most, 0)).toBe(100);
    const account = await owner.call(loyalty.account, { customerId: buyer.id });
    expect(account.data.lifetime).toBeGreaterThan(0);
    expect(Object.fromEntries(data.parts.map(({ key, value }) => [key, value]))).toEqual({
      recency: 10,
      frequency: 3,
      money: 1,
      breadth: 1,
      loyalty: 0,
      activity: 3,
    });
    expect(data.parts.every(({ text }) => text.en !== '' && text.ar !== '' && text.en !== text.ar)).toBe(
      true,
    );
    const documented = await self.send('GET', '/api/analytics/engagement');
    expect(documented.data).toMatchObject({ customerId: buyer.id, score: data.score });
  });
});
