import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import * as customers from '../index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

const set = (changes: customers.MembershipChange[]) =>
  app.inStore((ctx) => customers.setMemberships(ctx, changes));
const read = async (ids: string[]) => app.inStore((ctx) => customers.membershipsOf(ctx, ids));

it('customers enter and leave segments; who is in already keeps the day they came', async () => {
  const [a, b] = [(await app.addCustomer()).id, (await app.addCustomer()).id];
  await set([
    { customerId: a, segment: 'vip', holds: true },
    { customerId: a, segment: 'new', holds: true },
    { customerId: b, segment: 'new', holds: true },
  ]);
  const since = app.clock.now();
  app.clock.advance({ minutes: 1 });
  await set([
    { customerId: a, segment: 'vip', holds: true },
    { customerId: a, segment: 'fresh', holds: true },
    { customerId: a, segment: 'new', holds: false },
    { customerId: b, segment: 'vip', holds: false },
  ]);
  const found = await read([a, b, a]);
  expect([...found]).toEqual([
    [
      a,
      new Map([
        ['fresh', app.clock.now()],
        ['vip', since],
      ]),
    ],
    [b, new Map([['new', since]])],
  ]);
});

it('of two changes of one membership the last counts', async () => {
  const { id } = await app.addCustomer();
  await set([
    { customerId: id, segment: 'vip', holds: true },
    { customerId: id, segment: 'vip', holds: false },
  ]);
  expect(await read([id])).toEqual(new Map());
});

it('reaches no customer of another store', async () => {
  const other = await app.addStore();
  const { id } = await app.addCustomer({}, other);
  await app.inStore(
    (ctx) => customers.setMemberships(ctx, [{ customerId: id, segment: 'vip', holds: true }]),
    other,
  );
  await set([{ customerId: id, segment: 'vip', holds: false }]);
  expect(await read([id])).toEqual(new Map());
  const own = await app.inStore((ctx) => customers.membershipsOf(ctx, [id]), other);
  expect([...(own.get(id)?.keys() ?? [])]).toEqual(['vip']);
});
