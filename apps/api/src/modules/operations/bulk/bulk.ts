import {
  type BulkAction,
  type BulkOperation,
  type bulkOperationsContract,
  type InputOf,
  maxBulkCustomers,
  type OutputOf,
} from '@wafa/contract';
import { actorId, type Ctx, may } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { idsOf, nameOf } from './audience.ts';
import { paceOf, permissionOf } from './rules.ts';
import { type BulkRow, cancel, countBulks, countClosed, insertBulk, lockBulk, readBulks } from './sql.ts';
import { workQueue } from './work.ts';

type Contract = typeof bulkOperationsContract;

/** How many an operation would reach, and how many of them it will refuse for being closed. */
export async function previewBulk(
  ctx: Ctx,
  input: InputOf<Contract['previewBulk']>,
): Promise<OutputOf<Contract['previewBulk']>> {
  await checkRights(ctx, input.action);
  const ids = await idsOf(ctx, input.audience);
  return {
    total: ids.length,
    closed: await countClosed(ctx.tx, ctx.storeId, ids),
    max: maxBulkCustomers,
    isTooLarge: ids.length > maxBulkCustomers,
  };
}

/**
 * Writes down whom an operation concerns and begins it; a job does the work.
 * @throws AppError forbidden, adjust_limit, not_found, audience_too_large, audience_changed
 */
export async function startBulk(ctx: Ctx, input: InputOf<Contract['startBulk']>): Promise<BulkOperation> {
  const { action, audience, confirmedTotal } = input;
  await checkRights(ctx, action);
  const customerIds = await idsOf(ctx, audience);
  const total = customerIds.length;
  if (total > maxBulkCustomers)
    throw new AppError('audience_too_large', { field: 'audience', params: { max: maxBulkCustomers } });
  if (total !== confirmedTotal)
    throw new AppError('audience_changed', { field: 'confirmedTotal', params: { total } });
  const id = ctx.newId();
  await insertBulk(ctx.tx, ctx.storeId, ctx.now, {
    id,
    action,
    audienceKind: audience.kind,
    audienceName: nameOf(audience),
    customerIds,
    createdBy: actorId(ctx.actor),
  });
  await ctx.enqueue(workQueue, { operationId: id });
  ctx.audit({
    action: 'operations.startBulk',
    entity: 'bulk_operation',
    entityId: id,
    after: { action: action.kind, audience: audience.kind, name: nameOf(audience), total },
  });
  return show(ctx, id);
}

export async function bulk(ctx: Ctx, input: InputOf<Contract['bulk']>): Promise<BulkOperation> {
  return show(ctx, input.operationId);
}

/** The store's operations, newest first. */
export async function bulks(
  ctx: Ctx,
  input: InputOf<Contract['bulks']>,
): Promise<OutputOf<Contract['bulks']>> {
  const page = settings.pageOf(input);
  const [rows, total] = await Promise.all([
    readBulks(ctx.tx, ctx.storeId, page),
    countBulks(ctx.tx, ctx.storeId),
  ]);
  return { operations: rows.map(shown), ...settings.pageFacts(page, total) };
}

/** Stops an operation before its next step. A repeat is no error. @throws AppError operation_finished */
export async function cancelBulk(ctx: Ctx, input: InputOf<Contract['cancelBulk']>): Promise<BulkOperation> {
  const { operationId } = input;
  const locked = await lockBulk(ctx.tx, ctx.storeId, operationId);
  if (!locked) throw new AppError('not_found', { field: 'operationId' });
  requireRight(ctx, locked.action);
  if (locked.state === 'done') throw new AppError('operation_finished');
  if (locked.state === 'running') {
    await cancel(ctx.tx, ctx.storeId, operationId, ctx.now);
    ctx.audit({ action: 'operations.cancelBulk', entity: 'bulk_operation', entityId: operationId });
  }
  return show(ctx, operationId);
}

/** @throws AppError forbidden, adjust_limit (per customer, as for an adjustment by hand) */
async function checkRights(ctx: Ctx, action: BulkAction): Promise<void> {
  requireRight(ctx, action);
  if (action.kind !== 'give_points' && action.kind !== 'take_points') return;
  const limit = await settings.pointsAdjustLimit(ctx);
  if (limit !== undefined && action.points > limit)
    throw new AppError('adjust_limit', { field: 'action.points', params: { limit } });
}

export function requireRight(ctx: Ctx, action: BulkAction): void {
  if (!may(ctx.actor, permissionOf[action.kind])) throw new AppError('forbidden', { field: 'action.kind' });
}

async function show(ctx: Ctx, id: string): Promise<BulkOperation> {
  const [row] = await readBulks(ctx.tx, ctx.storeId, { id });
  if (!row) throw new AppError('not_found', { field: 'operationId' });
  return shown(row);
}

const statuses = { running: 'RUNNING', cancelled: 'CANCELLED', done: 'DONE' } as const;

function shown(row: BulkRow): BulkOperation {
  return {
    id: row.id,
    action: row.action,
    audience: { kind: row.audienceKind, name: row.audienceName },
    status: statuses[row.state],
    total: row.total,
    done: row.done,
    refused: row.refused,
    ...paceOf({ ...row, isRunning: row.state === 'running' }),
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
