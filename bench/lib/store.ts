import type { Permission } from '@wafa/contract';
import pg from 'pg';
import * as customers from '../../apps/api/src/modules/customers/index.ts';
import * as loyalty from '../../apps/api/src/modules/loyalty/index.ts';
import * as settings from '../../apps/api/src/modules/settings/index.ts';
import { newId, systemClock } from '../../apps/api/src/platform/clock.ts';
import type { Ctx } from '../../apps/api/src/platform/context.ts';
import { runInTransaction } from '../../apps/api/src/platform/db/run.ts';
import { AppError } from '../../apps/api/src/platform/errors.ts';
import { analyze, withRunner } from '../../apps/api/src/platform/process.ts';
import { type BenchDatabase, log } from './environment.ts';

/** A store to shoot at. */
export interface BenchStore {
  id: string;
  locationId: string;
  /** Headers of a till: its API key and its store. */
  headers: Record<string, string>;
  customers: customers.MadeCustomer[];
}

const permissions: Permission[] = [
  'customers.find',
  'customers.read',
  'loyalty.read',
  'loyalty.earn',
  'orders.record',
];
const system = { kind: 'system', id: '00000000-0000-0000-0000-000000000004' } as const;
const chunk = 1_000;

/** Makes a store with so many customers, each with an open points account, through the product's operations. */
export async function makeStore(database: BenchDatabase, size: number): Promise<BenchStore> {
  const made = await withRunner(database, log, async (runner) => {
    settings.configureSettings(runner);
    const id = newId(systemClock, systemClock.now());
    const work = <T>(run: (ctx: Ctx) => Promise<T>) =>
      runInTransaction(runner, { storeId: id, actor: system }, run);
    const { locationId, key } = await work(async (ctx) => {
      await settings.createStore(ctx, {
        slug: `bench-${id.slice(-12)}`,
        name: `Bench ${size}`,
        currency: 'SAR',
        timeZone: 'Asia/Riyadh',
        language: 'en',
      });
      await loyalty.createDefaultProgramme(ctx);
      const location = await settings.createLocation(ctx, { code: 'till', name: 'Till', kind: 'till' });
      const { key } = await settings.createKey(ctx, { name: 'bench', scopes: permissions });
      return { locationId: location.id, key };
    });
    const people: customers.MadeCustomer[] = [];
    for (let from = 0; from < size; from += chunk) {
      people.push(...(await work((ctx) => addPeople(ctx, from, Math.min(chunk, size - from)))));
      // Before the first statistics any index looks as good as the right one.
      if (from === 0) await analyze(database);
    }
    return { id, locationId, headers: { 'x-api-key': key, 'x-store-id': id }, customers: people };
  });
  await forgetEvents(database);
  await analyze(database);
  return made;
}

/**
 * The store's people joined long ago: what hears of it (activity, duplicates) has done so, and does not
 * work through a hundred thousand events beside what is measured. Left in, they halved S1.
 */
async function forgetEvents(database: BenchDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query('delete from platform.outbox');
  await client.end();
}

async function addPeople(ctx: Ctx, from: number, count: number): Promise<customers.MadeCustomer[]> {
  const results = await customers.createMany(
    ctx,
    Array.from({ length: count }, (_, i) => ({
      firstName: 'Customer',
      lastName: String(from + i),
      firstNameAr: 'عميل',
      email: `customer.${from + i}@example.com`,
      phone: `+96650${String(from + i).padStart(7, '0')}`,
      source: 'bench',
      sourceId: String(from + i),
    })),
  );
  const people = results.map((result) => {
    if (result instanceof AppError) throw result;
    return result;
  });
  await loyalty.standings(
    ctx,
    people.map(({ id }) => id),
  );
  return people;
}
