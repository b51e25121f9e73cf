import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { contract, type Duplicate, type Permission } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../../test/app.ts';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestStore, testApp } from '../../../../test/harness.ts';
import { makeRandom } from '../../../demo/random.ts';
import type { EventName, EventPayload } from '../../../platform/events/catalogue.ts';
import { customersModule } from '../index.ts';
import { createMany } from '../profile/bulk.ts';
import { type Crowd, makeCrowd } from './crowd.ts';
import { scanIfDue, scanStep } from './scanning.ts';

const { duplicates, duplicatesOf, dismissDuplicate, reopenDuplicate } = contract.customers;
const { startDuplicateScan, duplicateScan, exportDuplicates, merge, unmerge, update } = contract.customers;

let app: TestApp;
let admin: Client;
let crowd: Crowd;
/** Ids of the crowd by source id. */
let idOf: Map<string, string>;

beforeAll(async () => {
  app = await testApp();
  admin = await app.signIn('admin');
  crowd = makeCrowd(makeRandom(1), 1_720, 'p');
  idOf = await settle(crowd);
});
afterAll(() => app?.close());

async function settle({ customers }: Crowd, store: TestStore = app.store): Promise<Map<string, string>> {
  const made = await app.inStore((ctx) => createMany(ctx, customers), store);
  return new Map(
    made.map((item, at) => {
      if (!('id' in item)) throw item;
      return [customers[at]?.sourceId ?? '', item.id];
    }),
  );
}

const joined = (ids: readonly (string | undefined)[]) => [...ids].sort().join(' ');
const keysOf = (pairs: readonly [string, string][]) =>
  new Set(pairs.map((pair) => joined(pair.map((sourceId) => idOf.get(sourceId)))));

/** The whole list, page after page. */
async function listed(client: Client, filter: { status?: 'open' | 'dismissed' | 'merged' } = {}) {
  const found: Duplicate[] = [];
  for (let cursor: string | undefined; ; ) {
    const { data } = await client.call(duplicates, { ...filter, limit: 100, cursor });
    found.push(...data.duplicates);
    if (!data.nextCursor) return found;
    cursor = data.nextCursor;
  }
}
const pairOf = ({ customers }: Duplicate) => joined(customers.map(({ id }) => id));

/** Does what the job does, to its end. */
async function workScan(store: TestStore = app.store) {
  const { rows } = await app.db.query<{ id: string; step: number }>(
    `select id, step from customers.duplicate_scans where store_id = $1 and state = 'running'`,
    [store.id],
  );
  let next = rows[0] && { scanId: rows[0].id, step: rows[0].step };
  while (next) {
    const step = next;
    next = await app.inStore((ctx) => scanStep(ctx, step), store);
  }
}

async function scan() {
  await admin.call(startDuplicateScan, {});
  await workScan();
}

/** Lets the listeners of this module hear an event, as the relay does after the commit. */
async function hear<N extends EventName>(name: N, payload: EventPayload<N>) {
  const listeners = customersModule.listeners?.filter(({ event }) => event === name) ?? [];
  expect(listeners.length).toBeGreaterThan(0);
  const event = { id: crypto.randomUUID(), storeId: app.store.id, name, occurredAt: new Date(), payload };
  for (const { handle } of listeners) await app.inStore((ctx) => handle(ctx, event));
}

/** A caller by an API key with these permissions. */
async function using(scopes: Permission[]): Promise<Client> {
  const owner = await app.signIn('owner');
  const { data } = await owner.call(contract.settings.createKey, { name: 'Key', scopes });
  return app.anonymous.with({ 'x-api-key': data.key });
}

const root = fileURLToPath(new URL('../../../../../../', import.meta.url));

/** A worker in a process of its own, which can be killed as a machine kills it. */
function worker() {
  return spawn(process.execPath, ['--import', 'tsx', 'apps/api/src/main.ts', 'work'], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'test',
      DATABASE_URL: String(app.runner.pool.options.connectionString),
      WAFA_DATA_DIR: app.config.wafaDataDir,
      JWT_SECRET: app.config.jwtSecret,
      LOG_LEVEL: 'silent',
    },
    stdio: 'ignore',
  });
}

describe('a scan', () => {
  it('is none before the first', async () => {
    expect((await admin.call(duplicateScan, {})).data).toEqual({ scan: null });
    expect((await admin.call(duplicates, {})).data).toMatchObject({ duplicates: [], total: 0 });
  });

  it('killed half-way goes on where it was', { timeout: 180_000 }, async () => {
    const begun = await admin.call(startDuplicateScan, {});
    expect(begun.status).toBe(202);
    expect(begun.data).toMatchObject({ state: 'RUNNING', phase: 'reading', total: crowd.customers.length });
    const again = await admin.call(startDuplicateScan, {});
    expect(again.data.id).toBe(begun.data.id);

    const killed = worker();
    const ended = new Promise((resolve) => killed.once('exit', resolve));
    const half = await until(async () => {
      const { data } = await admin.call(duplicateScan, {});
      return data.scan && data.scan.read > 0 ? data.scan : undefined;
    }, 120_000);
    killed.kill('SIGKILL');
    await ended;
    expect(half).toMatchObject({ id: begun.data.id, state: 'RUNNING' });
    expect(half.progress).toBeLessThan(1);

    await workScan();
    const done = (await admin.call(duplicateScan, {})).data.scan;
    expect(done).toMatchObject({ id: begun.data.id, state: 'DONE', phase: 'done', progress: 1 });
    expect(done).toMatchObject({ read: crowd.customers.length, done: crowd.customers.length });
    expect(done?.found).toBe((await admin.call(duplicates, {})).data.total);
  });

  it('finds who stands twice, across scripts, and hardly anybody else', async () => {
    const found = await listed(admin);
    const copies = keysOf(crowd.copies);
    const right = found.filter((pair) => copies.has(pairOf(pair))).length;
    const [precision, recall] = [right / found.length, right / copies.size];
    console.log(
      `${crowd.customers.length} customers, ${copies.size} copies in the other script: ` +
        `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`,
    );
    expect(precision).toBeGreaterThanOrEqual(0.95);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  });

  it('does not offer a family of one address and neighbouring numbers as certain', async () => {
    const families = keysOf(crowd.relatives);
    expect(families.size).toBeGreaterThan(100);
    const offered = (await listed(admin)).filter((pair) => families.has(pairOf(pair)));
    expect(offered.filter(({ certainty }) => certainty === 'certain')).toEqual([]);
  });

  it('due by the clock finds the same again, and no pair twice', { timeout: 120_000 }, async () => {
    const before = (await listed(admin)).map(({ id }) => id);
    const latest = async () => (await admin.call(duplicateScan, {})).data.scan;
    const last = await latest();
    await app.inStore(scanIfDue);
    expect((await latest())?.id).toBe(last?.id);
    // As if the model came from a store half as large.
    await app.db.query('update customers.match_models set customers = customers / 2');
    await app.inStore(scanIfDue);
    const next = await latest();
    expect(next).toMatchObject({ state: 'RUNNING', read: 0 });
    await workScan();
    expect(await latest()).toMatchObject({ id: next?.id, state: 'DONE', found: before.length });
    expect((await listed(admin)).map(({ id }) => id)).toEqual(before);
  });

  it('whose job was lost is moved on', async () => {
    const elsewhere = await app.addStore();
    const other = await app.signIn('admin', elsewhere);
    const { id } = (await other.call(startDuplicateScan, {})).data;
    const jobs = async () =>
      (await app.db.query(`select 1 from pgboss.job where data->>'scanId' = $1`, [id])).rows.length;
    await app.inStore(scanIfDue, elsewhere);
    expect(await jobs()).toBe(1);
    const before = app.clock.now();
    app.clock.advance({ minutes: 11 });
    await app.inStore(scanIfDue, elsewhere);
    app.clock.set(before);
    expect(await jobs()).toBe(2);
  });
});

describe('the list', () => {
  it('shows both side by side, the surest first, with reasons in the caller’s language', async () => {
    const [pair] = (await admin.call(duplicates, { limit: 1 })).data.duplicates;
    const key = await using(['customers.merge']);
    const [arabic] = (await key.call(duplicates, { limit: 1 }, { language: 'ar' })).data.duplicates;
    expect(pair?.customers.map(({ cardNumber }) => cardNumber.length)).toEqual([12, 12]);
    expect(pair?.certainty).toBe('certain');
    const given = pair?.reasons.find(({ field }) => field === 'given');
    expect(given?.message).toMatch(/^The first name/);
    expect(arabic?.reasons.find(({ field }) => field === 'given')?.message).toMatch(/^الاسم/);
    const scores = (await listed(admin)).map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it('is paged by number and by cursor, and keeps to a least score', async () => {
    const all = (await listed(admin)).map(({ id }) => id);
    const second = await admin.call(duplicates, { limit: 10, page: 2 });
    expect(second.data).toMatchObject({ page: 2, total: all.length, totalPages: Math.ceil(all.length / 10) });
    expect(second.data.duplicates.map(({ id }) => id)).toEqual(all.slice(10, 20));
    const sure = await admin.call(duplicates, { minScore: 0.999, limit: 100 });
    expect(sure.data.total).toBeLessThan(all.length);
    expect(sure.data.duplicates.every(({ score }) => score >= 0.999)).toBe(true);
    for (const cursor of ['x', Buffer.from('[1,2,"3",4]').toString('base64url')]) {
      const wrong = await admin.call(duplicates, { cursor });
      expect([wrong.status, wrong.failure.code]).toEqual([400, 'cursor_invalid']);
    }
  });

  it('is exported whole, to whoever may export customers', async () => {
    const all = await listed(admin);
    const file = await admin.send('GET', exportDuplicates.path);
    expect(file.headers.get('content-type')).toContain('text/csv');
    const lines = file.text.trim().split('\r\n');
    expect(lines).toHaveLength(all.length + 1);
    expect(lines[1]).toContain(all[0]?.customers[0].cardNumber);
    const merging = await using(['customers.merge']);
    const masked = (await merging.call(duplicates, { limit: 1 })).data.duplicates[0]?.customers[0];
    expect(masked?.birthday).toBeNull();
    expect((await merging.send('GET', exportDuplicates.path)).status).toBe(403);
  });

  it('is not for a cashier, and never shows another store', { timeout: 120_000 }, async () => {
    const cashier = await app.signIn('cashier');
    expect((await cashier.call(duplicates, {})).status).toBe(403);
    expect((await cashier.call(startDuplicateScan, {})).status).toBe(403);
    const elsewhere = await app.addStore();
    await settle({ ...crowd, customers: crowd.customers.slice(0, 200) }, elsewhere);
    const other = await app.signIn('admin', elsewhere);
    const home = await listed(admin);
    expect(await listed(other)).toEqual([]);
    await other.call(startDuplicateScan, {});
    await workScan(elsewhere);
    const theirs = await listed(other);
    expect(theirs.length).toBeGreaterThan(0);
    const homely = new Set(idOf.values());
    expect(theirs.flatMap(({ customers }) => customers).filter(({ id }) => homely.has(id))).toEqual([]);
    expect((await listed(admin)).map(pairOf)).toEqual(home.map(pairOf));
    const pairId = home[0]?.id ?? '';
    expect((await other.call(dismissDuplicate, { pairId })).status).toBe(404);
    const customerId = home[0]?.customers[0].id ?? '';
    expect((await other.call(duplicatesOf, { customerId })).status).toBe(404);
  });
});

describe('a decision', () => {
  const statusOf = async (pairId: string) => {
    const { rows } = await app.db.query('select status from customers.duplicate_pairs where id = $1', [
      pairId,
    ]);
    return rows[0]?.status;
  };

  it('to dismiss holds through the next scan, until what was compared changes', {
    timeout: 120_000,
  }, async () => {
    const [kept, changed] = (await listed(admin)).slice(0, 2);
    const [pairId, otherId] = [kept?.id ?? '', changed?.id ?? ''];
    const dismissed = await admin.call(dismissDuplicate, { pairId });
    expect(dismissed.data).toMatchObject({ id: pairId, status: 'dismissed' });
    expect(dismissed.data.decidedBy).not.toBeNull();
    expect((await admin.call(dismissDuplicate, { pairId })).data).toEqual(dismissed.data);
    await admin.call(dismissDuplicate, { pairId: otherId });
    expect((await listed(admin, { status: 'dismissed' })).map(({ id }) => id)).toEqual([pairId, otherId]);

    const customerId = kept?.customers[0].id ?? '';
    await admin.call(update, { customerId, tags: ['looked at'] });
    await admin.call(update, { customerId: changed?.customers[0].id ?? '', email: 'another@example.com' });
    await scan();
    expect([await statusOf(pairId), await statusOf(otherId)]).toEqual(['dismissed', 'open']);
    expect((await listed(admin)).map(({ id }) => id)).not.toContain(pairId);
    const { rows } = await app.db.query(
      `select action from platform.audit where entity = 'duplicate' and entity_id = $1`,
      [pairId],
    );
    expect(rows).toEqual([{ action: 'customers.dismissDuplicate' }]);
  });

  it('to dismiss is taken back', async () => {
    const [pair] = await listed(admin);
    const pairId = pair?.id ?? '';
    await admin.call(dismissDuplicate, { pairId });
    const open = await admin.call(reopenDuplicate, { pairId });
    expect(open.data).toMatchObject({ status: 'open', decidedAt: null, decidedBy: null });
    expect((await listed(admin)).map(({ id }) => id)).toContain(pairId);
    const unknown = await admin.call(dismissDuplicate, { pairId: crypto.randomUUID() });
    expect([unknown.status, unknown.failure.code]).toEqual([404, 'not_found']);
  });

  it('to merge takes the pair off the list, and un-merging puts it back', async () => {
    const [pair] = await listed(admin);
    const pairId = pair?.id ?? '';
    const [customerId = '', from = ''] = pair?.customers.map(({ id }) => id) ?? [];
    const { data } = await admin.call(merge, { customerId, from });
    expect((await listed(admin)).map(({ id }) => id)).not.toContain(pairId);
    const payload = { customerId, fromId: from, mergeId: data.merge.id };
    await hear('customer.merged', payload);
    const merged = (await listed(admin, { status: 'merged' })).find(({ id }) => id === pairId);
    expect(merged?.customers[1]).toMatchObject({ id: from, status: 'merged' });
    expect(merged?.decidedAt).not.toBeNull();
    const refused = await admin.call(dismissDuplicate, { pairId });
    expect([refused.status, refused.failure.code]).toEqual([409, 'already_merged']);
    const keys = async () =>
      (await app.db.query('select 1 from customers.match_keys where customer_id = $1', [from])).rows.length;
    expect(await keys()).toBe(0);

    await admin.call(unmerge, { mergeId: data.merge.id });
    await hear('customer.unmerged', payload);
    expect(await keys()).toBeGreaterThan(0);
    expect(await statusOf(pairId)).toBe('open');
    expect((await listed(admin)).map(({ id }) => id)).toContain(pairId);
    // Heard late, the first event changes nothing any more.
    await hear('customer.merged', payload);
    expect(await statusOf(pairId)).toBe('open');
  });
});

describe('a customer', () => {
  const khalid = {
    firstName: 'Khalid',
    lastName: 'Al-Dhahabi',
    birthday: '1983-07-19',
    phone: '+966567654321',
    address: { street1: '77 Jareer Street', city: 'Riyadh', postalCode: '12345' },
  };
  const partners = async (customerId: string) =>
    (await admin.call(duplicatesOf, { customerId })).data.duplicates.map(({ customers }) =>
      customers.map(({ id }) => id).find((id) => id !== customerId),
    );

  it('is compared at once when made, changed, closed and reopened', async () => {
    const first = await app.addCustomer(khalid);
    await hear('customer.created', { customerId: first.id, source: 'test' });
    const second = await app.addCustomer({ ...khalid, firstName: 'خالد', lastName: 'الذهبي', phone: null });
    await hear('customer.created', { customerId: second.id, source: 'test' });
    expect(await partners(second.id)).toEqual([first.id]);
    expect(await partners(first.id)).toEqual([second.id]);

    const change = async (fields: {
      firstName?: string;
      birthday?: string;
      status?: 'active' | 'closed';
    }) => {
      await admin.call(update, { customerId: second.id, ...fields });
      await hear('customer.updated', { customerId: second.id, fields: Object.keys(fields) });
      return partners(first.id);
    };
    expect(await change({ status: 'closed' })).toEqual([]);
    expect(await change({ status: 'active' })).toEqual([second.id]);
    expect(await change({ firstName: 'Zoltan', birthday: '1999-01-31' })).toEqual([]);
    expect(await change({ firstName: 'خالد', birthday: '1983-07-19' })).toEqual([second.id]);
  });

  it('who is erased leaves neither keys nor reasons', async () => {
    const first = await app.addCustomer({ ...khalid, lastName: 'Al-Fiddi', phone: null });
    const second = await app.addCustomer({ ...khalid, lastName: 'الفضي', phone: null });
    await hear('customer.created', { customerId: first.id, source: 'test' });
    await hear('customer.created', { customerId: second.id, source: 'test' });
    const kept = async () =>
      (
        await app.db.query(
          `select (select count(*) from customers.match_keys where customer_id = $1)::int as keys,
                  (select jsonb_agg(reasons) from customers.duplicate_pairs
                    where (a_id, b_id) = ($1, $2)) as reasons`,
          [first.id, second.id],
        )
      ).rows[0];
    expect((await kept()).keys).toBeGreaterThan(5);
    expect((await kept()).reasons[0].length).toBeGreaterThan(3);
    await app.inStore(async (ctx) => customersModule.participant?.erasePersonal?.(ctx, first.id));
    expect(await kept()).toEqual({ keys: 0, reasons: [[]] });
    expect(await partners(second.id)).not.toContain(first.id);
  });
});
