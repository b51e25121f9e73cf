import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';

const { status, changeStatus, update, get, addTag, addAddress } = contract.customers;

let app: TestApp;
let admin: Client;
let cashier: Client;
beforeAll(async () => {
  app = await testApp();
  [admin, cashier] = [await app.signIn('admin'), await app.signIn('cashier')];
});
afterAll(() => app?.close());

const set = (customer: TestCustomer, to: 'active' | 'inactive' | 'suspended' | 'closed') =>
  admin.call(changeStatus, { customerId: customer.id, status: to, reason: `made ${to}` });

/** What a till does for a customer; a fresh id each time. */
const acts: Record<string, (customerId: string, transactionId: string) => Promise<string>> = {
  order: async (customerId) => outcome(await cashier.call(contract.sales.record, app.order({ customerId }))),
  earn: async (customerId, transactionId) =>
    outcome(await cashier.call(contract.loyalty.earn, { customerId, points: 10, transactionId })),
  redeem: async (customerId, transactionId) => {
    const spent = { customerId, type: 'redeemed', points: 1, transactionId } as const;
    return outcome(await cashier.call(contract.loyalty.postPoints, spent));
  },
  hold: async (customerId, transactionId) =>
    outcome(await cashier.call(contract.loyalty.hold, { customerId, points: 1, transactionId })),
  event: async (customerId, eventId) =>
    outcome(await cashier.call(contract.loyalty.recordEvent, { customerId, event: 'review', eventId })),
};
const outcome = (reply: { status: number; failure: { code: string } }) =>
  reply.status < 300 ? 'done' : reply.failure.code;

describe('a customer who is', () => {
  it.each([
    ['inactive', 'done'],
    ['suspended', 'customer_suspended'],
    ['closed', 'customer_closed'],
  ] as const)('%s, and buys, earns, redeems or holds points: %s', async (to, expected) => {
    const customer = await app.addCustomer();
    await app.record({ customerId: customer.id });
    await set(customer, to);
    for (const [name, act] of Object.entries(acts))
      expect(await act(customer.id, `${to} ${name}`), name).toBe(expected);
  });

  it('suspended signs out, and in again when active', async () => {
    const customer = await app.addCustomer();
    const self = await app.signInAs(customer);
    const isIn = async () => (await self.call(get, { customerId: 'me' })).status;
    expect(await isIn()).toBe(200);
    await set(customer, 'suspended');
    expect(await isIn()).toBe(401);
    const { rows } = await app.db.query(
      'select is_active from identity.customer_logins where customer_id = $1',
      [customer.id],
    );
    expect(rows).toEqual([{ is_active: false }]);
    await set(customer, 'active');
    const again = await app.db.query(
      'select is_active from identity.customer_logins where customer_id = $1',
      [customer.id],
    );
    expect(again.rows).toEqual([{ is_active: true }]);
  });

  it('closed keeps profile, tags and addresses as they are until opened', async () => {
    const customer = await app.addCustomer();
    await set(customer, 'closed');
    const ref = { customerId: customer.id };
    for (const reply of [
      await admin.call(update, { ...ref, firstName: 'Other' }),
      await admin.call(addTag, { ...ref, tag: 'x' }),
      await admin.call(addAddress, { ...ref, street1: 's', city: 'c' }),
    ])
      expect([reply.status, reply.failure.code]).toEqual([409, 'customer_closed']);
    expect((await admin.call(update, { ...ref, status: 'active', firstName: 'Other' })).data.firstName).toBe(
      'Other',
    );
  });
});

it('a status tells what it allows and how it came about', async () => {
  const customer = await app.addCustomer();
  await set(customer, 'suspended');
  app.clock.advance({ seconds: 5 });
  await set(customer, 'suspended');
  await set(customer, 'inactive');
  const { data } = await admin.call(status, { customerId: customer.cardNumber });
  expect(data).toMatchObject({
    status: 'inactive',
    allows: { signIn: true, earn: true },
    closedAt: null,
    eraseAfter: null,
    changes: [
      { from: 'suspended', to: 'inactive', reason: 'made inactive' },
      { from: 'active', to: 'suspended', reason: 'made suspended' },
    ],
  });
  const { rows } = await app.db.query(
    `select v.after from platform.audit a join platform.audit_values v on v.audit_id = a.id
     where a.action = 'customers.update' and a.customer_id = $1 order by a.id`,
    [customer.id],
  );
  expect(rows[0].after).toEqual({ status: 'suspended', reason: 'made suspended' });
});

it('a status is changed by staff who may edit, with a reason', async () => {
  const customer = await app.addCustomer();
  const path = `/api/v1/customers/${customer.id}/status`;
  const noReason = await admin.send('POST', path, { status: 'closed' });
  expect([noReason.status, noReason.failure.errors[0]?.field]).toEqual([400, 'reason']);
  expect((await cashier.send('POST', path, { status: 'closed', reason: 'x' })).status).toBe(403);
  const self = await app.signInAs(customer);
  expect((await self.send('POST', path, { status: 'active', reason: 'x' })).status).toBe(403);
  const elsewhere = await app.signIn('admin', await app.addStore());
  expect((await elsewhere.send('POST', path, { status: 'closed', reason: 'x' })).status).toBe(404);
});
