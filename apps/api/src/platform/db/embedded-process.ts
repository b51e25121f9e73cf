import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether a process with this id lives. A zombie that nobody reaps, as in some containers, does not. */
export async function alive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const state = await statFields(pid);
  return state === undefined || state[0] !== 'Z';
}

/** Waits until the process is gone; false when it still lives after `timeoutMs`. */
export async function gone(pid: number, timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; await alive(pid); waitedMs += 20) {
    if (waitedMs >= timeoutMs) return false;
    await sleep(20);
  }
  return true;
}

/** What tells one process from a later one with the same id: the time it started. */
async function startOf(pid: number): Promise<string> {
  const fields = await statFields(pid);
  if (fields) return fields[19] ?? '';
  if (platform() === 'win32') return '';
  return run('ps', ['-o', 'lstart=', '-p', String(pid)]).then(
    (out) => out.stdout.trim(),
    () => '',
  );
}

/** Linux: the fields of /proc/<pid>/stat after the name, state first; elsewhere undefined. */
async function statFields(pid: number): Promise<string[] | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** The command line of a process; empty where it cannot be read. */
export async function commandOf(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (text !== undefined) return text.replaceAll('\0', ' ');
  if (platform() === 'win32') return '';
  return run('ps', ['-o', 'args=', '-p', String(pid)]).then(
    (out) => out.stdout,
    () => '',
  );
}

/** What `postmaster.pid` says of the server of a data folder. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

export async function readPostmaster(folder: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const lines = text?.split('\n') ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/**
 * Takes the data folder for this process. False when another living process (or this one, before) holds
 * it: that one then starts and stops the server.
 */
export async function claim(ownerFile: string): Promise<boolean> {
  const me = `${process.pid} ${await startOf(process.pid)}`;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      await writeFile(ownerFile, me, { flag: 'wx', mode: 0o600 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const held = await readFile(ownerFile, 'utf8').catch(() => '');
    const [pid, ...start] = held.split(' ');
    if ((await alive(Number(pid))) && (await startOf(Number(pid))) === start.join(' ')) return false;
    await rm(ownerFile, { force: true });
  }
  return false;
}

/** The port given when it is free on 127.0.0.1, else another that is. */
export async function freePort(wish = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (wish !== 0 && error.code === 'EADDRINUSE') resolve(freePort());
      else reject(error);
    });
    probe.listen(wish, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wish));
    });
  });
}
