import type { SegmentEvaluation } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { type Book, forgetBook, readBook } from '../definitions/book.ts';
import { markEvaluated } from '../definitions/sql.ts';
import { evaluate } from './evaluate.ts';
import { fitModels } from './models.ts';
import {
  countEligible,
  type EvaluationRow,
  insertEvaluation,
  lockRunning,
  nextRange,
  planForRanges,
  putSizes,
  readEvaluation,
  saveEvaluation,
} from './sql.ts';

export const evaluationQueue = 'segments.evaluate';

/** A step of an evaluation: the job that is delivered twice finds its step done. */
export interface EvaluationStep {
  evaluationId: string;
  step: number;
}

/** Customers per statement: a range of 20,000 with five orders each takes well under a second. */
const rangeSize = 20_000;
/** A job works at most 20 s; after so long it saves its cursor and goes on in another transaction. */
const stepMs = 8_000;
/** An evaluation that has not moved for so long has lost its job. */
const stalledAfterMs = 10 * 60_000;
const beginning = '00000000-0000-0000-0000-000000000000';

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
    await ctx.enqueue(evaluationQueue, { evaluationId: row.id, step: row.step });
  return showEvaluation(row);
}

/** One step of an evaluation, with its progress; answers the next, or nothing at the end. */
export async function evaluationStep(ctx: Ctx, data: EvaluationStep): Promise<EvaluationStep | undefined> {
  const row = await lockRunning(ctx.tx, ctx.storeId);
  if (row?.id !== data.evaluationId || row.step !== data.step) return undefined;
  await planForRanges(ctx.tx);
  const moved = { ...(await work(ctx, row)), step: row.step + 1 };
  await saveEvaluation(ctx.tx, ctx.storeId, ctx.now, moved);
  if (moved.status !== 'DONE') return { evaluationId: row.id, step: moved.step };
  if (moved.isOutdated) await request(ctx, { cause: 'full', segment: null, isChange: false });
  return undefined;
}

async function work(ctx: Ctx, row: EvaluationRow): Promise<EvaluationRow> {
  if (row.stage === 'queued') {
    const total = await countEligible(ctx.tx, ctx.storeId);
    const begun = { ...row, status: 'RUNNING', total, startedAt: ctx.now } as const;
    if (row.cause !== 'full') return { ...begun, stage: 'members' };
    await fitModels(ctx, total);
    forgetBook(ctx);
    return { ...begun, stage: 'members' };
  }
  return evaluateRanges(ctx, row);
}

async function evaluateRanges(ctx: Ctx, row: EvaluationRow): Promise<EvaluationRow> {
  const book = await readBook(ctx);
  const only = row.segment === null ? undefined : book.dynamics.find(({ key }) => key === row.segment);
  // Archived meanwhile: there is nothing to find.
  if (row.segment !== null && !only) return finish(ctx, row);
  const options = { only, cause: row.cause, isFirst: isFirst(book, row.segment) };
  const moved = { ...row };
  const begun = performance.now();
  for (;;) {
    const range = await nextRange(ctx.tx, ctx.storeId, moved.cursor ?? beginning, rangeSize);
    if (!range) return finish(ctx, moved);
    const scope = { after: moved.cursor ?? beginning, upTo: range.upTo };
    const { entered, left } = await evaluate(ctx, book, scope, options);
    moved.cursor = range.upTo;
    moved.done = Math.min(moved.done + range.count, moved.total);
    moved.entered += entered;
    moved.left += left;
    if (performance.now() - begun > stepMs) return moved;
  }
}

/** Whether what is evaluated never was before. */
function isFirst({ model, rows }: Book, segment: string | null): boolean {
  return segment === null
    ? model.evaluatedAt === null
    : rows.find(({ key }) => key === segment)?.evaluatedAt === null;
}

async function finish(ctx: Ctx, row: EvaluationRow): Promise<EvaluationRow> {
  await markEvaluated(ctx.tx, ctx.storeId, { key: row.segment, at: row.startedAt ?? ctx.now, by: row.cause });
  await keepSizes(ctx);
  forgetBook(ctx);
  return { ...row, status: 'DONE', stage: 'done', done: row.total, finishedAt: ctx.now };
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
