import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import * as customers from '../index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

const read = async (id: string) => (await app.inStore((ctx) => customers.facts(ctx, [id]))).get(id);

it('opens at nothing', async () => {
  const { id } = await app.addCustomer();
  expect(await read(id)).toEqual({
    customerId: id,
    totalSpent: 0,
    totalOrders: 0,
    visits: 0,
    firstOrderAt: null,
    lastOrderAt: null,
    lastVisitAt: null,
    tier: null,
    points: 0,
    lifetimePoints: 0,
  });
});

it('adds up what several callers of one transaction put, and moves dates only outwards', async () => {
  const { id } = await app.addCustomer();
  const at = (day: number) => new Date(Date.UTC(2026, 0, day));
  await app.inStore(async (ctx) => {
    customers.putFacts(ctx, [{ customerId: id, spent: 500, orders: 1, visits: 1, orderAt: at(10) }]);
    customers.putFacts(ctx, [{ customerId: id, points: 5, lifetime: 5, tier: 'bronze' }]);
  });
  await app.inStore(async (ctx) =>
    customers.putFacts(ctx, [{ customerId: id, spent: -200, orderAt: at(5), visitAt: at(7), points: 0 }]),
  );
  expect(await read(id)).toMatchObject({
    totalSpent: 300,
    totalOrders: 1,
    visits: 1,
    firstOrderAt: at(5),
    lastOrderAt: at(10),
    lastVisitAt: at(10),
    tier: 'bronze',
    points: 0,
    lifetimePoints: 5,
  });
  await app.inStore(async (ctx) => customers.putFacts(ctx, [{ customerId: id, tier: null }]));
  expect((await read(id))?.tier).toBeNull();
});

it('loses nothing when transactions write the same customers in any order', async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, async () => (await app.addCustomer()).id));
  await Promise.all(
    Array.from({ length: 40 }, (_, at) => {
      const order = at % 2 ? ids : [...ids].reverse();
      return app.inStore(async (ctx) =>
        customers.putFacts(
          ctx,
          order.map((customerId) => ({ customerId, spent: 1, orders: 1 })),
        ),
      );
    }),
  );
  const found = await app.inStore((ctx) => customers.facts(ctx, ids));
  expect(ids.map((id) => [found.get(id)?.totalSpent, found.get(id)?.totalOrders])).toEqual(
    Array(5).fill([40, 40]),
  );
});

it('reaches no customer of another store', async () => {
  const other = await app.addStore();
  const stranger = await app.addCustomer({}, other);
  await app.inStore(async (ctx) => customers.putFacts(ctx, [{ customerId: stranger.id, spent: 100 }]));
  expect(await read(stranger.id)).toBeUndefined();
  const own = await app.inStore((ctx) => customers.facts(ctx, [stranger.id]), other);
  expect(own.get(stranger.id)?.totalSpent).toBe(0);
});

it('goes back with the transaction', async () => {
  const { id } = await app.addCustomer();
  const failed = app.inStore(async (ctx) => {
    customers.putFacts(ctx, [{ customerId: id, spent: 100 }]);
    await ctx.flush('customers.facts');
    throw new Error('rolled back');
  });
  await expect(failed).rejects.toThrow('rolled back');
  expect((await read(id))?.totalSpent).toBe(0);
});
