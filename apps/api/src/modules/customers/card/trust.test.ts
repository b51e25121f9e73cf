import { contract } from '@wafa/contract';
import { stepAt, type Trust, verifyCode } from '@wafa/pass';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import { staffClient } from '../../../../test/people.ts';
import { registerDevice } from './fixtures.ts';

const { cardTrust, rotateCardKey, revokeCardDevice } = contract.customers;

let app: TestApp;
let admin: Client;
let cashier: Client;
beforeAll(async () => {
  app = await testApp();
  admin = await app.signIn('admin');
  cashier = await app.signIn('cashier');
});
afterAll(() => app?.close());

async function wait(days: number) {
  app.clock.advance({ days });
  admin = await staffClient(app, app.store.id, 'admin');
  cashier = await staffClient(app, app.store.id, 'cashier');
}

/** What a till holds, as packages/pass takes it. */
async function held(): Promise<Trust> {
  const { store, keys, revoked } = (await cashier.call(cardTrust, {})).data;
  const bytes = (text: string, encoding: 'hex' | 'base64url') => new Uint8Array(Buffer.from(text, encoding));
  return {
    store: bytes(store, 'hex'),
    keys: new Map(keys.map(({ id, publicKey }) => [id, bytes(publicKey, 'base64url')])),
    revoked: new Set(revoked),
  };
}

it('lets a till judge codes by itself, also after a change of the key that it has not heard of', async () => {
  const customer = await app.signInAs(await app.addCustomer());
  const phone = await registerDevice(customer);
  const trust = await held();
  const judge = async (device = phone, known = trust) =>
    verifyCode(await device.shows(app.clock.now()), known, app.clock.now().getTime(), () => true);
  expect(await judge()).toMatchObject({ ok: true, step: stepAt(app.clock.now().getTime()) });

  await admin.call(rotateCardKey, {});
  const tablet = await registerDevice(customer);
  expect(await judge(tablet)).toMatchObject({ ok: true });
  await customer.call(revokeCardDevice, { customerId: 'me', device: phone.device });
  expect(await judge(phone)).toMatchObject({ ok: true });
  expect(await judge(phone, await held())).toEqual({ ok: false, fault: 'revoked' });
});

it('names earlier keys while a certificate of theirs can hold, and the next one', async () => {
  const states = async () =>
    (await cashier.call(cardTrust, {})).data.keys.map(({ id, state }) => `${id} ${state}`);
  expect(await states()).toEqual(['1 previous', '2 current', '3 next']);
  await wait(30);
  expect(await states()).toEqual(['2 current', '3 next']);
  const changed = await admin.call(rotateCardKey, { withdraw: true });
  expect(changed.data.keys.map(({ id }) => id)).toEqual([3, 4]);
});

it('answers 304 until something changes, and forgets devices whose certificate has ended', async () => {
  const customer = await app.signInAs(await app.addCustomer());
  const { device } = await registerDevice(customer);
  const first = await cashier.send('GET', '/api/v1/card-trust');
  const etag = first.headers.get('etag') ?? '';
  const same = await cashier.send('GET', '/api/v1/card-trust', undefined, {
    headers: { 'if-none-match': etag },
  });
  expect([first.status, same.status, same.text]).toEqual([200, 304, '']);
  await customer.call(revokeCardDevice, { customerId: 'me', device });
  const changed = await cashier.send('GET', '/api/v1/card-trust', undefined, {
    headers: { 'if-none-match': etag },
  });
  expect(changed.status).toBe(200);
  expect(changed.data).toMatchObject({ revoked: [device], revokedAt: app.clock.now().toISOString() });
  await wait(30);
  expect((await cashier.call(cardTrust, {})).data.revoked).toEqual([]);
});
