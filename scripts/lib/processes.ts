import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Absolute path of a tool's script in node_modules, looked for in `from` and the folders above it.
 * Tools run as `node <script>` rather than through npx or .bin: the same on every system, and one
 * process to stop rather than three.
 */
export function tool(name: string, script: string, from = root): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name, script);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) throw new Error(`${name} is not installed: run npm ci`);
  }
}

export interface LaunchOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** `inherit`: on this terminal; `collect`: kept for the caller; otherwise a file to write to. */
  output?: 'inherit' | 'collect' | { file: string };
}

export interface Launched {
  child: ChildProcess;
  /** Exit code; 1 where a signal ended the process or it could not start. */
  exit: Promise<number>;
  /** What it has printed so far (standard output and error); empty with `inherit`. */
  printed: () => string;
}

const running = new Set<ChildProcess>();
const ownGroup = process.platform !== 'win32';
let interrupted = false;

/** Starts a program in a process group of its own, so that it can be stopped with everything it started. */
export function launch(command: string, args: string[], options: LaunchOptions = {}): Launched {
  const inherit = options.output === undefined || options.output === 'inherit';
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    detached: ownGroup,
    stdio: inherit ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let text = '';
  const file = typeof options.output === 'object' ? createWriteStream(options.output.file) : undefined;
  const keep = (chunk: Buffer) => {
    // The tail is what explains a failure; a chatty server must not fill the memory.
    text = (text + chunk.toString()).slice(-1_000_000);
    file?.write(chunk);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const exit = new Promise<number>((done) => {
    child.on('error', (error) => {
      text += `${error.message}\n`;
      running.delete(child);
      done(1);
    });
    const closed = new Promise((closing) => child.on('close', closing));
    child.on('exit', async (code) => {
      await endGroup(child);
      // The rest of what was printed arrives after the exit.
      await Promise.race([closed, new Promise((late) => setTimeout(late, 2_000).unref())]);
      running.delete(child);
      file?.end();
      // When interrupted, nobody goes on with what came out of it: this process ends.
      if (!interrupted) done(code ?? 1);
    });
  });
  return { child, exit, printed: () => text };
}

/** Runs `node <script> <args>` to its end. */
export async function runNode(
  script: string,
  args: string[],
  options: LaunchOptions = {},
): Promise<{ code: number; output: string }> {
  const launched = launch(process.execPath, [script, ...args], options);
  return { code: await launched.exit, output: launched.printed() };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(ownGroup ? -child.pid : child.pid, signal);
  } catch {
    // Already gone.
  }
}

/** How long what a process left behind may take to end by itself, for instance a database. */
const leftoverGraceMs = 5_000;

/** Ends what an ended process left in its group; returns at once where that is nothing. */
async function endGroup(child: ChildProcess): Promise<void> {
  if (!ownGroup) return;
  const deadline = Date.now() + leftoverGraceMs;
  for (let asked = false; groupLives(child); asked = true) {
    if (!asked) signalGroup(child, 'SIGTERM');
    if (Date.now() > deadline) return signalGroup(child, 'SIGKILL');
    await new Promise((done) => setTimeout(done, 25));
  }
}

function groupLives(child: ChildProcess): boolean {
  if (child.pid === undefined) return false;
  try {
    return process.kill(-child.pid, 0);
  } catch {
    return false;
  }
}

/** Asks the process to end, then ends it and its children after `graceMs`. */
export async function stop(launched: Launched, graceMs = 10_000): Promise<void> {
  const { child } = launched;
  if (!running.has(child)) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  await launched.exit;
  clearTimeout(timer);
}

/** Ends everything started here when this process is interrupted or ends. Call once, at the start. */
export function stopChildrenAtExit(cleanUp: () => void = () => {}): void {
  process.on('exit', () => {
    for (const child of running) signalGroup(child, 'SIGKILL');
    cleanUp();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (interrupted) process.exit(130);
      interrupted = true;
      for (const child of running) child.kill(signal);
      const deadline = Date.now() + 15_000;
      const timer = setInterval(() => {
        if (running.size === 0 || Date.now() > deadline) {
          clearInterval(timer);
          process.exit(130);
        }
      }, 50);
    });
  }
}
