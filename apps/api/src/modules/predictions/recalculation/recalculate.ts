import type { InputOf, OutputOf, predictionsContract, Recalculation } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { countCustomers } from '../histories/sql.ts';
import { penalties } from '../models/items.ts';
import { isDue, localTime, progressOf } from './rules.ts';
import {
  findRecalculation,
  insertRecalculation,
  latestRecalculation,
  listRecalculations,
  lockRecalculation,
  type RecalculationRow,
  saveRecalculation,
} from './sql.ts';
import { beginning, stages } from './stages.ts';

type Contract = typeof predictionsContract;

export const recalculateQueue = 'predictions.recalculate';

/** A step of a recalculation: the job that is delivered twice finds its step done. */
export interface Step {
  recalculationId: string;
  step: number;
}

/** A recalculation that has not moved for so long has lost its job: a step takes seconds. */
const stalledAfterMs = 10 * 60_000;

/** Begins a recalculation of the store, or answers the running one. */
export async function recalculate(ctx: Ctx): Promise<Recalculation> {
  const { timeZone } = await settings.store(ctx);
  const id = ctx.newId();
  const begun = await insertRecalculation(ctx.tx, ctx.storeId, ctx.now, {
    id,
    cursor: beginning,
    untilDay: localTime(timeZone, ctx.now).day,
    timeZone,
    customers: await countCustomers(ctx.tx, ctx.storeId),
    startedBy: actorId(ctx.actor),
  });
  const run = await latestRecalculation(ctx.tx, ctx.storeId);
  if (!run) throw new AppError('internal', { detail: 'the recalculation that runs is not there' });
  if (begun || isStalled(ctx, run))
    await ctx.enqueue(recalculateQueue, { recalculationId: run.id, step: run.step });
  if (begun) ctx.audit({ action: 'predictions.recalculate', entity: 'recalculation', entityId: id });
  return shown(run);
}

/** In the store's night, once a day: begins a recalculation. Moves a stalled one on, whatever the hour. */
export async function recalculateIfDue(ctx: Ctx): Promise<void> {
  const [{ timeZone, switches }, latest] = await Promise.all([
    settings.store(ctx),
    latestRecalculation(ctx.tx, ctx.storeId),
  ]);
  if (!switches.predictions) return;
  const isStuck = latest !== undefined && isStalled(ctx, latest);
  if (isStuck || isDue(localTime(timeZone, ctx.now), latest?.untilDay)) await recalculate(ctx);
}

/**
 * One step of a recalculation in one transaction, with its progress; killed, it is as if it had not begun.
 * Gives the next step, or nothing at the end.
 */
export async function recalculationStep(
  ctx: Ctx,
  { recalculationId, step }: Step,
): Promise<Step | undefined> {
  const run = await lockRecalculation(ctx.tx, ctx.storeId, recalculationId);
  if (run?.state !== 'running' || run.stage === 'done' || run.step !== step) return undefined;
  const moved = { ...run, ...(await stages[run.stage](ctx, run)) };
  await saveRecalculation(ctx.tx, ctx.storeId, ctx.now, moved);
  return moved.stage === 'done' ? undefined : { recalculationId, step: step + 1 };
}

/** Recalculations, newest first. */
export async function recalculations(
  ctx: Ctx,
  input: InputOf<Contract['recalculations']>,
): Promise<OutputOf<Contract['recalculations']>> {
  const page = settings.pageOf(input);
  const { rows, total } = await listRecalculations(ctx.tx, ctx.storeId, page);
  return { recalculations: rows.map(shown), ...settings.pageFacts(page, total) };
}

/** A recalculation with its progress. @throws AppError not_found */
export async function recalculation(
  ctx: Ctx,
  input: InputOf<Contract['recalculation']>,
): Promise<Recalculation> {
  const row = await findRecalculation(ctx.tx, ctx.storeId, input.recalculationId);
  if (!row) throw new AppError('not_found', { field: 'recalculationId' });
  return shown(row);
}

const isStalled = (ctx: Ctx, run: RecalculationRow) =>
  run.state === 'running' && ctx.now.getTime() - run.movedAt.getTime() > stalledAfterMs;

function shown({
  cursor: _cursor,
  step: _step,
  timeZone: _zone,
  tried,
  ...run
}: RecalculationRow): Recalculation {
  return {
    ...run,
    state: run.state === 'done' ? 'DONE' : 'RUNNING',
    progress: progressOf({ ...run, tried: tried.length, trials: penalties.length }),
    startedAt: run.startedAt.toISOString(),
    movedAt: run.movedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
  };
}
