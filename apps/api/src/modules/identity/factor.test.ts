import { identityContract as contract } from '@wafa/contract';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StartedApp, startApp } from '../../../test/app.ts';
import type { Client } from '../../../test/client.ts';
import {
  makeLogin,
  makeStaff,
  makeStore,
  password,
  peopleApp,
  signIn,
  visitor,
} from '../../../test/people.ts';

let app: StartedApp;
let storeId: string;

beforeAll(async () => {
  app = await startApp(peopleApp);
  storeId = (await makeStore(app, { name: 'Corner shop' })).id;
});
afterAll(() => app.close());
beforeEach(() => app.clock.advance({ days: 2 }));

const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret }).generate({ timestamp: app.clock.now().getTime() + steps * 30_000 });

const signInWith = (login: string, code?: string) =>
  visitor(app, storeId).call(contract.signIn, { login, password, code });

/** A customer who has switched the second factor on, and whose next step's code is unused. */
async function enrolled() {
  const login = await makeLogin(app, storeId);
  const email = login.email as string;
  const { client } = await signIn(app, email, 'customer', storeId);
  const { secret } = (await client.call(contract.startTwoFactor, {})).data;
  const reply = await client.call(contract.confirmTwoFactor, { code: codeOf(secret) });
  app.clock.advance({ seconds: 30 });
  return { ...login, email, client, secret, recoveryCodes: reply.data.recoveryCodes };
}

const twoFactor = async (client: Client) => (await client.call(contract.me, {})).data.twoFactor;

describe('enrolment', () => {
  it('begins with a secret and counts only once a code confirms it', async () => {
    const { email, customerId } = await makeLogin(app, storeId);
    const { client } = await signIn(app, email as string, 'customer', storeId);
    const first = (await client.call(contract.startTwoFactor, {})).data;
    const { data } = await client.call(contract.startTwoFactor, {});
    expect(data.secret).not.toBe(first.secret);
    const uri = new URL(data.uri);
    expect(decodeURIComponent(uri.pathname)).toContain(`Corner shop:${email}`);
    expect(uri.searchParams.get('secret')).toBe(data.secret);
    expect((await signInWith(email as string)).status).toBe(200);
    expect((await client.call(contract.confirmTwoFactor, { code: codeOf(first.secret) })).failure.code).toBe(
      'code_wrong',
    );
    expect(await twoFactor(client)).toBe(false);
    const confirmed = await client.call(contract.confirmTwoFactor, { code: codeOf(data.secret) });
    expect(confirmed.data.recoveryCodes).toHaveLength(10);
    expect(await twoFactor(client)).toBe(true);
    expect((await client.call(contract.startTwoFactor, {})).failure.code).toBe('two_factor_on');
    expect((await client.call(contract.confirmTwoFactor, { code: '000000' })).failure.code).toBe(
      'two_factor_on',
    );
    const events = await app.db.query(
      `select payload from platform.outbox where name = 'security.two_factor_changed' and payload->>'customerId' = $1`,
      [customerId],
    );
    expect(events.rows).toEqual([{ payload: { customerId, on: true } }]);
  });

  it('keeps recovery codes as hashes only', async () => {
    const { recoveryCodes } = await enrolled();
    const { rows } = await app.db.query(
      'select encode(code_hash, $1) as hash from identity.customer_recovery_codes',
      ['escape'],
    );
    expect(rows.length).toBeGreaterThanOrEqual(10);
    for (const { hash } of rows) expect(recoveryCodes).not.toContain(hash);
  });

  it('works for staff alike', async () => {
    const person = await makeStaff(app, storeId, 'admin');
    const { client } = await signIn(app, person.email, 'staff');
    const { secret } = (await client.call(contract.startTwoFactor, {})).data;
    expect((await client.call(contract.confirmTwoFactor, { code: codeOf(secret) })).status).toBe(200);
    app.clock.advance({ seconds: 30 });
    const staff = (code?: string) =>
      visitor(app).call(contract.signIn, { login: person.email, password, code, as: 'staff' });
    expect((await staff()).failure.code).toBe('second_factor_required');
    expect((await staff(codeOf(secret))).status).toBe(200);
  });
});

describe('sign-in with a second factor', () => {
  it('asks for the code only after the right password', async () => {
    const { email, secret } = await enrolled();
    const guess = await visitor(app, storeId).call(contract.signIn, { login: email, password: 'wrong one' });
    expect(guess.failure.code).toBe('sign_in_failed');
    const asked = await signInWith(email);
    expect([asked.status, asked.failure.code]).toEqual([401, 'second_factor_required']);
    expect((await signInWith(email, codeOf(secret))).status).toBe(200);
  });

  it('takes each code once', async () => {
    const { email, secret } = await enrolled();
    const code = codeOf(secret);
    expect((await signInWith(email, code)).status).toBe(200);
    expect((await signInWith(email, code)).failure.code).toBe('code_wrong');
    expect((await signInWith(email, codeOf(secret, -1))).failure.code).toBe('code_wrong');
    app.clock.advance({ seconds: 30 });
    expect((await signInWith(email, codeOf(secret))).status).toBe(200);
  });

  it('takes one of fifty parallel uses of one code', async () => {
    const { email, secret } = await enrolled();
    const code = codeOf(secret);
    const replies = await Promise.all(Array.from({ length: 50 }, () => signInWith(email, code)));
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200, 401, 423]));
  });

  it('takes the code that confirmed the enrolment no second time', async () => {
    const { email, secret } = await enrolled();
    expect((await signInWith(email, codeOf(secret, -1))).failure.code).toBe('code_wrong');
  });

  it('takes a recovery code once, also of fifty parallel uses', async () => {
    const { email, recoveryCodes } = await enrolled();
    const [one, two] = recoveryCodes as [string, string];
    expect((await signInWith(email, one.toLowerCase())).status).toBe(200);
    expect((await signInWith(email, one)).failure.code).toBe('code_wrong');
    const replies = await Promise.all(Array.from({ length: 50 }, () => signInWith(email, two)));
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
  });

  it('takes no recovery code of someone else', async () => {
    const { email } = await enrolled();
    const other = await enrolled();
    expect((await signInWith(email, other.recoveryCodes[0])).failure.code).toBe('code_wrong');
  });

  it('locks after five wrong codes', async () => {
    const { email, secret } = await enrolled();
    const codes = [];
    for (let guess = 0; guess < 6; guess++) codes.push((await signInWith(email, 'AAAAA-AAAAA')).failure.code);
    expect(codes).toEqual([...new Array(5).fill('code_wrong'), 'locked']);
    expect((await signInWith(email, codeOf(secret))).status).toBe(423);
  });
});

describe('switching it off', () => {
  it('needs the password, and takes the recovery codes with it', async () => {
    const { email, client, recoveryCodes } = await enrolled();
    const guess = await client.call(contract.stopTwoFactor, { password: 'wrong one' });
    expect(guess.failure.code).toBe('sign_in_failed');
    expect(await twoFactor(client)).toBe(true);
    expect((await client.call(contract.stopTwoFactor, { password })).data).toEqual({ twoFactor: false });
    expect(await twoFactor(client)).toBe(false);
    expect((await signInWith(email)).status).toBe(200);
    const again = (await client.call(contract.startTwoFactor, {})).data;
    await client.call(contract.confirmTwoFactor, { code: codeOf(again.secret) });
    expect((await signInWith(email, recoveryCodes[0])).failure.code).toBe('code_wrong');
  });
});
