import type { OrderInput } from '@wafa/contract';
import { makeRandom, type Random } from '../src/demo/random.ts';
import * as customers from '../src/modules/customers/index.ts';
import { recalculate, recalculationStep } from '../src/modules/predictions/recalculation/recalculate.ts';
import * as sales from '../src/modules/sales/index.ts';
import type { TestApp, TestStore } from './harness.ts';

/** How the customers of a made store behave: BG/NBD and Gamma-Gamma, time in days, money in minor units. */
export const truth = { r: 1.4, alpha: 45, a: 0.8, b: 4, p: 5, q: 4, v: 6_000 };
/** Customers are of one of so many tastes, with ten skus each: `T<taste>-<item>`. */
const tastes = 3;
const dayMs = 86_400_000;

export interface MadeStore {
  /** Ids in the order in which they were made; the taste of each is its place modulo three. */
  ids: string[];
  orders: number;
}

/**
 * Fills a store with customers who joined 60 to 500 days ago and behave as `truth` says; four in five of the
 * items they buy are of their own taste. Each order has two lines; the same seed makes the same store.
 */
export async function makeStore(app: TestApp, store: TestStore, size: number, seed = 1): Promise<MadeStore> {
  const random = makeRandom(seed, 'predictions');
  const made = await app.inStore(
    (ctx) =>
      customers.createMany(
        ctx,
        Array.from({ length: size }, (_, at) => ({ firstName: `Nr ${at}`, source: 'test' })),
      ),
    store,
  );
  const ids = made.map((one) => ('id' in one ? one.id : ''));
  const orders = ids.flatMap((id, at) => ordersOf(app, store, random.fork(String(at)), id, at));
  await recordAll(app, store, orders);
  return { ids, orders: orders.length };
}

function ordersOf(app: TestApp, store: TestStore, random: Random, id: string, at: number): OrderInput[] {
  const age = random.integer(60, 500);
  const rate = random.gamma(truth.r) / truth.alpha;
  const dropout = random.beta(truth.a, truth.b);
  const scale = random.gamma(truth.q) / truth.v;
  const orders: OrderInput[] = [];
  for (let day = 0; day <= age; day += random.exponential(1 / rate)) {
    const at0 = app.clock.now().getTime() - (age - Math.floor(day)) * dayMs - 3_600_000;
    const total = Math.max(2, Math.round(random.gamma(truth.p) / scale));
    orders.push({
      ...app.order({ customerId: id, currency: store.currency, occurredAt: new Date(at0).toISOString() }),
      lines: [line(random, at, Math.ceil(total / 2)), line(random, at, Math.floor(total / 2))],
    });
    if (orders.length > 1 && random.chance(dropout)) break;
  }
  return orders;
}

function line(random: Random, customer: number, unitPrice: number): OrderInput['lines'][number] {
  const taste = random.chance(0.8) ? customer % tastes : random.integer(0, tastes - 1);
  const sku = `T${taste}-${random.integer(0, 9)}`;
  return { sku, name: sku, quantity: 1, unitPrice, discount: 0 };
}

/** Records orders as an import does, 500 in a transaction; throws where one is refused. */
export async function recordAll(
  app: TestApp,
  store: TestStore,
  orders: readonly OrderInput[],
): Promise<void> {
  for (let from = 0; from < orders.length; from += 500) {
    const part = orders.slice(from, from + 500);
    const answers = await app.inStore((ctx) => sales.record(ctx, part), store);
    const refused = answers.find((answer) => answer instanceof Error);
    if (refused) throw refused;
  }
}

/** Recalculates a store as the job does, to its end; answers the id. */
export async function recalculated(app: TestApp, store: TestStore): Promise<string> {
  const { id } = await app.inStore((ctx) => recalculate(ctx), store);
  for (let step = 0; ; step++) {
    const next = await app.inStore((ctx) => recalculationStep(ctx, { recalculationId: id, step }), store);
    if (!next) return id;
  }
}
