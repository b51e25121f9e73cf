import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importOrders } from '../../src/modules/sales/index.ts';
import { evaluateAll } from '../../src/modules/segments/fixtures.ts';
import { type TestApp, type TestStore, testApp } from '../harness.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const file = join(
  process.env.WAFA_DATA ?? resolve(root, '../shared/data'),
  'online-retail/online_retail.csv.gz',
);
const here = existsSync(file);
if (!here) console.warn(`skipped: ${file} is not there (set WAFA_DATA to the folder of the public data)`);

/** The day after the last order of the file. */
const now = '2011-12-10T09:00:00.000Z';

describe.skipIf(!here)('segments of Online Retail', () => {
  let app: TestApp;
  let store: TestStore;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wafa-segments-'));
    app = await testApp();
    app.clock.set(now);
    store = await app.addStore({ currency: 'GBP', timeZone: 'Europe/London' });
    await importOrders({
      runInStore: (_, work) => app.inStore(work, store),
      storeId: store.id,
      file,
      preset: 'online-retail',
      rejectsFile: join(folder, 'rejects.csv'),
    });
    const begun = performance.now();
    // The import has asked for it.
    await evaluateAll(app, store);
    console.info(`evaluated in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  }, 1_800_000);
  afterAll(async () => {
    await app?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('are those of a plain SQL recomputation from the orders', async () => {
    const text = await readFile(new URL('segments.verify.sql', import.meta.url), 'utf8');
    const wanted = await app.db.query(text, [store.id, now]);
    const found = await app.db.query(
      `select segment_key as key, customer_id from customers.v_memberships
        where store_id = $1 and segment_key not like 'rfm%' and segment_key not like 'cluster%'
        order by 1, 2`,
      [store.id],
    );
    const sizes = (rows: { key: string }[]) => {
      const counted: Record<string, number> = {};
      for (const { key } of rows) counted[key] = (counted[key] ?? 0) + 1;
      return counted;
    };
    console.info(JSON.stringify(sizes(found.rows)));
    expect(sizes(found.rows)).toEqual(sizes(wanted.rows));
    expect(found.rows).toEqual(wanted.rows);
  });
});
