import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binaries, ServerUser } from './embedded-binaries.ts';

export interface ClusterOptions {
  binaries: Binaries;
  folder: string;
  /** Owner of the files; undefined: this process's user. */
  user: ServerUser | undefined;
  /** Of the superuser `postgres`. */
  password: string;
  durable: boolean;
}

/**
 * Makes the cluster where there is none: beside its place, then moved there whole, so that a killed start
 * leaves no half.
 * @throws Error when the folder was made by another major version
 */
export async function makeCluster(options: ClusterOptions): Promise<void> {
  const { binaries, folder, user } = options;
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined);
  const major = binaries.version.split('.')[0];
  if (version !== undefined) {
    if (version.trim() === major) return;
    throw new Error(
      `${folder} was made by PostgreSQL ${version.trim()}, this is ${major}. Back up with the Wafa ` +
        'that made it, move the folder away, and restore with this one.',
    );
  }
  const part = `${folder}.new`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true, mode: 0o700 });
  const passwordFile = join(tmpdir(), `wafa-${randomBytes(8).toString('hex')}`);
  await writeFile(passwordFile, options.password, { mode: 0o600, flag: 'wx' });
  if (user) {
    await chown(part, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  try {
    await runInitdb(options, part, passwordFile);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(part, folder);
}

async function runInitdb(options: ClusterOptions, folder: string, passwordFile: string): Promise<void> {
  // Text sorts and folds by Unicode the same on every system, whatever locales it has; the C.UTF-8
  // character types are what trigram search needs to see letters in Arabic.
  const flags = [
    `--pgdata=${folder}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--lc-collate=C',
    `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : process.platform === 'win32' ? 'C' : 'C.UTF-8'}`,
    '--lc-messages=C',
    ...(!options.durable ? ['--no-sync'] : []),
  ];
  const child = spawn(options.binaries.initdb, flags, {
    ...options.user,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (code !== 0) throw new Error(`The database could not be made in ${folder}:\n${said.trim()}`);
}
