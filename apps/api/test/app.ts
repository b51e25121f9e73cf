import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Config, loadConfig } from '../src/platform/config.ts';
import { createLog } from '../src/platform/log.ts';
import { type App, migrateApp, type Running, run } from '../src/platform/process.ts';
import { FakeClock } from './clock.ts';
import { cloneDatabase } from './database.ts';

export interface StartedApp extends Running {
  url: string;
  clock: FakeClock;
  config: Config;
  /** A superuser's connection, past row security: for recounts in plain SQL. */
  db: pg.Pool;
  /** A further server on the same database, as a second node of the product. */
  addNode(): Promise<{ url: string }>;
  close(): Promise<void>;
}

export interface StartOptions {
  /** Work on jobs and relay events; off unless a test is about them. */
  works?: boolean;
  env?: Record<string, string>;
  /** SQL run by the owner before the start, as the tables of a module made for the test. */
  setUp?: string;
}

/** Starts an app on a clone of the template database and a free port of the loopback. */
export async function startApp(app: App, options: StartOptions = {}): Promise<StartedApp> {
  const database = await cloneDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'wafa-test-'));
  const config = loadConfig({
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    JWT_SECRET: 'a secret of tests, long enough to sign with',
    RATE_LIMIT_PER_MINUTE: '0',
    SIGN_IN_LIMIT_PER_MINUTE: '0',
    WAFA_DATA_DIR: dataDir,
    WAFA_WEB_DIR: join(dataDir, 'web'),
    DATABASE_POOL_SIZE: '12',
    ...options.env,
  });
  const clock = new FakeClock();
  const db = new pg.Pool({ connectionString: database.adminUrl, max: 2 });
  db.on('error', () => undefined);
  await migrateApp(app, { adminUrl: database.adminUrl });
  if (options.setUp) await db.query(`set role wafa_owner; ${options.setUp}; reset role`);
  const node = (works: boolean) =>
    run(app, {
      config,
      database: { appUrl: database.url },
      clock,
      log: createLog(config.logLevel),
      serves: true,
      works,
    });
  const running = await node(options.works ?? false);
  const further: Running[] = [];
  return {
    ...running,
    url: running.url as string,
    async addNode() {
      const added = await node(false);
      further.push(added);
      return { url: added.url as string };
    },
    clock,
    config,
    db,
    async close() {
      for (const one of [running, ...further]) await one.stop();
      await db.end();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Waits until `ready` gives a value, looking every 20 ms; throws after the limit. */
export async function until<T>(ready: () => Promise<T | undefined | false>, limitMs = 15_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await ready();
    if (value) return value;
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
