import { resolve } from 'node:path';
import { app } from '../app.ts';
import { loadConfig } from '../platform/config.ts';
import { backupDatabase, type Manifest, restoreDatabase } from '../platform/db/backup.ts';
import { createLog } from '../platform/log.ts';
import { migrateApp, openDatabase } from '../platform/process.ts';

/** `wafa backup <folder>`: every table in one snapshot. */
export async function backup([folder]: string[]): Promise<void> {
  await withDatabase(folder, (adminUrl, path) => backupDatabase(adminUrl, path, new Date()));
}

/** `wafa restore <folder>`: into a database that holds nothing yet. */
export async function restore([folder]: string[]): Promise<void> {
  await withDatabase(folder, (adminUrl, path) => restoreDatabase(adminUrl, path));
}

async function withDatabase(
  folder: string | undefined,
  work: (adminUrl: string, folder: string) => Promise<Manifest>,
): Promise<void> {
  if (!folder) throw new Error('Name the folder of the backup');
  const config = loadConfig();
  const database = await openDatabase(config, createLog(config.logLevel));
  try {
    await migrateApp(app, database);
    const manifest = await work(database.adminUrl, resolve(folder));
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    process.stdout.write(`${manifest.tables.length} tables, ${rows} rows, of ${manifest.madeAt}\n`);
  } finally {
    await database.stop();
  }
}
