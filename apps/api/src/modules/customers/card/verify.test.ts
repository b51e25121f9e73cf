import { contract } from '@wafa/contract';
import { stepAt } from '@wafa/pass';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, type TestStore, testApp } from '../../../../test/harness.ts';
import { signIn, staffClient } from '../../../../test/people.ts';
import { registerDevice, type TestDevice } from './fixtures.ts';

const { verifyCard, recordCardScans, revokeCardDevice, renewCardDevice, rotateCardKey, lookup, merge } =
  contract.customers;
const me = { customerId: 'me' } as const;

let app: TestApp;
let admin: Client;
let cashier: Client;
let elsewhere: TestStore;
let person: TestCustomer;
let customer: Client;
let phone: TestDevice;
beforeAll(async () => {
  app = await testApp();
  admin = await app.signIn('admin');
  cashier = await app.signIn('cashier');
  elsewhere = await app.addStore();
});
beforeEach(async () => {
  app.clock.set('2026-03-10T09:00:10Z');
  person = await app.addCustomer({ phone: undefined });
  customer = await app.signInAs(person);
  phone = await registerDevice(customer);
});
afterAll(() => app?.close());

const now = () => app.clock.now();
const verify = async (code: string, tillId = 'till-1', till = cashier) => {
  const reply = await till.call(verifyCard, { code, tillId });
  return reply.status === 200 ? reply.data.cardNumber : `${reply.status} ${reply.failure.code}`;
};
const replays = async () => {
  const { rows } = await app.db.query<{ payload: { device: string; tills: string[] } }>(
    `select payload from platform.outbox where name = 'card.replayed' and payload ->> 'device' = $1`,
    [phone.device],
  );
  return rows.map(({ payload }) => payload.tills);
};

describe('a rotating code', () => {
  it('finds the customer as the look-up does, and proves them', async () => {
    const reply = await cashier.call(verifyCard, { code: await phone.shows(now()), tillId: 'till-1' });
    expect(reply.data).toMatchObject({ customerId: person.id, proof: 'rotating', status: 'active' });
    expect(reply.data.profile.email).toMatch(/\*|•/);
  });

  it('passes once; the next one passes again', async () => {
    const code = await phone.shows(now());
    expect(await verify(code)).toBe(person.cardNumber);
    expect(await verify(code)).toBe('409 card_code_used');
    app.clock.advance({ seconds: 30 });
    expect(await verify(await phone.shows(now()))).toBe(person.cardNumber);
    expect(await replays()).toEqual([]);
  });

  it('passes once of fifty at the same time', async () => {
    const code = await phone.shows(now());
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => verify(code, `till-${n % 5}`)));
    expect(outcomes.filter((outcome) => outcome === person.cardNumber)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === '409 card_code_used')).toHaveLength(49);
    expect(await replays()).toHaveLength(4);
  });

  it('is answered again to the same request, with the bytes of the first reply', async () => {
    const code = await phone.shows(now());
    const sent = { idempotencyKey: 'scan-1' };
    const first = await cashier.call(verifyCard, { code, tillId: 'till-1' }, sent);
    const again = await cashier.call(verifyCard, { code, tillId: 'till-1' }, sent);
    expect([first.status, again.text]).toEqual([200, first.text]);
  });

  it.each([
    [-31, 'a step late'],
    [-30, 'a step late'],
    [0, 'now'],
    [30, 'a step ahead'],
    [49, 'a step ahead'],
  ])('of a device whose clock is %d s off passes: %s', async (seconds) => {
    expect(await verify(await phone.shows(new Date(now().getTime() + seconds * 1000)))).toBe(
      person.cardNumber,
    );
  });

  it.each([-41, 51, 3600])('of a device whose clock is %d s off is too old or too new', async (seconds) => {
    expect(await verify(await phone.shows(new Date(now().getTime() + seconds * 1000)))).toBe(
      '409 card_code_stale',
    );
  });

  it('is no code of another store', async () => {
    const theirs = await app.signIn('cashier', elsewhere);
    expect(await verify(await phone.shows(now()), 'till-1', theirs)).toBe('409 card_other_store');
  });

  it('ends with its certificate', async () => {
    app.clock.advance({ days: 30 });
    cashier = await staffClient(app, app.store.id, 'cashier');
    customer = (await signIn(app, person.email, 'customer', app.store.id)).client;
    expect(await verify(await phone.shows(now()))).toBe('409 card_certificate_ended');
    const { data } = await customer.call(renewCardDevice, { ...me, device: phone.device });
    expect(await verify(await phone.with(data.certificate).shows(now()))).toBe(person.cardNumber);
  });

  it('ends with its device', async () => {
    await customer.call(revokeCardDevice, { ...me, device: phone.device });
    expect(await verify(await phone.shows(now()))).toBe('409 card_device_revoked');
  });

  it('is not genuine by another device’s signature, or a certificate that somebody changed', async () => {
    const other = await registerDevice(customer);
    const borrowed = other.with(Buffer.from(phone.certificate).toString('base64url'));
    expect(await verify(await borrowed.shows(now()))).toBe('409 card_not_genuine');
    const changed = Uint8Array.from(phone.certificate);
    changed[15] = (changed[15] as number) ^ 1;
    const altered = phone.with(Buffer.from(changed).toString('base64url'));
    expect(await verify(await altered.shows(now()))).toBe('409 card_not_genuine');
  });

  it.each(['WAFA:', 'WAFA:hello', 'wafa:1:123456789012', 'https://example.com'])(
    'is not %s',
    async (code) => {
      expect(await verify(code)).toBe('400 card_code_unreadable');
    },
  );

  it('of a merged customer finds the survivor', async () => {
    const survivor = await app.addCustomer();
    await admin.call(merge, { customerId: survivor.id, from: person.id });
    expect(await verify(await phone.shows(now()))).toBe(survivor.cardNumber);
  });

  it('is told to fraud when two tills show the same', async () => {
    const code = await phone.shows(now());
    expect(await verify(code, 'till-1')).toBe(person.cardNumber);
    expect(await verify(code, 'till-2')).toBe('409 card_code_used');
    expect(await verify(code, 'till-2')).toBe('409 card_code_used');
    expect(await replays()).toEqual([['till-1', 'till-2']]);
  });

  it('is found by the look-up too, which takes it not', async () => {
    const code = await phone.shows(now());
    for (const shown of [code, `wafa:1:${person.cardNumber}`, person.cardNumber]) {
      const reply = await cashier.call(lookup, { card: shown });
      expect(reply.data).toMatchObject({ customerId: person.id, proof: 'static' });
    }
    expect(await verify(code)).toBe(person.cardNumber);
    app.clock.advance({ minutes: 2 });
    const late = await cashier.call(lookup, { card: code });
    expect([late.status, late.failure.code]).toEqual([409, 'card_code_stale']);
  });
});

describe('a change of the store’s key', () => {
  it('leaves certificates of the key before until they end', async () => {
    await admin.call(rotateCardKey, {});
    expect(await verify(await phone.shows(now()))).toBe(person.cardNumber);
    const tablet = await registerDevice(customer);
    expect(new DataView(tablet.certificate.buffer).getUint16(1)).toBe(
      new DataView(phone.certificate.buffer).getUint16(1) + 1,
    );
    expect(await verify(await tablet.shows(now()))).toBe(person.cardNumber);
  });

  it('ends them at once where the keys before are withdrawn; a renewal brings the device back', async () => {
    await admin.call(rotateCardKey, { withdraw: true });
    expect(await verify(await phone.shows(now()))).toBe('409 card_not_genuine');
    const { data } = await customer.call(renewCardDevice, { ...me, device: phone.device });
    expect(await verify(await phone.with(data.certificate).shows(now()))).toBe(person.cardNumber);
  });

  it('is for those who may edit settings', async () => {
    expect((await cashier.call(rotateCardKey, {})).status).toBe(403);
  });
});

describe('scans of tills without a network', () => {
  const scan = (tillId: string, step = stepAt(now().getTime()), device = phone.device) => ({
    device,
    step,
    tillId,
    at: now().toISOString(),
  });
  const record = async (scans: ReturnType<typeof scan>[]) =>
    (await cashier.call(recordCardScans, { scans })).data.outcomes;

  it('are recorded once, however often they are sent', async () => {
    const one = scan('till-1');
    expect(await record([one])).toEqual(['recorded']);
    expect(await record([one, one])).toEqual(['repeated', 'repeated']);
    expect(await verify(await phone.shows(now()))).toBe('409 card_code_used');
  });

  it('of two tills with one code are a replay, told once', async () => {
    expect(await record([scan('till-1'), scan('till-2'), scan('till-1')])).toEqual([
      'recorded',
      'replayed',
      'repeated',
    ]);
    expect(await record([scan('till-2')])).toEqual(['replayed']);
    expect(await replays()).toEqual([['till-1', 'till-2']]);
  });

  it('of a code that was verified online at another till are a replay', async () => {
    await verify(await phone.shows(now()), 'till-1');
    expect(await record([scan('till-9')])).toEqual(['replayed']);
    expect(await replays()).toEqual([['till-1', 'till-9']]);
  });

  it('of no device of the store, or of a time at which the code did not hold, are left out', async () => {
    const step = stepAt(now().getTime());
    expect(
      await record([scan('till-1', step, '0123456789abcdef'), scan('till-1', step + 9), scan('till-1')]),
    ).toEqual(['unknown', 'refused', 'recorded']);
    const theirs = await app.signIn('cashier', elsewhere);
    const reply = await theirs.call(recordCardScans, { scans: [scan('till-1')] });
    expect(reply.data.outcomes).toEqual(['unknown']);
  });
});
