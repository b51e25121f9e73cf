import { contract } from '@wafa/contract';
import { readCertificate, storeMark } from '@wafa/pass';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import { signIn } from '../../../../test/people.ts';
import { customersModule } from '../index.ts';
import { makeKey, registerDevice } from './fixtures.ts';

const { registerCardDevice, renewCardDevice, cardDevices, revokeCardDevice, merge } = contract.customers;
const me = { customerId: 'me' } as const;

let app: TestApp;
let admin: Client;
let person: TestCustomer;
let customer: Client;
beforeAll(async () => {
  app = await testApp();
  admin = await app.signIn('admin');
});
beforeEach(async () => {
  app.clock.set('2026-03-10T09:00:00Z');
  person = await app.addCustomer();
  customer = await app.signInAs(person);
});
afterAll(() => app?.close());

/** The clock goes on, past the life of the customer's access token. */
async function wait(by: { days?: number; minutes?: number; seconds?: number }) {
  app.clock.advance(by);
  customer = (await signIn(app, person.email, 'customer', app.store.id)).client;
}

describe('a device', () => {
  it('gets a certificate that names card, store, device and key, for 30 days', async () => {
    const { point } = await makeKey();
    const { status, data } = await customer.call(registerCardDevice, {
      ...me,
      publicKey: point,
      name: 'Phone',
    });
    expect(status).toBe(201);
    expect(data).toMatchObject({
      name: 'Phone',
      cardNumber: person.cardNumber,
      issuedAt: '2026-03-10T09:00:00.000Z',
      endsAt: '2026-04-09T09:00:00.000Z',
      revokedAt: null,
    });
    const certificate = readCertificate(new Uint8Array(Buffer.from(data.certificate, 'base64url')));
    expect(certificate).toMatchObject({
      keyId: 1,
      store: storeMark(app.store.id),
      cardNumber: person.cardNumber,
      notAfter: Date.parse('2026-04-09T09:00:00Z') / 1000,
    });
    expect(Buffer.from(certificate?.device ?? []).toString('hex')).toBe(data.device);
  });

  it('stays one device for one key, however the key is written', async () => {
    const { point, jwk } = await makeKey();
    const first = await customer.call(registerCardDevice, { ...me, publicKey: point, name: 'Phone' });
    await wait({ days: 2 });
    const again = await customer.call(registerCardDevice, { ...me, publicKey: jwk, name: 'My phone' });
    expect(again.data.device).toBe(first.data.device);
    expect([again.data.name, again.data.endsAt]).toEqual(['My phone', '2026-04-11T09:00:00.000Z']);
    expect((await customer.call(cardDevices, me)).data.devices).toHaveLength(1);
  });

  it('is renewed by its name, and lives on for 30 days', async () => {
    const { device } = await registerDevice(customer);
    await wait({ days: 20 });
    const renewed = await customer.call(renewCardDevice, { ...me, device });
    expect(renewed.data.endsAt).toBe('2026-04-29T09:00:00.000Z');
  });

  it('is ended by its owner or by staff, once, and gets no more certificates', async () => {
    const phone = await registerDevice(customer);
    const tablet = await registerDevice(customer, 'Tablet');
    const ended = await customer.call(revokeCardDevice, { ...me, device: phone.device });
    expect(ended.data.revokedAt).toBe('2026-03-10T09:00:00.000Z');
    app.clock.advance({ minutes: 5 });
    const again = await customer.call(revokeCardDevice, { ...me, device: phone.device });
    expect(again.data.revokedAt).toBe('2026-03-10T09:00:00.000Z');
    const byStaff = await admin.call(revokeCardDevice, { customerId: person.id, device: tablet.device });
    expect(byStaff.status).toBe(200);
    for (const { device, publicKey } of [phone, tablet]) {
      const renewed = await customer.call(renewCardDevice, { ...me, device });
      const registered = await customer.call(registerCardDevice, { ...me, publicKey, name: 'Back' });
      for (const reply of [renewed, registered])
        expect([reply.status, reply.failure.code]).toEqual([409, 'card_device_revoked']);
    }
  });

  it.each([
    ['a point that is not on the curve', Buffer.alloc(65, 4).toString('base64url')],
    ['something else', 'abc'],
    ['nothing', ''],
  ])('is refused with %s as its key', async (_, publicKey) => {
    const reply = await customer.call(registerCardDevice, { ...me, publicKey, name: 'Phone' });
    expect([reply.status, reply.failure.code, reply.failure.errors[0]?.field]).toEqual([
      400,
      'validation',
      'publicKey',
    ]);
  });

  it('belongs to its customer: nobody else sees, renews or ends it, or takes its key', async () => {
    const { device, publicKey } = await registerDevice(customer);
    const other = await app.signInAs(await app.addCustomer());
    expect((await other.call(renewCardDevice, { ...me, device })).status).toBe(404);
    expect((await other.call(revokeCardDevice, { ...me, device })).status).toBe(404);
    expect((await other.call(cardDevices, { customerId: person.id })).status).toBe(404);
    const taken = await other.call(registerCardDevice, { ...me, publicKey, name: 'Mine' });
    expect([taken.status, taken.failure.code]).toEqual([409, 'conflict']);
    const elsewhere = await app.addStore();
    const theirs = await app.signIn('admin', elsewhere);
    expect((await theirs.call(cardDevices, { customerId: person.id })).status).toBe(404);
  });

  it('is not made by staff for a customer', async () => {
    const { point } = await makeKey();
    const reply = await admin.call(registerCardDevice, {
      customerId: person.id,
      publicKey: point,
      name: 'Mine',
    });
    expect(reply.status).toBe(403);
  });
});

describe('devices of a customer', () => {
  it('are ten at most: one more ends the one renewed longest ago', async () => {
    const made = [];
    for (let n = 0; n < 11; n++) {
      made.push((await registerDevice(customer, `Phone ${n}`)).device);
      await wait({ minutes: 1 });
      if (n === 5) await customer.call(renewCardDevice, { ...me, device: made[0] as string });
    }
    const { devices } = (await customer.call(cardDevices, me)).data;
    expect(devices.filter(({ revokedAt }) => revokedAt).map(({ device }) => device)).toEqual([made[1]]);
  });

  it('are not made without end: twenty a day', async () => {
    for (let n = 0; n < 20; n++) await registerDevice(customer);
    await expect(registerDevice(customer)).rejects.toThrow('rate_limited');
    await wait({ days: 1, seconds: 1 });
    await expect(registerDevice(customer)).resolves.toBeDefined();
  });

  it('of a merged customer are shown and ended with the survivor’s', async () => {
    const { device } = await registerDevice(customer);
    const survivor = await app.addCustomer();
    await admin.call(merge, { customerId: survivor.id, from: person.id });
    const shown = await admin.call(cardDevices, { customerId: survivor.id });
    expect(shown.data.devices.map((one) => one.device)).toEqual([device]);
    expect((await admin.call(revokeCardDevice, { customerId: survivor.id, device })).status).toBe(200);
  });

  it('are exported, and at erasure ended and emptied, so that tills go on refusing them', async () => {
    const { device } = await registerDevice(customer, 'The phone of Amal');
    const { exportPersonal, erasePersonal } = customersModule.participant ?? {};
    const exported = await app.inStore((ctx) => exportPersonal?.(ctx, person.id) ?? Promise.resolve({}));
    expect(JSON.stringify(exported)).toContain('The phone of Amal');
    await app.inStore((ctx) => erasePersonal?.(ctx, person.id) ?? Promise.resolve());
    const { rows } = await app.db.query(
      'select to_jsonb(d) as d from customers.card_devices d where device = $1',
      [device],
    );
    expect(rows[0]?.d).toMatchObject({ name: '', public_key: null, revoked_at: expect.any(String) });
    const trust = await (await app.signIn('cashier')).call(contract.customers.cardTrust, {});
    expect(trust.data.revoked).toContain(device);
  });
});
