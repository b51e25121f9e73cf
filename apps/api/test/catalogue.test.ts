import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Check,
  foreignOwned,
  keysWithoutStore,
  ordinaryViews,
  ownClock,
  unlistedGlobals,
  unprotectedTables,
  unsafeDefiners,
} from './catalogue.ts';
import { cloneDatabase, type TestDatabase } from './database.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await cloneDatabase();
  client = new pg.Client(database.adminUrl);
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

const table = (rest: string) => `
  create table platform.planted (store_id uuid not null, id uuid not null, other uuid${rest},
    constraint planted_pkey primary key (store_id, id))`;
const protectedTable = (rest = '') => `${table(rest)}; select platform.protect('platform.planted')`;

interface Rule {
  name: string;
  check: Check;
  /** What breaks the rule: SQL run by the owner (or a superuser), and the line that must name it. */
  planted: { what: string; sql: string; as?: 'superuser'; named: string }[];
}

const rules: Rule[] = [
  {
    name: 'everything belongs to wafa_owner or wafa_search',
    check: foreignOwned,
    planted: [
      {
        what: 'a table',
        as: 'superuser',
        sql: protectedTable(),
        named: 'platform.planted is owned by postgres',
      },
      {
        what: 'a view',
        as: 'superuser',
        sql: 'create view platform.v_planted with (security_invoker = true) as select 1 as one',
        named: 'platform.v_planted is owned by postgres',
      },
      {
        what: 'a function',
        as: 'superuser',
        sql: 'create function platform.planted_v1() returns int language sql as $$ select 1 $$',
        named: 'platform.planted_v1 is owned by postgres',
      },
      {
        what: 'a schema',
        as: 'superuser',
        sql: 'create schema planted',
        named: 'planted is owned by postgres',
      },
    ],
  },
  {
    name: 'views read with the rights of their reader',
    check: ordinaryViews,
    planted: [
      {
        what: 'an ordinary view',
        sql: 'create view platform.v_planted as select * from platform.audit',
        named: 'platform.v_planted is a view without security_invoker',
      },
      {
        what: 'security_invoker switched off',
        sql: 'create view platform.v_planted with (security_invoker = false) as select 1 as one',
        named: 'platform.v_planted is a view without security_invoker',
      },
      {
        what: 'a materialised view',
        sql: 'create materialized view platform.planted as select 1 as one',
        named: 'platform.planted is a materialised view',
      },
    ],
  },
  {
    name: 'tenant tables stand behind forced row security',
    check: unprotectedTables,
    planted: [
      { what: 'no row security', sql: table(''), named: 'platform.planted has no row security' },
      {
        what: 'row security not forced',
        sql: `${protectedTable()}; alter table platform.planted no force row level security`,
        named: 'platform.planted does not force row security',
      },
      {
        what: 'no policy',
        sql: `${protectedTable()}; drop policy tenant on platform.planted`,
        named: 'platform.planted has no tenant policy',
      },
      {
        what: 'a policy that lets all through, under the right name',
        sql: `${protectedTable()}; drop policy tenant on platform.planted;
              create policy tenant on platform.planted using (true)`,
        named: 'platform.planted has no tenant policy',
      },
      {
        what: 'a second policy that opens the first',
        sql: `${protectedTable()}; create policy wide on platform.planted using (true)`,
        named: 'platform.planted has the further policy wide',
      },
      {
        what: 'a partition left open',
        sql: 'alter table platform.replies_default disable row level security',
        named: 'platform.replies_default has no row security',
      },
    ],
  },
  {
    name: 'tables of no store are on the list',
    check: unlistedGlobals,
    planted: [
      {
        what: 'a table without store_id',
        sql: 'create table platform.planted (id uuid primary key)',
        named: 'platform.planted has no "store_id not null" and is not on the list of global tables',
      },
      {
        what: 'a store_id that may be null',
        sql: 'create table platform.planted (store_id uuid)',
        named: 'platform.planted has no "store_id not null" and is not on the list of global tables',
      },
      {
        what: 'a listed table that is gone',
        sql: 'drop table platform.relay_cursor',
        named: 'platform.relay_cursor is on the list of global tables but does not exist',
      },
    ],
  },
  {
    name: 'keys and indexes start with the store',
    check: keysWithoutStore,
    planted: [
      {
        what: 'a primary key',
        sql: `create table platform.planted (store_id uuid not null, id uuid not null,
                constraint planted_pkey primary key (id, store_id))`,
        named: 'platform.planted_pkey does not start with store_id',
      },
      {
        what: 'a unique constraint',
        sql: protectedTable(', constraint planted_other_key unique (other)'),
        named: 'platform.planted_other_key does not start with store_id',
      },
      {
        what: 'an index',
        sql: `${protectedTable()}; create index planted_other on platform.planted (other, store_id)`,
        named: 'platform.planted_other does not start with store_id',
      },
      {
        what: 'an index on an expression',
        sql: `${protectedTable()}; create index planted_text on platform.planted ((store_id::text))`,
        named: 'platform.planted_text does not start with store_id',
      },
      {
        what: 'a foreign key',
        sql: `${protectedTable()};
              alter table platform.planted add constraint planted_id_key unique (id, store_id),
                add constraint planted_other_fkey
                  foreign key (other, store_id) references platform.planted (id, store_id)`,
        named: 'platform.planted_other_fkey does not start with store_id',
      },
    ],
  },
  {
    name: 'definer functions fix their search path and their callers',
    check: unsafeDefiners,
    planted: [
      {
        what: 'no search path',
        sql: 'create function platform.planted_v1() returns int language sql security definer as $$ select 1 $$',
        named: 'platform.planted_v1 is security definer without search_path',
      },
      {
        what: 'open to everyone',
        sql: `create function platform.planted_v1() returns int language sql security definer
                set search_path = pg_catalog as $$ select 1 $$`,
        named: 'platform.planted_v1 is security definer and open to everyone',
      },
    ],
  },
  {
    name: 'SQL has neither clock nor dice',
    check: ownClock,
    planted: [
      ...['now()', 'clock_timestamp()', 'random()', 'gen_random_uuid()'].map((call) => ({
        what: `a function that calls ${call}`,
        sql: `create function platform.planted_v1() returns text language plpgsql as $$ begin
                -- what it gives is text
                return ${call}::text; end $$`,
        named: `platform.planted_v1 calls ${call}`,
      })),
      {
        what: 'a function with a standard body',
        sql: 'create function platform.planted_v1() returns date language sql begin atomic select current_date; end',
        named: 'platform.planted_v1 calls CURRENT_DATE',
      },
      {
        what: 'a view',
        sql: 'create view platform.v_planted with (security_invoker = true) as select now() as at',
        named: 'platform.v_planted calls now()',
      },
      {
        what: 'a default',
        sql: protectedTable(', at timestamptz not null default now()'),
        named: 'platform.planted.at calls now()',
      },
    ],
  },
];

describe.each(rules)('$name', ({ check, planted }) => {
  beforeEach(async () => {
    await client.query('begin');
    return async () => {
      await client.query('rollback');
    };
  });

  it('holds in the migrated database', async () => {
    expect(await check(client)).toEqual([]);
  });

  it.each(planted)('names $what', async ({ sql, as, named }) => {
    if (as !== 'superuser') await client.query('set local role wafa_owner');
    await client.query(sql);
    await client.query('reset role');
    expect(await check(client)).toContain(named);
  });
});

it('lets a comment speak of now()', async () => {
  await client.query('begin');
  await client.query(`create function platform.planted_v1() returns int language plpgsql as $$ begin
    -- now() would not do
    return 1; /* nor random() */ end $$`);
  expect(await ownClock(client)).not.toContain('platform.planted_v1 calls now()');
  await client.query('rollback');
});
