import { randomUUID } from 'node:crypto';
import { contract, type OrderInput, type Receipt } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../test/harness.ts';
import { countRows, recounted } from '../../../test/recount.ts';

let app: TestApp;
let cashier: Client;

beforeAll(async () => {
  app = await testApp();
  cashier = await app.signIn('cashier');
});
afterAll(() => app.close());

const line = (sku: string, quantity: number, unitPrice: number, discount = 0) => ({
  sku,
  name: sku,
  quantity,
  unitPrice,
  discount,
});
const post = (fields: Partial<OrderInput>) => cashier.call(contract.sales.record, app.order(fields));
const pointsOf = async (customer: TestCustomer) => {
  const agent = await app.signIn('agent');
  const reply = await agent.call(contract.loyalty.account, { customerId: customer.id });
  return reply.data;
};

describe('an order', () => {
  it('is stored, earns and is answered by its receipt', async () => {
    const customer = await app.addCustomer();
    const input = app.order({
      customerId: customer.cardNumber,
      locationId: app.store.locationId,
      lines: [line('TEA', 3, 1050, 50), line('CUP', 1, 2000)],
      payments: [{ method: 'card', amount: 5100, reference: 'A1' }],
    });
    const { status, data: receipt } = await cashier.call(contract.sales.record, input);
    expect(status).toBe(201);
    expect(receipt).toMatchObject({
      source: 'till',
      sourceId: input.sourceId,
      status: 'completed',
      customerId: customer.id,
      currency: 'SAR',
      total: 5100,
      points: {
        earned: 51,
        pending: false,
        lines: [
          { lineNo: 1, points: 31 },
          { lineNo: 2, points: 20 },
        ],
        reason: { tier: 'bronze', multiplierPercent: 100, pointsPerUnit: '1', eligible: 5100 },
        debtRepaid: 0,
      },
      balance: { available: 51, pending: 0, held: 0, debt: 0 },
      tierChanged: null,
    });
    expect(receipt.tier?.missing).toBe(949);
    const agent = await app.signIn('agent');
    const { data: order } = await agent.call(contract.orders.get, { orderId: receipt.orderId });
    expect(order).toMatchObject({
      sourceId: input.sourceId,
      locationId: app.store.locationId,
      pointsEarned: 51,
      total: 5100,
      lines: [
        { lineNo: 1, sku: 'TEA', quantity: 3, unitPrice: 1050, discount: 50, total: 3100, points: 31 },
        { lineNo: 2, sku: 'CUP', total: 2000, points: 20 },
      ],
      payments: [{ method: 'card', amount: 5100, reference: 'A1' }],
      history: [{ status: 'completed', at: app.clock.now().toISOString() }],
    });
    expect((await pointsOf(customer)).available).toBe(51);
    expect(await recounted(app, customer.id)).toEqual({ kept: [5100, 1, 1], counted: [5100, 1, 1] });
    const { rows: events } = await app.db.query(
      `select name, payload->>'orderId' as id from platform.outbox
        where payload->>'orderId' = $1 order by name`,
      [receipt.orderId],
    );
    expect(events.map((event) => event.name)).toEqual(['order.delivered', 'order.placed', 'points.earned']);
  });

  it('without a customer counts in the store and earns nothing', async () => {
    const receipt = await app.record();
    expect(receipt).toMatchObject({
      customerId: null,
      balance: null,
      tier: null,
      points: { earned: 0, reason: null },
    });
  });

  it('of a till whose clock runs four minutes ahead is taken', async () => {
    const ahead = new Date(app.clock.now().getTime() + 4 * 60_000).toISOString();
    expect((await post({ occurredAt: ahead })).status).toBe(201);
  });

  it('that earns another tier says so, and the next earns by it', async () => {
    const customer = await app.addCustomer();
    const first = await app.record({ customerId: customer.id, lines: [line('TV', 1, 100_000)] });
    expect(first.tierChanged).toEqual({ from: 'bronze', to: 'silver' });
    const second = await app.record({ customerId: customer.id, lines: [line('TV', 1, 100_000)] });
    expect(second.points).toMatchObject({ earned: 1250, reason: { tier: 'silver', multiplierPercent: 125 } });
  });
});

describe('bad input', () => {
  const far = '2026-03-10T09:06:00.000Z';
  it.each<[string, Record<string, unknown>, number, string, string | undefined]>([
    ['quantity 0', { lines: [line('A', 0, 100)] }, 400, 'validation', 'lines.0.quantity'],
    ['no lines', { lines: [] }, 400, 'validation', 'lines'],
    ['a price over 2^53', { lines: [line('A', 1, 2 ** 53)] }, 400, 'validation', 'lines.0.unitPrice'],
    ['a total over 2^53', { lines: [line('A', 2, 2 ** 53 - 1)] }, 400, 'amount_too_large', 'lines.0'],
    ['payments over 2^53', paymentsBeyond, 400, 'amount_too_large', 'payments'],
    ['a discount above its line', { lines: [line('A', 1, 100, 101)] }, 400, 'validation', 'lines.0.discount'],
    ["a currency not the store's", { currency: 'GBP' }, 400, 'currency_mismatch', 'currency'],
    ['a date in the future', { occurredAt: far }, 400, 'date_in_future', 'occurredAt'],
    ['a date before 1900', { occurredAt: '0000-01-01T00:00:00Z' }, 400, 'date_too_old', 'occurredAt'],
    ['an unknown location', { locationId: randomUUID() }, 400, 'location_unknown', 'locationId'],
    ['an unknown customer', { customerId: randomUUID() }, 404, 'not_found', 'customerId'],
    ['an unknown card', { customerId: '999999999999' }, 404, 'not_found', 'customerId'],
    ['"me"', { customerId: 'me' }, 404, 'not_found', 'customerId'],
    ['a NUL in a text', { lines: [line('A\u0000', 1, 100)] }, 400, 'validation', 'lines.0.sku'],
  ])('%s is refused and leaves nothing', async (_, fields, status, code, field) => {
    const before = await countRows(app);
    const reply = await cashier.send('POST', contract.sales.record.path, { ...app.order(), ...fields });
    expect(reply.status, reply.text).toBe(status);
    expect(reply.failure.code).toBe(code);
    expect(reply.failure.errors[0]?.field).toBe(field);
    expect(reply.failure.errors[0]?.message).not.toBe('');
    expect(await countRows(app)).toEqual(before);
  });

  it('a body that is no JSON is refused', async () => {
    const reply = await cashier.send('POST', contract.sales.record.path, '{"source":');
    expect([reply.status, reply.failure.code]).toEqual([400, 'malformed']);
  });

  it('a store that does not exist, and a token of another store, are refused', async () => {
    const nowhere = await cashier
      .with({ 'x-store-id': randomUUID() })
      .call(contract.sales.record, app.order());
    expect([403, 404]).toContain(nowhere.status);
    const other = await app.addStore();
    const foreign = await (await app.signIn('cashier', other))
      .with({ 'x-store-id': app.store.id })
      .call(contract.sales.record, app.order());
    expect([foreign.status, foreign.failure.code]).toEqual([403, 'store_forbidden']);
  });

  it("another store's customer and location do not exist here", async () => {
    const other = await app.addStore();
    const customer = await app.addCustomer({}, other);
    expect((await post({ customerId: customer.id })).failure.code).toBe('not_found');
    expect((await post({ locationId: other.locationId })).failure.code).toBe('location_unknown');
  });

  it('nobody signed in, and a role that may not record, are refused', async () => {
    expect((await app.anonymous.call(contract.sales.record, app.order())).status).toBe(401);
    const analyst = await app.signIn('analyst');
    expect((await analyst.call(contract.sales.record, app.order())).status).toBe(403);
  });

  it('a suspended customer does not buy', async () => {
    const customer = await app.addCustomer({ status: 'suspended' });
    expect((await post({ customerId: customer.id })).failure.code).toBe('customer_suspended');
  });
});

const paymentsBeyond = {
  payments: [
    { method: 'cash', amount: 2 ** 53 - 1 },
    { method: 'card', amount: 1 },
  ],
};

describe('a repeat', () => {
  it('in 50 parallel requests gives one order, one credit and the same bytes', async () => {
    const customer = await app.addCustomer();
    const input = app.order({ customerId: customer.id });
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => cashier.call(contract.sales.record, input)),
    );
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([201]));
    expect(new Set(replies.map((reply) => reply.text)).size).toBe(1);
    expect(await recounted(app, customer.id)).toEqual({ kept: [10_000, 1, 1], counted: [10_000, 1, 1] });
    const { rows } = await app.db.query(
      `select (select count(*) from loyalty.entries where order_id = $1)::int as entries,
              (select count(*) from sales.receipts where subject_id = $1)::int as receipts`,
      [replies[0]?.data.orderId],
    );
    expect(rows[0]).toEqual({ entries: 1, receipts: 1 });
  });

  it('much later, after further orders, answers the first figures', async () => {
    const customer = await app.addCustomer();
    const input = app.order({ customerId: customer.id });
    const first = await cashier.call(contract.sales.record, input);
    await app.record({ customerId: customer.id });
    const now = app.clock.now();
    app.clock.advance({ days: 20 });
    const again = await (await app.signIn('admin')).call(contract.sales.record, input);
    app.clock.set(now);
    expect(again.text).toBe(first.text);
  });

  it('with other contents is refused, and the first stays', async () => {
    const customer = await app.addCustomer();
    const input = app.order({ customerId: customer.id });
    await cashier.call(contract.sales.record, input);
    for (const change of [
      { customerId: undefined },
      { lines: [line('COFFEE', 2, 10_000)] },
      { lines: [line('COFFEE', 1, 9_999)] },
    ]) {
      const reply = await cashier.call(contract.sales.record, { ...input, ...change });
      expect([reply.status, reply.failure.code]).toEqual([409, 'order_conflict']);
    }
    expect((await pointsOf(customer)).available).toBe(100);
  });

  it('names the customer by card or by id alike', async () => {
    const customer = await app.addCustomer();
    const input = app.order({ customerId: customer.id });
    const first = await cashier.call(contract.sales.record, input);
    const again = await cashier.call(contract.sales.record, { ...input, customerId: customer.cardNumber });
    expect(again.text).toBe(first.text);
  });
});

describe('many at once', () => {
  const bulk = (orders: OrderInput[]) => cashier.call(contract.sales.recordMany, { orders });

  it('each succeeds or fails on its own', async () => {
    const customer = await app.addCustomer();
    const good = app.order({ customerId: customer.id });
    const { data, status } = await bulk([
      good,
      app.order({ currency: 'EUR' }),
      { ...good },
      { ...good, lines: [line('OTHER', 1, 1)] },
      app.order({ customerId: randomUUID() }),
      app.order(),
    ]);
    expect(status).toBe(200);
    expect(data.results.map((result) => result.error?.code ?? 'recorded')).toEqual([
      'recorded',
      'currency_mismatch',
      'recorded',
      'order_conflict',
      'not_found',
      'recorded',
    ]);
    expect(data.results[2]?.receipt).toEqual(data.results[0]?.receipt);
    expect(data.results[1]?.error).toMatchObject({ errors: [{ field: 'currency' }] });
    expect(data.results[1]?.error?.message).not.toBe('');
    expect(await recounted(app, customer.id)).toEqual({ kept: [10_000, 1, 1], counted: [10_000, 1, 1] });
  });

  it('a customer in several orders earns each by the tier that the one before it left', async () => {
    const alone = await app.addCustomer();
    const together = await app.addCustomer();
    const spends = [60_000, 60_000, 10_000, 400_000, 10_000];
    const one: Receipt[] = [];
    for (const spend of spends)
      one.push(await app.record({ customerId: alone.id, lines: [line('X', 1, spend)] }));
    const { data } = await bulk(
      spends.map((spend) => app.order({ customerId: together.id, lines: [line('X', 1, spend)] })),
    );
    const figures = (receipt: Receipt | undefined) =>
      receipt && [
        receipt.points.earned,
        receipt.balance,
        receipt.tierChanged,
        receipt.tier?.qualifyingPoints,
      ];
    expect(data.results.map((result) => figures(result.receipt))).toEqual(one.map(figures));
    expect(one.map((receipt) => receipt.points.earned)).toEqual([600, 600, 125, 5000, 150]);
    expect(await recounted(app, together.id)).toEqual(await recounted(app, alone.id));
  });

  it('mixed with one that is only placed, and where spend makes the tier, answer as one by one', async () => {
    const store = await app.addStore();
    await app.db.query(`update loyalty.programmes set tier_basis = 'spend' where store_id = $1`, [store.id]);
    const till = await app.signIn('cashier', store);
    const [alone, together] = [await app.addCustomer({}, store), await app.addCustomer({}, store)];
    const specs: [number, OrderInput['status']][] = [
      [600, 'completed'],
      [700, 'placed'],
      [500, 'completed'],
      [10_000, 'completed'],
      [900, 'placed'],
      [10_000, 'delivered'],
    ];
    const order = (customerId: string, [spend, status]: (typeof specs)[number]) =>
      app.order({ customerId, status, lines: [line('X', 1, spend)] });
    const one: Receipt[] = [];
    for (const spec of specs) one.push((await till.call(contract.sales.record, order(alone.id, spec))).data);
    const { data } = await till.call(contract.sales.recordMany, {
      orders: specs.map((spec) => order(together.id, spec)),
    });
    const figures = (receipt: Receipt | undefined) =>
      receipt && [
        receipt.points.earned,
        receipt.balance,
        receipt.tierChanged,
        receipt.tier?.qualifyingPoints,
      ];
    expect(data.results.map((result) => figures(result.receipt))).toEqual(one.map(figures));
    // Silver from 10.00 of spend, gold from 50.00, platinum from 150.00.
    expect(one.map((receipt) => receipt.tierChanged?.to)).toEqual([
      undefined,
      undefined,
      'silver',
      'gold',
      undefined,
      'platinum',
    ]);
  });
});

describe('a failure after the ledger was written', () => {
  it('leaves nothing, and the same request then succeeds', async () => {
    const customer = await app.addCustomer();
    await app.db.query(`
      create function sales.refuse() returns trigger language plpgsql as
        $$ begin raise exception 'planted'; end $$;
      create trigger planted before insert on sales.receipts for each row execute function sales.refuse()`);
    const input = app.order({ customerId: customer.id, lines: [line('NEW-SKU', 1, 700)] });
    const before = await countRows(app);
    const reply = await cashier.call(contract.sales.record, input);
    expect([reply.status, reply.failure.code]).toEqual([500, 'internal']);
    expect(reply.text).not.toContain('planted');
    expect(await countRows(app)).toEqual(before);
    await app.db.query('drop trigger planted on sales.receipts; drop function sales.refuse()');
    const { status, data } = await cashier.call(contract.sales.record, input);
    expect([status, data.points.earned, data.balance?.available]).toEqual([201, 7, 7]);
  });
});
