import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../../../test/app.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';

const { record, list } = contract.activity;

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ works: true });
});
afterAll(() => app?.close());

const eventsOf = async (customerId: string) =>
  (await (await app.signIn('agent')).call(list, { customerId })).data.events.map(({ event }) => event);
const pointsOf = async (customerId: string) =>
  (await (await app.signIn('agent')).call(contract.customers.get, { customerId })).data.loyaltyPoints;

it('notes sign-ups and sign-ins, but no sign-up for whom an import brought', {
  timeout: 30_000,
}, async () => {
  const reply = await app.anonymous.with({ 'x-store-id': app.store.id }).call(contract.identity.signUp, {
    firstName: 'Noura',
    email: 'noura@customer.example',
    password: 'a long enough passphrase 7',
  });
  const { customerId } = reply.data;
  const events = await until(async () => {
    const found = await eventsOf(customerId);
    return found.length >= 2 && found;
  });
  expect([...events].sort()).toEqual(['sign_in', 'sign_up']);

  const imported = await app.addCustomer({ source: 'old-shop', sourceId: '7' });
  await app.signInAs(imported);
  await until(async () => (await eventsOf(imported.id)).includes('sign_in'));
  expect(await eventsOf(imported.id)).toEqual(['sign_in']);
});

it('notes a card scanned at the till, which moves the last visit', { timeout: 30_000 }, async () => {
  const customer = await app.addCustomer();
  const key = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  const point = Buffer.from(await crypto.subtle.exportKey('raw', key.publicKey)).toString('base64url');
  const self = await app.signInAs(customer);
  const { registerCardDevice, recordCardScans } = contract.customers;
  const phone = await self.call(registerCardDevice, { customerId: 'me', publicKey: point, name: 'Phone' });
  const at = new Date(app.clock.now().getTime() - 60_000);
  const scan = { device: phone.data.device, step: Math.floor(at.getTime() / 30_000), tillId: 'till-1' };
  const cashier = await app.signIn('cashier');
  const told = await cashier.call(recordCardScans, { scans: [{ ...scan, at: at.toISOString() }] });
  expect(told.data?.outcomes, told.text).toEqual(['recorded']);
  await until(async () => (await eventsOf(customer.id)).includes('card_scan'));
  const agent = await app.signIn('agent');
  const { data } = await agent.call(contract.customers.get, { customerId: customer.id });
  expect(data.lastVisitAt).toBe(at.toISOString());
});

it('gives points by the programme’s rules, once per event, and none for what a device claims', {
  timeout: 60_000,
}, async () => {
  const admin = await app.signIn('admin');
  const { data } = await admin.call(contract.loyalty.listPrograms, {});
  const [programme] = data.programs;
  if (!programme) throw new Error('the store has no programme');
  const rule = (event: string, points: number) => ({
    id: `for-${event.replace(':', '-').replace('_', '-')}`,
    kind: 'event' as const,
    event,
    points,
  });
  const saved = await admin.call(contract.loyalty.updateProgram, {
    programId: programme.id,
    version: programme.version,
    rules: [
      rule('review', 30),
      rule('custom:survey', 7),
      rule('app_install', 100),
      rule('product_view', 1000),
    ],
  });
  expect(saved.status, saved.text).toBe(200);

  const customer = await app.addCustomer();
  const review = { customerId: customer.id, event: 'review', source: 'shop', sourceId: 'r1' };
  const cashier = await app.signIn('cashier');
  await cashier.call(record, {
    events: [
      review,
      review,
      { customerId: customer.id, event: 'custom:survey', source: 'shop', sourceId: 's1' },
    ],
  });
  await cashier.call(record, { events: [review] });
  const self = await app.signInAs(customer);
  await self.call(record, { events: [{ event: 'product_view', sku: 'TEA' }, { event: 'app_install' }] });
  await self.call(record, { events: [{ event: 'app_install', source: 'x', sourceId: 'again' }] });
  await until(async () => (await pointsOf(customer.id)) === 137);
  // A last event that is heard after all others: by then nothing more has been given.
  await cashier.call(record, { events: [{ ...review, sourceId: 'r2' }] });
  await until(async () => (await pointsOf(customer.id)) >= 167);
  expect(await pointsOf(customer.id)).toBe(167);
});
