import type { Bulk, InputOf, notificationsContract, OutputOf } from '@wafa/contract';
import { translate } from '@wafa/i18n';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import { deliverQueue } from '../delivery/queue.ts';
import { findTemplates, requireVariables } from '../templates/templates.ts';
import { statusOf } from './rules.ts';
import { spreadQueue } from './spread.ts';
import {
  type Audience,
  type BulkRow,
  cancelWaiting,
  countAudience,
  countBulks,
  insertBulk,
  lockBulk,
  putState,
  readBulks,
} from './sql.ts';

type Contract = typeof notificationsContract;

/** Begins to send a message to many; a job does it. What is wrong with words or audience is refused here. */
export async function startBulk(ctx: Ctx, input: InputOf<Contract['startBulk']>): Promise<Bulk> {
  const { type, topic, variables, language } = input;
  const template = await templateOf(ctx, input);
  const audience = await audienceOf(ctx, input);
  const id = ctx.newId();
  await insertBulk(ctx.tx, ctx.storeId, ctx.now, {
    id,
    total: await countAudience(ctx.tx, ctx.storeId, audience),
    createdBy: actorId(ctx.actor),
    audience,
    words: {
      type,
      topic,
      template,
      subject: input.subject ?? null,
      body: input.message ?? null,
      language: language ?? null,
      variables,
    },
  });
  await ctx.enqueue(spreadQueue, { bulkId: id });
  ctx.audit({
    action: 'notifications.startBulk',
    entity: 'bulk',
    entityId: id,
    after: { type, topic, template: template?.key ?? null, audience: audience.kind, name: audience.name },
  });
  return showBulk(ctx, id);
}

/** The template, with every variable that its languages need; its secrets are for one person each. */
async function templateOf(ctx: Ctx, input: InputOf<Contract['startBulk']>) {
  if (input.template === undefined) return null;
  const template = (await findTemplates(ctx, [input.template]))(input.template, input.type);
  if (template.secret) throw new AppError('template_unknown', { field: 'template' });
  for (const language of ['en', 'ar'] as const)
    requireVariables(template, language, input.variables, ctx.language);
  return template;
}

async function audienceOf(ctx: Ctx, input: InputOf<Contract['startBulk']>): Promise<Audience> {
  const { customerIds, tag, segment } = input;
  if (tag !== undefined) return { kind: 'tag', name: tag, selection: null };
  if (segment !== undefined) return { kind: 'segment', name: segment, selection: null };
  const refs = customerIds ?? [];
  const found = await customers.resolveMany(ctx, refs);
  const unknown = refs.flatMap((ref, at) => (found.has(ref) ? [] : [`customerIds.${at}`]));
  if (unknown.length > 0) {
    const message = translate(ctx.language, 'error.not_found');
    throw new AppError('not_found', { errors: unknown.slice(0, 50).map((field) => ({ field, message })) });
  }
  const selection = [...new Set([...found.values()].map((customer) => customer.id))];
  return { kind: 'customers', name: null, selection };
}

export async function bulk(ctx: Ctx, input: InputOf<Contract['bulk']>): Promise<Bulk> {
  return showBulk(ctx, input.bulkId);
}

async function showBulk(ctx: Ctx, id: string): Promise<Bulk> {
  const [row] = await readBulks(ctx.tx, ctx.storeId, { id });
  if (!row) throw new AppError('not_found', { field: 'bulkId' });
  return shown(row);
}

/** The store's sendings, newest first; the cursor is the number of the next page, as they are few. */
export async function bulks(
  ctx: Ctx,
  input: InputOf<Contract['bulks']>,
): Promise<OutputOf<Contract['bulks']>> {
  if (input.cursor !== undefined && !/^[1-9]\d{0,5}$/.test(input.cursor))
    throw new AppError('cursor_invalid', { field: 'cursor' });
  const page = input.cursor === undefined ? input.page : Number(input.cursor);
  const { limit } = input;
  const [rows, total] = await Promise.all([
    readBulks(ctx.tx, ctx.storeId, { limit, offset: (page - 1) * limit }),
    countBulks(ctx.tx, ctx.storeId),
  ]);
  const totalPages = Math.ceil(total / limit);
  const nextCursor = page < totalPages ? String(page + 1) : null;
  return { bulks: rows.map(shown), total, page, limit, totalPages, nextCursor };
}

function shown(row: BulkRow): Bulk {
  const status = statusOf(row);
  const finishedAt = row.finishedAt ?? (status === 'DONE' ? (row.lastAt ?? row.spreadAt) : null);
  return {
    id: row.id,
    status,
    type: row.type,
    template: row.templateKey,
    topic: row.topic,
    audience: { kind: row.audienceKind, name: row.audienceName },
    total: row.total,
    processed: row.processed,
    counts: row.counts,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

/** Pauses, resumes or cancels. Throws `bulk_finished` for one that has ended; a repeat is no error. */
export async function steerBulk(ctx: Ctx, input: InputOf<Contract['steerBulk']>): Promise<Bulk> {
  const { bulkId, step } = input;
  const locked = await lockBulk(ctx.tx, ctx.storeId, bulkId);
  if (!locked) throw new AppError('not_found', { field: 'bulkId' });
  const before = await showBulk(ctx, bulkId);
  if (before.status === 'CANCELLED' && step === 'cancel') return before;
  if (before.status === 'CANCELLED' || before.status === 'DONE') throw new AppError('bulk_finished');
  if (step === 'cancel') {
    await putState(ctx.tx, ctx.storeId, bulkId, 'cancelled', ctx.now);
    await cancelWaiting(ctx.tx, ctx.storeId, bulkId);
  } else {
    await putState(ctx.tx, ctx.storeId, bulkId, step === 'pause' ? 'paused' : 'active', null);
  }
  if (step === 'resume') {
    if (locked.spreadAt === null) await ctx.enqueue(spreadQueue, { bulkId });
    await ctx.enqueue(deliverQueue, {});
  }
  ctx.audit({ action: `notifications.${step}Bulk`, entity: 'bulk', entityId: bulkId });
  return showBulk(ctx, bulkId);
}
