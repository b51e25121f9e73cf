import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../../../test/app.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ works: true });
});
afterAll(() => app?.close());

it('is done by the worker after the reply', { timeout: 30_000 }, async () => {
  const { id } = await app.addCustomer();
  const admin = await app.signIn('admin');
  const { data } = await admin.call(contract.operations.startBulk, {
    action: { kind: 'add_tag', tag: 'worked' },
    audience: { kind: 'customers', customerIds: [id] },
    confirmedTotal: 1,
  });
  const done = await until(async () => {
    const reply = await admin.call(contract.operations.bulk, { operationId: data.id });
    return reply.data.status === 'DONE' && reply.data;
  });
  expect(done).toMatchObject({ done: 1, refused: 0, left: 0 });
  expect((await admin.call(contract.customers.get, { customerId: id })).data.tags).toEqual(['worked']);
});
