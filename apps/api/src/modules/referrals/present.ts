import type { Language, OwnReferral, Referral } from '@wafa/contract';
import type { Ctx } from '../../platform/context.ts';
import * as settings from '../settings/index.ts';
import { showCode } from './codes.ts';
import { daysAfter, shortName, undoDays } from './rules.ts';
import type { ReferralRow } from './sql.ts';
import type { Person } from './sql-people.ts';

const text = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The whole name, for staff. */
export function fullName(person: Person | undefined, language: Language): string {
  if (!person) return '';
  const arabic = language === 'ar' && person.firstNameAr !== null;
  const parts = arabic ? [person.firstNameAr, person.lastNameAr] : [person.firstName, person.lastName];
  return parts.filter(Boolean).join(' ') || (person.companyName ?? '');
}

/** A referral as its referrer sees it. @param given points that the referrer got for it; null: none yet */
export function showOwn(
  ctx: Ctx,
  row: ReferralRow,
  friend: Person | undefined,
  given: number | null,
): OwnReferral {
  const isOpen = row.stage !== 'rewarded' && row.stage !== 'rejected';
  const expected = isOpen && !row.capped ? row.referrerPoints : 0;
  return {
    id: row.id,
    stage: row.stage,
    friend: friend ? shortName(friend, ctx.language) : null,
    sentTo: row.addressMask,
    invitedAt: text(row.invitedAt),
    joinedAt: text(row.joinedAt),
    qualifiedAt: text(row.qualifiedAt),
    rewardDueAt: text(row.dueAt),
    inReview: row.stage === 'qualified' && row.review === 'held',
    rewardedAt: text(row.rewardedAt),
    rejectedAt: text(row.rejectedAt),
    rejection: row.rejection,
    points: given ?? expected,
    capped: row.capped,
    canWithdraw: row.stage === 'invited',
  };
}

/** A referral as staff see it. */
export async function showReferral(
  ctx: Ctx,
  row: ReferralRow,
  people: ReadonlyMap<string, Person>,
): Promise<Referral> {
  const { currency } = await settings.store(ctx);
  const person = (id: string) => ({ id, name: fullName(people.get(id), ctx.language) });
  return {
    id: row.id,
    stage: row.stage,
    review: row.review,
    concerns: row.concerns,
    referrer: person(row.referrerId),
    friend: row.friendId === null ? null : person(row.friendId),
    sentTo: row.addressMask,
    code: row.code === null ? null : showCode(row.code),
    orderId: row.orderId,
    orderTotal: row.orderTotal,
    currency,
    referrerPoints: row.capped ? 0 : row.referrerPoints,
    friendPoints: row.friendPoints,
    capped: row.capped,
    rejection: row.rejection,
    note: row.note,
    decidedBy: row.decidedBy,
    decidedAt: text(row.decidedAt),
    undoUntil: text(undoUntil(row)),
    invitedAt: text(row.invitedAt),
    joinedAt: text(row.joinedAt),
    qualifiedAt: text(row.qualifiedAt),
    rewardDueAt: text(row.dueAt),
    rewardedAt: text(row.rewardedAt),
    rejectedAt: text(row.rejectedAt),
    createdAt: row.createdAt.toISOString(),
  };
}

/** Until when a decision can be taken back: a rejection for some days, an approval until it is rewarded. */
export function undoUntil(row: Pick<ReferralRow, 'stage' | 'review' | 'decidedAt' | 'dueAt'>): Date | null {
  if (row.review === 'rejected' && row.stage === 'rejected' && row.decidedAt)
    return daysAfter(row.decidedAt, undoDays);
  return row.review === 'approved' && row.stage === 'qualified' ? row.dueAt : null;
}
