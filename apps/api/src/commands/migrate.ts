import { app } from '../app.ts';
import { loadConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { migrateApp, openDatabase } from '../platform/process.ts';

/** Brings the database to this version and says what was applied. */
export async function migrateOnly(): Promise<void> {
  const config = loadConfig();
  const database = await openDatabase(config, createLog(config.logLevel));
  try {
    const applied = await migrateApp(app, database);
    const lines = [...applied.migrations, ...applied.functions];
    process.stdout.write(lines.length > 0 ? `${lines.join('\n')}\n` : 'nothing to apply\n');
  } finally {
    await database.stop();
  }
}
