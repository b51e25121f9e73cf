import { contract } from '@wafa/contract';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import * as customers from '../index.ts';

let app: TestApp;
let analyst: Client;
beforeAll(async () => {
  app = await testApp();
  analyst = await app.signIn('analyst');
  const admin = await app.signIn('admin');
  await admin.call(contract.customers.addField, {
    key: 'shoe',
    name: { en: 'Shoe size', ar: 'مقاس الحذاء' },
    type: 'number',
  });
  await app.inStore((ctx) =>
    customers.createMany(ctx, [
      { firstName: '=cmd|calc', lastName: '"Quoted", with\ncomma'.replace('\n', ' '), tags: ['vip', 'late'] },
      {
        firstName: 'ليلى',
        lastName: '+1',
        customFields: { shoe: 38, other: '@x' },
        email: 'l@export.example',
      },
    ]),
  );
});
afterAll(() => app?.close());

const download = async (query: string, client = analyst) =>
  client.send('GET', `/api/v1/customers/export${query}`);
const rows = async (query: string): Promise<Record<string, string>[]> =>
  parse((await download(query)).text, { bom: true, columns: true });

it('writes every column, with a column for each field of the store', async () => {
  const reply = await download('');
  expect(reply.status).toBe(200);
  const [layla, other] = await rows('');
  expect(layla).toMatchObject({
    firstName: 'ليلى',
    email: 'l@export.example',
    'custom.shoe': '38',
    customFields: '{"other":"@x"}',
    totalSpent: '0',
    currency: app.store.currency,
    status: 'active',
  });
  expect(other).toMatchObject({ tags: 'vip; late', 'custom.shoe': '', customFields: '' });
});

it('leaves nothing that a spreadsheet would run', async () => {
  const found = await rows('?columns=firstName,lastName&sortBy=name&sortOrder=asc');
  expect(found).toEqual([
    { firstName: "'=cmd|calc", lastName: '"Quoted", with comma' },
    { firstName: 'ليلى', lastName: "'+1" },
  ]);
});

it('takes the filters and the order of the list, columns as asked', async () => {
  expect(await rows('?columns=lastName&tags=vip')).toHaveLength(1);
  expect((await rows('?columns=email,id&query=layla')).map((row) => Object.keys(row))).toEqual([
    ['email', 'id'],
  ]);
  expect(await rows('?tags=nobody&columns=id')).toEqual([]);
});

it('writes more than a page, each customer once', async () => {
  const store = await app.addStore();
  const crowd = Array.from({ length: 2050 }, (_, at) => ({ firstName: `Row ${at}` }));
  await app.inStore((ctx) => customers.createMany(ctx, crowd), store);
  const { text } = await download('?columns=firstName', await app.signIn('analyst', store));
  const names = parse<{ firstName: string }>(text, { bom: true, columns: true }).map((row) => row.firstName);
  expect(new Set(names).size).toBe(2050);
  expect(names).toHaveLength(2050);
});

it('answers a fault of the request before the file begins', async () => {
  for (const query of ['?columns=password', '?status=gone', '?query=%00']) {
    const reply = await download(query);
    expect([reply.status, reply.failure.code]).toEqual([400, 'validation']);
  }
  expect((await download('', await app.signIn('cashier'))).status).toBe(403);
});
