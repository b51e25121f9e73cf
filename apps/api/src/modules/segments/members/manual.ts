import type { InputOf, OutputOf, segmentsContract } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import { readBook } from '../definitions/book.ts';
import { afterChange, tell } from '../evaluation/evaluate.ts';
import { knownKind } from './members.ts';
import { deleteManual, insertManual, someMembers } from './sql.ts';

type Contract = typeof segmentsContract;
type Changed = OutputOf<Contract['changeMembers']>;

/**
 * Puts customers into a manual segment and takes others out: all of them or none. Segments whose rules name it
 * follow in the same commit.
 * @throws AppError not_found (segment, or a customer, with its place), segment_not_manual, segment_archived,
 *   customer_closed
 */
export async function changeMembers(ctx: Ctx, input: InputOf<Contract['changeMembers']>): Promise<Changed> {
  const { key } = input;
  const book = await readBook(ctx);
  if (knownKind(book, key) !== 'manual') throw new AppError('segment_not_manual', { field: 'key' });
  if (!book.manual.includes(key)) throw new AppError('segment_archived', { field: 'key' });
  const [adding, removing] = await Promise.all([
    idsOf(ctx, input.add, 'add', true),
    idsOf(ctx, input.remove, 'remove', false),
  ]);
  const by = actorId(ctx.actor);
  const reason = input.reason ?? null;
  const came = await insertManual(ctx.tx, ctx.storeId, { key, customerIds: adding, at: ctx.now, by, reason });
  const went = await deleteManual(ctx.tx, ctx.storeId, key, removing);
  await customers.setMemberships(ctx, [
    ...came.map((customerId) => ({ customerId, segment: key, holds: true })),
    ...went.map(({ customerId }) => ({ customerId, segment: key, holds: false })),
  ]);
  const moves = [
    ...came.map((customerId) => ({ customerId, segment: key, since: null })),
    ...went.map(({ customerId, since }) => ({ customerId, segment: key, since })),
  ];
  await tell(ctx, moves, 'manual', by);
  for (const { customerId, since } of moves)
    ctx.audit({
      action: since ? 'segments.removeMember' : 'segments.addMember',
      entity: 'segment',
      entityId: key,
      customerId,
      ...(reason ? { after: { reason } } : {}),
    });
  await afterChange(
    ctx,
    moves.map(({ customerId }) => customerId),
  );
  const sizes = await customers.countsBy(ctx, 'segment');
  return { added: came.length, removed: went.length, size: sizes.get(key) ?? 0 };
}

/** The customers that references mean; who is closed can be taken out, not put in. */
async function idsOf(
  ctx: Ctx,
  refs: readonly string[],
  field: 'add' | 'remove',
  mustBeOpen: boolean,
): Promise<string[]> {
  const found = await customers.resolveMany(ctx, refs);
  const ids = refs.map((ref, at) => {
    const customer = found.get(ref);
    if (!customer) throw new AppError('not_found', { field: `${field}[${at}]` });
    if (mustBeOpen && customer.status === 'closed')
      throw new AppError('customer_closed', { field: `${field}[${at}]` });
    return customer.id;
  });
  return [...new Set(ids)].sort();
}

const emptyingPage = 5_000;

/** Takes everybody out of a segment that is put away; their stays go into the history. */
export async function emptySegment(ctx: Ctx, key: string): Promise<void> {
  const by = actorId(ctx.actor);
  for (;;) {
    const members = await someMembers(ctx.tx, ctx.storeId, key, emptyingPage);
    if (members.length === 0) return;
    const ids = members.map(({ customerId }) => customerId);
    await deleteManual(ctx.tx, ctx.storeId, key, ids);
    await customers.setMemberships(
      ctx,
      ids.map((customerId) => ({ customerId, segment: key, holds: false })),
    );
    await tell(
      ctx,
      members.map(({ customerId, since }) => ({ customerId, segment: key, since })),
      'manual',
      by,
    );
  }
}
