import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import pg from 'pg';
import { withDatabase } from '../../apps/api/src/platform/db/urls.ts';
import { launch } from '../../scripts/lib/processes.ts';
import type { BenchDatabase } from './environment.ts';

/** What the database gives to one insert and one update a transaction, and how that was measured. */
export interface WriteLimit {
  tool: string;
  perSecond: number;
}

const database = 'bench_limit';
const rows = 10_000;
const clients = 32;

const statements = {
  update: 'update accounts set balance = balance + 1 where id = ',
  insert: 'insert into entries (account, amount) values (',
};

/** Makes the tables of the limit in a database of their own on the same server. Call once. */
export async function prepareLimit({ adminUrl }: BenchDatabase): Promise<void> {
  await onServer(adminUrl, `create database ${database}`);
  await onServer(
    withDatabase(adminUrl, database),
    `create table accounts (id bigint primary key, balance bigint not null) with (fillfactor = 85);
     create table entries (id bigint generated always as identity primary key, account bigint not null,
                           amount bigint not null, at timestamptz not null default now());
     insert into accounts select i, 0 from generate_series(1, ${rows}) as i;
     analyze`,
  );
}

async function onServer(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** Measures the limit: pgbench prepared with 32 clients and 2 threads; the same through `pg` where there is no pgbench. */
export async function writeLimit(bench: BenchDatabase, seconds: number): Promise<WriteLimit> {
  const program = findPgbench();
  return program ? pgbench(program, bench, seconds) : throughPg(bench, seconds);
}

function findPgbench(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'pgbench')).find((path) => existsSync(path));
}

async function pgbench(program: string, bench: BenchDatabase, seconds: number): Promise<WriteLimit> {
  const script = join(bench.folder, 'limit.sql');
  writeFileSync(
    script,
    `\\set a random(1, ${rows})\nbegin;\n${statements.update}:a;\n${statements.insert}:a, 1);\nend;\n`,
  );
  const url = new URL(bench.adminUrl);
  const args = [
    '-n',
    '-M',
    'prepared',
    '-c',
    String(clients),
    '-j',
    '2',
    '-T',
    String(seconds),
    '-f',
    script,
  ];
  const address = ['-h', url.hostname, '-p', url.port, '-U', url.username, database];
  const launched = launch(program, [...args, ...address], {
    output: 'collect',
    env: { PGPASSWORD: decodeURIComponent(url.password) },
  });
  await launched.exit;
  const output = launched.printed();
  const perSecond = Number(/^tps = ([\d.]+)/m.exec(output)?.[1]);
  if (!Number.isFinite(perSecond)) throw new Error(`pgbench gave no figure:\n${output}`);
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim();
  return { tool: `${version}, prepared, ${clients} clients, 2 threads`, perSecond: Math.round(perSecond) };
}

async function throughPg(bench: BenchDatabase, seconds: number): Promise<WriteLimit> {
  const connectionString = withDatabase(bench.adminUrl, database);
  const until = performance.now() + seconds * 1000;
  const begun = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client({ connectionString });
      await client.connect();
      while (performance.now() < until) {
        const account = 1 + Math.floor(Math.random() * rows);
        await client.query('begin');
        await client.query({ name: 'update', text: `${statements.update}$1`, values: [account] });
        await client.query({ name: 'insert', text: `${statements.insert}$1, 1)`, values: [account] });
        await client.query('commit');
        done++;
      }
      await client.end();
    }),
  );
  const perSecond = Math.round(done / ((performance.now() - begun) / 1000));
  return { tool: `the same statements through pg (no pgbench found), ${clients} clients`, perSecond };
}
