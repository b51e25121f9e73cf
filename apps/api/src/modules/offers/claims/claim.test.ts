import { type CallOf, contract } from '@wafa/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import * as customers from '../../customers/index.ts';
import { makeOffer, runJob } from '../fixtures.ts';
import { wrongCodes } from './attempts.ts';

let app: TestApp;
let cashier: Client;
let marketer: Client;
beforeAll(async () => {
  app = await testApp();
  cashier = await app.signIn('cashier');
  marketer = await app.signIn('marketer');
});
afterAll(() => app?.close());

const start = new Date('2026-03-10T09:00:00Z');
afterEach(() => app.clock.set(start));
const days = (n: number) => new Date(start.getTime() + n * 86_400_000).toISOString();
const offers = contract.offers;

const claim = (input: CallOf<typeof offers.claim>, by: Client = cashier) => by.call(offers.claim, input);
const eventsOf = async (claimId: string) => {
  const { rows } = await app.db.query(
    `select name, payload from platform.outbox where payload->>'claimId' = $1 order by id`,
    [claimId],
  );
  return rows;
};
const stored = async (offerId: string) => {
  const { rows } = await app.db.query(
    `select o.taken, (select count(*)::int from offers.claims c where c.offer_id = o.id
                         and c.status in ('open', 'redeemed')) as counted
       from offers.offers o where o.id = $1`,
    [offerId],
  );
  return [Number(rows[0].taken), rows[0].counted];
};
async function withCodes(count: number, fields = {}) {
  const offer = await makeOffer(app, { codeMode: 'single', ...fields });
  await marketer.call(offers.addCodes, { offerId: offer.id, generate: count });
  const { data } = await marketer.call(offers.codes, { offerId: offer.id, limit: 100 });
  return { offerId: offer.id, codes: data.codes.map(({ code }) => code) };
}

describe('claiming', () => {
  it('gives a code with its expiry, and the same again while it is open', async () => {
    const { id: offerId } = await makeOffer(app, { claimNeeded: true, claimDays: 7 });
    const customer = await app.addCustomer();
    const self = await app.signInAs(customer);
    const first = await claim({ offerId }, self);
    expect(first.status, first.text).toBe(201);
    expect(first.data.claim).toMatchObject({
      offerId,
      customerId: customer.id,
      code: expect.stringMatching(/^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]$/),
      status: 'open',
      expiresAt: days(7),
    });
    const again = await claim({ offerId }, self);
    expect(again.data).toEqual(first.data);
    const till = await claim({ offerId, customerId: customer.cardNumber });
    expect(till.data).toEqual(first.data);
    expect(await eventsOf(first.data.claim.id)).toEqual([
      {
        name: 'offer.claimed',
        payload: { claimId: first.data.claim.id, offerId, customerId: customer.id, expiresAt: days(7) },
      },
    ]);
  });

  it('answers at the documented paths, with the history', async () => {
    const { id: offerId } = await makeOffer(app, { claimNeeded: true });
    const customer = await app.addCustomer();
    const self = await app.signInAs(customer);
    expect((await self.send('POST', '/api/offers/claim', { offerId })).status).toBe(201);
    for (const path of ['/api/offers/history', '/api/customer-id/offers/history']) {
      const reply = await self.send('GET', path);
      expect([reply.status, reply.data], path).toMatchObject([200, { offers: [{ offerId }], total: 1 }]);
    }
    const staff = await cashier.send('GET', `/api/offers/history?customerId=${customer.cardNumber}`);
    expect(staff.data).toMatchObject({ offers: [{ offerId, status: 'open' }] });
    const other = await app.signInAs(await app.addCustomer());
    expect((await other.send('GET', `/api/offers/history?customerId=${customer.id}`)).status).toBe(404);
  });

  it('never outlasts the offer', async () => {
    const { id: offerId } = await makeOffer(app, { claimNeeded: true, claimDays: 30, endsAt: days(3) });
    const { data } = await claim({ offerId, customerId: (await app.addCustomer()).id });
    expect(data.claim.expiresAt).toBe(days(3));
  });

  it('is refused where the offer is not for them', async () => {
    const customer = await app.addCustomer();
    const self = await app.signInAs(customer);
    const cases: [Parameters<typeof makeOffer>[1], string][] = [
      [{ startsAt: days(1) }, 'offer_unavailable'],
      [{ audience: { kind: 'tiers', tiers: ['gold'] } }, 'offer_not_for_you'],
      [{ audience: { kind: 'segments', segments: ['vip'] } }, 'offer_not_for_you'],
      [{ audience: { kind: 'customers' } }, 'offer_not_for_you'],
    ];
    for (const [fields, code] of cases) {
      const { id: offerId } = await makeOffer(app, { claimNeeded: true, ...fields });
      const reply = await claim({ offerId }, self);
      expect([reply.status, reply.failure.code]).toEqual([409, code]);
    }
    const draft = await makeOffer(app, { claimNeeded: true }, { start: false });
    expect((await claim({ offerId: draft.id }, self)).status).toBe(404);
    const needless = await makeOffer(app, { codeMode: 'shared', sharedCode: 'SECRET-1' });
    expect((await claim({ offerId: needless.id }, self)).failure.code).toBe('offer_unavailable');
    expect((await claim({ customerId: customer.id })).failure.errors[0]?.field).toBe('offerId');
  });

  it('serves a segment, a tier’s members, and whoever is chosen by name', async () => {
    const customer = await app.addCustomer();
    await app.inStore((ctx) =>
      customers.setMemberships(ctx, [{ customerId: customer.id, segment: 'vip', holds: true }]),
    );
    const vip = await makeOffer(app, {
      claimNeeded: true,
      audience: { kind: 'segments', segments: ['new', 'vip'] },
    });
    expect((await claim({ offerId: vip.id, customerId: customer.id })).status).toBe(201);
    const chosen = await makeOffer(app, { claimNeeded: true, audience: { kind: 'customers' } });
    await marketer.call(offers.changeCustomers, { offerId: chosen.id, choose: [customer.id] });
    expect((await claim({ offerId: chosen.id, customerId: customer.id })).status).toBe(201);
    const shut = await makeOffer(app, { claimNeeded: true });
    await marketer.call(offers.changeCustomers, { offerId: shut.id, exclude: [customer.id] });
    expect((await claim({ offerId: shut.id, customerId: customer.id })).failure.code).toBe(
      'offer_not_for_you',
    );
  });

  it('lapses after its time, gives its place back, and says so', async () => {
    const { id: offerId } = await makeOffer(app, { claimNeeded: true, claimDays: 2, limits: { total: 1 } });
    const [first, second] = [await app.addCustomer(), await app.addCustomer()];
    const { data } = await claim({ offerId, customerId: first.id });
    expect((await claim({ offerId, customerId: second.id })).failure.code).toBe('offer_limit_reached');
    app.clock.advance({ days: 2 });
    const self = await app.signInAs(first);
    const history = await self.call(offers.history, { customerId: 'me' });
    expect(history.data.offers[0]).toMatchObject({ status: 'lapsed', endedAt: days(2) });
    await runJob(app, 'offers.lapse');
    await runJob(app, 'offers.lapse');
    expect(await stored(offerId)).toEqual([0, 0]);
    expect((await eventsOf(data.claim.id)).map(({ name }) => name)).toEqual([
      'offer.claimed',
      'offer.lapsed',
    ]);
    expect((await claim({ offerId }, await app.signInAs(second))).status).toBe(201);
  });
});

describe('single-use codes', () => {
  it('are made, brought along, told and exported', async () => {
    const { id: offerId } = await makeOffer(app, { codeMode: 'single' });
    const made = await marketer.call(offers.addCodes, { offerId, generate: 3 });
    expect([made.status, made.data]).toEqual([201, { added: 3, known: 0, left: 3 }]);
    const own = await marketer.call(offers.addCodes, {
      offerId,
      codes: ['MINE-0001', 'mine 0001', '=MINE-2'],
    });
    expect(own.failure.errors[0]?.field).toBe('codes.2');
    const sound = await marketer.call(offers.addCodes, {
      offerId,
      codes: ['MINE-0001', 'mine 0001', 'MINE-2'],
    });
    expect(sound.data).toEqual({ added: 2, known: 1, left: 5 });
    const customer = await app.addCustomer();
    // O and 0, capitals and dashes are one.
    await claim({ code: 'mine ooo1', customerId: customer.id });
    const { data } = await marketer.call(offers.codes, { offerId });
    expect(data.codes.filter(({ state }) => state === 'claimed')).toMatchObject([
      { code: 'MINE-0001', customerId: customer.id },
    ]);
    const file = await marketer.send('GET', `/api/v1/offers/${offerId}/codes/export`);
    expect(file.text.trim().split('\r\n')).toHaveLength(6);
    expect((await marketer.call(offers.get, { offerId })).data).toMatchObject({ codes: 5, codesLeft: 4 });
    const plain = await makeOffer(app);
    const wrong = await marketer.call(offers.addCodes, { offerId: plain.id, generate: 1 });
    expect(wrong.failure.code).toBe('offer_not_of_codes');
  });

  it('64 parallel claims of one code: one succeeds', async () => {
    const { offerId, codes } = await withCodes(1);
    const people = await Promise.all(Array.from({ length: 64 }, () => app.addCustomer()));
    const replies = await Promise.all(people.map(({ id }) => claim({ code: codes[0], customerId: id })));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(
      new Set(replies.filter(({ status }) => status !== 201).map(({ failure }) => failure.code)),
    ).toEqual(new Set(['offer_code_used']));
    expect((await stored(offerId))[1]).toBe(1);
  });

  it('are handed out one each where an offer is claimed by name, until none is left', async () => {
    const { offerId, codes } = await withCodes(20, { claimNeeded: true });
    const people = await Promise.all(Array.from({ length: 30 }, () => app.addCustomer()));
    const replies = await Promise.all(people.map(({ id }) => claim({ offerId, customerId: id })));
    const given = replies.flatMap(({ status, data }) => (status === 201 ? [data.claim.code] : []));
    expect([...given].sort()).toEqual([...codes].sort());
    const refused = replies.filter(({ status }) => status !== 201).map(({ failure }) => failure.code);
    expect(refused).toHaveLength(10);
    for (const reason of refused) expect(['offer_codes_gone', 'offer_limit_reached']).toContain(reason);
  });

  it('of another store, and wrong ones, are unknown; guessing is stopped for a while', async () => {
    const other = await app.addStore();
    await makeOffer(app, { codeMode: 'shared', sharedCode: 'ABROAD' }, { store: other });
    const self = await app.signInAs(await app.addCustomer());
    const foreign = await claim({ code: 'ABROAD' }, self);
    expect([foreign.status, foreign.failure.code, foreign.failure.errors[0]?.field]).toEqual([
      404,
      'offer_code_unknown',
      'code',
    ]);
    for (let n = 1; n < wrongCodes.most; n++)
      expect((await claim({ code: `GUESS-${n}` }, self)).status).toBe(404);
    await makeOffer(app, { codeMode: 'shared', sharedCode: 'REAL-ONE' });
    const stopped = await claim({ code: 'REAL-ONE' }, self);
    expect([stopped.status, stopped.failure.code]).toEqual([429, 'rate_limited']);
    const guess = await self.call(offers.apply, {
      currency: app.store.currency,
      lines: [{ sku: 'A', quantity: 1, unitPrice: 100 }],
      codes: ['REAL-ONE'],
    });
    expect(guess.status).toBe(429);
    expect(Number(stopped.headers.get('retry-after'))).toBe(wrongCodes.windowMinutes * 60);
    const another = await app.signInAs(await app.addCustomer());
    expect((await claim({ code: 'real-one' }, another)).status).toBe(201);
  });
});

describe('limits under parallel claims', () => {
  it.each([64, 200])('%i claims of a hundred places', async (parallel) => {
    const { id: offerId } = await makeOffer(app, { claimNeeded: true, limits: { total: 100 } });
    const people: TestCustomer[] = await Promise.all(
      Array.from({ length: parallel }, () => app.addCustomer()),
    );
    const replies = await Promise.all(people.map(({ id }) => claim({ offerId, customerId: id })));
    const most = Math.min(parallel, 100);
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(most);
    const refused = replies.filter(({ status }) => status !== 201);
    expect(refused.every(({ failure }) => failure.code === 'offer_limit_reached')).toBe(true);
    expect(await stored(offerId)).toEqual([most, most]);
  });

  it('of a day hold for the day', async () => {
    const { id: offerId } = await makeOffer(app, { claimNeeded: true, limits: { perDay: 3 } });
    const people = await Promise.all(Array.from({ length: 10 }, () => app.addCustomer()));
    const replies = await Promise.all(people.map(({ id }) => claim({ offerId, customerId: id })));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(3);
    app.clock.advance({ days: 1 });
    const late = people.find((_, n) => replies[n]?.status !== 201) as TestCustomer;
    expect((await claim({ offerId }, await app.signInAs(late))).status).toBe(201);
  });

  it('of one customer hold, however often they ask at once', async () => {
    const { id: offerId } = await makeOffer(app, { claimNeeded: true });
    const customer = await app.addCustomer();
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => claim({ offerId, customerId: customer.id })),
    );
    expect(new Set(replies.map(({ data }) => data?.claim.id)).size).toBe(1);
    expect((await stored(offerId))[1]).toBe(1);
  });
});
