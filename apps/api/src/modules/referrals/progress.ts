import type { ReferralRejection } from '@wafa/contract';
import { actorId, type Ctx } from '../../platform/context.ts';
import { referralEvent } from './events.ts';
import { refreshMarks } from './marks.ts';
import { programmeOf } from './programme.ts';
import { addressDays, concernsOf, crowdSize, daysAfter, ringDepth, ringKinds, wrongCodes } from './rules.ts';
import { insertSteps, type JoinedRow, type StepRow } from './sql.ts';
import { forgetFailures, lockReferrers } from './sql-codes.ts';
import { countNetworkFriends, findRings } from './sql-marks.ts';
import {
  findQualifying,
  forgetAddresses,
  lockLapsed,
  putBack,
  putHeld,
  putQualified,
  putRejected,
} from './sql-progress.ts';

/** Referrals taken at once: few enough for a second of work. */
export const batchSize = 200;

/** Writes the same step for several referrals. */
export function noteSteps(
  ctx: Ctx,
  what: StepRow['what'],
  ids: readonly string[],
  note: string | null = null,
): Promise<void> {
  const by = ctx.actor.kind === 'system' ? null : actorId(ctx.actor);
  return insertSteps(
    ctx.tx,
    ctx.storeId,
    ids.map((referralId) => ({ id: ctx.newId(), referralId, what, at: ctx.now, by, note })),
  );
}

/**
 * Takes joined friends on whose first order counts: their holding period begins, and rings are held for
 * staff at once, so that staff have the holding period to look. Answers how many there were.
 * @param friendIds null: everybody's, at most a batch
 */
export async function qualify(ctx: Ctx, friendIds: readonly string[] | null): Promise<number> {
  const found = await findQualifying(ctx.tx, ctx.storeId, friendIds, batchSize);
  if (found.length === 0) return 0;
  const programme = await programmeOf(ctx);
  await lockReferrers(ctx.tx, ctx.storeId, [...new Set(found.map(({ referrerId }) => referrerId))]);
  const cap = { rewards: programme.capRewards, since: daysAfter(ctx.now, -programme.capDays), at: ctx.now };
  const rows = await putQualified(ctx.tx, ctx.storeId, found, cap);
  const ids = rows.map(({ id }) => id);
  await noteSteps(ctx, 'qualified', ids);
  const held = await holdRings(ctx, rows);
  for (const row of rows)
    ctx.emit('referral.qualified', {
      ...referralEvent(row),
      orderId: row.orderId ?? '',
      dueAt: row.dueAt?.toISOString() ?? '',
      held: held.has(row.id),
      capped: row.capped,
    });
  return rows.length;
}

/** Holds those of the referrals whose people hang together otherwise too; answers their ids. */
export async function holdRings(ctx: Ctx, rows: readonly JoinedRow[]): Promise<Set<string>> {
  const judged = rows.filter((row) => row.referrerId !== row.friendId);
  if (judged.length === 0) return new Set();
  const programme = await programmeOf(ctx);
  await refreshMarks(ctx, [...new Set(judged.flatMap((row) => [row.referrerId, row.friendId]))]);
  const limits = { kinds: ringKinds(programme), crowd: crowdSize, depth: ringDepth };
  const queries = judged.map(({ id, referrerId, friendId }) => ({ referralId: id, referrerId, friendId }));
  const [rings, crowds] = await Promise.all([
    findRings(ctx.tx, ctx.storeId, queries, limits),
    countNetworkFriends(
      ctx.tx,
      ctx.storeId,
      judged.map(({ id }) => id),
    ),
  ]);
  const held = judged.flatMap(({ id }) => {
    const ring = rings.get(id) ?? [];
    const friendsInNetwork = crowds.get(id) ?? 0;
    const concerns = concernsOf({ ring, friendsInNetwork, reviewsAll: programme.reviewsAll });
    return concerns.length > 0 ? [{ id, concerns }] : [];
  });
  const ids = held.map(({ id }) => id);
  if (held.length > 0) await putHeld(ctx.tx, ctx.storeId, held);
  await noteSteps(ctx, 'held', ids);
  return new Set(ids);
}

/**
 * Takes a qualification back whose order was refunded below the minimum within the holding period; a later
 * order may qualify in its place. What has been rewarded stays.
 * @param orderIds null: of all that are due
 */
export async function takeBack(ctx: Ctx, orderIds: readonly string[] | null): Promise<void> {
  const rows = await putBack(ctx.tx, ctx.storeId, orderIds, ctx.now);
  if (rows.length === 0) return;
  await noteSteps(
    ctx,
    'undone',
    rows.map(({ id }) => id),
  );
  await qualify(
    ctx,
    rows.map(({ friendId }) => friendId),
  );
}

/** Ends referrals without a reward. */
export async function reject(
  ctx: Ctx,
  rejected: readonly { row: JoinedRow; rejection: ReferralRejection }[],
  note: string | null = null,
): Promise<void> {
  if (rejected.length === 0) return;
  const rows = rejected.map(({ row, rejection }) => ({ id: row.id, rejection }));
  await putRejected(ctx.tx, ctx.storeId, rows, ctx.now);
  await noteSteps(
    ctx,
    'rejected',
    rows.map(({ id }) => id),
    note,
  );
  for (const { row, rejection } of rejected)
    ctx.emit('referral.rejected', { ...referralEvent(row), rejection });
}

/** Ends referrals whose friend did not order in time; answers how many. */
export async function lapse(ctx: Ctx): Promise<number> {
  const rows = await lockLapsed(ctx.tx, ctx.storeId, ctx.now, batchSize);
  await reject(
    ctx,
    rows.map((row) => ({ row, rejection: row.refundedAt ? 'refunded' : 'no_order_in_time' })),
  );
  return rows.length;
}

/** Forgets the addresses of old invitations and the callers of old guesses; answers how many addresses. */
export async function forget(ctx: Ctx): Promise<number> {
  await forgetFailures(ctx.tx, ctx.storeId, new Date(ctx.now.getTime() - wrongCodes.windowMinutes * 60_000));
  return forgetAddresses(ctx.tx, ctx.storeId, daysAfter(ctx.now, -addressDays), batchSize);
}
