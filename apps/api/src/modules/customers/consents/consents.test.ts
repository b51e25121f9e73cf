import { contract } from '@wafa/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';

const { consents, create, update, merge } = contract.customers;

let app: TestApp;
let admin: Client;
beforeAll(async () => {
  app = await testApp();
  admin = await app.signIn('admin');
});
afterAll(() => app?.close());

const log = async (customerId: string, client = admin) =>
  (await client.call(consents, { customerId })).data.consents.map(({ what, from, to, source }) => [
    what,
    from,
    to,
    source,
  ]);

it('notes what changed and nothing else, with whose words and from where', async () => {
  const made = await admin.call(create, {
    firstName: 'Con',
    communicationPreferences: { email: true, sms: false },
    consentWording: 'terms 3',
  });
  const customerId = made.data.id;
  await admin.call(update, { customerId, firstName: 'Consenting' });
  app.clock.advance({ seconds: 1 });
  await admin.call(update, {
    customerId,
    communicationPreferences: { email: false, push: true },
    privacy: { leaderboard: true, sharing: false },
  });
  await admin.call(update, { customerId, communicationPreferences: { email: false } });
  expect((await log(customerId)).sort()).toEqual([
    ['communication.email', false, true, 'staff'],
    ['communication.email', true, false, 'staff'],
    ['communication.push', false, true, 'staff'],
    ['privacy.leaderboard', false, true, 'staff'],
  ]);
  const { data } = await admin.call(consents, { customerId, limit: 3, page: 2 });
  expect(data).toMatchObject({
    total: 4,
    totalPages: 2,
    consents: [{ what: 'communication.email', to: true, wording: 'terms 3', at: '2026-03-10T09:00:00.000Z' }],
  });
  expect(data.consents[0]?.by).toMatch(/^[0-9a-f-]{36}$/);
});

it('is the customer’s to read, without the names of staff; nobody else’s', async () => {
  const customer = await app.addCustomer();
  await admin.call(update, { customerId: customer.id, privacy: { profiling: true } });
  const self = await app.signInAs(customer);
  const switched = await self.send('PUT', '/api/customers/profile', {
    communicationPreferences: { inApp: true },
  });
  expect(switched.status).toBe(200);
  expect(await log('me', self)).toEqual([
    ['communication.inApp', false, true, 'portal'],
    ['privacy.profiling', false, true, 'staff'],
  ]);
  const { data } = await self.call(consents, { customerId: 'me' });
  expect(data.consents.map(({ by }) => by)).toEqual([null, null]);
  const other = await app.addCustomer();
  expect((await self.call(consents, { customerId: other.id })).status).toBe(404);
  expect((await (await app.signIn('cashier')).call(consents, { customerId: other.id })).status).toBe(403);
});

it('keeps the words of the store’s settings where none are given', async () => {
  const store = await app.addStore({ settings: { consentWording: '2026-03' } });
  const owner = await app.signIn('owner', store);
  const made = await owner.call(create, { firstName: 'W', privacy: { sharing: true } });
  const { data } = await owner.call(consents, { customerId: made.data.id });
  expect(data.consents).toMatchObject([{ what: 'privacy.sharing', wording: '2026-03' }]);
});

it('shows the log of both after a merge, and what the merge switched off', async () => {
  const [into, from] = [await app.addCustomer(), await app.addCustomer()];
  await admin.call(update, { customerId: into.id, privacy: { profiling: true } });
  await admin.call(update, { customerId: from.id, privacy: { sharing: true } });
  await admin.call(update, { customerId: into.id, communicationPreferences: { sms: true } });
  await admin.call(update, { customerId: from.id, communicationPreferences: { sms: false } });
  await admin.call(merge, { customerId: into.id, from: from.id });
  const all = (await log(into.id)).map(([what, , to]) => `${what} ${to}`).sort();
  expect(all).toEqual([
    'communication.sms false',
    'communication.sms true',
    'privacy.profiling true',
    'privacy.sharing true',
  ]);
});

it('is only added to: the application may not change or delete a row', async () => {
  for (const statement of [
    sql`update customers.consents set wording = null`,
    sql`delete from customers.consents`,
  ])
    await expect(app.inStore((ctx) => statement.execute(ctx.tx))).rejects.toThrow('permission denied');
});
