import type { RingMark } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';
import type { RingStep } from './rules.ts';

export interface Mark {
  customerId: string;
  kind: RingMark;
  mark: Buffer;
}

/** Keeps marks of customers; those known are seen again. */
export async function putMarks(tx: Tx, storeId: string, marks: readonly Mark[], at: Date): Promise<void> {
  if (marks.length === 0) return;
  await sql`
    insert into referrals.marks as t (store_id, kind, mark, customer_id, presented_id, seen_at)
    select distinct ${storeId}::uuid, m.kind, m.mark, m.customer_id, m.customer_id, ${at}::timestamptz
      from unnest(${marks.map(({ kind }) => kind)}::text[], ${marks.map(({ mark }) => mark)}::bytea[],
                  ${marks.map(({ customerId }) => customerId)}::uuid[]) as m(kind, mark, customer_id)
     order by 2, 3, 4
    on conflict on constraint marks_pkey do update set seen_at = excluded.seen_at`.execute(tx);
}

/** Kinds of marks that two customers have, or have had, in common. */
export async function sharedKinds(tx: Tx, storeId: string, a: string, b: string): Promise<RingMark[]> {
  const { rows } = await sql<{ kind: RingMark }>`
    select distinct one.kind
      from referrals.marks one
      join referrals.marks other on other.store_id = ${storeId} and other.kind = one.kind and other.mark = one.mark
     where one.store_id = ${storeId} and one.customer_id = ${a} and other.customer_id = ${b}
     order by one.kind`.execute(tx);
  return rows.map((row) => row.kind);
}

export interface RingQuery {
  referralId: string;
  referrerId: string;
  friendId: string;
}

/** The way by which referrer and friend of each referral hang together; missing where there is none. */
export async function findRings(
  tx: Tx,
  storeId: string,
  referrals: readonly RingQuery[],
  limits: { kinds: RingMark[]; crowd: number; depth: number },
): Promise<Map<string, RingStep[]>> {
  const { rows } = await sql<RingStep & { referralId: string }>`
    select q.referral_id as "referralId", w.from_id as "fromId", w.to_id as "toId", w.kinds
      from unnest(${referrals.map((one) => one.referralId)}::uuid[],
                  ${referrals.map((one) => one.referrerId)}::uuid[],
                  ${referrals.map((one) => one.friendId)}::uuid[]) as q(referral_id, referrer_id, friend_id)
     cross join lateral referrals.ring_v1(${storeId}, q.referral_id, q.referrer_id, q.friend_id,
                                          ${limits.kinds}::text[], ${limits.crowd}, ${limits.depth}) as w
     order by q.referral_id, w.step`.execute(tx);
  const rings = new Map<string, RingStep[]>();
  for (const { referralId, ...step } of rows) rings.set(referralId, [...(rings.get(referralId) ?? []), step]);
  return rings;
}

/** How many other friends of the same referrer came from a network of this friend's, by referral. */
export async function countNetworkFriends(
  tx: Tx,
  storeId: string,
  referralIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; friends: number }>`
    select r.id, count(distinct other.friend_id) as friends
      from referrals.referrals r
      join referrals.marks own
        on own.store_id = ${storeId} and own.customer_id = r.friend_id and own.kind = 'network'
      join referrals.marks same
        on same.store_id = ${storeId} and same.kind = 'network' and same.mark = own.mark
      join referrals.referrals other
        on other.store_id = ${storeId} and other.referrer_id = r.referrer_id and other.friend_id = same.customer_id
     where r.store_id = ${storeId} and r.id = any(${[...referralIds]}::uuid[]) and other.id <> r.id
     group by r.id`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.friends]));
}
