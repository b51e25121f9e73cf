import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { reachable, rootHome, type ServerUser, serverUser } from './embedded-binaries.ts';
import { claim, readPostmaster } from './embedded-process.ts';
import { answers, type EmbeddedOptions, type Kept, readKept, Server, urlsOf } from './embedded-server.ts';
import { ensureRoles } from './roles.ts';

export type { EmbeddedOptions };

export interface EmbeddedDatabase {
  /** As the superuser `postgres`, for migrations. */
  adminUrl: string;
  /** As `wafa_app`. */
  appUrl: string;
  /** Ends the server in order and returns once nothing of it runs. Does nothing when another process owns it. */
  stop(): Promise<void>;
}

const database = 'wafa';

/**
 * Starts the PostgreSQL that comes with the npm package on a data folder, making the folder at the first
 * start (0.7 s; later 0.1 s). A server left over from a killed process is taken over. When another
 * living process runs the server of this folder, its server is used and left alone by `stop`.
 * @throws Error with the last lines of the server's log
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const user = await serverUser();
  const folder = await placeFolder(dataDir, user, options.log);
  const ownerFile = join(dataDir, 'postgres.owner');
  if (!(await claim(ownerFile))) return joinRunning(dataDir, folder);
  const server = new Server(options, dataDir, folder, user, await readKept(dataDir));
  try {
    await server.start();
    await prepareDatabase(server.kept);
  } catch (error) {
    await server.stop();
    await rm(ownerFile, { force: true });
    throw error;
  }
  return {
    ...urlsOf(server.kept, database),
    stop: async () => {
      await server.stop();
      await rm(ownerFile, { force: true });
    },
  };
}

/**
 * `<dataDir>/postgres`; as root, when the server's user cannot get there (a folder under /root), a
 * folder of its own in /var/lib/wafa, which is said in the log.
 */
async function placeFolder(
  dataDir: string,
  user: ServerUser | undefined,
  log: EmbeddedOptions['log'],
): Promise<string> {
  if (!user || (await reachable(dataDir, user))) return join(dataDir, 'postgres');
  const home = join(rootHome, createHash('sha256').update(dataDir).digest('hex').slice(0, 12));
  await mkdir(home, { recursive: true, mode: 0o755 });
  log(`The server's user cannot reach ${dataDir}: the database stands in ${home}/postgres`, 'warn');
  return join(home, 'postgres');
}

async function joinRunning(dataDir: string, folder: string): Promise<EmbeddedDatabase> {
  for (let waitedMs = 0; waitedMs < 20_000; waitedMs += 100) {
    const running = await readPostmaster(folder);
    const kept = await readKept(dataDir);
    if (running?.ready && running.port === kept.port && (await answers(urlsOf(kept, database).appUrl))) {
      return { ...urlsOf(kept, database), stop: async () => undefined };
    }
    await sleep(100);
  }
  throw new Error(`Another process holds the database in ${dataDir}, but it does not answer`);
}

async function prepareDatabase(kept: Kept): Promise<void> {
  const server = new pg.Client({ connectionString: urlsOf(kept, 'postgres').adminUrl });
  await server.connect();
  try {
    const { rows } = await server.query('select from pg_database where datname = $1', [database]);
    if (rows.length === 0) await server.query(`create database ${database}`);
  } finally {
    await server.end();
  }
  const client = new pg.Client({ connectionString: urlsOf(kept, database).adminUrl });
  await client.connect();
  try {
    await ensureRoles(client, { appPassword: kept.appPassword });
  } finally {
    await client.end();
  }
}
