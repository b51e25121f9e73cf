import { contract } from '@wafa/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import * as customers from '../../customers/index.ts';
import { endOffers, makeOffer } from '../fixtures.ts';

let app: TestApp;
let cashier: Client;
let owner: Client;
beforeAll(async () => {
  app = await testApp();
  cashier = await app.signIn('cashier');
  owner = await app.signIn('owner');
});
afterAll(() => app?.close());
afterEach(() => endOffers(app));

const start = new Date('2026-03-10T09:00:00Z');
const daysAgo = (days: number) => new Date(start.getTime() - days * 86_400_000).toISOString();

/** A customer who bought one of each sku so many days ago, for 40.00 each, its category the sku in small letters. */
async function buyer(purchases: Record<string, number[]>) {
  const customer = await app.addCustomer();
  const found = Object.entries(purchases).flatMap(([sku, days]) => days.map((ago) => ({ sku, ago })));
  for (const { sku, ago } of found.sort((a, b) => b.ago - a.ago))
    await app.record({
      customerId: customer.id,
      occurredAt: daysAgo(ago),
      lines: [{ sku, name: sku, category: sku.toLowerCase(), quantity: 1, unitPrice: 4000, discount: 0 }],
    });
  return customer;
}
const personal = async (customerId: string) =>
  (await cashier.call(contract.offers.personalized, { customerId })).data;

describe('offers of a customer', () => {
  it('come by what they would bring, each with a reason from own history', async () => {
    const customer = await buyer({ COFFEE: [35, 26, 17, 8], SOAP: [100] });
    const coffee = await makeOffer(app, {
      benefit: { kind: 'percent', percentBp: 2500 },
      scope: { kind: 'products', skus: ['COFFEE'] },
    });
    const soap = await makeOffer(app, {
      benefit: { kind: 'percent', percentBp: 5000 },
      scope: { kind: 'categories', categories: ['soap'] },
    });
    const never = await makeOffer(app, { scope: { kind: 'products', skus: ['CAVIAR'] } });
    const { offers } = await personal(customer.id);
    expect(offers.map(({ id }) => id)).toEqual([coffee.id, soap.id, never.id]);
    // Four times 10.00 in the hundred days observed, for thirty days ahead.
    expect(offers[0]?.expectedBenefit).toBe(1200);
    expect(offers[0]?.reasons).toMatchObject([
      {
        kind: 'due',
        facts: { sku: 'COFFEE', everyDays: 9, agoDays: 8 },
        text: {
          en: 'You buy COFFEE about every 9 days; the last time was 8 days ago.',
          ar: 'يتكرر شراؤك COFFEE كل ٩ أيام تقريبًا، وآخر مرة كانت قبل ٨ أيام.',
        },
      },
      { kind: 'would_have_saved', facts: { saved: 4000, orders: 4 } },
    ]);
    expect(offers[1]?.reasons.map(({ kind }) => kind)).toEqual(['would_have_saved']);
    expect(offers[2]).toMatchObject({ expectedBenefit: 0, reasons: [{ kind: 'everyone' }] });
  });

  it('are only those they can have', async () => {
    const customer = await app.addCustomer();
    const open = await makeOffer(app);
    const toClaim = await makeOffer(app, { claimNeeded: true });
    const codesLeft = await makeOffer(app, { claimNeeded: true, codeMode: 'single' });
    const used = await makeOffer(app, { limits: { perCustomer: 1 } });
    await makeOffer(app, { codeMode: 'shared', sharedCode: 'HIDDEN' });
    await makeOffer(app, { startsAt: daysAgo(-1) });
    await makeOffer(app, { audience: { kind: 'tiers', tiers: ['platinum'] } });
    await makeOffer(app, {}, { start: false });
    const excluded = await makeOffer(app);
    const marketer = await app.signIn('marketer');
    await marketer.call(contract.offers.changeCustomers, { offerId: excluded.id, exclude: [customer.id] });
    await app.record({ customerId: customer.id, offers: [{ offerId: used.id, lines: [] }] });
    const before = await personal(customer.id);
    expect(new Set(before.offers.map(({ id }) => id))).toEqual(new Set([open.id, toClaim.id]));
    await marketer.call(contract.offers.addCodes, { offerId: codesLeft.id, generate: 1 });
    const { data } = await cashier.call(contract.offers.claim, {
      offerId: toClaim.id,
      customerId: customer.id,
    });
    const after = await personal(customer.id);
    expect(new Set(after.offers.map(({ id }) => id))).toEqual(new Set([open.id, toClaim.id, codesLeft.id]));
    expect(after.offers.find(({ id }) => id === toClaim.id)?.claim).toMatchObject({ code: data.claim.code });
  });

  it('say whom they are for, and when time or number runs out', async () => {
    const customer = await app.addCustomer();
    await app.inStore((ctx) =>
      customers.setMemberships(ctx, [{ customerId: customer.id, segment: 'vip', holds: true }]),
    );
    await makeOffer(app, {
      audience: { kind: 'segments', segments: ['vip'] },
      endsAt: daysAgo(-2),
      limits: { total: 7 },
    });
    const { offers } = await personal(customer.id);
    expect(offers[0]?.reasons.map(({ text }) => text.en)).toEqual([
      'For a group of customers that you belong to.',
      'It ends in 2 days.',
      'Only 7 are left.',
    ]);
    expect(offers[0]?.reasons.map(({ text }) => text.ar)).toEqual([
      'لمجموعة من العملاء تنتمي إليها.',
      'ينتهي خلال يومين.',
      'بقيت ٧ فقط.',
    ]);
  });

  it('answer at the documented paths', async () => {
    const { id } = await makeOffer(app);
    const customer = await app.addCustomer();
    const self = await app.signInAs(customer);
    for (const path of [`/api/offers/personalized/${customer.id}`, '/api/customer-id/offers/personalized']) {
      const reply = await self.send('GET', path);
      expect([reply.status, reply.data], path).toMatchObject([
        200,
        { offers: [{ id }], recommendations: [] },
      ]);
    }
    const other = await app.addCustomer();
    expect((await self.send('GET', `/api/offers/personalized/${other.id}`)).status).toBe(404);
  });
});

describe('what to buy again', () => {
  it('is what is due by its own rhythm, then what was bought most; not what was just bought or is gone', async () => {
    const customer = await buyer({
      MILK: [29, 22, 15, 8],
      BREAD: [4, 3, 2, 1.5],
      RICE: [60, 30],
      JAM: [2],
      SALT: [300, 280, 260],
      GONE: [40, 30, 20, 11],
      OLD: [50, 40, 30, 12],
    });
    const { data } = await owner.call(contract.catalogue.list, { limit: 100 });
    const idOf = (sku: string) => data.products.find((product) => product.sku === sku)?.id ?? '';
    await owner.call(contract.catalogue.update, { productId: idOf('GONE'), stock: 0 });
    await owner.call(contract.catalogue.update, { productId: idOf('OLD'), isActive: false });
    const { recommendations } = await personal(customer.id);
    expect(recommendations.map(({ sku }) => sku)).toEqual(['BREAD', 'MILK', 'RICE']);
    expect(recommendations[1]?.reason).toEqual({
      text: {
        en: 'You buy it about every 7 days; the last time was 8 days ago.',
        ar: 'يتكرر شراؤك له كل ٧ أيام تقريبًا، وآخر مرة كانت قبل ٨ أيام.',
      },
      facts: { times: 4, agoDays: 8, everyDays: 7 },
    });
    expect(recommendations[2]?.reason.text.en).toBe('You bought it 2 times, the last 30 days ago.');
  });
});
