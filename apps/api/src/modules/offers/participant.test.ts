import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../test/harness.ts';
import { makeOffer } from './fixtures.ts';
import { participant } from './participant.ts';

let app: TestApp;
let cashier: Client;
let admin: Client;
beforeAll(async () => {
  app = await testApp();
  cashier = await app.signIn('cashier');
  admin = await app.signIn('admin');
});
afterAll(() => app?.close());
const offers = contract.offers;

const claim = (offerId: string, customer: TestCustomer) =>
  cashier.call(offers.claim, { offerId, customerId: customer.cardNumber });
const historyOf = async (customer: TestCustomer) =>
  (await admin.call(offers.history, { customerId: customer.id })).data.offers.map(({ offerId }) => offerId);

it('customers who become one have their claims together, and limits count for both for good', async () => {
  const [one, other] = [await app.addCustomer(), await app.addCustomer()];
  const first = await makeOffer(app, { claimNeeded: true, limits: { perCustomer: 1 } });
  const second = await makeOffer(app, { claimNeeded: true, limits: { perCustomer: 1 } });
  const forbidden = await makeOffer(app, { claimNeeded: true });
  await admin.call(offers.changeCustomers, { offerId: forbidden.id, exclude: [other.id] });
  const mine = await claim(first.id, one);
  await claim(second.id, other);

  const merged = await admin.call(contract.customers.merge, {
    customerId: one.id,
    from: other.cardNumber,
    reason: 'same person',
  });
  expect(merged.status, merged.text).toBeLessThan(300);
  expect(new Set(await historyOf(one))).toEqual(new Set([first.id, second.id]));
  expect((await claim(forbidden.id, one)).failure.code).toBe('offer_not_for_you');
  const later = await makeOffer(app, { claimNeeded: true });
  expect((await claim(later.id, other)).status).toBe(201);

  const undone = await admin.call(contract.customers.unmerge, { mergeId: merged.data.merge.id });
  expect(undone.status, undone.text).toBe(200);
  expect(await historyOf(one)).toEqual([first.id]);
  expect(new Set(await historyOf(other))).toEqual(new Set([second.id, later.id]));
  // The claim of each is used up for the other too, though the open one still answers its owner.
  expect((await claim(first.id, other)).failure.code).toBe('offer_limit_reached');
  expect((await claim(second.id, one)).failure.code).toBe('offer_limit_reached');
  expect((await claim(first.id, one)).data.claim.id).toBe(mine.data.claim.id);
});

it('a customer’s offers are part of their personal data, and end with it', async () => {
  const customer = await app.addCustomer();
  const offer = await makeOffer(app, { claimNeeded: true, limits: { total: 5 } });
  const chosen = await makeOffer(app, { audience: { kind: 'customers' } });
  await admin.call(offers.changeCustomers, { offerId: chosen.id, choose: [customer.id] });
  const { data } = await claim(offer.id, customer);
  const personal = await app.inStore(
    (ctx) => participant.exportPersonal?.(ctx, customer.id) ?? Promise.resolve({}),
  );
  expect(personal).toMatchObject({ offers: [{ offerId: offer.id, code: data.claim.code, status: 'open' }] });
  await app.inStore(async (ctx) => participant.erasePersonal?.(ctx, customer.id));
  const { rows } = await app.db.query(
    `select o.taken, (select count(*)::int from offers.people where customer_id = $1) as named,
            (select string_agg(status, ',') from offers.claims where customer_id = $1) as claims
       from offers.offers o where o.id = $2`,
    [customer.id, offer.id],
  );
  expect([Number(rows[0].taken), rows[0].named, rows[0].claims]).toEqual([0, 0, 'lapsed']);
});

it('what a customer did with offers stands in their timeline', async () => {
  const customer = await app.addCustomer();
  const offer = await makeOffer(app, { name: { en: 'Ten off', ar: 'خصم عشرة' }, claimNeeded: true });
  await claim(offer.id, customer);
  const cart = await cashier.call(offers.apply, {
    customerId: customer.id,
    currency: app.store.currency,
    lines: [{ sku: 'A', quantity: 1, unitPrice: 10_000 }],
  });
  await app.record({
    customerId: customer.id,
    lines: [{ sku: 'A', name: 'A', quantity: 1, unitPrice: 10_000, discount: 1000 }],
    offers: cart.data.offers.map(({ offerId, code, lines }) => ({ offerId, code, lines })),
  });
  const { data } = await admin.call(contract.activity.timeline, {
    customerId: customer.id,
    sources: 'offers',
  });
  expect(data.entries.map(({ kind, params, amount }) => [kind, params.name, amount])).toEqual(
    expect.arrayContaining([
      ['offer.redeemed', 'Ten off', 1000],
      ['offer.claimed', 'Ten off', null],
    ]),
  );
  expect(data.entries).toHaveLength(2);
});
