import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Binaries, findBinaries, type ServerUser } from './embedded-binaries.ts';
import { makeCluster } from './embedded-cluster.ts';
import { alive, commandOf, freePort, gone, type Postmaster, readPostmaster } from './embedded-process.ts';
import { roles } from './roles.ts';

export interface EmbeddedOptions {
  /** The database stands in `<dataDir>/postgres`; port, passwords and log beside it. */
  dataDir: string;
  /** False only in tests: commits do not wait for the disk, and a crash may lose the database. */
  durable?: boolean;
  /** Hears of a server taken over, placed elsewhere, or started again after a crash. */
  log: (message: string, level: 'info' | 'warn' | 'error') => void;
}

/** What is kept beside the data folder, readable by its owner alone. */
export interface Kept {
  port: number;
  adminPassword: string;
  appPassword: string;
}

const megabyte = 2 ** 20;
/** A sixteenth of the machine's memory, as others want theirs; a busier shop sets DATABASE_URL. */
const sharedMegabytes = Math.min(1024, Math.max(256, Math.round(totalmem() / megabyte / 16)));

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: `${sharedMegabytes}MB`,
  effective_cache_size: `${4 * sharedMegabytes}MB`,
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  // A new store's tables get their statistics within seconds: without any, PostgreSQL takes every index that
  // begins with the store for as good as the key, and a load runs at a tenth of its speed.
  autovacuum_naptime: '5s',
  // Compiling a plan costs more than the short statements of a request take.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

const testSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
};

export async function readKept(dataDir: string): Promise<Kept> {
  const file = join(dataDir, 'postgres.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return JSON.parse(text) as Kept;
  const password = () => randomBytes(24).toString('base64url');
  return { port: 0, adminPassword: password(), appPassword: password() };
}

async function writeKept(dataDir: string, kept: Kept): Promise<void> {
  const file = join(dataDir, 'postgres.json');
  await writeFile(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

export function urlsOf(kept: Kept, name: string): { adminUrl: string; appUrl: string } {
  const at = `127.0.0.1:${kept.port}/${name}`;
  return {
    adminUrl: `postgresql://postgres:${kept.adminPassword}@${at}`,
    appUrl: `postgresql://${roles.app}:${kept.appPassword}@${at}`,
  };
}

/** Whether a server answers at the URL; with `folder`, whether it is the one of that data folder. */
export async function answers(url: string, folder?: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    if (folder === undefined) return true;
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return (await realpath(rows[0]?.data_directory ?? '')) === (await realpath(folder));
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A server that was started, whether or not it comes to be ready. */
interface Spawned {
  child: ChildProcess;
  ended: Promise<void>;
  /** What it has logged since. */
  said: () => Promise<string>;
}

/** The server of one data folder, held by this process. */
export class Server {
  readonly #options: EmbeddedOptions;
  readonly #dataDir: string;
  readonly #folder: string;
  readonly #user: ServerUser | undefined;
  readonly kept: Kept;
  #pid: number | undefined;
  #child: ChildProcess | undefined;
  #stopping = false;
  #restarting: Promise<void> | undefined;

  constructor(
    options: EmbeddedOptions,
    dataDir: string,
    folder: string,
    user: ServerUser | undefined,
    kept: Kept,
  ) {
    this.#options = options;
    this.#dataDir = dataDir;
    this.#folder = folder;
    this.#user = user;
    this.kept = kept;
  }

  get #logFile(): string {
    return join(this.#dataDir, 'postgres.log');
  }

  async start(): Promise<void> {
    const binaries = await findBinaries(this.#user);
    await writeKept(this.#dataDir, this.kept);
    await makeCluster({
      binaries,
      folder: this.#folder,
      user: this.#user,
      password: this.kept.adminPassword,
      durable: this.#options.durable !== false,
    });
    if (await this.#adopt(binaries)) return;
    await this.#launch(binaries);
  }

  /**
   * Deals with a server that runs on the folder already, its own process having been killed: taken over
   * when it knows our password, else ended. A `postmaster.pid` whose id now belongs to some other program
   * (usual after a container's restart) is removed, for PostgreSQL itself would refuse to start.
   */
  async #adopt(binaries: Binaries): Promise<boolean> {
    const found = await readPostmaster(this.#folder);
    if (!found || !(await alive(found.pid))) return false;
    if (!(await commandOf(found.pid)).includes(this.#folder)) {
      await rm(join(this.#folder, 'postmaster.pid'), { force: true });
      return false;
    }
    const running = await this.#settled(found);
    if (!running) return false;
    this.kept.port = running.port;
    if (running.ready && (await answers(urlsOf(this.kept, 'postgres').adminUrl, this.#folder))) {
      await writeKept(this.#dataDir, this.kept);
      this.#hold(running.pid);
      this.#watch(running.pid, binaries);
      this.#options.log(`Took over the database server that was left running (${running.pid})`, 'info');
      return true;
    }
    await endServer(running.pid);
    return false;
  }

  /**
   * A server that is still recovering from a crash is waited for: ended, it would recover again from the start.
   * Nothing where it ends meanwhile; after a minute it is what it is.
   */
  async #settled(found: Postmaster): Promise<Postmaster | undefined> {
    for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 50) {
      const running = await readPostmaster(this.#folder);
      if (running?.pid !== found.pid || !(await alive(found.pid))) return undefined;
      if (running.ready) return running;
      await sleep(50);
    }
    return found;
  }

  /** @param samePort for a server whose address is in use already: waits for the port rather than moving */
  async #launch(binaries: Binaries, samePort = false): Promise<void> {
    const since = Date.now();
    const patienceMs = samePort ? 60_000 : 10_000;
    for (;;) {
      if (!samePort) this.kept.port = await freePort(this.kept.port);
      const { child, ended, said } = await this.#spawn(binaries.postgres);
      if (await this.#untilReady(child, ended)) {
        await writeKept(this.#dataDir, this.kept);
        this.#child = child;
        this.#hold(child.pid as number);
        void ended.then(() => {
          this.#restarting = this.#restart(binaries);
        });
        return;
      }
      // A port just taken, or the last processes of a killed server still holding its memory, pass in
      // a moment; the rest of the log is the reason.
      const log = await said();
      const passing = /could not bind|Address already in use|shared memory block|lock file "postmaster.pid"/;
      if (Date.now() - since > patienceMs || this.#stopping || !passing.test(log)) {
        throw new Error(
          `The database server did not start:\n${log.split('\n').slice(-12).join('\n').trim()}`,
        );
      }
      await sleep(200);
    }
  }

  async #spawn(postgres: string): Promise<Spawned> {
    const flags = Object.entries({
      ...settings,
      ...(this.#options.durable === false ? testSettings : {}),
      port: String(this.kept.port),
    }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const size = (await stat(this.#logFile).catch(() => undefined))?.size ?? 0;
    const log = await open(this.#logFile, size > 10_000_000 ? 'w' : 'a', 0o600);
    const from = size > 10_000_000 ? 0 : size;
    try {
      // A group of its own: Ctrl-C in the terminal reaches us, and we end the server in order. Its log
      // is a file, which stays writable for a server whose parent was killed.
      const child = spawn(postgres, ['-D', this.#folder, ...flags], {
        ...this.#user,
        cwd: '/',
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
      });
      child.unref();
      // Listened for at once: one that cannot start has often ended before the log is closed below.
      const ended = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.once('error', () => resolve());
      });
      const said = async () => (await readFile(this.#logFile)).subarray(from).toString();
      return { child, ended, said };
    } finally {
      await log.close();
    }
  }

  /** Whether the server came to be ready; false where it ended before. */
  async #untilReady(child: ChildProcess, ended: Promise<void>): Promise<boolean> {
    let over = false;
    void ended.then(() => {
      over = true;
    });
    // Crash recovery of a large database may take minutes; a server that cannot start ends by itself.
    while (!over) {
      const running = await readPostmaster(this.#folder);
      if (running?.ready && running.pid === child.pid) return true;
      await sleep(10);
    }
    return false;
  }

  /** A server taken over is not our child, so its end is looked for, four times a second. */
  #watch(pid: number, binaries: Binaries): void {
    const timer = setInterval(async () => {
      if (this.#pid === pid && (await alive(pid))) return;
      clearInterval(timer);
      if (this.#pid === pid) this.#restarting = this.#restart(binaries);
    }, 250);
    timer.unref();
  }

  /**
   * A server that ends without being asked (killed for memory, a crash) is started again, until it starts: a
   * full disk or a port taken meanwhile is mended by somebody, and the process has nothing to do without it.
   */
  async #restart(binaries: Binaries): Promise<void> {
    if (this.#stopping) return;
    this.#options.log('The database server ended unexpectedly; starting it again', 'error');
    this.#release();
    while (!this.#stopping) {
      try {
        return await this.#launch(binaries, true);
      } catch (error) {
        this.#options.log(error instanceof Error ? error.message : String(error), 'error');
        await sleep(1_000);
      }
    }
  }

  #hold(pid: number): void {
    this.#pid = pid;
    process.once('exit', this.#atExit);
  }

  #release(): void {
    process.removeListener('exit', this.#atExit);
    this.#pid = undefined;
    this.#child = undefined;
  }

  /** The last resort of a process that ends without `stop`: the server shuts down after it. */
  readonly #atExit = (): void => {
    if (this.#pid !== undefined && this.#child?.exitCode == null) {
      try {
        process.kill(this.#pid, 'SIGINT');
      } catch {
        // Gone already.
      }
    }
  };

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#restarting;
    const pid = this.#pid;
    if (pid === undefined) return;
    const child = this.#child;
    child?.ref();
    await endServer(pid);
    this.#release();
  }
}

/** Fast shutdown: open transactions are rolled back, a checkpoint written. Past 30 s: without checkpoint. */
async function endServer(pid: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await gone(pid, patienceMs)) return;
  }
}
