/** For tests of the sums: what they must be, counted from the raw rows without any SQL of the product. */
import type { TestApp, TestStore } from '../../../test/harness.ts';
import type { EventRow } from '../../platform/events/catalogue.ts';
import { countDays, countPeriods } from './rollups/count.ts';
import { listeners } from './rollups/listeners.ts';

/** Brings events of a store to the listeners, each once, as the relay does. */
export function makeHearing(app: TestApp, store: TestStore): () => Promise<void> {
  const heard = new Set<string>();
  return async () => {
    const { rows } = await app.db.query(
      `select id, store_id as "storeId", name, payload, occurred_at as "occurredAt" from platform.outbox
        where store_id = $1 order by txid, id`,
      [store.id],
    );
    for (const row of rows as EventRow[]) {
      if (heard.has(row.id)) continue;
      heard.add(row.id);
      for (const listener of listeners)
        if (listener.event === row.name) await app.inStore((ctx) => listener.handle(ctx, row), store);
    }
  };
}

/** Runs the jobs until nothing is marked. */
export async function countAll(app: TestApp, store: TestStore): Promise<void> {
  while (await app.inStore((ctx) => countDays(ctx), store));
  while (await app.inStore((ctx) => countPeriods(ctx), store));
}

interface Order {
  id: string;
  customer_id: string | null;
  location_id: string | null;
  channel: string;
  total: number;
  placed_at: Date;
}
interface Line {
  order_id: string;
  line_no: number;
  sku: string;
  name: string;
  category: string | null;
  quantity: number;
  total: number;
}
interface Refund {
  id: string;
  order_id: string;
  total: number;
  refunded_at: Date;
}
interface RefundLine {
  refund_id: string;
  line_no: number;
  quantity: number;
  amount: number;
}
/** Everything that counts of a store, as it stands in the tables. */
export interface Raw {
  orders: Order[];
  lines: Line[];
  refunds: Refund[];
  refundLines: RefundLine[];
  joined: Map<string, Date>;
}

export async function readRaw(app: TestApp, store: TestStore): Promise<Raw> {
  const all = async <R>(text: string) => (await app.db.query(text, [store.id])).rows as R[];
  const orders = await all<Order>(
    `select id, customer_id, location_id, channel, total::float8 as total, placed_at from orders.orders
      where store_id = $1 and completed_at is not null`,
  );
  const counted = new Set(orders.map(({ id }) => id));
  const lines = await all<Line>(
    `select order_id, line_no, sku, name, category, quantity::float8 as quantity, total::float8 as total
       from orders.lines where store_id = $1`,
  );
  const people = await all<{ id: string; created_at: Date }>(
    `select id, created_at from customers.customers where store_id = $1 and status <> 'merged'`,
  );
  return {
    orders,
    lines: lines.filter(({ order_id }) => counted.has(order_id)),
    refunds: await all<Refund>(
      'select id, order_id, total::float8 as total, refunded_at from orders.refunds where store_id = $1',
    ),
    refundLines: await all<RefundLine>(
      `select refund_id, line_no, quantity::float8 as quantity, amount::float8 as amount
         from orders.refund_lines where store_id = $1`,
    ),
    joined: new Map(people.map(({ id, created_at }) => [id, created_at])),
  };
}

/** The local day (yyyy-mm-dd) and hour of an instant. */
export function localTime(timeZone: string): (at: Date) => { day: string; hour: number } {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (at) => {
    const [day = '', time = ''] = format.format(at).split(' ');
    return { day, hour: Number(time.slice(0, 2)) };
  };
}

/** First day of a month or, from Monday, a week. */
export function periodOf(day: string, unit: 'week' | 'month'): string {
  if (unit === 'month') return `${day.slice(0, 8)}01`;
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

type Sums = Map<string, Record<string, number>>;
function add(sums: Sums, key: readonly unknown[], amounts: Record<string, number>): void {
  const name = JSON.stringify(key);
  const sum = sums.get(name) ?? {};
  for (const [field, amount] of Object.entries(amounts)) sum[field] = (sum[field] ?? 0) + amount;
  sums.set(name, sum);
}
const sorted = (sums: Sums) =>
  [...sums].map(([key, sum]) => [...JSON.parse(key), ...Object.values(sum)].join(' ')).sort();

/** The rows of the four tables that these raw rows come to, each as one line of text. */
export function expectedSums(raw: Raw, timeZone: string): Record<string, string[]> {
  const local = localTime(timeZone);
  const byId = new Map(raw.orders.map((order) => [order.id, order]));
  const sales: Sums = new Map();
  const goods: Sums = new Map();
  const days = new Map<string, Set<string>>();
  for (const order of raw.orders) {
    const { day, hour } = local(order.placed_at);
    const anonymous = order.customer_id === null ? 1 : 0;
    add(sales, [day, hour, order.location_id ?? 'none', order.channel], {
      orders: 1,
      anonymous,
      gross: order.total,
      refunds: 0,
      refunded: 0,
    });
    if (order.customer_id !== null)
      days.set(order.customer_id, (days.get(order.customer_id) ?? new Set()).add(day));
  }
  for (const refund of raw.refunds) {
    const { day, hour } = local(refund.refunded_at);
    const order = byId.get(refund.order_id) as Order;
    add(sales, [day, hour, order.location_id ?? 'none', order.channel], {
      orders: 0,
      anonymous: 0,
      gross: 0,
      refunds: 1,
      refunded: refund.total,
    });
  }
  addGoods(goods, raw, byId, local);
  return {
    sales: sorted(sales),
    goods: sorted(goods),
    buyers: buyersOf(days),
    ...cohortsOf(raw, days, local),
  };
}

function addGoods(
  goods: Sums,
  raw: Raw,
  byId: ReadonlyMap<string, Order>,
  local: ReturnType<typeof localTime>,
): void {
  const refunds = new Map(raw.refunds.map((refund) => [refund.id, refund]));
  const lineAt = new Map(raw.lines.map((line) => [`${line.order_id} ${line.line_no}`, line]));
  const seen = new Set<string>();
  const kinds = (line: Line) => [
    ['category', line.category ?? ''],
    ['product', line.sku],
  ];
  for (const line of raw.lines) {
    const { day } = local((byId.get(line.order_id) as Order).placed_at);
    for (const [kind, key] of kinds(line)) {
      const mark = JSON.stringify([line.order_id, kind, key]);
      const amounts = { quantity: line.quantity, gross: line.total, returned: 0, refunded: 0 };
      add(goods, [kind, day, key], { orders: seen.has(mark) ? 0 : 1, ...amounts });
      seen.add(mark);
    }
  }
  for (const back of raw.refundLines) {
    const refund = refunds.get(back.refund_id) as Refund;
    const line = lineAt.get(`${refund.order_id} ${back.line_no}`) as Line;
    for (const [kind, key] of kinds(line))
      add(goods, [kind, local(refund.refunded_at).day, key], {
        orders: 0,
        quantity: 0,
        gross: 0,
        returned: back.quantity,
        refunded: back.amount,
      });
  }
}

function buyersOf(days: ReadonlyMap<string, Set<string>>): string[] {
  const buyers: Sums = new Map();
  for (const own of days.values()) {
    const ordered = [...own].sort();
    for (const [index, day] of ordered.entries())
      add(buyers, [day, index === 0 ? 'never' : ordered[index - 1]], { customers: 1 });
  }
  return sorted(buyers);
}

function cohortsOf(
  raw: Raw,
  days: ReadonlyMap<string, Set<string>>,
  local: ReturnType<typeof localTime>,
): { cohorts: string[] } {
  const cohorts: Sums = new Map();
  const byId = new Map(raw.orders.map((order) => [order.id, order]));
  const moves = [
    ...raw.orders.map(({ customer_id, placed_at, total }) => ({
      customerId: customer_id,
      at: placed_at,
      amounts: { orders: 1, gross: total, refunded: 0 },
    })),
    ...raw.refunds.map(({ order_id, refunded_at, total }) => ({
      customerId: (byId.get(order_id) as Order).customer_id,
      at: refunded_at,
      amounts: { orders: 0, gross: 0, refunded: total },
    })),
  ];
  const seen = new Set<string>();
  for (const unit of ['week', 'month'] as const)
    for (const { customerId, at, amounts } of moves) {
      if (customerId === null) continue;
      const period = periodOf(local(at).day, unit);
      const starts = {
        joined: local(raw.joined.get(customerId) as Date).day,
        first_order: [...(days.get(customerId) ?? [])].sort()[0] as string,
      };
      for (const [basis, start] of Object.entries(starts)) {
        const mark = JSON.stringify([basis, unit, customerId, period]);
        const isNew = amounts.orders > 0 && !seen.has(mark);
        if (isNew) seen.add(mark);
        add(cohorts, [basis, unit, periodOf(start, unit), period], { customers: isNew ? 1 : 0, ...amounts });
      }
    }
  return { cohorts: sorted(cohorts) };
}

/** The rows that stand in the four tables, in the same words. */
export async function keptSums(app: TestApp, store: TestStore): Promise<Record<string, string[]>> {
  const lines = async (text: string) => {
    const { rows } = await app.db.query<{ line: string }>(text, [store.id]);
    return rows.map(({ line }) => line).sort();
  };
  return {
    sales: await lines(
      `select concat_ws(' ', day, hour, coalesce(nullif(location_id::text, '00000000-0000-0000-0000-000000000000'),
         'none'), channel, orders, anonymous_orders, gross, refunds, refunded) as line
         from analytics.sales where store_id = $1`,
    ),
    goods: await lines(
      `select concat_ws(' ', kind, day, key, orders, quantity, gross, returned, refunded) as line
         from analytics.goods where store_id = $1`,
    ),
    buyers: await lines(
      `select concat_ws(' ', day, case when isfinite(previous_day) then previous_day::text else 'never' end, customers)
         as line from analytics.buyers where store_id = $1`,
    ),
    cohorts: await lines(
      `select concat_ws(' ', basis, unit, cohort, period, customers, orders, gross, refunded) as line
         from analytics.cohorts where store_id = $1`,
    ),
  };
}
