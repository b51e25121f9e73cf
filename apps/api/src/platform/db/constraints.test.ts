import { createServer } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneDatabase, type TestDatabase } from '../../../test/database.ts';
import { AppError } from '../errors.ts';
import { constraintErrors, isRetryable, toAppError } from './constraints.ts';
import { createPool } from './pool.ts';
import { withDatabase } from './urls.ts';

let database: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  database = await cloneDatabase();
  admin = new pg.Client(database.adminUrl);
  await admin.connect();
  await admin.query(`
    create schema planted;
    create table planted.things (id int, place text,
      constraint planted_things_id_key unique (id),
      constraint planted_things_place_check check (place <> 'nowhere'));
    create table planted.shards (id int, constraint planted_things_id_key_102008 unique (id));
    create table planted.unknown (id int, constraint planted_unknown_key unique (id))`);
  constraintErrors.planted_things_id_key = { code: 'code_taken', field: 'id' };
  constraintErrors.planted_things = { code: 'conflict', field: 'place' };
});
afterAll(async () => {
  delete constraintErrors.planted_things_id_key;
  delete constraintErrors.planted_things;
  await admin?.end();
  await database?.drop();
});

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => {
      throw new Error('expected a failure');
    },
    (error: unknown) => error,
  );
const twice = (table: string) => failureOf(admin.query(`insert into planted.${table} values (1), (1)`));

describe('a violated constraint', () => {
  it('is mapped by its name, to code and field', async () => {
    const error = toAppError(await twice('things'));
    expect(error).toMatchObject({ code: 'code_taken', status: 409, options: { field: 'id' } });
  });

  it('also under the name that Citus gives a shard', async () => {
    expect(toAppError(await twice('shards'))).toMatchObject({ code: 'code_taken' });
  });

  it('falls to the longest listed beginning', async () => {
    const error = await failureOf(admin.query("insert into planted.things values (2, 'nowhere')"));
    expect(toAppError(error)).toMatchObject({ code: 'conflict', options: { field: 'place' } });
  });

  it('stays a fault of ours when it is not listed', async () => {
    const error = await twice('unknown');
    expect(toAppError(error)).toBe(error);
  });

  it('does not depend on the language of the message', async () => {
    const error = (await twice('things')) as Error;
    error.message = 'doppelter Schlüsselwert';
    expect(toAppError(error)).toMatchObject({ code: 'code_taken' });
  });
});

describe('what may be run again', () => {
  it('a deadlock', async () => {
    const other = new pg.Client(database.adminUrl);
    await other.connect();
    await admin.query("insert into planted.things values (11, 'a'), (12, 'a')");
    for (const client of [admin, other]) await client.query('begin');
    await admin.query("update planted.things set place = 'b' where id = 11");
    await other.query("update planted.things set place = 'b' where id = 12");
    const results = await Promise.allSettled([
      admin.query("update planted.things set place = 'b' where id = 12"),
      other.query("update planted.things set place = 'b' where id = 11"),
    ]);
    const failed = results.find((result) => result.status === 'rejected') as PromiseRejectedResult;
    expect(isRetryable(failed.reason)).toBe(true);
    expect(toAppError(failed.reason)).toMatchObject({ code: 'unavailable', status: 503 });
    await Promise.all([admin.query('rollback'), other.query('rollback')]);
    await other.end();
  });

  it('a statement prepared before its table changed', async () => {
    const prepared = { name: 'before', text: 'select * from planted.unknown' };
    await admin.query(prepared);
    await admin.query('alter table planted.unknown add later int');
    const error = await failureOf(admin.query(prepared));
    expect(isRetryable(error)).toBe(true);
  });

  it('a row that waited for the default partition while one of its own was made', async () => {
    await admin.query(`
      create table planted.months (at date) partition by range (at);
      create table planted.months_default partition of planted.months default;
      create table planted.january (like planted.months)`);
    const other = new pg.Client(database.adminUrl);
    await other.connect();
    await other.query(`begin;
      alter table planted.months attach partition planted.january for values from ('2030-01-01') to ('2030-02-01')`);
    const failure = failureOf(admin.query(`insert into planted.months values ('2030-01-15')`));
    const isWaiting = async () =>
      (
        await other.query(
          `select from pg_locks where not granted and relation = 'planted.months_default'::regclass`,
        )
      ).rowCount === 1;
    while (!(await isWaiting()));
    await other.query('commit');
    await other.end();
    expect(isRetryable(await failure)).toBe(true);
    await admin.query(`insert into planted.months values ('2030-01-15')`);
  });

  it('not a violated constraint, nor an error of the application', async () => {
    expect(isRetryable(await twice('things'))).toBe(false);
    expect(isRetryable(new AppError('conflict'))).toBe(false);
  });
});

describe('a database out of reach', () => {
  it('that refuses connections', async () => {
    const probe = createServer();
    await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
    const { port } = probe.address() as { port: number };
    await new Promise((done) => probe.close(done));
    const pool = createPool({ url: `postgresql://a:b@127.0.0.1:${port}/c`, role: 'test', max: 1 });
    expect(toAppError(await failureOf(pool.query('select 1')))).toMatchObject({ code: 'unavailable' });
    await pool.end();
  });

  it('that ends the connection in the middle', async () => {
    const client = new pg.Client(database.adminUrl);
    client.on('error', () => undefined);
    await client.connect();
    const failure = failureOf(client.query('select pg_terminate_backend(pg_backend_pid())'));
    expect(toAppError(await failure)).toMatchObject({ code: 'unavailable' });
    expect(toAppError(await failureOf(client.query('select 1')))).toMatchObject({ code: 'unavailable' });
  });

  it('whose pool has no connection free in time', async () => {
    const pool = createPool({ url: database.url, role: 'test', max: 1, acquireTimeoutMs: 50 });
    const held = await pool.connect();
    expect(toAppError(await failureOf(pool.query('select 1')))).toMatchObject({ code: 'unavailable' });
    held.release();
    await pool.end();
  });

  it('but a database that does not exist is a fault of ours', async () => {
    const pool = createPool({ url: withDatabase(database.url, 'nowhere'), role: 'test', max: 1 });
    const error = await failureOf(pool.query('select 1'));
    expect(toAppError(error)).toBe(error);
    await pool.end();
  });
});

it('a full disk is said to be one', async () => {
  const error = await failureOf(
    admin.query("do $$ begin raise exception 'no space left' using errcode = 'disk_full'; end $$"),
  );
  expect(toAppError(error)).toMatchObject({ code: 'storage_full', status: 507 });
});

it('leaves what it does not know as it is', async () => {
  const own = new AppError('locked');
  expect(toAppError(own)).toBe(own);
  const other = new TypeError('a fault in the code');
  expect(toAppError(other)).toBe(other);
  const syntax = await failureOf(admin.query('selec 1'));
  expect(toAppError(syntax)).toBe(syntax);
});
