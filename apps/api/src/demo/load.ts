/**
 * Loads the demo store "Souq Zahra": the store with its locations, staff and programme, then two years
 * of history step by step, through the same operations as the API. The clock of each step is the time of
 * its last happening, so ids, entries, tiers and expiries stand as a shop would have made them.
 */
import type { OrderInput, RefundInput } from '@wafa/contract';
import * as catalogue from '../modules/catalogue/index.ts';
import * as customers from '../modules/customers/index.ts';
import * as loyalty from '../modules/loyalty/index.ts';
import * as occasions from '../modules/occasions/index.ts';
import * as predictions from '../modules/predictions/index.ts';
import * as sales from '../modules/sales/index.ts';
import * as settings from '../modules/settings/index.ts';
import { newId } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Ctx } from '../platform/context.ts';
import { type Runner, runInTransaction } from '../platform/db/run.ts';
import { AppError } from '../platform/errors.ts';
import { loadEngagement } from './engagement.ts';
import { type DemoSize, generateDemo, historyStart } from './generate.ts';
import { products } from './habits.ts';
import { lanesOf, type Step, stepsOf } from './history.ts';
import { customerKey, demoSource } from './people.ts';
import type { Progress } from './progress.ts';
import type { DemoRefund } from './refunds.ts';
import { loadRewards } from './rewards.ts';
import type { DemoSale } from './sales.ts';
import {
  amalsPasswordHash,
  type Mark,
  openAmalsLogin,
  openStore,
  placeIds,
  readMark,
  type SignIns,
  signInsOf,
  storeSlug,
  writeMark,
} from './store.ts';

const seed = 1447;
/** About twelve days of a busy store: few enough that a customer seldom stands in a step often. */
const stepSize = 500;
/** While the database works for one lane, this process prepares the other. */
const lanes = 2;
const system = { kind: 'system', id: '00000000-0000-0000-0000-000000000002' } as const;

export interface DemoOptions {
  runner: Runner;
  config: Pick<Config, 'demoCustomers' | 'demoOrders' | 'port'>;
  /** The end of the history, where the store is not there yet. */
  now: Date;
  /** Gathers the planner's statistics; the app's own role may not. */
  analyze: () => Promise<void>;
  onProgress?: (progress: Progress) => void;
}

/**
 * Makes the demo store, or finishes one that was interrupted, or does nothing to one that is finished.
 * Everything carries a business key, so a step that was loaded before changes nothing.
 * @returns how to sign in
 */
export async function makeDemo(options: DemoOptions): Promise<SignIns> {
  const { runner, config, now } = options;
  settings.configureSettings(runner);
  const found = await settings.findStore(storeSlug);
  const storeId = found?.id ?? newId(runner.clock, now);
  const work: Work = (at, run) => {
    const clock = { now: () => at, randomBytes: (size: number) => runner.clock.randomBytes(size) };
    return runInTransaction({ ...runner, clock }, { storeId, actor: system }, (ctx) => run(history(ctx)));
  };
  const mark: Mark = found
    ? await work(now, readMark)
    : { seed, customers: config.demoCustomers, orders: config.demoOrders, until: now.toISOString() };
  if (!mark.finishedAt) {
    if (!found) await openStore(work, historyStart(sizeOf(mark)), mark);
    await loadHistory(work, mark, options);
    await work(runner.clock.now(), async (ctx) => {
      await writeMark(ctx, { ...mark, finishedAt: ctx.now.toISOString() });
      // The demo's statements rest on a signed root, its tiers are judged, its best customers and clusters found,
      // its special dates and days counted and next orders foretold from the start and not from the jobs' next round.
      for (const queue of ['loyalty.seal', 'loyalty.tiers', 'segments.sweep', 'analytics.count_days'])
        await ctx.enqueue(queue, {});
      await occasions.keepAll(ctx);
      await predictions.recalculate(ctx);
    });
  }
  return signInsOf(storeId, `http://localhost:${config.port}`);
}

/** The context of history: nobody is to be told of orders of long ago, so no events are emitted. */
function history(ctx: Ctx): Ctx {
  return Object.create(ctx, { emit: { value: () => undefined } }) as Ctx;
}

/** Runs in one transaction of the demo store, with the clock at `at`. */
export type Work = <T>(at: Date, run: (ctx: Ctx) => Promise<T>) => Promise<T>;

const sizeOf = (mark: Mark): DemoSize => ({ ...mark, until: new Date(mark.until) });

/**
 * While a table has no statistics, PostgreSQL takes any index that begins with the store for as good as
 * the primary key, and each foreign key check reads the whole store: 200 orders a second against 2,000.
 * So statistics are gathered early, and again when the store has grown to four times the size.
 */
const firstAnalyzeOrders = 250;

async function loadHistory(
  work: Work,
  mark: Mark,
  { runner, analyze, onProgress }: DemoOptions,
): Promise<void> {
  const data = generateDemo(sizeOf(mark));
  const known: Known = {
    places: await work(new Date(mark.until), placeIds),
    ids: new Map(),
    amalsHash: await amalsPasswordHash(),
  };
  await work(historyStart(sizeOf(mark)), (ctx) => catalogue.ensureProducts(ctx, products));
  let done = 0;
  let analyzeAt = firstAnalyzeOrders;
  for (const step of stepsOf(data, stepSize)) {
    await Promise.all(lanesOf(step, lanes).map((lane) => work(step.at, (ctx) => loadStep(ctx, lane, known))));
    if (step.monthEnd) await closeMonth(work, step.monthEnd);
    done += step.sales.length;
    if (done >= analyzeAt) {
      await analyze();
      analyzeAt = done * 4;
    }
    onProgress?.({ part: 'orders', done, total: data.sales.length });
  }
  await loadRewards(work, new Date(mark.until), known.ids);
  await loadEngagement(work, new Date(mark.until));
  await closeMonth(work, runner.clock.now());
}

/** What the nightly jobs would have done by then: points become usable, and end with their month. */
async function closeMonth(work: Work, at: Date): Promise<void> {
  while (await work(at, loyalty.mature));
  while (await work(at, loyalty.expire));
}

/** What the steps hand on to each other. */
interface Known {
  /** Ids of the customers loaded so far, by their keys. */
  ids: Map<string, string>;
  /** Ids of the places in the order of the generator. */
  places: readonly string[];
  amalsHash: string;
}

async function loadStep(ctx: Ctx, step: Step, { ids, places, amalsHash }: Known): Promise<void> {
  const made = await customers.createMany(ctx, step.customers);
  for (const [i, { index, sourceId }] of step.customers.entries()) {
    const { id, created } = sound(made[i]);
    ids.set(sourceId, id);
    if (created && index === 0) await openAmalsLogin(ctx, id, amalsHash);
  }
  const orders = step.sales.map((sale) =>
    orderOf(sale, places, sale.customer === null ? undefined : ids.get(customerKey(sale.customer))),
  );
  for (const receipt of await sales.record(ctx, orders)) sound(receipt);
  for (const receipt of await sales.refund(ctx, step.refunds.map(refundOf))) sound(receipt);
}

/** The generator only makes what the API takes: anything else is a fault of one of the two. */
function sound<T>(result: T | AppError | undefined): T {
  if (result instanceof AppError) {
    const { field = '', detail = '' } = result.options;
    throw new Error(`the demo was refused: ${result.code} ${field} ${detail}`, { cause: result });
  }
  if (result === undefined) throw new Error('the demo got fewer answers than it asked for');
  return result;
}

function orderOf(sale: DemoSale, places: readonly string[], customerId: string | undefined): OrderInput {
  const total = sale.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice - line.discount, 0);
  const sent = sale.carrier !== null && (sale.status === 'shipped' || sale.status === 'delivered');
  const number = sale.sourceId.replace(/\D/g, '');
  return {
    source: demoSource,
    sourceId: sale.sourceId,
    customerId,
    locationId: places[sale.location],
    channel: sale.channel,
    status: sale.status,
    currency: 'SAR',
    occurredAt: sale.at.toISOString(),
    lines: sale.lines,
    payments: [{ method: sale.payment, amount: total }],
    ...(sent
      ? {
          delivery: {
            carrier: sale.carrier ?? undefined,
            trackingNumber: `SZ${number}SA`,
            trackingUrl: `https://tracking.example.com/SZ${number}SA`,
          },
        }
      : {}),
  };
}

function refundOf(refund: DemoRefund): RefundInput {
  return {
    source: demoSource,
    refundId: refund.sourceId,
    sourceId: refund.order,
    occurredAt: refund.at.toISOString(),
    reason: refund.reason,
    ...(refund.lines ? { lines: refund.lines } : {}),
  };
}
