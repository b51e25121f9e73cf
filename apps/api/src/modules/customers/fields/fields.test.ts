import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';

const { fields, addField, changeField, removeField, create, update, get } = contract.customers;

let app: TestApp;
let admin: Client;
beforeAll(async () => {
  app = await testApp();
  admin = await app.signIn('admin');
});
afterAll(() => app?.close());

const size = {
  key: 'size',
  name: { en: 'Size', ar: 'المقاس' },
  type: 'choice' as const,
  choices: ['S', 'M', 'L'],
};

it('is defined, listed in its order, changed, archived and removed, each with an audit row', async () => {
  expect((await admin.call(addField, size)).data).toEqual({
    ...size,
    required: false,
    personal: true,
    position: 0,
    archived: false,
  });
  const pet = { key: 'pet', name: { en: 'Pet', ar: 'حيوان' }, type: 'text' as const };
  expect((await admin.call(addField, pet)).data.position).toBe(1);
  const again = await admin.call(addField, pet);
  expect([again.status, again.failure.code]).toEqual([409, 'code_taken']);
  await admin.call(changeField, { key: 'size', position: 5, archived: true });
  const keys = (await admin.call(fields, {})).data.fields.map(({ key, archived }) => [key, archived]);
  expect(keys).toEqual([
    ['pet', false],
    ['size', true],
  ]);
  const noChoice = await admin.call(changeField, { key: 'size', choices: [] });
  expect([noChoice.status, noChoice.failure.errors[0]?.field]).toEqual([400, 'choices']);
  expect((await admin.call(removeField, { key: 'pet' })).data).toEqual({ removed: true });
  expect((await admin.call(removeField, { key: 'pet' })).status).toBe(404);
  const { rows } = await app.db.query(
    `select action from platform.audit where entity = 'customer_field' order by id`,
  );
  expect(rows.map((row) => row.action)).toEqual([
    'customers.addField',
    'customers.addField',
    'customers.changeField',
    'customers.removeField',
  ]);
  await admin.call(removeField, { key: 'size' });
});

it('checks what staff enter and change, and leaves what stood before it', async () => {
  const before = await admin.call(create, { firstName: 'Free', customFields: { size: 'huge', note: 'n' } });
  await admin.call(addField, size);
  const id = before.data.id;
  const kept = await admin.call(update, { customerId: id, lastName: 'Kept', customFields: { note: 'm' } });
  expect(kept.data.customFields).toEqual({ size: 'huge', note: 'm' });
  const refused = await admin.call(update, { customerId: id, customFields: { size: 'XXL' } });
  expect([refused.status, refused.failure.errors]).toEqual([
    400,
    [{ field: 'customFields.size', message: 'Size: This is not one of the choices.' }],
  ]);
  const changed = await admin.call(update, { customerId: id, customFields: { size: 'L' } });
  expect(changed.data.customFields).toEqual({ size: 'L', note: 'm' });
  const made = await admin.call(create, { firstName: 'New', customFields: { size: 'XXL' } });
  expect([made.status, made.failure.errors[0]?.field]).toEqual([400, 'customFields.size']);
});

it('that is required is asked of staff, not of who signs up', async () => {
  await admin.call(changeField, { key: 'size', required: true });
  const missing = await admin.call(create, { firstName: 'None' });
  expect(missing.failure.errors).toEqual([{ field: 'customFields.size', message: 'Size: This is needed.' }]);
  expect((await admin.call(create, { firstName: 'One', customFields: { size: 'S' } })).status).toBe(201);
  const signed = await app.anonymous.with({ 'x-store-id': app.store.id }).call(contract.identity.signUp, {
    firstName: 'Self',
    email: 'self@example.com',
    password: 'a long pass phrase',
  });
  expect(signed.status).toBe(201);
  const emptied = await admin.call(create, { firstName: 'Two', customFields: { size: 'S' } });
  const cleared = await admin.call(update, { customerId: emptied.data.id, customFields: { size: null } });
  expect(cleared.status).toBe(400);
  await admin.call(changeField, { key: 'size', required: false });
  await admin.call(update, { customerId: emptied.data.id, customFields: { size: null } });
  expect((await admin.call(get, { customerId: emptied.data.id })).data.customFields).toEqual({});
});

it.each([
  [{ ...size, key: 'Bad key' }, 'key'],
  [{ ...size, key: 'c', choices: [] }, 'choices'],
  [{ ...size, key: 'd', type: 'text' }, 'choices'],
  [{ ...size, key: 'e', type: 'money' }, 'type'],
  [{ ...size, key: 'f', name: { en: 'Only English' } }, 'name.ar'],
])('%j is refused with its field', async (body, field) => {
  const reply = await admin.send('POST', addField.path, body);
  expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, field]);
});

it('are the store’s own, at most fifty, and defined by who may change its settings', async () => {
  const store = await app.addStore();
  const owner = await app.signIn('owner', store);
  expect((await owner.call(fields, {})).data.fields).toEqual([]);
  const text = (at: number) => ({ key: `f${at}`, name: { en: 'F', ar: 'ح' }, type: 'text' as const });
  for (let at = 0; at < 50; at++) await owner.call(addField, text(at));
  const beyond = await owner.call(addField, text(50));
  expect([beyond.status, beyond.failure.code]).toEqual([409, 'too_many_custom_fields']);
  const agent = await app.signIn('agent', store);
  expect((await agent.call(fields, {})).data.fields).toHaveLength(50);
  expect((await agent.call(addField, text(51))).status).toBe(403);
});
