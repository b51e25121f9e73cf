import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drifted, schemaFiles } from '../../../scripts/lib/schema-files.ts';
import { cloneDatabase, type TestDatabase } from './database.ts';

const modulesDir = fileURLToPath(new URL('../src/modules', import.meta.url));

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await cloneDatabase();
  client = new pg.Client(database.adminUrl);
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

it('finds schema.sql and tables.gen.ts of every module as the migrations make them (npm run generate)', async () => {
  const files = await schemaFiles(client, modulesDir);
  expect(files.size).toBeGreaterThan(10);
  expect(await drifted(files, modulesDir)).toEqual([]);
});

it('names what has drifted: a changed table, and a changed file', async () => {
  const before = await schemaFiles(client, modulesDir);
  await client.query('begin');
  await client.query(`alter table settings.stores add planted bigint not null default 0`);
  const after = await schemaFiles(client, modulesDir);
  await client.query('rollback');
  const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
  expect(changed).toEqual(['settings/schema.sql', 'settings/tables.gen.ts']);
  expect(after.get('settings/tables.gen.ts')).toContain('  planted: Generated<number>;');
  expect(after.get('settings/schema.sql')).toMatch(/^ {2}planted +bigint not null default 0/m);

  const folder = mkdtempSync(join(tmpdir(), 'wafa-generated-'));
  cpSync(modulesDir, folder, { recursive: true });
  for (const [path, text] of before) writeFileSync(join(folder, path), text);
  expect(await drifted(before, folder)).toEqual([]);
  writeFileSync(join(folder, 'settings/schema.sql'), 'edited by hand');
  rmSync(join(folder, 'settings/tables.gen.ts'));
  expect(await drifted(before, folder)).toEqual(['settings/schema.sql', 'settings/tables.gen.ts']);
  rmSync(folder, { recursive: true, force: true });
});

it('gives each type what the pool makes of it, and refuses one it does not know', async () => {
  await client.query('begin');
  await client.query(`create table settings.planted (store_id uuid not null, amount bigint, day date not null,
    at timestamptz not null, rate numeric not null, tags text[] not null, counts bigint[], data jsonb not null,
    hash bytea not null, twice bigint generated always as (amount * 2) stored)`);
  const text = (await schemaFiles(client, modulesDir)).get('settings/tables.gen.ts') as string;
  const body = /interface PlantedTable \{\n([\s\S]*?)\n\}/.exec(text)?.[1];
  expect(body?.split('\n').map((line) => line.trim())).toEqual([
    'store_id: string;',
    'amount: number | null;',
    'day: string;',
    'at: Date;',
    'rate: string;',
    'tags: string[];',
    'counts: number[] | null;',
    'data: unknown;',
    'hash: Buffer;',
    'twice: GeneratedAlways<number | null>;',
  ]);
  await client.query('alter table settings.planted add place point');
  await expect(schemaFiles(client, modulesDir)).rejects.toThrow('settings.planted.place: no TypeScript type');
  await client.query('rollback');
});
