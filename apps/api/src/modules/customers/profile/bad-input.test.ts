/** What people type, paste and attack with, in every field that takes text: kept as it is, or refused with its field. */
import { contract, endpoints } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';

let app: TestApp;
let admin: Client;
let customerId: string;
beforeAll(async () => {
  app = await testApp();
  admin = await app.signIn('admin');
  customerId = (await app.addCustomer()).id;
});
afterAll(() => app?.close());

interface Field {
  /** The field as a reply names it. */
  name: string;
  send(text: string): ReturnType<Client['send']>;
  /** The text as it is read back; undefined where it is not stored as it came. */
  read?(reply: Awaited<ReturnType<Client['send']>>): unknown;
}

const post = (path: string, body: object) => admin.send('POST', path, JSON.stringify(body));
const at = (reply: Awaited<ReturnType<Client['send']>>, ...path: string[]) =>
  path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], reply.data);

const profileField = (name: string): Field => ({
  name,
  send: (text) => post('/api/v1/customers', { firstName: 'A', [name]: text }),
  read: (reply) => at(reply, name),
});
const addressField = (name: string): Field => ({
  name,
  send: (text) =>
    post(`/api/v1/customers/${customerId}/addresses`, { street1: 's', city: 'c', [name]: text }),
  read: (reply) => at(reply, name),
});

/** Every field of a customer that takes free text. */
const fields: Field[] = [
  ...['firstName', 'lastName', 'firstNameAr', 'lastNameAr', 'companyName', 'taxNumber', 'source'].map(
    profileField,
  ),
  ...['street1', 'street2', 'city', 'state'].map(addressField),
  {
    name: 'tags.0',
    send: (text) => post('/api/v1/customers', { firstName: 'A', tags: [text] }),
    read: (reply) => at(reply, 'tags', '0'),
  },
  {
    name: 'preferredCategories.0',
    send: (text) => post('/api/v1/customers', { firstName: 'A', preferredCategories: [text] }),
    read: (reply) => at(reply, 'preferredCategories', '0'),
  },
  {
    name: 'customFields.note',
    send: (text) => post('/api/v1/customers', { firstName: 'A', customFields: { note: text } }),
    read: (reply) => at(reply, 'customFields', 'note'),
  },
  {
    name: 'text',
    send: (text) => post(`/api/v1/customers/${customerId}/notes`, { text }),
    read: (reply) => at(reply, 'text'),
  },
  {
    name: 'reason',
    send: (text) => post(`/api/v1/customers/${customerId}/status`, { status: 'active', reason: text }),
  },
  {
    name: 'sourceId',
    send: (text) => post('/api/v1/customers', { firstName: 'A', source: 's', sourceId: text }),
  },
  {
    name: 'consentWording',
    send: (text) => post('/api/v1/customers', { firstName: 'A', consentWording: text }),
  },
];

const inert = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'); drop table customers;--",
  "' or '1'='1",
  '{{7*7}}<%= 7*7 %>',
  '=cmd|calc!A0',
  'Zoë 🎉👩‍👩‍👧',
  'محمد عبد الله',
  '%_\\',
];

const refused: [string, string][] = [
  ['10 kB', 'x'.repeat(10_240)],
  ['a right-to-left override', 'ab\u202ecd'],
  ['an isolate', 'ab\u2066cd'],
  ['NUL', 'ab\u0000cd'],
  ['half a character', 'ab\ud800'],
];

describe.each(fields.map((field) => [field.name, field] as const))('%s', (name, field) => {
  it.each(inert)('keeps %s as it is', async (text) => {
    const reply = await field.send(text);
    expect(reply.status, reply.text).toBeLessThan(300);
    if (field.read) expect(field.read(reply)).toBe(text);
  });

  it.each(refused)('refuses %s', async (_, text) => {
    const reply = await field.send(text);
    expect([reply.status, reply.failure.code]).toEqual([400, 'validation']);
    expect(reply.failure.errors.map((error) => error.field)).toEqual([name]);
    expect(reply.failure.errors[0]?.message).not.toMatch(/validation\.|undefined/);
  });
});

it('replies are JSON that no browser takes for a page', async () => {
  const reply = await post('/api/v1/customers', { firstName: inert[0] });
  expect(reply.headers.get('content-type')).toContain('application/json');
  expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
});

describe('an e-mail or phone that somebody has', () => {
  const { create, update } = contract.customers;
  const holder = { firstName: 'Holder', email: 'holder@example.com', phone: '+966501112233' };
  let holderId: string;
  beforeAll(async () => {
    holderId = (await admin.call(create, holder)).data.id;
  });

  it.each(['email', 'phone'] as const)(
    '%s: names who has it to staff, at creation and at change',
    async (field) => {
      const other = await admin.call(create, { firstName: 'Other' });
      const created = await admin.call(create, { firstName: 'B', [field]: holder[field] });
      const changed = await admin.call(update, { customerId: other.data.id, [field]: holder[field] });
      for (const reply of [created, changed]) {
        expect([reply.status, reply.failure.code]).toEqual([409, `${field}_taken`]);
        expect(reply.failure.errors[0]?.field).toBe(field);
        expect(reply.failure.details).toEqual({ customerId: holderId });
      }
    },
  );

  it('does not tell a customer, nor somebody who signs up', async () => {
    const self = await app.signInAs(await app.addCustomer());
    const changed = await self.send('PUT', '/api/customers/profile', { email: holder.email });
    const signed = await app.anonymous.with({ 'x-store-id': app.store.id }).call(contract.identity.signUp, {
      firstName: 'S',
      email: holder.email,
      password: 'a long pass phrase',
    });
    for (const reply of [changed, signed]) {
      expect([reply.status, reply.failure.code]).toEqual([409, 'email_taken']);
      expect(reply.failure.details).toBeUndefined();
      expect(reply.text).not.toContain(holderId);
    }
  });
});

it('the documented profile takes lists either way and shows the statistics by their names', async () => {
  const customer = await app.addCustomer();
  await app.record({ customerId: customer.id });
  const self = await app.signInAs(customer);
  const put = (body: object) => self.send('PUT', '/api/customers/profile', body);
  expect((await put({ preferredCategories: ' coffee, books,coffee ' })).data).toMatchObject({
    preferredCategories: ['coffee', 'books'],
  });
  await put({ preferredCategories: ['tea'], communicationPreferences: { sms: true } });
  const { data } = await self.send('GET', '/api/customers/profile');
  expect(data).toMatchObject({
    loyaltyPoints: 100,
    totalSpent: 10_000,
    totalOrders: 1,
    averageOrderValue: 10_000,
    lastOrderDate: '2026-03-10T09:00:00.000Z',
    lastVisitAt: '2026-03-10T09:00:00.000Z',
    preferredCategories: ['tea'],
    communicationPreferences: { email: false, sms: true, push: false, inApp: false },
    tags: [],
  });
  const forbidden = await put({ tags: ['vip'] });
  expect([forbidden.status, forbidden.failure.errors[0]?.field]).toEqual([403, 'tags']);
});

it('every documented path of customers and addresses is served', () => {
  const served = new Set(
    endpoints.flatMap((endpoint) => [
      `${endpoint.method} ${endpoint.path}`,
      ...(endpoint.aliases ?? []).map((alias) => `${alias.method ?? endpoint.method} ${alias.path}`),
    ]),
  );
  for (const path of [
    'DELETE /api/customer-id/:id',
    'GET /api/customers/profile',
    'PUT /api/customers/profile',
    'GET /api/customers/addresses/pending-verification',
    'POST /api/customers/addresses/:id/verify',
    'GET /api/customers/addresses/verification-stats',
    'DELETE /api/v1/customers/:customerId',
  ])
    expect([...served]).toContain(path);
});
