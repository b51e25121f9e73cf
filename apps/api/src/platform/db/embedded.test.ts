import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../test/app.ts';
import { type EmbeddedDatabase, startEmbedded } from './embedded.ts';
import { alive, gone, readPostmaster } from './embedded-process.ts';

let pristine: string;
let dataDir: string;
const running = new Set<EmbeddedDatabase>();
const children = new Set<ChildProcess>();
const said: string[] = [];
const log = (message: string) => void said.push(message);

/** A folder that the server's user may pass through; mkdtemp closes it to everybody else. */
async function makeFolder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'wafa-embedded-'));
  await chmod(made, 0o711);
  return made;
}

beforeAll(async () => {
  // Making a cluster is the slow part (0.7 s): it is made once, and each test has a copy.
  pristine = await makeFolder();
  const server = await startEmbedded({ dataDir: pristine, durable: false, log });
  await server.stop();
});
afterAll(() => rm(pristine, { recursive: true, force: true }));

beforeEach(async () => {
  said.length = 0;
  dataDir = await makeFolder();
  execFileSync('cp', ['-a', `${pristine}/.`, dataDir]);
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const server of running) await server.stop();
  running.clear();
  children.clear();
  // What a killed process of a test left running.
  const left = await readPostmaster(folder());
  if (left && left.pid !== process.pid && (await alive(left.pid))) {
    process.kill(left.pid, 'SIGQUIT');
    await gone(left.pid, 5_000);
  }
  await rm(dataDir, { recursive: true, force: true });
});

const folder = () => join(dataDir, 'postgres');
const pidOf = async () => (await readPostmaster(folder()))?.pid as number;

async function start(durable = false): Promise<EmbeddedDatabase> {
  const server = await startEmbedded({ dataDir, durable, log });
  running.add(server);
  return server;
}

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that starts the database of the folder and says the process id of the server. */
async function startElsewhere(): Promise<{ child: ChildProcess; pid: number }> {
  const module = fileURLToPath(new URL('./embedded.ts', import.meta.url));
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(module)});
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, durable: false, log: () => {} });
    process.on('SIGUSR2', () => process.exit(3));
    process.on('SIGTERM', async () => { await server.stop(); process.exit(0); });
    setInterval(() => {}, 1000);
    console.log('up');`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  children.add(child);
  await new Promise<void>((done, fail) => {
    child.stdout?.on('data', () => done());
    child.once('exit', () => fail(new Error('the other process ended')));
  });
  return { child, pid: await pidOf() };
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((done) => {
    child.once('exit', done);
  });

it('leaves nothing running after the first start, which makes the cluster', async () => {
  expect(await readPostmaster(join(pristine, 'postgres'))).toBeUndefined();
  expect(await readFile(join(pristine, 'postgres', 'PG_VERSION'), 'utf8')).toMatch(/^\d+\n$/);
  expect((await readdir(pristine)).sort()).toEqual(['postgres', 'postgres.json', 'postgres.log']);
});

it('starts, keeps what was written and its address over a restart, and leaves nothing running', async () => {
  const first = await start(true);
  await ask(first.adminUrl, 'create table kept as select 42 as n');
  expect(await ask(first.appUrl, 'select current_user as who')).toEqual([{ who: 'wafa_app' }]);
  const settings = await ask(
    first.adminUrl,
    `select name, setting from pg_settings
    where name in ('fsync', 'listen_addresses', 'synchronous_commit', 'TimeZone') order by name collate "C"`,
  );
  expect(Object.fromEntries(settings.map((row) => [row.name, row.setting]))).toEqual({
    TimeZone: 'UTC',
    fsync: 'on',
    listen_addresses: '127.0.0.1',
    synchronous_commit: 'on',
  });
  const pid = await pidOf();
  await first.stop();
  expect(await alive(pid)).toBe(false);
  const second = await start(true);
  expect(second).toMatchObject({ adminUrl: first.adminUrl, appUrl: first.appUrl });
  expect(await ask(second.adminUrl, 'select n from kept')).toEqual([{ n: 42 }]);
});

it('keeps its passwords from other users, and lets nobody in without one', async () => {
  const server = await start();
  expect((await stat(join(dataDir, 'postgres.json'))).mode & 0o777).toBe(0o600);
  expect((await stat(folder())).mode & 0o077).toBe(0);
  const url = new URL(server.adminUrl);
  url.password = 'guessed';
  await expect(ask(url.toString(), 'select 1')).rejects.toThrow('password authentication failed');
});

it('sees letters in Arabic: case, sorting by code point, trigrams', async () => {
  const server = await start();
  const rows = await ask(
    server.adminUrl,
    `select lower('ÉCLAIR') as lower, cardinality(show_trgm('محمد')) as trigrams, 'محمد' % 'محمود' as alike`,
  );
  expect(rows).toEqual([{ lower: 'éclair', trigrams: 5, alike: true }]);
});

describe('a server left running by a killed process', () => {
  it('is taken over, and ended by stop', async () => {
    const { child, pid } = await startElsewhere();
    child.kill('SIGKILL');
    await ended(child);
    expect(await alive(pid)).toBe(true);
    const server = await start();
    expect(await pidOf()).toBe(pid);
    expect(said.join()).toContain('Took over');
    expect(await ask(server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    expect(await alive(pid)).toBe(false);
  });

  it('is started again when it is killed after having been taken over', async () => {
    const { child, pid } = await startElsewhere();
    child.kill('SIGKILL');
    await ended(child);
    const server = await start(true);
    expect(await pidOf()).toBe(pid);
    process.kill(pid, 'SIGKILL');
    const rows = await until(() => ask(server.appUrl, 'select 1 as one').catch(() => undefined), 25_000);
    expect(rows).toEqual([{ one: 1 }]);
    expect(await pidOf()).not.toBe(pid);
  });

  it('is ended and started again when it does not know our password', async () => {
    const { child, pid } = await startElsewhere();
    child.kill('SIGKILL');
    await ended(child);
    const kept = JSON.parse(await readFile(join(dataDir, 'postgres.json'), 'utf8'));
    await ask(
      `postgresql://postgres:${kept.adminPassword}@127.0.0.1:${kept.port}/postgres`,
      "alter role postgres password 'another'",
    );
    await expect(start()).rejects.toThrow('password authentication failed');
    expect(await alive(pid)).toBe(false);
  });
});

it('shares the server of another living process, and leaves it alone when it stops', async () => {
  const { child, pid } = await startElsewhere();
  const server = await start();
  expect(await ask(server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.stop();
  expect(await alive(pid)).toBe(true);
  child.kill('SIGTERM');
  await ended(child);
  expect(await alive(pid)).toBe(false);
});

it('does not die from the Ctrl-C of the terminal before it is stopped in order', async () => {
  const { child, pid } = await startElsewhere();
  // A terminal signals the whole process group; the process itself is held still, and does not stop it.
  child.kill('SIGSTOP');
  process.kill(-(child.pid as number), 'SIGINT');
  expect(await gone(pid, 300)).toBe(false);
});

it('ends after its process, also when that forgets to stop it', async () => {
  const { child, pid } = await startElsewhere();
  child.kill('SIGUSR2');
  expect(await ended(child)).toBe(3);
  expect(await gone(pid, 10_000)).toBe(true);
});

it('removes a lock file whose process id now belongs to another program', async () => {
  const server = await start();
  await server.stop();
  await writeFile(
    join(folder(), 'postmaster.pid'),
    `${process.pid}\n${folder()}\n1\n1\n\n127.0.0.1\n0 0\nready\n`,
  );
  const again = await start();
  expect(await ask(again.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('takes another port when its own is in use', async () => {
  const server = await start();
  const { port } = new URL(server.appUrl);
  await server.stop();
  const { createServer } = await import('node:net');
  const squatter = createServer();
  await new Promise<void>((done) => squatter.listen(Number(port), '127.0.0.1', done));
  const again = await start();
  expect(new URL(again.appUrl).port).not.toBe(port);
  expect(await ask(again.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  await new Promise((done) => squatter.close(done));
});

it('is started again, at the same address, when the server is killed', async () => {
  const server = await start(true);
  await ask(server.adminUrl, 'create table kept as select 42 as n');
  const pid = await pidOf();
  process.kill(pid, 'SIGKILL');
  const rows = await until(() => ask(server.adminUrl, 'select n from kept').catch(() => undefined), 25_000);
  expect(rows).toEqual([{ n: 42 }]);
  expect(await pidOf()).not.toBe(pid);
  expect(said.join()).toContain('ended unexpectedly');
});

it('says why when it cannot start', async () => {
  const server = await start();
  await server.stop();
  await rm(join(folder(), 'global'), { recursive: true });
  await expect(start()).rejects.toThrow(/did not start:[\s\S]*global/);
});

it('refuses the data folder of another major version', async () => {
  const server = await start();
  await server.stop();
  await writeFile(join(folder(), 'PG_VERSION'), '15\n');
  await expect(start()).rejects.toThrow('was made by PostgreSQL 15');
});

describe.runIf(process.getuid?.() === 0)('as root', () => {
  it('keeps the database where its user can reach it, and says where', async () => {
    const hidden = await mkdtemp(join(tmpdir(), 'wafa-hidden-'));
    const server = await startEmbedded({
      dataDir: hidden,
      durable: false,
      log: (message) => said.push(message),
    });
    const [row] = await ask(server.adminUrl, "select current_setting('data_directory') as folder");
    await server.stop();
    const place = row?.folder as string;
    expect(place).toMatch(/^\/var\/lib\/wafa\/[0-9a-f]{12}\/postgres$/);
    expect(said.join()).toContain(place);
    await rm(join(place, '..'), { recursive: true });
    await rm(hidden, { recursive: true });
  });
});
