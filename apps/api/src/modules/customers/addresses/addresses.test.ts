import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import { addressLimit } from './rules.ts';

const { listAddresses, addAddress, updateAddress, removeAddress } = contract.customers;

let app: TestApp;
let agent: Client;

beforeAll(async () => {
  app = await testApp();
  agent = await app.signIn('agent');
});
afterAll(() => app?.close());

const street = (street1: string) => ({ street1, city: 'Riyadh' });

async function addressesOf(customer: TestCustomer) {
  return (await agent.call(listAddresses, { customerId: customer.id })).data.addresses;
}

describe('addresses', () => {
  it('have one default for each use: the first, until another takes it', async () => {
    const customer = await app.addCustomer();
    const first = await agent.call(addAddress, { customerId: customer.id, ...street('First') });
    expect(first.status).toBe(201);
    const second = await agent.call(addAddress, {
      customerId: customer.id,
      ...street('Second'),
      isDefaultShipping: true,
      coordinates: { latitude: 24.7136, longitude: 46.6753 },
    });
    expect(second.data).toMatchObject({
      coordinates: { latitude: 24.7136, longitude: 46.6753 },
      status: 'PENDING',
    });
    expect(await addressesOf(customer)).toMatchObject([
      { street1: 'First', isDefaultBilling: true, isDefaultShipping: false },
      { street1: 'Second', isDefaultBilling: false, isDefaultShipping: true },
    ]);
    await agent.call(updateAddress, {
      customerId: customer.id,
      addressId: second.data.id,
      isDefaultBilling: true,
    });
    const all = await addressesOf(customer);
    expect(all.map((address) => address.isDefaultBilling)).toEqual([false, true]);
  });

  it('keep one default of each use when several requests take it at once', async () => {
    const customer = await app.addCustomer();
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        agent.call(addAddress, {
          customerId: customer.id,
          ...street(`S${at}`),
          isDefaultBilling: true,
          isDefaultShipping: true,
        }),
      ),
    );
    expect(replies.map((reply) => reply.status)).toEqual(Array(8).fill(201));
    const all = await addressesOf(customer);
    expect(all.filter((address) => address.isDefaultBilling)).toHaveLength(1);
    expect(all.filter((address) => address.isDefaultShipping)).toHaveLength(1);
  });

  it('go back to PENDING when edited, with what is given changed and the rest kept', async () => {
    const customer = await app.addCustomer();
    const made = await agent.call(addAddress, {
      customerId: customer.id,
      ...street('Old'),
      state: 'Riyadh',
      postalCode: '12211',
    });
    await app.db.query(
      `update customers.addresses set status = 'VERIFIED', verified_by = $2, verified_at = now(), notes = 'seen' where id = $1`,
      [made.data.id, customer.id],
    );
    expect(await addressesOf(customer)).toMatchObject([{ status: 'VERIFIED', notes: 'seen' }]);
    const changed = await agent.call(updateAddress, {
      customerId: customer.id,
      addressId: made.data.id,
      street1: 'New',
    });
    expect(changed.data).toEqual({ ...made.data, street1: 'New' });
    expect(await addressesOf(customer)).toEqual([changed.data]);
  });

  it('are removed, once', async () => {
    const customer = await app.addCustomer();
    const made = await agent.call(addAddress, { customerId: customer.id, ...street('Gone') });
    const remove = () => agent.call(removeAddress, { customerId: customer.id, addressId: made.data.id });
    expect((await remove()).data).toEqual({ removed: true });
    expect((await remove()).status).toBe(404);
    expect(await addressesOf(customer)).toEqual([]);
  });

  it(`are at most ${addressLimit}, whatever comes at once`, async () => {
    const customer = await app.addCustomer();
    const add = () => agent.call(addAddress, { customerId: customer.id, ...street('S') });
    for (let at = 0; at < addressLimit - 2; at++) await add();
    const last = await Promise.all(Array.from({ length: 6 }, add));
    expect(last.map((reply) => reply.status).sort()).toEqual([201, 201, 409, 409, 409, 409]);
    expect(last.find((reply) => reply.status === 409)?.failure.code).toBe('too_many_addresses');
    expect(await addressesOf(customer)).toHaveLength(addressLimit);
  });

  it('belong to their customer: another customer, store or id finds nothing', async () => {
    const other = await app.addStore();
    const [owner, neighbour, stranger] = [
      await app.addCustomer(),
      await app.addCustomer(),
      await app.addCustomer({}, other),
    ];
    const made = await agent.call(addAddress, { customerId: owner.id, ...street('Mine') });
    const addressId = made.data.id;
    const neighbourClient = await app.signInAs(neighbour);
    for (const [client, customerId] of [
      [agent, neighbour.id],
      [agent, stranger.id],
      [neighbourClient, owner.id],
      [neighbourClient, 'me'],
    ] as const) {
      expect((await client.call(updateAddress, { customerId, addressId, city: 'X' })).status).toBe(404);
      expect((await client.call(removeAddress, { customerId, addressId })).status).toBe(404);
    }
    expect(await addressesOf(owner)).toEqual([made.data]);
    const self = await app.signInAs(owner);
    expect((await self.call(updateAddress, { customerId: 'me', addressId, city: 'Mecca' })).data.city).toBe(
      'Mecca',
    );
  });

  it('of a closed customer cannot be added or changed', async () => {
    const customer = await app.addCustomer();
    await agent.call(contract.customers.update, { customerId: customer.id, status: 'closed' });
    const reply = await agent.call(addAddress, { customerId: customer.id, ...street('Late') });
    expect([reply.status, reply.failure.code]).toEqual([409, 'customer_closed']);
  });

  it.each([
    [{ latitude: 91, longitude: 0 }, 'coordinates.latitude'],
    [{ latitude: 0 }, 'coordinates.longitude'],
  ])('refuse the place %o', async (coordinates, field) => {
    const customer = await app.addCustomer();
    const body = { ...street('S'), coordinates };
    const reply = await agent.send('POST', `/api/v1/customers/${customer.id}/addresses`, body);
    expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, field]);
  });
});
