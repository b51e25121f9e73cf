import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countAll,
  expectedSums,
  keptSums,
  localTime,
  type Raw,
  readRaw,
} from '../../src/modules/analytics/fixtures.ts';
import { importOrders } from '../../src/modules/sales/index.ts';
import { type TestApp, type TestStore, testApp } from '../harness.ts';

const timeZone = 'Europe/London';
const root = fileURLToPath(new URL('../../../..', import.meta.url));
const file = join(
  process.env.WAFA_DATA ?? resolve(root, '../shared/data'),
  'online-retail/online_retail.csv.gz',
);
const here = existsSync(file);
if (!here) console.warn(`skipped: ${file} is not there (set WAFA_DATA to the folder of the public data)`);

describe.skipIf(!here)('analytics of Online Retail', () => {
  let app: TestApp;
  let store: TestStore;
  let folder: string;
  let raw: Raw;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wafa-analytics-'));
    app = await testApp();
    store = await app.addStore({ currency: 'GBP', timeZone });
    await importOrders({
      runInStore: (_, work) => app.inStore(work, store),
      storeId: store.id,
      file,
      preset: 'online-retail',
      rejectsFile: join(folder, 'rejects.csv'),
    });
    raw = await readRaw(app, store);
    const begun = performance.now();
    await countAll(app, store);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.info(`${raw.orders.length} orders, ${raw.lines.length} lines: counted in ${seconds} s`);
  }, 1_800_000);
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('has sums that equal a recount of every order, line and refund', async () => {
    const [kept, expected] = [await keptSums(app, store), expectedSums(raw, timeZone)];
    for (const table of ['sales', 'goods', 'buyers', 'cohorts']) {
      const want = new Set(expected[table]);
      expect(kept[table]?.length, table).toBe(want.size);
      expect(
        kept[table]?.filter((line) => !want.has(line)),
        table,
      ).toEqual([]);
    }
  });

  it('answers ten years at once with the sums of the whole file', async () => {
    const owner = await app.signIn('owner', store);
    const range = { from: '2016-04-01', to: '2026-03-10' };
    const empty = await owner.call(contract.analytics.overview, range);
    expect(empty.data.figures.orders).toBe(0);
    const local = localTime(timeZone);
    const { data } = await owner.call(contract.analytics.overview, { from: '2010-12-01', to: '2011-12-09' });
    const days = raw.orders.filter(({ placed_at }) => local(placed_at).day <= '2011-12-09');
    expect(data.figures).toMatchObject({
      orders: days.length,
      gross: days.reduce((sum, { total }) => sum + total, 0),
      activeCustomers: new Set(days.flatMap(({ customer_id }) => customer_id ?? [])).size,
    });
  });
});
