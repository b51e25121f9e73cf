import { app } from '../app.ts';
import { addMailPages, MailCatcher } from '../modules/notifications/index.ts';
import { type Config, loadConfig } from '../platform/config.ts';
import { toAppError } from '../platform/db/constraints.ts';
import { AppError } from '../platform/errors.ts';
import { createLog, type Logger } from '../platform/log.ts';
import { type Database, migrateApp, openDatabase, type Running, run } from '../platform/process.ts';

/** Migrates under lock, then serves and works in one process. */
export async function start(): Promise<void> {
  await launch({ serves: true, works: true, migrates: true });
}

export async function serve(): Promise<void> {
  await launch({ serves: true, works: false, migrates: false });
}

export async function work(): Promise<void> {
  await launch({ serves: false, works: true, migrates: false });
}

export interface Launched extends Running {
  config: Config;
  log: Logger;
}

/**
 * Opens the database, starts the roles and ties their end to Ctrl-C and SIGTERM: requests under way
 * finish, then the embedded database stops; nothing is left running.
 */
export async function launch(options: {
  serves: boolean;
  works: boolean;
  migrates: boolean;
  /** Without a mail server, keep mail in memory and show it at /dev/mail; always so in development. */
  catchesMail?: boolean;
  /** Runs between migration and opening the port. */
  before?: (running: { config: Config; log: Logger; database: Database }) => Promise<void>;
}): Promise<Launched> {
  const config = loadConfig();
  const log = createLog(config.logLevel);
  const begun = performance.now();
  const endings: (() => Promise<void>)[] = [];
  stopOnSignal(log, endings);
  outliveTheDatabase(log);
  try {
    const database = await openDatabase(config, log);
    endings.push(() => database.stop());
    if (options.migrates) await migrateApp(app, database);
    await options.before?.({ config, log, database });
    const catches = options.catchesMail || config.nodeEnv === 'development';
    const catcher = catches && !config.smtpUrl ? await MailCatcher.start() : undefined;
    if (catcher) endings.push(() => catcher.stop());
    config.smtpUrl ??= catcher?.url;
    const running = await run(app, {
      config,
      database,
      log,
      serves: options.serves,
      works: options.works,
      pages: (server) => catcher && addMailPages(server, catcher),
    });
    endings.push(() => running.stop());
    log.info(
      {
        url: running.url,
        serves: options.serves,
        works: options.works,
        ms: Math.round(performance.now() - begun),
      },
      'ready',
    );
    return { ...running, config, log };
  } catch (error) {
    for (const end of endings.reverse()) await end().catch(() => undefined);
    throw error;
  }
}

/**
 * The process never ends because the database did. pg-boss marks jobs as done without waiting for the answer,
 * so a connection lost at that moment is a rejection that nobody hears, and Node would end the process
 * (seen once in forty kills of PostgreSQL under load). The job falls due again and its repeat has no effect.
 * Any other rejection is a fault and ends the process as ever.
 */
function outliveTheDatabase(log: Logger): void {
  process.on('unhandledRejection', (reason) => {
    const known = toAppError(reason);
    if (!(known instanceof AppError && known.code === 'unavailable')) throw reason;
    log.warn({ err: reason }, 'the database was away when a job ended; it runs again');
  });
}

function stopOnSignal(log: Logger, endings: (() => Promise<void>)[]): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(130);
    stopping = true;
    log.info('stopping');
    for (const end of endings.reverse())
      await end().catch((error: unknown) => log.warn({ err: error }, 'a part did not stop cleanly'));
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
