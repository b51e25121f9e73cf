import { app } from '../app.ts';
import { checkChains, driftOf } from '../modules/loyalty/index.ts';
import { loadConfig } from '../platform/config.ts';
import { createPool } from '../platform/db/pool.ts';
import { createLog } from '../platform/log.ts';
import { migrateApp, openDatabase } from '../platform/process.ts';

/**
 * Recounts every account from entries, lots and debts, and walks every hash chain. Prints what does not
 * fit and exits with 1 then. Reads every store, so it runs as the log-in that migrates.
 */
export async function verify(): Promise<void> {
  const config = loadConfig();
  const database = await openDatabase(config, createLog(config.logLevel));
  try {
    await migrateApp(app, database);
    const pool = createPool({ url: database.adminUrl, role: 'verify', max: 1, pipeline: false });
    const drift = await driftOf(pool);
    const faults = await checkChains(pool);
    const { rows } = await pool.query<{ accounts: number; entries: number }>(
      'select (select count(*) from loyalty.accounts) as accounts, (select count(*) from loyalty.entries) as entries',
    );
    await pool.end();
    for (const row of drift) process.stdout.write(`drift: ${JSON.stringify(row)}\n`);
    for (const fault of faults) process.stdout.write(`chain: ${fault}\n`);
    process.stdout.write(
      `${rows[0]?.accounts} accounts, ${rows[0]?.entries} entries: ${drift.length} drift, ${faults.length} chain faults\n`,
    );
    if (drift.length + faults.length > 0) process.exitCode = 1;
  } finally {
    await database.stop();
  }
}
