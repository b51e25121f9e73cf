import type { ReferralStage } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';
import { columns, type ReferralRow } from './sql.ts';
import type { RewardRow } from './sql-progress.ts';

interface Page {
  limit: number;
  offset: number;
}

/** A customer's referrals with what they got for each, newest first, and how many there are. */
export async function listOwn(
  tx: Tx,
  storeId: string,
  filter: { customerId: string; stage?: ReferralStage },
  page: Page,
): Promise<{ rows: (ReferralRow & { given: number | null })[]; total: number }> {
  const where = sql`r.store_id = ${storeId} and r.referrer_id = ${filter.customerId}
    and (${filter.stage ?? null}::text is null or r.stage = ${filter.stage ?? null}::text)`;
  const listed = sql<ReferralRow & { given: number | null }>`
    select ${columns}, w.points as given
      from referrals.referrals r
      left join referrals.rewards w on w.store_id = ${storeId} and w.referral_id = r.id and w.role = 'referrer'
     where ${where} order by r.created_at desc, r.id desc limit ${page.limit} offset ${page.offset}`.execute(
    tx,
  );
  const counted = sql<{ total: number }>`
    select count(*) as total from referrals.referrals r where ${where}`.execute(tx);
  const [{ rows }, total] = await Promise.all([listed, counted]);
  return { rows, total: total.rows[0]?.total ?? 0 };
}

export type GivenRow = Pick<RewardRow, 'referralId' | 'role' | 'points'> & {
  otherId: string | null;
  rewardedAt: Date;
};

/** Rewards of a customer on either side, newest first, how many there are, and their points. */
export async function listRewards(
  tx: Tx,
  storeId: string,
  customerId: string,
  page: Page,
): Promise<{ rows: GivenRow[]; total: number; points: number }> {
  const listed = sql<GivenRow>`
    select w.referral_id as "referralId", w.role, w.points, w.rewarded_at as "rewardedAt",
           case w.role when 'referrer' then r.friend_id else r.referrer_id end as "otherId"
      from referrals.rewards w
      join referrals.referrals r on r.store_id = ${storeId} and r.id = w.referral_id
     where w.store_id = ${storeId} and w.customer_id = ${customerId}
     order by w.rewarded_at desc, w.referral_id, w.role limit ${page.limit} offset ${page.offset}`.execute(
    tx,
  );
  const counted = sql<{ total: number; points: number }>`
    select count(*) as total, coalesce(sum(points), 0)::bigint as points from referrals.rewards
     where store_id = ${storeId} and customer_id = ${customerId}`.execute(tx);
  const [{ rows }, all] = await Promise.all([listed, counted]);
  return { rows, total: all.rows[0]?.total ?? 0, points: all.rows[0]?.points ?? 0 };
}

export interface Tally {
  sent: number;
  joined: number;
  qualified: number;
  rewarded: number;
  inReview: number;
  expected: number;
  /** Referrals that count towards the cap of the period. */
  inPeriod: number;
}

/** What a customer's referrals come to; `joined` and the like count all that came so far at least. */
export async function tallyOf(tx: Tx, storeId: string, customerId: string, since: Date): Promise<Tally> {
  const { rows } = await sql<Tally>`
    select count(*) as sent, count(r.joined_at) as joined, count(r.qualified_at) as qualified,
           count(*) filter (where r.stage = 'rewarded') as rewarded,
           count(*) filter (where r.stage = 'qualified' and r.review = 'held') as "inReview",
           coalesce(sum(r.referrer_points) filter (where r.stage = 'qualified' and not r.capped), 0)::bigint
             as expected,
           count(*) filter (where r.stage in ('qualified', 'rewarded') and not r.capped
             and r.qualified_at > ${since}) as "inPeriod"
      from referrals.referrals r
     where r.store_id = ${storeId} and r.referrer_id = ${customerId}`.execute(tx);
  return rows[0] as Tally;
}

export interface Ranked {
  customerId: string;
  rank: number;
  rewarded: number;
  points: number;
}

/** Every referrer's rank by rewards since an instant; equal numbers share a rank. */
const ranked = (storeId: string, from: Date | null) => sql`
  select t.*, rank() over (order by t.rewarded desc) as rank
    from (select w.customer_id, count(*) as rewarded, sum(w.points)::bigint as points,
                 max(w.rewarded_at) as last_at
            from referrals.rewards w
           where w.store_id = ${storeId} and w.role = 'referrer'
             and (${from}::timestamptz is null or w.rewarded_at >= ${from}::timestamptz)
           group by w.customer_id) as t`;

/** The first of those who agreed to be shown; of equals, who got there first. */
export async function readBoard(
  tx: Tx,
  storeId: string,
  from: Date | null,
  limit: number,
): Promise<Ranked[]> {
  const { rows } = await sql<Ranked>`
    select k.customer_id as "customerId", k.rank, k.rewarded, k.points
      from (${ranked(storeId, from)}) as k
      join customers.v_customers u on u.store_id = ${storeId} and u.customer_id = k.customer_id
     where u.status in ('active', 'inactive') and coalesce((u.privacy ->> 'leaderboard')::boolean, false)
     order by k.rank, k.last_at, k.customer_id limit ${limit}`.execute(tx);
  return rows;
}

/** A customer's own place, and how many have one. */
export async function readPlace(
  tx: Tx,
  storeId: string,
  from: Date | null,
  customerId: string | null,
): Promise<{ own: Ranked | undefined; participants: number }> {
  const own = sql<Ranked>`
    select k.customer_id as "customerId", k.rank, k.rewarded, k.points
      from (${ranked(storeId, from)}) as k where k.customer_id = ${customerId}`.execute(tx);
  const counted = sql<{ count: number }>`
    select count(distinct w.customer_id) as count from referrals.rewards w
     where w.store_id = ${storeId} and w.role = 'referrer'
       and (${from}::timestamptz is null or w.rewarded_at >= ${from}::timestamptz)`.execute(tx);
  const [found, all] = await Promise.all([own, counted]);
  return { own: found.rows[0], participants: all.rows[0]?.count ?? 0 };
}

/** The first instant of the present month, where the store is. */
export async function monthStart(tx: Tx, at: Date, timeZone: string): Promise<Date> {
  const { rows } = await sql<{ start: Date }>`
    select date_trunc('month', ${at}::timestamptz, ${timeZone}) as start`.execute(tx);
  return rows[0]?.start as Date;
}
