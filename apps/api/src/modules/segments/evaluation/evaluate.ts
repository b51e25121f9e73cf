import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { type Book, bookOf } from '../definitions/book.ts';
import type { Dynamic } from '../rules/references.ts';
import { holdsOf } from './holds.ts';
import { insertHistory, planOnce } from './sql.ts';

type Cause = 'live' | 'full' | 'sweep' | 'edit' | 'manual';

/** Customers per event where many move together. */
const perEvent = 500;

/**
 * Finds again which segments hold for these customers, after something about them changed, and writes what
 * differs: memberships, the single segment, history, and the events `segment.entered` and `segment.left`. For
 * the transaction of the change, once its facts are on their way: one round trip while nothing moves, which
 * goes down the wire with those before it, and one more where somebody does. Clusters, cut-offs and percentiles
 * are those of the last full evaluation.
 */
export async function afterChange(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  const ids = [...new Set(customerIds)].sort();
  const [book, { timeZone }] = await Promise.all([bookOf(ctx), settings.store(ctx)]);
  // The statement names thirty tables: planning it anew takes longer than running it.
  const [, moves] = await Promise.all([
    planOnce(ctx.tx, true),
    replace(ctx, book, { ids }, timeZone),
    planOnce(ctx.tx, false),
  ]);
  await tell(ctx, moves, 'live');
}

interface Options {
  /** Only this dynamic segment is decided. */
  only?: Dynamic;
  cause: Cause;
  /** The segments were never evaluated before: nobody has come or gone, they were there. */
  isFirst: boolean;
}

/** Evaluates the customers of a scope; answers how many came and went. */
export async function evaluate(
  ctx: Ctx,
  book: Book,
  scope: customers.Scope,
  { only, cause, isFirst }: Options,
): Promise<{ entered: number; left: number }> {
  const { timeZone } = await settings.store(ctx);
  if (isFirst) {
    return customers.countReplaced(ctx, replacementOf(ctx, book, scope, timeZone, cause, only));
  }
  const moves = await replace(ctx, book, scope, timeZone, cause, only);
  await tell(ctx, moves, cause);
  const left = moves.filter(({ since }) => since !== null).length;
  return { entered: moves.length - left, left };
}

function replacementOf(
  ctx: Ctx,
  book: Book,
  scope: customers.Scope,
  timeZone: string,
  cause: Cause,
  only?: Dynamic,
) {
  const frame = { storeId: ctx.storeId, now: ctx.now, scope, timeZone };
  return {
    scope,
    keys: only ? [only.key] : book.decided,
    holds: holdsOf(book, frame, only),
    decidesSingle: !only,
    cause,
    wins: cause === 'live',
  };
}

function replace(
  ctx: Ctx,
  book: Book,
  scope: customers.Scope,
  timeZone: string,
  cause: Cause = 'live',
  only?: Dynamic,
): Promise<customers.MembershipMove[]> {
  return customers.replaceMemberships(ctx, replacementOf(ctx, book, scope, timeZone, cause, only));
}

/** History of who left, and events of who moved. */
export async function tell(
  ctx: Ctx,
  moves: readonly customers.MembershipMove[],
  cause: Cause,
  by: string | null = null,
): Promise<void> {
  announce(ctx, moves);
  const left = moves.flatMap(({ since, customerId, segment }) =>
    since === null ? [] : [{ id: ctx.newId(), customerId, segment, enteredAt: since, cause, by }],
  );
  if (left.length > 0) await insertHistory(ctx.tx, ctx.storeId, ctx.now, left);
}

function announce(ctx: Ctx, moves: readonly customers.MembershipMove[]): void {
  const groups = new Map<string, string[]>();
  for (const { segment, since, customerId } of moves) {
    const key = `${since === null ? 'segment.entered' : 'segment.left'} ${segment}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(customerId);
  }
  for (const [key, ids] of groups) {
    const [event, segment] = key.split(' ') as ['segment.entered' | 'segment.left', string];
    for (let at = 0; at < ids.length; at += perEvent)
      ctx.emit(event, { segment, customerIds: ids.slice(at, at + perEvent) });
  }
}
