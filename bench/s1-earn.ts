import { analyze } from '../apps/api/src/platform/process.ts';
import { machine, openDatabase, startApi } from './lib/environment.ts';
import { prepareLimit, writeLimit } from './lib/limit.ts';
import { load } from './lib/load.ts';
import { assertAll, type BenchResult, ratio } from './lib/report.ts';
import { makeStore } from './lib/store.ts';

const sizes = [1_000, 10_000, 100_000];
const connections = 32;
const warmSeconds = 4;
const seconds = 10;

/** S1: POST /api/v1/loyalty/earn, each request another customer, against one insert and one update. */
export async function s1(): Promise<BenchResult> {
  const database = await openDatabase();
  try {
    await prepareLimit(database);
    const stores = [];
    for (const size of sizes) stores.push(await makeStore(database, size));
    const before = await writeLimit(database, seconds);
    const api = await startApi(database);
    const rows = [];
    let sent = 0;
    for (const store of stores) {
      const shot = () => ({
        method: 'POST' as const,
        path: '/api/v1/loyalty/earn',
        body: JSON.stringify({
          customerId: store.customers[sent % store.customers.length]?.id,
          points: 10,
          transactionId: `bench-${sent++}`,
        }),
      });
      const target = { url: api.url, headers: store.headers, connections, shot };
      await load({ ...target, seconds: warmSeconds });
      // As autovacuum does within a minute of the first rows; tables without statistics get plans for none.
      await analyze(database);
      const result = await load({ ...target, seconds });
      assertAll(result, 200);
      rows.push({ customers: store.customers.length, result });
    }
    await api.stop();
    const after = await writeLimit(database, seconds);
    const limit = Math.round((before.perSecond + after.perSecond) / 2);
    return {
      id: 'S1',
      what: 'earn over HTTP, 32 connections, durable',
      target: 'at least 0.6 of the limit, aim 1.0; p99 at most 50 ms',
      machine: await machine(database),
      notes: [
        `limit: ${before.tool}; one insert and one update a transaction, before and after: ${before.perSecond} and ${after.perSecond}/s`,
        `after ${warmSeconds} s of warming up, with statistics gathered (ANALYZE) as a store of more than a minute has them`,
        'the client, the API process and PostgreSQL share the cores; pgbench had them without an API',
      ],
      rows: rows.map(({ customers, result: { perSecond, p50, p99 } }) => ({
        customers,
        'earns/s': perSecond,
        'limit/s': limit,
        ratio: ratio(perSecond, limit),
        'p50 ms': p50,
        'p99 ms': p99,
      })),
    };
  } finally {
    await database.stop();
  }
}
