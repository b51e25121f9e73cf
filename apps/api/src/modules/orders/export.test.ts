import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../test/harness.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

it('gives every order of the filter once, newest first, past the size of a page', async () => {
  const cashier = await app.signIn('cashier');
  const orders = Array.from({ length: 300 }, (_, n) => app.order({ source: 'export', sourceId: `=${n}` }));
  for (const part of [orders, orders.map((order) => ({ ...order, source: 'other' }))]) {
    const reply = await cashier.call(contract.sales.recordMany, { orders: part });
    expect(reply.data.results.every((result) => result.receipt)).toBe(true);
  }
  const owner = await app.signIn('owner');
  const file = await owner.send('GET', contract.orders.export.path);
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  const [header, ...lines] = file.text.replace('\ufeff', '').trimEnd().split('\r\n');
  expect(header?.split(',').slice(0, 3)).toEqual(['id', 'source', 'sourceId']);
  expect(lines).toHaveLength(600);
  expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(600);
  for (const line of lines) expect(line.split(',')[2]?.startsWith("'=")).toBe(true);
  const filtered = await owner.send('GET', `${contract.orders.export.path}?sourceId==7`);
  expect(filtered.text.trimEnd().split('\r\n')).toHaveLength(3);
});

it('refuses a filter that cannot be read, and staff without the right', async () => {
  const owner = await app.signIn('owner');
  expect((await owner.send('GET', `${contract.orders.export.path}?from=yesterday`)).status).toBe(400);
  const cashier = await app.signIn('cashier');
  expect((await cashier.send('GET', contract.orders.export.path)).status).toBe(403);
});
