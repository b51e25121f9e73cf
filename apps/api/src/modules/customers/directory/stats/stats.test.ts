import { type CallOf, contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, type TestCustomer, testApp } from '../../../../../test/harness.ts';
import { makeRandom, type Random } from '../../../../demo/random.ts';
import * as customers from '../../index.ts';
import { foldCounts } from './stats.ts';

const { stats } = contract.customers;
type Query = CallOf<typeof stats>;

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

const read = async (query: Query = {}) => {
  const reply = await (await app.signIn('analyst')).call(stats, query);
  expect(reply.status).toBe(200);
  return reply.data;
};

/** The same figures counted from the rows themselves, by plain SQL that shares nothing with the triggers. */
async function recount(table: string, column: string, merged = false): Promise<Record<string, number>> {
  const { rows } = await app.db.query<{ key: string | null; count: string }>(
    `select ${column} as key, count(*) from ${table} where store_id = $1 ${merged ? '' : "and status <> 'merged'"}
     group by 1`,
    [app.store.id],
  );
  return Object.fromEntries(rows.map(({ key, count }) => [String(key), Number(count)]));
}
const asRecord = (counts: { key: string | null; count: number }[]) =>
  Object.fromEntries(counts.map(({ key, count }) => [String(key), count]));

async function expectEqualToRecount(): Promise<void> {
  const counted = await read({ from: '2024-01-01', to: '2026-12-31', interval: 'month' });
  expect({
    status: asRecord(counted.byStatus),
    type: asRecord(counted.byType),
    tier: asRecord(counted.byTier),
    language: asRecord(counted.byLanguage),
    source: asRecord(counted.bySource),
    segment: asRecord(counted.bySegment),
  }).toEqual({
    status: await recount('customers.customers', 'status', true),
    type: await recount('customers.customers', 'type'),
    tier: await recount('customers.facts', 'tier'),
    language: await recount('customers.customers', 'language'),
    source: await recount('customers.customers', 'source'),
    segment: await recount('customers.v_memberships', 'segment_key', true),
  });
  const month = "to_char(%s at time zone 'Asia/Riyadh', 'YYYY-MM-01')";
  const joined = await recount('customers.customers', month.replace('%s', 'created_at'));
  const { null: _open, ...closed } = await recount('customers.customers', month.replace('%s', 'closed_at'));
  const of = (kind: 'joined' | 'closed') =>
    Object.fromEntries(
      counted.growth.periods.filter((one) => one[kind] !== 0).map((one) => [one.start, one[kind]]),
    );
  expect([of('joined'), of('closed')]).toEqual([joined, closed]);
}

describe('counts', () => {
  it('equal a recount after anything that changes customers, folded in or not', async () => {
    const random = makeRandom(11, 'stats');
    const admin = await app.signIn('admin');
    const known: TestCustomer[] = [];
    const acts: ((random: Random) => Promise<unknown>)[] = [
      async () => known.push(await app.addCustomer(someone(random))),
      () =>
        admin.call(contract.customers.update, {
          customerId: one(),
          language: random.pick(['ar', 'en', null] as const),
        }),
      () =>
        admin.call(contract.customers.update, {
          customerId: one(),
          status: random.pick(['active', 'inactive'] as const),
        }),
      () =>
        admin.call(contract.customers.update, {
          customerId: one(),
          type: random.pick(['individual', 'business'] as const),
        }),
      () => admin.call(contract.customers.remove, { customerId: one(), reason: 'asked' }),
      () => admin.call(contract.customers.reopen, { customerId: one() }),
      () => admin.call(contract.customers.merge, { customerId: one(), from: one() }),
      () =>
        app.inStore(async (ctx) =>
          customers.putFacts(ctx, [{ customerId: one(), tier: random.pick(['gold', null] as const) }]),
        ),
      () => app.inStore((ctx) => foldCounts(ctx)),
    ];
    const one = () => random.pick(known).id;
    for (let i = 0; i < 12; i++) await acts[0]?.(random);
    for (let i = 0; i < 150; i++) await random.pick(acts)(random);
    await expectEqualToRecount();
    while (await app.inStore((ctx) => foldCounts(ctx)));
    const { rows } = await app.db.query('select 1 from customers.count_changes where store_id = $1', [
      app.store.id,
    ]);
    expect(rows).toEqual([]);
    await expectEqualToRecount();
    expect((await read()).byStatus.length).toBeGreaterThan(3);
  }, 120_000);

  it('count memberships of segments as they begin and end', async () => {
    const { id } = await app.addCustomer();
    const before = asRecord((await read()).bySegment).vip ?? 0;
    await app.db.query(
      `insert into customers.memberships (store_id, customer_id, segments, since, causes)
       values ($1, $2, '{vip,new}', '{now,now}', '{full,full}')`,
      [app.store.id, id],
    );
    expect(asRecord((await read()).bySegment)).toMatchObject({ vip: before + 1, new: 1 });
    await app.db.query(
      `update customers.memberships set segments = '{gone,vip}', since = '{now,now}', causes = '{full,full}'
        where customer_id = $1`,
      [id],
    );
    expect(asRecord((await read()).bySegment)).toMatchObject({ vip: before + 1, gone: 1 });
    await expectEqualToRecount();
    await app.db.query('delete from customers.memberships where customer_id = $1', [id]);
    expect(asRecord((await read()).bySegment).vip ?? 0).toBe(before);
  });

  it('are of the own store alone', async () => {
    const other = await app.addStore();
    await app.addCustomer({}, other);
    const reply = await (await app.signIn('analyst', other)).call(stats, {});
    expect(reply.data).toMatchObject({ total: 1, byStatus: [{ key: 'active', count: 1 }] });
  });
});

describe('growth', () => {
  it('takes days and weeks of the store’s calendar, empty ones included', async () => {
    const store = await app.addStore({ timeZone: 'Asia/Riyadh' });
    // 00:30 on 2 March in Riyadh is 21:30 on 1 March in UTC; 2 March 2026 is a Monday.
    for (const at of ['2026-03-01T20:30:00Z', '2026-03-01T21:30:00Z', '2026-03-04T12:00:00Z'])
      await app.addCustomer({ createdAt: new Date(at) }, store);
    const analyst = await app.signIn('analyst', store);
    const growth = async (query: Query) => (await analyst.call(stats, query)).data.growth.periods;
    expect(await growth({ from: '2026-03-01', to: '2026-03-03' })).toEqual([
      { start: '2026-03-01', joined: 1, closed: 0 },
      { start: '2026-03-02', joined: 1, closed: 0 },
      { start: '2026-03-03', joined: 0, closed: 0 },
    ]);
    expect(await growth({ from: '2026-03-01', to: '2026-03-08', interval: 'week' })).toEqual([
      { start: '2026-02-23', joined: 1, closed: 0 },
      { start: '2026-03-02', joined: 2, closed: 0 },
    ]);
  });

  it.each<[Query, string]>([
    [{ from: '2026-02-01', to: '2026-01-01' }, 'range_invalid'],
    [{ from: '1926-01-01', to: '2026-01-01' }, 'period_too_long'],
  ])('refuses %o', async (query, code) => {
    const reply = await (await app.signIn('analyst')).call(stats, query);
    expect([reply.status, reply.failure.code]).toEqual([400, code]);
  });

  it('is for staff who read customers', async () => {
    expect((await (await app.signIn('cashier')).call(stats, {})).status).toBe(403);
    expect((await app.anonymous.send('GET', `/api/v1/customers/stats`)).status).toBe(401);
  });
});

function someone(random: Random): Partial<customers.NewCustomer> {
  return {
    language: random.chance(0.2) ? undefined : random.pick(['ar', 'en'] as const),
    source: random.pick(['web', 'till'] as const),
    type: random.pick(['individual', 'business'] as const),
    createdAt: new Date(Date.UTC(2025, random.integer(0, 11), random.integer(1, 28), random.integer(0, 23))),
  };
}
