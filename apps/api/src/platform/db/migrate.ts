import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Module } from '../module.ts';
import { createQueues } from './queues.ts';
import { ensureRoles, type RoleOptions, roles } from './roles.ts';

const migrationsDir = fileURLToPath(new URL('../../../migrations', import.meta.url));
const sourceDir = fileURLToPath(new URL('../..', import.meta.url));

/** "wafa" in ASCII: the advisory lock that lets one start migrate while others wait. */
const migrationLock = 0x77616661;

export interface MigrateOptions extends RoleOptions {
  /** URL of a user that may create roles and schemas; see `ensureRoles`. */
  adminUrl: string;
  /** In level order: a module's views may read those of the modules before it. */
  modules: readonly Pick<Module, 'name' | 'functions'>[];
  /** Job queues to create. */
  queues?: readonly string[];
  /** The instant recorded with what is applied, and from which partitions are made. */
  at?: Date;
  /** Folder of the numbered files. */
  dir?: string;
}

export interface Migrated {
  /** Names of the migrations applied by this call, in order. */
  migrations: string[];
  /** Function files applied by this call. */
  functions: string[];
}

/**
 * Brings a database to the state of this code: roles, numbered migrations, stored functions and views,
 * job queues, partitions. Safe to run from several processes at once; the later ones find nothing to do.
 * @throws Error when an applied migration file has been changed, or a right is missing
 */
export async function migrate(options: MigrateOptions): Promise<Migrated> {
  const client = new pg.Client({ connectionString: options.adminUrl, application_name: 'wafa-migrate' });
  // The end of the server is reported by the statement under way; unheard, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await ensureRoles(client, options);
    await client.query(`set role ${roles.owner}`);
    await client.query(`set timezone = 'UTC'`);
    const at = options.at ?? new Date();
    const migrations = await applyMigrations(client, options.dir ?? migrationsDir, at);
    const functions = await applyFunctions(client, options.modules, at);
    await grantViews(client);
    await createQueues(client, options.queues ?? []);
    await client.query('select platform.ensure_partitions($1)', [at]);
    return { migrations, functions };
  } finally {
    await client.end();
  }
}

async function applyMigrations(client: pg.Client, dir: string, at: Date): Promise<string[]> {
  const done = await appliedHashes(client, 'migrations');
  const names = (await readdir(dir)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort();
  const applied: string[] = [];
  for (const name of names) {
    const text = await readFile(resolve(dir, name), 'utf8');
    const hash = sha256(text);
    const before = done.get(name);
    if (before === hash) continue;
    if (before)
      throw new Error(`Migration ${name} was changed after it had been applied; write a new one instead`);
    await applyFile(client, 'migrations', { name, text, hash, at });
    applied.push(name);
  }
  return applied;
}

async function applyFunctions(
  client: pg.Client,
  modules: MigrateOptions['modules'],
  at: Date,
): Promise<string[]> {
  const done = await appliedHashes(client, 'functions');
  const applied: string[] = [];
  // Loads pg_trgm into the session: until then PostgreSQL takes its settings for unknown ones, and refuses
  // an ordinary user a function with `set pg_trgm.…`.
  await client.query('select public.show_limit()');
  for (const path of modules.flatMap((module) => module.functions ?? [])) {
    const file = path.startsWith('file:') ? fileURLToPath(path) : path;
    const name = relative(sourceDir, file).replaceAll('\\', '/');
    const text = await readFile(file, 'utf8');
    const hash = sha256(text);
    if (done.get(name) === hash) continue;
    await applyFile(client, 'functions', { name, text, hash, at });
    applied.push(name);
  }
  return applied;
}

async function appliedHashes(
  client: pg.Client,
  table: 'migrations' | 'functions',
): Promise<Map<string, string>> {
  const { rows: found } = await client.query<{ there: boolean }>(
    'select to_regclass($1) is not null as there',
    [`platform.${table}`],
  );
  if (!found[0]?.there) return new Map();
  const { rows } = await client.query<{ name: string; hash: string }>(
    `select name, hash from platform.${table}`,
  );
  return new Map(rows.map((row) => [row.name, row.hash]));
}

/** Runs a file and records it in one transaction; an error names the file and its line. */
async function applyFile(
  client: pg.Client,
  table: 'migrations' | 'functions',
  file: { name: string; text: string; hash: string; at: Date },
): Promise<void> {
  await client.query('begin');
  try {
    // Bodies may name tables and functions that a later file makes.
    if (table === 'functions') await client.query('set local check_function_bodies = off');
    await client.query(file.text);
    await client.query(
      `insert into platform.${table} (name, hash, applied_at) values ($1, $2, $3)
       on conflict (name) do update set hash = excluded.hash, applied_at = excluded.applied_at`,
      [file.name, file.hash, file.at],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new Error(`${file.name}${lineOf(error, file.text)}: ${(error as Error).message}`, { cause: error });
  }
}

function lineOf(error: unknown, text: string): string {
  const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN;
  return Number.isInteger(position) ? `:${text.slice(0, position).split('\n').length}` : '';
}

/** Published views are for the app to read; row security of the tables beneath still holds. */
async function grantViews(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ view: string }>(
    `select format('%I.%I', n.nspname, c.relname) as view
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'v' and c.relowner = (select oid from pg_roles where rolname = $1)
        and n.nspname <> 'pgboss' and not has_table_privilege($2, c.oid, 'select')`,
    [roles.owner, roles.app],
  );
  for (const { view } of rows) await client.query(`grant select on ${view} to ${roles.app}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
