import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestStore, testApp } from '../../../../test/harness.ts';
import { makeStore, recalculated, recordAll } from '../../../../test/made-store.ts';
import { predictionsModule } from '../index.ts';
import { rescore } from '../recalculation/rescore.ts';
import { prediction as predict } from './prediction.ts';

const { prediction, models } = contract.predictions;

let app: TestApp;
let analyst: Client;
let ids: string[];

beforeAll(async () => {
  app = await testApp();
  analyst = await app.signIn('analyst');
  ({ ids } = await makeStore(app, app.store, 700, 2));
  await recalculated(app, app.store);
}, 120_000);
afterAll(() => app?.close());

const read = async (customerId: string, by = analyst) => (await by.call(prediction, { customerId })).data;
/** Customers by the number of days with an order. */
async function withPurchases(least: number, most = least): Promise<string[]> {
  const { rows } = await app.db.query(
    'select customer_id as id from predictions.scores where repeats + 1 between $1 and $2 order by 1',
    [least, most],
  );
  return rows.map((row) => row.id);
}
const factsOf = async (id: string) => {
  const { rows } = await app.db.query(
    `select churn_risk, expected_orders, predicted_spend::int, next_order_at, scored_at
       from customers.facts where customer_id = $1`,
    [id],
  );
  return rows[0];
};

describe('the prediction of a customer', () => {
  it('says how likely, how often, how much and when, with intervals', async () => {
    const { rows } = await app.db.query(
      'select customer_id as id from predictions.scores where orders_365 is not null order by orders_365 desc limit 1',
    );
    const id = rows[0].id;
    const said = await read(id);
    expect(said).toMatchObject({ customerId: id, isOutdated: false, reason: null, currency: 'SAR' });
    expect(said.history?.untilDay).toBe('2026-03-10');
    const { in90Days, in365Days } = said.orders;
    for (const one of [in90Days, in365Days]) {
      expect(one?.expected).toBeGreaterThan(0);
      expect(one?.low).toBeLessThanOrEqual(one?.high ?? -1);
    }
    expect(in365Days?.expected).toBeGreaterThan(in90Days?.expected ?? 99);
    expect(said.spend.in365Days?.low).toBeLessThan(said.spend.in365Days?.expected ?? 0);
    expect(said.spend.in365Days?.high).toBeGreaterThan(said.spend.in365Days?.expected ?? 0);
    expect(said.churn.probability).toBeGreaterThan(0);
    expect(said.alive.probability).toBeLessThanOrEqual(1);
  });

  it('tells what moved the risk, in the language of the request', async () => {
    const [id = ''] = await withPurchases(2);
    const { churn } = await read(id);
    expect(churn.moved).toHaveLength(4);
    const recency = churn.moved.find(({ feature }) => feature === 'recency');
    expect(recency?.message).toMatch(/^Days since the last order: \d+. This (raises|lowers) the risk.$/);
    const inArabic = await app.inStore((ctx) => predict({ ...ctx, language: 'ar' }, { customerId: id }));
    expect(inArabic.churn.moved[0]?.message).toMatch(/هذا (يرفع|يخفض) الخطر/);
  });

  it('says nothing of being alive after one order, and that the rest leans on others', async () => {
    const [id = ''] = await withPurchases(1);
    const said = await read(id);
    expect(said.reason?.code).toBe('one_order');
    expect(said.alive).toMatchObject({ probability: null, reason: { code: 'one_order' } });
    expect(said.orders.in365Days).not.toBeNull();
  });

  it('stands in the facts as it is said', async () => {
    const [id = ''] = await withPurchases(5, 9);
    const said = await read(id);
    const facts = await factsOf(id);
    expect(facts.churn_risk).toBeCloseTo(said.churn.probability ?? -1, 5);
    expect(facts.expected_orders).toBeCloseTo(said.orders.in365Days?.expected ?? -1, 4);
    expect(facts.predicted_spend).toBe(said.spend.in365Days?.expected);
    expect(facts.next_order_at?.toISOString() ?? null).toBe(
      said.nextOrder.day && `${said.nextOrder.day}T12:00:00.000Z`,
    );
  });

  it('is read by the customer themselves, and by nobody else of them', async () => {
    const known = await app.addCustomer();
    const other = await app.addCustomer();
    const self = await app.signInAs(known);
    expect((await read('me', self)).reason).toMatchObject({ code: 'no_orders' });
    expect((await self.call(prediction, { customerId: other.id })).status).toBe(404);
    const stranger = await app.signIn('owner', await app.addStore());
    expect((await stranger.call(prediction, { customerId: known.id })).status).toBe(404);
    const cashier = await app.signIn('cashier');
    expect((await cashier.call(prediction, { customerId: known.id })).status).toBe(403);
  });
});

describe('of whom nothing is said', () => {
  it('has the reason: no order, not yet, all refunded, no profiling, closed', async () => {
    const [fresh, refunded, objecting, leaving] = await Promise.all(
      Array.from({ length: 4 }, () => app.addCustomer()),
    );
    if (!fresh || !refunded || !objecting || !leaving) throw new Error('no customers');
    expect((await read(fresh.id)).reason?.code).toBe('no_orders');
    await app.record({ customerId: fresh.id });
    expect((await read(fresh.id)).reason?.code).toBe('not_yet');

    const admin = await app.signIn('admin');
    const { orderId } = await app.record({ customerId: refunded.id });
    const back = await admin.call(contract.sales.refund, {
      orderId,
      refundId: 'all',
      source: 'till',
    });
    expect(back.status, back.text).toBeLessThan(300);
    expect((await read(refunded.id)).reason?.code).toBe('all_refunded');

    for (const { id } of [objecting, leaving]) await app.record({ customerId: id });
    await app.inStore((ctx) => rescore(ctx, [objecting.id, leaving.id]));
    expect((await factsOf(objecting.id)).scored_at).not.toBeNull();
    const { update } = contract.customers;
    await admin.call(update, { customerId: objecting.id, privacy: { profiling: false } });
    await admin.call(update, { customerId: leaving.id, status: 'closed' });
    await app.inStore((ctx) => rescore(ctx, [objecting.id, leaving.id]));
    expect((await read(objecting.id)).reason?.code).toBe('no_profiling');
    expect((await read(leaving.id)).reason?.code).toBe('account_closed');
    expect((await factsOf(objecting.id)).scored_at).toBeNull();
  });
});

describe('customers who become one', () => {
  const merge = (customerId: string, from: string) =>
    app.signIn('admin').then((admin) => admin.call(contract.customers.merge, { customerId, from }));

  it('are outdated until they are predicted anew, together and apart again', async () => {
    const [into = '', from = ''] = await withPurchases(3, 4);
    const [a, b] = [await read(into), await read(from)];
    const { data } = await merge(into, from);
    expect(await read(into)).toMatchObject({ isOutdated: true, history: a.history });
    const { rows } = await app.db.query('select 1 from predictions.scores where customer_id = $1', [from]);
    expect(rows).toEqual([]);
    expect((await factsOf(from)).churn_risk).toBeNull();

    await app.inStore((ctx) => rescore(ctx, [into, from]));
    const both = await read(into);
    expect(both.isOutdated).toBe(false);
    expect(both.history?.spent).toBe((a.history?.spent ?? 0) + (b.history?.spent ?? 0));
    expect(await read(from)).toEqual(both);

    const admin = await app.signIn('admin');
    await admin.call(contract.customers.unmerge, { mergeId: data.merge.id });
    expect((await read(into)).isOutdated).toBe(true);
    await app.inStore((ctx) => rescore(ctx, [into, from]));
    expect((await read(into)).history).toEqual(a.history);
    expect((await read(from)).history).toEqual(b.history);
    expect((await read(from)).churn).toEqual(b.churn);
  });
});

describe('personal data', () => {
  it('is exported with the rest, and gone after erasure', async () => {
    const [id = ''] = await withPurchases(10, 40);
    const { participant } = predictionsModule;
    const exported = await app.inStore(async (ctx) => participant?.exportPersonal?.(ctx, id));
    expect(exported).toMatchObject({ prediction: { repeats: expect.any(Number) } });
    expect(exported?.recommendations).not.toEqual([]);
    await app.inStore(async (ctx) => participant?.erasePersonal?.(ctx, id));
    const after = await app.inStore(async (ctx) => participant?.exportPersonal?.(ctx, id));
    expect(after).toEqual({ prediction: null, recommendations: [] });
    expect(await factsOf(id)).toMatchObject({ churn_risk: null, scored_at: null });
  });

  it('is in no model', async () => {
    const text = JSON.stringify((await analyst.call(models, {})).data);
    expect(ids.filter((id) => text.includes(id))).toEqual([]);
  });
});

describe('a small store', () => {
  const reasons = async (store: TestStore) => {
    const client = await app.signIn('owner', store);
    const { data } = await client.call(models, {});
    return Object.fromEntries(data.models.map(({ kind, reason }) => [kind, reason?.code]));
  };
  /** A store whose customers bought on these days before today, in money of its own. */
  async function storeOf(...daysAgo: number[][]): Promise<TestStore> {
    const store = await app.addStore();
    const orders = [];
    for (const days of daysAgo) {
      const { id } = await app.addCustomer({}, store);
      for (const ago of days) {
        const occurredAt = new Date(app.clock.now().getTime() - ago * 86_400_000).toISOString();
        orders.push(app.order({ customerId: id, currency: store.currency, occurredAt }));
      }
    }
    await recordAll(app, store, orders);
    await recalculated(app, store);
    return store;
  }

  it.each([
    { what: 'without orders', days: [[]], purchases: 'no_orders', churn: 'no_orders' },
    { what: 'of one day', days: [[400], [400]], purchases: 'all_on_one_day', churn: 'too_few_examples' },
    { what: 'of a month', days: [[30, 2], [20]], purchases: 'too_short', churn: 'too_short' },
    { what: 'of few', days: [[400, 20], [390]], purchases: 'too_few_repeaters', churn: 'too_few_examples' },
  ])('$what says why nothing is predicted', { timeout: 60_000 }, async ({ days, purchases, churn }) => {
    const said = await reasons(await storeOf(...days));
    expect(said).toMatchObject({ purchases, spend: purchases, churn, discover: 'too_few_baskets' });
  });
});
