import type { SegmentEvaluation } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import type { StepRunner } from '../../../platform/module.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { bookOf, forgetBook, readBook } from '../definitions/book.ts';
import { markEvaluated } from '../definitions/sql.ts';
import { evaluate } from './evaluate.ts';
import { keepLearnt, type Learnt, learn } from './models.ts';
import {
  countEligible,
  type EvaluationRow,
  insertEvaluation,
  lockRunning,
  putSizes,
  readEvaluation,
  saveEvaluation,
} from './sql.ts';
import {
  closeLanes,
  type Lane,
  moveLane,
  nextRange,
  openLanes,
  planForRanges,
  readLanes,
} from './sql-lanes.ts';

export const evaluationQueue = 'segments.evaluate';

/** Customers of a range: a statement and a transaction of about a second. */
const rangeSize = 40_000;
/** From so many customers on, two connections share the work. */
const lanesFrom = 40_000;
/** A job works at most 20 s. */
const workMs = 12_000;
/** An evaluation that has not moved for so long has lost its job. */
const stalledAfterMs = 10 * 60_000;

interface Request {
  cause: EvaluationRow['cause'];
  /** The only dynamic segment to evaluate; null: all. */
  segment: string | null;
  /** Definitions changed: what runs already began with the old ones, and another is to follow it. */
  isChange: boolean;
}

/**
 * Asks for an evaluation of all customers; there is one at a time in a store, and while one runs its facts are
 * answered.
 */
export async function request(ctx: Ctx, { cause, segment, isChange }: Request): Promise<SegmentEvaluation> {
  const id = ctx.newId();
  const requestedBy = ctx.actor.kind === 'system' ? null : actorId(ctx.actor);
  const begun = await insertEvaluation(ctx.tx, ctx.storeId, {
    id,
    cause,
    segment,
    requestedAt: ctx.now,
    requestedBy,
  });
  const row = begun ? await readEvaluation(ctx.tx, ctx.storeId, id) : await lockRunning(ctx.tx, ctx.storeId);
  // It ended between the two statements: this one begins.
  if (!row) return request(ctx, { cause, segment, isChange });
  if (!begun && isChange && !row.isOutdated)
    await saveEvaluation(ctx.tx, ctx.storeId, row.movedAt, { ...row, isOutdated: true });
  if (begun || ctx.now.getTime() - row.movedAt.getTime() > stalledAfterMs)
    await ctx.enqueue(evaluationQueue, {});
  return showEvaluation(row);
}

/**
 * Goes on with the evaluation of a store for some seconds, each range of customers in a transaction of its own
 * and the lanes side by side; answers whether there is more to do. Safe to be killed or to run twice: a range
 * counts with the step of its lane.
 */
export async function work(step: StepRunner): Promise<boolean> {
  const until = performance.now() + workMs;
  const asked = await step((ctx) => lockRunning(ctx.tx, ctx.storeId));
  const learnt = asked?.stage === 'queued' && asked.cause === 'full' ? await learn(step) : null;
  const begun = await step((ctx) => begin(ctx, learnt));
  if (!begun) return false;
  await Promise.all(begun.lanes.map((lane) => goAlong(step, begun, lane, until)));
  return step((ctx) => end(ctx, begun.row.id));
}

interface Begun {
  row: EvaluationRow;
  /** What is evaluated never was before: nobody has come or gone, they were there. */
  isFirst: boolean;
}

/** The evaluation that is under way, with models kept and lanes open. */
async function begin(ctx: Ctx, learnt: Learnt | null): Promise<(Begun & { lanes: Lane[] }) | undefined> {
  const row = await lockRunning(ctx.tx, ctx.storeId);
  if (!row) return undefined;
  const begun = row.stage === 'queued' ? await open(ctx, row, learnt) : row;
  const { model, rows } = await readBook(ctx);
  const evaluatedAt =
    row.segment === null ? model.evaluatedAt : rows.find(({ key }) => key === row.segment)?.evaluatedAt;
  return { row: begun, isFirst: evaluatedAt === null, lanes: await readLanes(ctx.tx, ctx.storeId, row.id) };
}

async function open(ctx: Ctx, row: EvaluationRow, learnt: Learnt | null): Promise<EvaluationRow> {
  const total = await countEligible(ctx.tx, ctx.storeId);
  if (learnt) {
    await keepLearnt(ctx, learnt, total);
    forgetBook(ctx);
  }
  const begun: EvaluationRow = { ...row, status: 'RUNNING', stage: 'members', total, startedAt: ctx.now };
  await saveEvaluation(ctx.tx, ctx.storeId, ctx.now, begun);
  await openLanes(ctx.tx, ctx.storeId, row.id, { customers: total, lanes: total < lanesFrom ? 1 : 2 });
  return begun;
}

/** Works along a lane, range by range, to its end or until the time is up. */
async function goAlong(step: StepRunner, begun: Begun, lane: Lane, until: number): Promise<void> {
  let at: Lane | undefined = lane;
  while (at && performance.now() < until) {
    const from: Lane = at;
    at = await step((ctx) => evaluateRange(ctx, begun, from));
  }
}

/** Evaluates the next customers of a lane; answers where it stands then, or nothing at its end. */
async function evaluateRange(ctx: Ctx, { row, isFirst }: Begun, lane: Lane): Promise<Lane | undefined> {
  const book = await bookOf(ctx);
  const only = row.segment === null ? undefined : book.dynamics.find(({ key }) => key === row.segment);
  // Archived meanwhile: there is nothing to find.
  const isGone = row.segment !== null && !only;
  const range = isGone ? undefined : await nextRange(ctx.tx, ctx.storeId, lane, rangeSize);
  const { upTo, count } = range ?? { upTo: lane.upTo, count: 0 };
  const moves = { entered: 0, left: 0 };
  if (range) {
    await planForRanges(ctx.tx);
    const scope = { after: lane.after, upTo };
    Object.assign(moves, await evaluate(ctx, book, scope, { only, cause: row.cause, isFirst }));
  }
  if (!(await moveLane(ctx.tx, ctx.storeId, ctx.now, lane, { upTo, count, ...moves })))
    throw new Error('another worker has evaluated this range meanwhile');
  return range && { ...lane, after: upTo };
}

/** Ends an evaluation whose lanes are all at their end; answers whether there is more to do. */
async function end(ctx: Ctx, evaluationId: string): Promise<boolean> {
  const row = await lockRunning(ctx.tx, ctx.storeId);
  if (row?.id !== evaluationId) return false;
  if ((await readLanes(ctx.tx, ctx.storeId, evaluationId)).length > 0) return true;
  await closeLanes(ctx.tx, ctx.storeId, evaluationId);
  await markEvaluated(ctx.tx, ctx.storeId, { key: row.segment, at: row.startedAt ?? ctx.now, by: row.cause });
  await keepSizes(ctx);
  forgetBook(ctx);
  const done = { status: 'DONE', stage: 'done', done: row.total, finishedAt: ctx.now } as const;
  await saveEvaluation(ctx.tx, ctx.storeId, ctx.now, { ...row, ...done });
  if (row.isOutdated) await request(ctx, { cause: 'full', segment: null, isChange: false });
  return false;
}

async function keepSizes(ctx: Ctx): Promise<void> {
  const [{ timeZone }, sizes] = await Promise.all([settings.store(ctx), customers.countsBy(ctx, 'segment')]);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone }).format(ctx.now);
  await putSizes(ctx.tx, ctx.storeId, day, sizes);
}

/** An evaluation as the contract shows it. */
export function showEvaluation(row: EvaluationRow): SegmentEvaluation {
  const { stage, status, total, done } = row;
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    cause: row.cause,
    segment: row.segment,
    status,
    stage,
    total,
    done,
    progress: status === 'DONE' ? 1 : total === 0 ? 0 : done / total,
    entered: row.entered,
    left: row.left,
    requestedAt: row.requestedAt.toISOString(),
    requestedBy: row.requestedBy,
    startedAt: iso(row.startedAt),
    finishedAt: iso(row.finishedAt),
  };
}
