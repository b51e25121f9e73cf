import { randomUUID } from 'node:crypto';
import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as loyalty from '../../src/modules/loyalty/index.ts';
import { type TestApp, testApp } from '../harness.ts';
import { recounted } from '../recount.ts';
import { figure, inParallel } from './figures.ts';

const orders = figure(1_000, 30);
const workers = 20;

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

test(`${orders} orders, each refunded whole twice by ${workers} workers: as many succeed, as many are refused`, async () => {
  const admin = await app.signIn('admin');
  const buyers = await Promise.all(Array.from({ length: 7 }, () => app.addCustomer()));
  const sourceIds = Array.from({ length: orders }, () => randomUUID());
  await inParallel(sourceIds, workers, async (sourceId, index) => {
    await app.record({ customerId: buyers[index % buyers.length]?.id, sourceId });
  });
  const { rows } = await app.db.query<{ id: string }>('select id from orders.orders order by source_id');
  expect(rows).toHaveLength(orders);

  const attempts = [...rows, ...rows.toReversed()];
  const counts: Record<string, number> = {};
  await inParallel(attempts, workers, async ({ id }) => {
    const reply = await admin.call(contract.sales.refund, {
      orderId: id,
      source: 'till',
      refundId: randomUUID(),
      lines: [{ lineNo: 1, quantity: 1 }],
    });
    const outcome = reply.status < 300 ? 'refunded' : `${reply.status} ${reply.failure.code}`;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  });
  const refused = Object.entries(counts).filter(([outcome]) => outcome !== 'refunded');
  expect(counts.refunded).toBe(orders);
  expect(refused.reduce((sum, [, count]) => sum + count, 0)).toBe(orders);
  expect(refused.every(([outcome]) => outcome.startsWith('409'))).toBe(true);

  expect(await loyalty.driftOf(app.db)).toEqual([]);
  for (const buyer of buyers) {
    const { kept, counted } = await recounted(app, buyer.id);
    expect(kept).toEqual(counted);
    const { data } = await admin.call(contract.loyalty.account, { customerId: buyer.id });
    expect(data).toMatchObject({ available: 0, pending: 0, held: 0, debt: 0, lifetime: 0 });
  }
});
