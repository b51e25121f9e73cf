/**
 * The stages of a recalculation, each step in one transaction. 2,000 customers with 20,000 orders take a second to
 * read. A sample of 10,000 customers with 480,000 lines takes 3 s of a core to fit, 6 s for each penalty and 6 s
 * to learn, all in a thread.
 */
import { fewestRepeaters } from '@wafa/predict';
import type { Ctx } from '../../../platform/context.ts';
import { refreshHistories } from '../histories/histories.ts';
import { nextCustomers, pickSample, readBaskets, readPurchaseDays } from '../histories/sql.ts';
import type { FittedModel } from '../models/fit.ts';
import { type BasketDays, penalties } from '../models/items.ts';
import { revive } from '../models/kept.ts';
import { itemModels } from '../models/reports.ts';
import { deleteItemModels, deleteModels, insertItemModel, insertModels, readModels } from '../models/sql.ts';
import { inThread } from '../models/thread.ts';
import { recommendTo } from '../recommendations/recommend.ts';
import { scoreHistories } from '../scores/score.ts';
import { nextHistories } from '../scores/sql.ts';
import { bestOf } from './rules.ts';
import type { RecalculationRow } from './sql.ts';

export const beginning = '00000000-0000-0000-0000-000000000000';

/** Customers per step of reading, scoring and recommending. */
const stepSize = 2_000;
/**
 * What models are fitted to at most: twice as much took a minute a penalty on cores that five others shared, and a
 * step may take 20 s.
 */
const sampleSize = { customers: 10_000, lines: 500_000 };
/** Models are kept for so long, to see how they changed. */
const keptMs = 400 * 86_400_000;

type Moved = Partial<RecalculationRow>;
type Stage = Exclude<RecalculationRow['stage'], 'done'>;

export const stages: Record<Stage, (ctx: Ctx, run: RecalculationRow) => Promise<Moved>> = {
  reading,
  fitting,
  choosing,
  learning,
  scoring,
  recommending,
};

async function reading(ctx: Ctx, run: RecalculationRow): Promise<Moved> {
  const ids = await nextCustomers(ctx.tx, ctx.storeId, run.cursor, stepSize);
  const buyers = await refreshHistories(ctx, ids, run);
  return {
    read: run.read + ids.length,
    buyers: run.buyers + buyers,
    ...after(ids, 'fitting'),
  };
}

async function fitting(ctx: Ctx, run: RecalculationRow): Promise<Moved> {
  const ids = await pickSample(ctx.tx, ctx.storeId, sampleSize);
  const customers = await inParts(ids, (part) => readPurchaseDays(ctx.tx, ctx.storeId, part, run));
  const untilDay = Date.parse(run.untilDay) / 86_400_000;
  await keep(ctx, run, await inThread('fitModels', { customers, untilDay }));
  return { stage: 'choosing' };
}

/** One penalty a step. Where too few have come back nothing tells one from another, and nothing is tried. */
async function choosing(ctx: Ctx, run: RecalculationRow): Promise<Moved> {
  const lambda = penalties[run.tried.length];
  const rows = await readSampledBaskets(ctx, run);
  if (lambda === undefined || !hasEnough(rows)) return { stage: 'learning' };
  const tried = [...run.tried, await inThread('tryPenalty', { rows, lambda })];
  return tried.length < penalties.length ? { tried } : { tried, stage: 'learning' };
}

async function learning(ctx: Ctx, run: RecalculationRow): Promise<Moved> {
  const rows = await readSampledBaskets(ctx, run);
  const lambda = bestOf(run.tried);
  const learnt = await inThread('learnItems', { rows, lambda });
  const { ease, rates, usualRate } = learnt;
  await insertItemModel(ctx.tx, ctx.storeId, run.id, { ...ease, rates, usualRate });
  await keep(ctx, run, itemModels(rows.length, learnt, run.tried, lambda));
  return { stage: 'scoring', cursor: beginning };
}

async function scoring(ctx: Ctx, run: RecalculationRow): Promise<Moved> {
  const [models, histories] = await Promise.all([
    readModels(ctx.tx, ctx.storeId, run.id),
    nextHistories(ctx.tx, ctx.storeId, run.cursor, stepSize),
  ]);
  await scoreHistories(ctx, run.id, revive(models), histories);
  return {
    scored: run.scored + histories.length,
    ...after(
      histories.map(({ customerId }) => customerId),
      'recommending',
    ),
  };
}

async function recommending(ctx: Ctx, run: RecalculationRow): Promise<Moved> {
  const histories = await nextHistories(ctx.tx, ctx.storeId, run.cursor, stepSize);
  const ids = histories.map(({ customerId }) => customerId);
  await recommendTo(ctx, run.id, ids, run);
  const moved = after(ids, 'done');
  if (moved.stage === 'done') await tidy(ctx, run);
  return { recommended: run.recommended + ids.length, ...moved };
}

/** How a step of customers moves on: to the customer after the last, or to the next stage. */
function after(ids: readonly string[], next: RecalculationRow['stage']): Moved {
  const last = ids.at(-1);
  return last === undefined || ids.length < stepSize ? { stage: next, cursor: beginning } : { cursor: last };
}

async function readSampledBaskets(ctx: Ctx, run: RecalculationRow): Promise<BasketDays[]> {
  const ids = await pickSample(ctx.tx, ctx.storeId, sampleSize);
  return inParts(ids, (part) => readBaskets(ctx.tx, ctx.storeId, part, run));
}

/** Reads of many customers in several answers, between which the process can do other work. */
async function inParts<Row>(
  ids: readonly string[],
  read: (part: readonly string[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < ids.length; from += stepSize)
    rows.push(...(await read(ids.slice(from, from + stepSize))));
  return rows;
}

const hasEnough = (rows: readonly BasketDays[]) =>
  rows.filter(({ count }) => count > 1).length >= fewestRepeaters;

async function keep(ctx: Ctx, run: RecalculationRow, models: readonly FittedModel[]): Promise<void> {
  await insertModels(
    ctx.tx,
    ctx.storeId,
    models.map((model) => ({
      ...model,
      id: ctx.newId(),
      recalculationId: run.id,
      untilDay: run.untilDay,
      fittedAt: ctx.now,
    })),
  );
}

async function tidy(ctx: Ctx, run: RecalculationRow): Promise<void> {
  const old = new Date(ctx.now.getTime() - keptMs);
  await Promise.all([
    deleteItemModels(ctx.tx, ctx.storeId, run.id),
    deleteModels(ctx.tx, ctx.storeId, old, run.id),
  ]);
}
