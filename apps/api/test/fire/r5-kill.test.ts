import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { contract } from '@wafa/contract';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import * as loyalty from '../../src/modules/loyalty/index.ts';
import { readKept, urlsOf } from '../../src/platform/db/embedded-server.ts';
import { Client } from '../client.ts';
import { figure } from './figures.ts';

const kills = figure(100, 2);
const lanes = 8;
const readyWithinMs = 10_000;
const password = 'wafa-demo-2026';

const folder = mkdtempSync(join(tmpdir(), 'wafa-kill-'));
// Run by root, the database server is another user's, who must get in.
chmodSync(folder, 0o755);
const port = 20_000 + (process.pid % 20_000);
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const url = `http://127.0.0.1:${port}`;

/** The product as an operator runs it: own data folder, embedded PostgreSQL, durable. */
function launchProduct(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', main, 'demo'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      HOST: '127.0.0.1',
      WAFA_DATA_DIR: folder,
      WAFA_WEB_DIR: join(folder, 'web'),
      DEMO_CUSTOMERS: '60',
      DEMO_ORDERS: '60',
      RATE_LIMIT_PER_MINUTE: '0',
      SIGN_IN_LIMIT_PER_MINUTE: '0',
      LOG_LEVEL: 'warn',
      WAFA_SIGN_INS_FILE: join(folder, 'sign-ins.json'),
    },
  });
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString()).slice(-4_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return child;
}

let printed = '';
let product: ChildProcess;
afterAll(async () => {
  if (product?.exitCode === null) {
    product.kill('SIGTERM');
    await once(product, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

async function whenReady(limitMs: number): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const ready = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(1_000) }).then(
      (reply) => reply.status === 200,
      () => false,
    );
    const ms = performance.now() - begun;
    if (ready) return ms;
    if (ms > limitMs) throw new Error(`not ready after ${Math.round(ms)} ms: ${printed}`);
    await sleep(50);
  }
}

function postmaster(): number {
  return Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
}

async function signIn(): Promise<Client> {
  const anonymous = new Client(url, { 'x-store-id': 'zahra' });
  const reply = await anonymous.call(contract.identity.signIn, {
    login: 'owner@zahra.example',
    password,
    as: 'staff',
  });
  expect(reply.status, reply.text).toBe(200);
  return new Client(url, { 'x-store-id': 'zahra', authorization: `Bearer ${reply.data.accessToken}` });
}

interface Load {
  /** Transaction ids whose credit was answered with success. */
  acknowledged: Set<string>;
  sent: number;
  stop(): Promise<void>;
}

/** Credits points without pause; what got no answer is sent again until it does. */
function startLoad(client: () => Client, customerIds: readonly string[]): Load {
  let going = true;
  const acknowledged = new Set<string>();
  const load: Load = { acknowledged, sent: 0, stop: async () => undefined };
  const lane = async (index: number) => {
    for (let n = 0; going; n += 1) {
      const transactionId = randomUUID();
      const customerId = customerIds[(index + n) % customerIds.length] as string;
      for (let done = false; !done; ) {
        load.sent += 1;
        const status = await client()
          .call(contract.loyalty.earn, { customerId, points: 3, transactionId })
          .then(
            (reply) => reply.status,
            () => 0,
          );
        if (status === 200) acknowledged.add(transactionId);
        done = status === 200 || (!going && status === 0);
        if (!done) await sleep(20);
      }
    }
  };
  const lanesDone = Promise.all(Array.from({ length: lanes }, (_, index) => lane(index)));
  load.stop = async () => {
    going = false;
    await lanesDone;
  };
  return load;
}

test(
  `${kills} times kill -9 of process or PostgreSQL under load: nothing acknowledged is lost or doubled`,
  async () => {
    product = launchProduct();
    await whenReady(60_000);
    let client = await signIn();
    const customerIds: string[] = [];
    for (let n = 0; n < 2 * lanes; n += 1) {
      const made = await client.call(contract.customers.create, { firstName: `Member ${n}` });
      expect(made.status, made.text).toBe(201);
      customerIds.push(made.data.id);
    }
    const load = startLoad(() => client, customerIds);
    const slowest = { process: 0, postgres: 0 };
    for (let n = 0; n < kills; n += 1) {
      await sleep(200 + ((n * 137) % 600));
      if (n % 2 === 0) {
        // Its database server stays behind, for the next process to take over.
        product.kill('SIGKILL');
        await once(product, 'exit');
        product = launchProduct();
        slowest.process = Math.max(slowest.process, await whenReady(30_000));
        client = await signIn();
      } else {
        process.kill(postmaster(), 'SIGKILL');
        slowest.postgres = Math.max(slowest.postgres, await whenReady(30_000));
        expect(product.exitCode, 'the process ended because its database did').toBeNull();
      }
    }
    await load.stop();

    const db = new pg.Pool({ connectionString: urlsOf(await readKept(folder), 'wafa').adminUrl });
    try {
      const { rows } = await db.query<{ id: string; entries: number }>(
        `select k.source_id as id, count(e.id)::int as entries from loyalty.keys k
         left join loyalty.entries e on e.store_id = k.store_id and e.id = k.id
        where k.kind = 'credit' and k.source = 'api' group by k.source_id`,
      );
      const entries = new Map(rows.map((row) => [row.id, row.entries]));
      const lost = [...load.acknowledged].filter((id) => entries.get(id) !== 1);
      expect(lost).toEqual([]);
      expect(rows.filter((row) => row.entries !== 1)).toEqual([]);
      expect(await loyalty.driftOf(db)).toEqual([]);
      expect(await loyalty.checkChains(db)).toEqual([]);
    } finally {
      await db.end();
    }
    console.log(
      `${kills} kills, ${load.acknowledged.size} credits acknowledged of ${load.sent} sent; ready again within ` +
        `${Math.round(slowest.process)} ms of the process, ${Math.round(slowest.postgres)} ms of PostgreSQL`,
    );
    expect(load.acknowledged.size).toBeGreaterThan(kills);
    // A figure of the machine's, so only where the full figures are asked for.
    if (process.env.WAFA_FIRE_SHORT !== '1')
      expect(Math.max(slowest.process, slowest.postgres)).toBeLessThanOrEqual(readyWithinMs);
  },
  figure(3_600_000, 120_000),
);
