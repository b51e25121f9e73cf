import type { OfferCodeMode, OfferStatus, OfferTerms } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import { offerColumns, offerTables } from '../state/sql.ts';
import type { OfferRow } from '../types.ts';

/** Writes an offer with the first version of its terms. */
export async function insertOffer(tx: Tx, storeId: string, offer: OfferRow, by: string): Promise<void> {
  const row = sql`
    insert into offers.offers (store_id, id, key, status, version, code_mode, total_limit, money_budget,
      points_budget, is_limited, seed, holdout_percent, created_at, updated_at)
    values (${storeId}, ${offer.id}, ${offer.key}, ${offer.status}, ${offer.version}, ${offer.codeMode},
      ${offer.totalLimit}, ${offer.moneyBudget}, ${offer.pointsBudget}, ${offer.isLimited}, ${offer.seed},
      ${offer.holdoutPercent}, ${offer.createdAt}, ${offer.updatedAt})`.execute(tx);
  await Promise.all([row, insertVersion(tx, storeId, offer, by)]);
}

/** Keeps the terms of an offer as its version. */
export async function insertVersion(tx: Tx, storeId: string, offer: OfferRow, by: string): Promise<void> {
  await sql`
    insert into offers.versions (store_id, offer_id, version, terms, at, by)
    values (${storeId}, ${offer.id}, ${offer.version}, ${JSON.stringify(offer.terms)}::jsonb, ${offer.updatedAt},
      ${by})`.execute(tx);
}

export async function updateOffer(tx: Tx, storeId: string, offer: OfferRow): Promise<void> {
  await sql`
    update offers.offers set
      key = ${offer.key}, status = ${offer.status}, version = ${offer.version}, code_mode = ${offer.codeMode},
      total_limit = ${offer.totalLimit}, money_budget = ${offer.moneyBudget},
      points_budget = ${offer.pointsBudget}, is_limited = ${offer.isLimited}, taken = ${offer.taken},
      spent_money = ${offer.spentMoney}, spent_points = ${offer.spentPoints},
      holdout_percent = ${offer.holdoutPercent}, started_at = ${offer.startedAt},
      ended_at = ${offer.endedAt}, updated_at = ${offer.updatedAt}
     where store_id = ${storeId} and id = ${offer.id}`.execute(tx);
}

export async function findOffer(tx: Tx, storeId: string, id: string): Promise<OfferRow | undefined> {
  const { rows } = await sql<OfferRow>`
    select ${offerColumns} from ${offerTables} where o.store_id = ${storeId} and o.id = ${id}`.execute(tx);
  return rows[0];
}

/** The same, kept from every taker until the transaction ends. */
export async function lockOffer(tx: Tx, storeId: string, id: string): Promise<OfferRow | undefined> {
  const locked = sql`select from offers.offers where store_id = ${storeId} and id = ${id} for update`.execute(
    tx,
  );
  const [, found] = await Promise.all([locked, findOffer(tx, storeId, id)]);
  return found;
}

export interface OfferFilter {
  query?: string;
  status?: readonly OfferStatus[];
  codeMode?: OfferCodeMode;
  sortBy: 'name' | 'createdAt' | 'endsAt' | 'redemptions';
  sortOrder: 'asc' | 'desc';
}

const sorts = {
  name: sql`v.terms->'name'->>'en'`,
  createdAt: sql`o.created_at`,
  endsAt: sql`(v.terms->>'endsAt')::timestamptz`,
  redemptions: sql`(select count(*) from offers.claims c where c.store_id = o.store_id and c.offer_id = o.id
    and c.status = 'redeemed')`,
} as const;

/** A page of offers and how many there are; a store has some hundreds, so they are read whole. */
export async function listOffers(
  tx: Tx,
  storeId: string,
  filter: OfferFilter,
  page: { limit: number; offset: number },
): Promise<{ rows: OfferRow[]; total: number }> {
  const like = filter.query && `%${filter.query.replace(/[\\%_]/g, '\\$&')}%`;
  const states = filter.status ?? ['draft', 'active', 'paused', 'ended'];
  const where = sql`o.store_id = ${storeId} and o.status = any(${states}::text[])
    ${filter.codeMode === undefined ? sql`` : sql`and o.code_mode = ${filter.codeMode}`}
    ${like ? sql`and (o.key ilike ${like} or v.terms->'name'->>'en' ilike ${like} or v.terms->'name'->>'ar' ilike ${like})` : sql``}`;
  const direction = filter.sortOrder === 'desc' ? sql`desc nulls last` : sql`asc nulls last`;
  const listed = sql<OfferRow>`
    select ${offerColumns} from ${offerTables} where ${where}
     order by ${sorts[filter.sortBy]} ${direction}, o.id limit ${page.limit} offset ${page.offset}`.execute(
    tx,
  );
  const counted = sql<{ total: number }>`
    select count(*) as total from ${offerTables} where ${where}`.execute(tx);
  const [{ rows }, total] = await Promise.all([listed, counted]);
  return { rows, total: total.rows[0]?.total ?? 0 };
}

/** How far an offer has been used. */
export interface UseRow {
  offerId: string;
  /** Open claims. */
  claims: number;
  redemptions: number;
  discount: number;
  points: number;
}

export async function readUses(
  tx: Tx,
  storeId: string,
  offerIds: readonly string[],
): Promise<Map<string, UseRow>> {
  const { rows } = await sql<UseRow>`
    select offer_id as "offerId", count(*) filter (where status = 'open') as claims,
           count(*) filter (where status = 'redeemed') as redemptions,
           sum(discount) filter (where status = 'redeemed')::bigint as discount,
           sum(points) filter (where status = 'redeemed')::bigint as points
      from offers.claims
     where store_id = ${storeId} and offer_id = any(${offerIds}::uuid[]) and status in ('open', 'redeemed')
     group by offer_id`.execute(tx);
  return new Map(rows.map((row) => [row.offerId, row]));
}

/** Single-use codes of offers: how many, and how many nobody has. */
export async function countCodes(
  tx: Tx,
  storeId: string,
  offerIds: readonly string[],
): Promise<Map<string, { codes: number; left: number }>> {
  const { rows } = await sql<{ offerId: string; codes: number; left: number }>`
    select offer_id as "offerId", count(*) as codes, count(*) filter (where claim_id is null) as "left"
      from offers.codes
     where store_id = ${storeId} and offer_id = any(${offerIds}::uuid[]) and kind = 'single'
     group by offer_id`.execute(tx);
  return new Map(rows.map((row) => [row.offerId, row]));
}

/** Whether anybody ever took an offer, lapsed and returned ones counted. */
export async function wasTaken(tx: Tx, storeId: string, offerId: string): Promise<boolean> {
  const { rows } = await sql`
    select from offers.claims where store_id = ${storeId} and offer_id = ${offerId} limit 1`.execute(tx);
  return rows.length > 0;
}

export interface VersionRow {
  version: number;
  terms: OfferTerms;
  at: Date;
  by: string;
}

export async function readVersions(tx: Tx, storeId: string, offerId: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select version, terms, at, by from offers.versions
     where store_id = ${storeId} and offer_id = ${offerId} order by version desc`.execute(tx);
  return rows;
}

/** Sets the shared code of an offer; the former one is gone. False where another offer has the code. */
export async function putSharedCode(
  tx: Tx,
  storeId: string,
  offerId: string,
  code: { code: string; shown: string } | undefined,
  at: Date,
): Promise<boolean> {
  const removed = sql`
    delete from offers.codes
     where store_id = ${storeId} and offer_id = ${offerId} and kind = 'shared'`.execute(tx);
  const added =
    code &&
    sql`
      insert into offers.codes (store_id, code, shown, offer_id, kind, position, added_at)
      values (${storeId}, ${code.code}, ${code.shown}, ${offerId}, 'shared', 0, ${at})
      on conflict on constraint codes_pkey do nothing returning 1`.execute(tx);
  const [, result] = await Promise.all([removed, added]);
  return !result || result.rows.length > 0;
}

/** Ends active and paused offers whose time is over; their ids. */
export async function endOffers(tx: Tx, storeId: string, at: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update offers.offers o set status = 'ended', ended_at = ${at}, updated_at = ${at}
      from offers.versions v
     where o.store_id = ${storeId} and o.status in ('active', 'paused') and v.store_id = o.store_id
       and v.offer_id = o.id and v.version = o.version and (v.terms->>'endsAt')::timestamptz <= ${at}
    returning o.id`.execute(tx);
  return rows.map((row) => row.id);
}
