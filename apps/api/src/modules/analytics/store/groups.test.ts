import { contract } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, type TestStore, testApp } from '../../../../test/harness.ts';
import * as customers from '../../customers/index.ts';
import * as sales from '../../sales/index.ts';
import { countAll, makeHearing } from '../fixtures.ts';

const { analytics } = contract;
const timeZone = 'Asia/Riyadh';

let app: TestApp;
let store: TestStore;
let owner: Client;
const people: TestCustomer[] = [];
/** Of each customer, in the order of `people`: days since each order. The last one never ordered. */
const orderDays = [[0], [2, 9], [15, 30, 45], [60], [60, 61, 62, 63], [90], [120, 150], [200], [300], []];

beforeAll(async () => {
  app = await testApp();
  store = await app.addStore({ timeZone });
  owner = await app.signIn('owner', store);
  for (const [index, days] of orderDays.entries()) {
    const customer = await app.addCustomer({}, store);
    people.push(customer);
    await app.inStore(
      (ctx) =>
        sales.record(
          ctx,
          days.map((ago) => ({
            ...app.order(),
            customerId: customer.id,
            occurredAt: new Date(app.clock.now().getTime() - ago * 86_400_000).toISOString(),
            lines: [{ sku: 'A', name: 'A', quantity: 1, unitPrice: (index + 1) * 1000, discount: 0 }],
          })),
        ),
      store,
    );
  }
  await makeHearing(app, store)();
  await countAll(app, store);
}, 60_000);
afterAll(() => app?.close());

interface Fact {
  id: string;
  spent: number;
  orders: number;
  days: number | null;
}
const facts = (): Fact[] =>
  orderDays.map((days, index) => ({
    id: (people[index] as TestCustomer).id,
    spent: days.length * (index + 1) * 1000,
    orders: days.length,
    days: days[0] ?? null,
  }));
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

describe('segments and tiers', () => {
  it('show size, revenue, lifetime value and churn of their members', async () => {
    const members = facts().slice(2, 5);
    await app.inStore(async (ctx) => {
      await customers.setMemberships(
        ctx,
        members.map(({ id }) => ({ customerId: id, segment: 'testers', holds: true })),
      );
      await customers.putScores(
        ctx,
        members.slice(0, 2).map(({ id }, index) => ({
          customerId: id,
          churnRisk: index === 0 ? 0.2 : 0.7,
          expectedOrders: 3,
          predictedSpend: 5000,
          nextOrderDay: null,
          scoredAt: ctx.now,
        })),
      );
      customers.putFacts(ctx, [{ customerId: members[0]?.id as string, tier: 'gold' }]);
    }, store);
    const { data } = await owner.call(analytics.segments, {});
    const [revenue, orders] = [sum(members.map(({ spent }) => spent)), sum(members.map((one) => one.orders))];
    const everything = sum(facts().map(({ spent }) => spent));
    expect(data.customers).toBe(10);
    expect(data.segments.filter(({ key }) => key === 'testers')).toEqual([
      {
        key: 'testers',
        customers: 3,
        share: 0.3,
        orders,
        revenue,
        revenueShare: Math.round((revenue / everything) * 10_000) / 10_000,
        averageOrderValue: Math.round(revenue / orders),
        averageLifetimeValue: Math.round(revenue / 3),
        predicted: 10_000,
        averageChurnRisk: 0.45,
        highChurnRisk: 1,
      },
    ]);
    const tiers = (await owner.call(analytics.tiers, {})).data.tiers;
    expect(sum(tiers.map((tier) => tier.customers))).toBe(10);
    expect(sum(tiers.map((tier) => tier.revenue))).toBe(everything);
    expect(tiers.find(({ key }) => key === 'gold')).toMatchObject({
      customers: 1,
      revenue: members[0]?.spent,
    });
  });

  it('leave out who is closed or merged', async () => {
    const gone = await app.addCustomer({}, store);
    const merged = await app.addCustomer({}, store);
    await owner.call(contract.customers.merge, { customerId: people[0]?.id as string, from: merged.id });
    await owner.call(contract.customers.remove, { customerId: gone.id });
    expect((await owner.call(analytics.tiers, {})).data.customers).toBe(10);
  });
});

describe('GET /api/v1/analytics/rfm', () => {
  it('scores buyers by their quintiles, equal values alike', async () => {
    const { data } = await owner.call(analytics.rfm, {});
    const buyers = facts().filter(({ orders }) => orders > 0);
    const cutsOf = (values: number[]) => {
      const ordered = [...values].sort((a, b) => a - b);
      return [0.2, 0.4, 0.6, 0.8].map((share) => ordered[Math.ceil(share * ordered.length) - 1] as number);
    };
    const cuts = {
      recencyDays: cutsOf(buyers.map(({ days }) => days ?? 0)),
      orders: cutsOf(buyers.map(({ orders }) => orders)),
      spent: cutsOf(buyers.map(({ spent }) => spent)),
    };
    expect(data.cuts).toEqual(cuts);
    expect(data.customers).toBe(9);
    const over = (value: number, limits: number[]) => limits.filter((cut) => value > cut).length;
    const want = new Map<string, number[]>();
    for (const { days, orders, spent } of buyers) {
      const key = `${5 - over(days ?? 0, cuts.recencyDays)} ${1 + over(orders, cuts.orders)}`;
      want.set(key, [...(want.get(key) ?? []), spent]);
    }
    for (const { recency, frequency, customers: count, revenue } of data.cells) {
      const own = want.get(`${recency} ${frequency}`) ?? [];
      expect([count, revenue], `${recency} ${frequency}`).toEqual([own.length, sum(own)]);
      if (own.length === 0) continue;
      const cell = await owner.call(analytics.rfmCustomers, { recency, frequency });
      expect(
        cell.data.customers.map(({ spent }) => spent),
        `customers of ${recency} ${frequency}`,
      ).toEqual(own.sort((a, b) => b - a));
    }
    expect(sum(data.monetary.map(({ customers: count }) => count))).toBe(9);
    expect(data.monetary[0]?.revenue).toBe(
      sum(buyers.filter(({ spent }) => over(spent, cuts.spent) === 4).map(({ spent }) => spent)),
    );
  });

  it('is empty in a store without buyers', async () => {
    const empty = await app.signIn('owner', await app.addStore());
    const { data } = await empty.call(analytics.rfm, {});
    expect([data.customers, data.cells.length]).toEqual([0, 25]);
    expect(data.cuts).toEqual({ recencyDays: null, orders: null, spent: null });
    const nobody = await empty.call(analytics.rfmCustomers, { recency: 5, frequency: 5 });
    expect([nobody.status, nobody.data.total]).toEqual([200, 0]);
    expect((await empty.call(analytics.segments, {})).data.segments).toEqual([]);
  });
});

describe('GET /api/v1/analytics/forecast', () => {
  it('sums what is predicted, beside what the year before was', async () => {
    const { data } = await owner.call(analytics.forecast, {});
    expect(data).toMatchObject({
      reason: null,
      forecast: {
        spend: 10_000,
        orders: 6,
        customers: 2,
        coverage: 0.2222,
        past: sum(facts().map((one) => one.spent)),
      },
    });
  });

  it('says why there is none', async () => {
    const other = await app.addStore();
    const empty = await app.signIn('owner', other);
    expect((await empty.call(analytics.forecast, {})).data).toMatchObject({
      forecast: null,
      reason: { code: 'no_orders' },
    });
    const customer = await app.addCustomer({}, other);
    await app.inStore((ctx) => sales.record(ctx, [{ ...app.order(), customerId: customer.id }]), other);
    const { data } = await empty.call(analytics.forecast, {});
    expect(data.reason?.code).toBe('not_scored');
    expect(data.reason?.text.ar).not.toBe(data.reason?.text.en);
  });
});

describe('GET /api/v1/analytics/programmes', () => {
  it('shows how members use their points', async () => {
    const reward = await owner.call(contract.loyalty.createReward, {
      name: { en: 'Mug', ar: 'كوب' },
      pointsCost: 10,
      rewardType: 'discount_fixed',
      rewardValue: 500,
    });
    expect(reward.status, reward.text).toBe(201);
    for (const customer of people.slice(4, 6)) {
      const redeemed = await owner.call(contract.loyalty.redeem, {
        customerId: customer.id,
        rewardId: reward.data.id,
      });
      expect(redeemed.status, redeemed.text).toBe(201);
    }
    const { data } = await owner.call(analytics.programmes, {});
    const { rows } = await app.db.query(
      `select count(*)::int as accounts, sum(available + pending + held)::int as held from loyalty.accounts
        where store_id = $1`,
      [store.id],
    );
    const issued = sum(facts().map(({ spent }) => spent / 100));
    expect(data.programmes).toMatchObject([
      {
        isDefault: true,
        members: rows[0].accounts,
        activeMembers: 9,
        earningMembers: 9,
        redeemingMembers: 2,
        issued,
        redeemed: 20,
        expired: 0,
        redemptionRate: Math.round((20 / issued) * 10_000) / 10_000,
        outstanding: rows[0].held,
        rewardsRedeemed: 2,
        topRewards: [
          { rewardId: reward.data.id, name: { en: 'Mug', ar: 'كوب' }, redemptions: 2, points: 20 },
        ],
      },
    ]);
    const overview = await owner.call(analytics.overview, {});
    expect(overview.data.figures).toMatchObject({ pointsIssued: issued, pointsRedeemed: 20 });
    expect(overview.data.liability.breakage).toEqual({ rate: 0, points: 0 });
  });
});
