import { type Endpoint, endpoints } from '@wafa/contract';
import type { FastifyInstance } from 'fastify';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { startEmbedded } from './db/embedded.ts';
import { type MigrateOptions, migrate } from './db/migrate.ts';
import { createPool } from './db/pool.ts';
import type { Runner } from './db/run.ts';
import { connectionUrls } from './db/urls.ts';
import { startRelay } from './events/relay.ts';
import { addDocumentation, addHealth, addMetrics } from './http/pages.ts';
import type { Doors } from './http/request.ts';
import { createServer } from './http/server.ts';
import { startHousekeeping } from './jobs/housekeeping.ts';
import { createBoss, makeEnqueue, queueNames } from './jobs/queue.ts';
import { startWorkers } from './jobs/worker.ts';
import { createLog, type Logger } from './log.ts';
import type { Module } from './module.ts';

export const version = '0.1.0';

/** What `app.ts` hands to the platform. */
export interface App {
  /** Every module, lowest level first. */
  modules: readonly Module[];
  makeDoors(runner: Runner, config: Config): Doors;
  /** Hands the settings of the process to whoever works with them; answers how to end what that opened. */
  configure?(config: Config): () => Promise<void>;
  /** Ids of every store, for scheduled jobs. */
  listStores(runner: Runner): Promise<string[]>;
}

export interface Database {
  appUrl: string;
  adminUrl: string;
  appUser?: string;
  stop(): Promise<void>;
}

/** The database that the configuration names; without one, the embedded PostgreSQL in the data folder. */
export async function openDatabase(config: Config, log: Logger): Promise<Database> {
  if (config.databaseUrl)
    return { ...connectionUrls(config.databaseUrl, config.databaseAdminUrl), stop: async () => undefined };
  return startEmbedded({
    dataDir: config.wafaDataDir,
    durable: true,
    log: (message, level) => log[level]({ message }, 'postgres'),
  });
}

/** Brings the database to this code: roles, migrations, stored functions, queues. */
export function migrateApp(
  app: App,
  database: Pick<Database, 'adminUrl' | 'appUser'>,
  options: Partial<MigrateOptions> = {},
) {
  return migrate({
    adminUrl: database.adminUrl,
    ...(database.appUser ? { appUser: database.appUser } : {}),
    modules: app.modules,
    queues: queueNames(
      app.modules.flatMap((module) => [...(module.jobs ?? []), ...(module.outsideJobs ?? [])]),
      app.modules.flatMap((module) => module.listeners ?? []),
    ),
    ...options,
  });
}

export interface Running {
  runner: Runner;
  server?: FastifyInstance;
  /** Where the server listens. */
  url?: string;
  stop(): Promise<void>;
}

export interface RunOptions {
  config: Config;
  database: Pick<Database, 'appUrl'>;
  serves: boolean;
  works: boolean;
  clock?: Clock;
  log?: Logger;
  /** Listen on the configured port; off for tests that inject requests. */
  listens?: boolean;
  /** Further pages of the server, beside health, metrics and documentation. */
  pages?: (server: FastifyInstance) => void;
}

/** Jobs and relay keep to a pool of their own, so that a burst of requests never starves them. */
const jobConnections = 4;

/**
 * Brings the planner's statistics up to date. Autovacuum comes once a minute; a load that starts from
 * empty tables is over by then, and until then every plan expects them empty.
 */
export async function analyze(database: Pick<Database, 'adminUrl'>): Promise<void> {
  const pool = createPool({ url: database.adminUrl, role: 'analyze', max: 1 });
  try {
    await pool.query('analyze');
  } finally {
    await pool.end();
  }
}

/** Runs work that needs the database but serves nothing: the demo's making, imports, checks. */
export async function withRunner<T>(
  database: Pick<Database, 'appUrl'>,
  log: Logger,
  work: (runner: Runner) => Promise<T>,
): Promise<T> {
  const onError = (error: Error) => log.warn({ err: error }, 'database connection lost');
  const pool = createPool({ url: database.appUrl, role: 'command', max: jobConnections, onError });
  const boss = createBoss(pool, log, { works: false });
  try {
    await boss.start();
    return await work({ pool, clock: systemClock, log, enqueue: makeEnqueue(boss) });
  } finally {
    await boss.stop({ graceful: false, close: false });
    await pool.end();
  }
}

/** Starts the process in its roles: serving requests, working on jobs, or both. */
export async function run(app: App, options: RunOptions): Promise<Running> {
  const { config, database } = options;
  const log = options.log ?? createLog(config.logLevel);
  const onError = (error: Error) => log.warn({ err: error }, 'database connection lost');
  const pool = createPool({ url: database.appUrl, role: 'api', max: config.databasePoolSize, onError });
  const jobPool = createPool({ url: database.appUrl, role: 'work', max: jobConnections, onError });
  const boss = createBoss(jobPool, log, { works: options.works });
  const clock = options.clock ?? systemClock;
  const runner: Runner = { pool, clock, log, enqueue: makeEnqueue(boss) };
  const jobRunner: Runner = { ...runner, pool: jobPool };
  const endings: (() => Promise<unknown>)[] = [];
  if (app.configure) endings.push(app.configure(config));
  await boss.start();
  endings.push(() => boss.stop({ graceful: true, wait: true, timeout: 20_000, close: false }));
  if (options.works) {
    const listeners = app.modules.flatMap((module) => module.listeners ?? []);
    const jobs = app.modules.flatMap((module) => module.jobs ?? []);
    const outsideJobs = app.modules.flatMap((module) => module.outsideJobs ?? []);
    await startWorkers(boss, jobRunner, jobs, outsideJobs, listeners, () => app.listStores(jobRunner));
    endings.push(startRelay(jobRunner, boss, listeners));
    endings.push(startHousekeeping(jobRunner));
  }
  const server = options.serves ? await serve(app, config, runner, options.pages) : undefined;
  let url: string | undefined;
  if (server && options.listens !== false) {
    url = await server.listen({ port: config.port, host: config.host });
    endings.push(() => server.close());
  } else if (server) {
    await server.ready();
    endings.push(() => server.close());
  }
  return {
    runner,
    server,
    url,
    async stop() {
      for (const end of endings.reverse()) await end();
      await Promise.all([pool.end(), jobPool.end()]);
    },
  };
}

async function serve(
  app: App,
  config: Config,
  runner: Runner,
  pages: RunOptions['pages'],
): Promise<FastifyInstance> {
  const database = { name: 'database', check: async () => void (await runner.pool.query('select 1')) };
  return createServer({
    config,
    runner,
    doors: app.makeDoors(runner, config),
    routes: app.modules.flatMap((module) => module.routes ?? []),
    pages: (server) => {
      addHealth(server, [database], version);
      addMetrics(server, config, runner);
      pages?.(server);
      server.register(async (scope) => addDocumentation(scope, endpoints as readonly Endpoint[], version));
    },
  });
}
