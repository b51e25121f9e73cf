import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../test/app.ts';
import { cloneDatabase, type TestDatabase } from '../../../test/database.ts';
import { createPool, kyselyOf, withSettings } from './pool.ts';

let database: TestDatabase;
let pool: pg.Pool;
const lost: Error[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  pool = createPool({
    url: database.url,
    role: 'test',
    max: 4,
    onError: (error) => lost.push(error),
  });
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}

describe('types', () => {
  it('gives numbers for bigint, days for dates, text for numeric, instants for timestamptz', async () => {
    const { rows } = await pool.query(
      `select 9007199254740991::bigint as points, '2026-03-10'::date as day, 12.50::numeric as rate,
              '2026-03-10T09:00:00+03'::timestamptz as at, array[1, null, 3]::bigint[] as many,
              array['2026-03-10', null]::date[] as days, '{"a": 1}'::jsonb as data, '\\x0102'::bytea as hash`,
    );
    expect(rows[0]).toEqual({
      points: 9007199254740991,
      day: '2026-03-10',
      rate: '12.50',
      at: new Date('2026-03-10T06:00:00Z'),
      many: [1, null, 3],
      days: ['2026-03-10', null],
      data: { a: 1 },
      hash: Buffer.from([1, 2]),
    });
  });

  it('refuses a bigint that would lose units', async () => {
    await expect(pool.query('select 9007199254740993::bigint')).rejects.toThrow('9007199254740993');
    expect((await pool.query('select 1::bigint as one')).rows).toEqual([{ one: 1 }]);
  });

  it('speaks as wafa_app, in UTC, under its name', async () => {
    const { rows } = await pool.query(
      `select current_user as who, current_setting('timezone') as zone, current_setting('application_name') as name`,
    );
    expect(rows[0]).toEqual({ who: 'wafa_app', zone: 'UTC', name: 'wafa-test' });
  });
});

describe('kyselyOf', () => {
  it('is one instance for a client', async () => {
    await withClient(async (client) => {
      expect(kyselyOf(client)).toBe(kyselyOf(client));
    });
  });

  it('prepares a text once on a connection, and runs it with other values', async () => {
    await withClient(async (client) => {
      const tx = kyselyOf(client);
      for (const value of [1, 2, 3]) {
        const { rows } = await sql<{ v: number }>`select ${value}::int * 10 as v`.execute(tx);
        expect(rows).toEqual([{ v: value * 10 }]);
      }
      const { rows } = await client.query(
        `select count(*) as n from pg_prepared_statements where statement = 'select $1::int * 10 as v'`,
      );
      expect(rows[0].n).toBe(1);
    });
  });

  it('stops preparing at a thousand texts, so that a connection cannot fill the server', async () => {
    await withClient(async (client) => {
      const tx = kyselyOf(client);
      for (let n = 0; n < 1_050; n += 1) await sql.raw(`select ${n} as n`).execute(tx);
      const { rows } = await client.query('select count(*) as n from pg_prepared_statements');
      expect(rows[0].n).toBe(1_000);
      expect((await sql<{ n: number }>`select 7 as n`.execute(tx)).rows).toEqual([{ n: 7 }]);
    });
  });

  it('sends in the order of the calls, beside plain queries of the client', async () => {
    await withClient(async (client) => {
      const tx = kyselyOf<{ 'pg_temp.steps': { n: number } }>(client);
      await client.query('create temp table steps (n int, txid bigint default txid_current())');
      for (let round = 0; round < 20; round += 1) {
        await client.query('truncate steps');
        const opened = client.query('begin');
        const raw = sql`insert into steps (n) values (1)`.execute(tx);
        const plain = client.query('insert into steps (n) values (2)');
        const built = tx.insertInto('pg_temp.steps').values({ n: 3 }).execute();
        const closed = client.query('commit');
        await Promise.all([opened, raw, plain, built, closed]);
        const { rows } = await client.query(
          'select array_agg(n order by ctid) as order, count(distinct txid) as transactions from steps',
        );
        expect(rows[0]).toEqual({ order: [1, 2, 3], transactions: 1 });
      }
    });
  });

  it('says how many rows a statement changed', async () => {
    await withClient(async (client) => {
      const tx = kyselyOf<{ counted: { n: number } }>(client);
      await client.query('create temp table counted (n int)');
      await tx
        .insertInto('counted')
        .values([{ n: 1 }, { n: 2 }])
        .execute();
      const changed = await tx.updateTable('counted').set({ n: 5 }).where('n', '>', 1).executeTakeFirst();
      expect(changed.numUpdatedRows).toBe(1n);
    });
  });

  it('keeps a failed statement from hanging those behind it', async () => {
    await withClient(async (client) => {
      const tx = kyselyOf(client);
      await client.query('begin');
      const results = await Promise.allSettled([
        sql`select 1 as n`.execute(tx),
        sql`select 1 / ${0}::int as n`.execute(tx),
        sql`select 2 as n, 'after' as what`.execute(tx),
      ]);
      expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'rejected']);
      await client.query('rollback');
      // Prepared inside the failed transaction or not at all: the same text works afterwards.
      expect((await sql<{ n: number }>`select 2 as n, 'after' as what`.execute(tx)).rows[0]?.n).toBe(2);
    });
  });

  it('leaves transactions to the platform', async () => {
    await withClient(async (client) => {
      await expect(
        kyselyOf(client)
          .transaction()
          .execute(async () => 1),
      ).rejects.toThrow('platform');
    });
  });
});

describe('a lost connection', () => {
  it('fails the statement, is reported, and the pool connects anew', async () => {
    const admin = new pg.Client(database.adminUrl);
    await admin.connect();
    const client = await pool.connect();
    const before = lost.length;
    const idle = await pool.connect();
    idle.release();
    const waiting = client.query('select pg_sleep(20)').catch((error: Error) => error);
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'wafa-test'`,
    );
    expect(await waiting).toBeInstanceOf(Error);
    client.release(true);
    await admin.end();
    // The idle one hears of its end in its own time; until then the pool would still hand it out.
    await until(async () => lost.length > before);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

it('adds settings to those a URL has already', () => {
  const url = withSettings('postgresql://a:b@h/d?options=-c%20role%3Dwafa_app', { timezone: 'UTC' });
  expect(new URL(url).searchParams.get('options')).toBe('-c role=wafa_app -c timezone=UTC');
  expect(url).not.toContain('+');
});
