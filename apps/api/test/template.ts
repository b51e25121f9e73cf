import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Migrated, migrate } from '../src/platform/db/migrate.ts';
import { moduleNames } from './levels.ts';

const modulesDir = fileURLToPath(new URL('../src/modules', import.meta.url));

/** Every file of stored functions and views of a module, its parts' included, by path. */
async function functionFiles(module: string): Promise<string[]> {
  const folder = join(modulesDir, module);
  if (!existsSync(folder)) return [];
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith('.sql') && name !== 'schema.sql')
    .sort()
    .map((name) => join(folder, name));
}

/**
 * Migrates a database from the files on disk: it loads no module, so a fault in one module's code fails
 * that module's tests alone.
 */
export async function migrateTemplate(adminUrl: string): Promise<Migrated> {
  const modules = await Promise.all(
    moduleNames.map(async (name) => ({ name, functions: await functionFiles(name) })),
  );
  return migrate({ adminUrl, modules });
}
