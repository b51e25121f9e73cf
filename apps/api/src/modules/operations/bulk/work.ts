import type { Ctx } from '../../../platform/context.ts';
import type { Job } from '../../../platform/module.ts';
import * as customers from '../../customers/index.ts';
import { perform } from './perform.ts';
import { advance, lockBulk, nextCustomers, writeOutcomes } from './sql.ts';

export const workQueue = 'operations.work';

/** Customers per step: one transaction of 3 to 6 s on two overloaded cores; a killed worker's is done again. */
const stepSize = 500;

interface Work {
  operationId: string;
}

/**
 * One step of an operation: the next customers in order of id, what became of each, and how far it has come,
 * in one transaction. The operation is locked, so two workers never do the same step.
 */
export async function work(ctx: Ctx, data: Work): Promise<Work | undefined> {
  const { operationId } = data;
  const bulk = await lockBulk(ctx.tx, ctx.storeId, operationId);
  if (bulk?.state !== 'running') return undefined;
  const ids = await nextCustomers(ctx.tx, ctx.storeId, operationId, bulk.cursor, stepSize);
  const outcomes = await dealWith(ctx, bulk, ids);
  const isLast = ids.length < stepSize;
  await writeOutcomes(ctx.tx, ctx.storeId, operationId, outcomes);
  await advance(ctx.tx, ctx.storeId, operationId, {
    cursor: ids.at(-1) ?? null,
    done: outcomes.filter(({ reason }) => reason === null).length,
    refused: outcomes.filter(({ reason }) => reason !== null).length,
    at: ctx.now,
    isLast,
  });
  return isLast ? undefined : data;
}

interface Outcome {
  customerId: string;
  /** Why it was refused, as a code; null where it was done. */
  reason: string | null;
}

/** Does the action with each who can be dealt with; the others are refused with their reason. */
async function dealWith(
  ctx: Ctx,
  bulk: Parameters<typeof perform>[1],
  ids: readonly string[],
): Promise<Outcome[]> {
  const known = await customers.resolveMany(ctx, ids);
  const refusals = new Map<string, string>();
  for (const id of ids) {
    const customer = known.get(id);
    // Merged since it began: the survivor is another customer of the operation, or was not meant.
    if (customer?.id !== id) refusals.set(id, customer ? 'already_merged' : 'not_found');
    else if (customer.status === 'closed' && bulk.action.kind !== 'export')
      refusals.set(id, 'customer_closed');
  }
  const open = ids.filter((id) => !refusals.has(id));
  const reasons = await perform(ctx, bulk, open);
  open.forEach((id, at) => {
    const reason = reasons[at];
    if (reason) refusals.set(id, reason);
  });
  return ids.map((customerId) => ({ customerId, reason: refusals.get(customerId) ?? null }));
}

export const workJob: Job<Work> = { queue: workQueue, work };
