import { sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';
import type { TimelineQuery } from '../../platform/module.ts';

/** Every column that says whose a row is, with the one that says for whom it was made. */
const owners = [
  ['codes', 'customer_id', 'presented_id'],
  ['referrals', 'referrer_id', 'referrer_presented_id'],
  ['referrals', 'friend_id', 'friend_presented_id'],
  ['rewards', 'customer_id', 'presented_id'],
  ['marks', 'customer_id', 'presented_id'],
] as const;

/**
 * Gives a customer's rows to another: all of them, or those made for one of the presented ids. A row belongs
 * to whoever its presented id is merged into, so taking back needs no journal.
 */
export async function moveRows(
  tx: Tx,
  storeId: string,
  from: string,
  into: string,
  presented: readonly string[] | null,
): Promise<void> {
  for (const [table, owner, madeFor] of owners) {
    const [name, owned, made] = [sql.table(`referrals.${table}`), sql.ref(owner), sql.ref(madeFor)];
    await sql`
      update ${name} set ${owned} = ${into}
       where store_id = ${storeId} and ${owned} = ${from}
         and (${presented}::uuid[] is null or ${made} = any(${presented}::uuid[]))`.execute(tx);
  }
}

/** Deletes what a person can be known by; referrals and their points stay under the customer's bare id. */
export async function eraseRows(tx: Tx, storeId: string, customerId: string, at: Date): Promise<void> {
  await sql`delete from referrals.marks where store_id = ${storeId} and customer_id = ${customerId}`.execute(
    tx,
  );
  await sql`
    delete from referrals.refusals where store_id = ${storeId} and customer_id = ${customerId}`.execute(tx);
  await sql`
    update referrals.codes set retired_at = coalesce(retired_at, ${at})
     where store_id = ${storeId} and customer_id = ${customerId}`.execute(tx);
  await sql`
    update referrals.referrals set address_hash = null, address_mask = null
     where store_id = ${storeId} and ${customerId} in (referrer_id, friend_id)`.execute(tx);
  await sql`
    update referrals.steps s set note = null
      from referrals.referrals r
     where s.store_id = ${storeId} and r.store_id = ${storeId} and r.id = s.referral_id
       and ${customerId} in (r.referrer_id, r.friend_id) and s.note is not null`.execute(tx);
  await sql`
    update referrals.referrals set note = null
     where store_id = ${storeId} and ${customerId} in (referrer_id, friend_id) and note is not null`.execute(
    tx,
  );
}

export interface PersonalRows {
  codes: { code: string; issuedAt: Date; retiredAt: Date | null }[];
  referrals: Record<string, unknown>[];
  rewards: Record<string, unknown>[];
}

/** All of a customer's rows; of the other side no more than its part. */
export async function readPersonal(tx: Tx, storeId: string, customerId: string): Promise<PersonalRows> {
  const codes = sql<PersonalRows['codes'][number]>`
    select code, issued_at as "issuedAt", retired_at as "retiredAt" from referrals.codes
     where store_id = ${storeId} and customer_id = ${customerId} order by issued_at`.execute(tx);
  const referrals = sql<Record<string, unknown>>`
    select id, case when referrer_id = ${customerId} then 'referrer' else 'friend' end as role, stage,
           case when referrer_id = ${customerId} then address_mask end as "sentTo", order_total as "orderTotal",
           invited_at as "invitedAt", joined_at as "joinedAt", qualified_at as "qualifiedAt",
           rewarded_at as "rewardedAt", rejected_at as "rejectedAt", rejection
      from referrals.referrals
     where store_id = ${storeId} and ${customerId} in (referrer_id, friend_id) order by created_at`.execute(
    tx,
  );
  const rewards = sql<Record<string, unknown>>`
    select referral_id as "referralId", role, points, rewarded_at as "rewardedAt" from referrals.rewards
     where store_id = ${storeId} and customer_id = ${customerId} order by rewarded_at`.execute(tx);
  const [found, own, given] = await Promise.all([codes, referrals, rewards]);
  return { codes: found.rows, referrals: own.rows, rewards: given.rows };
}

export interface MomentRow {
  id: string;
  at: Date;
  kind: 'invited' | 'joined' | 'qualified' | 'rewarded' | 'rejected' | 'came' | 'welcomed';
  referralId: string;
  otherId: string | null;
  points: number | null;
}

/**
 * The newest moments of a customer's referrals, as referrer and as friend, below a place. Of a rejection only
 * staff read: it may be the outcome of a review.
 */
export async function readMoments(tx: Tx, storeId: string, query: TimelineQuery): Promise<MomentRow[]> {
  const { customerId, before, limit, forStaff } = query;
  const { rows } = await sql<MomentRow>`
    select * from (
      select s.id, s.at, s.what as kind, r.id as "referralId", r.friend_id as "otherId",
             case s.what when 'rewarded' then w.points end as points
        from referrals.referrals r
        join referrals.steps s on s.store_id = ${storeId} and s.referral_id = r.id
        left join referrals.rewards w on w.store_id = ${storeId} and w.referral_id = r.id and w.role = 'referrer'
       where r.store_id = ${storeId} and r.referrer_id = ${customerId}
         and s.what in ('invited', 'joined', 'qualified', 'rewarded', 'rejected')
         and (${forStaff} or s.what <> 'rejected') and (s.what <> 'rewarded' or w.points is not null)
      union all
      select s.id, s.at, case s.what when 'joined' then 'came' else 'welcomed' end, r.id, r.referrer_id,
             case s.what when 'rewarded' then w.points end
        from referrals.referrals r
        join referrals.steps s on s.store_id = ${storeId} and s.referral_id = r.id
        left join referrals.rewards w on w.store_id = ${storeId} and w.referral_id = r.id and w.role = 'friend'
       where r.store_id = ${storeId} and r.friend_id = ${customerId} and s.what in ('joined', 'rewarded')
    ) as m
     where ${before === null ? sql`true` : sql`(m.at, m.id) < (${before.at}, ${before.id}::uuid)`}
     order by m.at desc, m.id desc limit ${limit}`.execute(tx);
  return rows;
}
