import type { ReferralConcern, ReferralReview, ReferralStage } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';
import { columns, type ReferralRow } from './sql.ts';

export interface DeskFilter {
  code?: string;
  /** A customer on either side. */
  customerId?: string;
  stage?: ReferralStage;
  review?: ReferralReview;
  concern?: ReferralConcern;
  referrerId?: string;
  friendId?: string;
  from?: Date;
  to?: Date;
}

const whereOf = (storeId: string, filter: DeskFilter) => sql`r.store_id = ${storeId}
  ${filter.code === undefined ? sql`` : sql`and r.code = ${filter.code}`}
  ${filter.customerId === undefined ? sql`` : sql`and ${filter.customerId}::uuid in (r.referrer_id, r.friend_id)`}
  ${filter.stage === undefined ? sql`` : sql`and r.stage = ${filter.stage}`}
  ${filter.review === undefined ? sql`` : sql`and r.review = ${filter.review}`}
  ${filter.review === 'held' ? sql`and r.stage = 'qualified'` : sql``}
  ${filter.concern === undefined ? sql`` : sql`and ${filter.concern} = any(r.concerns)`}
  ${filter.referrerId === undefined ? sql`` : sql`and r.referrer_id = ${filter.referrerId}`}
  ${filter.friendId === undefined ? sql`` : sql`and r.friend_id = ${filter.friendId}`}
  ${filter.from === undefined ? sql`` : sql`and r.created_at >= ${filter.from}`}
  ${filter.to === undefined ? sql`` : sql`and r.created_at < ${filter.to}`}`;

/** A page of the store's referrals: newest first, those held longest waiting first. */
export async function listReferrals(
  tx: Tx,
  storeId: string,
  filter: DeskFilter,
  page: { limit: number; offset: number },
): Promise<{ rows: ReferralRow[]; total: number }> {
  const where = whereOf(storeId, filter);
  const order = filter.review === 'held' ? sql`r.qualified_at, r.id` : sql`r.created_at desc, r.id desc`;
  const listed = sql<ReferralRow>`
    select ${columns} from referrals.referrals r
     where ${where} order by ${order} limit ${page.limit} offset ${page.offset}`.execute(tx);
  const counted = sql<{ total: number }>`
    select count(*) as total from referrals.referrals r where ${where}`.execute(tx);
  const [{ rows }, total] = await Promise.all([listed, counted]);
  return { rows, total: total.rows[0]?.total ?? 0 };
}

/** The next referrals of an export, newest first, below the last one's place. */
export async function readPage(
  tx: Tx,
  storeId: string,
  filter: DeskFilter,
  page: { before: { at: Date; id: string } | null; limit: number },
): Promise<ReferralRow[]> {
  const { before } = page;
  const { rows } = await sql<ReferralRow>`
    select ${columns} from referrals.referrals r
     where ${whereOf(storeId, filter)}
       ${before === null ? sql`` : sql`and (r.created_at, r.id) < (${before.at}, ${before.id}::uuid)`}
     order by r.created_at desc, r.id desc limit ${page.limit}`.execute(tx);
  return rows;
}

/** Writes staff's decision on a locked referral. */
export async function putDecision(
  tx: Tx,
  storeId: string,
  id: string,
  decision: {
    review: 'approved' | 'rejected' | 'held';
    note: string | null;
    by: string | null;
    at: Date | null;
  },
): Promise<void> {
  await sql`
    update referrals.referrals
       set review = ${decision.review}, note = ${decision.note}, decided_by = ${decision.by},
           decided_at = ${decision.at}
     where store_id = ${storeId} and id = ${id}`.execute(tx);
}

/** Opens a rejected referral again. */
export async function reopen(tx: Tx, storeId: string, id: string): Promise<void> {
  await sql`
    update referrals.referrals set stage = 'qualified', rejection = null, rejected_at = null
     where store_id = ${storeId} and id = ${id} and stage = 'rejected'`.execute(tx);
}

export interface Period {
  from: Date;
  to: Date;
}

export interface Totals {
  invited: number;
  joined: number;
  qualified: number;
  rewarded: number;
  rejected: number;
  revenue: number;
  held: number;
  refusals: number;
  referrerPoints: number;
  friendPoints: number;
}

/** The figures of a period. Funnel and revenue are of the referrals that began in it. */
export async function readTotals(tx: Tx, storeId: string, { from, to }: Period): Promise<Totals> {
  const funnel = sql<Omit<Totals, 'held' | 'refusals' | 'referrerPoints' | 'friendPoints'>>`
    select count(*) as invited, count(r.joined_at) as joined, count(r.qualified_at) as qualified,
           count(*) filter (where r.stage = 'rewarded') as rewarded,
           count(*) filter (where r.stage = 'rejected') as rejected,
           coalesce(sum(o.net) filter (where r.stage in ('qualified', 'rewarded')), 0)::bigint as revenue
      from referrals.referrals r
      left join orders.v_orders o on o.store_id = ${storeId} and o.order_id = r.order_id
     where r.store_id = ${storeId} and r.created_at >= ${from} and r.created_at < ${to}`.execute(tx);
  const beside = sql<Pick<Totals, 'held' | 'refusals' | 'referrerPoints' | 'friendPoints'>>`
    select (select count(*) from referrals.referrals r
             where r.store_id = ${storeId} and r.review = 'held' and r.stage = 'qualified') as held,
           (select count(*) from referrals.refusals f
             where f.store_id = ${storeId} and f.at >= ${from} and f.at < ${to}) as refusals,
           coalesce(sum(w.points) filter (where w.role = 'referrer'), 0)::bigint as "referrerPoints",
           coalesce(sum(w.points) filter (where w.role = 'friend'), 0)::bigint as "friendPoints"
      from referrals.rewards w
     where w.store_id = ${storeId} and w.rewarded_at >= ${from} and w.rewarded_at < ${to}`.execute(tx);
  const [one, other] = await Promise.all([funnel, beside]);
  return { ...one.rows[0], ...other.rows[0] } as Totals;
}

export interface DayRow {
  day: string;
  invited: number;
  joined: number;
  rewarded: number;
}

/** What happened on each day of a period, where the store is; days without anything too. */
export async function readDays(
  tx: Tx,
  storeId: string,
  { from, to }: Period,
  timeZone: string,
): Promise<DayRow[]> {
  const { rows } = await sql<DayRow>`
    with happened as (
      select (h.at at time zone ${timeZone})::date as day, h.what
        from referrals.referrals r
       cross join lateral (values (r.created_at, 'invited'), (r.joined_at, 'joined'),
                                  (r.rewarded_at, 'rewarded')) as h(at, what)
       where r.store_id = ${storeId} and h.at >= ${from} and h.at < ${to}
         and (r.created_at >= ${from} or r.joined_at >= ${from} or r.rewarded_at >= ${from})
    )
    select d.day::date as day, count(*) filter (where h.what = 'invited') as invited,
           count(*) filter (where h.what = 'joined') as joined,
           count(*) filter (where h.what = 'rewarded') as rewarded
      from generate_series((${from}::timestamptz at time zone ${timeZone})::date,
                           ((${to}::timestamptz - interval '1 microsecond') at time zone ${timeZone})::date,
                           interval '1 day') as d(day)
      left join happened h on h.day = d.day::date
     group by d.day order by d.day`.execute(tx);
  return rows;
}

export interface TopRow {
  customerId: string;
  joined: number;
  rewarded: number;
  points: number;
}

/** Who brought most friends of those that joined in a period. */
export async function readTop(
  tx: Tx,
  storeId: string,
  { from, to }: Period,
  limit: number,
): Promise<TopRow[]> {
  const { rows } = await sql<TopRow>`
    select r.referrer_id as "customerId", count(*) as joined,
           count(*) filter (where r.stage = 'rewarded') as rewarded, coalesce(sum(w.points), 0)::bigint as points
      from referrals.referrals r
      left join referrals.rewards w on w.store_id = ${storeId} and w.referral_id = r.id and w.role = 'referrer'
     where r.store_id = ${storeId} and r.joined_at >= ${from} and r.joined_at < ${to}
     group by r.referrer_id order by rewarded desc, joined desc, r.referrer_id limit ${limit}`.execute(tx);
  return rows;
}
