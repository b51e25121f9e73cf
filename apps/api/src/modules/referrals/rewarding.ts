import type { ReferralRejection } from '@wafa/contract';
import type { Ctx } from '../../platform/context.ts';
import * as customers from '../customers/index.ts';
import * as loyalty from '../loyalty/index.ts';
import { referralEvent } from './events.ts';
import { batchSize, holdRings, noteSteps, reject, takeBack } from './progress.ts';
import type { JoinedRow } from './sql.ts';
import { findPeople, type Person } from './sql-people.ts';
import { lockDue, putRewarded, type RewardRow } from './sql-progress.ts';

/** Where an entry of the ledger came from, with the referral's id as its source id. */
const source = 'referral';
const lineOf = { referrer: 0, friend: 1 } as const;

/** One side of a referral that is to get points. */
interface Share {
  row: JoinedRow;
  role: RewardRow['role'];
  customerId: string;
  accountId: string;
  points: number;
}

/**
 * Gives points to both sides of referrals whose holding period is over and that nobody holds; answers how
 * many were looked at. Safe to run twice or be killed: a referral leaves `qualified` once, and the ledger
 * credits each side of one once for ever.
 * @param id one referral, of whose approval this is part
 */
export async function reward(ctx: Ctx, id?: string): Promise<number> {
  await takeBack(ctx, null);
  const due = await lockDue(ctx.tx, ctx.storeId, { at: ctx.now, limit: batchSize, id });
  if (due.length === 0) return 0;
  const held = await holdRings(
    ctx,
    due.filter((row) => row.review === 'none'),
  );
  const clear = due.filter((row) => !held.has(row.id));
  const ids = clear.flatMap((row) => [row.referrerId, row.friendId]);
  const people = await findPeople(ctx.tx, ctx.storeId, ids);
  const standings = await loyalty.standings(ctx, ids);
  const shares = clear.flatMap((row) => sharesOf(row, people, standings));
  const rewarded = clear.filter((row) => shares.some((share) => share.row === row));
  await give(ctx, rewarded, shares);
  await reject(
    ctx,
    clear.filter((row) => !rewarded.includes(row)).map((row) => ({ row, rejection: rejectionOf(row) })),
  );
  return due.length;
}

const rejectionOf = (row: JoinedRow): ReferralRejection =>
  row.referrerId === row.friendId ? 'same_person' : 'closed';

/**
 * Who gets what: nobody where both are one person since a merge, or the friend may not earn (suspended,
 * closed, not enrolled); the friend alone where the referrer may not, or is past the cap.
 */
function sharesOf(
  row: JoinedRow,
  people: ReadonlyMap<string, Person>,
  standings: ReadonlyMap<string, loyalty.Standing>,
): Share[] {
  if (row.referrerId === row.friendId) return [];
  const share = (role: Share['role'], customerId: string, points: number): Share[] => {
    const person = people.get(customerId);
    const standing = standings.get(customerId);
    if (!person || !customers.allows(person.status, 'earn') || !standing?.isEnrolled) return [];
    return [{ row, role, customerId, accountId: standing.accountId, points }];
  };
  const friend = share('friend', row.friendId, row.friendPoints);
  if (friend.length === 0) return [];
  return [...(row.capped ? [] : share('referrer', row.referrerId, row.referrerPoints)), ...friend];
}

async function give(ctx: Ctx, rows: readonly JoinedRow[], shares: readonly Share[]): Promise<void> {
  if (rows.length === 0) return;
  const paid = shares.filter(({ points }) => points > 0);
  const results = await loyalty.earn(
    ctx,
    paid.map(({ row, role, customerId, accountId, points }) => ({
      customerId,
      accountId,
      source,
      sourceId: row.id,
      line: lineOf[role],
      kind: 'bonus' as const,
      points,
      occurredAt: ctx.now,
      reason: { rule: 'referral', role, referralId: row.id },
    })),
  );
  const entryOf = new Map(paid.map((share, n) => [share, results[n]?.entryId ?? null]));
  const ids = rows.map(({ id }) => id);
  const rewards = shares.map((share) => ({
    referralId: share.row.id,
    role: share.role,
    customerId: share.customerId,
    points: share.points,
    entryId: entryOf.get(share) ?? null,
  }));
  await putRewarded(ctx.tx, ctx.storeId, ids, rewards, ctx.now);
  await noteSteps(ctx, 'rewarded', ids);
  for (const row of rows) {
    const pointsOf = (role: Share['role']) =>
      shares.find((share) => share.row === row && share.role === role)?.points ?? 0;
    ctx.emit('referral.rewarded', {
      ...referralEvent(row),
      referrerPoints: pointsOf('referrer'),
      friendPoints: pointsOf('friend'),
    });
  }
}
