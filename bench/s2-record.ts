import { analyze } from '../apps/api/src/platform/process.ts';
import { machine, openDatabase, startApi } from './lib/environment.ts';
import { prepareLimit, writeLimit } from './lib/limit.ts';
import { load, type Shot } from './lib/load.ts';
import { assertAll, type BenchResult, ratio } from './lib/report.ts';
import { type BenchStore, makeStore } from './lib/store.ts';

const sizes = [1_000, 10_000, 100_000];
const connections = 32;
const warmSeconds = 4;
const seconds = 10;
const skus = 500;

/** S2: POST /api/v1/orders, three lines, customers at random: the whole order with its receipt. */
export async function s2(): Promise<BenchResult> {
  const database = await openDatabase();
  try {
    await prepareLimit(database);
    const stores = [];
    for (const size of sizes) stores.push(await makeStore(database, size));
    const before = await writeLimit(database, seconds);
    const api = await startApi(database);
    const rows = [];
    for (const store of stores) {
      const target = { url: api.url, headers: store.headers, connections, shot: orders(store) };
      await load({ ...target, seconds: warmSeconds });
      // As autovacuum does within a minute of the first rows; tables without statistics get plans for none.
      await analyze(database);
      const full = await load({ ...target, seconds });
      assertAll(full, 201);
      const half = await load({ ...target, seconds, rate: Math.round(full.perSecond / 2) });
      assertAll(half, 201);
      rows.push({ customers: store.customers.length, full, half });
    }
    await api.stop();
    const after = await writeLimit(database, seconds);
    const limit = Math.round((before.perSecond + after.perSecond) / 2);
    return {
      id: 'S2',
      what: 'the main job over HTTP: order of three lines, statistics, points, tier, receipt',
      target: 'at least 600/s, aim 1,500/s; p99 at most 50 ms at half load',
      machine: await machine(database),
      notes: [
        `limit: ${before.tool}; one insert and one update a transaction, before and after: ${before.perSecond} and ${after.perSecond}/s`,
        `after ${warmSeconds} s of warming up, with statistics gathered (ANALYZE) as a store of more than a minute has them`,
        'the client, the API process and PostgreSQL share the cores; pgbench had them without an API',
        'at half load a latency counts from the moment the request was due',
      ],
      rows: rows.map(({ customers, full, half }) => ({
        customers,
        'orders/s': full.perSecond,
        'limit/s': limit,
        ratio: ratio(full.perSecond, limit),
        'p50 ms': full.p50,
        'p99 ms': full.p99,
        'half load/s': half.perSecond,
        'p50 ms, half': half.p50,
        'p99 ms, half': half.p99,
      })),
    };
  } finally {
    await database.stop();
  }
}

/** Orders of a store, each with an id of its own. */
function orders(store: BenchStore): () => Shot {
  let sent = 0;
  const any = (count: number) => Math.floor(Math.random() * count);
  return () => ({
    method: 'POST',
    path: '/api/v1/orders',
    body: JSON.stringify({
      source: 'bench',
      sourceId: `order-${sent++}`,
      customerId: store.customers[any(store.customers.length)]?.id,
      locationId: store.locationId,
      channel: 'till',
      currency: 'SAR',
      lines: [0, 1, 2].map(() => ({
        sku: `SKU-${any(skus)}`,
        name: 'Coffee beans 250 g',
        category: 'coffee',
        quantity: 1 + any(3),
        unitPrice: 1_500 + any(4_000),
        discount: 0,
      })),
      payments: [{ method: 'card', amount: 10_000 }],
    }),
  });
}
