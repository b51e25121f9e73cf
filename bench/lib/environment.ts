import { createServer } from 'node:net';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { app } from '../../apps/api/src/app.ts';
import { startEmbedded } from '../../apps/api/src/platform/db/embedded.ts';
import { createLog } from '../../apps/api/src/platform/log.ts';
import { migrateApp } from '../../apps/api/src/platform/process.ts';
import { type Launched, launch, stop, tool } from '../../scripts/lib/processes.ts';
import { temporaryFolder } from '../../scripts/lib/workspace.ts';

/** A database of the bench's own: PostgreSQL from npm in a temporary folder, commits on disk, migrated. */
export interface BenchDatabase {
  appUrl: string;
  adminUrl: string;
  folder: string;
  stop(): Promise<void>;
}

export const log = createLog('warn');

export async function openDatabase(): Promise<BenchDatabase> {
  const folder = temporaryFolder();
  const server = await startEmbedded({
    dataDir: join(folder, 'data'),
    durable: true,
    log: (message, level) => log[level]({ message }, 'postgres'),
  });
  await migrateApp(app, server);
  return { ...server, folder };
}

export interface ApiServer {
  /** Origin, as http://127.0.0.1:40000. */
  url: string;
  /** From the start of the process until /ready answered 200. */
  startedInMs: number;
  stop(): Promise<void>;
}

/** The product as `npm start` runs it, in a process of its own, with limits of requests off. */
export async function startApi(database: BenchDatabase): Promise<ApiServer> {
  return startProcess(
    process.execPath,
    [tool('tsx', 'dist/cli.mjs'), 'apps/api/src/main.ts', 'start'],
    {
      DATABASE_URL: database.appUrl,
      DATABASE_ADMIN_URL: database.adminUrl,
      WAFA_DATA_DIR: join(database.folder, 'process'),
    },
    60_000,
  );
}

/** Starts a program that serves on PORT and waits for /ready. Throws with what it printed where it does not come. */
export async function startProcess(
  command: string,
  args: string[],
  env: Record<string, string>,
  limitMs: number,
): Promise<ApiServer> {
  const port = await freePort();
  const begun = performance.now();
  const launched = launch(command, args, {
    output: 'collect',
    env: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      LOG_LEVEL: 'warn',
      RATE_LIMIT_PER_MINUTE: '0',
      SIGN_IN_LIMIT_PER_MINUTE: '0',
      ...env,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(launched, url, limitMs);
  return { url, startedInMs: Math.round(performance.now() - begun), stop: () => stop(launched, 30_000) };
}

async function untilReady(launched: Launched, url: string, limitMs: number): Promise<void> {
  let ended = false;
  void launched.exit.then(() => {
    ended = true;
  });
  for (const end = Date.now() + limitMs; Date.now() < end && !ended; ) {
    const reply = await fetch(`${url}/ready`).catch(() => undefined);
    if (reply?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await stop(launched);
  throw new Error(
    `the process ${ended ? 'ended' : 'was not ready in time'}:\n${launched.printed().slice(-4000)}`,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** What the figures were measured on. */
export async function machine(
  database: Pick<BenchDatabase, 'adminUrl'>,
): Promise<Record<string, string | number>> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.end();
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    postgres: rows[0]?.server_version ?? 'unknown',
  };
}
