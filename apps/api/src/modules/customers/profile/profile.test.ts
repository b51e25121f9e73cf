import { type CallOf, contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../../../../test/client.ts';
import { type TestApp, type TestStore, testApp } from '../../../../test/harness.ts';
import * as customers from '../index.ts';

const { create, get, update, card, lookup } = contract.customers;
type Entered = CallOf<typeof create>;

let app: TestApp;
let admin: Client;
let cashier: Client;
let owner: Client;
let other: TestStore;

beforeAll(async () => {
  app = await testApp();
  other = await app.addStore();
  [admin, cashier, owner] = await Promise.all([
    app.signIn('admin'),
    app.signIn('cashier'),
    app.signIn('owner'),
  ]);
});
afterAll(() => app?.close());

const layla: Entered = {
  firstName: 'Layla',
  lastName: 'Al-Harbi',
  firstNameAr: 'ليلى',
  lastNameAr: 'الحربي',
  email: 'Layla@Example.com',
  phone: '050 123 4567',
  birthday: '1990-02-28',
  tags: ['vip'],
  preferredCategories: 'coffee, books',
  communicationPreferences: { email: true },
  address: { street1: 'King Fahd Road 12', city: 'Riyadh' },
};

describe('registering a customer', () => {
  it('issues a card, opens the facts and keeps the address', async () => {
    const made = await admin.call(create, layla);
    expect(made.status).toBe(201);
    expect(made.data).toMatchObject({
      status: 'active',
      email: 'layla@example.com',
      phone: '+966501234567',
      preferredCategories: ['coffee', 'books'],
      communicationPreferences: { email: true, sms: false, push: false, inApp: false },
      totalSpent: 0,
      totalOrders: 0,
      averageOrderValue: 0,
      loyaltyPoints: 0,
      currency: 'SAR',
      lastVisitAt: null,
    });
    const { addresses } = (await admin.call(contract.customers.listAddresses, { customerId: made.data.id }))
      .data;
    expect(addresses).toMatchObject([
      { street1: 'King Fahd Road 12', status: 'PENDING', isDefaultShipping: true },
    ]);
  });

  it('refuses an e-mail or phone that somebody has, and says which', async () => {
    const email = await admin.call(create, { firstName: 'A', email: 'LAYLA@example.com' });
    expect([email.status, email.failure.code, email.failure.errors[0]?.field]).toEqual([
      409,
      'email_taken',
      'email',
    ]);
    const phone = await admin.call(create, { firstName: 'A', phone: '+966 50 123 4567' });
    expect([phone.status, phone.failure.code, phone.failure.errors[0]?.field]).toEqual([
      409,
      'phone_taken',
      'phone',
    ]);
  });

  it('lets one of many parallel requests with the same e-mail through', async () => {
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => admin.call(create, { firstName: 'Race', email: 'race@example.com' })),
    );
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, ...Array(11).fill(409)]);
  });

  it('leaves an event without personal data, and an audit row whose values stand apart', async () => {
    const made = await admin.call(create, { firstName: 'Trace', email: 'trace@example.com' });
    const { rows: events } = await app.db.query(
      `select payload from platform.outbox where name = 'customer.created' and payload->>'customerId' = $1`,
      [made.data.id],
    );
    expect(events).toEqual([{ payload: { customerId: made.data.id, source: null } }]);
    const { rows: audit } = await app.db.query(
      `select a.actor_kind, a.fields, v.after from platform.audit a
       join platform.audit_values v on v.store_id = a.store_id and v.audit_id = a.id
       where a.action = 'customers.create' and a.customer_id = $1`,
      [made.data.id],
    );
    expect(audit).toEqual([
      {
        actor_kind: 'staff',
        fields: expect.arrayContaining(['firstName', 'email']),
        after: expect.objectContaining({ firstName: 'Trace', email: 'trace@example.com' }),
      },
    ]);
  });

  it('makes one customer of one source id, however often it comes', async () => {
    const item = { firstName: 'Once', source: 'shop', sourceId: '77' };
    const first = await admin.call(create, item);
    const again = await admin.call(create, { ...item, firstName: 'Twice' });
    expect([again.data.id, again.data.firstName]).toEqual([first.data.id, 'Once']);
  });
});

describe('bad input', () => {
  it.each<[string, object, string]>([
    ['a name of 10 kB', { firstName: 'x'.repeat(10_240) }, 'firstName'],
    ['no name', { firstName: '  ' }, 'firstName'],
    ['a name that turns the direction', { firstName: 'ab\u202ecd' }, 'firstName'],
    ['an isolate in the other script', { firstName: 'A', lastNameAr: '\u2067ب' }, 'lastNameAr'],
    ['NUL', { firstName: 'A\u0000' }, 'firstName'],
    ['half a character', { firstName: 'A\ud800' }, 'firstName'],
    ['NUL in a category', { firstName: 'A', preferredCategories: ['a\u0000'] }, 'preferredCategories.0'],
    ['NUL in a custom field', { firstName: 'A', customFields: { size: '\u0000' } }, 'customFields.size'],
    ['an e-mail that is none', { firstName: 'A', email: 'nobody' }, 'email'],
    ['an impossible day', { firstName: 'A', birthday: '2001-02-29' }, 'birthday'],
    ['an unknown status', { firstName: 'A', status: 'closed' }, 'status'],
    [
      'a country by name',
      { firstName: 'A', address: { street1: 's', city: 'c', country: 'Saudi' } },
      'address.country',
    ],
  ])('%s is refused with its field', async (_, body, field) => {
    const reply = await admin.send('POST', '/api/v1/customers', JSON.stringify(body));
    expect([reply.status, reply.failure.code]).toEqual([400, 'validation']);
    expect(reply.failure.errors.map((error) => error.field)).toEqual([field]);
    expect(reply.failure.errors[0]?.message).not.toMatch(/^validation\./);
  });

  it.each<[object, string]>([
    [{ phone: '123' }, 'phone_invalid'],
    [{ phone: '+999 123 456 789' }, 'phone_invalid'],
    [{ birthday: '2999-01-01' }, 'date_in_future'],
    [{ birthday: '1899-12-31' }, 'date_too_old'],
  ])('%o is refused as %s', async (fields, code) => {
    const reply = await admin.call(create, { firstName: 'A', ...fields });
    expect([reply.status, reply.failure.code]).toEqual([400, code]);
    expect(reply.failure.errors[0]?.field).toBe(Object.keys(fields)[0]);
  });

  it.each([
    'Zoë 🎉👩‍👩‍👧',
    "<script>alert('x')</script>",
    "Robert'); drop table customers.customers;--",
    'عبد الله ابن ـ',
    '%_\\',
  ])('%s is a name like any other, and comes back as it went in', async (firstName) => {
    const made = await admin.call(create, { firstName });
    expect(made.status).toBe(201);
    expect((await admin.call(get, { customerId: made.data.id })).data.firstName).toBe(firstName);
  });
});

describe('reading a customer', () => {
  it('works by id, by card number and with the number in groups', async () => {
    const made = await app.addCustomer();
    for (const customerId of [
      made.id,
      made.id.toUpperCase(),
      made.cardNumber,
      made.cardNumber.replace(/(.{4})/g, '$1 '),
    ]) {
      expect((await admin.call(get, { customerId })).data.id).toBe(made.id);
    }
  });

  it('finds nobody of another store, nor a number that nobody has', async () => {
    const stranger = await app.addCustomer({}, other);
    for (const customerId of [stranger.id, stranger.cardNumber, '999999999999', crypto.randomUUID()]) {
      const reply = await admin.call(get, { customerId });
      expect([reply.status, reply.failure.code]).toEqual([404, 'not_found']);
    }
    expect((await admin.call(get, { customerId: 'me' })).status).toBe(404);
  });

  it('shows a customer themselves and nobody else', async () => {
    const [own, stranger] = [await app.addCustomer(), await app.addCustomer()];
    const self = await app.signInAs(own);
    for (const customerId of ['me', own.id, own.cardNumber]) {
      expect((await self.call(get, { customerId })).data.id).toBe(own.id);
    }
    expect((await self.send('GET', '/api/customers/profile')).status).toBe(200);
    for (const customerId of [stranger.id, stranger.cardNumber]) {
      expect((await self.call(get, { customerId })).status).toBe(404);
      expect((await self.call(card, { customerId })).status).toBe(404);
      expect((await self.call(update, { customerId, firstName: 'X' })).status).toBe(404);
      expect((await self.call(contract.customers.listAddresses, { customerId })).status).toBe(404);
    }
    expect((await self.call(contract.customers.list, {})).status).toBe(403);
  });

  it('is for nobody who is not signed in', async () => {
    const made = await app.addCustomer();
    expect((await app.anonymous.call(get, { customerId: made.id })).status).toBe(401);
  });

  it('follows merged customers to the one that stays', async () => {
    const [gone, between, stays] = [
      await app.addCustomer(),
      await app.addCustomer(),
      await app.addCustomer(),
    ];
    const self = await app.signInAs(gone);
    const point = "update customers.customers set merged_into = $1, status = 'merged' where id = $2";
    await app.db.query(point, [between.id, gone.id]);
    await app.db.query(point, [stays.id, between.id]);
    expect((await admin.call(get, { customerId: gone.cardNumber })).data.id).toBe(stays.id);
    expect((await self.call(get, { customerId: 'me' })).data.id).toBe(stays.id);
    expect((await self.call(get, { customerId: stays.id })).data.id).toBe(stays.id);
    const found = await app.inStore((ctx) =>
      customers.resolveMany(ctx, [gone.id, stays.cardNumber, 'x'.repeat(12)]),
    );
    expect([...found]).toEqual([
      [gone.id, { id: stays.id, presentedId: gone.id, status: 'active' }],
      [stays.cardNumber, { id: stays.id, presentedId: stays.id, status: 'active' }],
    ]);
  });
});

describe('changing a customer', () => {
  const changesOf = async (id: string) => {
    const { rows } = await app.db.query(
      `select a.fields, v.before, v.after from platform.audit a
       join platform.audit_values v on v.store_id = a.store_id and v.audit_id = a.id
       where a.action = 'customers.update' and a.customer_id = $1 order by a.id`,
      [id],
    );
    return rows;
  };

  it('writes what differs, with before and after, and says which fields in an event', async () => {
    const made = await admin.call(create, { firstName: 'Old', lastName: 'Name', tags: ['a', 'b'] });
    const customerId = made.data.id;
    const changed = await admin.call(update, {
      customerId,
      firstName: 'New',
      lastName: 'Name',
      tags: ['b', 'c'],
    });
    expect(changed.data).toMatchObject({ firstName: 'New', lastName: 'Name', tags: ['b', 'c'] });
    expect(await changesOf(customerId)).toEqual([
      {
        fields: ['firstName', 'tags'],
        before: { firstName: 'Old', tags: ['a', 'b'] },
        after: { firstName: 'New', tags: ['b', 'c'] },
      },
    ]);
    const { rows: events } = await app.db.query(
      `select payload from platform.outbox where name = 'customer.updated' and payload->>'customerId' = $1`,
      [customerId],
    );
    expect(events).toEqual([{ payload: { customerId, fields: ['firstName', 'tags'] } }]);
    const { rows: tags } = await app.db.query(
      'select tag from customers.tags where customer_id = $1 order by tag',
      [customerId],
    );
    expect(tags.map((row) => row.tag)).toEqual(['b', 'c']);
  });

  it('that changes nothing leaves no trace', async () => {
    const made = await admin.call(create, { firstName: 'Same' });
    const again = await admin.call(update, { customerId: made.data.id, firstName: 'Same' });
    expect(again.data.updatedAt).toBe(made.data.updatedAt);
    expect(await changesOf(made.data.id)).toEqual([]);
  });

  it('takes status and type into what lists filter by, and clears with null', async () => {
    const made = await admin.call(create, {
      firstName: 'A',
      email: 'clear@example.com',
      phone: '0559876543',
    });
    const customerId = made.data.id;
    const changed = await admin.call(update, {
      customerId,
      status: 'suspended',
      type: 'business',
      email: null,
    });
    expect(changed.data).toMatchObject({
      status: 'suspended',
      type: 'business',
      email: null,
      phone: '+966559876543',
    });
    const { rows } = await app.db.query('select status, type from customers.facts where customer_id = $1', [
      customerId,
    ]);
    expect(rows).toEqual([{ status: 'suspended', type: 'business' }]);
  });

  it('refuses the e-mail and phone of somebody else', async () => {
    const [first, second] = [await app.addCustomer({ phone: '0551112223' }), await app.addCustomer()];
    const email = await admin.call(update, { customerId: second.id, email: first.email.toUpperCase() });
    expect([email.status, email.failure.code, email.failure.errors[0]?.field]).toEqual([
      409,
      'email_taken',
      'email',
    ]);
    const phone = await admin.call(update, { customerId: second.id, phone: '+966551112223' });
    expect([phone.status, phone.failure.code, phone.failure.errors[0]?.field]).toEqual([
      409,
      'phone_taken',
      'phone',
    ]);
    expect((await admin.call(get, { customerId: second.id })).data.email).toBe(second.email);
  });

  it('of a customer by themselves reaches their profile and not what staff keep', async () => {
    const self = await app.signInAs(await app.addCustomer());
    const changed = await self.send('PUT', '/api/customers/profile', {
      preferredCategories: 'tea,books',
      communicationPreferences: { sms: true },
      language: 'ar',
    });
    expect(changed.data).toMatchObject({
      preferredCategories: ['tea', 'books'],
      communicationPreferences: { email: false, sms: true },
      language: 'ar',
    });
    for (const change of [
      { status: 'active' },
      { type: 'business' },
      { tags: ['vip'] },
      { source: 'x' },
      { customFields: { a: 1 } },
    ]) {
      const reply = await self.send('PUT', '/api/customers/profile', change);
      expect([reply.status, reply.failure.errors[0]?.field]).toEqual([403, Object.keys(change)[0]]);
    }
  });

  it('takes the log-in along: the new e-mail signs in, the old no more', async () => {
    const customer = await app.addCustomer();
    const self = await app.signInAs(customer);
    await self.call(update, { customerId: 'me', email: 'moved@example.com' });
    const signIn = (login: string) =>
      new Client(app.url, { 'x-store-id': app.store.id }).call(contract.identity.signIn, {
        login,
        password: 'correct horse battery',
      });
    expect((await signIn('moved@example.com')).status).toBe(200);
    expect((await signIn(customer.email)).status).toBe(401);
  });

  it('puts an address in the place of the main one', async () => {
    const made = await admin.call(create, layla2);
    const address = { street1: 'New street 1', city: 'Jeddah' };
    await admin.call(update, { customerId: made.data.id, address });
    const { addresses } = (await admin.call(contract.customers.listAddresses, { customerId: made.data.id }))
      .data;
    expect(addresses).toMatchObject([{ ...address, isDefaultShipping: true }]);
  });
});

const layla2: Entered = { firstName: 'Layla', address: { street1: 'Old street', city: 'Riyadh' } };

describe('tags', () => {
  const { addTag, removeTag, list } = contract.customers;

  it('are added and taken away one by one, also by several at once', async () => {
    const { id } = await app.addCustomer();
    const tags = ['a', 'b', 'c/d', 'e f', 'وفاء'];
    await Promise.all([...tags, ...tags].map((tag) => admin.call(addTag, { customerId: id, tag })));
    expect([...(await admin.call(get, { customerId: id })).data.tags].sort()).toEqual([...tags].sort());
    expect((await admin.call(list, { tags: 'وفاء' })).data.customers.map((found) => found.id)).toEqual([id]);
    for (const tag of ['c/d', 'وفاء', 'never there']) {
      expect((await admin.call(removeTag, { customerId: id, tag })).status).toBe(200);
    }
    expect((await admin.send('DELETE', `/api/customers/${id}/tags/a`)).data).toEqual({
      tags: expect.not.arrayContaining(['a']),
    });
    expect((await admin.send('POST', `/api/customers/${id}/tags`, { tag: 'z' })).status).toBe(200);
    expect([...(await admin.call(get, { customerId: id })).data.tags].sort()).toEqual(['b', 'e f', 'z']);
    expect((await admin.call(list, { tags: 'وفاء' })).data.total).toBe(0);
  });

  it('are for staff who may edit, and for customers of the store', async () => {
    const { id } = await app.addCustomer();
    const analyst = await app.signIn('analyst');
    expect((await analyst.call(addTag, { customerId: id, tag: 'x' })).status).toBe(403);
    const stranger = await app.addCustomer({}, other);
    expect((await admin.call(addTag, { customerId: stranger.id, tag: 'x' })).status).toBe(404);
    expect((await admin.call(addTag, { customerId: id, tag: 'x\u0000' })).status).toBe(400);
  });
});

describe('the card', () => {
  it('shows number, QR, name in both scripts and tier', async () => {
    const made = await app.addCustomer({ firstNameAr: 'أمل', lastNameAr: 'حسن' });
    await app.inStore(async (ctx) =>
      customers.putFacts(ctx, [{ customerId: made.id, tier: 'gold', points: 42 }]),
    );
    const shown = (await admin.call(card, { customerId: made.cardNumber })).data;
    expect(shown).toMatchObject({
      customerId: made.id,
      cardNumberGrouped: made.cardNumber.replace(/^(.{4})(.{4})(.{4})$/, '$1 $2 $3'),
      qr: `wafa:1:${made.cardNumber}`,
      name: 'Amal Hassan',
      nameAr: 'أمل حسن',
      tier: { key: 'gold', name: { en: 'Gold', ar: 'الذهبية' } },
      store: { id: app.store.id },
      profile: { loyaltyPoints: 42, email: made.email },
    });
    expect((await admin.send('GET', `/api/customer-id/${made.id}`)).data).toEqual(shown);
  });

  it('is found by a cashier by exact number or phone, the rest masked', async () => {
    const made = await app.addCustomer({
      phone: '0567654321',
      email: 'cashier.sees@example.com',
      birthday: '1990-01-01',
    });
    for (const query of [
      { card: made.cardNumber },
      { card: `wafa:1:${made.cardNumber}` },
      { phone: '056 765 4321' },
      { phone: '+966567654321' },
    ]) {
      const found = await cashier.call(lookup, query);
      expect(found.data.profile).toMatchObject({
        id: made.id,
        firstName: 'Amal',
        email: 'c•••••••••••@e••••••.com',
        phone: '+•••••••••321',
        birthday: null,
      });
    }
    expect((await cashier.call(get, { customerId: made.id })).status).toBe(403);
    expect((await cashier.call(contract.customers.list, {})).status).toBe(403);
    expect((await owner.call(lookup, { card: made.cardNumber })).data.profile.email).toBe(
      'cashier.sees@example.com',
    );
  });

  it('is not found by half a number, an unknown phone or one of another store', async () => {
    const stranger = await app.addCustomer({ phone: '0561119999' }, other);
    const wrongDigit = `${stranger.cardNumber.slice(0, 11)}${(Number(stranger.cardNumber[11]) + 1) % 10}`;
    for (const query of [
      { card: stranger.cardNumber },
      { card: wrongDigit },
      { card: '1234' },
      { phone: '0561119999' },
    ]) {
      expect((await cashier.call(lookup, query)).status).toBe(404);
    }
    expect((await cashier.call(lookup, { phone: '12' })).failure.code).toBe('phone_invalid');
    expect((await cashier.call(lookup, {})).status).toBe(400);
    expect((await cashier.call(lookup, { card: '1', phone: '2' })).status).toBe(400);
  });
});

describe('signing up', () => {
  const visitor = () => new Client(app.url, { 'x-store-id': app.store.id });
  const password = 'a long enough password';

  it('makes customer, card and log-in, and signs in', async () => {
    const reply = await visitor().call(contract.identity.signUp, {
      firstName: 'Nora',
      email: 'Nora@Example.com',
      phone: '0541234567',
      password,
    });
    expect(reply.status).toBe(201);
    const self = visitor().with({ authorization: `Bearer ${reply.data.accessToken}` });
    expect((await self.call(get, { customerId: 'me' })).data).toMatchObject({
      id: reply.data.customerId,
      email: 'nora@example.com',
      phone: '+966541234567',
      source: 'sign_up',
    });
    for (const login of ['nora@example.com', '054 123 4567']) {
      expect((await visitor().call(contract.identity.signIn, { login, password })).status).toBe(200);
    }
  });

  it('is refused in the language of who asks', async () => {
    const fields = { firstName: 'ab\u202ecd', password, email: 'x@example.com' };
    const reply = await visitor().call(contract.identity.signUp, fields, { language: 'ar' });
    expect(reply.failure.errors).toEqual([
      { field: 'firstName', message: 'في النص علامات تقلب اتجاه الكتابة.' },
    ]);
  });

  it('needs an e-mail or a phone, one that nobody has, and a store', async () => {
    const call = (fields: object, client = visitor()) =>
      client.call(contract.identity.signUp, { firstName: 'N', password, ...fields });
    expect((await call({})).failure.errors[0]?.field).toBe('email');
    expect((await call({ email: 'NORA@example.com' })).failure.code).toBe('email_taken');
    expect((await call({ phone: '12345' })).failure.code).toBe('phone_invalid');
    expect((await call({ email: 'x@example.com' }, app.anonymous)).failure.code).toBe('store_unknown');
    expect((await call({ email: 'x@example.com', firstName: 'a\u202eb' })).failure.errors[0]?.field).toBe(
      'firstName',
    );
  });
});
