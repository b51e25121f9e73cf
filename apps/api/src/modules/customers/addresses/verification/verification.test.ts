import { contract } from '@wafa/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../../../test/client.ts';
import { type TestApp, type TestStore, testApp } from '../../../../../test/harness.ts';

const { pendingAddresses, verifyAddress, verifyAddresses, verificationStats, exportPendingAddresses } =
  contract.customers;
const { addAddress, updateAddress, listAddresses, changeStatus } = contract.customers;

let app: TestApp;
let store: TestStore;
let agent: Client;

beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());
beforeEach(async () => {
  app.clock.set('2026-03-10T09:00:00Z');
  store = await app.addStore();
  agent = await app.signIn('agent', store);
});

/** A customer of the store with one address in this city, entered at the clock's time. */
async function resident(city: string, fields: object = {}) {
  const customer = await app.addCustomer({}, store);
  const made = await agent.call(addAddress, {
    customerId: customer.id,
    street1: 'Street 1',
    city,
    ...fields,
  });
  return { ...customer, addressId: made.data.id };
}

const events = async (addressId: string) => {
  const { rows } = await app.db.query<{ name: string }>(
    `select name from platform.outbox where payload->>'addressId' = $1 order by id`,
    [addressId],
  );
  return rows.map(({ name }) => name);
};

describe('the work list', () => {
  it('has who waits longest first, by page, city in any spelling, country and age', async () => {
    const jeddah = await resident('جدّة', { country: 'SA' });
    await app.db.query(
      `update customers.addresses set updated_at = updated_at - interval '3 days' where id = $1`,
      [jeddah.addressId],
    );
    app.clock.advance({ seconds: 1 });
    const riyadh = await resident('Riyadh', { country: 'SA' });
    app.clock.advance({ seconds: 1 });
    const amman = await resident('Amman', { country: 'JO' });
    const ids = async (query: object) =>
      (await agent.call(pendingAddresses, query)).data.addresses.map(({ id }) => id);
    expect(await ids({})).toEqual([jeddah.addressId, riyadh.addressId, amman.addressId]);
    expect(await ids({ limit: 2, page: 2 })).toEqual([amman.addressId]);
    expect(await ids({ city: 'جده' })).toEqual([jeddah.addressId]);
    expect(await ids({ city: 'RIYADH' })).toEqual([riyadh.addressId]);
    expect(await ids({ country: 'JO' })).toEqual([amman.addressId]);
    expect(await ids({ olderThanDays: 1 })).toEqual([jeddah.addressId]);
    const { data } = await agent.call(pendingAddresses, { limit: 1 });
    expect(data).toMatchObject({ total: 3, totalPages: 3, nextCursor: '2' });
    expect(data.addresses[0]).toMatchObject({
      cardNumber: jeddah.cardNumber,
      customerName: 'Amal Hassan',
      pendingSince: '2026-03-07T09:00:00.000Z',
    });
  });

  it('answers on the documented path, and leaves out who is closed', async () => {
    const { id, addressId } = await resident('Riyadh');
    const path = '/api/customers/addresses/pending-verification';
    const listed = async () =>
      ((await agent.send('GET', path)).data as { addresses: { id: string }[] }).addresses.map(
        (row) => row.id,
      );
    expect(await listed()).toEqual([addressId]);
    await agent.call(changeStatus, { customerId: id, status: 'closed', reason: 'left' });
    expect(await listed()).toEqual([]);
    const late = await agent.call(verifyAddress, { addressId, status: 'VERIFIED' });
    expect([late.status, late.failure.code]).toEqual([409, 'customer_closed']);
  });

  it('comes as CSV with formulas made harmless, for who may export', async () => {
    await resident('=cmd()');
    await resident('Riyadh, north');
    const admin = await app.signIn('admin', store);
    const file = await admin.send('GET', exportPendingAddresses.path);
    const lines = file.text.trim().split('\r\n');
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(",'=cmd(),");
    expect(lines[2]).toContain('"Riyadh, north"');
    expect((await agent.send('GET', exportPendingAddresses.path)).status).toBe(403);
  });
});

describe('a decision', () => {
  it('says who, when and what, leaves the list, an event and an audit row, and counts once', async () => {
    const { id, addressId } = await resident('Riyadh');
    app.clock.advance({ minutes: 5 });
    const decision = {
      addressId,
      status: 'VERIFIED',
      notes: 'seen on the map',
      coordinates: { latitude: 24.7, longitude: 46.6 },
    } as const;
    const reply = await agent.call(verifyAddress, decision);
    expect(reply.data).toMatchObject({
      customerId: id,
      status: 'VERIFIED',
      notes: 'seen on the map',
      coordinates: { latitude: 24.7, longitude: 46.6 },
      verifiedAt: '2026-03-10T09:05:00.000Z',
    });
    expect(reply.data.verifiedBy).toMatch(/^[0-9a-f-]{36}$/);
    expect((await agent.call(verifyAddress, decision)).data).toEqual(reply.data);
    expect((await agent.call(pendingAddresses, {})).data.total).toBe(0);
    expect(await events(addressId)).toEqual(['address.verified']);
    const { rows } = await app.db.query(
      `select count(*)::int as n from platform.audit where action = 'customers.verifyAddress' and entity_id = $1`,
      [addressId],
    );
    expect(rows[0].n).toBe(1);
  });

  it('can be turned round on the documented path; an edit puts the address back to PENDING', async () => {
    const { id, addressId } = await resident('Riyadh');
    await agent.call(verifyAddress, { addressId, status: 'VERIFIED' });
    const path = `/api/customers/addresses/${addressId}/verify`;
    const turned = await agent.send('POST', path, { status: 'REJECTED', notes: 'no such street' });
    expect(turned.data).toMatchObject({ status: 'REJECTED', notes: 'no such street' });
    expect(await events(addressId)).toEqual(['address.verified', 'address.rejected']);
    app.clock.advance({ minutes: 1 });
    await agent.call(updateAddress, { customerId: id, addressId, street1: 'Street 2' });
    const [address] = (await agent.call(listAddresses, { customerId: id })).data.addresses;
    expect(address).toMatchObject({ status: 'PENDING', verifiedBy: null, verifiedAt: null, notes: null });
    const { data } = await agent.call(pendingAddresses, {});
    expect(data.addresses[0]).toMatchObject({ id: addressId, pendingSince: '2026-03-10T09:01:00.000Z' });
  });

  it('on many answers for each of them', async () => {
    const [one, two, shut, stranger] = [
      await resident('A'),
      await resident('B'),
      await resident('C'),
      await app.addCustomer(),
    ];
    await agent.call(verifyAddress, { addressId: two.addressId, status: 'REJECTED' });
    await agent.call(changeStatus, { customerId: shut.id, status: 'closed', reason: 'left' });
    const ids = [one.addressId, two.addressId, shut.addressId, stranger.id];
    const { data } = await agent.call(verifyAddresses, { ids: [...ids, one.addressId], status: 'REJECTED' });
    expect(data.decided).toBe(1);
    expect(data.results).toEqual([
      { id: one.addressId, result: 'decided' },
      { id: two.addressId, result: 'unchanged' },
      { id: shut.addressId, result: 'closed' },
      { id: stranger.id, result: 'not_found' },
    ]);
  });

  it('by several at once is written once', async () => {
    const { addressId } = await resident('Riyadh');
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => agent.call(verifyAddress, { addressId, status: 'VERIFIED' })),
    );
    expect(replies.map((reply) => reply.status)).toEqual(Array(8).fill(200));
    expect(await events(addressId)).toEqual(['address.verified']);
  });

  it.each([
    [{ status: 'PENDING' }, 'status'],
    [{ status: 'VERIFIED', coordinates: { latitude: 90.1, longitude: 0 } }, 'coordinates.latitude'],
    [{ status: 'VERIFIED', coordinates: { latitude: 0, longitude: -180.5 } }, 'coordinates.longitude'],
    [{ status: 'VERIFIED', notes: 'x'.repeat(1001) }, 'notes'],
  ])('%j is refused with its field', async (body, field) => {
    const { addressId } = await resident('Riyadh');
    const reply = await agent.send('POST', `/api/v1/customers/addresses/${addressId}/verify`, body);
    expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, field]);
  });

  it('is nobody else’s: another store, another role, a customer, more than 500', async () => {
    const { addressId } = await resident('Riyadh');
    const elsewhere = await app.signIn('agent');
    expect((await elsewhere.call(verifyAddress, { addressId, status: 'VERIFIED' })).status).toBe(404);
    const marketer = await app.signIn('marketer', store);
    expect((await marketer.call(verifyAddress, { addressId, status: 'VERIFIED' })).status).toBe(403);
    const self = await app.signInAs(await app.addCustomer({}, store), store);
    expect((await self.call(verifyAddress, { addressId, status: 'VERIFIED' })).status).toBe(403);
    const ids = Array.from({ length: 501 }, () => addressId);
    expect((await agent.call(verifyAddresses, { ids, status: 'VERIFIED' })).status).toBe(400);
    expect((await agent.call(pendingAddresses, {})).data.total).toBe(1);
  });
});

it('the figures count statuses, and tell how long decisions took, by verifier and by day', async () => {
  const waiting = [await resident('A'), await resident('B'), await resident('C'), await resident('D')];
  const ids = waiting.map(({ addressId }) => addressId);
  const decide = (at: number, status: 'VERIFIED' | 'REJECTED', client = agent) =>
    client.call(verifyAddress, { addressId: ids[at] ?? '', status });
  app.clock.advance({ seconds: 10 });
  await decide(0, 'VERIFIED');
  app.clock.advance({ seconds: 20 });
  await decide(1, 'REJECTED');
  app.clock.advance({ seconds: 60 });
  await decide(2, 'VERIFIED', await app.signIn('admin', store));
  const { data } = await agent.call(verificationStats, {});
  expect(data).toMatchObject({
    counts: { PENDING: 1, VERIFIED: 2, REJECTED: 1 },
    oldestPendingSince: '2026-03-10T09:00:00.000Z',
    from: '2026-02-09',
    to: '2026-03-10',
    decisions: 3,
    medianWaitSeconds: 30,
    meanWaitSeconds: 43,
    days: [{ day: '2026-03-10', verified: 2, rejected: 1 }],
  });
  expect(
    data.verifiers.map(({ verified, rejected, medianWaitSeconds }) => [
      verified,
      rejected,
      medianWaitSeconds,
    ]),
  ).toEqual([
    [1, 1, 20],
    [1, 0, 90],
  ]);
  const documented = await agent.send(
    'GET',
    '/api/customers/addresses/verification-stats?from=2026-03-11&to=2026-03-12',
  );
  expect(documented.data).toMatchObject({ decisions: 0, medianWaitSeconds: null, days: [], verifiers: [] });
  const backwards = await agent.call(verificationStats, { from: '2026-03-12', to: '2026-03-11' });
  expect([backwards.status, backwards.failure.code]).toEqual([400, 'range_invalid']);
});
