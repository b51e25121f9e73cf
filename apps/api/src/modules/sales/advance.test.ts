import { randomUUID } from 'node:crypto';
import { contract, type OrderEventInput } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { type TestApp, testApp } from '../../../test/harness.ts';
import { countRows, recounted } from '../../../test/recount.ts';

let app: TestApp;
let admin: Client;

beforeAll(async () => {
  app = await testApp();
  admin = await app.signIn('admin');
});
afterAll(() => app.close());

const move = (orderId: string, fields: Partial<OrderEventInput>) =>
  admin.call(contract.sales.advance, {
    orderId,
    source: 'shop',
    eventId: randomUUID(),
    status: 'paid',
    ...fields,
  });

describe('an order from afar', () => {
  it('counts in points and statistics once it is delivered, and once only', async () => {
    const customer = await app.addCustomer();
    const placed = await app.record({ customerId: customer.id, channel: 'web', source: 'shop' });
    expect(placed).toMatchObject({ status: 'placed', points: { earned: 0, reason: null } });
    expect((await recounted(app, customer.id)).kept).toEqual([0, 0, 0]);
    const paid = await move(placed.orderId, { payments: [{ method: 'card', amount: 10_000 }] });
    expect([paid.status, paid.data.status, paid.data.points.earned]).toEqual([200, 'paid', 0]);
    const shipped = await move(placed.orderId, {
      status: 'shipped',
      delivery: { carrier: 'Aramex', trackingNumber: '1', trackingUrl: 'https://track.example/1' },
    });
    expect(shipped.data.status).toBe('shipped');
    await move(placed.orderId, { status: 'shipped', delivery: { trackingNumber: '2' } });
    const delivered = await move(placed.orderId, { status: 'delivered' });
    expect(delivered.data).toMatchObject({
      orderId: placed.orderId,
      status: 'delivered',
      points: { earned: 100, lines: [{ lineNo: 1, points: 100 }], reason: { eligible: 10_000 } },
      balance: { available: 100 },
    });
    const completed = await move(placed.orderId, { status: 'completed' });
    expect(completed.data).toMatchObject({ status: 'completed', points: { earned: 0 } });
    expect(await recounted(app, customer.id)).toEqual({ kept: [10_000, 1, 1], counted: [10_000, 1, 1] });
    const { data: order } = await admin.call(contract.orders.get, { orderId: placed.orderId });
    expect(order).toMatchObject({
      pointsEarned: 100,
      payments: [{ method: 'card', amount: 10_000 }],
      delivery: { carrier: 'Aramex', trackingNumber: '2', trackingUrl: 'https://track.example/1' },
    });
    expect(order.history.map((step) => step.status)).toEqual([
      'placed',
      'paid',
      'shipped',
      'shipped',
      'delivered',
      'completed',
    ]);
    const { rows } = await app.db.query(
      `select name from platform.outbox where payload->>'orderId' = $1 order by name`,
      [placed.orderId],
    );
    expect(rows.map((row) => row.name)).toEqual([
      'order.delivered',
      'order.placed',
      'order.shipped',
      'points.earned',
    ]);
  });

  it('cancelled before delivery never counts', async () => {
    const customer = await app.addCustomer();
    const { orderId } = await app.record({ customerId: customer.id, channel: 'web' });
    expect((await move(orderId, { status: 'cancelled' })).data.status).toBe('cancelled');
    expect((await move(orderId, { status: 'delivered' })).failure.code).toBe('status_not_allowed');
    expect((await recounted(app, customer.id)).kept).toEqual([0, 0, 0]);
  });

  it('without a customer moves on alike', async () => {
    const { orderId } = await app.record({ channel: 'web' });
    const { data } = await move(orderId, { status: 'delivered' });
    expect(data).toMatchObject({ status: 'delivered', balance: null, points: { earned: 0 } });
  });
});

describe('a repeated event', () => {
  it('in 20 parallel requests acts once and answers the same bytes', async () => {
    const customer = await app.addCustomer();
    const { orderId } = await app.record({ customerId: customer.id, channel: 'web' });
    const event = { eventId: randomUUID(), status: 'delivered' as const };
    const replies = await Promise.all(Array.from({ length: 20 }, () => move(orderId, event)));
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200]));
    expect(new Set(replies.map((reply) => reply.text)).size).toBe(1);
    expect(await recounted(app, customer.id)).toEqual({ kept: [10_000, 1, 1], counted: [10_000, 1, 1] });
  });

  it('with other contents is refused', async () => {
    const { orderId } = await app.record({ channel: 'web' });
    const eventId = randomUUID();
    await move(orderId, { eventId });
    const reply = await move(orderId, { eventId, status: 'shipped' });
    expect([reply.status, reply.failure.code]).toEqual([409, 'transaction_conflict']);
  });
});

describe('refused, leaving nothing:', () => {
  it.each<[string, Partial<OrderEventInput>, number, string]>([
    ['a step back', { status: 'paid' }, 409, 'status_not_allowed'],
    ['cancelling what was delivered', { status: 'cancelled' }, 409, 'status_not_allowed'],
    [
      'a date in the future',
      { status: 'completed', occurredAt: '2027-01-01T00:00:00Z' },
      400,
      'date_in_future',
    ],
    [
      'a link that is no web address',
      { delivery: { trackingUrl: 'javascript:alert(1)' } },
      400,
      'validation',
    ],
  ])('%s', async (_, fields, status, code) => {
    const { orderId } = await app.record({ channel: 'web', status: 'delivered' });
    const before = await countRows(app);
    const reply = await move(orderId, fields);
    expect([reply.status, reply.failure.code]).toEqual([status, code]);
    expect(await countRows(app)).toEqual(before);
  });

  it('an unknown order', async () => {
    expect((await move(randomUUID(), {})).failure.code).toBe('not_found');
  });
});
