import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import { makeStore, recalculated } from '../../../../test/made-store.ts';
import { recommendations as recommend } from './recommendations.ts';

const { recommendations } = contract.predictions;

let app: TestApp;
let analyst: Client;
let ids: string[];

beforeAll(async () => {
  app = await testApp();
  analyst = await app.signIn('analyst');
  ({ ids } = await makeStore(app, app.store, 700, 3));
  await recalculated(app, app.store);
}, 120_000);
afterAll(() => app?.close());

const read = async (customerId: string, limit = 20) =>
  (await analyst.call(recommendations, { customerId, limit })).data;
const skusOf = (list: readonly { sku: string }[]) => list.map(({ sku }) => sku);

/** Somebody with both lists, and what they bought. */
async function someone(): Promise<{ id: string; bought: Set<string> }> {
  const { rows } = await app.db.query(
    `select o.customer_id as id, array_agg(distinct l.sku) as bought
       from orders.orders o join orders.lines l on l.store_id = o.store_id and l.order_id = o.id
      group by 1 having count(distinct o.id) > 3 and max(o.placed_at) < '2026-02-01' order by 1 limit 1`,
  );
  return { id: rows[0].id, bought: new Set(rows[0].bought) };
}
const setProduct = (sku: string, change: string) =>
  app.db.query(`update catalogue.products set ${change} where store_id = $1 and sku = $2`, [
    app.store.id,
    sku,
  ]);

describe('recommendations', () => {
  it('discover what is new to the customer, and offer again what is not, each once with its product', async () => {
    const { id, bought } = await someone();
    const { discover, buyAgain, madeAt, reason } = await read(id);
    expect(reason).toBeNull();
    expect(madeAt).toBe(app.clock.now().toISOString());
    expect(skusOf(discover).filter((sku) => bought.has(sku))).toEqual([]);
    expect(new Set(skusOf(buyAgain))).toEqual(bought);
    expect(new Set(skusOf(discover)).size).toBe(discover.length);
    expect(discover[0]).toMatchObject({ rank: 1, currency: 'SAR', because: { sku: expect.any(String) } });
    expect(bought).toContain(discover[0]?.because?.sku);
    expect(discover[0]?.message).toBe(`Often bought by those who bought ${discover[0]?.because?.name}.`);
  });

  it('stand among the customer’s offers, each with its reason', async () => {
    const { id } = await someone();
    const { discover } = await read(id, 10);
    const cashier = await app.signIn('cashier');
    const { data } = await cashier.call(contract.offers.personalized, { customerId: id });
    const shown = data.recommendations.filter(({ kind }) => kind === 'discover');
    expect(skusOf(shown)).toEqual(skusOf(discover));
    const because = discover[0]?.because?.name;
    expect(shown[0]?.reason).toMatchObject({
      text: { en: `Often bought by customers who buy ${because}, as you do.` },
      facts: { because },
    });
  });

  it('are mostly of the customer’s own taste', async () => {
    const { rows } = await app.db.query(
      `select customer_id as id, skus[1] as sku from predictions.recommendations where kind = 'discover'`,
    );
    const own = rows.filter(({ id, sku }) => sku.startsWith(`T${ids.indexOf(id) % 3}-`));
    expect(rows.length).toBeGreaterThan(600);
    // One in three would be by chance.
    expect(own.length / rows.length).toBeGreaterThan(0.7);
  });

  it('take one kind and so many as asked', async () => {
    const { id } = await someone();
    const { data } = await analyst.call(recommendations, { customerId: id, kind: 'discover', limit: 3 });
    expect(skusOf(data.discover)).toEqual(skusOf((await read(id)).discover.slice(0, 3)));
    expect(data.buyAgain).toEqual([]);
  });

  it('leave out at once what is out of stock, not sold any more, or just bought', async () => {
    const { id } = await someone();
    const before = await read(id);
    const [first, second, third] = skusOf(before.discover);
    const again = skusOf(before.buyAgain)[0];
    if (!first || !second || !third || !again) throw new Error('too few to try it with');
    await setProduct(first, 'stock = 0');
    await setProduct(second, 'is_active = false');
    const line = { quantity: 1, unitPrice: 100, discount: 0 };
    await app.record({
      customerId: id,
      status: 'placed',
      lines: [third, again].map((sku) => ({ ...line, sku, name: sku })),
    });
    const after = await read(id);
    const gone = [first, second, third];
    expect(skusOf(after.discover)).toEqual(skusOf(before.discover).filter((sku) => !gone.includes(sku)));
    expect(after.discover[0]?.rank).toBe(1);
    expect(skusOf(after.buyAgain)).toEqual(skusOf(before.buyAgain).filter((sku) => sku !== again));
    await setProduct(first, 'stock = 5');
    await setProduct(second, 'is_active = true');
    expect(skusOf((await read(id)).discover)).toContain(first);
  });

  it('are left out of the lists when they are made while out of stock', { timeout: 60_000 }, async () => {
    const { id } = await someone();
    const before = skusOf((await read(id)).discover);
    await setProduct(before[0] ?? '', 'stock = 0');
    await recalculated(app, app.store);
    const { rows } = await app.db.query(
      `select 1 from predictions.recommendations where $1 = any(skus) limit 1`,
      [before[0]],
    );
    expect(rows).toEqual([]);
    expect((await read(id)).discover).toHaveLength(before.length);
  });

  it('say why there are none, and stay with their customer', async () => {
    const known = await app.addCustomer();
    const self = await app.signInAs(known);
    const { data } = await self.call(recommendations, { customerId: 'me' });
    expect(data).toMatchObject({ discover: [], buyAgain: [], reason: { code: 'no_orders' } });
    const inArabic = await app.inStore((ctx) =>
      recommend({ ...ctx, language: 'ar' }, { customerId: known.id, limit: 10 }),
    );
    expect(inArabic.reason?.message).toBe('لا يوجد طلب مكتمل بعد.');
    expect((await self.call(recommendations, { customerId: ids[0] ?? '' })).status).toBe(404);
    const stranger = await app.signIn('owner', await app.addStore());
    expect((await stranger.call(recommendations, { customerId: ids[0] ?? '' })).status).toBe(404);
  });
});
