import { tool } from '../scripts/lib/processes.ts';
import { type BenchDatabase, machine, openDatabase, startApi, startProcess } from './lib/environment.ts';
import { type LoadResult, load } from './lib/load.ts';
import { assertAll, type BenchResult, ratio } from './lib/report.ts';
import { type BenchStore, makeStore } from './lib/store.ts';

const sizes = [1_000, 10_000, 100_000];
const connections = 32;
const warmSeconds = 4;
const seconds = 10;

/**
 * S3: what a till asks when a card is shown: GET /api/v1/customers/<card number>/card, which answers with
 * profile, points and tier. The points account with progress and expiry, asked when the cashier opens it,
 * stands beside it.
 */
export async function s3(): Promise<BenchResult> {
  const database = await openDatabase();
  try {
    const rows = [];
    for (const size of sizes) {
      const store = await makeStore(database, size);
      rows.push(await measure(database, store));
    }
    return {
      id: 'S3',
      what: 'till look-up by card number, 32 connections',
      target: 'at least 0.7 of the limit',
      machine: await machine(database),
      notes: [
        'limit: Fastify with nothing else and one select by primary key through pg, in a process of its own',
        'the client, the process and PostgreSQL share the cores, in both',
      ],
      rows,
    };
  } finally {
    await database.stop();
  }
}

async function measure(database: BenchDatabase, store: BenchStore): Promise<BenchResult['rows'][number]> {
  const pick = () => store.customers[Math.floor(Math.random() * store.customers.length)];
  const shoot = async (url: string, path: () => string): Promise<LoadResult> => {
    const target = {
      url,
      headers: store.headers,
      connections,
      shot: () => ({ method: 'GET' as const, path: path() }),
    };
    await load({ ...target, seconds: warmSeconds });
    const result = await load({ ...target, seconds });
    assertAll(result, 200);
    return result;
  };
  const bare = await startProcess(
    process.execPath,
    [tool('tsx', 'dist/cli.mjs'), 'bench/lib/bare.ts'],
    { BENCH_DATABASE_URL: database.adminUrl },
    30_000,
  );
  const limit = await shoot(bare.url, () => `/customers/${pick()?.id}`);
  await bare.stop();
  const api = await startApi(database);
  const card = await shoot(api.url, () => `/api/v1/customers/${pick()?.cardNumber}/card`);
  const account = await shoot(api.url, () => `/api/v1/loyalty/accounts/${pick()?.id}`);
  await api.stop();
  return {
    customers: store.customers.length,
    'look-ups/s': card.perSecond,
    'limit/s': limit.perSecond,
    ratio: ratio(card.perSecond, limit.perSecond),
    'p50 ms': card.p50,
    'p99 ms': card.p99,
    'accounts/s': account.perSecond,
    'p99 ms, account': account.p99,
  };
}
