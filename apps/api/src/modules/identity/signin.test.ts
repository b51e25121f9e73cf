import { identityContract as contract } from '@wafa/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StartedApp, startApp } from '../../../test/app.ts';
import { Client, type Reply } from '../../../test/client.ts';
import {
  inStore,
  joinStore,
  makeLogin,
  makeStaff,
  makeStore,
  password,
  peopleApp,
  signIn,
  visitor,
} from '../../../test/people.ts';
import { hashPassword, syncLogin } from './index.ts';

let app: StartedApp;
let storeId: string;
let otherId: string;

beforeAll(async () => {
  app = await startApp(peopleApp);
  storeId = (await makeStore(app, { slug: 'main', hostName: 'shop.example.test' })).id;
  otherId = (await makeStore(app, { currency: 'KES', timeZone: 'Africa/Nairobi' })).id;
});
afterAll(() => app.close());
beforeEach(() => app.clock.advance({ days: 2 }));

const wrong = 'not the password';
const tryWith = (client: Client, login: string, text: string, as: 'staff' | 'customer' = 'customer') =>
  client.call(contract.signIn, { login, password: text, as });
/** A failure without what is different in every reply. */
const answer = (reply: Reply<unknown>) => ({ status: reply.status, ...reply.failure, requestId: '' });

describe('a customer', () => {
  it('signs in by e-mail in any case, in the store of the header by id or slug', async () => {
    const { customerId } = await makeLogin(app, storeId, { email: 'Sara@Example.test' });
    for (const named of [storeId, 'main', 'MAIN'])
      expect((await tryWith(visitor(app, named), ' SARA@example.TEST ', password)).status).toBe(200);
    const { client, tokens } = await signIn(app, 'sara@example.test', 'customer', storeId);
    expect(tokens).toMatchObject({ expiresInSeconds: 600, stores: [{ id: storeId }] });
    const { data } = await client.call(contract.me, {});
    expect(data).toMatchObject({
      kind: 'customer',
      customerId,
      staffId: null,
      role: null,
      permissions: [],
      name: 'Sara',
      nameAr: 'سارة',
      email: 'sara@example.test',
      twoFactor: false,
      store: { id: storeId, currency: 'SAR', slug: 'main' },
    });
  });

  it('signs in by phone as the store’s country writes it', async () => {
    await makeLogin(app, storeId, { phone: '+966501234567' });
    await makeLogin(app, otherId, { phone: '+254712345678' });
    for (const typed of ['0501234567', '٠٥٠ ١٢٣ ٤٥٦٧', '+966 50 123 4567'])
      expect((await tryWith(visitor(app, storeId), typed, password)).status).toBe(200);
    expect((await tryWith(visitor(app, otherId), '0712 345678', password)).status).toBe(200);
    expect((await tryWith(visitor(app, otherId), '0501234567', password)).status).toBe(401);
  });

  it('belongs to one store: the same e-mail elsewhere is another person', async () => {
    const email = 'twice@example.test';
    const here = await makeLogin(app, storeId, { email });
    const there = await makeLogin(app, otherId, { email });
    const one = await signIn(app, email, 'customer', storeId);
    const two = await signIn(app, email, 'customer', otherId);
    expect((await one.client.call(contract.me, {})).data.customerId).toBe(here.customerId);
    expect((await two.client.call(contract.me, {})).data.customerId).toBe(there.customerId);
    await expect(makeLogin(app, storeId, { email })).rejects.toMatchObject({ code: 'email_taken' });
  });

  it('needs a store, and a known one', async () => {
    const login = await makeLogin(app, storeId);
    const email = login.email as string;
    expect(answer(await tryWith(visitor(app), email, password))).toMatchObject({ code: 'store_unknown' });
    const unknown = await tryWith(visitor(app, 'nowhere'), email, password);
    expect(answer(unknown)).toMatchObject({ status: 404, code: 'store_unknown' });
  });

  it('is refused once the log-in is closed, and its sessions end', async () => {
    const { customerId, email } = await makeLogin(app, storeId);
    const { client, tokens } = await signIn(app, email as string, 'customer', storeId);
    await inStore(app, storeId, (ctx) => syncLogin(ctx, customerId, { isActive: false }));
    expect(answer(await tryWith(visitor(app, storeId), email as string, password))).toMatchObject({
      code: 'sign_in_failed',
    });
    expect((await client.call(contract.me, {})).status).toBe(401);
    const again = await visitor(app, storeId).call(contract.refresh, { refreshToken: tokens.refreshToken });
    expect(answer(again)).toMatchObject({ code: 'session_ended' });
  });

  it('signs in with the new e-mail after a change, not with the old one', async () => {
    const { customerId, email } = await makeLogin(app, storeId);
    await inStore(app, storeId, (ctx) =>
      syncLogin(ctx, customerId, { email: 'New@example.test', name: 'S' }),
    );
    expect((await tryWith(visitor(app, storeId), email as string, password)).status).toBe(401);
    expect((await tryWith(visitor(app, storeId), 'new@example.test', password)).status).toBe(200);
    const change = inStore(app, storeId, (ctx) => syncLogin(ctx, customerId, { email: null }));
    await expect(change).rejects.toMatchObject({ code: 'validation' });
  });
});

describe('staff', () => {
  it('sign in without a store, and name one of several', async () => {
    const person = await makeStaff(app, storeId, 'marketer');
    const alone = await signIn(app, person.email, 'staff');
    expect(alone.tokens.stores).toMatchObject([{ id: storeId }]);
    expect((await alone.client.call(contract.me, {})).data).toMatchObject({
      kind: 'staff',
      role: 'marketer',
    });

    const staffId = await joinStore(app, person, otherId, 'cashier');
    const { client, tokens } = await signIn(app, person.email, 'staff');
    expect(tokens.stores.map((store) => store.id).sort()).toEqual([storeId, otherId].sort());
    const unsaid = await client.call(contract.me, {});
    expect(answer(unsaid)).toMatchObject({ status: 400, errors: [{ field: 'x-store-id' }] });
    const there = await client.with({ 'x-store-id': otherId }).call(contract.me, {});
    expect(there.data).toMatchObject({ role: 'cashier', staffId, store: { currency: 'KES' } });
    expect(there.data.permissions).not.toContain('customers.read');
    const here = await client.with({ 'x-store-id': 'main' }).call(contract.me, {});
    expect(here.data.stores).toHaveLength(2);
  });

  it('are refused in a store that is not theirs, and in one that does not exist', async () => {
    const person = await makeStaff(app, storeId, 'owner');
    const { client } = await signIn(app, person.email, 'staff');
    const other = await client.with({ 'x-store-id': otherId }).call(contract.me, {});
    expect(answer(other)).toMatchObject({ status: 403, code: 'store_forbidden' });
    const none = await client.with({ 'x-store-id': 'nowhere' }).call(contract.me, {});
    expect(answer(none)).toMatchObject({ status: 404, code: 'store_unknown' });
  });

  it('do not sign in as customers, nor customers as staff', async () => {
    const person = await makeStaff(app, storeId, 'owner');
    const login = await makeLogin(app, storeId);
    expect((await tryWith(visitor(app, storeId), person.email, password, 'customer')).status).toBe(401);
    expect((await tryWith(visitor(app, storeId), login.email as string, password, 'staff')).status).toBe(401);
  });

  it('change their own name and language, which replies then follow', async () => {
    const person = await makeStaff(app, storeId, 'cashier');
    const { client, tokens } = await signIn(app, person.email, 'staff');
    const changed = await client.call(contract.updateMe, { name: 'Huda', nameAr: 'هدى', language: 'ar' });
    expect(changed.data).toMatchObject({ name: 'Huda', nameAr: 'هدى', language: 'ar', role: 'cashier' });
    const { data } = await visitor(app).call(contract.refresh, { refreshToken: tokens.refreshToken });
    const later = new Client(app.url, { authorization: `Bearer ${data.accessToken}` });
    const refused = await later.send('GET', '/api/v1/settings/keys');
    expect([refused.status, /\p{Script=Arabic}/u.test(refused.failure.message)]).toEqual([403, true]);
    const email = (await makeLogin(app, storeId)).email as string;
    const customer = (await signIn(app, email, 'customer', storeId)).client;
    expect((await customer.call(contract.updateMe, { name: 'x' })).status).toBe(403);
  });

  it('of no store any more cannot sign in', async () => {
    const person = await makeStaff(app, storeId, 'agent');
    const owner = (await signIn(app, (await makeStaff(app, storeId, 'owner')).email, 'staff')).client;
    const reply = await owner.send('PUT', `/api/v1/settings/staff/${person.staffId}`, { isActive: false });
    expect(reply.status).toBe(200);
    expect(answer(await tryWith(visitor(app), person.email, password, 'staff'))).toMatchObject({
      status: 403,
      code: 'store_forbidden',
    });
  });
});

describe('guessing', () => {
  it('is answered alike whether the account exists or not, up to and past the lock', async () => {
    const known = (await makeLogin(app, storeId)).email as string;
    const client = visitor(app, storeId);
    const answers = async (login: string) => {
      const replies = [];
      for (let guess = 0; guess < 7; guess++) replies.push(await tryWith(client, login, wrong));
      return replies.map((reply) => ({ ...answer(reply), retry: reply.headers.get('retry-after') }));
    };
    const ofKnown = await answers(known);
    expect(await answers('nobody@example.test')).toEqual(ofKnown);
    expect(await answers('+966500000000')).toEqual(ofKnown);
    expect(await answers('not an address')).toEqual(ofKnown);
    expect(ofKnown.map((reply) => reply.code)).toEqual([
      ...new Array(5).fill('sign_in_failed'),
      'locked',
      'locked',
    ]);
    expect(ofKnown[5]).toMatchObject({ status: 423, retry: '30' });
  });

  it('locks the right password out too, for a delay that grows with each failure', async () => {
    const email = (await makeLogin(app, storeId)).email as string;
    const client = visitor(app, storeId);
    for (let guess = 0; guess < 5; guess++) await tryWith(client, email, wrong);
    expect((await tryWith(client, email, password)).status).toBe(423);
    app.clock.advance({ seconds: 31 });
    expect((await tryWith(client, email, wrong)).status).toBe(401);
    const second = await tryWith(client, email, password);
    expect([second.status, second.headers.get('retry-after')]).toEqual([423, '60']);
    app.clock.advance({ seconds: 61 });
    expect((await tryWith(client, email, password)).status).toBe(200);
    for (let guess = 0; guess < 4; guess++) expect((await tryWith(client, email, wrong)).status).toBe(401);
    expect((await tryWith(client, email, password)).status).toBe(200);
  });

  it('in parallel gets no more than five answers, and leaves its counter and audit rows', async () => {
    const { email, customerId } = await makeLogin(app, storeId);
    const client = visitor(app, storeId);
    const replies = await Promise.all(
      Array.from({ length: 30 }, () => tryWith(client, email as string, wrong)),
    );
    const statuses = replies.map((reply) => reply.status).sort();
    expect(statuses).toEqual([...new Array(5).fill(401), ...new Array(25).fill(423)]);
    const audit = await app.db.query(
      `select 1 from platform.audit where action = 'identity.sign_in_failed' and customer_id = $1`,
      [customerId],
    );
    expect(audit.rowCount).toBe(5);
    const counters = await app.db.query(
      'select failures from identity.customer_attempts where store_id = $1 order by last_failed_at desc limit 1',
      [storeId],
    );
    expect(counters.rows).toEqual([{ failures: 5 }]);
  });

  it('of one account by e-mail and by phone is counted together', async () => {
    await makeLogin(app, storeId, { email: 'both@example.test', phone: '+966502222222' });
    const client = visitor(app, storeId);
    for (let guess = 0; guess < 3; guess++) await tryWith(client, 'both@example.test', wrong);
    for (let guess = 0; guess < 2; guess++) await tryWith(client, '0502222222', wrong);
    expect((await tryWith(client, 'both@example.test', password)).status).toBe(423);
  });

  it('is forgotten a day after the last failure', async () => {
    const email = (await makeLogin(app, storeId)).email as string;
    const client = visitor(app, storeId);
    for (let guess = 0; guess < 4; guess++) await tryWith(client, email, wrong);
    app.clock.advance({ hours: 25 });
    for (let guess = 0; guess < 4; guess++) await tryWith(client, email, wrong);
    expect((await tryWith(client, email, password)).status).toBe(200);
  });
});

describe('passwords', () => {
  it('are kept as Argon2id of 19 MiB and two passes', async () => {
    expect(await hashPassword(password)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('change for the current one, which ends every other session', async () => {
    const { email, customerId } = await makeLogin(app, storeId);
    const login = email as string;
    const first = await signIn(app, login, 'customer', storeId);
    const second = await signIn(app, login, 'customer', storeId);
    const change = (currentPassword: string) =>
      first.client.call(contract.changePassword, { currentPassword, newPassword: 'a new and longer one' });
    expect(answer(await change(wrong))).toMatchObject({ status: 401, code: 'sign_in_failed' });
    expect((await change(password)).data).toEqual({ changed: true });
    expect((await first.client.call(contract.me, {})).status).toBe(200);
    expect((await second.client.call(contract.me, {})).status).toBe(401);
    expect((await tryWith(visitor(app, storeId), login, password)).status).toBe(401);
    expect((await tryWith(visitor(app, storeId), login, 'a new and longer one')).status).toBe(200);
    const events = await app.db.query(
      `select payload from platform.outbox where name = 'security.password_changed' and payload->>'customerId' = $1`,
      [customerId],
    );
    expect(events.rowCount).toBe(1);
    const tooShort = await first.client.call(contract.changePassword, {
      currentPassword: password,
      newPassword: 'short',
    });
    expect(answer(tooShort)).toMatchObject({ status: 400, errors: [{ field: 'newPassword' }] });
  });

  it('guessed by the holder of a session lock like a sign-in', async () => {
    const { email } = await makeLogin(app, storeId);
    const { client } = await signIn(app, email as string, 'customer', storeId);
    const guesses = [];
    for (let guess = 0; guess < 6; guess++)
      guesses.push(
        await client.call(contract.changePassword, { currentPassword: wrong, newPassword: password }),
      );
    expect(guesses.map((reply) => reply.status)).toEqual([401, 401, 401, 401, 401, 423]);
  });

  it('and sign-ins refuse input that is not right', async () => {
    const client = visitor(app, storeId);
    for (const body of [{}, { login: 'a', password: 'b' }, { login: 'abc' }, { login: 1, password: 2 }, []])
      expect((await client.send('POST', contract.signIn.path, body)).status).toBe(400);
  });
});
