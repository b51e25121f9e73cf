import { type AnalyticsFigures, contract, type OrderInput } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, type TestCustomer, type TestStore, testApp } from '../../../../test/harness.ts';
import { makeRandom } from '../../../demo/random.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as sales from '../../sales/index.ts';
import { countAll, localTime, makeHearing, periodOf, type Raw, readRaw } from '../fixtures.ts';

const { analytics } = contract;
const timeZone = 'Asia/Riyadh';
const local = localTime(timeZone);

let app: TestApp;
let store: TestStore;
let owner: Client;
let raw: Raw;
const people: TestCustomer[] = [];

/** Ten weeks of a store: orders of nine customers and of nobody, some late, some returned on other days. */
beforeAll(async () => {
  app = await testApp();
  app.clock.set('2026-01-05T06:00:00Z');
  store = await app.addStore({ timeZone });
  const random = makeRandom(7);
  for (let week = 0; week < 10; week++) {
    if (week < 9) people.push(await app.addCustomer({}, store));
    const orders = Array.from({ length: 14 }, () => orderOf(random));
    const made = await app.inStore((ctx) => sales.record(ctx, orders), store);
    const ids = made.flatMap((receipt) => ('orderId' in receipt ? [receipt.orderId] : []));
    await app.inStore(
      (ctx) =>
        sales.refund(
          ctx,
          ids.slice(0, 2).map((orderId, index) => ({
            source: 'till',
            refundId: `${week}-${index}`,
            orderId,
            occurredAt: new Date(app.clock.now().getTime() - index * 86_400_000).toISOString(),
          })),
        ),
      store,
    );
    if (week === 4) while (await app.inStore((ctx) => loyalty.rollUp(ctx), store));
    app.clock.advance({ days: 7 });
  }
  await makeHearing(app, store)();
  await countAll(app, store);
  raw = await readRaw(app, store);
  owner = await app.signIn('owner', store);
}, 120_000);
afterAll(() => app?.close());

function orderOf(random: ReturnType<typeof makeRandom>): OrderInput {
  const customer = people[random.integer(0, people.length + 1)];
  const skus = ['COFFEE', 'TEA', 'CAKE'].slice(0, random.integer(1, 3));
  const ago = random.integer(0, 20 * 86_400) * 1000;
  return {
    ...app.order(),
    ...(customer && { customerId: customer.id }),
    status: random.integer(0, 9) > 0 ? 'completed' : 'paid',
    channel: random.integer(0, 1) === 0 ? 'till' : 'web',
    ...(random.integer(0, 1) === 0 && { locationId: store.locationId }),
    occurredAt: new Date(app.clock.now().getTime() - ago).toISOString(),
    lines: skus.map((sku) => ({
      sku,
      name: sku,
      quantity: random.integer(1, 3),
      unitPrice: random.integer(100, 9000),
      discount: 0,
      ...(sku !== 'CAKE' && { category: 'drinks' }),
    })),
  };
}

/** The figures of local days, both included, from the raw rows alone. */
async function figuresBetween(from: string, to: string): Promise<AnalyticsFigures> {
  const within = (at: Date) => local(at).day >= from && local(at).day <= to;
  const orders = raw.orders.filter(({ placed_at }) => within(placed_at));
  const refunds = raw.refunds.filter(({ refunded_at }) => within(refunded_at));
  const total = (rows: { total: number }[]) => rows.reduce((sum, row) => sum + row.total, 0);
  const active = new Set(orders.flatMap(({ customer_id }) => customer_id ?? []));
  const earlier = new Set(
    raw.orders.flatMap((order) => (local(order.placed_at).day < from ? (order.customer_id ?? []) : [])),
  );
  const first = [...active].filter((id) => !earlier.has(id)).length;
  const { rows } = await app.db.query(
    `select h.key, e.amount::float8 as points, e.recorded_at from loyalty.entries e
       join loyalty.house_accounts h on h.store_id = e.store_id and h.id = e.counter_id where e.store_id = $1`,
    [store.id],
  );
  const points = (key: string) =>
    rows.reduce((sum, row) => sum + (row.key === key && within(row.recorded_at) ? row.points : 0), 0);
  const issued = points('issued');
  return {
    orders: orders.length,
    gross: total(orders),
    refunds: refunds.length,
    refunded: total(refunds),
    net: total(orders) - total(refunds),
    averageOrderValue: orders.length > 0 ? Math.round(total(orders) / orders.length) : null,
    anonymousOrders: orders.filter(({ customer_id }) => customer_id === null).length,
    activeCustomers: active.size,
    firstTimeCustomers: first,
    returningCustomers: active.size - first,
    newCustomers: [...raw.joined.values()].filter(within).length,
    pointsIssued: issued,
    pointsRedeemed: -points('redeemed') || 0,
    pointsExpired: -points('expired') || 0,
    redemptionRate: issued > 0 ? 0 : null,
  };
}

const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

describe('GET /api/v1/analytics/overview', () => {
  it.each([
    ['2026-01-20', '2026-02-18', 'day'],
    ['2026-01-20', '2026-02-18', 'week'],
    ['2025-12-20', '2026-03-16', 'month'],
    ['2026-02-01', '2026-02-01', 'day'],
  ] as const)('of %s to %s by %s equals a recount of the orders', async (from, to, interval) => {
    const { data } = await owner.call(analytics.overview, { from, to, interval });
    expect(data.figures).toEqual(await figuresBetween(from, to));
    const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
    const before = { from: dayAfter(from, -days), to: dayAfter(from, -1) };
    expect(data.before).toEqual({ ...before, figures: await figuresBetween(before.from, before.to) });
    for (const { start, ...figures } of data.series) {
      const next = data.series.find((period) => period.start > start)?.start;
      const last = next ? dayAfter(next, -1) : to;
      expect(figures, start).toEqual(await figuresBetween(start < from ? from : start, last));
    }
    expect(data.series.length).toBe(
      new Set(
        Array.from({ length: days }, (_, index) => dayAfter(from, index)).map((day) =>
          interval === 'day' ? day : periodOf(day, interval),
        ),
      ).size,
    );
    expect(data.freshness).toMatchObject({ waitingDays: 0, progress: 1 });
  });

  it('tells the points that customers hold', async () => {
    const { data } = await owner.call(analytics.overview, {});
    const { rows } = await app.db.query(
      'select sum(available + pending + held)::int as points from loyalty.accounts where store_id = $1',
      [store.id],
    );
    expect(data.liability.outstanding).toBe(rows[0].points);
    expect(data.before?.figures.orders).toBeGreaterThan(0);
  });

  it('compares with nothing where nothing is asked', async () => {
    const { data } = await owner.call(analytics.overview, { compare: 'false' });
    expect(data.before).toBeNull();
  });

  it('is a file too, a line for each period', async () => {
    const query = 'from=2026-02-01&to=2026-02-14&interval=week';
    const file = await owner.send('GET', `/api/v1/analytics/overview.csv?${query}`);
    expect(file.headers.get('content-type')).toContain('text/csv');
    const [header, ...lines] = file.text.trim().split('\r\n');
    expect(header).toMatch(/^\ufeff?start,orders,gross,/);
    const { data } = await owner.call(analytics.overview, {
      from: '2026-02-01',
      to: '2026-02-14',
      interval: 'week',
    });
    expect(lines.map((line) => line.split(',').slice(0, 3).join())).toEqual(
      data.series.map(({ start, orders, gross }) => [start, orders, gross].join()),
    );
  });

  it.each([
    ['upside down', 'from=2026-02-02&to=2026-02-01', 'range_invalid', 'to'],
    ['of a hundred years', 'from=1926-01-01&to=2026-01-01', 'range_invalid', 'from'],
    ['in the future', 'from=2027-01-01&to=2027-02-01', 'date_in_future', 'from'],
    ['of no calendar', 'from=2026-02-30', 'validation', 'from'],
    ['by an unknown interval', 'interval=decade', 'validation', 'interval'],
  ])('refuses a range %s', async (_, query, code, field) => {
    const reply = await owner.send('GET', `/api/v1/analytics/overview?${query}`);
    expect([reply.status, reply.failure.code, reply.failure.errors[0]?.field]).toEqual([400, code, field]);
    const file = await owner.send('GET', `/api/v1/analytics/overview.csv?${query}`);
    expect([file.status, file.failure.code]).toEqual([400, code]);
  });

  it('takes ten years, and ends today where it would end later', async () => {
    const { data, status } = await owner.call(analytics.overview, { from: '2016-04-01', to: '2030-01-01' });
    expect([status, data.to, data.series.length]).toEqual([200, '2026-03-16', 3637]);
  });

  it('is for staff who may, of their own store', async () => {
    const cashier = await app.signIn('cashier', store);
    expect((await cashier.call(analytics.overview, {})).status).toBe(403);
    const customer = await app.signInAs(people[0] as TestCustomer, store);
    expect((await customer.call(analytics.overview, {})).status).toBe(403);
    const stranger = await app.signIn('owner');
    expect((await stranger.call(analytics.overview, {})).data.figures.orders).toBe(0);
    const agent = await app.signIn('agent', store);
    expect((await agent.send('GET', '/api/v1/analytics/overview.csv')).status).toBe(403);
  });

  it('shows a day below 0 where more came back than was sold', async () => {
    const { data } = await owner.call(analytics.overview, { from: '2026-01-01', to: '2026-03-16' });
    const worst = data.series.filter(({ net }) => net < 0);
    expect(worst.length).toBeGreaterThan(0);
    for (const { gross, refunded, net } of worst) expect(net).toBe(gross - refunded);
  });

  it('answers a store without orders', async () => {
    const empty = await app.addStore();
    const other = await app.signIn('owner', empty);
    const { data } = await other.call(analytics.overview, {});
    expect(data.figures).toMatchObject({ orders: 0, net: 0, averageOrderValue: null, redemptionRate: null });
    expect(data.freshness.countedAt).toBeNull();
  });
});

describe('GET /api/v1/analytics/sales', () => {
  const keyOf = {
    channel: (order: Raw['orders'][number]) => order.channel,
    location: (order: Raw['orders'][number]) => order.location_id,
    weekday: (_: Raw['orders'][number], at: Date) =>
      String(((new Date(`${local(at).day}T12:00:00Z`).getUTCDay() + 6) % 7) + 1),
    hour: (_: Raw['orders'][number], at: Date) => String(local(at).hour),
  };

  it.each(['channel', 'location', 'weekday', 'hour'] as const)('by %s equals a recount', async (by) => {
    const [from, to] = ['2026-01-10', '2026-02-20'];
    const { data } = await owner.call(analytics.sales, { by, from, to });
    const want = new Map<string | null, { orders: number; gross: number; refunded: number }>();
    const at = (key: string | null) => {
      const row = want.get(key) ?? { orders: 0, gross: 0, refunded: 0 };
      want.set(key, row);
      return row;
    };
    const within = (moment: Date) => local(moment).day >= from && local(moment).day <= to;
    for (const order of raw.orders.filter(({ placed_at }) => within(placed_at))) {
      const row = at(keyOf[by](order, order.placed_at));
      row.orders++;
      row.gross += order.total;
    }
    for (const { order_id, refunded_at, total } of raw.refunds) {
      const order = raw.orders.find(({ id }) => id === order_id);
      if (order && within(refunded_at)) at(keyOf[by](order, refunded_at)).refunded += total;
    }
    const found = data.rows.filter(({ orders, refunded }) => orders + refunded > 0);
    expect(
      new Map(found.map(({ key, orders, gross, refunded }) => [key, { orders, gross, refunded }])),
    ).toEqual(want);
    if (by === 'weekday') expect(data.rows.map(({ key }) => Number(key))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    if (by === 'location') expect(data.rows.find(({ key }) => key === store.locationId)?.name).toBe('Main');
  });

  it('refuses an unknown dimension', async () => {
    const reply = await owner.send('GET', '/api/v1/analytics/sales?by=moon');
    expect([reply.status, reply.failure.errors[0]?.field]).toEqual([400, 'by']);
  });
});

describe('GET /api/v1/analytics/products and /categories', () => {
  it('equal a recount of the lines, in the order asked for', async () => {
    const [from, to] = ['2026-01-10', '2026-02-20'];
    const { data } = await owner.call(analytics.products, { from, to, sortBy: 'quantity' });
    const day = new Map(raw.orders.map(({ id, placed_at }) => [id, local(placed_at).day]));
    const lines = raw.lines.filter(({ order_id }) => {
      const at = day.get(order_id) ?? '';
      return at >= from && at <= to;
    });
    const total = lines.reduce((sum, line) => sum + line.total, 0);
    expect(data.products.map(({ sku }) => sku).sort()).toEqual(['CAKE', 'COFFEE', 'TEA']);
    for (const product of data.products) {
      const own = lines.filter(({ sku }) => sku === product.sku);
      const gross = own.reduce((sum, line) => sum + line.total, 0);
      expect(product).toMatchObject({
        orders: new Set(own.map(({ order_id }) => order_id)).size,
        quantity: own.reduce((sum, line) => sum + line.quantity, 0),
        gross,
        share: Math.round((gross / total) * 10_000) / 10_000,
      });
    }
    const quantities = data.products.map(({ quantity }) => quantity);
    expect(quantities).toEqual([...quantities].sort((a, b) => b - a));
    const categories = await owner.call(analytics.categories, { from, to });
    const drinks = lines.filter(({ category }) => category === 'drinks');
    expect(categories.data.categories.find(({ category }) => category === 'drinks')?.orders).toBe(
      new Set(drinks.map(({ order_id }) => order_id)).size,
    );
    expect(categories.data.categories.map(({ category }) => category)).toContain(null);
    expect((await owner.call(analytics.products, { from, to, limit: 1 })).data.products).toHaveLength(1);
  });

  it.each(['sales', 'products', 'categories', 'segments', 'tiers', 'cohorts', 'rfm', 'programmes'])(
    'and every chart is a file: %s',
    async (chart) => {
      const reply = await owner.send(
        'GET',
        `/api/v1/analytics/${chart}.csv?by=${chart === 'sales' ? 'hour' : 'joined'}`,
      );
      expect(reply.status, reply.text).toBe(200);
      expect(reply.headers.get('content-disposition')).toContain('.csv');
      expect(reply.text.trim().split('\r\n').length).toBeGreaterThan(chart === 'segments' ? 0 : 1);
    },
  );
});

describe('GET /api/v1/analytics/cohorts', () => {
  it.each([
    ['joined', 'month'],
    ['joined', 'week'],
    ['first_order', 'month'],
    ['first_order', 'week'],
  ] as const)('by %s and %s equal a recount', async (by, interval) => {
    const { data } = await owner.call(analytics.cohorts, { by, interval });
    const firsts = new Map<string, string>();
    for (const { customer_id, placed_at } of raw.orders) {
      if (customer_id === null) continue;
      const { day } = local(placed_at);
      if (day < (firsts.get(customer_id) ?? '9999')) firsts.set(customer_id, day);
    }
    const startOf = (id: string) =>
      periodOf(
        by === 'joined' ? local(raw.joined.get(id) as Date).day : (firsts.get(id) ?? '9999-01-01'),
        interval,
      );
    expect(data.cohorts.length).toBeGreaterThan(1);
    for (const cohort of data.cohorts) {
      const members = [...raw.joined.keys()].filter((id) => startOf(id) === cohort.start);
      expect(cohort.customers, cohort.start).toBe(members.length);
      for (const period of cohort.periods) {
        const within = (at: Date) => periodOf(local(at).day, interval) === period.start;
        const orders = raw.orders.filter(
          ({ customer_id, placed_at }) => members.includes(customer_id ?? '') && within(placed_at),
        );
        const back = raw.refunds.filter(
          ({ order_id, refunded_at }) =>
            within(refunded_at) &&
            members.includes(raw.orders.find(({ id }) => id === order_id)?.customer_id ?? ''),
        );
        const sum = (rows: { total: number }[]) => rows.reduce((total, row) => total + row.total, 0);
        expect(period, `${cohort.start} ${period.start}`).toMatchObject({
          customers: new Set(orders.map(({ customer_id }) => customer_id)).size,
          orders: orders.length,
          revenue: sum(orders) - sum(back),
        });
      }
    }
  });

  it('takes the documented range, and refuses one too long or upside down', async () => {
    const { data } = await owner.call(analytics.cohorts, { startDate: '2026-02-01', endDate: '2026-02-28' });
    expect(data.cohorts.map(({ start }) => start)).toEqual(['2026-02-01']);
    const refusals = [
      [{ startDate: '2026-02-02', endDate: '2026-02-01' }, 'range_invalid', 'endDate'],
      [{ startDate: '1926-01-01' }, 'period_too_long', 'startDate'],
      [{ startDate: '2024-01-01', interval: 'week' as const }, 'period_too_long', 'startDate'],
      [{ startDate: '2027-01-01' }, 'date_in_future', 'startDate'],
    ] as const;
    for (const [input, code, field] of refusals) {
      const reply = await owner.call(analytics.cohorts, input);
      expect([reply.status, reply.failure.code, reply.failure.errors[0]?.field]).toEqual([400, code, field]);
    }
    expect((await owner.send('GET', '/api/v1/analytics/cohorts?interval=year')).status).toBe(400);
  });
});
