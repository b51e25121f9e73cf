import { randomUUID } from 'node:crypto';
import { loyaltyProofContract as contract, loyaltyContract, type StatementFile } from '@wafa/contract';
import { verifyStatement } from '@wafa/proof';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import * as loyalty from '../index.ts';
import { checkChains, driftOf } from '../ledger/recount.ts';
import { checkRoots } from './recount.ts';
import { statement } from './statement.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

async function earn(customer: TestCustomer, points: number): Promise<string> {
  const [result] = await app.inStore(async (ctx) => {
    const standings = await loyalty.standings(ctx, [customer.id]);
    const accountId = standings.get(customer.id)?.accountId as string;
    return loyalty.earn(ctx, [
      {
        customerId: customer.id,
        accountId,
        source: 'till',
        sourceId: randomUUID(),
        line: 0,
        kind: 'spend',
        points,
        occurredAt: ctx.now,
        reason: { rule: 'test' },
      },
    ]);
  });
  return result?.entryId as string;
}

async function sealAll(store = app.store): Promise<void> {
  while (await app.inStore(loyalty.seal, store));
}

const rootDays = async (storeId = app.store.id) => {
  const { rows } = await app.db.query<{ day: string }>(
    'select day::text from loyalty.roots where store_id = $1 order by day',
    [storeId],
  );
  return rows.map(({ day }) => day);
};

const read = (customer: TestCustomer, period: { from?: string; to?: string } = {}) =>
  app.inStore((ctx) => statement(ctx, { customerId: customer.id, ...period }));
const checked = (file: StatementFile) => verifyStatement(JSON.parse(JSON.stringify(file)));

describe('sealing', () => {
  test('waits for the day to end and settle, seals it once, and catches up on missed days', async () => {
    const store = await app.addStore({ slug: 'sealing' });
    app.clock.set('2026-03-10T21:10:00Z'); // ten past midnight in Riyadh
    await sealAll(store);
    expect(await rootDays(store.id)).toEqual(['2026-03-09']);
    app.clock.set('2026-03-10T21:16:00Z');
    await sealAll(store);
    await sealAll(store);
    expect(await rootDays(store.id)).toEqual(['2026-03-09', '2026-03-10']);
    app.clock.set('2026-03-14T09:00:00Z');
    await Promise.all([sealAll(store), sealAll(store), sealAll(store)]);
    await sealAll(store);
    expect(await rootDays(store.id)).toEqual(
      [9, 10, 11, 12, 13].map((day) => `2026-03-${`0${day}`.slice(-2)}`),
    );
    expect(await checkRoots(app.db)).toEqual([]);
    const { rows } = await app.db.query(
      `select payload from platform.outbox where store_id = $1 and name = 'ledger.sealed' order by id`,
      [store.id],
    );
    expect(rows).toHaveLength(5);
  });

  test('waits while a transaction from before the cut-off is still open', async () => {
    const store = await app.addStore({ slug: 'waiting' });
    // The open transaction begins now by the database's clock; the day ends after that.
    const client = await app.runner.pool.connect();
    await client.query('begin');
    await client.query('select 1');
    app.clock.set(new Date(Date.now() + 40 * 86_400_000));
    expect(await app.inStore(loyalty.seal, store)).toBe(false);
    expect(await rootDays(store.id)).toEqual([]);
    await client.query('rollback');
    client.release();
    expect(await app.inStore(loyalty.seal, store)).toBe(true);
    expect(await rootDays(store.id)).toHaveLength(1);
  });
});

describe('statements', () => {
  let customer: TestCustomer;
  beforeAll(async () => {
    app.clock.set('2026-04-01T09:00:00Z');
    customer = await app.addCustomer();
    const others = await Promise.all(Array.from({ length: 5 }, () => app.addCustomer()));
    for (const other of others) await earn(other, 30);
    for (const [day, points] of [
      [1, 100],
      [2, 20],
      [4, 7],
      [6, 50],
    ] as const) {
      app.clock.set(`2026-04-0${day}T09:00:00Z`);
      await earn(customer, points);
      if (day < 6) {
        app.clock.set(`2026-04-0${day}T22:00:00Z`);
        await sealAll();
      }
    }
  });

  test('of a whole history run from the beginning to now, beyond the newest root', async () => {
    const whole = await read(customer);
    const verdict = checked(whole.statement);
    expect(verdict).toMatchObject({ findings: [], day: '2026-04-04', entries: 4, afterRoot: 1, withheld: 0 });
    expect(whole).toMatchObject({ from: null, openingBalance: 0, closingBalance: 177 });
    expect(whole.statement.startRoot).toBeNull();
    expect(JSON.stringify(whole)).not.toContain(customer.id);
  });

  test('of a period start at the root before it and close with the root after it', async () => {
    const part = await read(customer, { from: '2026-04-04', to: '2026-04-04' });
    expect(checked(part.statement)).toMatchObject({
      findings: [],
      day: '2026-04-04',
      entries: 1,
      afterRoot: 0,
    });
    expect(part).toMatchObject({ openingBalance: 120, closingBalance: 127 });
    expect(part.statement.startRoot?.day).toBe('2026-04-03');
    expect(part.accounts).toEqual([{ account: expect.any(String), first: 3, last: 3 }]);
    const early = await read(customer, { to: '2026-04-01' });
    expect(checked(early.statement)).toMatchObject({ findings: [], day: '2026-04-01', entries: 1 });
    const none = await read(customer, { from: '2026-04-03', to: '2026-04-03' });
    expect(checked(none.statement)).toMatchObject({ findings: [], entries: 0 });
    expect(none).toMatchObject({ openingBalance: 120, closingBalance: 120 });
  });

  test('hold still where details were erased, and say so', async () => {
    const forgotten = await app.addCustomer();
    app.clock.set('2026-04-06T10:00:00Z');
    const id = await earn(forgotten, 12);
    await app.db.query('delete from loyalty.entry_details where entry_id = $1', [id]);
    expect(checked((await read(forgotten)).statement)).toMatchObject({ findings: [], withheld: 1 });
  });

  test('of somebody who has no account, or opened it after the newest root, hold too', async () => {
    app.clock.set('2026-04-06T10:00:00Z');
    const fresh = await app.addCustomer();
    expect(checked((await read(fresh)).statement)).toMatchObject({ findings: [], entries: 0 });
    await earn(fresh, 5);
    expect(checked((await read(fresh)).statement)).toMatchObject({ findings: [], entries: 1, afterRoot: 1 });
  });

  test('are for the customer and for staff who may read points, over HTTP', async () => {
    app.clock.set('2026-04-06T10:00:00Z');
    const [self, other, owner] = await Promise.all([
      app.signInAs(customer),
      app.signInAs(await app.addCustomer()),
      app.signIn('owner'),
    ]);
    const mine = await self.call(contract.statement, { customerId: 'me' });
    expect([mine.status, checked(mine.data.statement).findings]).toEqual([200, []]);
    const theirs = await owner.call(contract.statement, { customerId: customer.cardNumber });
    expect(theirs.data).toEqual(mine.data);
    expect((await other.call(contract.statement, { customerId: customer.id })).status).toBe(404);
    const turned = await self.call(contract.statement, {
      customerId: 'me',
      from: '2026-04-05',
      to: '2026-04-01',
    });
    expect([turned.status, turned.failure.errors[0]?.field]).toEqual([400, 'to']);
    const wrong = await self.send('GET', '/api/v1/loyalty/accounts/me/statement?from=yesterday');
    expect([wrong.status, wrong.failure.errors[0]?.field]).toEqual([400, 'from']);
  });
});

describe('published roots', () => {
  test('are open to anyone who names the store, newest first', async () => {
    app.clock.set('2026-04-06T10:00:00Z');
    const nobody = app.anonymous.with({ 'x-store-id': app.store.slug });
    const list = await nobody.call(contract.roots, { limit: 2 });
    expect(list.data.roots.map(({ root }) => root.day)).toEqual(['2026-04-04', '2026-04-03']);
    expect(list.data.total).toBeGreaterThanOrEqual(4);
    const rest = await nobody.call(contract.roots, { limit: 2, cursor: list.data.nextCursor as string });
    expect(rest.data.roots.map(({ root }) => root.day)).toEqual(['2026-04-02', '2026-04-01']);
    const one = await nobody.call(contract.root, { day: '2026-04-04' });
    expect(one.data).toEqual(list.data.roots[0]);
    expect(one.data.root.previousRoot).toBe(list.data.roots[1]?.fingerprint);
    expect((await nobody.call(contract.root, { day: '2031-01-01' })).status).toBe(404);
    expect((await nobody.call(contract.roots, { cursor: 'x' })).failure.code).toBe('cursor_invalid');
    expect((await app.anonymous.call(contract.roots, {})).failure.code).toBe('store_unknown');
  });
});

describe('an alteration by plain SQL is found and named:', () => {
  let entry: string;
  let account: string;
  let customer: TestCustomer;
  beforeAll(async () => {
    app.clock.set('2026-05-01T09:00:00Z');
    customer = await app.addCustomer();
    await earn(customer, 60);
    entry = await earn(customer, 40);
    await earn(customer, 5);
    const found = await app.db.query('select account_id from loyalty.entries where id = $1', [entry]);
    account = found.rows[0].account_id;
    app.clock.set('2026-05-02T09:00:00Z');
    await sealAll();
    expect(await allFaults()).toEqual([]);
  });

  async function allFaults(db: { query: typeof app.db.query } = app.db): Promise<string[]> {
    const drift = await driftOf(db);
    return [
      ...drift.map((row) => JSON.stringify(row)),
      ...(await checkChains(db)),
      ...(await checkRoots(db)),
    ];
  }

  /** Faults after the statement, in a transaction that is taken back. */
  async function after(sql: string): Promise<string> {
    const client = await app.db.connect();
    try {
      await client.query('begin');
      const { rowCount } = await client.query(sql);
      expect(rowCount, sql).toBeGreaterThan(0);
      return (await allFaults(client as never)).join('\n');
    } finally {
      await client.query('rollback');
      client.release();
    }
  }

  const other = `'0196f000-0000-7000-8000-0000000000aa'`;
  const hash = `sha256('other')`;
  const byEntry: Record<string, string> = {
    id: other,
    account_id: other,
    sequence: '99',
    kind: `'manual'`,
    amount: 'amount + 1',
    moved: 'moved + 1',
    counter_id: other,
    occurred_at: `occurred_at + interval '1 microsecond'`,
    business_key: hash,
    rule_id: `case when rule_id is null then ${other}::uuid end`,
    rule_version: 'coalesce(rule_version, 0) + 1',
    movements_digest: hash,
    details_commitment: hash,
    previous_hash: hash,
    hash,
    available_after: 'available_after + 1',
    pending_after: 'pending_after + 1',
    held_after: 'held_after + 1',
    debt_after: 'debt_after + 1',
  };
  test.each(Object.entries(byEntry))('entries.%s', async (column, value) => {
    const sql = `update loyalty.entries set ${column} = ${value} where id = '${entry}'`;
    expect(await after(sql)).toMatch(column === 'id' ? /0000000000aa/ : new RegExp(entry));
  });
  test('entries.recorded_at, over a cut-off', async () => {
    const faults = await after(`update loyalty.entries set recorded_at = recorded_at + interval '9 days'
      where account_id = '${account}' and sequence > 1`);
    expect(faults).toContain(`account ${account} is not as it was sealed`);
  });
  test('an entry deleted, the last with the head set back', async () => {
    expect(await after(`delete from loyalty.entries where id = '${entry}'`)).toContain('sequence 3, not 2');
    const faults = await after(`with gone as (delete from loyalty.entries
        where account_id = '${account}' and sequence = 3 returning previous_hash, moved, id)
      update loyalty.accounts set sequence = 2, head = gone.previous_hash, available = available - 5, lifetime = lifetime - 5
        from gone where accounts.id = '${account}'`);
    expect(faults).toContain(`account ${account} is not as it was sealed`);
  });

  test.each([
    ['delta', 'delta + 1'],
    ['lot_id', other],
    ['available_from', `available_from + interval '1 second'`],
    ['expires_at', `expires_at + interval '1 second'`],
    ['entry_id', other],
  ])('lot_movements.%s', async (column, value) => {
    const sql = `update loyalty.lot_movements set ${column} = ${value} where entry_id = '${entry}'`;
    expect(await after(sql)).toContain(entry);
  });

  test.each([
    ['salt', hash],
    ['bytes', `convert_to('{"number":"7"}', 'UTF8')`],
  ])('entry_details.%s', async (column, value) => {
    const sql = `update loyalty.entry_details set ${column} = ${value} where entry_id = '${entry}'`;
    expect(await after(sql)).toContain(`${entry}: its details`);
  });

  test.each([
    ['available', 'available + 1'],
    ['pending', 'pending + 1'],
    ['held', 'held + 1'],
    ['sequence', 'sequence + 1'],
    ['head', hash],
  ])('accounts.%s', async (column, value) => {
    expect(await after(`update loyalty.accounts set ${column} = ${value} where id = '${account}'`)).toContain(
      account,
    );
  });
  test('accounts.opened_at, over a cut-off', async () => {
    const sql = `update loyalty.accounts set opened_at = opened_at + interval '30 days' where id = '${account}'`;
    expect(await after(sql)).toMatch(/root 2026-05-01 .*block 0: cut-off, count or first account/);
  });

  test.each([
    ['cut_off', `cut_off + interval '1 second'`],
    ['count', 'count + 1'],
    ['tree_root', hash],
    ['previous_root', hash],
    ['key_id', `'0000000000000000'`],
    ['public_key', hash],
    ['signature', `signature || ''::bytea`],
    ['day', `day + 1`],
  ])('roots.%s', async (column, value) => {
    const changed = column === 'signature' ? 'set_byte(signature, 5, get_byte(signature, 5) # 1)' : value;
    const sql = `update loyalty.roots set ${column} = ${changed}
      where store_id = '${app.store.id}' and day = '2026-05-01'`;
    expect(await after(sql)).toMatch(column === 'day' ? /root 2026-05-02/ : /root 2026-05-01/);
  });
  test('a root deleted', async () => {
    const sql = `delete from loyalty.roots where store_id = '${app.store.id}' and day = '2026-04-20'`;
    expect(await after(sql)).toContain('the root of 2026-04-20 is missing');
  });

  test.each([
    ['cut_off', `cut_off + interval '1 second'`],
    ['first_account', other],
    ['last_account', other],
    ['count', 'count + 1'],
    ['hash', hash],
    ['number', 'number + 1'],
  ])('root_blocks.%s', async (column, value) => {
    const sql = `update loyalty.root_blocks set ${column} = ${value}
      where store_id = '${app.store.id}' and day = '2026-05-01'`;
    expect(await after(sql)).toMatch(/root 2026-05-01/);
  });
  test('root_leaves deleted', async () => {
    const faults = await after(`delete from loyalty.root_leaves where store_id = '${app.store.id}'`);
    expect(faults).toMatch(/root 2026-05-01 .*block 0: its leaves are missing/);
  });
  test('root_leaves.hashes', async () => {
    const sql = `update loyalty.root_leaves set hashes = set_byte(hashes, 5, get_byte(hashes, 5) # 1)
      where store_id = '${app.store.id}'`;
    expect(await after(sql)).toContain('block 0: the stored leaves are not its own');
  });

  test('a history rewritten whole, every hash made anew, names the account by the newest root', async () => {
    const faults = await after(`with rewritten as (
        update loyalty.entries e set business_key = sha256('rewritten'),
               hash = loyalty.chain_step_v1(null, e.previous_hash, loyalty.entry_body_v1(e.store_id, e.account_id,
                 e.sequence, e.id, e.kind, e.amount, e.counter_id, e.occurred_at, sha256('rewritten'), e.rule_id,
                 e.rule_version, e.movements_digest, e.details_commitment))
         where account_id = '${account}' and sequence = 3 returning hash)
      update loyalty.accounts set head = rewritten.hash from rewritten where id = '${account}'`);
    expect(faults).toContain(`account ${account} is not as it was sealed`);
    expect(faults).not.toContain('hash of spend does not fit');
  });

  test('and in a statement, by whoever holds it against a root', async () => {
    const client = await app.db.connect();
    const sql = `update loyalty.entries set amount = amount + 1 where id = '${entry}'`;
    await client.query(sql);
    const altered = await read(customer);
    await client.query(sql.replace('+ 1', '- 1'));
    client.release();
    expect(checked(altered.statement).findings).toContainEqual({
      what: 'hash',
      account,
      entry: 2,
      field: 'hash',
    });
    expect(checked((await read(customer)).statement).findings).toEqual([]);
  });
});

test('the loyalty account endpoint and the statement agree on the balance', async () => {
  app.clock.set('2026-06-01T09:00:00Z');
  const customer = await app.addCustomer();
  await earn(customer, 77);
  const self = await app.signInAs(customer);
  const account = await self.call(loyaltyContract.account, { customerId: 'me' });
  const whole = await self.call(contract.statement, { customerId: 'me' });
  expect(whole.data.closingBalance).toBe(account.data.available + account.data.pending - account.data.debt);
});
