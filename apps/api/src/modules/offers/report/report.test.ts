import { contract, type Offer } from '@wafa/contract';
import { liftOf, momentsOf } from '@wafa/predict';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import { makeOffer, runJob } from '../fixtures.ts';
import { isHeldOut } from '../state/holdout.ts';

let app: TestApp;
let marketer: Client;
let cashier: Client;
beforeAll(async () => {
  app = await testApp();
  marketer = await app.signIn('marketer');
  cashier = await app.signIn('cashier');
});
afterAll(() => app?.close());

const start = new Date('2026-03-10T09:00:00Z');
const days = (n: number) => new Date(start.getTime() + n * 86_400_000);

async function assigned(offer: Offer): Promise<{ customerId: string; isHeldOut: boolean }[]> {
  const { rows } = await app.db.query(
    `select customer_id as "customerId", is_held_out as "isHeldOut" from offers.assignments where offer_id = $1`,
    [offer.id],
  );
  return rows;
}

describe('a control group', () => {
  let people: TestCustomer[];
  let offer: Offer;
  beforeAll(async () => {
    people = await Promise.all(Array.from({ length: 60 }, () => app.addCustomer()));
    offer = await makeOffer(app, {
      holdoutPercent: 40,
      codeMode: 'automatic',
      benefit: { kind: 'amount', amount: 500 },
    });
    await runJob(app, 'offers.assign');
  });

  it('is drawn by the same hash in the database and in the code, once for all', async () => {
    const rows = await assigned(offer);
    expect(rows).toHaveLength(people.length);
    const { rows: seeds } = await app.db.query(`select seed from offers.offers where id = $1`, [offer.id]);
    for (const row of rows) expect(row.isHeldOut).toBe(isHeldOut(seeds[0].seed, 40, row.customerId));
    const share = rows.filter((row) => row.isHeldOut).length / rows.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.65);
    await runJob(app, 'offers.assign');
    expect(await assigned(offer)).toHaveLength(people.length);
  });

  it('never sees the offer and cannot use it; the others do', async () => {
    const rows = await assigned(offer);
    for (const held of [true, false]) {
      const { customerId } = rows.find((row) => row.isHeldOut === held) ?? { customerId: '' };
      const shown = await cashier.call(contract.offers.personalized, { customerId });
      expect(shown.data.offers.some(({ id }) => id === offer.id)).toBe(!held);
      const cart = await cashier.call(contract.offers.apply, {
        customerId,
        currency: app.store.currency,
        lines: [{ sku: 'A', quantity: 1, unitPrice: 1000 }],
        offerIds: [offer.id],
      });
      expect(cart.data.discount).toBe(held ? 0 : 500);
    }
  });

  it('may use a code that everybody knows', async () => {
    const open = await makeOffer(app, { holdoutPercent: 50, codeMode: 'shared', sharedCode: 'PRINTED' });
    await runJob(app, 'offers.assign');
    const held = (await assigned(open)).find((row) => row.isHeldOut);
    const cart = await cashier.call(contract.offers.apply, {
      customerId: held?.customerId,
      currency: app.store.currency,
      lines: [{ sku: 'A', quantity: 1, unitPrice: 1000 }],
      codes: ['printed'],
      offerIds: [open.id],
    });
    expect(cart.data.offers).toMatchObject([{ offerId: open.id, discount: 100 }]);
  });

  it('tells what the offer brought, as the same figures by hand', async () => {
    const rows = await assigned(offer);
    const spend = new Map<string, { outcome: number; prior: number }>();
    for (const [n, { customerId, isHeldOut: held }] of rows.entries()) {
      const prior = 1000 * ((n % 5) + 1);
      const outcome = prior + (held ? 0 : 3000) + 100 * (n % 3);
      spend.set(customerId, { prior, outcome });
      const line = (unitPrice: number, discount = 0) => [
        { sku: 'A', name: 'A', quantity: 1, unitPrice: unitPrice + discount, discount },
      ];
      await app.record({ customerId, occurredAt: days(-3).toISOString(), lines: line(prior) });
      app.clock.set(days(0.001));
      await app.record({
        customerId,
        lines: held ? line(outcome) : line(outcome, 500),
        ...(held ? {} : { offers: [{ offerId: offer.id, lines: [{ lineNo: 1, amount: 500 }] }] }),
      });
      app.clock.set(start);
    }
    await app.db.query(`update offers.assignments set at = $2 where offer_id = $1`, [offer.id, start]);
    await app.db.query(`update offers.offers set status = 'ended', ended_at = $2 where id = $1`, [
      offer.id,
      days(10),
    ]);
    const { data } = await marketer.call(contract.offers.report, { offerId: offer.id });
    const group = (held: boolean) =>
      momentsOf(rows.flatMap((row) => (row.isHeldOut === held ? (spend.get(row.customerId) ?? []) : [])));
    const expected = liftOf(group(false), group(true));
    const treated = rows.filter((row) => !row.isHeldOut).length;
    expect(data).toMatchObject({
      redemptions: treated,
      customers: treated,
      discount: 500 * treated,
      lift: { treated, control: rows.length - treated, adjusted: true, controlRedemptions: 0 },
    });
    expect(data.daily).toMatchObject([{ day: '2026-03-10', redemptions: treated }]);
    expect(data.lift?.perCustomer).toBeCloseTo(expected?.perMember ?? 0, 6);
    expect(data.lift?.perCustomerInterval.low).toBeCloseTo(expected?.perMemberInterval.low ?? 0, 6);
    expect(data.lift?.total).toBeCloseTo(expected?.total ?? 0, 4);
    expect(data.lift?.perCustomer).toBeGreaterThan(2900);
    expect(data.lift?.perCustomer).toBeLessThan(3100);
  });
});

it('an offer without a control group has no lift to tell, and exports its redemptions', async () => {
  const plain = await makeOffer(app, { claimNeeded: true, name: { en: '=1+1' } });
  const customer = await app.addCustomer();
  await cashier.call(contract.offers.claim, { offerId: plain.id, customerId: customer.id });
  const { data } = await marketer.call(contract.offers.report, { offerId: plain.id });
  expect(data).toMatchObject({ claims: 1, redemptions: 0, revenue: 0, daily: [], lift: null });
  const listed = await marketer.call(contract.offers.redemptions, { offerId: plain.id });
  expect(listed.data.claims).toMatchObject([{ customerId: customer.id, status: 'open' }]);
  const file = await marketer.send('GET', `/api/v1/offers/${plain.id}/redemptions/export`);
  expect(file.headers.get('content-type')).toContain('text/csv');
  const [head, row, ...rest] = file.text.trim().split('\r\n');
  expect(head).toContain('claimId,customerId,code,status');
  expect(row).toContain(customer.id);
  expect(rest).toEqual([]);
});
