import type { ReferralConcern, ReferralRejection } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';
import { columns, type JoinedRow } from './sql.ts';

/** A referral with the order by which it qualifies. */
export interface Qualifying {
  id: string;
  referrerId: string;
  orderId: string;
  /** What was kept of the order, minor units. */
  total: number;
  /** When the order began to count. */
  countedAt: Date;
}

/**
 * Joined referrals whose friend has ordered: the first order that counts, was placed in time and reaches the
 * minimum after refunds. @param friendIds null: everybody's
 */
export async function findQualifying(
  tx: Tx,
  storeId: string,
  friendIds: readonly string[] | null,
  limit: number,
): Promise<Qualifying[]> {
  const { rows } = await sql<Qualifying>`
    select r.id, r.referrer_id as "referrerId", o.order_id as "orderId", o.net as total,
           o.counted_at as "countedAt"
      from referrals.referrals r
     cross join lateral (
       select k.order_id, k.net, k.counted_at from orders.v_orders k
        where k.store_id = ${storeId} and k.customer_id = r.friend_id and k.counted_at is not null and k.is_kept
          and k.net >= r.minimum_order and k.placed_at >= r.joined_at and k.placed_at <= r.order_until
        order by k.counted_at, k.order_id limit 1) as o
     where r.store_id = ${storeId} and r.stage = 'joined'
       and (${friendIds}::uuid[] is null or r.friend_id = any(${friendIds}::uuid[]))
     order by o.counted_at, r.id limit ${limit}`.execute(tx);
  return rows;
}

/**
 * Writes that referrals have qualified. Those past the referrer's cap are marked: counted are the referrer's
 * referrals that qualified since `since`, so the referrers must be locked.
 */
export async function putQualified(
  tx: Tx,
  storeId: string,
  found: readonly Qualifying[],
  cap: { rewards: number; since: Date; at: Date },
): Promise<JoinedRow[]> {
  const { rows } = await sql<JoinedRow>`
    with found as (
      select f.*, row_number() over (partition by f."referrerId" order by f."countedAt", f.id) as place
        from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as f(
          id uuid, "referrerId" uuid, "orderId" uuid, total bigint, "countedAt" timestamptz)
    ), used as (
      select u.referrer_id, count(*) as rewards from referrals.referrals u
       where u.store_id = ${storeId} and u.referrer_id in (select f."referrerId" from found f)
         and u.stage in ('qualified', 'rewarded') and not u.capped and u.qualified_at > ${cap.since}
       group by u.referrer_id
    )
    update referrals.referrals r
       set stage = 'qualified', order_id = f."orderId", order_total = f.total, qualified_at = ${cap.at},
           due_at = f."countedAt" + make_interval(days => r.holding_days),
           capped = coalesce(used.rewards, 0) + f.place > ${cap.rewards}
      from found f left join used on used.referrer_id = f."referrerId"
     where r.store_id = ${storeId} and r.id = f.id and r.stage = 'joined'
    returning ${columns}`.execute(tx);
  return rows;
}

/**
 * Takes back qualifications whose order is not kept any more, or falls below the minimum.
 * @param orderIds null: of all whose holding period is over
 */
export async function putBack(
  tx: Tx,
  storeId: string,
  orderIds: readonly string[] | null,
  at: Date,
): Promise<JoinedRow[]> {
  const { rows } = await sql<JoinedRow>`
    update referrals.referrals r
       set stage = 'joined', order_id = null, order_total = null, qualified_at = null, due_at = null,
           capped = false, review = 'none', concerns = '{}', refunded_at = ${at}
      from orders.v_orders o
     where r.store_id = ${storeId} and r.stage = 'qualified' and o.store_id = ${storeId}
       and o.order_id = r.order_id and not (o.is_kept and o.net >= r.minimum_order)
       and (r.order_id = any(${orderIds}::uuid[]) or (${orderIds}::uuid[] is null and r.due_at <= ${at}))
    returning ${columns}`.execute(tx);
  return rows;
}

/**
 * Locks referrals that are to be rewarded now; those that another worker holds are left to it.
 * @param id one referral, which is waited for
 */
export async function lockDue(
  tx: Tx,
  storeId: string,
  due: { at: Date; limit: number; id?: string },
): Promise<JoinedRow[]> {
  const { rows } = await sql<JoinedRow>`
    select ${columns} from referrals.referrals r
     where r.store_id = ${storeId} and r.stage = 'qualified' and r.due_at <= ${due.at}
       and r.review in ('none', 'approved') and (${due.id ?? null}::uuid is null or r.id = ${due.id ?? null}::uuid)
     order by r.due_at, r.id limit ${due.limit}
     for update ${due.id === undefined ? sql`skip locked` : sql``}`.execute(tx);
  return rows;
}

/** Holds referrals for staff. */
export async function putHeld(
  tx: Tx,
  storeId: string,
  held: readonly { id: string; concerns: ReferralConcern[] }[],
): Promise<void> {
  await sql`
    update referrals.referrals r set review = 'held', concerns = h.concerns
      from jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as h(id uuid, concerns text[])
     where r.store_id = ${storeId} and r.id = h.id and r.review = 'none'`.execute(tx);
}

export interface RewardRow {
  referralId: string;
  role: 'referrer' | 'friend';
  customerId: string;
  points: number;
  entryId: string | null;
}

/** Writes the rewards of locked referrals, and that these are through. */
export async function putRewarded(
  tx: Tx,
  storeId: string,
  ids: readonly string[],
  rewards: readonly RewardRow[],
  at: Date,
): Promise<void> {
  const given = sql`
    insert into referrals.rewards (store_id, referral_id, role, customer_id, presented_id, points, entry_id,
      rewarded_at)
    select ${storeId}::uuid, w."referralId", w.role, w."customerId",
           case w.role when 'friend' then r.friend_presented_id else r.referrer_presented_id end, w.points,
           w."entryId", ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rewards)}::jsonb) as w(
        "referralId" uuid, role text, "customerId" uuid, points bigint, "entryId" uuid)
      join referrals.referrals r on r.store_id = ${storeId} and r.id = w."referralId"`.execute(tx);
  const through = sql`
    update referrals.referrals set stage = 'rewarded', rewarded_at = ${at}
     where store_id = ${storeId} and id = any(${[...ids]}::uuid[])`.execute(tx);
  await Promise.all([given, through]);
}

/** Ends referrals without a reward. */
export async function putRejected(
  tx: Tx,
  storeId: string,
  rejected: readonly { id: string; rejection: ReferralRejection }[],
  at: Date,
): Promise<void> {
  await sql`
    update referrals.referrals r
       set stage = 'rejected', rejection = j.rejection, rejected_at = ${at}
      from jsonb_to_recordset(${JSON.stringify(rejected)}::jsonb) as j(id uuid, rejection text)
     where r.store_id = ${storeId} and r.id = j.id`.execute(tx);
}

/** Locks joined referrals whose time for an order is over, and of which no order is on its way. */
export async function lockLapsed(tx: Tx, storeId: string, at: Date, limit: number): Promise<JoinedRow[]> {
  const { rows } = await sql<JoinedRow>`
    select ${columns} from referrals.referrals r
     where r.store_id = ${storeId} and r.stage = 'joined' and r.order_until < ${at}
       and not exists (
         select from orders.v_orders o
          where o.store_id = ${storeId} and o.customer_id = r.friend_id and o.counted_at is null
            and o.is_kept and o.placed_at >= r.joined_at and o.placed_at <= r.order_until)
     order by r.order_until, r.id limit ${limit} for update skip locked`.execute(tx);
  return rows;
}

/** Empties what is kept of addresses that were invited before; answers how many. */
export async function forgetAddresses(tx: Tx, storeId: string, before: Date, limit: number): Promise<number> {
  const { rows } = await sql`
    update referrals.referrals set address_hash = null, address_mask = null
     where store_id = ${storeId} and id in (
           select i.id from referrals.referrals i
            where i.store_id = ${storeId} and i.address_hash is not null and i.invited_at < ${before}
            limit ${limit})
    returning 1`.execute(tx);
  return rows.length;
}
