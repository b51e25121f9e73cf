import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as loyalty from '../../src/modules/loyalty/index.ts';
import type { Ctx } from '../../src/platform/context.ts';
import { type TestApp, type TestCustomer, testApp } from '../harness.ts';
import { figure, inParallel } from './figures.ts';

const operations = figure(1_000_000, 4_000);
const members = figure(2_000, 60);
const perCall = figure(200, 40);
/** A refund drawn twice counts once, so a few more calls than operations over their size are needed. */
const calls = Math.ceil((operations / perCall) * 1.06);
/** Calls between two steps of the clock; the steps together make four years. */
const callsPerStep = 20;
const daysPerStep = Math.ceil((4 * 365) / (calls / callsPerStep));

let app: TestApp;
let people: TestCustomer[];
beforeAll(async () => {
  app = await testApp();
  people = await Promise.all(Array.from({ length: members }, () => app.addCustomer()));
  await app.db.query('analyze');
});
afterAll(() => app?.close());

/** A generator with a seed (mulberry32), so that a run can be repeated. */
function dice(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

interface Sale {
  orderId: string;
  total: number;
}

test(`after ${operations} operations of every kind, balance, entries, lots and debts agree`, async () => {
  let done = 0;
  const sales: Sale[] = [];
  await inParallel([...Array(calls).keys()], 4, async (n) => {
    const roll = dice(n + 1);
    // Time passes: pending points ripen, lots end, holds run out.
    if (n % callsPerStep === callsPerStep - 1) app.clock.advance({ days: daysPerStep });
    await app.inStore(async (ctx) => {
      const standings = await loyalty.standings(
        ctx,
        Array.from({ length: Math.min(40, members) }, () => people[roll(members)]?.id as string),
        // The operations lock for themselves, each in one go; locking before would be out of their order.
        { lock: false },
      );
      const accounts = [...standings.values()];
      const any = () => accounts[roll(accounts.length)] as loyalty.Standing;
      const count = await kinds[roll(kinds.length)]?.({ ctx, any, roll, sales });
      done += count ?? 0;
    });
    if (n % 25 === 24)
      for (const job of [loyalty.expire, loyalty.mature, loyalty.releaseDue]) await toItsEnd(job);
  });
  expect(done).toBeGreaterThanOrEqual(operations);
  await app.db.query('analyze');
  expect(await loyalty.driftOf(app.db)).toEqual([]);
  expect(await loyalty.checkChains(app.db)).toEqual([]);
  const { rows } = await app.db.query(`select count(*)::int as entries,
    count(distinct kind)::int as kinds from loyalty.entries`);
  console.log(
    `${done} operations, ${rows[0].entries} entries of ${rows[0].kinds} kinds: no drift, chains whole`,
  );
  expect(rows[0].kinds).toBeGreaterThanOrEqual(figure(7, 5));
});

/** Drawn from with equal chances: half are credits, as in a shop. */
const kinds = [
  ...Array(5).fill(earnSome),
  ...Array(2).fill(spendSome),
  ...Array(2).fill(refundSome),
  holdSome,
  moveSome,
] as ((draw: Draw) => Promise<number>)[];

/** Runs a job as the worker does: a transaction for each step. */
async function toItsEnd(step: (ctx: Ctx) => Promise<boolean>): Promise<void> {
  while (await app.inStore(step));
}

interface Draw {
  ctx: Ctx;
  /** Some account. */
  any: () => loyalty.Standing;
  /** An integer from 0 and below the argument. */
  roll: (below: number) => number;
  sales: Sale[];
}

async function earnSome({ ctx, any, roll, sales }: Draw): Promise<number> {
  const items = Array.from({ length: perCall }, (): loyalty.EarnItem => {
    const { customerId, accountId } = any();
    const points = roll(400);
    const total = points * 100 + roll(100);
    const orderId = randomUUID();
    sales.push({ orderId, total });
    return {
      customerId,
      accountId,
      source: 'r2',
      sourceId: orderId,
      line: 0,
      kind: 'spend',
      points,
      orderId,
      occurredAt: new Date(ctx.now.getTime() - roll(30) * 86_400_000),
      lines: [{ lineNo: 1, total, points }],
    };
  });
  return (await loyalty.earn(ctx, items)).length;
}

async function spendSome({ ctx, any, roll }: Draw): Promise<number> {
  const items = Array.from({ length: perCall }, () => {
    const { customerId, accountId } = any();
    const sourceId = randomUUID();
    return {
      customerId,
      accountId,
      source: 'r2',
      sourceId,
      line: 0,
      points: 1 + roll(300),
      occurredAt: ctx.now,
    };
  });
  return (await loyalty.spend(ctx, items)).length;
}

async function refundSome({ ctx, roll, sales }: Draw): Promise<number> {
  const chosen = new Map<string, Sale>();
  for (let n = 0; n < perCall && sales.length > 0; n += 1) {
    const sale = sales[roll(sales.length)] as Sale;
    chosen.set(sale.orderId, sale);
  }
  const items = [...chosen.values()].map((sale) => ({
    orderId: sale.orderId,
    refundId: randomUUID(),
    source: 'r2',
    sourceRefundId: randomUUID(),
    occurredAt: ctx.now,
    lines: [{ lineNo: 1, lineTotal: sale.total, refundedSoFar: roll(sale.total + 1) }],
  }));
  return (await loyalty.reverse(ctx, items)).length;
}

async function holdSome({ ctx, any, roll }: Draw): Promise<number> {
  const held = await loyalty.hold(
    ctx,
    Array.from({ length: perCall / 2 }, () => {
      const { accountId } = any();
      return {
        accountId,
        source: 'r2',
        sourceId: randomUUID(),
        points: 1 + roll(100),
        expiresAt: new Date(ctx.now.getTime() + 3_600_000 * (1 + roll(48))),
      };
    }),
  );
  const open = held.flatMap((result, index) => (result.hold && index % 2 === 0 ? [result.hold.id] : []));
  const captured = await loyalty.capture(
    ctx,
    open.map((holdId) => ({
      holdId,
      source: 'r2',
      sourceId: randomUUID(),
      points: 1,
      final: roll(2) === 0,
      occurredAt: ctx.now,
    })),
  );
  return held.length + captured.length;
}

async function moveSome({ ctx, any, roll }: Draw): Promise<number> {
  const base = () => ({ ...ids(any()), source: 'r2', sourceId: randomUUID(), occurredAt: ctx.now });
  const adjusted = await loyalty.adjust(
    ctx,
    Array.from({ length: perCall / 2 }, () => ({
      ...base(),
      points: (1 + roll(50)) * (roll(2) === 0 ? 1 : -1),
      description: 'By hand',
      reason: {},
    })),
  );
  const transfers = Array.from({ length: perCall / 2 }, () => ({
    ...base(),
    toAccountId: any().accountId,
    points: 1 + roll(100),
  })).filter(({ accountId, toAccountId }) => accountId !== toAccountId);
  return adjusted.length + (await loyalty.transfer(ctx, transfers)).length;
}

const ids = ({ customerId, accountId }: loyalty.Standing) => ({ customerId, accountId });
