import pg from 'pg';
import * as segments from '../apps/api/src/modules/segments/index.ts';
import * as settings from '../apps/api/src/modules/settings/index.ts';
import { systemClock } from '../apps/api/src/platform/clock.ts';
import type { Ctx } from '../apps/api/src/platform/context.ts';
import { type Runner, runInTransaction } from '../apps/api/src/platform/db/run.ts';
import { analyze, withRunner } from '../apps/api/src/platform/process.ts';
import { type BenchDatabase, log, machine, openDatabase } from './lib/environment.ts';
import type { BenchResult } from './lib/report.ts';
import { makeStore } from './lib/store.ts';

const sizes = (process.env.WAFA_BENCH_SIZES ?? '10000,100000,1000000').split(',').map(Number);
const ordersEach = 5;
/** Customers whose change is measured one by one. */
const changes = 300;
const chunk = 50_000;
const system = { kind: 'system', id: '00000000-0000-0000-0000-000000000004' } as const;

/**
 * S6: all segments of a store from nothing (built-in ones, RFM groups, clusters, two by rules), by the job without
 * its pauses; and what the evaluation of one customer adds to the commit of an order.
 */
export async function s6(): Promise<BenchResult> {
  const rows: BenchResult['rows'] = [];
  const database = await openDatabase();
  try {
    for (const size of sizes) {
      // A store of each size in one database; each statement keeps to its store.
      const { id } = await makeStore(database, 0);
      await fill(database, id, size);
      rows.push(await measure(database, id, size));
      await remove(database, id);
    }
    return {
      id: 'S6',
      what: 'all segments of a store from nothing; one order’s change',
      target: '1,000,000 customers in at most 15 s; at most 3 ms added to the commit',
      machine: await machine(database),
      notes: [
        `${ordersEach} orders a customer over two years; two segments by rules beside the built-in ones, RFM and clusters`,
        'again: the same evaluation when nobody moves, as the hourly round finds it',
        'change: the statement for one customer in a transaction that is open, nobody moving',
        'a peer, by an issue in its tracker: over 5 min for 700,000 customers',
      ],
      rows,
    };
  } finally {
    await database.stop();
  }
}

/** Customers with facts and orders by SQL, since only what stands in the tables matters here. */
async function fill(database: BenchDatabase, storeId: string, size: number): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  // Indexes of search and duplicates are not read here, and their triggers would take most of the time.
  try {
    await client.query('set session_replication_role = replica');
    for (let from = 0; from < size; from += chunk)
      await client.query(people, [storeId, from, Math.min(from + chunk, size) - 1, systemClock.now()]);
    await client.query(orders, [storeId, systemClock.now(), ordersEach]);
    await client.query(facts, [storeId]);
    await client.query('vacuum analyze orders.orders');
    await client.query('vacuum analyze customers.facts');
  } finally {
    await client.end();
  }
  await analyze(database);
}

const people = `
  with made as (
    insert into customers.customers (store_id, id, card_number, first_name, created_at, updated_at)
    select $1::uuid, md5($1::uuid::text || n)::uuid, (100000000000 + n)::text, 'Customer',
           $4::timestamptz - (n % 900) * interval '1 day', $4
      from generate_series($2::int, $3::int) as n
    returning store_id, id, status, type, created_at
  )
  insert into customers.facts (store_id, customer_id, status, type, created_at)
  select store_id, id, status, type, created_at from made`;

/** Days between orders differ by customer from 5 to 150, and one customer in eight stopped long ago. */
const orders = `
  insert into orders.orders (store_id, id, source, source_id, customer_id, presented_id, channel, status, currency,
    total, placed_at, completed_at, recorded_at)
  select $1::uuid, md5(f.customer_id::text || k)::uuid, 'bench', f.customer_id::text || k, f.customer_id, f.customer_id,
         'till', 'completed', 'SAR', 1000 + h % 50000, t.at, t.at, t.at
    from customers.facts f
   cross join lateral (select abs(hashtext(f.customer_id::text)) as h) as hashed
   cross join generate_series(1, $3::int) as k
   cross join lateral (
     select $2::timestamptz - interval '1 hour'
            - (k - 1) * (5 + h % 145) * interval '1 day' - (case when h % 8 = 0 then 200 else 0 end) * interval '1 day' as at
   ) as t
   where f.store_id = $1::uuid`;

const facts = `
  update customers.facts f set total_orders = o.n, total_spent = o.spent, visits = o.n, first_order_at = o.first_at,
         last_order_at = o.last_at, last_visit_at = o.last_at
    from (select customer_id, count(*) as n, sum(total) as spent, min(placed_at) as first_at, max(placed_at) as last_at
            from orders.orders where store_id = $1 group by customer_id) as o
   where f.store_id = $1 and f.customer_id = o.customer_id`;

async function remove(database: BenchDatabase, storeId: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query('set session_replication_role = replica');
  for (const table of ['orders.orders', 'customers.memberships', 'customers.facts', 'customers.customers'])
    await client.query(`delete from ${table} where store_id = $1`, [storeId]);
  await client.end();
}

/** New segments ask for an evaluation of their own; what is measured is one of all. */
async function forgetEvaluations(database: BenchDatabase, storeId: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query('delete from segments.evaluations where store_id = $1', [storeId]);
  await client.end();
}

function measure(
  database: BenchDatabase,
  storeId: string,
  size: number,
): Promise<BenchResult['rows'][number]> {
  return withRunner(database, log, async (runner) => {
    settings.configureSettings(runner);
    const work = <T>(run: (ctx: Ctx) => Promise<T>) =>
      runInTransaction(runner, { storeId, actor: system }, run);
    await work((ctx) =>
      segments.add(ctx, byRules('spenders', { field: 'total_spent', operator: '>=', value: 100_000 })),
    );
    await work((ctx) =>
      segments.add(
        ctx,
        byRules('often', { field: 'orders_in', operator: '>=', value: 3, args: { days: 90 } }),
      ),
    );
    await forgetEvaluations(database, storeId);
    const first = await evaluateAll(work);
    const again = await evaluateAll(work);
    const spent = await oneByOne(runner, storeId, work);
    return {
      customers: size,
      memberships: first.entered,
      'from nothing s': first.seconds,
      'models s': first.modelSeconds,
      'again s': again.seconds,
      'change p50 ms': spent.p50,
      'change p95 ms': spent.p95,
    };
  });
}

type Work = <T>(run: (ctx: Ctx) => Promise<T>) => Promise<T>;
type Rules = { field: string; operator: string; value: number; args?: { days: number } };

const byRules = (key: string, rule: Rules) => ({
  key,
  kind: 'dynamic' as const,
  name: { en: key, ar: key },
  description: { en: '', ar: '' },
  customerText: { en: '', ar: '' },
  benefits: [],
  isVisible: false,
  rules: { combinator: 'and' as const, rules: [rule] },
});

const round = (value: number) => Math.round(value * 100) / 100;

/** Runs a full evaluation as the worker would, without its pauses; it starts once the models are learnt. */
async function evaluateAll(work: Work) {
  const { id } = await work((ctx) =>
    segments.requestEvaluation(ctx, { cause: 'full', segment: null, isChange: false }),
  );
  const begun = Date.now();
  while (await segments.workEvaluation(work));
  const seconds = (Date.now() - begun) / 1000;
  const { entered, startedAt } = await work((ctx) => segments.evaluation(ctx, { evaluationId: id }));
  return { seconds, modelSeconds: (Date.parse(startedAt ?? '') - begun) / 1000, entered };
}

/** What the evaluation of one customer takes inside a transaction that is open already. */
async function oneByOne(runner: Runner, storeId: string, work: Work) {
  const { rows } = await runner.pool.query<{ id: string }>(
    `select md5($1::text || n * 31)::uuid as id from generate_series(1, $2::int) as n`,
    [storeId, changes],
  );
  const times: number[] = [];
  for (const { id } of rows) {
    await work(async (ctx) => {
      const begun = performance.now();
      await segments.afterChange(ctx, [id]);
      times.push(performance.now() - begun);
    });
  }
  // The first ones prepare statements and fill caches.
  const sorted = times.slice(20).sort((a, b) => a - b);
  const at = (part: number) => round(sorted[Math.floor(part * sorted.length)] ?? 0);
  return { p50: at(0.5), p95: at(0.95) };
}
