import type {
  customersDuplicatesContract,
  Duplicate,
  DuplicateStatus,
  InputOf,
  OutputOf,
} from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { requireCustomer } from '../profile/references.ts';
import { showPairs } from './present.ts';
import { readCursor, writeCursor } from './rules.ts';
import { countPairs, decidePair, listPairs, lockPair, type PairRow, pairsOf } from './sql-pairs.ts';

type Contract = typeof customersDuplicatesContract;

/** Pairs who may be one person, the surest first; with a cursor, no pair is passed over while others are decided. */
export async function duplicates(
  ctx: Ctx,
  input: InputOf<Contract['duplicates']>,
): Promise<OutputOf<Contract['duplicates']>> {
  const { limit, cursor, ...filter } = input;
  const after = cursor === undefined ? undefined : readCursor(cursor);
  if (cursor !== undefined && !after) throw new AppError('cursor_invalid', { field: 'cursor' });
  const page = after ? after.page + 1 : input.page;
  const offset = after ? 0 : (page - 1) * limit;
  const [rows, total] = await Promise.all([
    listPairs(ctx.tx, ctx.storeId, filter, { after, offset, limit: limit + 1 }),
    countPairs(ctx.tx, ctx.storeId, filter),
  ]);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    duplicates: await showPairs(ctx, shown),
    total,
    page,
    limit,
    totalPages: Math.ceil(total / limit),
    nextCursor: last ? writeCursor({ ...last, page }) : null,
  };
}

/** Open pairs of one customer, the surest first. */
export async function duplicatesOf(
  ctx: Ctx,
  input: InputOf<Contract['duplicatesOf']>,
): Promise<OutputOf<Contract['duplicatesOf']>> {
  const customerId = await requireCustomer(ctx, input.customerId);
  return { duplicates: await showPairs(ctx, await pairsOf(ctx.tx, ctx.storeId, customerId)) };
}

/** Says that these are two people. A repeat changes nothing. Throws `not_found`, `already_merged`. */
export function dismissDuplicate(ctx: Ctx, input: InputOf<Contract['dismissDuplicate']>): Promise<Duplicate> {
  return decide(ctx, input.pairId, 'dismissed', 'customers.dismissDuplicate');
}

/** Takes a dismissal back. A repeat changes nothing. Throws `not_found`, `already_merged`. */
export function reopenDuplicate(ctx: Ctx, input: InputOf<Contract['reopenDuplicate']>): Promise<Duplicate> {
  return decide(ctx, input.pairId, 'open', 'customers.reopenDuplicate');
}

async function decide(
  ctx: Ctx,
  pairId: string,
  status: Exclude<DuplicateStatus, 'merged'>,
  action: string,
): Promise<Duplicate> {
  const before = await lockPair(ctx.tx, ctx.storeId, pairId);
  if (!before) throw new AppError('not_found', { field: 'pairId' });
  if (before.status === 'merged') throw new AppError('already_merged', { field: 'pairId' });
  if (before.status === status) return show(ctx, before);
  const decided = status === 'open' ? { at: null, by: null } : { at: ctx.now, by: actorId(ctx.actor) };
  await decidePair(ctx.tx, ctx.storeId, pairId, { status, ...decided });
  ctx.audit({
    action,
    entity: 'duplicate',
    entityId: pairId,
    customerId: before.aId,
    fields: ['status'],
    before: { status: before.status },
    after: { status, customers: [before.aId, before.bId] },
  });
  return show(ctx, { ...before, status, decidedAt: decided.at, decidedBy: decided.by });
}

async function show(ctx: Ctx, row: PairRow): Promise<Duplicate> {
  const [shown] = await showPairs(ctx, [row]);
  if (!shown) throw new AppError('not_found', { field: 'pairId' });
  return shown;
}
