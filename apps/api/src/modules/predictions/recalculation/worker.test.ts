import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../../../test/app.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ works: true });
});
afterAll(() => app?.close());

it('is done by the worker after the reply, and forgets at once who objects', {
  timeout: 60_000,
}, async () => {
  const { id } = await app.addCustomer();
  await app.record({ customerId: id });
  const admin = await app.signIn('admin');
  const { data } = await admin.call(contract.predictions.recalculate, {});
  const done = await until(async () => {
    const reply = await admin.call(contract.predictions.recalculation, { recalculationId: data.id });
    return reply.data.state === 'DONE' && reply.data;
  }, 50_000);
  expect(done).toMatchObject({ progress: 1, customers: 1, buyers: 1, scored: 1, recommended: 1 });
  const models = await admin.call(contract.predictions.models, {});
  expect(models.data.models.map(({ kind, reason }) => [kind, reason?.code])).toEqual([
    ['purchases', 'all_on_one_day'],
    ['spend', 'all_on_one_day'],
    ['churn', 'too_short'],
    ['discover', 'too_few_baskets'],
    ['buy_again', undefined],
  ]);

  const reasonOf = async () =>
    (await admin.call(contract.predictions.prediction, { customerId: id })).data.reason?.code;
  expect(await reasonOf()).toBe('one_order');
  await admin.call(contract.customers.update, { customerId: id, privacy: { profiling: false } });
  expect(await until(async () => (await reasonOf()) === 'no_profiling')).toBe(true);
});
