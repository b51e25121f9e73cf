import { contract } from '@wafa/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import { staffClient } from '../../../../test/people.ts';
import * as sales from '../../sales/index.ts';
import { evaluateAll } from '../fixtures.ts';
import { afterChange } from './evaluate.ts';

/**
 * The definitions of built-in segments and RFM groups against a recomputation in plain code that knows only the
 * orders, visits and dates of random customers.
 */
interface Person {
  id: string;
  joined: number;
  orders: { ago: number; total: number; isRefunded: boolean }[];
  scans: number[];
}

const dayMs = 86_400_000;
let app: TestApp;
let people: Person[];

beforeAll(async () => {
  app = await testApp();
  people = await makePeople();
  const staff = await staffClient(app, app.store.id, 'marketer');
  await staff.call(contract.segments.changeSettings, { clusterMinCustomers: 50 });
  await evaluateAll(app);
}, 180_000);
afterAll(() => app?.close());

const ago = (days: number) => new Date(app.clock.now().getTime() - days * dayMs);

async function makePeople(): Promise<Person[]> {
  const day = (max: number) => fc.integer({ min: 0, max: max * 4 }).map((quarters) => quarters / 4 + 0.1);
  const random = fc.sample(
    fc.record({
      joined: day(400),
      orders: fc.array(
        fc.record({
          ago: fc.oneof(day(20), day(130), day(400)),
          total: fc.integer({ min: 1, max: 400 }).map((units) => units * 100),
          isRefunded: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
        }),
        { maxLength: 9 },
      ),
      scans: fc.array(day(300), { maxLength: 1 }),
    }),
    { numRuns: 110, seed: 3 },
  );
  const made: Person[] = [];
  for (const [at, person] of random.entries()) {
    const { id } = await app.addCustomer();
    // Every fifth has not been seen for long.
    const away = at % 5 === 0 ? 185 : 0;
    const orders = person.orders.map((order) => ({ ...order, ago: order.ago + away }));
    made.push({ ...person, id, orders, scans: away > 0 ? [] : person.scans });
  }
  const orders = made.flatMap((person) => person.orders.map((order) => ({ person, order })));
  const receipts = await app.inStore((ctx) =>
    sales.record(
      ctx,
      [
        ...orders.map(({ person, order }) => ({ customerId: person.id, ...order })),
        // What guests buy makes nobody else less of a vip.
        { customerId: undefined, ago: 3, total: 99_000_000 },
      ].map(({ customerId, ago: days, total }) =>
        app.order({
          customerId,
          occurredAt: ago(days).toISOString(),
          lines: [{ sku: 'A', name: 'A', quantity: 1, unitPrice: total, discount: 0 }],
        }),
      ),
    ),
  );
  await app.inStore((ctx) =>
    sales.refund(
      ctx,
      receipts.flatMap((receipt, at) =>
        !(receipt instanceof Error) && orders[at]?.order.isRefunded
          ? [{ source: 'till', refundId: `r-${at}`, orderId: receipt.orderId }]
          : [],
      ),
    ),
  );
  const admin = await app.signIn('admin');
  const events = made.flatMap(({ id, scans }) =>
    scans.map((days) => ({ customerId: id, event: 'card_scan', occurredAt: ago(days).toISOString() })),
  );
  for (let at = 0; at < events.length; at += 50)
    await admin.send('POST', '/api/v1/activity', { events: events.slice(at, at + 50) });
  for (const { id, joined } of made)
    await app.db.query('update customers.facts set created_at = $2 where customer_id = $1', [
      id,
      ago(joined),
    ]);
  return made;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const kept = (person: Person) => person.orders.filter(({ isRefunded }) => !isRefunded);
const within = (person: Person, from: number, to = 0) =>
  kept(person).filter((one) => one.ago < from && one.ago >= to);
const spentInYear = (person: Person) => sum(within(person, 365).map(({ total }) => total));

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(half)] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

/** The built-in segments of a person, by the words of their definitions. */
function builtInsOf(person: Person, cutoff: number): string[] {
  const times = kept(person)
    .map((order) => order.ago)
    .sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, at) => time - (times[at] as number));
  const all = [...person.orders.map((order) => order.ago), ...person.scans];
  const idle = all.length > 0 ? Math.min(...all) : person.joined;
  const recent = within(person, 60).length;
  const former = within(person, 120, 60).length;
  const dropped = former >= 2 && recent <= former / 2;
  const overdue = gaps.length >= 3 && (times[0] as number) > 2 * middle(gaps);
  const count = within(person, 180).length;
  const spent = spentInYear(person);
  return [
    person.orders.length > 0 && idle >= 180 && 'churned',
    idle >= 90 && 'inactive',
    times.length >= 3 && (dropped || overdue) && 'at_risk',
    spent > 0 && spent >= cutoff && 'vip',
    count >= 6 && 'frequent',
    count >= 3 && count < 6 && 'regular',
    count >= 1 && count < 3 && 'occasional',
    person.joined < 30 && times.length <= 1 && 'new',
  ].filter((key): key is string => key !== false);
}

/** The spend from which one is within the top 5 % of those who ordered in the year. */
function vipCutoff(): number {
  const spending = people
    .filter((person) => within(person, 365).length > 0)
    .map(spentInYear)
    .sort((a, b) => b - a);
  return spending[Math.ceil(spending.length * 0.05) - 1] as number;
}

async function stored(keys: string[]): Promise<Map<string, string[]>> {
  const { rows } = await app.db.query<{ customer_id: string; keys: string[] }>(
    `select customer_id, array_agg(segment_key order by segment_key) as keys from customers.v_memberships
      where segment_key = any($1) group by customer_id`,
    [keys],
  );
  return new Map(rows.map((row) => [row.customer_id, row.keys]));
}

const order = ['churned', 'inactive', 'at_risk', 'vip', 'frequent', 'regular', 'occasional', 'new'];

async function compareAll(): Promise<void> {
  const found = await stored(order);
  const cutoff = vipCutoff();
  const wanted = new Map(people.map((person) => [person.id, builtInsOf(person, cutoff)]));
  for (const [id, keys] of wanted) expect(found.get(id) ?? [], id).toEqual([...keys].sort());
  const { rows } = await app.db.query(
    'select id as customer_id, segment from customers.customers left join customers.memberships on customer_id = id',
  );
  for (const { customer_id, segment } of rows)
    expect(segment, customer_id).toBe(order.find((key) => wanted.get(customer_id)?.includes(key)) ?? null);
}

describe('the built-in segments', () => {
  it('are those of a recomputation, for everybody at once', async () => {
    await compareAll();
    const found = await stored(order);
    for (const key of order) expect([...found.values()].flat(), key).toContain(key);
  });

  it('are the same for customers one by one', async () => {
    await app.db.query(
      `update customers.memberships set segment = null, segments = '{}', since = '{}', causes = '{}'`,
    );
    for (const { id } of people.slice(0, 20)) await app.inStore((ctx) => afterChange(ctx, [id]));
    await app.inStore((ctx) =>
      afterChange(
        ctx,
        people.slice(20).map(({ id }) => id),
      ),
    );
    await compareAll();
  });
});

describe('RFM groups', () => {
  it('are the fifths of recency, frequency and money', async () => {
    const buyers = people.filter((person) => kept(person).length > 0);
    const recencyOf = ({ orders }: Person) => Math.floor(Math.min(...orders.map((one) => one.ago)));
    const moneyOf = (person: Person) => sum(kept(person).map(({ total }) => total));
    const borders = (values: number[]) => {
      const sorted = [...values].sort((a, b) => a - b);
      return [0.2, 0.4, 0.6, 0.8].map((part) => sorted[Math.ceil(part * sorted.length) - 1] as number);
    };
    const above = (value: number, list: number[]) => list.filter((border) => border < value).length;
    const [days, counts, money] = [recencyOf, (person: Person) => kept(person).length, moneyOf].map((of) =>
      borders(buyers.map(of)),
    ) as [number[], number[], number[]];
    const staff = await staffClient(app, app.store.id, 'analyst');
    for (const person of buyers.slice(0, 40)) {
      const { data } = await staff.call(contract.segments.ofCustomer, { customerId: person.id });
      expect(data.rfm, person.id).toMatchObject({
        recency: 5 - above(recencyOf(person), days),
        frequency: 1 + above(kept(person).length, counts),
        monetary: 1 + above(moneyOf(person), money),
      });
    }
    const groups = await app.db.query(
      `select customer_id, count(*)::int as n from customers.v_memberships where segment_key like 'rfm%' group by 1`,
    );
    expect(groups.rows.map(({ n }) => n)).toEqual(buyers.map(() => 1));
  });
});

describe('clusters', () => {
  it('take in every customer with orders once, have names in both languages, and stay the same when found again', async () => {
    const count = `select customer_id, segment_key from customers.v_memberships where segment_key like 'cluster%' order by 1`;
    const before = await app.db.query(count);
    expect(before.rows).toHaveLength(people.filter((person) => kept(person).length > 0).length);
    const staff = await staffClient(app, app.store.id, 'marketer');
    const { segments } = (await staff.call(contract.segments.segments, { kind: 'cluster' })).data;
    expect(segments.length).toBeGreaterThanOrEqual(3);
    for (const { name } of segments) {
      expect(name.en).toMatch(/^(Cluster: |Average)/);
      expect(name.ar).toMatch(/\p{Script=Arabic}/u);
    }
    await staff.call(contract.segments.update, {});
    await evaluateAll(app);
    expect((await app.db.query(count)).rows).toEqual(before.rows);
  });
});
