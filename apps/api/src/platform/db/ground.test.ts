import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../test/app.ts';
import { cloneDatabase, type TestDatabase } from '../../../test/database.ts';
import { createPool } from './pool.ts';

let database: TestDatabase;
let pool: pg.Pool;
let admin: pg.Client;

beforeAll(async () => {
  database = await cloneDatabase();
  pool = createPool({ url: database.url, role: 'test', max: 6 });
  admin = new pg.Client(database.adminUrl);
  await admin.connect();
  await admin.query(`set role wafa_owner;
    create schema planted; grant usage on schema planted to wafa_app;
    create table planted.notes (store_id uuid not null, text text not null);
    select platform.protect('planted.notes');
    reset role`);
});
afterAll(async () => {
  await pool?.end();
  await admin?.end();
  await database?.drop();
});

/** Runs `work` in a transaction of a store, and ends it. */
async function within<T>(store: string | undefined, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    if (store) await client.query(`set local app.store_id = '${store}'`);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

describe('platform.protect', () => {
  const [mine, theirs] = [randomUUID(), randomUUID()];
  beforeAll(async () => {
    for (const store of [mine, theirs])
      await within(store, (client) =>
        client.query('insert into planted.notes values ($1, $2)', [store, store]),
      );
  });

  it('shows each store its own rows', async () => {
    const { rows } = await within(mine, (client) => client.query('select text from planted.notes'));
    expect(rows).toEqual([{ text: mine }]);
  });

  it('fails without a store, on a new connection and on a used one', async () => {
    const fresh = createPool({ url: database.url, role: 'test', max: 1 });
    await expect(fresh.query('select text from planted.notes')).rejects.toThrow('no-store-set');
    await fresh.query(`begin; set local app.store_id = '${mine}'`);
    expect((await fresh.query('select text from planted.notes')).rows).toEqual([{ text: mine }]);
    await fresh.query('commit');
    await expect(fresh.query('select text from planted.notes')).rejects.toThrow('no-store-set');
    await fresh.end();
  });

  it("refuses to write another store's row, and does not reach it", async () => {
    await expect(
      within(mine, (client) => client.query('insert into planted.notes values ($1, $2)', [theirs, 'x'])),
    ).rejects.toThrow('row-level security');
    await expect(
      within(mine, (client) => client.query('update planted.notes set store_id = $1', [theirs])),
    ).rejects.toThrow('row-level security');
    const changed = await within(mine, (client) =>
      client.query('delete from planted.notes where store_id = $1', [theirs]),
    );
    expect(changed.rowCount).toBe(0);
  });

  it('binds the owner of the table too', async () => {
    await admin.query('set role wafa_owner');
    expect((await admin.query('select text from planted.notes')).rows).toEqual([]);
    await admin.query('reset role');
  });
});

describe('platform.begin_replies_v1', () => {
  const store = randomUUID();
  const actor = randomUUID();
  const now = new Date('2026-03-10T09:00:00Z');
  const since = new Date('2026-03-03T09:00:00Z');
  const begin = async (client: pg.PoolClient, keys: string[], prints: string[], from = since) =>
    (
      await client.query('select * from platform.begin_replies_v1($1, $2, $3::text[], $4::bytea[], $5)', [
        store,
        actor,
        keys,
        prints.map((print) => Buffer.from(print)),
        from,
      ])
    ).rows;
  const remember = (client: pg.PoolClient, key: string, print: string, at = now) =>
    client.query('insert into platform.replies values ($1, $2, $3, $4, 201, $5, null, $6)', [
      store,
      actor,
      key,
      Buffer.from(print),
      `body of ${key}`,
      at,
    ]);

  it('answers in the order asked: fresh, stored, mismatch', async () => {
    await within(store, (client) => remember(client, 'known', 'p'));
    const rows = await within(store, (client) =>
      begin(client, ['z', 'known', 'a', 'known2'], ['p', 'p', 'p', 'p']),
    );
    expect(rows).toEqual([
      { ord: 1, state: 'fresh', status: null, body: null },
      { ord: 2, state: 'stored', status: 201, body: 'body of known' },
      { ord: 3, state: 'fresh', status: null, body: null },
      { ord: 4, state: 'fresh', status: null, body: null },
    ]);
    const other = await within(store, (client) => begin(client, ['known'], ['other']));
    expect(other).toEqual([{ ord: 1, state: 'mismatch', status: null, body: null }]);
  });

  it('keeps a key of one transaction from another until it ends, and then shows what it committed', async () => {
    const first = await pool.connect();
    await first.query(`begin; set local app.store_id = '${store}'`);
    expect((await begin(first, ['shared'], ['p']))[0].state).toBe('fresh');
    const meanwhile = await within(store, (client) => begin(client, ['other', 'shared'], ['p', 'p']));
    expect(meanwhile.map((row) => row.state)).toEqual(['fresh', 'running']);
    await remember(first, 'shared', 'p');
    await first.query('commit');
    first.release();
    expect((await within(store, (client) => begin(client, ['shared'], ['p'])))[0].state).toBe('stored');
  });

  it('lets a key go when its transaction rolls back', async () => {
    await within(store, async (client) => {
      await begin(client, ['dropped'], ['p']);
      throw new Error('rolled back');
    }).catch(() => undefined);
    expect((await within(store, (client) => begin(client, ['dropped'], ['p'])))[0].state).toBe('fresh');
  });

  it('takes the second of two equal keys in one call for running', async () => {
    const rows = await within(store, (client) => begin(client, ['twin', 'twin'], ['p', 'p']));
    expect(rows.map((row) => row.state)).toEqual(['fresh', 'running']);
  });

  it('forgets what is older than asked for, and sees no other actor', async () => {
    await within(store, (client) => remember(client, 'old', 'p', new Date('2026-03-02T09:00:00Z')));
    expect((await within(store, (client) => begin(client, ['old'], ['p'])))[0].state).toBe('fresh');
    const { rows } = await within(store, (client) =>
      client.query('select state from platform.begin_replies_v1($1, $2, $3, $4, $5)', [
        store,
        randomUUID(),
        ['known'],
        [Buffer.from('p')],
        since,
      ]),
    );
    expect(rows).toEqual([{ state: 'fresh' }]);
  });

  it('gives one of many racing transactions the key, and all the others its answer or a wait', async () => {
    let fresh = 0;
    const attempt = () =>
      within(store, async (client) => {
        const [row] = await begin(client, ['raced'], ['p']);
        if (row.state === 'fresh') {
          fresh += 1;
          await remember(client, 'raced', 'p');
        }
        return row.state as string;
      });
    for (let round = 0; round < 20; round += 1) await Promise.all(Array.from({ length: 6 }, attempt));
    expect(fresh).toBe(1);
  });
});

describe('platform.ensure_partitions', () => {
  const parts = async (table: string) =>
    (
      await admin.query(
        `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
          where i.inhparent = $1::regclass order by 1`,
        [`platform.${table}`],
      )
    ).rows.map((row) => row.name as string);
  const store = randomUUID();
  const reply = (key: string, at: string) =>
    within(store, (client) =>
      client.query(`insert into platform.replies values ($1, $1, $2, 'x', 200, 'b', null, $3)`, [
        store,
        key,
        at,
      ]),
    );
  const kept = async () =>
    (await within(store, (client) => client.query('select key from platform.replies order by key'))).rows.map(
      (row) => row.key,
    );

  it('makes the coming days and months, as the app, behind forced row security', async () => {
    await pool.query('select platform.ensure_partitions($1)', ['2031-12-30T12:00:00Z']);
    const days = await parts('replies');
    for (const day of ['20311229', '20311230', '20311231', '20320101', '20320102'])
      expect(days).toContain(`replies_${day}`);
    expect(await parts('outbox')).toEqual(
      expect.arrayContaining(['outbox_203112', 'outbox_203201', 'outbox_203202']),
    );
    expect(await parts('audit')).toEqual(
      expect.arrayContaining(['audit_203112', 'audit_203201', 'audit_203202']),
    );
    const { rows } = await admin.query(
      `select relrowsecurity as enabled, relforcerowsecurity as forced,
              (select count(*)::int from pg_policy where polrelid = pg_class.oid) as policies
         from pg_class where relname in ('replies_20311230', 'audit_203112')`,
    );
    expect(rows).toEqual(Array(2).fill({ enabled: true, forced: true, policies: 1 }));
  });

  it('moves rows that had fallen into the default partition', async () => {
    await reply('early', '2032-05-05T10:00:00Z');
    await pool.query('select platform.ensure_partitions($1)', ['2032-05-05T12:00:00Z']);
    const { rows } = await admin.query(
      `select tableoid::regclass::text as part from platform.replies where key = 'early'`,
    );
    expect(rows).toEqual([{ part: 'platform.replies_20320505' }]);
    expect(await kept()).toContain('early');
  });

  it('drops replies older than seven days and keeps younger ones', async () => {
    await reply('day 0', '2032-05-05T23:00:00Z');
    await reply('day 1', '2032-05-06T01:00:00Z');
    await reply('long ago', '2029-01-01T00:00:00Z');
    await pool.query('select platform.ensure_partitions($1)', ['2032-05-13T00:30:00Z']);
    expect(await parts('replies')).not.toContain('replies_20320505');
    expect(await parts('replies')).toContain('replies_20320506');
    expect(await kept()).toEqual(['day 1']);
  });

  it('is safe in several processes at once', async () => {
    await Promise.all(
      [1, 2, 3, 4].map(() => pool.query('select platform.ensure_partitions($1)', ['2040-01-01T00:00:00Z'])),
    );
    expect(await parts('replies')).toContain('replies_20400104');
  });

  it('hides no row from a reader that comes while it moves along', async () => {
    await reply('moving', '2050-06-01T08:00:00Z');
    const keeper = new pg.Client(database.adminUrl);
    const reader = new pg.Client(database.adminUrl);
    await Promise.all([keeper.connect(), reader.connect()]);
    await keeper.query('begin; set local role wafa_app');
    await keeper.query(`select platform.ensure_partitions('2050-06-01T12:00:00Z')`);
    await reader.query(`begin; set local role wafa_app; set local app.store_id = '${store}'`);
    const reading = reader.query(
      `select state from platform.begin_replies_v1($1, $1, array['moving'], array['x'::bytea], '2050-05-30')`,
      [store],
    );
    const first = await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))]);
    expect(first).toBe('waits');
    await keeper.query('commit');
    expect((await reading).rows).toEqual([{ state: 'stored' }]);
    await Promise.all([keeper.end(), reader.end()]);
  });
});

describe('the outbox', () => {
  it('can be appended to and read, not changed', async () => {
    await expect(pool.query('delete from platform.outbox')).rejects.toThrow('permission denied');
    await expect(pool.query("update platform.outbox set name = 'x'")).rejects.toThrow('permission denied');
    const update = 'update platform.audit set action = action';
    await expect(within(randomUUID(), (client) => client.query(update))).rejects.toThrow('permission denied');
  });

  it('hands the relay events of ended transactions in order, by index, also those of a slow one', async () => {
    const insert = (client: pg.PoolClient, name: string) =>
      client.query(
        `insert into platform.outbox (id, store_id, name, payload, occurred_at) values ($1, $1, $2, '{}', $3)`,
        [randomUUID(), name, new Date()],
      );
    const read = `select name from platform.outbox
      where txid < pg_snapshot_xmin(pg_current_snapshot())
        and (txid, id) > ($1::xid8, '00000000-0000-0000-0000-000000000000'::uuid)
      order by txid, id limit 10`;
    const cursor = (await pool.query('select pg_current_xact_id() as at')).rows[0].at;
    const slow = await pool.connect();
    await slow.query('begin');
    await insert(slow, 'slow');
    await within(undefined, (client) => insert(client, 'quick'));
    // The quick one is committed, but an older transaction may still write: both wait.
    expect((await pool.query(read, [cursor])).rows).toEqual([]);
    await slow.query('commit');
    slow.release();
    // Transactions of other databases on the server hold events back too: those of the tests beside this one.
    const rows = await until(async () => {
      const found = (await pool.query(read, [cursor])).rows;
      return found.length > 0 && found;
    });
    expect(rows).toEqual([{ name: 'slow' }, { name: 'quick' }]);
    const plan = await within(undefined, async (client) => {
      await client.query('set local enable_seqscan = off');
      return client.query(`explain ${read.replace('$1', `'${cursor}'`)}`);
    });
    const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(/-> {2}Index (Only )?Scan using outbox_\w+_txid_id_idx/);
    expect(text).not.toMatch(/-> {2}(Incremental )?Sort/);
  });
});

describe('search functions', () => {
  it('must set their search path before they are handed over, and then answer only the app', async () => {
    await admin.query('begin; set local role wafa_owner');
    await admin.query(
      'create function planted.find_v1() returns bigint language sql security definer as $$ select 1::bigint $$; savepoint made',
    );
    await expect(admin.query("select platform.search_function('planted.find_v1()')")).rejects.toThrow(
      'search_path',
    );
    await admin.query('rollback to made');
    await admin.query(`
      create or replace function planted.find_v1() returns bigint language sql security definer
        set search_path = pg_catalog as $$ select count(*) from planted.notes $$;
      select platform.searchable('planted.notes'), platform.search_function('planted.find_v1()')`);
    await admin.query('commit');
    // Every store's rows: such a function has to carry the tenant itself.
    expect((await pool.query('select planted.find_v1() as n')).rows[0].n).toBeGreaterThan(1);
    const own = await within(randomUUID(), (client) =>
      client.query('select count(*) as n from planted.notes'),
    );
    expect(own.rows[0].n).toBe(0);
    await expect(
      admin.query('set role wafa_search; delete from planted.notes').finally(() => admin.query('reset role')),
    ).rejects.toThrow('permission denied');
  });
});
