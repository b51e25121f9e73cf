import { contract, type PredictionModelReply } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';
import { type MadeStore, makeStore, recalculated, truth } from '../../../../test/made-store.ts';
import { recalculate, recalculateIfDue, recalculationStep } from './recalculate.ts';

const { recalculation, recalculations, models, modelHistory } = contract.predictions;

let app: TestApp;
let analyst: Client;
let made: MadeStore;
let recalculationId: string;
const seen: { stage: string; progress: number }[] = [];

const startOne = () => analyst.call(contract.predictions.recalculate, {});
const step = (id: string, at: number) =>
  app.inStore((ctx) => recalculationStep(ctx, { recalculationId: id, step: at }));
const show = async (id: string) => (await analyst.call(recalculation, { recalculationId: id })).data;

beforeAll(async () => {
  app = await testApp();
  analyst = await app.signIn('analyst');
  made = await makeStore(app, app.store, 1_200);
  recalculationId = (await startOne()).data.id;
}, 120_000);
afterAll(() => app?.close());

describe('a recalculation', () => {
  it('answers the running one to whoever asks again', async () => {
    const again = await startOne();
    expect(again.status).toBe(202);
    expect(again.data).toMatchObject({ id: recalculationId, state: 'RUNNING', customers: 1_200 });
    const marketer = await app.signIn('marketer');
    const reply = await marketer.call(contract.predictions.recalculate, {});
    expect(reply.data.id).toBe(recalculationId);
    const { rows } = await app.db.query('select count(*)::int as n from predictions.recalculations');
    expect(rows[0].n).toBe(1);
  });

  it('goes on where it was killed, and does no step twice', { timeout: 120_000 }, async () => {
    await expect(
      app.inStore(async (ctx) => {
        await recalculationStep(ctx, { recalculationId, step: 0 });
        throw new Error('killed before the commit');
      }),
    ).rejects.toThrow('killed');
    expect(await show(recalculationId)).toMatchObject({ stage: 'reading', read: 0, progress: 0 });
    const [first, second] = await Promise.all([step(recalculationId, 0), step(recalculationId, 0)]);
    expect([first, second].filter(Boolean)).toHaveLength(1);
    for (let at = 1, next = first ?? second; next; at++) {
      seen.push(await show(recalculationId));
      next = await step(recalculationId, at);
      expect(await step(recalculationId, at)).toBeUndefined();
    }
    expect(await show(recalculationId)).toMatchObject({
      state: 'DONE',
      stage: 'done',
      progress: 1,
      read: 1_200,
      buyers: 1_200,
      scored: 1_200,
      recommended: 1_200,
    });
  });

  it('says how far it is, stage by stage', () => {
    expect([...new Set(seen.map(({ stage }) => stage))]).toEqual([
      'fitting',
      'choosing',
      'learning',
      'scoring',
      'recommending',
    ]);
    const progress = seen.map((one) => one.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(new Set(progress).size).toBe(progress.length);
  });

  it('counts histories as plain SQL does', async () => {
    const { rows } = await app.db.query(
      `with days as (
         select distinct customer_id, (placed_at + interval '3 hours')::date as day from orders.orders
          where status not in ('cancelled', 'refunded') and completed_at is not null)
       select s.customer_id
         from predictions.scores s
         join (select customer_id, max(day) - min(day) as recency, count(*) - 1 as frequency,
                      date '2026-03-10' - min(day) as age
                 from days group by customer_id) as d using (customer_id)
         join (select customer_id, sum(total - refunded_total) as spent, count(*) as orders
                 from orders.orders group by customer_id) as o using (customer_id)
        where (s.last_day - s.first_day, s.repeats, s.until_day - s.first_day, s.spent, s.lines)
           is distinct from (d.recency, d.frequency, d.age, o.spent, 2 * o.orders)`,
    );
    expect(rows).toEqual([]);
    const counted = await app.db.query('select count(*)::int as n from predictions.scores');
    expect(counted.rows[0].n).toBe(made.ids.length);
  });

  it('is listed, and stays within its store', async () => {
    const list = await analyst.call(recalculations, {});
    expect(list.data).toMatchObject({ total: 1, recalculations: [{ id: recalculationId }] });
    const other = await app.addStore();
    const stranger = await app.signIn('owner', other);
    expect((await stranger.call(recalculation, { recalculationId })).status).toBe(404);
    expect((await stranger.call(recalculations, {})).data.total).toBe(0);
    expect((await stranger.call(models, {})).data.models).toEqual([]);
    const cashier = await app.signIn('cashier');
    expect((await cashier.call(contract.predictions.recalculate, {})).status).toBe(403);
  });
});

describe('the models of a store whose truth is known', () => {
  let byKind: Map<string, PredictionModelReply>;
  beforeAll(async () => {
    const reply = await analyst.call(models, {});
    byKind = new Map(reply.data.models.map((model) => [model.kind, model]));
  });

  const estimatesOf = (kind: string) =>
    Object.entries(byKind.get(kind)?.report.estimates as Record<string, { low: number; high: number }>);

  it('are the five, each with its report', () => {
    expect([...byKind.values()].map(({ kind, name, reason }) => [kind, name, reason])).toEqual([
      ['purchases', 'bg-nbd', null],
      ['spend', 'gamma-gamma', null],
      ['churn', 'logistic', null],
      ['discover', 'ease', null],
      ['buy_again', 'repurchase', null],
    ]);
    expect(byKind.get('purchases')).toMatchObject({
      recalculationId,
      customers: 1_200,
      untilDay: '2026-03-10',
    });
  });

  it.each(['purchases', 'spend'])('recover the parameters of %s within their intervals', (kind) => {
    for (const [name, { low, high }] of estimatesOf(kind)) {
      const value = truth[name as keyof typeof truth];
      expect([name, low < value && value < high], `${name} ${value} in ${low}–${high}`).toEqual([name, true]);
    }
  });

  it('foretell the last 90 days that they were not shown', () => {
    const holdout = byKind.get('purchases')?.report.holdout as { actual: number; predicted: number };
    expect(holdout.predicted / holdout.actual).toBeGreaterThan(0.85);
    expect(holdout.predicted / holdout.actual).toBeLessThan(1.15);
    const churn = byKind.get('churn')?.report.holdout as { auc: { value: number }; brier: number };
    expect(churn.auc.value).toBeGreaterThan(0.7);
    expect(churn.brier).toBeLessThan(0.25);
  });

  it('guess new items of the last basket better than popularity', () => {
    const report = byKind.get('discover')?.report as Record<string, { at: number; recall: number }[]>;
    const [byModel, byPopularity] = [report.recall?.[0], report.recallByPopularity?.[0]];
    expect(byModel?.at).toBe(10);
    expect(byModel?.recall).toBeGreaterThan(1.2 * (byPopularity?.recall ?? 1));
  });

  it('are kept when the next ones are made', { timeout: 120_000 }, async () => {
    const later = await recalculated(app, app.store);
    const history = await analyst.call(modelHistory, { kind: 'churn', limit: 1 });
    expect(history.data).toMatchObject({ total: 2, totalPages: 2, models: [{ recalculationId: later }] });
    const { rows } = await app.db.query('select recalculation_id from predictions.item_models');
    expect(rows).toEqual([{ recalculation_id: later }]);
    // The same orders make the same models.
    const [now, before] = (await analyst.call(modelHistory, { kind: 'purchases' })).data.models;
    expect(now?.parameters).toEqual(before?.parameters);
  });
});

describe('at night', () => {
  // In plain SQL: sessions end while the clock is moved.
  const begun = async () => {
    const { rows } = await app.db.query(
      `select state, until_day::text as day from predictions.recalculations order by id desc limit 2`,
    );
    return rows;
  };

  it('begins once a day, from three in the morning of the store', async () => {
    app.clock.set('2026-03-10T22:30:00Z');
    await app.inStore((ctx) => recalculateIfDue(ctx));
    expect(await begun()).toEqual(Array(2).fill({ state: 'done', day: '2026-03-10' }));
    app.clock.set('2026-03-11T00:25:00Z');
    await app.inStore((ctx) => recalculateIfDue(ctx));
    await app.inStore((ctx) => recalculateIfDue(ctx));
    expect(await begun()).toEqual([
      { state: 'running', day: '2026-03-11' },
      { state: 'done', day: '2026-03-10' },
    ]);
  });

  it('moves on one that lost its job', async () => {
    const queued = async () => {
      const { rows } = await app.db.query(
        `select count(*)::int as n from pgboss.job where name = 'predictions.recalculate'`,
      );
      return rows[0].n;
    };
    const before = await queued();
    await app.inStore((ctx) => recalculate(ctx));
    expect(await queued()).toBe(before);
    app.clock.advance({ minutes: 11 });
    await app.inStore((ctx) => recalculateIfDue(ctx));
    expect(await queued()).toBe(before + 1);
  });
});
