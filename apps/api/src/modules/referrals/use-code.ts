import { actorId, type Ctx } from '../../platform/context.ts';
import { AppError, Refusal } from '../../platform/errors.ts';
import { referralEvent } from './events.ts';
import { markOf } from './keys.ts';
import { refreshMarks } from './marks.ts';
import { programmeOf } from './programme.ts';
import { findNamed, refuseNoted } from './refusals.ts';
import { daysAfter, isOpen, mailboxOf, type Programme } from './rules.ts';
import { findAsFriend, insertJoining, insertSteps, type JoinedRow } from './sql.ts';
import type { CodeRow } from './sql-codes.ts';
import { sharedKinds } from './sql-marks.ts';
import { findPeople, hasOrdered, type Person } from './sql-people.ts';

/** What joins two profiles into one person, beyond doubt enough to refuse at once. */
const samePerson = new Set(['device', 'phone', 'email']);

export interface Used {
  row: JoinedRow;
  /** False where the customer had used this code before. */
  isNew: boolean;
}

/**
 * Makes a customer the friend of a code's holder, once for ever; the same code again answers the first use.
 * Refuses with a row: `referral_code_unknown`, `rate_limited`, `referral_closed`, `referral_own_code` (also
 * where both have one device, phone or mailbox), `referral_already_joined`, `referral_not_new`,
 * `referral_too_late`.
 * @param at when the code was given: orders and joining are judged by then
 */
export async function useCode(ctx: Ctx, friendId: string, typed: string, at: Date): Promise<Used | Refusal> {
  const no = (code: Parameters<typeof refuseNoted>[2], params?: Record<string, number>) =>
    refuseNoted(ctx, 'use_code', code, { customerId: friendId, field: 'code', params });
  const code = await findNamed(ctx, typed, 'use_code', friendId);
  if (code instanceof Refusal) return code;
  if (code.customerId === friendId) return no('referral_own_code');
  const before = await findAsFriend(ctx.tx, ctx.storeId, friendId);
  if (before)
    return before.referrerId === code.customerId
      ? { row: before, isNew: false }
      : no('referral_already_joined');
  const programme = await programmeOf(ctx);
  if (!isOpen(programme, at)) return no('referral_closed');
  const [people, ordered] = await Promise.all([
    findPeople(ctx.tx, ctx.storeId, [friendId]),
    hasOrdered(ctx.tx, ctx.storeId, friendId, at),
  ]);
  const friend = people.get(friendId);
  if (!friend) throw new AppError('not_found', { field: 'customerId' });
  if (ordered) return no('referral_not_new');
  // A day's grace at 0 days: a code given at sign-up is used a moment after it.
  if (at > daysAfter(friend.createdAt, Math.max(programme.joinDays, 1)))
    return no('referral_too_late', { days: programme.joinDays });
  await refreshMarks(ctx, [friendId, code.customerId]);
  const shared = await sharedKinds(ctx.tx, ctx.storeId, friendId, code.customerId);
  if (shared.some((kind) => samePerson.has(kind))) return no('referral_own_code');
  const isNew = await join(ctx, { code, friend, programme, at });
  const row = await findAsFriend(ctx.tx, ctx.storeId, friendId);
  if (!row) throw new AppError('conflict', { detail: 'the referral just written is not there' });
  // Two codes of one moment: the first stays.
  return row.referrerId === code.customerId ? { row, isNew } : no('referral_already_joined');
}

async function join(
  ctx: Ctx,
  { code, friend, programme, at }: { code: CodeRow; friend: Person; programme: Programme; at: Date },
): Promise<boolean> {
  const addressHashes = [
    ...(friend.email ? [markOf(ctx.storeId, 'email', mailboxOf(friend.email))] : []),
    ...(friend.phone ? [markOf(ctx.storeId, 'phone', friend.phone)] : []),
  ];
  const id = await insertJoining(ctx.tx, ctx.storeId, {
    id: ctx.newId(),
    referrerId: code.customerId,
    referrerPresentedId: code.presentedId,
    friendId: friend.id,
    code: code.code,
    referrerPoints: programme.referrerPoints,
    friendPoints: programme.friendPoints,
    minimumOrder: programme.minimumOrder,
    holdingDays: programme.holdingDays,
    orderUntil: daysAfter(at, programme.orderDays),
    at,
    addressHashes,
  });
  if (id === undefined) return false;
  const step = { id: ctx.newId(), referralId: id, at, by: actorId(ctx.actor), note: null };
  await insertSteps(ctx.tx, ctx.storeId, [{ ...step, what: 'joined' }]);
  ctx.audit({ action: 'referrals.useCode', entity: 'referral', entityId: id, customerId: friend.id });
  ctx.emit('referral.joined', referralEvent({ id, referrerId: code.customerId, friendId: friend.id }));
  return true;
}
