import { contract } from '@wafa/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestStore, testApp } from '../../../../test/harness.ts';
import { createMany } from '../profile/bulk.ts';
import { retag } from './tags.ts';

const { tags, changeTag, tagChange, addTag, get, list } = contract.customers;

let app: TestApp;
let store: TestStore;
let admin: Client;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());
beforeEach(async () => {
  store = await app.addStore();
  admin = await app.signIn('admin', store);
});

const tagged = (...names: string[]) => app.addCustomer({ tags: names }, store);
const tagsOf = async (customerId: string) => (await admin.call(get, { customerId })).data.tags;
const counts = async (query: object = {}) =>
  (await admin.call(tags, query)).data.tags.map(({ tag, customers }) => [tag, customers]);

/** The tags as rows and the tags in the customers: the same, or a filter finds others than it shows. */
async function agree() {
  const { rows } = await app.db.query(
    `(select tag, customer_id from customers.tags where store_id = $1
      except select unnest(tags), id from customers.customers where store_id = $1)
     union all
     (select unnest(tags), id from customers.customers where store_id = $1
      except select tag, customer_id from customers.tags where store_id = $1)`,
    [store.id],
  );
  return rows;
}

describe('the tags of a store', () => {
  it('are counted, found by a part of them, and sorted', async () => {
    await tagged('vip', 'coffee');
    await tagged('vip');
    await tagged('100%');
    expect(await counts()).toEqual([
      ['vip', 2],
      ['100%', 1],
      ['coffee', 1],
    ]);
    expect(await counts({ sortBy: 'tag' })).toEqual([
      ['100%', 1],
      ['coffee', 1],
      ['vip', 2],
    ]);
    expect(await counts({ query: 'VI' })).toEqual([['vip', 2]]);
    expect(await counts({ query: '%' })).toEqual([['100%', 1]]);
    expect((await admin.call(tags, { limit: 2, page: 2 })).data).toMatchObject({ total: 3, totalPages: 2 });
    const other = await app.signIn('admin', await app.addStore());
    expect((await other.call(tags, {})).data.tags).toEqual([]);
  });

  it('are renamed, in place, with a new one that nobody or some have', async () => {
    const [one, both] = [await tagged('a', 'old', 'z'), await tagged('new', 'old')];
    const { status, data } = await admin.call(changeTag, { tag: 'old', to: 'new' });
    expect([status, data.status, data.total, data.processed]).toEqual([202, 'DONE', 2, 2]);
    expect(await tagsOf(one.id)).toEqual(['a', 'new', 'z']);
    expect(await tagsOf(both.id)).toEqual(['new']);
    expect(await counts({ query: 'new' })).toEqual([['new', 2]]);
    expect((await admin.call(list, { tags: 'new' })).data.total).toBe(2);
    expect(await agree()).toEqual([]);
    const { rows } = await app.db.query(
      `select payload from platform.outbox where name = 'customer.updated' and payload->>'customerId' = $1`,
      [one.id],
    );
    expect(rows).toEqual([{ payload: { customerId: one.id, fields: ['tags'] } }]);
  });

  it('are removed', async () => {
    const customer = await tagged('gone', 'kept');
    expect((await admin.call(changeTag, { tag: 'gone', to: null })).data.to).toBeNull();
    expect(await tagsOf(customer.id)).toEqual(['kept']);
    expect(await agree()).toEqual([]);
    expect((await admin.call(changeTag, { tag: 'gone', to: null })).status).toBe(404);
  });

  it('that many carry are changed by a job, step by step, each step once', async () => {
    const people = Array.from({ length: 1_150 }, (_, at) => ({ firstName: `Nr ${at}`, tags: ['crowd'] }));
    await app.inStore((ctx) => createMany(ctx, people), store);
    const started = await admin.call(changeTag, { tag: 'crowd', to: 'mass' });
    expect(started.data).toMatchObject({ status: 'RUNNING', total: 1_150, processed: 500 });
    const changeId = started.data.id;
    const step = () => app.inStore((ctx) => retag(ctx, { changeId }), store);
    const killed = app.inStore(async (ctx) => {
      await retag(ctx, { changeId });
      throw new Error('killed');
    }, store);
    await expect(killed).rejects.toThrow('killed');
    expect((await admin.call(tagChange, { changeId })).data.processed).toBe(500);
    while (await step());
    await step();
    expect((await admin.call(tagChange, { changeId })).data).toMatchObject({
      status: 'DONE',
      processed: 1_150,
    });
    expect(await counts()).toEqual([['mass', 1_150]]);
    expect(await agree()).toEqual([]);
  });

  it.each([
    [{ tag: 'vip', to: 'x'.repeat(1_000) }, 'to'],
    [{ tag: 'vip', to: 'vip' }, 'to'],
    [{ tag: 'vip', to: '' }, 'to'],
    [{ tag: 'vip' }, 'to'],
    [{ tag: 'a\u202e', to: 'b' }, 'tag'],
  ])('%j is refused with its field', async (body, field) => {
    const reply = await admin.send('POST', changeTag.path, body);
    expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, field]);
  });

  it('are changed by who may change the store’s settings', async () => {
    const customer = await tagged('vip');
    const agent = await app.signIn('agent', store);
    expect((await agent.call(changeTag, { tag: 'vip', to: 'x' })).status).toBe(403);
    expect((await agent.call(tags, {})).status).toBe(200);
    const long = await agent.call(addTag, { customerId: customer.id, tag: 'x'.repeat(1_000) });
    expect([long.status, long.failure.errors]).toEqual([
      400,
      [{ field: 'tag', message: 'At most 50 characters fit.' }],
    ]);
  });
});
