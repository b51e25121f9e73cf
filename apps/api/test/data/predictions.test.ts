import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contract, type PredictionModelReply } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importOrders } from '../../src/modules/sales/index.ts';
import { type TestApp, type TestStore, testApp } from '../harness.ts';
import { recalculated } from '../made-store.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const file = join(
  process.env.WAFA_DATA ?? resolve(root, '../shared/data'),
  'online-retail/online_retail.csv.gz',
);
const here = existsSync(file);
if (!here) console.warn(`skipped: ${file} is not there (set WAFA_DATA to the folder of the public data)`);

interface Recall {
  at: number;
  recall: number;
}

/**
 * The same data and days as `packages/predict/report.ts`, through import, database and recalculation. What differs:
 * refunds are taken off, and who returned all they bought has no history; skus that are no goods (postage) stay in;
 * 2,000 items are modelled.
 */
describe.skipIf(!here)('predictions of an imported Online Retail', () => {
  let app: TestApp;
  let store: TestStore;
  let folder: string;
  let models: Record<PredictionModelReply['kind'], PredictionModelReply>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wafa-predict-'));
    app = await testApp();
    store = await app.addStore({ currency: 'GBP', timeZone: 'Europe/London' });
    await importOrders({
      runInStore: (_, work) => app.inStore(work, store),
      storeId: store.id,
      file,
      preset: 'online-retail',
      rejectsFile: join(folder, 'rejects.csv'),
    });
    // The night after the last day of the data: churn is judged by the 90 days after 2011-09-10.
    app.clock.set('2011-12-10T03:25:00Z');
    const begun = performance.now();
    await recalculated(app, store);
    console.info(`recalculated in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    const analyst = await app.signIn('analyst', store);
    const { data } = await analyst.call(contract.predictions.models, {});
    models = Object.fromEntries(data.models.map((model) => [model.kind, model])) as typeof models;
    console.info(JSON.stringify(data.models, null, 1));
  }, 1_800_000);
  afterAll(async () => {
    await app?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('says that nobody drops out, today and at 2011-09-10, and takes the NBD', () => {
    const { name, reason, report } = models.purchases;
    expect([name, reason?.code]).toEqual(['nbd', 'nobody_drops_out']);
    expect(report.gainByDropout).toBeLessThan(1.92);
    const holdout = report.holdout as { model: string; gainByDropout: number };
    expect(holdout.model).toBe('nbd');
    expect(holdout.gainByDropout).toBeLessThan(0.01);
  });

  it('ranks churn in the 90 days after 2011-09-10 with an AUC of at least .74', () => {
    const holdout = models.churn.report.holdout as { testedAt: number; auc: { value: number } };
    expect(holdout.testedAt).toBe(Date.parse('2011-09-10') / 86_400_000);
    expect(holdout.auc.value).toBeGreaterThanOrEqual(0.74);
  });

  it('recalls items of the last basket as well as published, .070/.109 new and .188/.257 all', () => {
    const [new10, new20] = models.discover.report.recall as Recall[];
    expect(Number(new10?.recall.toFixed(3))).toBeGreaterThanOrEqual(0.07);
    expect(Number(new20?.recall.toFixed(3))).toBeGreaterThanOrEqual(0.109);
    const [all10, all20] = models.buy_again.report.recall as Recall[];
    expect(all10?.recall).toBeGreaterThanOrEqual(0.188);
    expect(all20?.recall).toBeGreaterThanOrEqual(0.257);
  });

  it('has a history of each customer with kept orders, equal to a recount', async () => {
    const { rows } = await app.db.query(
      `select count(*)::int as customers, count(s.customer_id)::int as scored,
              count(*) filter (where (s.first_day, s.last_day, s.repeats, s.spent)
                                  is distinct from (o.first_day, o.last_day, o.days - 1, o.spent))::int as wrong
         from (select customer_id, count(distinct day) as days, min(day) as first_day, max(day) as last_day,
                      sum(kept) as spent
                 from (select customer_id, (placed_at at time zone 'Europe/London')::date as day,
                              total - refunded_total as kept
                         from orders.orders
                        where store_id = $1 and customer_id is not null and status <> 'refunded') as kept
                group by customer_id) as o
         left join predictions.scores s on s.store_id = $1 and s.customer_id = o.customer_id`,
      [store.id],
    );
    expect(rows[0]).toEqual({ customers: rows[0].scored, scored: rows[0].scored, wrong: 0 });
    expect(rows[0].scored).toBeGreaterThan(4_000);
  });
});
