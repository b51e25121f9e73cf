import { contract } from '@wafa/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import { provedAt } from '../index.ts';
import { registerDevice } from './fixtures.ts';

const { createOneTimeCode, checkOneTimeCode, verifyCard, recordCardScans } = contract.customers;

let app: TestApp;
let cashier: Client;
let person: TestCustomer;
let customer: Client;
beforeAll(async () => {
  app = await testApp();
  cashier = await app.signIn('cashier');
});
beforeEach(async () => {
  person = await app.addCustomer();
  customer = await app.signInAs(person);
});
afterAll(() => app?.close());

const make = async () => (await customer.call(createOneTimeCode, { customerId: 'me' })).data;
const check = async (code: string) => {
  const reply = await cashier.call(checkOneTimeCode, { customerId: person.cardNumber, code });
  return reply.status === 200 ? reply.data.proof : `${reply.status} ${reply.failure.code}`;
};
const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const wrong = '409 one_time_code_wrong';

describe('a one-time code', () => {
  it('has six digits, holds five minutes, and is taken once', async () => {
    const { code, endsAt } = await make();
    expect(code).toMatch(/^\d{6}$/);
    expect(Date.parse(endsAt) - app.clock.now().getTime()).toBe(300_000);
    expect([await check(code), await check(code)]).toEqual(['code', wrong]);
  });

  it('is taken as typed, in groups and in Arabic digits', async () => {
    const { code } = await make();
    const arabic = [...code].map((digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)]).join('');
    expect(await check(`${arabic.slice(0, 3)} ${arabic.slice(3)}`)).toBe('code');
  });

  it('ends after five minutes, and with the next one', async () => {
    const first = await make();
    const second = await make();
    if (first.code !== second.code) expect(await check(first.code)).toBe(wrong);
    app.clock.advance({ minutes: 5 });
    expect(await check(second.code)).toBe(wrong);
  });

  it('ends after five wrong tries', async () => {
    const { code } = await make();
    for (let n = 0; n < 5; n++) expect(await check(otherThan(code))).toBe(wrong);
    expect(await check(code)).toBe(wrong);
    expect(await check((await make()).code)).toBe('code');
  });

  it('counts tries that come at the same time', async () => {
    const { code } = await make();
    await Promise.all(Array.from({ length: 8 }, () => check(otherThan(code))));
    expect(await check(code)).toBe(wrong);
  });

  it('is the customer’s: staff make none, another customer’s does not pass', async () => {
    expect((await cashier.call(createOneTimeCode, { customerId: person.id })).status).toBe(403);
    const { code } = await make();
    const other = await app.addCustomer();
    const reply = await cashier.call(checkOneTimeCode, { customerId: other.id, code });
    expect(reply.failure.code).toBe('one_time_code_wrong');
  });

  it('does not stand in the database', async () => {
    const { code } = await make();
    const { rows } = await app.db.query(
      'select c::text as row from customers.card_codes c where customer_id = $1',
      [person.id],
    );
    expect(rows[0]?.row).not.toContain(code);
  });
});

describe('the last proof of a customer', () => {
  const proof = () => app.inStore((ctx) => proofOf(ctx, person.id));
  /** Asks as the cashier, since a proof is the caller's own. */
  const proofOf = async (ctx: Parameters<typeof provedAt>[0], customerId: string) => {
    const { rows } = await app.db.query<{ id: string }>(
      `select id from settings.staff where store_id = $1 and role = 'cashier' order by id desc limit 1`,
      [app.store.id],
    );
    const actor = { kind: 'system' as const, id: rows[0]?.id ?? '' };
    return provedAt({ ...ctx, tx: ctx.tx, actor }, customerId);
  };

  it('is the latest code that the caller took; scans of an offline till are its word alone', async () => {
    expect(await proof()).toBeNull();
    const phone = await registerDevice(customer);
    const at = app.clock.now();
    const step = Math.floor(at.getTime() / 30_000);
    await cashier.call(recordCardScans, {
      scans: [{ device: phone.device, step: step - 1, tillId: 'till-1', at: at.toISOString() }],
    });
    expect(await proof()).toBeNull();
    await cashier.call(verifyCard, { code: await phone.shows(at) });
    expect(await proof()).toEqual(at);
    app.clock.advance({ minutes: 1 });
    await check((await make()).code);
    expect(await proof()).toEqual(app.clock.now());
  });
});
