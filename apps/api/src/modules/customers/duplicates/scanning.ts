import type { customersDuplicatesContract, DuplicateScan, OutputOf } from '@wafa/contract';
import { blockAtMost, nameKeyVersion } from '@wafa/matching';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { learn } from './learning.ts';
import { comparePairs, keepPairs, putKeys } from './matching.ts';
import { progressOf } from './rules.ts';
import { candidatePairs, countCompared, lockMatching, nextIds, readModel, readNext } from './sql.ts';
import { insertScan, latestScan, lockScan, type ScanRow, saveScan } from './sql-scans.ts';

export const scanQueue = 'customers.find_duplicates';

/** A step of a scan: the job that is delivered twice finds its step done. */
export interface ScanStep {
  scanId: string;
  step: number;
}

/** Customers per step of reading and of comparing. */
const stepSize = 1_000;
/** Most pairs of a step, 7 s of work: the customers whose pairs are more wait for the next step. */
const stepPairs = 200_000;
const beginning = '00000000-0000-0000-0000-000000000000';
/** A scan that has not moved for so long has lost its job: a step takes seconds. */
const stalledAfterMs = 10 * 60_000;

/** Begins a scan of all customers, or answers the running one. */
export async function startDuplicateScan(ctx: Ctx): Promise<DuplicateScan> {
  const id = ctx.newId();
  const begun = await insertScan(ctx.tx, ctx.storeId, ctx.now, {
    id,
    cursor: beginning,
    total: await countCompared(ctx.tx, ctx.storeId),
    startedBy: actorId(ctx.actor),
  });
  const scan = await latestScan(ctx.tx, ctx.storeId);
  if (!scan) throw new AppError('internal', { detail: 'the scan that runs is not there' });
  if (begun || isStalled(ctx, scan)) await ctx.enqueue(scanQueue, nextOf(scan));
  if (begun) ctx.audit({ action: 'customers.startDuplicateScan', entity: 'duplicate_scan', entityId: id });
  return shown(scan);
}

/** The latest scan. */
export async function duplicateScan(
  ctx: Ctx,
): Promise<OutputOf<(typeof customersDuplicatesContract)['duplicateScan']>> {
  const scan = await latestScan(ctx.tx, ctx.storeId);
  return { scan: scan ? shown(scan) : null };
}

/**
 * Begins a scan where one is called for: there is no model, the keys' rules have changed, or the store has
 * half as many customers again as the model was learnt from. Moves a stalled scan on.
 */
export async function scanIfDue(ctx: Ctx): Promise<void> {
  const [model, customers, scan] = await Promise.all([
    readModel(ctx.tx, ctx.storeId),
    countCompared(ctx.tx, ctx.storeId),
    latestScan(ctx.tx, ctx.storeId),
  ]);
  const isDue = !model || model.keyVersion !== nameKeyVersion || customers > 1.5 * model.customers;
  if ((customers > 1 && isDue) || (scan && isStalled(ctx, scan))) await startDuplicateScan(ctx);
}

/**
 * One step of a scan in one transaction, with its progress: first the keys of everybody, then the model, then
 * everybody with those of lower ids. Killed, it is as if it had not begun. Gives the next step, or nothing at
 * the end.
 *
 * Round trips: 4 to read 1,000 customers, 5 to compare them. 20,002 customers took 243 s on two cores busy with
 * much else, 32 s of them this process's work: 2 s per step of reading, 3 to 12 s per step of comparing, 47 s to
 * learn from 4,000 of them, of whom half are taken since. No step grows with the store.
 */
export async function scanStep(ctx: Ctx, data: ScanStep): Promise<ScanStep | undefined> {
  const [, scan] = await Promise.all([
    lockMatching(ctx.tx, ctx.storeId),
    lockScan(ctx.tx, ctx.storeId, data.scanId),
  ]);
  if (scan?.state !== 'running' || scan.step !== data.step) return undefined;
  const moved = { ...scan, ...(await work(ctx, scan)) };
  await saveScan(ctx.tx, ctx.storeId, ctx.now, moved);
  return moved.phase === 'done' ? undefined : { scanId: scan.id, step: scan.step + 1 };
}

function work(ctx: Ctx, scan: ScanRow): Promise<Partial<ScanRow>> {
  if (scan.phase === 'reading') return read(ctx, scan);
  return scan.phase === 'learning' ? learnOnce(ctx) : compare(ctx, scan);
}

async function read(ctx: Ctx, scan: ScanRow): Promise<Partial<ScanRow>> {
  const customers = await readNext(ctx.tx, ctx.storeId, scan.cursor, stepSize);
  const ids = customers.map((customer) => customer.id);
  await putKeys(ctx, ids, customers);
  const cursor = ids.length < stepSize ? undefined : ids.at(-1);
  return { read: scan.read + ids.length, ...(cursor ? { cursor } : { phase: 'learning' }) };
}

async function learnOnce(ctx: Ctx): Promise<Partial<ScanRow>> {
  await learn(ctx);
  return { phase: 'comparing', cursor: beginning };
}

async function compare(ctx: Ctx, scan: ScanRow): Promise<Partial<ScanRow>> {
  const [kept, next] = await Promise.all([
    readModel(ctx.tx, ctx.storeId),
    nextIds(ctx.tx, ctx.storeId, scan.cursor, stepSize),
  ]);
  if (!kept) throw new AppError('internal', { detail: 'a scan compares before it has learnt' });
  const options = { keyHolders: blockAtMost, below: true, limit: stepPairs };
  const candidates = await candidatePairs(ctx.tx, ctx.storeId, next, options);
  // Cut within a customer's pairs: they and all after them are the next step's.
  const cutAt = candidates.length < stepPairs ? undefined : candidates.at(-1)?.bId;
  const ids = cutAt ? next.filter((id) => id < cutAt) : next;
  const whole = cutAt ? candidates.filter(({ bId }) => bId < cutAt) : candidates;
  const found = await comparePairs(ctx, kept.model, whole);
  await keepPairs(ctx, ids, found, true);
  const cursor = next.length < stepSize && !cutAt ? undefined : ids.at(-1);
  return {
    done: scan.done + ids.length,
    found: scan.found + found.length,
    ...(cursor ? { cursor } : { phase: 'done' }),
  };
}

const isStalled = (ctx: Ctx, scan: ScanRow) =>
  scan.state === 'running' && ctx.now.getTime() - scan.movedAt.getTime() > stalledAfterMs;

const nextOf = (scan: ScanRow): ScanStep => ({ scanId: scan.id, step: scan.step });

function shown({ cursor: _cursor, step: _step, movedAt: _movedAt, ...scan }: ScanRow): DuplicateScan {
  return {
    ...scan,
    state: scan.state === 'done' ? 'DONE' : 'RUNNING',
    progress: progressOf(scan),
    startedAt: scan.startedAt.toISOString(),
    endedAt: scan.endedAt?.toISOString() ?? null,
  };
}
