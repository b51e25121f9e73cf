import { randomUUID } from 'node:crypto';
import { contract, type Receipt } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../test/harness.ts';
import { ordersModule } from './index.ts';

let app: TestApp;
let agent: Client;
let customer: TestCustomer;
/** 25 orders of the customer, newest first: two an hour, at the same minute. */
let orders: Receipt[];

beforeAll(async () => {
  app = await testApp();
  agent = await app.signIn('agent');
  customer = await app.addCustomer();
  orders = [];
  for (let index = 0; index < 25; index++) {
    const hour = String(8 + Math.floor(index / 2)).padStart(2, '0');
    orders.push(
      await app.record({
        customerId: customer.id,
        sourceId: `n-${index}`,
        occurredAt: `2026-02-01T${hour}:00:00Z`,
        channel: index % 5 === 0 ? 'web' : 'till',
      }),
    );
  }
  orders.sort((a, b) =>
    a.occurredAt === b.occurredAt ? (a.orderId < b.orderId ? 1 : -1) : a.occurredAt < b.occurredAt ? 1 : -1,
  );
  await app.record({ occurredAt: '2026-02-02T08:00:00Z' });
});
afterAll(() => app.close());

const ids = () => orders.map((order) => order.orderId);

describe("a customer's orders", () => {
  it('come newest first, by page and by cursor alike', async () => {
    const byPage: string[] = [];
    for (let page = 1; page <= 3; page++) {
      const { data } = await agent.call(contract.orders.listOfCustomer, {
        customerId: customer.id,
        page,
        limit: 10,
      });
      expect([data.total, data.totalPages, data.page]).toEqual([25, 3, page]);
      byPage.push(...data.orders.map((order) => order.id));
    }
    expect(byPage).toEqual(ids());
    const byCursor: string[] = [];
    let cursor: string | null | undefined;
    do {
      const { data } = await agent.call(contract.orders.listOfCustomer, {
        customerId: customer.cardNumber,
        limit: 10,
        cursor: cursor ?? undefined,
      });
      byCursor.push(...data.orders.map((order) => order.id));
      cursor = data.nextCursor;
    } while (cursor);
    expect(byCursor).toEqual(ids());
  });

  it('answer at the documented paths, to the customer about themselves', async () => {
    const self = await app.signInAs(customer);
    for (const path of [
      '/api/customers/orders',
      '/api/analytics/purchase-history',
      '/api/v1/customers/me/orders',
    ]) {
      const reply = await self.send('GET', `${path}?limit=3`);
      expect(reply.status, path).toBe(200);
      const { orders: shown } = contract.orders.listOfCustomer.response.parse(reply.data);
      expect(shown.map((order) => order.id)).toEqual(ids().slice(0, 3));
    }
  });

  it('are not for another customer', async () => {
    const stranger = await app.signInAs(await app.addCustomer());
    const list = await stranger.call(contract.orders.listOfCustomer, { customerId: customer.id });
    expect([list.status, list.failure.code]).toEqual([404, 'not_found']);
    const one = await stranger.call(contract.orders.get, { orderId: ids()[0] as string });
    expect([one.status, one.failure.code]).toEqual([404, 'not_found']);
    const own = await (await app.signInAs(await app.addCustomer())).call(contract.orders.listOfCustomer, {
      customerId: 'me',
    });
    expect(own.data.total).toBe(0);
  });

  it('lie between two times, the first included', async () => {
    const { data } = await agent.call(contract.orders.listOfCustomer, {
      customerId: customer.id,
      from: '2026-02-01T09:00:00Z',
      to: '2026-02-01T11:00:00Z',
    });
    expect(data.total).toBe(4);
  });
});

it("a customer's export holds their orders, and erasure the figures alone", async () => {
  const person = await app.addCustomer();
  const admin = await app.signIn('admin');
  const { orderId } = await app.record({
    customerId: person.id,
    payments: [{ method: 'card', amount: 10_000, reference: 'CARD-4242' }],
    delivery: {
      carrier: 'Aramex',
      trackingNumber: 'TRACK-77',
      trackingUrl: 'https://track.example/TRACK-77',
    },
  });
  await admin.call(contract.sales.refund, {
    source: 'till',
    refundId: orderId,
    orderId,
    reason: 'REASON-9',
    lines: [{ lineNo: 1, quantity: 1, amount: 100 }],
  });
  const { exportPersonal, erasePersonal } = ordersModule.participant ?? {};
  const exported = await app.inStore(async (ctx) => exportPersonal?.(ctx, person.id));
  expect(exported).toMatchObject({ orders: [{ id: orderId, payments: [{ reference: 'CARD-4242' }] }] });
  await app.inStore(async (ctx) => erasePersonal?.(ctx, person.id));
  const { rows } = await app.db.query(
    `select (select string_agg(p::text, '') from orders.payments p where order_id = $1)
         || (select string_agg(d::text, '') from orders.deliveries d where order_id = $1)
         || (select string_agg(r::text, '') from orders.refunds r where order_id = $1) as kept`,
    [orderId],
  );
  expect(rows[0].kept).toContain('Aramex');
  for (const mark of ['CARD-4242', 'TRACK-77', 'REASON-9']) expect(rows[0].kept).not.toContain(mark);
  const { data } = await agent.call(contract.orders.get, { orderId });
  expect([data.total, data.refundedTotal]).toEqual([10_000, 100]);
});

describe("the store's orders", () => {
  const total = async (filter: Record<string, unknown>) => {
    const { data } = await agent.call(contract.orders.list, filter);
    expect(data.orders.length).toBe(Math.min(data.total, 20));
    return data.total;
  };

  it('are narrowed by every filter', async () => {
    expect(await total({})).toBe(27);
    expect(await total({ customerId: customer.cardNumber })).toBe(25);
    expect(await total({ channel: 'web' })).toBe(5);
    expect(await total({ status: 'placed' })).toBe(5);
    expect(await total({ status: 'placed,completed' })).toBe(26);
    expect(await total({ sourceId: 'n-7' })).toBe(1);
    expect(await total({ locationId: app.store.locationId })).toBe(0);
    expect(await total({ from: '2026-02-02T00:00:00Z' })).toBe(2);
  });

  it("are not another store's", async () => {
    const other = await app.addStore();
    const foreign = await app.signIn('agent', other);
    expect((await foreign.call(contract.orders.list, {})).data.total).toBe(0);
    const one = await foreign.call(contract.orders.get, { orderId: ids()[0] as string });
    expect(one.failure.code).toBe('not_found');
  });

  it.each([
    'nonsense',
    Buffer.from('1 2').toString('base64url'),
    Buffer.from(`9 ${'x'.repeat(36)}`).toString('base64url'),
  ])('refuse the cursor %s', async (cursor) => {
    const reply = await agent.call(contract.orders.list, { cursor });
    expect([reply.status, reply.failure.code]).toEqual([400, 'cursor_invalid']);
  });

  it('are not for a role that may not read them', async () => {
    const cashier = await app.signIn('cashier');
    expect((await cashier.call(contract.orders.list, {})).status).toBe(403);
    expect((await cashier.call(contract.orders.get, { orderId: randomUUID() })).status).toBe(403);
  });
});
