/** Tags over the whole store: which are in use, and renaming or removing one. */
import type { customersProfileContract, InputOf, OutputOf, TagChange } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import type { Job } from '../../../platform/module.ts';
import * as settings from '../../settings/index.ts';
import {
  advanceTagChange,
  countCarriers,
  countTags,
  findTagChange,
  findTags,
  insertTagChange,
  lockTagChange,
  retagSome,
  type TagChangeRow,
} from './sql.ts';

type Contract = typeof customersProfileContract;

export async function tags(ctx: Ctx, input: InputOf<Contract['tags']>): Promise<OutputOf<Contract['tags']>> {
  const page = settings.pageOf(input);
  const pattern = input.query ? `%${input.query.replace(/[\\%_]/g, '\\$&')}%` : null;
  const [total, rows] = await Promise.all([
    countTags(ctx.tx, ctx.storeId, pattern),
    findTags(ctx.tx, ctx.storeId, { ...page, pattern, sortBy: input.sortBy }),
  ]);
  return { tags: rows, ...settings.pageFacts(page, total) };
}

/** Customers in one step: a transaction of well under a second. */
const stepSize = 500;
const retagQueue = 'customers.retag';

/** Renames or removes a tag: at once where few carry it, else by a job. @throws AppError not_found */
export async function changeTag(ctx: Ctx, input: InputOf<Contract['changeTag']>): Promise<TagChange> {
  const { tag, to } = input;
  const total = await countCarriers(ctx.tx, ctx.storeId, tag);
  if (total === 0) throw new AppError('not_found', { field: 'tag' });
  const id = ctx.newId();
  const createdBy = actorId(ctx.actor);
  const change = { id, tag, to, total, processed: 0, createdBy, createdAt: ctx.now, finishedAt: null };
  await insertTagChange(ctx.tx, ctx.storeId, change);
  ctx.audit({ action: 'customers.changeTag', entity: 'tag', entityId: id, after: { tag, to } });
  if (await retag(ctx, { changeId: id })) await ctx.enqueue(retagQueue, { changeId: id });
  return tagChange(ctx, { changeId: id });
}

export async function tagChange(ctx: Ctx, input: InputOf<Contract['tagChange']>): Promise<TagChange> {
  const row = await findTagChange(ctx.tx, ctx.storeId, input.changeId);
  if (!row) throw new AppError('not_found', { field: 'changeId' });
  return shown(row);
}

/** One step of a change. It goes by who still carries the tag, so it is done when nobody does. */
export async function retag(ctx: Ctx, data: { changeId: string }): Promise<{ changeId: string } | undefined> {
  const change = await lockTagChange(ctx.tx, ctx.storeId, data.changeId);
  if (!change || change.finishedAt) return undefined;
  const changed = await retagSome(ctx.tx, ctx.storeId, ctx.now, change, stepSize);
  for (const { customerId, before, after } of changed) {
    ctx.emit('customer.updated', { customerId, fields: ['tags'] });
    ctx.audit({
      action: 'customers.update',
      entity: 'customer',
      entityId: customerId,
      customerId,
      fields: ['tags'],
      before: { tags: before },
      after: { tags: after },
    });
  }
  const isLast = changed.length < stepSize;
  const finishedAt = isLast ? ctx.now : null;
  await advanceTagChange(ctx.tx, ctx.storeId, change.id, { processed: changed.length, finishedAt });
  return isLast ? undefined : data;
}

function shown({ createdAt, finishedAt, ...row }: TagChangeRow): TagChange {
  return {
    ...row,
    status: finishedAt ? 'DONE' : 'RUNNING',
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

export const retagJob: Job<{ changeId: string }> = { queue: retagQueue, work: retag };
