import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, type TestStore, testApp } from '../../../../test/harness.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as loyalty from '../index.ts';
import { apportion } from '../programmes/rules.ts';
import { ModelAccount, ModelOrder, type Mutation, type Settings } from './model.ts';
import { checkChains, driftOf } from './recount.ts';

/** Sequences per run; the fire run sets 10,000. */
const sequences = Number(process.env.WAFA_LEDGER_SEQUENCES ?? 120);
const dayMs = 86_400_000;
const start = Date.parse('2026-03-10T15:00:00Z');
const thresholds = [0, 1_000, 5_000, 15_000];

type Op =
  | { op: 'earn'; items: { who: number; points: number; backDays: number; lines: number[] }[] }
  | { op: 'repeat'; order: number; change: boolean }
  | { op: 'refund'; order: number; backDays: number; percents: number[] }
  | { op: 'repeatRefund' }
  | { op: 'spend'; who: number; points: number; lines: number[]; order: number | null }
  | { op: 'wait'; days: number }
  | { op: 'expire' }
  | { op: 'mature' };

const lineTotals = fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 3 });
const backDays = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 420 }) },
);
const points = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 300 }) },
  { weight: 1, arbitrary: fc.integer({ min: 301, max: 6_000 }) },
);
const who = fc.integer({ min: 0, max: 1 });
const order = fc.nat({ max: 30 });

const ops = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        op: fc.constant('earn' as const),
        items: fc.array(fc.record({ who, points, backDays, lines: lineTotals }), {
          minLength: 1,
          maxLength: 4,
        }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('repeat' as const), order, change: fc.boolean() }) },
    {
      weight: 5,
      arbitrary: fc.record({
        op: fc.constant('refund' as const),
        order,
        backDays: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 })),
        percents: fc.array(fc.constantFrom(0, 10, 33, 50, 100), { minLength: 1, maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('repeatRefund' as const) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        op: fc.constant('spend' as const),
        who,
        points: fc.integer({ min: 1, max: 400 }),
        lines: lineTotals,
        order: fc.option(order),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        op: fc.constant('wait' as const),
        days: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 100, max: 400 })),
      }),
    },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('expire' as const) }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('mature' as const) }) },
  ),
  { minLength: 3, maxLength: 14, size: 'max' },
) as fc.Arbitrary<Op[]>;

/** Sequences that once found a fault: a refund that repays a debt and takes points in one call. */
const found: [number, Op[]][] = [
  [
    0,
    [
      {
        op: 'earn',
        items: [
          { who: 0, points: 2, backDays: 0, lines: [8] },
          { who: 1, points: 2, backDays: 0, lines: [1] },
        ],
      },
      { op: 'spend', who: 1, points: 2, lines: [0], order: 0 },
      { op: 'refund', order: 1, backDays: 0, percents: [100] },
      { op: 'refund', order: 0, backDays: 0, percents: [50] },
    ],
  ],
];

let app: TestApp;
const worlds: { store: TestStore; settings: Settings }[] = [];

beforeAll(async () => {
  app = await testApp();
  for (const [timeZone, pendingDays] of [
    ['Asia/Riyadh', 0],
    ['America/New_York', 5],
  ] as const) {
    const store = await app.addStore({ timeZone });
    await app.db.query('update loyalty.programmes set pending_days = $2 where store_id = $1', [
      store.id,
      pendingDays,
    ]);
    worlds.push({ store, settings: { timeZone, pendingDays, expiryMonths: 12, returnDays: 30, thresholds } });
  }
});
afterAll(() => app?.close());

interface Order {
  id: string;
  item?: loyalty.EarnItem;
  result?: loyalty.EarnResult;
  lines: number[];
  refunded: number[];
  model: ModelOrder;
}

/** Plays the operations on both sides and compares after each; throws at the first difference. */
async function play(
  world: (typeof worlds)[number],
  steps: readonly Op[],
  mutation?: Mutation,
): Promise<void> {
  const { store, settings } = world;
  app.clock.set(new Date(start));
  const inStore = <T>(work: Parameters<typeof app.inStore<T>>[0]) => app.inStore(work, store);
  const { ids, accounts } = await inStore(async (ctx) => {
    const made = await customers.createMany(
      ctx,
      [0, 1].map((n) => ({ firstName: `P${n}`, source: 'model', sourceId: ctx.newId() })),
    );
    const ids = made.map((customer) => {
      if (customer instanceof AppError) throw customer;
      return customer.id;
    });
    const standing = await loyalty.standings(ctx, ids);
    return { ids, accounts: ids.map((id) => (standing.get(id) as loyalty.Standing).accountId) };
  });
  const models = ids.map(() => new ModelAccount(settings, mutation));
  const orders: Order[] = [];
  let lastRefund: { item: loyalty.ReverseItem; result: loyalty.ReverseResult } | undefined;
  let serial = 0;
  const clock = () => app.clock.now().getTime();

  for (const step of steps) {
    const now = clock();
    if (step.op === 'wait') app.clock.advance({ days: step.days });
    if (step.op === 'earn') {
      const items = step.items.map((item): loyalty.EarnItem => {
        const shares = apportion(BigInt(item.points), item.lines.map(BigInt)).map(Number);
        return {
          customerId: ids[item.who] as string,
          accountId: accounts[item.who] as string,
          source: 'model',
          sourceId: `${ids[0]}-${serial++}`,
          line: 0,
          kind: 'spend',
          points: shares.reduce((sum, share) => sum + share, 0),
          orderId: crypto.randomUUID(),
          occurredAt: new Date(now - item.backDays * dayMs),
          lines: item.lines.map((total, index) => ({
            lineNo: index + 1,
            total,
            points: shares[index] as number,
          })),
        };
      });
      const results = await inStore((ctx) => loyalty.earn(ctx, items));
      for (const index of new Set(step.items.map((item) => item.who))) models[index]?.mature(now);
      items.forEach((item, index) => {
        const result = results[index] as loyalty.EarnResult;
        const account = models[step.items[index]?.who as number] as ModelAccount;
        expect(result.status).toBe('credited');
        const { repaid, day } = account.earn(
          now,
          result.entryId ?? '',
          item.points,
          item.occurredAt.getTime(),
        );
        expect(result.debtRepaid).toBe(repaid);
        expect(result.balance).toEqual(balanceOf(account));
        expect(result.progress.qualifyingPoints).toBe(account.qualifying(now));
        const model = new ModelOrder(settings, mutation);
        const lines = (item.lines ?? []).map((line) => ({ ...line, undone: 0 }));
        if (result.entryId) {
          model.postings.push({ account, direction: 'earned', id: result.entryId, day, lines, taken: [] });
        }
        orders.push({
          id: item.orderId as string,
          item,
          result,
          lines: lines.map((line) => line.total),
          refunded: lines.map(() => 0),
          model,
        });
      });
    }
    if (step.op === 'repeat') {
      const before = orders.filter((known) => known.item)[step.order % Math.max(1, orders.length)];
      if (before?.item && before.result) {
        const lines = before.item.lines?.map((line) => ({
          ...line,
          total: line.total + (step.change ? 1 : 0),
        }));
        const item = { ...before.item, lines };
        const [result] = await inStore((ctx) => loyalty.earn(ctx, [item]));
        models[ids.indexOf(item.customerId)]?.mature(now);
        expect(result?.status).toBe(step.change ? 'conflict' : 'duplicate');
        if (!step.change && before.result.entryId) {
          const { status: _a, progress: _b, tierFrom: _c, tierTo: _d, ...first } = before.result;
          expect(result).toMatchObject(first);
        }
      }
    }
    const target =
      'order' in step && step.order !== null ? orders[step.order % Math.max(1, orders.length)] : undefined;
    if (step.op === 'refund' && target) {
      const refunded = target.refunded.map((money, index) => {
        const total = target.lines[index] as number;
        return Math.min(total, money + Math.floor((total * (step.percents[index] ?? 0)) / 100));
      });
      target.refunded = refunded;
      const item: loyalty.ReverseItem = {
        orderId: target.id,
        refundId: crypto.randomUUID(),
        source: 'model',
        sourceRefundId: `${ids[0]}-${serial++}`,
        occurredAt: new Date(now - step.backDays * dayMs),
        lines: refunded.map((money, index) => ({
          lineNo: index + 1,
          lineTotal: target.lines[index] as number,
          refundedSoFar: money,
        })),
      };
      const [result] = await inStore((ctx) => loyalty.reverse(ctx, [item]));
      const expected = target.model.refund(
        now,
        item.occurredAt.getTime(),
        new Map(refunded.map((money, index) => [index + 1, money])),
      );
      expect(result).toMatchObject({ status: 'reversed', ...expected });
      lastRefund = { item, result: result as loyalty.ReverseResult };
    }
    if (step.op === 'repeatRefund' && lastRefund) {
      const { taken, returned, debt } = lastRefund.result;
      const repeat = lastRefund.item;
      const [result] = await inStore((ctx) => loyalty.reverse(ctx, [repeat]));
      expect(result).toMatchObject({ status: 'duplicate', taken, returned, debt });
    }
    if (step.op === 'spend') {
      const account = models[step.who] as ModelAccount;
      const fresh: Order = {
        id: crypto.randomUUID(),
        lines: step.lines,
        refunded: step.lines.map(() => 0),
        model: new ModelOrder(settings, mutation),
      };
      const spentOn = target ?? fresh;
      const weights = spentOn.lines.map(BigInt);
      const whole = weights.some((weight) => weight > 0n) ? step.points : 0;
      const shares = apportion(BigInt(whole), weights).map(Number);
      const lines = spentOn.lines.map((total, index) => ({
        lineNo: index + 1,
        total,
        points: shares[index] as number,
      }));
      if (whole > 0) {
        const [result] = await inStore((ctx) =>
          loyalty.spend(ctx, [
            {
              customerId: ids[step.who] as string,
              accountId: accounts[step.who] as string,
              source: 'model',
              sourceId: `${ids[0]}-${serial++}`,
              line: 0,
              points: whole,
              orderId: spentOn.id,
              occurredAt: ctx.now,
              lines,
            },
          ]),
        );
        account.mature(now);
        account.expire(now);
        const enough = account.available >= whole;
        expect(result?.status).toBe(enough ? 'spent' : 'insufficient');
        if (enough && result?.entryId) {
          const taken = account.take(whole);
          spentOn.model.postings.push({
            account,
            direction: 'redeemed',
            id: result.entryId,
            day: '',
            lines: lines.map((line) => ({ ...line, undone: 0 })),
            taken,
          });
          if (!target) orders.push(fresh);
        }
      }
    }
    if (step.op === 'expire') {
      await inStore(async (ctx) => {
        while (await loyalty.expire(ctx));
      });
      for (const account of models) {
        if (!account.hasExpired(now)) continue;
        account.mature(now);
        account.expire(now);
      }
    }
    if (step.op === 'mature') {
      await inStore(async (ctx) => {
        while (await loyalty.mature(ctx));
      });
      for (const account of models) account.mature(now);
    }
    await compare(accounts, models);
  }
}

function balanceOf(account: ModelAccount) {
  const { available, pending, debt, lifetime } = account;
  return { available, pending, held: 0, debt, lifetime };
}

/** Balances, tiers, open debts and every lot of the database against the model's. */
async function compare(accounts: readonly string[], models: readonly ModelAccount[]): Promise<void> {
  const { rows } = await app.db.query<{ state: unknown }>(
    `select jsonb_build_object('available', a.available, 'pending', a.pending, 'debt', a.debt,
              'lifetime', a.lifetime, 'tier', a.tier_key,
              'lots', coalesce((select jsonb_agg(jsonb_build_array(l.id, l.remaining, l.expired, l.forgiven,
                 (extract(epoch from l.expires_at) * 1000)::bigint) order by l.id)
                from loyalty.lots l where l.store_id = a.store_id and l.account_id = a.id), '[]'),
              'debts', coalesce((select jsonb_agg(jsonb_build_array(d.amount, d.repaid) order by d.sequence)
                from loyalty.debts d where d.store_id = a.store_id and d.account_id = a.id), '[]')) as state
       from unnest($1::uuid[]) with ordinality as w(id, n) join loyalty.accounts a on a.id = w.id order by w.n`,
    [accounts],
  );
  const tiers = ['bronze', 'silver', 'gold', 'platinum'];
  expect(rows.map((row) => row.state)).toEqual(
    models.map((account) => ({
      available: account.available,
      pending: account.pending,
      debt: account.debt,
      lifetime: account.lifetime,
      tier: tiers[account.tier],
      lots: account.lots
        .map((lot) => [lot.id, lot.remaining, lot.expired, lot.forgiven, lot.expiresAt])
        .sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1)),
      debts: account.debts.map((debt) => [debt.amount, debt.repaid]),
    })),
  );
}

test(
  'the ledger and a simple model agree over any sequence',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 1), ops, (world, steps) =>
        play(worlds[world] as (typeof worlds)[0], steps),
      ),
      { numRuns: sequences, examples: found, endOnFailure: process.env.CI === '1' },
    );
    expect(await driftOf(app.db)).toEqual([]);
    expect(await checkChains(app.db)).toEqual([]);
  },
  Math.max(60_000, sequences * 400),
);

test.each<Mutation>(['rounds up', 'forgets debts', 'latest lot first', 'counts expired twice'])(
  'a ledger that %s is told from ours',
  async (mutation) => {
    const found = await fc.check(
      fc.asyncProperty(ops, (steps) => play(worlds[0] as (typeof worlds)[0], steps, mutation)),
      { numRuns: 400, endOnFailure: true, seed: 7 },
    );
    expect(found.failed).toBe(true);
  },
  120_000,
);

test('another store sees no account', async () => {
  const rows = await app.inStore((ctx) =>
    sql`select 1 from loyalty.accounts where store_id = ${worlds[0]?.store.id as string}`.execute(ctx.tx),
  );
  expect(rows.rows).toEqual([]);
});
