import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** What a backup holds; stands in its folder as manifest.json. */
export interface Manifest {
  madeAt: string;
  /** Applied migrations with the hash of each: a restore needs the same. */
  migrations: { name: string; hash: string }[];
  tables: (Table & { rows: number; file: string })[];
}

interface Table {
  name: string;
  columns: string[];
  /** Which rows a backup takes; all, unless said. */
  only?: string;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Tables that a migration fills by itself. */
const remade = ['platform.migrations', 'platform.functions'];
/** Of the job queue, jobs still to be done; the rest of its schema the migration makes. */
const jobs = { name: 'pgboss.job', only: "where state < 'completed'" };

async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{ schema: string; name: string; columns: string[] }>(`
    select n.nspname as schema, c.relname as name,
           array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind in ('r', 'p') and not c.relispartition
       and n.nspname not in ('pg_catalog', 'information_schema', 'public') and n.nspname not like 'pg\\_%'
       and (n.nspname <> 'pgboss' or c.relname = 'job')
     group by 1, 2
     order by 1, 2`);
  return rows
    .map((row) => ({ name: `${row.schema}.${row.name}`, columns: row.columns }))
    .map((table) => (table.name === jobs.name ? { ...table, ...jobs } : table))
    .filter((table) => !remade.includes(table.name));
}

const sqlName = (table: string) => table.split('.').map(quoted).join('.');

async function connect(adminUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'wafa-backup' });
  await client.connect();
  const { rows } = await client.query<{ sees: boolean }>(
    'select rolsuper or rolbypassrls as sees from pg_roles where rolname = current_user',
  );
  if (!rows[0]?.sees) {
    await client.end();
    throw new Error(
      'A backup needs a log-in that sees every store: a superuser, or one with BYPASSRLS (DATABASE_ADMIN_URL)',
    );
  }
  return client;
}

/**
 * Copies every table into a folder, all from one snapshot, one gzipped file a table. The embedded
 * PostgreSQL brings no pg_dump, and a system's older pg_dump refuses a newer server.
 * @param folder is made; must be empty
 */
export async function backupDatabase(adminUrl: string, folder: string, at: Date): Promise<Manifest> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new Error(`${folder} is not empty`);
  const client = await connect(adminUrl);
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    const { rows: migrations } = await client.query<{ name: string; hash: string }>(
      'select name, hash from platform.migrations order by name',
    );
    const tables: Manifest['tables'] = [];
    for (const table of await listTables(client)) {
      const file = `${table.name}.copy.gz`;
      const columns = table.columns.map(quoted).join(', ');
      const source = client.query(
        copyTo(`copy (select ${columns} from ${sqlName(table.name)} ${table.only ?? ''}) to stdout`),
      );
      await pipeline(
        source,
        createGzip({ level: 3 }),
        createWriteStream(join(folder, file), { mode: 0o600 }),
      );
      tables.push({ ...table, rows: source.rowCount ?? 0, file });
    }
    const manifest = { madeAt: at.toISOString(), migrations, tables };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2));
    return manifest;
  } finally {
    await client.end();
  }
}

/**
 * Fills a freshly migrated, empty database from a backup, in one transaction. Transaction ids of another
 * server mean nothing here: events that had been relayed get the lowest, the others this transaction's.
 * @throws Error when the schema differs, or the database holds rows
 */
export async function restoreDatabase(adminUrl: string, folder: string): Promise<Manifest> {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  const client = await connect(adminUrl);
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await assertSame(client, manifest);
    for (const table of manifest.tables) {
      const columns = table.columns.map(quoted).join(', ');
      const { rows } = await client.query(`select 1 from ${sqlName(table.name)} limit 1`);
      if (rows.length > 0) throw new Error(`${table.name} is not empty; restore into a new database`);
      await pipeline(
        createReadStream(join(folder, table.file)),
        createGunzip(),
        client.query(copyFrom(`copy ${sqlName(table.name)} (${columns}) from stdin`)),
      );
    }
    await client.query(`
      with cursor as (select txid, id from platform.relay_cursor where name = 'listeners')
      update platform.outbox o
         set txid = case when exists (select from cursor c where (o.txid, o.id) <= (c.txid, c.id))
                         then '1'::xid8 else pg_current_xact_id() end`);
    await client.query(`
      update platform.relay_cursor set txid = '1', id = 'ffffffff-ffff-ffff-ffff-ffffffffffff'`);
    await client.query('commit');
    return manifest;
  } finally {
    await client.end();
  }
}

async function assertSame(client: pg.Client, manifest: Manifest): Promise<void> {
  const { rows } = await client.query<{ name: string; hash: string }>(
    'select name, hash from platform.migrations order by name',
  );
  const here = JSON.stringify(rows.map(({ name, hash }) => [name, hash]));
  const there = JSON.stringify(manifest.migrations.map(({ name, hash }) => [name, hash]));
  if (here !== there)
    throw new Error('The backup was made with other migrations; use the version that made it');
}
