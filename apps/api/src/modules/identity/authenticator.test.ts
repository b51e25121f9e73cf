import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { identityContract as contract, settingsContract } from '@wafa/contract';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, startApp } from '../../../test/app.ts';
import { Client } from '../../../test/client.ts';
import {
  inStore,
  makeLogin,
  makeStaff,
  makeStore,
  peopleApp,
  signIn,
  staffClient,
  visitor,
} from '../../../test/people.ts';
import { syncLogin } from './index.ts';

let app: StartedApp;
let storeId: string;
let otherId: string;
let keyServer: Server;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;

const issuer = 'https://issuer.example.test';
const audience = 'wafa-shop';

beforeAll(async () => {
  keys = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256' };
  keyServer = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve));
  const { port } = keyServer.address() as AddressInfo;
  app = await startApp(peopleApp, {
    env: { JWKS_URL: `http://127.0.0.1:${port}/keys`, JWT_ISSUER: issuer, JWT_AUDIENCE: audience },
  });
  storeId = (await makeStore(app, { slug: 'outside' })).id;
  otherId = (await makeStore(app)).id;
});
afterAll(async () => {
  await app.close();
  keyServer.close();
});

interface Change {
  issuer?: string;
  audience?: string;
  key?: typeof keys.privateKey | Uint8Array;
  alg?: string;
  minutes?: number;
}

/** A token of the outside issuer. */
const outside = (claims: Record<string, unknown>, change: Change = {}) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: change.alg ?? 'ES256', kid: 'one' })
    .setIssuer(change.issuer ?? issuer)
    .setAudience(change.audience ?? audience)
    .setExpirationTime(Math.floor(app.clock.now().getTime() / 1000) + (change.minutes ?? 5) * 60)
    .sign(change.key ?? keys.privateKey);

const bearer = (token: string) => new Client(app.url, { authorization: `Bearer ${token}` });
const meOf = (token: string) => bearer(token).call(contract.me, {});

describe('a token of an outside issuer', () => {
  it('is a customer by store and customer id', async () => {
    const { customerId } = await makeLogin(app, storeId);
    const me = await meOf(await outside({ store: 'outside', customer_id: customerId }));
    expect(me.data).toMatchObject({ kind: 'customer', customerId, store: { id: storeId } });
    const abroad = bearer(await outside({ store: 'outside', customer_id: customerId }));
    expect((await abroad.with({ 'x-store-id': otherId }).call(contract.me, {})).status).toBe(403);
  });

  it('is a customer by store and e-mail, while the log-in is open', async () => {
    const { customerId, email } = await makeLogin(app, storeId);
    const claims = { store: storeId, email: email?.toUpperCase() };
    expect((await meOf(await outside(claims))).data).toMatchObject({ customerId, email });
    expect((await meOf(await outside({ ...claims, email_verified: false }))).status).toBe(401);
    expect((await meOf(await outside({ ...claims, email: 'nobody@example.test' }))).status).toBe(401);
    await inStore(app, storeId, (ctx) => syncLogin(ctx, customerId, { isActive: false }));
    expect((await meOf(await outside({ ...claims, later: true }))).status).toBe(401);
  });

  it('is a member of staff by e-mail, with the rights of the membership', async () => {
    const person = await makeStaff(app, storeId, 'analyst');
    const { data } = await meOf(await outside({ email: person.email }));
    expect(data).toMatchObject({ kind: 'staff', role: 'analyst', staffId: person.staffId });
    const named = bearer(await outside({ email: person.email, kind: 'staff', store: 'outside' }));
    expect((await named.call(contract.me, {})).data.kind).toBe('staff');
    expect((await named.with({ 'x-store-id': otherId }).call(contract.me, {})).status).toBe(403);
    expect((await named.call(contract.signOut, {})).data).toEqual({ ended: false });
    expect((await meOf(await outside({ email: 'nobody@example.test' }))).status).toBe(401);
    expect((await meOf(await outside({}))).status).toBe(401);
  });

  it('may be signed with the shared secret too', async () => {
    const { customerId } = await makeLogin(app, storeId);
    const key = Buffer.from(app.config.jwtSecret);
    const me = await meOf(await outside({ store: storeId, customer_id: customerId }, { alg: 'HS256', key }));
    expect(me.data).toMatchObject({ customerId });
  });

  it('is refused where issuer, audience, time, key, store or id is not right', async () => {
    const { customerId } = await makeLogin(app, storeId);
    const good = { store: storeId, customer_id: customerId };
    const stranger = await generateKeyPair('ES256');
    const refused = [
      await outside(good, { issuer: 'https://other.example.test' }),
      await outside(good, { audience: 'someone-else' }),
      await outside(good, { minutes: -1 }),
      await outside(good, { key: stranger.privateKey }),
      await outside(good, { alg: 'HS256', key: Buffer.from('another secret, long enough to sign') }),
      await outside({ store: storeId, customer_id: 'not a uuid' }),
      await outside({ customer_id: customerId }),
    ];
    for (const token of refused) expect((await meOf(token)).status).toBe(401);
    expect((await meOf(await outside({ ...good, store: 'nowhere' }))).failure.code).toBe('store_unknown');
  });

  it('cannot pass for one of ours by naming our issuer', async () => {
    const { customerId } = await makeLogin(app, storeId);
    const claims = { kind: 'customer', sid: storeId, lang: 'en', customerId, storeId };
    expect((await meOf(await outside(claims, { issuer: 'wafa' }))).status).toBe(401);
  });
});

describe('an API key', () => {
  const create = async (client: Client, scopes: string[], more: object = {}) =>
    (await client.call(settingsContract.createKey, { name: 'Till sync', scopes: scopes as never, ...more }))
      .data;
  const using = (key: string) => new Client(app.url, { 'x-api-key': key });

  it('works by header or as bearer, and may what its scopes say', async () => {
    const owner = await staffClient(app, storeId, 'owner');
    const { key } = await create(owner, ['settings.read']);
    for (const client of [using(key), bearer(key), using(key).with({ 'x-store-id': 'outside' })]) {
      const me = await client.call(contract.me, {});
      expect(me.data).toMatchObject({ kind: 'key', name: 'Till sync', permissions: ['settings.read'] });
      expect((await client.call(settingsContract.getStore, {})).status).toBe(200);
      expect((await client.call(settingsContract.updateStore, { name: 'x' })).failure.code).toBe('forbidden');
      expect((await client.call(contract.signOut, {})).failure.code).toBe('forbidden');
    }
  });

  it('opens its own store only', async () => {
    const owner = await staffClient(app, storeId, 'owner');
    const { key } = await create(owner, ['settings.read']);
    const elsewhere = await using(key).with({ 'x-store-id': otherId }).call(settingsContract.getStore, {});
    expect(elsewhere.failure.code).toBe('store_forbidden');
  });

  it('is refused when unknown, changed, revoked or expired', async () => {
    const owner = await staffClient(app, storeId, 'owner');
    const { key, id } = await create(owner, ['settings.read']);
    const status = async (text: string) => (await using(text).call(settingsContract.getStore, {})).status;
    expect(await status(key)).toBe(200);
    for (const text of [
      'wafa_x',
      `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`,
      `wafa_${'A'.repeat(43)}_${'A'.repeat(43)}`,
    ])
      expect(await status(text)).toBe(401);
    expect((await owner.call(settingsContract.revokeKey, { keyId: id })).data.revokedAt).not.toBeNull();
    expect(await status(key)).toBe(401);

    const expiresAt = new Date(app.clock.now().getTime() + 60_000).toISOString();
    const brief = await create(owner, ['settings.read'], { expiresAt });
    expect(await status(brief.key)).toBe(200);
    app.clock.advance({ seconds: 61 });
    expect(await status(brief.key)).toBe(401);
  });

  it('shows when it was last used, to the minute', async () => {
    const person = await makeStaff(app, storeId, 'owner');
    const { key, id } = await create((await signIn(app, person.email, 'staff')).client, ['settings.read']);
    const lastUsed = async () => {
      const owner = (await signIn(app, person.email, 'staff')).client;
      const { data } = await owner.call(settingsContract.listKeys, { limit: 100 });
      return data.keys.find((item) => item.id === id)?.lastUsedAt;
    };
    expect(await lastUsed()).toBeNull();
    const first = app.clock.now().toISOString();
    await using(key).call(settingsContract.getStore, {});
    app.clock.advance({ seconds: 59 });
    await using(key).call(settingsContract.getStore, {});
    expect(await lastUsed()).toBe(first);
    app.clock.advance({ seconds: 2 });
    const third = app.clock.now().toISOString();
    await using(key).call(settingsContract.getStore, {});
    expect(await lastUsed()).toBe(third);
  });
});

describe('a change of rights', () => {
  it('counts from the next request of a token that is still good', async () => {
    const owner = await staffClient(app, storeId, 'owner');
    const person = await makeStaff(app, storeId, 'admin');
    const { client } = await signIn(app, person.email, 'staff');
    expect((await client.call(settingsContract.listKeys, {})).status).toBe(200);
    await owner.call(settingsContract.updateStaff, { staffId: person.staffId, role: 'cashier' });
    expect((await client.call(settingsContract.listKeys, {})).failure.code).toBe('forbidden');
    await owner.call(settingsContract.updateStaff, { staffId: person.staffId, isActive: false });
    expect((await client.call(contract.me, {})).failure.code).toBe('store_forbidden');
  });

  it('leaves a customer with nothing of the staff’s', async () => {
    const { email } = await makeLogin(app, storeId);
    const { client } = await signIn(app, email as string, 'customer', storeId);
    expect((await client.call(settingsContract.getStore, {})).failure.code).toBe('forbidden');
    expect((await visitor(app, storeId).call(settingsContract.getStore, {})).status).toBe(401);
  });
});
