import type { ReferralConcern, ReferralRejection, ReferralReview, ReferralStage } from '@wafa/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';
import type { Terms } from './rules.ts';

export interface ReferralRow extends Terms {
  id: string;
  referrerId: string;
  friendId: string | null;
  code: string | null;
  addressMask: string | null;
  stage: ReferralStage;
  review: ReferralReview;
  concerns: ReferralConcern[];
  rejection: ReferralRejection | null;
  orderUntil: Date | null;
  capped: boolean;
  orderId: string | null;
  orderTotal: number | null;
  refundedAt: Date | null;
  note: string | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  createdAt: Date;
  invitedAt: Date | null;
  joinedAt: Date | null;
  qualifiedAt: Date | null;
  dueAt: Date | null;
  rewardedAt: Date | null;
  rejectedAt: Date | null;
}

/** A referral whose friend has joined. */
export type JoinedRow = ReferralRow & { friendId: string };

export const columns: RawBuilder<unknown> = sql`
  r.id, r.referrer_id as "referrerId", r.friend_id as "friendId", r.code, r.address_mask as "addressMask", r.stage,
  r.review, r.concerns, r.rejection, r.referrer_points as "referrerPoints", r.friend_points as "friendPoints",
  r.minimum_order as "minimumOrder", r.holding_days as "holdingDays", r.order_until as "orderUntil", r.capped,
  r.order_id as "orderId", r.order_total as "orderTotal", r.refunded_at as "refundedAt", r.note,
  r.decided_by as "decidedBy", r.decided_at as "decidedAt", r.created_at as "createdAt",
  r.invited_at as "invitedAt", r.joined_at as "joinedAt", r.qualified_at as "qualifiedAt", r.due_at as "dueAt",
  r.rewarded_at as "rewardedAt", r.rejected_at as "rejectedAt"`;

export async function findReferral(tx: Tx, storeId: string, id: string): Promise<ReferralRow | undefined> {
  const { rows } = await sql<ReferralRow>`
    select ${columns} from referrals.referrals r where r.store_id = ${storeId} and r.id = ${id}`.execute(tx);
  return rows[0];
}

export async function lockReferral(tx: Tx, storeId: string, id: string): Promise<ReferralRow | undefined> {
  const { rows } = await sql<ReferralRow>`
    select ${columns} from referrals.referrals r
     where r.store_id = ${storeId} and r.id = ${id} for update`.execute(tx);
  return rows[0];
}

/** The referral by which a customer came; the earlier one where a merge left two. */
export async function findAsFriend(
  tx: Tx,
  storeId: string,
  friendId: string,
): Promise<JoinedRow | undefined> {
  const { rows } = await sql<JoinedRow>`
    select ${columns} from referrals.referrals r
     where r.store_id = ${storeId} and (r.friend_id = ${friendId} or r.friend_presented_id = ${friendId})
     order by r.joined_at limit 1`.execute(tx);
  return rows[0];
}

/** The invitation of an address by a customer. */
export async function findInvitation(
  tx: Tx,
  storeId: string,
  referrerId: string,
  addressHash: Buffer,
): Promise<ReferralRow | undefined> {
  const { rows } = await sql<ReferralRow>`
    select ${columns} from referrals.referrals r
     where r.store_id = ${storeId} and r.referrer_id = ${referrerId} and r.address_hash = ${addressHash}
     order by r.created_at limit 1`.execute(tx);
  return rows[0];
}

export async function countInvitations(
  tx: Tx,
  storeId: string,
  referrerId: string,
  since: Date,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from referrals.referrals
     where store_id = ${storeId} and referrer_id = ${referrerId} and invited_at > ${since}`.execute(tx);
  return rows[0]?.count ?? 0;
}

export interface NewInvitation extends Terms {
  id: string;
  referrerId: string;
  code: string;
  addressHash: Buffer;
  addressMask: string;
  at: Date;
}

/** Adds an invitation; false where the same customer has invited this address before. */
export async function insertInvitation(tx: Tx, storeId: string, row: NewInvitation): Promise<boolean> {
  const { rows } = await sql`
    insert into referrals.referrals (store_id, id, referrer_id, referrer_presented_id, code, address_hash,
      address_mask, stage, referrer_points, friend_points, minimum_order, holding_days, created_at, invited_at)
    values (${storeId}, ${row.id}, ${row.referrerId}, ${row.referrerId}, ${row.code}, ${row.addressHash},
      ${row.addressMask}, 'invited', ${row.referrerPoints}, ${row.friendPoints}, ${row.minimumOrder},
      ${row.holdingDays}, ${row.at}, ${row.at})
    on conflict on constraint referrals_address_key do nothing returning 1`.execute(tx);
  return rows.length > 0;
}

export interface Joining extends Terms {
  id: string;
  referrerId: string;
  referrerPresentedId: string;
  friendId: string;
  code: string;
  orderUntil: Date;
  at: Date;
  /** Hashes of the friend's addresses: an invitation to one of them becomes this referral. */
  addressHashes: Buffer[];
}

/**
 * Writes that a friend has joined: the invitation to one of their addresses goes on, else there is a new row.
 * Answers the referral's id; undefined where the friend has used a code at this very moment, or before.
 */
export async function insertJoining(tx: Tx, storeId: string, row: Joining): Promise<string | undefined> {
  const { rows: invited } = await sql<{ id: string }>`
    update referrals.referrals r
       set stage = 'joined', friend_id = ${row.friendId}, friend_presented_id = ${row.friendId}, code = ${row.code},
           referrer_points = ${row.referrerPoints}, friend_points = ${row.friendPoints},
           minimum_order = ${row.minimumOrder}, holding_days = ${row.holdingDays},
           order_until = ${row.orderUntil}, joined_at = ${row.at}
     where r.store_id = ${storeId} and r.stage = 'invited' and r.id = (
           select i.id from referrals.referrals i
            where i.store_id = ${storeId} and i.referrer_id = ${row.referrerId} and i.stage = 'invited'
              and i.address_hash = any(${row.addressHashes}::bytea[])
            order by i.created_at limit 1 for update)
       and not exists (
           select from referrals.referrals j
            where j.store_id = ${storeId} and j.friend_presented_id = ${row.friendId})
    returning r.id`.execute(tx);
  if (invited[0]) return invited[0].id;
  const { rows } = await sql<{ id: string }>`
    insert into referrals.referrals (store_id, id, referrer_id, referrer_presented_id, friend_id,
      friend_presented_id, code, stage, referrer_points, friend_points, minimum_order, holding_days, order_until,
      created_at, joined_at)
    values (${storeId}, ${row.id}, ${row.referrerId}, ${row.referrerPresentedId}, ${row.friendId}, ${row.friendId},
      ${row.code}, 'joined', ${row.referrerPoints}, ${row.friendPoints}, ${row.minimumOrder}, ${row.holdingDays},
      ${row.orderUntil}, ${row.at}, ${row.at})
    on conflict on constraint referrals_friend_key do nothing returning id`.execute(tx);
  return rows[0]?.id;
}

/** Deletes an invitation that nobody has followed; false where it is none of the customer's, or not open. */
export async function deleteInvitation(
  tx: Tx,
  storeId: string,
  referrerId: string,
  id: string,
): Promise<boolean> {
  const { rows } = await sql`
    delete from referrals.referrals
     where store_id = ${storeId} and referrer_id = ${referrerId} and id = ${id} and stage = 'invited'
    returning 1`.execute(tx);
  return rows.length > 0;
}

export interface StepRow {
  id: string;
  referralId: string;
  what: 'invited' | 'joined' | 'qualified' | 'held' | 'approved' | 'rewarded' | 'rejected' | 'undone';
  at: Date;
  by: string | null;
  note: string | null;
}

export async function insertSteps(tx: Tx, storeId: string, steps: readonly StepRow[]): Promise<void> {
  if (steps.length === 0) return;
  await sql`
    insert into referrals.steps (store_id, id, referral_id, what, at, by, note)
    select ${storeId}::uuid, s.id, s."referralId", s.what, s.at, s.by, s.note
      from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as s(
        id uuid, "referralId" uuid, what text, at timestamptz, by uuid, note text)`.execute(tx);
}

export async function findSteps(tx: Tx, storeId: string, referralId: string): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    select id, referral_id as "referralId", what, at, by, note from referrals.steps
     where store_id = ${storeId} and referral_id = ${referralId} order by at, id`.execute(tx);
  return rows;
}
