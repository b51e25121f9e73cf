import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, type TestStore, testApp } from '../../../../test/harness.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as loyalty from '../index.ts';
import { apportion } from '../programmes/rules.ts';
import { ModelAccount, ModelOrder, type Mutation, mutations, type Settings, takeOver } from './model.ts';
import { availableOf, give, ModelHold, ready, redemption, transfer } from './model-acts.ts';
import { checkChains, driftOf } from './recount.ts';

/** Sequences per run; the fire run sets 10,000. */
const sequences = Number(process.env.WAFA_LEDGER_SEQUENCES ?? 120);
const dayMs = 86_400_000;
const start = Date.parse('2026-03-10T15:00:00Z');
const thresholds = [0, 1_000, 5_000, 15_000];

type HoldOp =
  | { op: 'hold'; who: number; points: number; days: number; order: number | null }
  | { op: 'capture'; hold: number; percent: number; final: boolean }
  | { op: 'release'; hold: number }
  | { op: 'timeOut' };

type Op =
  | { op: 'earn'; items: { who: number; points: number; backDays: number; lines: number[] }[] }
  | { op: 'repeat'; order: number; change: boolean }
  | { op: 'refund'; order: number; backDays: number; percents: number[] }
  | { op: 'repeatRefund' }
  | { op: 'spend'; who: number; points: number; lines: number[]; order: number | null }
  | HoldOp
  | { op: 'adjust'; who: number; points: number }
  | { op: 'transfer'; who: number; points: number }
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
/** An account; 0 and 2 belong to one owner. */
const who = fc.integer({ min: 0, max: 2 });
const few = fc.integer({ min: 1, max: 400 });
const order = fc.nat({ max: 30 });

/** How often each kind of act comes, and what it may be. */
const kinds = {
  earn: {
    weight: 5,
    arbitrary: fc.record({
      op: fc.constant('earn' as const),
      items: fc.array(fc.record({ who, points, backDays, lines: lineTotals }), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
  },
  repeat: {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('repeat' as const), order, change: fc.boolean() }),
  },
  refund: {
    weight: 5,
    arbitrary: fc.record({
      op: fc.constant('refund' as const),
      order,
      backDays: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 })),
      percents: fc.array(fc.constantFrom(0, 10, 33, 50, 100), { minLength: 1, maxLength: 3 }),
    }),
  },
  repeatRefund: { weight: 1, arbitrary: fc.record({ op: fc.constant('repeatRefund' as const) }) },
  spend: {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant('spend' as const),
      who,
      points: few,
      lines: lineTotals,
      order: fc.option(order),
    }),
  },
  hold: {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant('hold' as const),
      who,
      points: few,
      days: fc.constantFrom(1, 5, 30, 500),
      order: fc.option(order),
    }),
  },
  capture: {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant('capture' as const),
      hold: fc.nat({ max: 9 }),
      percent: fc.constantFrom(30, 60, 100, 101),
      final: fc.boolean(),
    }),
  },
  release: {
    weight: 2,
    arbitrary: fc.record({ op: fc.constant('release' as const), hold: fc.nat({ max: 9 }) }),
  },
  timeOut: { weight: 2, arbitrary: fc.record({ op: fc.constant('timeOut' as const) }) },
  adjust: {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('adjust' as const),
      who,
      points: fc.oneof(
        few,
        few.map((points) => -points),
      ),
    }),
  },
  transfer: { weight: 2, arbitrary: fc.record({ op: fc.constant('transfer' as const), who, points: few }) },
  wait: {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constant('wait' as const),
      days: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 100, max: 400 })),
    }),
  },
  expire: { weight: 1, arbitrary: fc.record({ op: fc.constant('expire' as const) }) },
  mature: { weight: 1, arbitrary: fc.record({ op: fc.constant('mature' as const) }) },
};

/** Sequences of acts of these kinds. */
function sequencesOf(only: readonly (keyof typeof kinds)[]): fc.Arbitrary<Op[]> {
  const acts: fc.WeightedArbitrary<Op>[] = only.map((kind) => kinds[kind]);
  return fc.array(fc.oneof(...acts), { minLength: 3, maxLength: 16, size: 'max' });
}
const ops = sequencesOf(Object.keys(kinds) as (keyof typeof kinds)[]);

/** The kinds of acts among which each mutation shows, so that few sequences find it. */
const shows: Record<Mutation, (keyof typeof kinds)[]> = {
  'rounds up': ['earn', 'refund'],
  'forgets debts': ['earn', 'spend', 'refund'],
  'latest lot first': ['earn', 'spend'],
  'counts expired twice': ['earn', 'wait', 'expire', 'refund'],
  'expires held points': ['earn', 'hold', 'wait', 'expire'],
  'keeps what a final capture leaves': ['earn', 'hold', 'capture'],
  'captures the latest lot first': ['earn', 'hold', 'capture'],
  'captures after the time': ['earn', 'hold', 'wait', 'capture'],
  'repays nothing on release': ['earn', 'hold', 'refund', 'release'],
  'forgets to time out': ['earn', 'hold', 'wait', 'timeOut'],
  'counts adjustments for life': ['adjust'],
  'renews transferred points': ['earn', 'transfer'],
  'spends from one account only': ['earn', 'spend'],
  'rounds refunds per account': ['earn', 'spend', 'refund'],
};

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
      [0, 1, 2].map((n) => ({ firstName: `P${n}`, source: 'model', sourceId: ctx.newId() })),
    );
    const ids = made.map((customer) => {
      if (customer instanceof AppError) throw customer;
      return customer.id;
    });
    const standing = await loyalty.standings(ctx, ids);
    return { ids, accounts: ids.map((id) => (standing.get(id) as loyalty.Standing).accountId) };
  });
  // The third account came to the first customer by a merge.
  await app.db.query('update loyalty.accounts set owner_id = $2 where id = $1', [accounts[2], ids[0]]);
  const models = accounts.map((id) => new ModelAccount(id, settings, mutation));
  const orders: Order[] = [];
  const holds: ModelHold[] = [];
  const ownersOf = (who: number): ModelAccount[] => {
    const all = who === 1 ? [1] : [0, 2];
    const mine = mutation === 'spends from one account only' ? [who] : all;
    return mine.map((index) => models[index] as ModelAccount);
  };
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
        // What the owner has over all accounts; where one call credits two of them, it sees the other as before.
        const mine = ownersOf(step.items[index]?.who as number);
        const alone = step.items.every(
          ({ who }) => models[who] === account || !mine.includes(models[who] as ModelAccount),
        );
        if (alone) expect(result.balance).toEqual(sumOf(mine));
        expect(result.progress.qualifyingPoints).toBe(account.qualifying(now));
        const model = new ModelOrder(settings, mutation);
        const lines = (item.lines ?? []).map((line) => ({ ...line, undone: 0 }));
        if (result.entryId) {
          const id = result.entryId;
          model.postings.push({ account, direction: 'earned', id, act: id, day, lines, taken: [] });
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
          const { status: _a, progress: _b, tierFrom: _c, tierTo: _d, balance, ...first } = before.result;
          expect(result).toMatchObject(first);
          // Of an owner of several accounts, a repeat tells the one account.
          if (ownersOf(ids.indexOf(before.item.customerId)).length === 1)
            expect(result?.balance).toEqual(balance);
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
    const lineItems = (order: Order, points: number) => {
      const weights = order.lines.map(BigInt);
      const whole = weights.some((weight) => weight > 0n) ? points : 0;
      const shares = apportion(BigInt(whole), weights).map(Number);
      return order.lines.map((total, index) => ({
        lineNo: index + 1,
        total,
        points: shares[index] as number,
      }));
    };
    const act = (who: number) => ({
      customerId: ids[who] as string,
      accountId: accounts[who] as string,
      source: 'model',
      sourceId: `${ids[0]}-${serial++}`,
      line: 0,
      occurredAt: new Date(now),
    });
    if (step.op === 'spend') {
      const fresh: Order = {
        id: crypto.randomUUID(),
        lines: step.lines,
        refunded: step.lines.map(() => 0),
        model: new ModelOrder(settings, mutation),
      };
      const spentOn = target ?? fresh;
      const lines = lineItems(spentOn, step.points);
      const points = lines.reduce((sum, line) => sum + line.points, 0);
      if (points > 0) {
        const item = { ...act(step.who), points, orderId: spentOn.id, lines };
        const [result] = await inStore((ctx) => loyalty.spend(ctx, [item]));
        const mine = ownersOf(step.who);
        ready(mine, now);
        const enough = availableOf(mine) >= points;
        expect(result?.status).toBe(enough ? 'spent' : 'insufficient');
        if (enough && result?.entryId) {
          spentOn.model.postings.push(...redemption(result.entryId, takeOver(mine, points), lines));
          if (!target) orders.push(fresh);
        }
        expect(result?.balance.available).toBe(availableOf(mine));
      }
    }
    if (step.op === 'hold') {
      const expiresAt = new Date(now + step.days * dayMs);
      const { points } = step;
      const item = { ...act(step.who), points, expiresAt, orderId: target?.id };
      const [result] = await inStore((ctx) => loyalty.hold(ctx, [item]));
      const mine = ownersOf(step.who);
      ready(mine, now);
      const enough = availableOf(mine) >= points;
      expect(result?.status).toBe(enough ? 'held' : 'insufficient');
      if (enough && result?.hold)
        holds.push(new ModelHold(result.hold.id, mine, points, expiresAt.getTime(), target?.id ?? null));
      const [again] = enough ? await inStore((ctx) => loyalty.hold(ctx, [item])) : [];
      if (again) expect(again).toMatchObject({ status: 'duplicate', available: availableOf(mine) });
    }
    const held = 'hold' in step ? holds[step.hold % Math.max(1, holds.length)] : undefined;
    if (step.op === 'capture' && held) {
      const left = held.points - held.captured;
      const points = Math.max(1, Math.ceil((left * step.percent) / 100));
      const order = orders.find((known) => known.id === held.orderId);
      const shares = order ? lineItems(order, points) : [];
      const lines = shares.some((line) => line.points > 0) ? shares : [];
      const item = { ...act(0), holdId: held.id, points, final: step.final, lines };
      const [result] = await inStore((ctx) => loyalty.capture(ctx, [item]));
      const refusal = held.refusal(now, points);
      expect(result?.status).toBe(refusal ?? 'captured');
      if (!refusal && result?.entryId) {
        const postings = redemption(result.entryId, held.capture(points, step.final), lines);
        if (order && lines.length > 0) order.model.postings.push(...postings);
        expect(result.hold).toMatchObject({ status: held.status, captured: held.captured });
        const [again] = await inStore((ctx) => loyalty.capture(ctx, [item]));
        expect(again).toMatchObject({ status: 'duplicate', entryId: result.entryId, points });
      }
    }
    if (step.op === 'release' && held) {
      const [result] = await inStore((ctx) => loyalty.release(ctx, [held.id]));
      const over = held.status === 'captured' ? 'ended' : 'duplicate';
      expect(result?.status).toBe(held.status === 'open' ? 'released' : over);
      if (held.status === 'open') held.end('released');
    }
    if (step.op === 'timeOut') {
      await inStore(async (ctx) => {
        while (await loyalty.releaseDue(ctx));
      });
      const due = holds.filter((hold) => hold.status === 'open' && hold.expiresAt <= now);
      due.sort((a, b) => a.expiresAt - b.expiresAt || (a.id < b.id ? -1 : 1));
      if (mutation !== 'forgets to time out') for (const hold of due) hold.end('timed_out');
    }
    if (step.op === 'adjust') {
      const { points } = step;
      const item = { ...act(step.who), points, description: 'by hand', reason: {} };
      const [result] = await inStore((ctx) => loyalty.adjust(ctx, [item]));
      const mine = ownersOf(step.who);
      ready(mine, now);
      const enough = availableOf(mine) >= -points;
      expect(result?.status).toBe(enough ? 'adjusted' : 'insufficient');
      if (enough && points > 0) give(models[step.who] as ModelAccount, now, result?.entryId ?? '', points);
      if (enough && points < 0) takeOver(mine, -points);
      expect(result?.available).toBe(availableOf(mine));
    }
    if (step.op === 'transfer') {
      const { points } = step;
      const to = step.who === 1 ? 2 : 1;
      const item = { ...act(step.who), toAccountId: accounts[to] as string, points };
      const [result] = await inStore((ctx) => loyalty.transfer(ctx, [item]));
      const mine = ownersOf(step.who);
      const receiver = models[to] as ModelAccount;
      ready([...mine, receiver], now);
      const enough = availableOf(mine) >= points;
      expect(result?.status).toBe(enough ? 'transferred' : 'insufficient');
      if (enough && result?.entryId) transfer(mine, receiver, now, result.entryId, points);
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

function sumOf(accounts: readonly ModelAccount[]) {
  const sum = (part: (account: ModelAccount) => number) =>
    accounts.reduce((total, account) => total + part(account), 0);
  return {
    available: sum((account) => account.available),
    pending: sum((account) => account.pending),
    held: sum((account) => account.held),
    debt: sum((account) => account.debt),
    lifetime: sum((account) => account.lifetime),
  };
}

/** Balances, tiers, open debts and every lot of the database against the model's. */
async function compare(accounts: readonly string[], models: readonly ModelAccount[]): Promise<void> {
  const { rows } = await app.db.query<{ state: unknown }>(
    `select jsonb_build_object('available', a.available, 'pending', a.pending, 'held', a.held, 'debt', a.debt,
              'lifetime', a.lifetime, 'tier', a.tier_key,
              'lots', coalesce((select jsonb_agg(jsonb_build_array(l.id, l.remaining, l.held, l.expired, l.forgiven,
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
      held: account.held,
      debt: account.debt,
      lifetime: account.lifetime,
      tier: tiers[account.tier],
      lots: account.lots
        .map((lot) => [lot.id, lot.remaining, lot.held, lot.expired, lot.forgiven, lot.expiresAt])
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
      { numRuns: sequences, examples: found, endOnFailure: Boolean(process.env.CI) },
    );
    expect(await driftOf(app.db)).toEqual([]);
    expect(await checkChains(app.db)).toEqual([]);
  },
  Math.max(60_000, sequences * 400),
);

test.each(mutations)(
  'a ledger that %s is told from ours',
  async (mutation) => {
    const found = await fc.check(
      fc.asyncProperty(sequencesOf(shows[mutation]), (steps) =>
        play(worlds[0] as (typeof worlds)[0], steps, mutation),
      ),
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
