import { randomUUID } from 'node:crypto';
import { contract, type OrderInput, type RefundInput } from '@wafa/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../test/harness.ts';
import { countRows, recounted } from '../../../test/recount.ts';
import { refund } from './refund.ts';

let app: TestApp;
let agent: Client;
let admin: Client;

beforeAll(async () => {
  app = await testApp();
  agent = await app.signIn('agent');
  admin = await app.signIn('admin');
});
afterAll(() => app.close());

const lines = (...specs: [quantity: number, unitPrice: number, discount?: number][]): OrderInput['lines'] =>
  specs.map(([quantity, unitPrice, discount = 0], index) => ({
    sku: `SKU-${index}`,
    name: '',
    quantity,
    unitPrice,
    discount,
  }));
const post = (fields: Partial<RefundInput>) =>
  admin.call(contract.sales.refund, { source: 'till', refundId: randomUUID(), ...fields } as RefundInput);
const balanceOf = async (customer: TestCustomer) =>
  (await agent.call(contract.loyalty.account, { customerId: customer.id })).data;

describe('a refund', () => {
  it('of a part gives back its share of money, points and statistics', async () => {
    const customer = await app.addCustomer();
    const { orderId } = await app.record({ customerId: customer.id, lines: lines([3, 1000], [1, 5000]) });
    const { status, data } = await post({ orderId, lines: [{ lineNo: 1, quantity: 1 }] });
    expect(status).toBe(201);
    expect(data).toMatchObject({
      orderId,
      status: 'part_refunded',
      refunded: 1000,
      currency: 'SAR',
      points: { taken: 10, returned: 0, debt: 0 },
      balance: { available: 70 },
    });
    const { data: order } = await agent.call(contract.orders.get, { orderId });
    expect(order).toMatchObject({ status: 'part_refunded', refundedTotal: 1000 });
    expect(order.lines.map((line) => [line.refundedQuantity, line.refundedTotal])).toEqual([
      [1, 1000],
      [0, 0],
    ]);
    expect(order.history.map((step) => step.status)).toEqual(['completed', 'part_refunded']);
    expect(await recounted(app, customer.id)).toEqual({ kept: [7000, 1, 1], counted: [7000, 1, 1] });
  });

  it('of everything, named by the source id, undoes the order', async () => {
    const customer = await app.addCustomer();
    const { sourceId } = await app.record({ customerId: customer.id, lines: lines([3, 333], [1, 0]) });
    const { data } = await post({ sourceId });
    expect(data).toMatchObject({ status: 'refunded', refunded: 999, points: { taken: 9 } });
    expect((await balanceOf(customer)).lifetime).toBe(0);
    expect(await recounted(app, customer.id)).toEqual({ kept: [0, 0, 1], counted: [0, 0, 1] });
  });

  it('of an anonymous sale moves money alone', async () => {
    const { orderId } = await app.record();
    const { data } = await post({ orderId });
    expect(data).toMatchObject({
      status: 'refunded',
      balance: null,
      points: { taken: 0, returned: 0, debt: 0 },
    });
  });

  it('at a given amount takes that much', async () => {
    const { orderId } = await app.record({ lines: lines([2, 1000]) });
    const { data } = await post({ orderId, lines: [{ lineNo: 1, quantity: 1, amount: 400 }] });
    expect(data.refunded).toBe(400);
  });
});

describe('a repeat', () => {
  it('in 30 parallel requests goes back once, and all get the same bytes', async () => {
    const customer = await app.addCustomer();
    const { orderId } = await app.record({ customerId: customer.id });
    const input = { orderId, refundId: randomUUID() };
    const replies = await Promise.all(Array.from({ length: 30 }, () => post(input)));
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([201]));
    expect(new Set(replies.map((reply) => reply.text)).size).toBe(1);
    expect(await recounted(app, customer.id)).toEqual({ kept: [0, 0, 1], counted: [0, 0, 1] });
    const { rows } = await app.db.query(
      'select count(*)::int as refunds from orders.refunds where order_id = $1',
      [orderId],
    );
    expect(rows[0].refunds).toBe(1);
  });

  it('under other ids, 20 at once, takes no more than there is', async () => {
    const customer = await app.addCustomer();
    const { orderId } = await app.record({ customerId: customer.id, lines: lines([5, 1000]) });
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => post({ orderId, lines: [{ lineNo: 1, quantity: 1 }] })),
    );
    const codes = replies.map((reply) => (reply.status === 201 ? 'refunded' : reply.failure.code)).sort();
    expect(codes).toEqual([...Array(15).fill('refund_exceeds'), ...Array(5).fill('refunded')].sort());
    expect((await balanceOf(customer)).available).toBe(0);
  });

  it('with other contents, or for another order, is refused', async () => {
    const first = await app.record({ lines: lines([2, 500]) });
    const second = await app.record({ lines: lines([2, 500]) });
    const refundId = randomUUID();
    const done = await post({ refundId, orderId: first.orderId, lines: [{ lineNo: 1, quantity: 1 }] });
    expect(done.status).toBe(201);
    for (const other of [
      { orderId: first.orderId, lines: [{ lineNo: 1, quantity: 2 }] },
      { orderId: first.orderId },
      { orderId: second.orderId, lines: [{ lineNo: 1, quantity: 1 }] },
    ]) {
      const reply = await post({ refundId, ...other });
      expect([reply.status, reply.failure.code]).toEqual([409, 'refund_conflict']);
    }
  });
});

describe('refused, leaving nothing:', () => {
  it.each<[string, Partial<RefundInput>, number, string, string | undefined]>([
    [
      'more than the quantity',
      { lines: [{ lineNo: 1, quantity: 4 }] },
      409,
      'refund_exceeds',
      'lines.0.quantity',
    ],
    [
      'more than the amount',
      { lines: [{ lineNo: 1, quantity: 1, amount: 3001 }] },
      409,
      'refund_exceeds',
      'lines.0.amount',
    ],
    ['an unknown line', { lines: [{ lineNo: 9, quantity: 1 }] }, 400, 'validation', 'lines.0.lineNo'],
    ['quantity 0', { lines: [{ lineNo: 1, quantity: 0 }] }, 400, 'validation', 'lines.0.quantity'],
    ['an unknown order', { orderId: randomUUID() }, 404, 'not_found', 'orderId'],
    ['an unknown source id', { orderId: undefined, sourceId: 'nothing' }, 404, 'not_found', 'sourceId'],
    ['no order named', { orderId: undefined }, 400, 'validation', 'orderId'],
    ['a date in the future', { occurredAt: '2027-01-01T00:00:00Z' }, 400, 'date_in_future', 'occurredAt'],
  ])('%s', async (_, fields, status, code, field) => {
    const { orderId } = await app.record({ lines: lines([3, 1000]) });
    const before = await countRows(app);
    const reply = await post({ orderId, ...fields });
    expect([reply.status, reply.failure.code, reply.failure.errors[0]?.field]).toEqual([status, code, field]);
    expect(await countRows(app)).toEqual(before);
  });

  it('an order that is not delivered yet', async () => {
    const { orderId } = await app.record({ channel: 'web' });
    const reply = await post({ orderId });
    expect([reply.status, reply.failure.code]).toEqual([409, 'order_not_refundable']);
  });

  it('an order that is refunded already', async () => {
    const { orderId } = await app.record();
    await post({ orderId });
    expect((await post({ orderId })).failure.code).toBe('refund_exceeds');
  });

  it("another store's order", async () => {
    const { orderId } = await app.record();
    const other = await app.addStore();
    const foreign = await app.signIn('admin', other);
    const reply = await foreign.call(contract.sales.refund, { source: 'till', refundId: 'x', orderId });
    expect([reply.status, reply.failure.code]).toEqual([404, 'not_found']);
  });

  it('a cashier, who may not refund', async () => {
    const cashier = await app.signIn('cashier');
    const reply = await cashier.call(contract.sales.refund, {
      source: 'till',
      refundId: 'x',
      orderId: randomUUID(),
    });
    expect(reply.status).toBe(403);
  });
});

describe('many refunds in one call', () => {
  it('see what those before them took', async () => {
    const customer = await app.addCustomer();
    const { orderId } = await app.record({ customerId: customer.id, lines: lines([2, 1000]) });
    const one = { source: 'till', orderId, lines: [{ lineNo: 1, quantity: 1 }] };
    const answers = await app.inStore((ctx) =>
      refund(ctx, [
        { ...one, refundId: `${orderId}-1` },
        { ...one, refundId: `${orderId}-2` },
        { ...one, refundId: `${orderId}-1` },
        { ...one, refundId: `${orderId}-3` },
      ]),
    );
    expect(answers.map((answer) => ('refundId' in answer ? answer.status : answer.code))).toEqual([
      'part_refunded',
      'refunded',
      'part_refunded',
      'refund_exceeds',
    ]);
    expect(answers[2]).toEqual(answers[0]);
    expect(await recounted(app, customer.id)).toEqual({ kept: [0, 0, 1], counted: [0, 0, 1] });
  });
});

describe('any split of a refund', () => {
  it('ends as one full refund, with statistics equal to a recount at each step', async () => {
    const line = fc.record({
      quantity: fc.integer({ min: 1, max: 6 }),
      unitPrice: fc.integer({ min: 0, max: 9_999 }),
      discountPercent: fc.integer({ min: 0, max: 100 }),
    });
    const parts = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 6 })), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 4 }), parts, async (specs, asked) => {
        const customer = await app.addCustomer();
        const order = app.order({
          customerId: customer.id,
          lines: lines(
            ...specs.map(({ quantity, unitPrice, discountPercent }): [number, number, number] => [
              quantity,
              unitPrice,
              Math.floor((quantity * unitPrice * discountPercent) / 100),
            ]),
          ),
        });
        const receipt = await app.record(order);
        const left = specs.map(({ quantity }) => quantity);
        let refunded = 0;
        let taken = 0;
        for (const [index, want] of [...asked, ...specs.map((_, at): [number, number] => [at, 6])]) {
          const quantity = Math.min(want, left[index] ?? 0);
          if (quantity === 0) continue;
          left[index] = (left[index] ?? 0) - quantity;
          const { data } = await post({
            orderId: receipt.orderId,
            lines: [{ lineNo: index + 1, quantity }],
          });
          refunded += data.refunded;
          taken += data.points.taken;
          const { kept, counted } = await recounted(app, customer.id);
          expect(kept).toEqual(counted);
        }
        expect([refunded, taken]).toEqual([receipt.total, receipt.points.earned]);
        const account = await balanceOf(customer);
        expect([account.available, account.debt, account.lifetime]).toEqual([0, 0, 0]);
        expect((await recounted(app, customer.id)).kept).toEqual([0, 0, 1]);
      }),
      { numRuns: 25 },
    );
  });
});
