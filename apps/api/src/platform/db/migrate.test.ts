import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cloneDatabase, onServer, type TestDatabase } from '../../../test/database.ts';
import { migrateTemplate } from '../../../test/template.ts';
import { type MigrateOptions, migrate } from './migrate.ts';
import { connectionUrls, withDatabase } from './urls.ts';

let database: TestDatabase;
let client: pg.Client;
let dir: string;

beforeAll(async () => {
  database = await cloneDatabase();
  client = new pg.Client(database.adminUrl);
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wafa-migrations-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
  await client.query(`
    drop schema if exists planted cascade;
    drop view if exists settings.v_planted;
    drop function if exists settings.planted_v1(), settings.first_v1(), settings.second_v1();
    delete from platform.migrations where name like '9%'`);
});

const put = (name: string, text: string) => writeFile(join(dir, name), text);
const run = (options: Partial<MigrateOptions> = {}) =>
  migrate({ adminUrl: database.adminUrl, modules: [], dir, ...options });

describe('migrations', () => {
  it('are applied once, in order, by wafa_owner', async () => {
    await put('9002_b.sql', 'insert into planted.a values (2)');
    await put('9001_a.sql', 'create schema planted; create table planted.a (n int)');
    await put('readme.txt', 'not a migration');
    expect((await run()).migrations).toEqual(['9001_a.sql', '9002_b.sql']);
    expect((await run()).migrations).toEqual([]);
    const { rows } = await client.query('select tableowner as owner from pg_tables where schemaname = $1', [
      'planted',
    ]);
    expect(rows).toEqual([{ owner: 'wafa_owner' }]);
    expect((await client.query('select n from planted.a')).rows).toEqual([{ n: 2 }]);
  });

  it('are refused when an applied file was changed', async () => {
    await put('9001_a.sql', 'create schema planted');
    await run();
    await put('9001_a.sql', 'create schema planted; create table planted.a (n int)');
    await expect(run()).rejects.toThrow('9001_a.sql was changed after it had been applied');
  });

  it('leave nothing behind when they fail, and say file and line', async () => {
    await put('9001_a.sql', 'create schema planted;\n\ncreate table planted.a (n nosuchtype);');
    await expect(run()).rejects.toThrow(/^9001_a\.sql:3: type "nosuchtype" does not exist/);
    expect((await client.query("select to_regnamespace('planted') as home")).rows).toEqual([{ home: null }]);
    await put('9001_a.sql', 'create schema planted;');
    expect((await run()).migrations).toEqual(['9001_a.sql']);
  });

  it('run once when four processes start together', async () => {
    await put('9001_a.sql', 'create schema planted; create table planted.a (n int); select pg_sleep(0.2)');
    const applied = await Promise.all([run(), run(), run(), run()]);
    expect(applied.map((each) => each.migrations.length).sort()).toEqual([0, 0, 0, 1]);
  });
});

describe('functions', () => {
  const read = async () => (await client.query('select settings.planted_v1() as n')).rows[0].n;

  it('are applied again when their text changes, and only then', async () => {
    const file = join(dir, 'functions.sql');
    const modules = [{ name: 'settings', functions: [file] }];
    const body = (n: number) =>
      `create or replace function settings.planted_v1() returns int language sql as $$ select ${n} $$;`;
    await put('functions.sql', body(1));
    expect((await run({ modules })).functions).toHaveLength(1);
    expect((await run({ modules })).functions).toEqual([]);
    expect(await read()).toBe(1);
    await put('functions.sql', body(2));
    expect((await run({ modules })).functions).toHaveLength(1);
    expect(await read()).toBe(2);
  });

  it('may name what a later file makes', async () => {
    await put(
      '1.sql',
      'create function settings.first_v1() returns int language sql as $$ select settings.second_v1() $$;',
    );
    await put('2.sql', 'create function settings.second_v1() returns int language sql as $$ select 5 $$;');
    await run({ modules: [{ name: 'settings', functions: [join(dir, '1.sql'), join(dir, '2.sql')] }] });
    expect((await client.query('select settings.first_v1() as n')).rows).toEqual([{ n: 5 }]);
  });

  it('may set parameters of pg_trgm, also when nothing else has loaded it', async () => {
    await put(
      'functions.sql',
      `create function settings.planted_v1() returns int language sql
         set pg_trgm.word_similarity_threshold = 0.5 as $$ select 3 $$;`,
    );
    await run({ modules: [{ name: 'settings', functions: [join(dir, 'functions.sql')] }] });
    expect(await read()).toBe(3);
  });

  it('with views leave the views to be read by the app', async () => {
    await put(
      'functions.sql',
      'create view settings.v_planted with (security_invoker = true) as select 4 as n;',
    );
    await run({ modules: [{ name: 'settings', functions: [join(dir, 'functions.sql')] }] });
    const app = new pg.Client(database.url);
    await app.connect();
    expect((await app.query('select n from settings.v_planted')).rows).toEqual([{ n: 4 }]);
    await app.end();
  });
});

describe('job queues', () => {
  it('are made once, and the app may use but not make them', async () => {
    await run({ queues: ['loyalty.expire', 'loyalty.expire'] });
    await run({ queues: ['loyalty.expire', 'sales.advance'] });
    const { rows } = await client.query(
      `select q.name, to_regclass(format('pgboss.%I', q.partition_name)) is not null as made,
              pg_get_userbyid(c.relowner) as owner
         from pgboss.queue q join pg_class c on c.relname = q.partition_name order by q.name collate "C"`,
    );
    expect(rows).toEqual(
      ['__pgboss__send-it', 'loyalty.expire', 'sales.advance'].map((name) => ({
        name,
        made: true,
        owner: 'wafa_owner',
      })),
    );
    const app = new pg.Client(database.url);
    await app.connect();
    await app.query("insert into pgboss.job (name, data) values ('loyalty.expire', '{}')");
    expect((await app.query("select name from pgboss.job where state = 'created'")).rows).toHaveLength(1);
    await expect(app.query("select pgboss.create_queue('mine', '{}')")).rejects.toThrow('permission denied');
    await app.end();
  });
});

describe('rights', () => {
  const name = `test_rights_${process.pid}`;
  const manager = `manager_${process.pid}`;
  const caller = `caller_${process.pid}`;

  beforeEach(async () => {
    await onServer(`create role ${manager} login createrole password 'm'`);
    await onServer(`create role ${caller} login password 'c'`);
    await onServer(`create database ${name}`);
    return async () => {
      await onServer(`drop database ${name} with (force)`);
      for (const role of [manager, caller]) {
        await onServer(`drop owned by ${role}`);
        await onServer(`drop role ${role}`);
      }
    };
  });

  const as = (user: string, password: string) => {
    const url = new URL(withDatabase(database.adminUrl, name));
    url.username = user;
    url.password = password;
    return url.toString();
  };

  it('an ordinary user who owns the database and may grant the roles can migrate; another log-in serves', async () => {
    await onServer(`alter database ${name} owner to ${manager}`);
    await onServer(`grant wafa_owner, wafa_app, wafa_search to ${manager} with admin option`);
    const urls = connectionUrls(as(caller, 'c'), as(manager, 'm'));
    const done = await migrateTemplate(urls.adminUrl);
    expect(done.migrations[0]).toBe('0001_platform.sql');
    await run({ adminUrl: urls.adminUrl, appUser: urls.appUser });
    const app = new pg.Client(urls.appUrl);
    await app.connect();
    const { rows } = await app.query('select current_user as is, session_user as came');
    expect(rows).toEqual([{ is: 'wafa_app', came: caller }]);
    await app.query('select count(*) from platform.audit');
    await app.end();
  });

  it('a user who may not migrate is told what is missing', async () => {
    await expect(run({ adminUrl: as(caller, 'c') })).rejects.toThrow(
      /needs a database user that .+ PostgreSQL says: /,
    );
  });
});
