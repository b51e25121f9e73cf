import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import { recounted } from '../../../../test/recount.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as notifications from '../../notifications/index.ts';
import * as customers from '../index.ts';

const { merge, merges, unmerge, get } = contract.customers;
const { checkChains, driftOf } = loyalty;

let app: TestApp;
let admin: Client;
beforeAll(async () => {
  app = await testApp();
  admin = await app.signIn('admin');
});
afterAll(() => app?.close());

const accounts = 'select id from loyalty.accounts where owner_id = any($1::uuid[])';
/** Tables whose rows belong to a customer, and how the rows are found. */
const owned: Record<string, string> = {
  'customers.customers': 'id = any($1::uuid[])',
  'customers.facts': 'customer_id = any($1::uuid[])',
  'customers.tags': 'customer_id = any($1::uuid[])',
  'customers.addresses': 'customer_id = any($1::uuid[])',
  'customers.memberships': 'customer_id = any($1::uuid[])',
  'notifications.messages': 'customer_id = any($1::uuid[])',
  'orders.orders': 'customer_id = any($1::uuid[])',
  'loyalty.accounts': 'owner_id = any($1::uuid[])',
  'loyalty.lots': `account_id in (${accounts})`,
  'loyalty.entries': `account_id in (${accounts})`,
};

/** Every row of these customers in every table that knows them; not when a profile was last written. */
async function rowsOf(ids: string[]) {
  const found: Record<string, unknown[]> = {};
  for (const [table, where] of Object.entries(owned)) {
    const { rows } = await app.db.query<{ row: unknown }>(
      `select to_jsonb(t) - '{version,updated_at}'::text[] as row from ${table} t where ${where} order by t::text`,
      [ids],
    );
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}

async function pair(): Promise<[TestCustomer, TestCustomer]> {
  const one = await app.addCustomer({
    firstName: 'Amal',
    lastName: 'Hassan',
    tags: ['vip'],
    customFields: { size: 'M' },
    address: { street1: 'King Fahd Road 1', city: 'Riyadh' },
  });
  const other = await app.addCustomer({
    firstName: 'Amaal',
    firstNameAr: 'أمل',
    tags: ['vip', 'coffee'],
    birthday: '1990-02-03',
    customFields: { size: 'L', shoe: 39 },
    address: { street1: 'Olaya 7', city: 'Riyadh' },
  });
  await app.record({ customerId: one.cardNumber });
  await app.record({ customerId: other.cardNumber });
  await app.record({ customerId: other.cardNumber });
  await app.inStore(async (ctx) => {
    await customers.setMemberships(ctx, [{ customerId: other.id, segment: 'guests', holds: true }]);
    await notifications.log(ctx, [
      { customerId: other.id, direction: 'in', type: 'PHONE', channel: 'phone', message: 'Where is it?' },
    ]);
  });
  return [one, other];
}

const mergeInto = (into: TestCustomer, from: TestCustomer) =>
  admin.call(merge, { customerId: into.id, from: from.cardNumber, reason: 'same person' });

const pointsOf = async (customer: TestCustomer) =>
  (await admin.call(contract.loyalty.account, { customerId: customer.id })).data;

describe('merging', () => {
  it('gathers profile, orders and figures under the survivor; the other card answers as theirs', async () => {
    const [one, other] = await pair();
    const { status, data } = await mergeInto(one, other);
    expect(status).toBe(201);
    expect(data.customer).toMatchObject({
      id: one.id,
      firstName: 'Amal',
      firstNameAr: 'أمل',
      birthday: '1990-02-03',
      tags: ['vip', 'coffee'],
      customFields: { size: 'M', shoe: 39 },
      totalOrders: 3,
      totalSpent: 30_000,
      loyaltyPoints: 300,
    });
    expect((await admin.call(get, { customerId: other.cardNumber })).data.id).toBe(one.id);
    const { kept, counted } = await recounted(app, one.id);
    expect(kept).toEqual(counted);
    const listed = await admin.call(contract.customers.list, { limit: 100 });
    expect(listed.data.customers.map((customer) => customer.id)).not.toContain(other.id);
    const receipt = await app.record({ customerId: other.cardNumber });
    expect(receipt.customerId).toBe(one.id);
    const addresses = await admin.call(contract.customers.listAddresses, { customerId: one.id });
    expect(addresses.data.addresses.filter((address) => address.isDefaultShipping)).toHaveLength(1);
  });

  it('taken back, leaves every table as it was', async () => {
    const [one, other] = await pair();
    const before = await rowsOf([one.id, other.id]);
    for (const [table, rows] of Object.entries(before)) expect(rows.length, table).toBeGreaterThan(0);
    const { data } = await mergeInto(one, other);
    expect(await rowsOf([one.id, other.id])).not.toEqual(before);
    const undone = await admin.call(unmerge, { mergeId: data.merge.id });
    expect(undone.status).toBe(200);
    expect(await rowsOf([one.id, other.id])).toEqual(before);
  });

  it('gives what came since to whose card was shown, and keeps what was changed since', async () => {
    const [one, other] = await pair();
    const { data } = await mergeInto(one, other);
    await app.record({ customerId: other.cardNumber });
    await app.record({ customerId: one.cardNumber });
    await admin.call(contract.customers.update, { customerId: one.id, birthday: '1991-01-01' });
    await admin.call(contract.customers.addTag, { customerId: one.id, tag: 'regular' });
    await admin.call(unmerge, { mergeId: data.merge.id });
    const shown = async (customer: TestCustomer) =>
      (await admin.call(get, { customerId: customer.cardNumber })).data;
    expect(await shown(one)).toMatchObject({
      id: one.id,
      totalOrders: 2,
      birthday: '1991-01-01',
      tags: ['vip', 'regular'],
      firstNameAr: null,
    });
    expect(await shown(other)).toMatchObject({ id: other.id, totalOrders: 3, birthday: '1990-02-03' });
    expect(await pointsOf(one)).toMatchObject({ available: 200, debt: 0 });
    expect(await pointsOf(other)).toMatchObject({ available: 300, debt: 0 });
    expect((await shown(other)).loyaltyPoints).toBe(300);
    for (const { id } of [one, other]) {
      const { kept, counted } = await recounted(app, id);
      expect(kept).toEqual(counted);
    }
  });

  it('makes good what one spent of the other’s points; what is missing becomes a debt', async () => {
    const [one, other] = await pair();
    const { data } = await mergeInto(one, other);
    const spend = (customer: TestCustomer, points: number) =>
      admin.call(contract.loyalty.postPoints, {
        customerId: customer.cardNumber,
        type: 'redeemed',
        points,
        transactionId: crypto.randomUUID(),
      });
    // Together 300, of which 100 are the first one's.
    expect((await spend(one, 250)).status).toBe(200);
    expect((await admin.call(unmerge, { mergeId: data.merge.id })).status).toBe(200);
    expect(await pointsOf(one)).toMatchObject({ available: 0, debt: 150 });
    expect(await pointsOf(other)).toMatchObject({ available: 200, debt: 0 });
    await app.record({ customerId: one.id });
    expect(await pointsOf(one)).toMatchObject({ available: 0, debt: 50 });
    expect(await driftOf(app.db)).toEqual([]);
    expect(await checkChains(app.db)).toEqual([]);
  });

  it('keeps what either refused, also after un-merging', async () => {
    const one = await app.addCustomer({ communicationPreferences: { email: true, sms: true } as never });
    const other = await app.addCustomer({ communicationPreferences: { email: true, sms: false } as never });
    const { data } = await mergeInto(one, other);
    expect(data.customer.communicationPreferences).toMatchObject({ email: true, sms: false });
    const back = await admin.call(unmerge, { mergeId: data.merge.id });
    expect(back.data.customer.communicationPreferences).toMatchObject({ email: true, sms: false });
  });

  it('follows chains, and is undone from the newest back', async () => {
    const [first, second] = await pair();
    const third = await app.addCustomer();
    const one = (await mergeInto(second, first)).data.merge;
    const two = (await mergeInto(third, second)).data.merge;
    expect((await admin.call(get, { customerId: first.cardNumber })).data.id).toBe(third.id);
    const refused = await admin.call(unmerge, { mergeId: one.id });
    expect([refused.status, refused.failure.code]).toEqual([409, 'merge_not_newest']);
    const late = await app.record({ customerId: first.cardNumber });
    expect(late.customerId).toBe(third.id);
    expect((await admin.call(unmerge, { mergeId: two.id })).status).toBe(200);
    expect((await admin.call(get, { customerId: first.cardNumber })).data).toMatchObject({
      id: second.id,
      totalOrders: 4,
    });
    expect((await admin.call(unmerge, { mergeId: one.id })).status).toBe(200);
    expect((await admin.call(get, { customerId: first.cardNumber })).data.totalOrders).toBe(2);
    const again = await admin.call(unmerge, { mergeId: one.id });
    expect([again.status, again.failure.code]).toEqual([409, 'merge_undone']);
    const { data } = await admin.call(merges, { customerId: second.id });
    expect(data.merges).toMatchObject([{ id: one.id, undoable: false, from: { id: first.id } }]);
  });

  it('refuses a customer with themselves, twice, a stranger, a closed one, and staff without the permission', async () => {
    const [one, other] = await pair();
    const codes = async (input: { customerId: string; from: string }, client = admin) => {
      const answer = await client.call(merge, input);
      return [answer.status, answer.failure?.code];
    };
    expect(await codes({ customerId: one.id, from: one.cardNumber })).toEqual([400, 'merge_self']);
    await mergeInto(one, other);
    expect(await codes({ customerId: one.id, from: other.id })).toEqual([409, 'already_merged']);
    const elsewhere = await app.addStore();
    const stranger = await app.addCustomer({}, elsewhere);
    expect(await codes({ customerId: one.id, from: stranger.id })).toEqual([404, 'not_found']);
    const closed = await app.addCustomer();
    await app.db.query("update customers.customers set status = 'closed' where id = $1", [closed.id]);
    expect(await codes({ customerId: one.id, from: closed.id })).toEqual([409, 'customer_closed']);
    const cashier = await app.signIn('cashier');
    expect(await codes({ customerId: one.id, from: other.id }, cashier)).toEqual([403, 'forbidden']);
  });
});
