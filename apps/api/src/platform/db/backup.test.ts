import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloneDatabase } from '../../../test/database.ts';
import { type TestApp, testApp } from '../../../test/harness.ts';
import { app as product } from '../../app.ts';
import { migrateApp } from '../process.ts';
import { backupDatabase, restoreDatabase } from './backup.ts';

let app: TestApp;
let folder: string;

beforeAll(async () => {
  app = await testApp();
  folder = await mkdtemp(join(tmpdir(), 'wafa-backup-'));
});
afterAll(async () => {
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});

const adminUrl = () => (app.db.options as { connectionString: string }).connectionString;

/** Every row of every table but the job queue's own, as text, in one order. */
async function everything(db: pg.Pool): Promise<Map<string, string>> {
  const { rows } = await db.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema', 'pgboss')
       and c.relname not in ('outbox', 'relay_cursor', 'migrations', 'functions')`);
  const found = new Map<string, string>();
  for (const { name } of rows) {
    const content = await db.query(
      `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${name} t`,
    );
    found.set(name, content.rows[0].sum);
  }
  return found;
}

it('brings every table back, and events that nobody had heard yet', async () => {
  const customer = await app.addCustomer();
  await app.record({ customerId: customer.id });
  const manifest = await backupDatabase(adminUrl(), join(folder, 'one'), new Date());
  expect(manifest.tables.find((table) => table.name === 'orders.orders')?.rows).toBe(1);

  const target = await cloneDatabase();
  const db = new pg.Pool({ connectionString: target.adminUrl, max: 2 });
  await migrateApp(product, target);
  await restoreDatabase(target.adminUrl, join(folder, 'one'));
  expect(await everything(db)).toEqual(await everything(app.db));
  const { rows } = await db.query(
    `select count(*)::int as n from platform.outbox o
      where not exists (select from platform.relay_cursor c where (o.txid, o.id) <= (c.txid, c.id))`,
  );
  expect(rows[0].n).toBeGreaterThan(0);
  await expect(restoreDatabase(target.adminUrl, join(folder, 'one'))).rejects.toThrow('is not empty');
  await db.end();
  await target.drop();
});

it('refuses a folder that holds something, and a log-in that row security binds', async () => {
  await expect(backupDatabase(adminUrl(), folder, new Date())).rejects.toThrow('is not empty');
  const bound = new URL(adminUrl());
  bound.searchParams.set('options', '-c role=wafa_app');
  await expect(backupDatabase(bound.toString(), join(folder, 'two'), new Date())).rejects.toThrow(
    'sees every store',
  );
});
