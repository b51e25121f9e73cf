import { randomUUID } from 'node:crypto';
import { contract } from '@wafa/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import { makeOffer, type OfferFields, runJob } from '../fixtures.ts';

let app: TestApp;
let marketer: Client;
beforeAll(async () => {
  app = await testApp();
  marketer = await app.signIn('marketer');
});
afterAll(() => app?.close());

const start = new Date('2026-03-10T09:00:00Z');
afterEach(() => app.clock.set(start));
const days = (n: number) => new Date(start.getTime() + n * 86_400_000).toISOString();
const offers = contract.offers;

const basic = { name: { en: 'Spring' }, benefit: { kind: 'percent', percentBp: 1000 } } as const;
const create = (fields: OfferFields) => marketer.call(offers.create, { ...basic, ...fields });

describe('an offer', () => {
  it('begins as a draft with the store’s currency, and is changed by versions', async () => {
    const made = await create({ name: { en: 'Spring sale', ar: 'تخفيضات الربيع' } });
    expect(made.data).toMatchObject({
      key: expect.stringMatching(/^spring-sale-[0-9a-f]{6}$/),
      name: { en: 'Spring sale', ar: 'تخفيضات الربيع' },
      status: 'draft',
      version: 1,
      currency: app.store.currency,
      audience: { kind: 'everyone' },
      scope: { kind: 'basket' },
      claims: 0,
      redemptions: 0,
      codes: null,
    });
    const offerId = made.data.id;
    const changed = await marketer.call(offers.update, { offerId, minimumBasket: 5000, endsAt: days(9) });
    expect(changed.data).toMatchObject({ version: 2, minimumBasket: 5000, endsAt: days(9) });
    const cleared = await marketer.call(offers.update, { offerId, minimumBasket: null });
    expect(cleared.data).toMatchObject({ version: 3, minimumBasket: null, endsAt: days(9) });
    const { data } = await marketer.call(offers.versions, { offerId });
    expect(data.versions.map(({ version, terms }) => [version, terms.minimumBasket ?? null])).toEqual([
      [3, null],
      [2, 5000],
      [1, null],
    ]);
    const { rows } = await app.db.query(
      `select action, fields from platform.audit where entity_id = $1 order by at, id`,
      [offerId],
    );
    expect(rows.map(({ action }) => action)).toEqual(['offers.create', 'offers.update', 'offers.update']);
    expect(rows[1].fields.sort()).toEqual(['endsAt', 'minimumBasket']);
  });

  it('reads as English in Arabic where it has no Arabic', async () => {
    const { data } = await create({ description: { en: 'All teas' } });
    expect([data.name, data.description]).toEqual([
      { en: 'Spring', ar: 'Spring' },
      { en: 'All teas', ar: 'All teas' },
    ]);
  });

  it('goes from state to state as a campaign does', async () => {
    const { id: offerId } = await makeOffer(app, {}, { start: false });
    const to = async (status: 'draft' | 'active' | 'paused' | 'ended' | 'archived') => {
      const reply = await marketer.call(offers.setStatus, { offerId, status });
      return reply.status === 200 ? reply.data.status : reply.failure.code;
    };
    expect(await to('paused')).toBe('offer_status');
    expect(await to('archived')).toBe('archived');
    expect(await to('ended')).toBe('offer_status');
    expect(await to('draft')).toBe('draft');
    expect(await to('active')).toBe('active');
    expect(await to('active')).toBe('active');
    expect(await to('draft')).toBe('offer_status');
    expect(await to('paused')).toBe('paused');
    expect(await to('active')).toBe('active');
    expect(await to('ended')).toBe('ended');
    expect((await marketer.call(offers.update, { offerId, minimumBasket: 1 })).failure.code).toBe(
      'offer_ended',
    );
    expect(await to('archived')).toBe('archived');
    expect(await to('draft')).toBe('offer_status');
    expect(await to('ended')).toBe('ended');
  });

  it('does not start after its end, and ends by itself', async () => {
    const late = await makeOffer(app, { endsAt: days(-1) }, { start: false });
    const reply = await marketer.call(offers.setStatus, { offerId: late.id, status: 'active' });
    expect([reply.status, reply.failure.code]).toEqual([409, 'offer_ended']);
    const { id } = await makeOffer(app, { endsAt: days(1) });
    app.clock.advance({ days: 1 });
    await runJob(app, 'offers.end');
    // The session of the day before has ended too.
    app.clock.set(start);
    expect((await marketer.call(offers.get, { offerId: id })).data.status).toBe('ended');
  });

  it('is duplicated without its dates and codes', async () => {
    const first = await makeOffer(app, {
      startsAt: days(-1),
      endsAt: days(5),
      codeMode: 'shared',
      sharedCode: 'TWIN-24',
      limits: { total: 5 },
    });
    const { data, status } = await marketer.call(offers.duplicate, { offerId: first.id });
    expect(status).toBe(201);
    expect(data).toMatchObject({
      status: 'draft',
      version: 1,
      startsAt: null,
      endsAt: null,
      sharedCode: null,
      codeMode: 'automatic',
      limits: { total: 5 },
    });
    expect(data.key).not.toBe(first.key);
  });

  it('is found by name, state and kind of code', async () => {
    const { id } = await makeOffer(app, { name: { en: 'Saffron week', ar: 'أسبوع الزعفران' } });
    for (const query of ['saffron', 'الزعفران']) {
      const { data } = await marketer.call(offers.list, { query, status: 'active' });
      expect(data.offers.map((offer) => offer.id)).toEqual([id]);
    }
    expect((await marketer.call(offers.list, { query: 'saffron', status: 'draft' })).data.total).toBe(0);
    expect((await marketer.call(offers.list, { query: 'saffron', codeMode: 'single' })).data.total).toBe(0);
    expect((await marketer.call(offers.list, { query: '100%_' })).data.total).toBe(0);
  });
});

describe('bad input', () => {
  it.each<[string, OfferFields, number, string]>([
    ['an end before the start', { startsAt: days(2), endsAt: days(1) }, 400, 'endsAt'],
    ['120 percent', { benefit: { kind: 'percent', percentBp: 12_000 } }, 400, 'benefit.percentBp'],
    ['no percent', { benefit: { kind: 'percent', percentBp: 0 } }, 400, 'benefit.percentBp'],
    ['a negative amount', { benefit: { kind: 'amount', amount: -5 } }, 400, 'benefit.amount'],
    ['another currency', { currency: 'JPY' }, 400, 'currency'],
    ['an unknown tier', { audience: { kind: 'tiers', tiers: ['gold', 'diamond'] } }, 400, 'audience.tiers.1'],
    [
      'an unknown segment',
      { audience: { kind: 'segments', segments: ['nobody'] } },
      400,
      'audience.segments.0',
    ],
    ['an unknown excluded segment', { excludedSegments: ['vip', 'nobody'] }, 400, 'excludedSegments.1'],
    ['an unknown branch', { locations: [randomUUID()] }, 400, 'locations.0'],
    ['a shared code without the code', { codeMode: 'shared' }, 400, 'sharedCode'],
    ['a code nobody asked for', { sharedCode: 'HELLO' }, 400, 'sharedCode'],
    ['a limit a day above the limit', { limits: { total: 5, perDay: 6 } }, 400, 'limits.perDay'],
    ['half the store held out', { holdoutPercent: 51 }, 400, 'holdoutPercent'],
    ['an eighth weekday', { weekdays: [8] }, 400, 'weekdays.0'],
    ['25 o’clock', { hours: { from: '25:00', to: '02:00' } }, 400, 'hours.from'],
  ])('%s is refused with its field', async (_, fields, status, field) => {
    const reply = await create(fields);
    expect([reply.status, reply.failure.errors[0]?.field], reply.text).toEqual([status, field]);
    expect(reply.failure.errors[0]?.message).toMatch(/^[A-Z“].*[.]$/);
  });

  it('a code or key of another offer is taken', async () => {
    const { key } = await makeOffer(app, { codeMode: 'shared', sharedCode: 'ONCE-ONLY' });
    const code = await create({ codeMode: 'shared', sharedCode: 'once only'.replace(' ', '-') });
    expect([code.status, code.failure.errors[0]?.field]).toEqual([409, 'sharedCode']);
    const named = await create({ key });
    expect([named.status, named.failure.errors[0]?.field]).toEqual([409, 'key']);
  });

  it('an end before the start is found when only one of them changes', async () => {
    const { id: offerId } = await makeOffer(app, { startsAt: days(3) }, { start: false });
    const reply = await marketer.call(offers.update, { offerId, endsAt: days(2) });
    expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, 'endsAt']);
  });

  it('an offer of another store does not exist', async () => {
    const other = await app.addStore();
    const { id: offerId } = await makeOffer(app, {}, { store: other });
    for (const endpoint of [
      offers.get,
      offers.versions,
      offers.report,
      offers.codes,
      offers.customers,
    ] as const) {
      const reply = await marketer.call(endpoint as typeof offers.get, { offerId });
      expect([reply.status, reply.failure.code], endpoint.name).toEqual([404, 'not_found']);
    }
  });
});

describe('after it was taken', () => {
  it('the way of taking it is fixed, and limits do not fall below what is used', async () => {
    const { id: offerId } = await makeOffer(app, { claimNeeded: true, budget: { money: 9000 } });
    const customer = await app.addCustomer();
    const claimed = await marketer.call(offers.claim, { offerId, customerId: customer.id });
    expect(claimed.status, claimed.text).toBe(403);
    const owner = await app.signIn('owner');
    for (let n = 0; n < 2; n++)
      await owner.call(offers.claim, { offerId, customerId: (await app.addCustomer()).id });
    const fixed = await marketer.call(offers.update, { offerId, holdoutPercent: 20 });
    expect([fixed.status, fixed.failure.code]).toEqual([409, 'offer_fixed']);
    const low = await marketer.call(offers.update, { offerId, limits: { total: 1 } });
    expect([low.status, low.failure.errors[0]?.field]).toEqual([400, 'limits.total']);
    const exact = await marketer.call(offers.update, { offerId, limits: { total: 2 } });
    expect(exact.data.claims).toBe(2);
    const third = await owner.call(offers.claim, { offerId, customerId: customer.id });
    expect(third.failure.code).toBe('offer_limit_reached');
  });
});

describe('an audience', () => {
  it('is counted before it is used', async () => {
    const store = await app.addStore();
    const boss = await app.signIn('marketer', store);
    const people = await Promise.all(Array.from({ length: 6 }, () => app.addCustomer({}, store)));
    for (const [key, members] of [
      ['tea-lovers', people.slice(0, 2)],
      ['staff', people.slice(1, 2)],
    ] as const) {
      await boss.call(contract.segments.addSegment, { key, kind: 'manual', name: { en: key, ar: key } });
      await boss.call(contract.segments.changeMembers, { key, add: members.map(({ id }) => id) });
    }
    const size = async (input: Parameters<typeof boss.call<typeof offers.previewAudience>>[1]) =>
      (await boss.call(offers.previewAudience, input)).data;
    const segments = { kind: 'segments' as const, segments: ['tea-lovers'] };
    expect(await size({ audience: { kind: 'everyone' }, holdoutPercent: 50 })).toEqual({
      customers: 6,
      heldOut: 3,
    });
    expect(await size({ audience: segments })).toEqual({ customers: 2, heldOut: 0 });
    expect(await size({ audience: segments, excludedSegments: ['staff'] })).toEqual({
      customers: 1,
      heldOut: 0,
    });
    const { id: offerId } = await makeOffer(app, { audience: { kind: 'customers' } }, { store });
    const unknown = randomUUID();
    const named = await boss.call(offers.changeCustomers, {
      offerId,
      choose: [people[2]?.cardNumber ?? '', people[3]?.id ?? '', unknown],
      exclude: [people[0]?.id ?? ''],
    });
    expect(named.data).toEqual({ chosen: 2, excluded: 1, unknown: [unknown] });
    expect(await size({ audience: { kind: 'customers' }, offerId })).toEqual({ customers: 2, heldOut: 0 });
    expect(await size({ audience: segments, offerId })).toEqual({ customers: 1, heldOut: 0 });
    const listed = await boss.call(offers.customers, { offerId, excluded: 'true' });
    expect(listed.data.customers.map(({ customerId }) => customerId)).toEqual([people[0]?.id]);
  });
});
