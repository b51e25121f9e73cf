import { randomUUID } from 'node:crypto';
import { loyaltyTiersContract as contract } from '@wafa/contract';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestApp, type TestCustomer, testApp } from '../../../../test/harness.ts';
import * as loyalty from '../index.ts';
import { type WarnData, warn } from './warn.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());
const start = new Date('2026-03-10T09:00:00Z');
beforeEach(() => app.clock.set(start));

async function earn(customer: TestCustomer, points: number): Promise<void> {
  await app.inStore(async (ctx) => {
    const standing = (await loyalty.standings(ctx, [customer.id])).get(customer.id) as loyalty.Standing;
    const common = { customerId: customer.id, accountId: standing.accountId, source: 'till', line: 0 };
    await loyalty.earn(ctx, [
      { ...common, sourceId: randomUUID(), kind: 'spend', points, occurredAt: ctx.now },
    ]);
  });
}

/** Runs the job at a time, one transaction of `limit` after the other. */
async function warnAt(time: string, limit = 2): Promise<void> {
  app.clock.set(time);
  let data: WarnData | undefined = { storeId: app.store.id };
  while (data) {
    const next: WarnData = data;
    data = await app.inStore((ctx) => warn(ctx, next, limit));
  }
}

async function told(name: string, customer: TestCustomer): Promise<Record<string, unknown>[]> {
  const { rows } = await app.db.query<{ payload: Record<string, unknown> }>(
    `select payload from platform.outbox where name = $1 and payload->>'customerId' = $2 order by occurred_at`,
    [name, customer.id],
  );
  return rows.map(({ payload }) => payload);
}

test('points are told of 30 and 7 days before they end, each once, however often the job runs', async () => {
  const people = await Promise.all(Array.from({ length: 5 }, () => app.addCustomer()));
  for (const person of people) {
    await earn(person, 100);
    await earn(person, 20);
  }
  // They end with March 2027, at 21:00 UTC of the 31st.
  await warnAt('2027-03-01T20:59:00Z');
  for (const person of people) expect(await told('points.expiring', person)).toEqual([]);
  for (const time of ['2027-03-01T21:00:00Z', '2027-03-01T22:00:00Z', '2027-03-20T06:00:00Z'])
    await warnAt(time);
  await warnAt('2027-03-24T21:00:00Z');
  await warnAt('2027-03-31T20:00:00Z');
  for (const person of people)
    expect(await told('points.expiring', person)).toMatchObject([
      { points: 120, expiresAt: '2027-03-31T21:00:00.000Z', daysAhead: 30 },
      { points: 120, expiresAt: '2027-03-31T21:00:00.000Z', daysAhead: 7 },
    ]);
});

test('after a standstill there is the nearer warning alone', async () => {
  const customer = await app.addCustomer();
  await earn(customer, 100);
  await warnAt('2027-03-28T06:00:00Z');
  expect(await told('points.expiring', customer)).toMatchObject([{ daysAhead: 7 }]);
});

test('two runs at the same time tell once', async () => {
  const customer = await app.addCustomer();
  await earn(customer, 100);
  await Promise.all([warnAt('2027-03-20T06:00:00Z'), warnAt('2027-03-20T06:00:00Z')]);
  expect(await told('points.expiring', customer)).toHaveLength(1);
});

test('a tier that would fall is told of once, with what is missing; one that is kept is not', async () => {
  const [falls, keeps] = [await app.addCustomer(), await app.addCustomer()];
  await earn(falls, 6_000);
  await earn(keeps, 6_000);
  app.clock.set('2026-09-01T00:00:00Z');
  await earn(falls, 1_200);
  await earn(keeps, 5_000);
  await warnAt('2027-03-01T20:59:00Z');
  expect(await told('tier.at_risk', falls)).toEqual([]);
  await warnAt('2027-03-02T06:00:00Z');
  await warnAt('2027-03-20T06:00:00Z');
  expect(await told('tier.at_risk', falls)).toMatchObject([
    { from: 'gold', to: 'silver', missing: 3_800, endsAt: '2027-03-31T21:00:00.000Z' },
  ]);
  expect(await told('tier.at_risk', keeps)).toEqual([]);
});

test('a programme says how many days ahead it warns, and of tiers not at all with 0', async () => {
  const store = await app.addStore();
  const owner = await app.signIn('owner', store);
  const customer = await app.addCustomer({}, store);
  const { rows } = await app.db.query('select id from loyalty.programmes where store_id = $1', [store.id]);
  const programId = rows[0].id as string;
  const { data } = await owner.call(contract.ladder, { programId });
  expect([data.expiryWarningDays, data.tierWarningDays]).toEqual([[30, 7], 30]);
  const tiers = data.tiers.map(({ customers: _, ...tier }) => tier);
  await owner.call(contract.editLadder, { programId, tiers, expiryWarningDays: [60], tierWarningDays: 0 });
  await app.inStore(async (ctx) => {
    const standing = (await loyalty.standings(ctx, [customer.id])).get(customer.id) as loyalty.Standing;
    const common = { customerId: customer.id, accountId: standing.accountId, source: 'till', line: 0 };
    await loyalty.earn(ctx, [
      { ...common, sourceId: randomUUID(), kind: 'spend', points: 6_000, occurredAt: ctx.now },
    ]);
  }, store);
  app.clock.set('2027-03-20T00:00:00Z');
  for (const kind of ['points', 'tier'] as const)
    await app.inStore((ctx) => warn(ctx, { storeId: store.id, kind }), store);
  expect(await told('points.expiring', customer)).toMatchObject([{ daysAhead: 60 }]);
  expect(await told('tier.at_risk', customer)).toEqual([]);
});
