import type { RedemptionStatus, RewardType } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

export interface RedemptionRow {
  id: string;
  code: string;
  partnerCode: string | null;
  accountId: string;
  programmeId: string;
  /** Whose account it is now. */
  customerId: string;
  rewardId: string | null;
  nameEn: string | null;
  nameAr: string | null;
  rewardType: RewardType;
  rewardValue: number | null;
  sku: string | null;
  points: number;
  /** The entry that spent the points; null: a present. */
  entryId: string | null;
  status: RedemptionStatus;
  issuedAt: Date;
  expiresAt: Date;
  cancellableUntil: Date | null;
  pointsReturned: number;
  usedAt: Date | null;
  endedAt: Date | null;
  locationId: string | null;
  orderSourceId: string | null;
}

const selected = sql`
  select r.id, r.code, p.code as "partnerCode", r.account_id as "accountId", a.programme_id as "programmeId",
         a.owner_id as "customerId", r.reward_id as "rewardId", w.name_en as "nameEn", w.name_ar as "nameAr", r.reward_type as "rewardType",
         r.reward_value as "rewardValue", r.sku, r.points, r.entry_id as "entryId", r.status,
         r.issued_at as "issuedAt", r.expires_at as "expiresAt", r.cancellable_until as "cancellableUntil",
         r.points_returned as "pointsReturned", r.used_at as "usedAt", r.ended_at as "endedAt",
         r.location_id as "locationId", r.order_source_id as "orderSourceId"`;

const joined = sql`
    from loyalty.redemptions r
    join loyalty.accounts a on a.store_id = r.store_id and a.id = r.account_id
    left join loyalty.rewards w on w.store_id = r.store_id and w.id = r.reward_id
    left join loyalty.partner_codes p on p.store_id = r.store_id and p.redemption_id = r.id`;

/** A redemption by its stored code or its id; of `customerId` only, where one is given. */
export async function findRedemption(
  tx: Tx,
  storeId: string,
  by: { code: string } | { id: string },
  customerId?: string,
): Promise<RedemptionRow | undefined> {
  const named = 'code' in by ? sql`r.code = ${by.code}` : sql`r.id = ${by.id}`;
  const owned = customerId === undefined ? sql`` : sql`and a.owner_id = ${customerId}`;
  const { rows } = await sql<RedemptionRow>`
    ${selected} ${joined} where r.store_id = ${storeId} and ${named} ${owned}`.execute(tx);
  return rows[0];
}

/** Redemptions by their ids, in no order. */
export async function findRedemptions(
  tx: Tx,
  storeId: string,
  ids: readonly string[],
): Promise<RedemptionRow[]> {
  const { rows } = await sql<RedemptionRow>`
    ${selected} ${joined} where r.store_id = ${storeId} and r.id = any(${ids}::uuid[])`.execute(tx);
  return rows;
}

/** A redemption again, locked against other changes of its state. */
export async function lockRedemption(tx: Tx, storeId: string, id: string): Promise<RedemptionRow> {
  const { rows } = await sql<RedemptionRow>`
    ${selected} ${joined} where r.store_id = ${storeId} and r.id = ${id}
    for no key update of r`.execute(tx);
  return rows[0] as RedemptionRow;
}

/** The redemption that a transaction id stands for. */
export async function findByTransaction(
  tx: Tx,
  storeId: string,
  transaction: { scope: string; id: string },
): Promise<RedemptionRow | undefined> {
  const { rows } = await sql<RedemptionRow>`
    ${selected} ${joined} where r.store_id = ${storeId} and r.transaction_scope = ${transaction.scope}
      and r.transaction_id = ${transaction.id}`.execute(tx);
  return rows[0];
}

export interface NewRedemption {
  id: string;
  code: string;
  accountId: string;
  presentedId: string;
  rewardId: string | null;
  rewardType: RewardType;
  rewardValue: number | null;
  sku: string | null;
  points: number;
  entryId: string | null;
  issuedAt: Date;
  expiresAt: Date;
  cancellableUntil: Date | null;
  returnsPoints: boolean;
  by: string;
  orderSourceId: string | null;
  transaction: { scope: string; id: string } | null;
}

export async function insertRedemption(tx: Tx, storeId: string, row: NewRedemption): Promise<void> {
  await sql`
    insert into loyalty.redemptions (store_id, id, code, account_id, presented_id, reward_id, reward_type,
      reward_value, sku, points, entry_id, issued_at, expires_at, cancellable_until, returns_points, issued_by,
      order_source_id, transaction_scope, transaction_id)
    values (${storeId}, ${row.id}, ${row.code}, ${row.accountId}, ${row.presentedId}, ${row.rewardId},
      ${row.rewardType}, ${row.rewardValue}, ${row.sku}, ${row.points}, ${row.entryId}, ${row.issuedAt},
      ${row.expiresAt}, ${row.cancellableUntil}, ${row.returnsPoints}, ${row.by}, ${row.orderSourceId},
      ${row.transaction?.scope ?? null}, ${row.transaction?.id ?? null})`.execute(tx);
}

/** Locks the accounts of a customer in id order, as every operation of the ledger does. */
export async function lockAccounts(tx: Tx, storeId: string, customerId: string): Promise<void> {
  await sql`
    select from loyalty.accounts a where a.store_id = ${storeId} and a.owner_id = ${customerId}
    order by a.id for no key update`.execute(tx);
}

export async function markUsed(
  tx: Tx,
  storeId: string,
  id: string,
  use: { at: Date; by: string; locationId: string | null; source: string | null; orderId: string | null },
): Promise<void> {
  await sql`
    update loyalty.redemptions set status = 'used', used_at = ${use.at}, used_by = ${use.by},
      location_id = ${use.locationId}, order_source = ${use.source},
      order_source_id = coalesce(${use.orderId}, order_source_id)
    where store_id = ${storeId} and id = ${id}`.execute(tx);
}

export async function markUnused(tx: Tx, storeId: string, id: string): Promise<void> {
  await sql`
    update loyalty.redemptions set status = 'issued', used_at = null, used_by = null, location_id = null,
      order_source = null
    where store_id = ${storeId} and id = ${id}`.execute(tx);
}

export async function markCancelled(
  tx: Tx,
  storeId: string,
  id: string,
  end: { at: Date; by: string },
): Promise<void> {
  await sql`
    update loyalty.redemptions
       set status = 'cancelled', ended_at = ${end.at}, ended_by = ${end.by}, points_returned = points
    where store_id = ${storeId} and id = ${id}`.execute(tx);
}

/** Accounts whose unused codes have run out, the longest due first. */
export async function findDueAccounts(tx: Tx, storeId: string, at: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ accountId: string }>`
    select distinct due.account_id as "accountId"
      from (select r.account_id from loyalty.redemptions r
             where r.store_id = ${storeId} and r.status = 'issued' and r.expires_at <= ${at}
             order by r.expires_at limit ${limit}) as due`.execute(tx);
  return rows.map((row) => row.accountId);
}

export interface EndedRow {
  id: string;
  customerId: string;
  rewardId: string | null;
  rewardType: RewardType;
  points: number;
  entryId: string | null;
  pointsReturned: number;
}

/** Locks the owners' accounts in id order, and ends the codes of these accounts whose time is over; each once. */
export async function expireCodes(
  tx: Tx,
  storeId: string,
  accountIds: readonly string[],
  end: { at: Date; by: string },
): Promise<EndedRow[]> {
  const locked = sql`
    select from loyalty.accounts a
     where a.store_id = ${storeId} and a.owner_id in (
       select o.owner_id from loyalty.accounts o
        where o.store_id = ${storeId} and o.id = any(${accountIds}::uuid[]))
     order by a.id for no key update of a`.execute(tx);
  const ended = sql<EndedRow>`
    update loyalty.redemptions r
       set status = 'expired', ended_at = ${end.at}, ended_by = ${end.by},
           points_returned = case when r.returns_points then r.points else 0 end
      from loyalty.accounts a
     where r.store_id = ${storeId} and r.account_id = any(${accountIds}::uuid[]) and r.status = 'issued'
       and r.expires_at <= ${end.at} and a.store_id = ${storeId} and a.id = r.account_id
    returning r.id, a.owner_id as "customerId", r.reward_id as "rewardId", r.reward_type as "rewardType", r.points,
      r.entry_id as "entryId", r.points_returned as "pointsReturned"`.execute(tx);
  const [, { rows }] = await Promise.all([locked, ended]);
  return rows;
}

export interface RedemptionFilter {
  customerId?: string;
  rewardId?: string;
  status?: RedemptionStatus;
  from?: string;
  to?: string;
  /** A code whose time is over by then reads as expired. */
  at: Date;
}

/** A page of redemptions, newest first, and how many there are. */
export async function listRedemptions(
  tx: Tx,
  storeId: string,
  filter: RedemptionFilter,
  page: { limit: number; offset: number },
): Promise<{ rows: RedemptionRow[]; total: number }> {
  const states = {
    issued: sql`and r.status = 'issued' and r.expires_at > ${filter.at}`,
    expired: sql`and (r.status = 'expired' or (r.status = 'issued' and r.expires_at <= ${filter.at}))`,
    used: sql`and r.status = 'used'`,
    cancelled: sql`and r.status = 'cancelled'`,
  };
  const where = sql`r.store_id = ${storeId}
    ${filter.customerId === undefined ? sql`` : sql`and a.owner_id = ${filter.customerId}`}
    ${filter.rewardId === undefined ? sql`` : sql`and r.reward_id = ${filter.rewardId}`}
    ${filter.from === undefined ? sql`` : sql`and r.issued_at >= ${filter.from}`}
    ${filter.to === undefined ? sql`` : sql`and r.issued_at < ${filter.to}`}
    ${filter.status === undefined ? sql`` : states[filter.status]}`;
  const listed = sql<RedemptionRow>`
    ${selected} ${joined} where ${where}
    order by r.issued_at desc, r.id desc limit ${page.limit} offset ${page.offset}`.execute(tx);
  const counted = sql<{ total: number }>`
    select count(*) as total from loyalty.redemptions r
      join loyalty.accounts a on a.store_id = r.store_id and a.id = r.account_id
     where ${where}`.execute(tx);
  const [{ rows }, total] = await Promise.all([listed, counted]);
  return { rows, total: total.rows[0]?.total ?? 0 };
}

/** Wrong codes of a caller in the window that is open at `since`; 0 where none is. */
export async function readFailures(
  tx: Tx,
  storeId: string,
  actorId: string,
  since: Date,
): Promise<{ failures: number; windowStart: Date } | undefined> {
  const { rows } = await sql<{ failures: number; windowStart: Date }>`
    select failures, window_start as "windowStart" from loyalty.code_attempts
    where store_id = ${storeId} and actor_id = ${actorId} and window_start > ${since}`.execute(tx);
  return rows[0];
}

/** Counts one more wrong code, in the open window or a new one. */
export async function countFailure(
  tx: Tx,
  storeId: string,
  actorId: string,
  window: { since: Date; at: Date },
): Promise<void> {
  await sql`
    insert into loyalty.code_attempts as t (store_id, actor_id, window_start, failures)
    values (${storeId}, ${actorId}, ${window.at}, 1)
    on conflict on constraint code_attempts_pkey do update set
      failures = case when t.window_start > ${window.since} then t.failures + 1 else 1 end,
      window_start = case when t.window_start > ${window.since} then t.window_start else excluded.window_start end`.execute(
    tx,
  );
}
