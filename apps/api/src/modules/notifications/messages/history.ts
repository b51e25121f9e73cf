import type { Communication, InputOf, notificationsContract, OutputOf } from '@wafa/contract';
import { type Ctx, customerOf } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import { countMessages, type MessageRow, type Position, putRead, readByIds, readMessages } from './sql.ts';

type Contract = typeof notificationsContract;

/** The communication log of a customer, newest first; a customer reads only their own. */
export async function history(
  ctx: Ctx,
  input: InputOf<Contract['history']>,
): Promise<OutputOf<Contract['history']>> {
  const customerId = await customers.require(ctx, input.customerId);
  return page(ctx, { ...input, customerId });
}

/** The communication log of the whole store, newest first. */
export async function list(ctx: Ctx, input: InputOf<Contract['list']>): Promise<OutputOf<Contract['list']>> {
  return page(ctx, input);
}

async function page(
  ctx: Ctx,
  input: InputOf<Contract['list']> & { customerId?: string },
): Promise<OutputOf<Contract['list']>> {
  const { page, limit, cursor, from, to, ...equal } = input;
  const filter = {
    ...equal,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    sentOnly: customerOf(ctx.actor) !== undefined,
  };
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const offset = after ? 0 : (page - 1) * limit;
  const [rows, total] = await Promise.all([
    readMessages(ctx.tx, ctx.storeId, filter, { limit: limit + 1, offset, after }),
    countMessages(ctx.tx, ctx.storeId, filter),
  ]);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    communications: shown.map((row) => show(ctx, row)),
    total,
    page,
    limit,
    totalPages: Math.ceil(total / limit),
    nextCursor: last ? writeCursor(last) : null,
  };
}

/** Messages by id as the caller may see them, in the order of `ids`. */
export async function showMessages(ctx: Ctx, ids: readonly string[]): Promise<Communication[]> {
  return (await readByIds(ctx.tx, ctx.storeId, ids)).map((row) => show(ctx, row));
}

export async function showMessage(ctx: Ctx, id: string): Promise<Communication> {
  const [message] = await showMessages(ctx, [id]);
  if (!message) throw new AppError('not_found', { field: 'communicationId' });
  ctx.concerns(message.customerId);
  return message;
}

/** A row as the contract shows it: to customers without what the staff notes beside it. */
function show(ctx: Ctx, row: MessageRow): Communication {
  const forStaff = customerOf(ctx.actor) === undefined;
  const { templateKey, templateVersion, body, metadata, ...message } = row;
  return {
    ...message,
    template:
      templateKey === null || templateVersion === null
        ? null
        : { key: templateKey, version: templateVersion },
    message: body ?? '',
    error: forStaff ? row.error : null,
    sentBy: forStaff ? row.sentBy : null,
    metadata: (forStaff && metadata) || {},
    occurredAt: row.occurredAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    readAt: row.readAt?.toISOString() ?? null,
    failedAt: row.failedAt?.toISOString() ?? null,
  };
}

/** Marks an in-app message as read. Throws `not_found` for any other message. */
export async function markRead(
  ctx: Ctx,
  input: InputOf<Contract['markRead']>,
): Promise<OutputOf<Contract['markRead']>> {
  const customerId = await customers.require(ctx, input.customerId);
  const isThere = await putRead(ctx.tx, ctx.storeId, ctx.now, customerId, input.communicationId);
  if (!isThere) throw new AppError('not_found', { field: 'communicationId' });
  return showMessage(ctx, input.communicationId);
}

function writeCursor({ occurredAt, id }: Position): string {
  return Buffer.from(`${occurredAt.getTime()} ${id}`).toString('base64url');
}

const cursorShape = /^(\d{1,14}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function readCursor(cursor: string): Position {
  const [, time, id] = cursorShape.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (time === undefined || id === undefined) throw new AppError('cursor_invalid', { field: 'cursor' });
  return { occurredAt: new Date(Number(time)), id };
}
