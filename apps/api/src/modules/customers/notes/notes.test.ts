import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';

const { notes, addNote, changeNote, removeNote, merge, unmerge } = contract.customers;

let app: TestApp;
let agent: Client;
let admin: Client;
beforeAll(async () => {
  app = await testApp();
  [agent, admin] = [await app.signIn('agent'), await app.signIn('admin')];
});
afterAll(() => app?.close());

const texts = async (customer: TestCustomer, query: object = {}) =>
  (await agent.call(notes, { customerId: customer.id, ...query })).data.notes.map(({ text }) => text);

it('stand pinned first, then newest first, page by page', async () => {
  const customer = await app.addCustomer();
  for (const text of ['first', 'second', 'third']) {
    await agent.call(addNote, { customerId: customer.id, text, pinned: text === 'second' });
    app.clock.advance({ seconds: 1 });
  }
  expect(await texts(customer)).toEqual(['second', 'third', 'first']);
  expect(await texts(customer, { limit: 2, page: 2 })).toEqual(['first']);
  const { data } = await agent.call(notes, { customerId: customer.cardNumber, limit: 2 });
  expect(data).toMatchObject({ total: 3, totalPages: 2, nextCursor: '2', notes: [{ own: true }, {}] });
});

it('are changed by who wrote them, pinned by anybody, and removed by either the author or an administrator', async () => {
  const customer = await app.addCustomer();
  const ref = { customerId: customer.id };
  const { id: noteId } = (await agent.call(addNote, { ...ref, text: 'mine' })).data;
  const theirs = await admin.call(changeNote, { ...ref, noteId, text: 'not mine' });
  expect([theirs.status, theirs.failure.errors[0]?.field]).toEqual([403, 'text']);
  expect((await admin.call(changeNote, { ...ref, noteId, pinned: true })).data).toMatchObject({
    text: 'mine',
    pinned: true,
    own: false,
  });
  expect((await agent.call(changeNote, { ...ref, noteId, text: 'better' })).data.text).toBe('better');
  const of = (await admin.call(addNote, { ...ref, text: 'of the administrator' })).data.id;
  expect((await agent.call(removeNote, { ...ref, noteId: of })).status).toBe(403);
  expect((await admin.call(removeNote, { ...ref, noteId })).data).toEqual({ removed: true });
  expect((await admin.call(removeNote, { ...ref, noteId })).status).toBe(404);
  expect(await texts(customer)).toEqual(['of the administrator']);
  const { rows } = await app.db.query(
    `select a.action, v.before from platform.audit a
      join platform.audit_values v on v.store_id = a.store_id and v.audit_id = a.id
     where a.entity = 'note' and a.entity_id = $1 order by a.id`,
    [noteId],
  );
  expect(rows.at(-1)).toEqual({
    action: 'customers.removeNote',
    before: { text: 'better', pinned: true },
  });
});

it('are not for customers, readers, other stores or closed customers', async () => {
  const customer = await app.addCustomer();
  const ref = { customerId: customer.id };
  const { id: noteId } = (await agent.call(addNote, { ...ref, text: 'secret' })).data;
  const self = await app.signInAs(customer);
  expect((await self.call(notes, { customerId: 'me' })).status).toBe(403);
  const analyst = await app.signIn('analyst');
  expect((await analyst.call(notes, ref)).status).toBe(200);
  expect((await analyst.call(addNote, { ...ref, text: 'x' })).status).toBe(403);
  const elsewhere = await app.signIn('admin', await app.addStore());
  expect((await elsewhere.call(notes, ref)).status).toBe(404);
  const other = await app.addCustomer();
  expect((await agent.call(removeNote, { customerId: other.id, noteId })).status).toBe(404);
  await admin.call(contract.customers.changeStatus, { ...ref, status: 'closed', reason: 'left' });
  const late = await agent.call(addNote, { ...ref, text: 'late' });
  expect([late.status, late.failure.code]).toEqual([409, 'customer_closed']);
});

it('go to the survivor of a merge, and back to whom they were written on', async () => {
  const [into, from] = [await app.addCustomer(), await app.addCustomer()];
  await agent.call(addNote, { customerId: into.id, text: 'of the survivor' });
  await agent.call(addNote, { customerId: from.id, text: 'before' });
  const merged = await admin.call(merge, { customerId: into.id, from: from.id });
  await agent.call(addNote, { customerId: from.cardNumber, text: 'since' });
  await agent.call(addNote, { customerId: into.id, text: 'on the survivor since' });
  expect((await texts(into)).sort()).toEqual(['before', 'of the survivor', 'on the survivor since', 'since']);
  await admin.call(unmerge, { mergeId: merged.data.merge.id });
  expect((await texts(from)).sort()).toEqual(['before', 'since']);
  expect((await texts(into)).sort()).toEqual(['of the survivor', 'on the survivor since']);
});
