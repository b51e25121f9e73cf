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

it('finds schema.sql of every module as the migrations make them (npm run generate)', async () => {
  const files = await schemaFiles(client, modulesDir);
  expect(files.size).toBeGreaterThan(5);
  expect(await drifted(files, modulesDir)).toEqual([]);
});

it('names what has drifted: a changed table, and a changed file', async () => {
  const before = await schemaFiles(client, modulesDir);
  await client.query('begin');
  await client.query(`alter table settings.stores add planted bigint not null default 0`);
  const after = await schemaFiles(client, modulesDir);
  await client.query('rollback');
  const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
  expect(changed).toEqual(['settings/schema.sql']);
  expect(after.get('settings/schema.sql')).toMatch(/^ {2}planted +bigint not null default 0/m);

  const folder = mkdtempSync(join(tmpdir(), 'wafa-generated-'));
  cpSync(modulesDir, folder, { recursive: true });
  for (const [path, text] of before) writeFileSync(join(folder, path), text);
  expect(await drifted(before, folder)).toEqual([]);
  writeFileSync(join(folder, 'settings/schema.sql'), 'edited by hand');
  expect(await drifted(before, folder)).toEqual(['settings/schema.sql']);
  rmSync(folder, { recursive: true, force: true });
});
