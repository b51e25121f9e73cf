import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../../test/harness.ts';

const { views, addView, changeView, removeView } = contract.customers;

let app: TestApp;
let analyst: Client;
let marketer: Client;
beforeAll(async () => {
  app = await testApp();
  [analyst, marketer] = [await app.signIn('analyst'), await app.signIn('marketer')];
});
afterAll(() => app?.close());

const seenBy = async (client: Client) =>
  (await client.call(views, {})).data.views.map(({ name, own }) => [name, own]);

it('keeps filter, order and columns, for oneself or for all', async () => {
  const mine = await analyst.call(addView, {
    name: 'Gold in Riyadh',
    filter: { tier: 'gold', tags: 'riyadh,family', totalSpentMin: 5000 },
    sortBy: 'totalSpent',
    columns: ['firstName', 'phone'],
  });
  expect(mine.status).toBe(201);
  expect(mine.data).toMatchObject({
    filter: { tier: 'gold', tags: ['riyadh', 'family'], totalSpentMin: 5000, match: 'all' },
    sortBy: 'totalSpent',
    sortOrder: 'desc',
    columns: ['firstName', 'phone'],
    shared: false,
    own: true,
  });
  expect(await seenBy(marketer)).toEqual([]);

  const { id } = mine.data;
  const shared = await analyst.call(changeView, { viewId: id, shared: true, name: 'Gold' });
  expect(shared.data).toMatchObject({ id, name: 'Gold', shared: true, filter: mine.data.filter });
  expect(await seenBy(marketer)).toEqual([['Gold', false]]);
  expect(await seenBy(analyst)).toEqual([['Gold', true]]);
});

it('lets only the owner change or remove it', async () => {
  const { id } = (await analyst.call(addView, { name: 'Mine', shared: true })).data;
  expect((await marketer.call(changeView, { viewId: id, name: 'Yours' })).status).toBe(404);
  expect((await marketer.call(removeView, { viewId: id })).data).toEqual({ removed: false });
  expect((await analyst.call(removeView, { viewId: id })).data).toEqual({ removed: true });
  expect((await analyst.call(removeView, { viewId: id })).data).toEqual({ removed: false });
});

it('gives a name once to each owner', async () => {
  await analyst.call(addView, { name: 'Twice' });
  const again = await analyst.call(addView, { name: 'Twice' });
  expect([again.status, again.failure.code, again.failure.errors[0]?.field]).toEqual([
    409,
    'view_name_taken',
    'name',
  ]);
  expect((await marketer.call(addView, { name: 'Twice' })).status).toBe(201);
});

it.each([
  { name: '' },
  { name: 'x'.repeat(81) },
  { name: 'turned \u202e round' },
  { name: 'ok', filter: { status: 'gone' } },
  { name: 'ok', filter: { page: 2 } },
  { name: 'ok', filter: { query: 'x'.repeat(201) } },
  { name: 'ok', columns: [] },
  { name: 'ok', columns: ['password'] },
])('refuses %j', async (body) => {
  const reply = await analyst.send('POST', '/api/v1/customers/views', body);
  expect([reply.status, reply.failure.code]).toEqual([400, 'validation']);
});

it('is of the own store, and for staff who read customers', async () => {
  const { id } = (await analyst.call(addView, { name: 'Here', shared: true })).data;
  const elsewhere = await app.signIn('analyst', await app.addStore());
  expect(await seenBy(elsewhere)).toEqual([]);
  expect((await elsewhere.call(changeView, { viewId: id, name: 'There' })).status).toBe(404);
  expect((await (await app.signIn('cashier')).call(views, {})).status).toBe(403);
});

it('has room for a hundred', async () => {
  const owner = await app.signIn('owner');
  for (let at = 0; at < 100; at++) await owner.call(addView, { name: `View ${at}` });
  const one = await owner.call(addView, { name: 'One more' });
  expect([one.status, one.failure.code]).toEqual([409, 'too_many_views']);
});
