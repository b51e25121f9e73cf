import { type AppliedCart, type CallOf, contract, type OrderInput } from '@wafa/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import * as loyalty from '../../loyalty/index.ts';
import { endOffers, makeOffer } from '../fixtures.ts';

let app: TestApp;
let cashier: Client;
let owner: Client;
beforeAll(async () => {
  app = await testApp();
  cashier = await app.signIn('cashier');
  owner = await app.signIn('owner');
});
afterAll(async () => {
  expect(await loyalty.driftOf(app.db)).toEqual([]);
  expect(await counterDrift()).toEqual([]);
  await app.close();
});
afterEach(() => endOffers(app));
const offers = contract.offers;

/** Limited offers whose counters are not what their claims add up to. */
async function counterDrift() {
  const { rows } = await app.db.query(`
    select o.key from offers.offers o
      left join lateral (
        select count(*) as taken, coalesce(sum(discount), 0) as money, coalesce(sum(points), 0) as points
          from offers.claims c
         where c.store_id = o.store_id and c.offer_id = o.id and c.status in ('open', 'redeemed')) c on true
     where o.is_limited and (o.taken, o.spent_money, o.spent_points) <> (c.taken, c.money, c.points)`);
  return rows;
}

const tea = { sku: 'TEA', name: 'Tea', category: 'tea', quantity: 2, unitPrice: 2500, discount: 0 };
const cup = { sku: 'CUP', name: 'Cup', category: 'cups', quantity: 1, unitPrice: 3001, discount: 1 };
const apply = (cart: Partial<CallOf<typeof offers.apply>> = {}, by: Client = cashier) =>
  by.call(offers.apply, { currency: app.store.currency, lines: [tea, cup], ...cart });

/** The order of a cart, as a till sends it. */
function orderOf(cart: AppliedCart, fields: Partial<OrderInput> = {}): OrderInput {
  return app.order({
    customerId: cart.customerId ?? undefined,
    lines: cart.lines.map(({ sku, quantity, unitPrice, discount }) => ({
      ...(sku === 'TEA' ? tea : cup),
      quantity,
      unitPrice,
      discount,
    })),
    offers: cart.offers.map(({ offerId, code, lines }) => ({ offerId, code, lines })),
    ...fields,
  });
}
const send = (order: OrderInput) => cashier.call(contract.sales.record, order);
const offer = async (offerId: string) => (await owner.call(offers.get, { offerId })).data;

describe('applying offers to a basket', () => {
  it('gives the new totals line by line, and changes nothing', async () => {
    const ten = await makeOffer(app, { limits: { total: 1 } });
    const teas = await makeOffer(app, {
      name: { en: 'Tea week', ar: 'أسبوع الشاي' },
      benefit: { kind: 'amount', amount: 1000 },
      scope: { kind: 'categories', categories: ['tea'] },
      stacking: { priority: 1 },
    });
    const { data, status } = await apply();
    expect(status).toBe(200);
    // 10.00 off the tea first; then 10 % of the 70.00 that remain, 7.00, by largest remainder.
    expect(data).toMatchObject({
      before: 8000,
      discount: 1700,
      total: 6300,
      lines: [
        { lineNo: 1, before: 5000, offers: 1400, discount: 1400, total: 3600 },
        { lineNo: 2, before: 3000, offers: 300, discount: 301, total: 2700 },
      ],
      offers: [
        {
          offerId: teas.id,
          discount: 1000,
          name: { ar: 'أسبوع الشاي' },
          lines: [{ lineNo: 1, amount: 1000 }],
        },
        {
          offerId: ten.id,
          discount: 700,
          lines: [
            { lineNo: 1, amount: 400 },
            { lineNo: 2, amount: 300 },
          ],
        },
      ],
      notApplied: [],
    });
    expect((await apply()).data).toEqual(data);
    expect(await offer(ten.id)).toMatchObject({ claims: 0, redemptions: 0 });
  });

  it('answers at the documented path, for a customer about themselves', async () => {
    const { id } = await makeOffer(app);
    const customer = await app.addCustomer();
    const self = await app.signInAs(customer);
    const cart = { currency: app.store.currency, lines: [tea] };
    const reply = await self.send('POST', '/api/customer-id/offers/apply', cart);
    expect([reply.status, reply.data]).toMatchObject([
      200,
      { customerId: customer.id, total: 4500, offers: [{ offerId: id }] },
    ]);
    const other = await self.send('POST', '/api/customer-id/offers/apply', {
      ...cart,
      customerId: (await app.addCustomer()).id,
    });
    expect(other.status).toBe(404);
  });

  it('says what stands in the way, in both languages, and gives away nothing that is not meant for them', async () => {
    const close = await makeOffer(app, { minimumBasket: 9000 });
    const more = await makeOffer(app, { minimumQuantity: 5 });
    const claimed = await makeOffer(app, { claimNeeded: true });
    await makeOffer(app, { audience: { kind: 'tiers', tiers: ['gold'] } });
    await makeOffer(app, { codeMode: 'shared', sharedCode: 'WHISPER' });
    await makeOffer(app, { scope: { kind: 'products', skus: ['HONEY'] } });
    const customer = await app.addCustomer();
    const { data } = await apply({ customerId: customer.id, codes: ['NO-SUCH'] });
    expect(data.total).toBe(8000);
    const told = new Map(data.notApplied.map((each) => [each.offerId, each]));
    expect([...told.keys()].sort()).toEqual([null, close.id, more.id, claimed.id].sort());
    expect(told.get(close.id)).toMatchObject({
      obstacle: 'minimum_basket',
      reason: {
        en: expect.stringMatching(/10\.00 more and the offer holds\.$/),
        ar: expect.stringMatching(/^بإضافة .* يسري العرض\.$/),
      },
    });
    expect(told.get(more.id)?.reason).toEqual({
      en: '2 items more and the offer holds.',
      ar: 'بإضافة قطعتين يسري العرض.',
    });
    expect(told.get(claimed.id)?.obstacle).toBe('claim_needed');
    expect(told.get(null)).toMatchObject({ code: 'N0SUCH', obstacle: 'code_unknown' });
  });

  it('picks the best of what may go together', async () => {
    const ten = await makeOffer(app);
    const group = { stacking: { group: 'spring' } };
    const five = await makeOffer(app, { benefit: { kind: 'percent', percentBp: 500 }, ...group });
    const six = await makeOffer(app, { benefit: { kind: 'percent', percentBp: 600 }, ...group });
    const lonely = await makeOffer(app, {
      benefit: { kind: 'percent', percentBp: 1500 },
      stacking: { exclusive: true },
    });
    const { data } = await apply();
    expect(new Set(data.offers.map(({ offerId }) => offerId))).toEqual(new Set([ten.id, six.id]));
    expect(data.notApplied.map(({ offerId, obstacle }) => [offerId, obstacle])).toEqual(
      expect.arrayContaining([
        [five.id, 'not_stackable'],
        [lonely.id, 'not_stackable'],
      ]),
    );
  });

  it('holds for days, hours, channels and branches where the store is', async () => {
    // 10 March 2026 is a Tuesday, 12:00 in Riyadh.
    const right = { weekdays: [2], hours: { from: '11:00', to: '13:00' } };
    const { id } = await makeOffer(app, right);
    await makeOffer(app, { weekdays: [3] });
    await makeOffer(app, { hours: { from: '22:00', to: '02:00' } });
    await makeOffer(app, { channels: ['web'] });
    const { data } = await apply();
    expect(data.offers.map(({ offerId }) => offerId)).toEqual([id]);
    expect(data.notApplied.map(({ obstacle }) => obstacle)).toEqual(['not_now', 'not_now']);
  });

  it.each<[string, Partial<CallOf<typeof offers.apply>>, string]>([
    ['a negative price', { lines: [{ ...tea, unitPrice: -1 }] }, 'lines.0.unitPrice'],
    ['a negative quantity', { lines: [{ ...tea, quantity: -2 }] }, 'lines.0.quantity'],
    ['a discount above the line', { lines: [cup, { ...tea, discount: 5001 }] }, 'lines.1.discount'],
    ['another currency', { currency: 'JPY' }, 'currency'],
    ['an empty cart', { lines: [] }, 'lines'],
  ])('refuses %s', async (_, cart, field) => {
    const reply = await apply(cart);
    expect([reply.status, reply.failure.errors[0]?.field], reply.text).toEqual([400, field]);
  });
});

describe('an order with offers', () => {
  it('takes them in its commit, and says so once', async () => {
    const ten = await makeOffer(app, { limits: { total: 5 }, budget: { money: 10_000 } });
    const customer = await app.addCustomer();
    const { data: cart } = await apply({ customerId: customer.id });
    const order = orderOf(cart);
    const first = await send(order);
    expect(first.status, first.text).toBe(201);
    expect(first.data.total).toBe(cart.total);
    const again = await send({ ...order, offers: order.offers });
    expect(again.data).toEqual(first.data);
    expect(await offer(ten.id)).toMatchObject({ redemptions: 1, discountGiven: 800 });
    const { rows } = await app.db.query(
      `select payload from platform.outbox where name = 'offer.redeemed' and payload->>'orderId' = $1`,
      [first.data.orderId],
    );
    expect(rows.map(({ payload }) => payload)).toMatchObject([
      { offerId: ten.id, customerId: customer.id, discount: 800 },
    ]);
    const { data } = await cashier.call(offers.history, { customerId: customer.id });
    expect(data.offers).toMatchObject([{ status: 'redeemed', discount: 800, orderId: first.data.orderId }]);
  });

  it('uses the claim of its customer, with the terms of the claim', async () => {
    const { id: offerId } = await makeOffer(app, { claimNeeded: true, limits: { total: 1 } });
    const customer = await app.addCustomer();
    const { data } = await cashier.call(offers.claim, { offerId, customerId: customer.id });
    await owner.call(offers.update, { offerId, benefit: { kind: 'percent', percentBp: 5000 } });
    const { data: cart } = await apply({ customerId: customer.id });
    expect(cart).toMatchObject({ discount: 800, offers: [{ offerId, code: data.claim.code }] });
    expect((await send(orderOf(cart))).status).toBe(201);
    const again = await send(orderOf(cart));
    expect([again.status, again.failure.code, again.failure.errors[0]?.field]).toEqual([
      409,
      'offer_code_used',
      'offers.0.code',
    ]);
  });

  it('is refused whole where its offer does not hold, and may come again without it', async () => {
    const { id: offerId } = await makeOffer(app, { limits: { perCustomer: 1 } });
    const customer = await app.addCustomer();
    const { data: cart } = await apply({ customerId: customer.id });
    expect((await send(orderOf(cart))).status).toBe(201);
    const second = orderOf(cart);
    const refused = await send(second);
    expect([refused.status, refused.failure.code, refused.failure.errors[0]?.field]).toEqual([
      409,
      'offer_limit_reached',
      'offers.0.offerId',
    ]);
    const found = await owner.call(contract.orders.list, { sourceId: second.sourceId });
    expect(found.data.total).toBe(0);
    expect((await send({ ...second, offers: [] })).status).toBe(201);
    expect(await offer(offerId)).toMatchObject({ redemptions: 1 });
  });

  it('cannot take more than the offer gives, nor offers that do not go together', async () => {
    const one = await makeOffer(app, { stacking: { group: 'one' } });
    const two = await makeOffer(app, { stacking: { group: 'one' } });
    const { data: cart } = await apply();
    const order = orderOf(cart);
    const greedy = {
      ...order,
      lines: order.lines.map((line) => ({ ...line, discount: line.discount + 1 })),
      offers: order.offers?.map((each) => ({
        ...each,
        lines: each.lines.map((line) => ({ ...line, amount: line.amount + 1 })),
      })),
    };
    expect((await send(greedy)).failure.code).toBe('offer_mismatch');
    const both = [one, two].map(({ id }) => ({ offerId: id, lines: [] }));
    expect((await send({ ...order, offers: both })).failure.code).toBe('offer_not_combinable');
    const hidden = { ...order, lines: order.lines.map((line) => ({ ...line, discount: 0 })) };
    const undeclared = await send(hidden);
    expect([undeclared.status, undeclared.failure.errors[0]?.field]).toEqual([400, 'offers.0.lines']);
    const foreign = await makeOffer(app, {}, { store: await app.addStore() });
    const elsewhere = await send({ ...order, offers: [{ offerId: foreign.id, lines: [] }] });
    expect([elsewhere.status, elsewhere.failure.errors[0]?.field]).toEqual([404, 'offers.0.offerId']);
  });

  it('a batch goes on without the orders that were refused', async () => {
    await makeOffer(app, { limits: { total: 1 } });
    const { data: cart } = await apply();
    const [a, b, plain] = [orderOf(cart), orderOf(cart), app.order()];
    const { data } = await cashier.call(contract.sales.recordMany, { orders: [a, b, plain, b] });
    expect(data.results.map(({ receipt, error }) => error?.code ?? receipt?.total)).toEqual([
      cart.total,
      'offer_limit_reached',
      10_000,
      'offer_limit_reached',
    ]);
  });

  it('64 tills with one single-use code: one order', async () => {
    const { id: offerId } = await makeOffer(app, { codeMode: 'single' });
    const marketer = await app.signIn('marketer');
    await marketer.call(offers.addCodes, { offerId, codes: ['ONE-SHOT'] });
    const { data: cart } = await apply({ codes: ['one-shot'] });
    expect(cart.offers).toMatchObject([{ offerId, code: 'ONE-SHOT' }]);
    const replies = await Promise.all(Array.from({ length: 64 }, () => send(orderOf(cart))));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(replies.flatMap(({ failure, status }) => (status === 201 ? [] : failure.code)))).toEqual(
      new Set(['offer_code_used']),
    );
  });

  it('never passes the limit or the budget, however many tills there are', async () => {
    const limited = await makeOffer(app, { limits: { total: 20 } });
    const { data: cart } = await apply();
    const replies = await Promise.all(Array.from({ length: 60 }, () => send(orderOf(cart))));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(await offer(limited.id)).toMatchObject({ redemptions: 20 });
    await endOffers(app);
    const budgeted = await makeOffer(app, { budget: { money: 5000 } });
    const { data: second } = await apply();
    const more = await Promise.all(Array.from({ length: 20 }, () => send(orderOf(second))));
    // 8.00 each: six fit whole into 50.00, and what is left is less than the seventh asks for.
    expect(more.filter(({ status }) => status === 201)).toHaveLength(6);
    expect(await offer(budgeted.id)).toMatchObject({ redemptions: 6, discountGiven: 4800 });
  });
});

describe('bonus points', () => {
  it('are part of what the order earns, and go back with it', async () => {
    const fixed = await makeOffer(app, {
      benefit: { kind: 'bonus_points', points: 100 },
      budget: { points: 150 },
    });
    const double = await makeOffer(app, {
      benefit: { kind: 'points_multiplier', percent: 200 },
      scope: { kind: 'products', skus: ['TEA'] },
    });
    const customer = await app.addCustomer();
    const { data: cart } = await apply({ customerId: customer.id });
    expect(cart.bonusPoints).toBe(150);
    const { data: receipt } = await send(orderOf(cart));
    // 80 for 80.00, 100 as a bonus, and 50 once more for the tea.
    expect(receipt.points.earned).toBe(230);
    expect(receipt.points.lines.reduce((sum, { points }) => sum + points, 0)).toBe(230);
    expect(receipt.points.reason?.rules).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: fixed.key, kind: 'offer', points: 100 }),
        expect.objectContaining({ id: double.key, kind: 'offer', points: 50 }),
      ]),
    );
    expect(await offer(fixed.id)).toMatchObject({ pointsGiven: 100 });
    const next = await apply({ customerId: customer.id });
    expect(next.data.offers.find(({ offerId }) => offerId === fixed.id)?.bonusPoints).toBe(50);
    const refund = await owner.call(contract.sales.refund, {
      source: 'till',
      refundId: 'all-of-it',
      orderId: receipt.orderId,
    });
    expect(refund.data.points).toMatchObject({ taken: 230, debt: 0 });
    expect(refund.data.balance?.available).toBe(0);
    expect(await offer(fixed.id)).toMatchObject({ pointsGiven: 0, redemptions: 0 });
  });

  it('wait until an order from afar counts', async () => {
    const { id } = await makeOffer(app, { benefit: { kind: 'points_multiplier', percent: 300 } });
    const customer = await app.addCustomer();
    const { data: cart } = await apply({ customerId: customer.id, channel: 'web' });
    const { data: placed } = await send(orderOf(cart, { channel: 'web' }));
    expect(placed.points.earned).toBe(0);
    expect(await offer(id)).toMatchObject({ redemptions: 1, pointsGiven: 0 });
    const delivered = await owner.call(contract.sales.advance, {
      orderId: placed.orderId,
      source: 'shop',
      eventId: 'delivered-1',
      status: 'delivered',
    });
    expect(delivered.data.points.earned).toBe(240);
    expect(await offer(id)).toMatchObject({ pointsGiven: 160 });
  });
});

describe('what was used comes back', () => {
  it('with a whole refund: the place, the budget, and the claim while its time lasts', async () => {
    const plain = await makeOffer(app, { limits: { total: 1 }, budget: { money: 800 } });
    const claimed = await makeOffer(app, {
      claimNeeded: true,
      limits: { total: 1 },
      benefit: { kind: 'amount', amount: 100 },
    });
    const customer = await app.addCustomer();
    await cashier.call(offers.claim, { offerId: claimed.id, customerId: customer.id });
    const { data: cart } = await apply({ customerId: customer.id });
    const { data: receipt } = await send(orderOf(cart));
    const refund = (refundId: string, lines?: { lineNo: number; quantity: number }[]) =>
      owner.call(contract.sales.refund, { source: 'till', refundId, orderId: receipt.orderId, lines });
    expect((await refund('part', [{ lineNo: 2, quantity: 1 }])).status).toBe(201);
    expect(await offer(plain.id)).toMatchObject({ redemptions: 1 });
    expect((await refund('rest')).data.status).toBe('refunded');
    expect(await offer(plain.id)).toMatchObject({ claims: 0, redemptions: 0, discountGiven: 0 });
    expect(await offer(claimed.id)).toMatchObject({ claims: 1, redemptions: 0 });
    const { data } = await apply({ customerId: customer.id });
    expect(new Set(data.offers.map(({ offerId }) => offerId))).toEqual(new Set([plain.id, claimed.id]));
  });

  it('with a cancelled order', async () => {
    const { id } = await makeOffer(app, { limits: { total: 1 } });
    const { data: cart } = await apply({ channel: 'web' });
    const { data: placed } = await send(orderOf(cart, { channel: 'web' }));
    expect((await apply()).data.offers).toEqual([]);
    await owner.call(contract.sales.advance, {
      orderId: placed.orderId,
      source: 'shop',
      eventId: 'cancelled-1',
      status: 'cancelled',
    });
    expect((await apply()).data.offers).toMatchObject([{ offerId: id }]);
  });
});
