import type { RewardType } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Shape, Terms } from './rules.ts';

export interface RewardRow extends Terms, Shape {
  id: string;
  nameEn: string;
  nameAr: string;
  descriptionEn: string | null;
  descriptionAr: string | null;
  imageUrl: string | null;
  lowStockAt: number | null;
  codeDays: number;
  cancelHours: number;
  returnsPoints: boolean;
  position: number;
  createdAt: Date;
  updatedAt: Date;
}

const columns = sql`
  id, programme_id as "programmeId", name_en as "nameEn", name_ar as "nameAr", description_en as "descriptionEn",
  description_ar as "descriptionAr", image_url as "imageUrl", points_cost as "pointsCost",
  reward_type as "rewardType", reward_value as "rewardValue", sku, stock, redeemed, low_stock_at as "lowStockAt",
  per_customer as "perCustomer", valid_from as "validFrom", valid_until as "validUntil", code_days as "codeDays",
  cancel_hours as "cancelHours", returns_points as "returnsPoints", tiers, segments, is_active as "isActive",
  position, archived_at as "archivedAt", created_at as "createdAt", updated_at as "updatedAt"`;

/** Adds a reward behind all others, and answers with its position. */
export async function insertReward(tx: Tx, storeId: string, row: RewardRow): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    insert into loyalty.rewards (store_id, id, programme_id, name_en, name_ar, description_en, description_ar,
      image_url, points_cost, reward_type, reward_value, sku, stock, low_stock_at, per_customer, valid_from,
      valid_until, code_days, cancel_hours, returns_points, tiers, segments, is_active, position, created_at,
      updated_at)
    values (${storeId}, ${row.id}, ${row.programmeId}, ${row.nameEn}, ${row.nameAr}, ${row.descriptionEn},
      ${row.descriptionAr}, ${row.imageUrl}, ${row.pointsCost}, ${row.rewardType}, ${row.rewardValue}, ${row.sku},
      ${row.stock}, ${row.lowStockAt}, ${row.perCustomer}, ${row.validFrom}, ${row.validUntil}, ${row.codeDays},
      ${row.cancelHours}, ${row.returnsPoints}, ${row.tiers}::text[], ${row.segments}::text[], ${row.isActive},
      (select coalesce(max(w.position), 0) + 1 from loyalty.rewards w where w.store_id = ${storeId}),
      ${row.createdAt}, ${row.updatedAt})
    returning position`.execute(tx);
  return rows[0]?.position ?? 0;
}

/** Writes what staff may change; how many were given is the redemptions' own. */
export async function updateReward(tx: Tx, storeId: string, row: RewardRow): Promise<void> {
  await sql`
    update loyalty.rewards set
      name_en = ${row.nameEn}, name_ar = ${row.nameAr}, description_en = ${row.descriptionEn},
      description_ar = ${row.descriptionAr}, image_url = ${row.imageUrl}, points_cost = ${row.pointsCost},
      reward_type = ${row.rewardType}, reward_value = ${row.rewardValue}, sku = ${row.sku}, stock = ${row.stock},
      low_stock_at = ${row.lowStockAt}, per_customer = ${row.perCustomer}, valid_from = ${row.validFrom},
      valid_until = ${row.validUntil}, code_days = ${row.codeDays}, cancel_hours = ${row.cancelHours},
      returns_points = ${row.returnsPoints}, tiers = ${row.tiers}::text[], segments = ${row.segments}::text[],
      is_active = ${row.isActive}, archived_at = ${row.archivedAt}, updated_at = ${row.updatedAt}
    where store_id = ${storeId} and id = ${row.id}`.execute(tx);
}

export async function findReward(tx: Tx, storeId: string, id: string): Promise<RewardRow | undefined> {
  const { rows } = await sql<RewardRow>`
    select ${columns} from loyalty.rewards where store_id = ${storeId} and id = ${id}`.execute(tx);
  return rows[0];
}

/** Names of rewards, also of those taken out of the catalogue. */
export async function readNames(
  tx: Tx,
  storeId: string,
  ids: readonly string[],
): Promise<Pick<RewardRow, 'id' | 'nameEn' | 'nameAr' | 'isActive' | 'archivedAt'>[]> {
  const { rows } = await sql<Pick<RewardRow, 'id' | 'nameEn' | 'nameAr' | 'isActive' | 'archivedAt'>>`
    select id, name_en as "nameEn", name_ar as "nameAr", is_active as "isActive", archived_at as "archivedAt"
      from loyalty.rewards where store_id = ${storeId} and id = any(${ids}::uuid[])`.execute(tx);
  return rows;
}

/** The same, locked against redemptions and other changes. */
export async function lockReward(tx: Tx, storeId: string, id: string): Promise<RewardRow | undefined> {
  const { rows } = await sql<RewardRow>`
    select ${columns} from loyalty.rewards where store_id = ${storeId} and id = ${id}
    for no key update`.execute(tx);
  return rows[0];
}

export interface RewardFilter {
  query?: string;
  programId?: string;
  rewardType?: RewardType;
  isActive?: boolean;
  archived: boolean;
  sortBy: 'position' | 'name' | 'pointsCost' | 'redeemed' | 'createdAt';
  sortOrder: 'asc' | 'desc';
}

const sortColumns = {
  position: 'position',
  pointsCost: 'points_cost',
  redeemed: 'redeemed',
  createdAt: 'created_at',
} as const;

/** A page of rewards and how many there are. Names sort in the reader's language. */
export async function listRewards(
  tx: Tx,
  storeId: string,
  filter: RewardFilter & { language: 'ar' | 'en' },
  page: { limit: number; offset: number },
): Promise<{ rows: RewardRow[]; total: number }> {
  const like = filter.query ? `%${filter.query.replace(/[\\%_]/g, '\\$&')}%` : undefined;
  const where = sql`store_id = ${storeId} and (archived_at is not null) = ${filter.archived}
    ${like === undefined ? sql`` : sql`and (name_en ilike ${like} or name_ar ilike ${like} or sku ilike ${like})`}
    ${filter.programId === undefined ? sql`` : sql`and programme_id = ${filter.programId}`}
    ${filter.rewardType === undefined ? sql`` : sql`and reward_type = ${filter.rewardType}`}
    ${filter.isActive === undefined ? sql`` : sql`and is_active = ${filter.isActive}`}`;
  const column = filter.sortBy === 'name' ? (`name_${filter.language}` as const) : sortColumns[filter.sortBy];
  const direction = filter.sortOrder === 'desc' ? sql`desc` : sql`asc`;
  const listed = sql<RewardRow>`
    select ${columns} from loyalty.rewards where ${where}
    order by ${sql.ref(column)} ${direction}, id ${direction}
    limit ${page.limit} offset ${page.offset}`.execute(tx);
  const counted = sql<{ total: number }>`
    select count(*) as total from loyalty.rewards where ${where}`.execute(tx);
  const [{ rows }, total] = await Promise.all([listed, counted]);
  return { rows, total: total.rows[0]?.total ?? 0 };
}

/** Every reward that is on offer, was until `endedAfter`, or will be; in the store's order. */
export async function readShown(tx: Tx, storeId: string, endedAfter: Date): Promise<RewardRow[]> {
  const { rows } = await sql<RewardRow>`
    select ${columns} from loyalty.rewards
    where store_id = ${storeId} and archived_at is null and is_active
      and (valid_until is null or valid_until > ${endedAfter})
    order by position, id`.execute(tx);
  return rows;
}

/** Puts the named rewards first, in their order, and the rest behind; answers with all ids in order. */
export async function reorder(tx: Tx, storeId: string, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with wanted as (
      select w.id, row_number() over (order by n.place nulls last, w.position, w.id) as position
        from loyalty.rewards w
        left join unnest(${ids}::uuid[]) with ordinality as n(id, place) on n.id = w.id
       where w.store_id = ${storeId} and w.archived_at is null
    ), written as (
      update loyalty.rewards w set position = t.position
        from wanted t where w.store_id = ${storeId} and w.id = t.id and w.position <> t.position
    )
    select id from wanted order by position`.execute(tx);
  return rows.map((row) => row.id);
}

/** A customer in one programme: what they could spend, and their tier there. */
export interface TakerRow {
  programmeId: string;
  /** The account opened for them, where a merge left several. */
  accountId: string;
  /** Points that a spend could take now: matured, not over, not held, debts paid. Of all accounts. */
  points: number;
  tier: string | null;
}

export async function readTakers(tx: Tx, storeId: string, customerId: string, at: Date): Promise<TakerRow[]> {
  const { rows } = await sql<TakerRow>`
    select a.programme_id as "programmeId",
           (array_agg(a.id order by a.origin_id <> a.owner_id, a.id))[1] as "accountId",
           sum(greatest(l.usable - a.debt, 0))::bigint as points,
           (array_agg(a.tier_key order by a.origin_id <> a.owner_id, a.id))[1] as tier
      from loyalty.accounts a
     cross join lateral (
       select coalesce(sum(t.remaining - t.held), 0) as usable from loyalty.lots t
        where t.store_id = a.store_id and t.account_id = a.id and t.remaining > 0 and t.available_from <= ${at}
          and (t.expires_at is null or t.expires_at > ${at})) as l
     where a.store_id = ${storeId} and a.owner_id = ${customerId} and a.status = 'open'
     group by a.programme_id`.execute(tx);
  return rows;
}

/** How often a customer has had each reward, cancelled redemptions not counted. */
export async function countTaken(
  tx: Tx,
  storeId: string,
  customerId: string,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ rewardId: string; times: number }>`
    select r.reward_id as "rewardId", count(*) as times
      from loyalty.accounts a
      join loyalty.redemptions r on r.store_id = ${storeId} and r.account_id = a.id
     where a.store_id = ${storeId} and a.owner_id = ${customerId} and r.status <> 'cancelled'
       and r.reward_id is not null
     group by r.reward_id`.execute(tx);
  return new Map(rows.map((row) => [row.rewardId, row.times]));
}

/**
 * Counts one more redemption of a reward, unless there is none left, it is over, or its cost is another by
 * now; undefined then. The row stays locked: takers of one reward go one by one.
 */
export async function takeReward(
  tx: Tx,
  storeId: string,
  reward: { id: string; pointsCost: number },
  at: Date,
): Promise<{ left: number | null } | undefined> {
  const { rows } = await sql<{ left: number | null }>`
    update loyalty.rewards set redeemed = redeemed + 1
    where store_id = ${storeId} and id = ${reward.id} and points_cost = ${reward.pointsCost}
      and is_active and archived_at is null and (valid_until is null or valid_until > ${at})
      and (stock is null or redeemed < stock)
    returning stock - redeemed as left`.execute(tx);
  return rows[0];
}

/** Puts one back that was not used after all. */
export async function putBack(tx: Tx, storeId: string, rewardId: string): Promise<void> {
  await sql`
    update loyalty.rewards set redeemed = redeemed - 1
    where store_id = ${storeId} and id = ${rewardId}`.execute(tx);
}

/** Adds codes of a partner; those known already are left out. The reward is locked by the caller. */
export async function insertPartnerCodes(
  tx: Tx,
  storeId: string,
  reward: { id: string; stock: number },
  codes: readonly string[],
  at: Date,
): Promise<number> {
  const { rows } = await sql<{ added: number }>`
    with added as (
      insert into loyalty.partner_codes (store_id, reward_id, code, position, added_at)
      select ${storeId}, ${reward.id}, c.code, ${reward.stock} + c.place, ${at}
        from unnest(${codes}::text[]) with ordinality as c(code, place)
      on conflict on constraint partner_codes_pkey do nothing
      returning code
    )
    update loyalty.rewards w set stock = coalesce(w.stock, 0) + (select count(*) from added), updated_at = ${at}
    where w.store_id = ${storeId} and w.id = ${reward.id}
    returning (select count(*) from added) as added`.execute(tx);
  return rows[0]?.added ?? 0;
}

/** Hands the oldest free code of a partner to a redemption. */
export async function takePartnerCode(
  tx: Tx,
  storeId: string,
  rewardId: string,
  redemptionId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ code: string }>`
    update loyalty.partner_codes p set redemption_id = ${redemptionId}
    where p.store_id = ${storeId} and p.reward_id = ${rewardId} and p.code = (
      select f.code from loyalty.partner_codes f
       where f.store_id = ${storeId} and f.reward_id = ${rewardId} and f.redemption_id is null
       order by f.position limit 1 for update skip locked)
    returning p.code`.execute(tx);
  return rows[0]?.code;
}

export interface Tally {
  redeemed: number;
  used: number;
  cancelled: number;
  expired: number;
  points: number;
}

/** What became of a reward's redemptions by the local month of redemption, and in all (month null). */
export async function tally(
  tx: Tx,
  storeId: string,
  input: { rewardId: string; at: Date; timeZone: string; months: number },
): Promise<(Tally & { month: string | null })[]> {
  const { rows } = await sql<Tally & { month: string | null }>`
    with counted as (
      select date_trunc('month', r.issued_at at time zone ${input.timeZone})::date as month, count(*) as redeemed,
             count(*) filter (where r.status = 'used') as used,
             count(*) filter (where r.status = 'cancelled') as cancelled,
             count(*) filter (where r.status = 'expired' or (r.status = 'issued' and r.expires_at <= ${input.at}))
               as expired,
             sum(r.points - r.points_returned) as points
        from loyalty.redemptions r
       where r.store_id = ${storeId} and r.reward_id = ${input.rewardId}
       group by 1
    ), shown as (
      select (date_trunc('month', ${input.at}::timestamptz at time zone ${input.timeZone})
               - make_interval(months => n))::date as month
        from generate_series(0, ${input.months}::integer - 1) as n
    )
    select s.month, coalesce(c.redeemed, 0) as redeemed, coalesce(c.used, 0) as used,
           coalesce(c.cancelled, 0) as cancelled, coalesce(c.expired, 0) as expired,
           coalesce(c.points, 0)::bigint as points
      from shown s left join counted c on c.month = s.month
    union all
    select null, coalesce(sum(redeemed), 0)::bigint, coalesce(sum(used), 0)::bigint,
           coalesce(sum(cancelled), 0)::bigint, coalesce(sum(expired), 0)::bigint, coalesce(sum(points), 0)::bigint
      from counted
    order by month`.execute(tx);
  return rows;
}
