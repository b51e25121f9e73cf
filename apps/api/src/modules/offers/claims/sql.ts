import type { ClaimStatus } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import { claimColumns, claimTables } from '../state/sql.ts';
import type { ClaimRow, CodeKind } from '../types.ts';

export interface NewClaim {
  id: string;
  offerId: string;
  version: number;
  customerId: string | null;
  presentedId: string | null;
  /** Folded. */
  code: string | null;
  status: 'open' | 'redeemed';
  claimedAt: Date;
  expiresAt: Date | null;
  orderId: string | null;
  locationId: string | null;
  discount: number;
  points: number;
  shares: readonly (readonly [number, number])[] | null;
}

/** Writes claims, in one statement. */
export async function insertClaims(
  tx: Tx,
  storeId: string,
  by: { id: string; day: string },
  claims: readonly NewClaim[],
): Promise<void> {
  if (claims.length === 0) return;
  const rows = claims.map((claim) => ({
    id: claim.id,
    offer_id: claim.offerId,
    version: claim.version,
    customer_id: claim.customerId,
    presented_id: claim.presentedId,
    code: claim.code,
    status: claim.status,
    claimed_at: claim.claimedAt,
    expires_at: claim.expiresAt,
    redeemed_at: claim.status === 'redeemed' ? claim.claimedAt : null,
    order_id: claim.orderId,
    location_id: claim.locationId,
    discount: claim.discount,
    points: claim.points,
    shares: claim.shares,
  }));
  await sql`
    insert into offers.claims (store_id, id, offer_id, version, customer_id, presented_id, code, status, day,
      claimed_at, expires_at, redeemed_at, order_id, location_id, discount, points, shares, by)
    select ${storeId}, r.id, r.offer_id, r.version, r.customer_id, r.presented_id, r.code, r.status, ${by.day}::date,
           r.claimed_at, r.expires_at, r.redeemed_at, r.order_id, r.location_id, r.discount, r.points, r.shares,
           ${by.id}::uuid
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
        id uuid, offer_id uuid, version integer, customer_id uuid, presented_id uuid, code text, status text,
        claimed_at timestamptz, expires_at timestamptz, redeemed_at timestamptz, order_id uuid, location_id uuid,
        discount bigint, points bigint, shares jsonb)`.execute(tx);
}

/** Codes that come with claims: made for one, or brought by the store beforehand. */
export async function insertCodes(
  tx: Tx,
  storeId: string,
  at: Date,
  offerId: string,
  codes: readonly { code: string; shown: string; kind: CodeKind; claimId: string | null; position: number }[],
): Promise<number> {
  const rows = codes.map(({ claimId, ...code }) => ({ ...code, claim_id: claimId }));
  const { rows: added } = await sql`
    insert into offers.codes (store_id, code, shown, offer_id, kind, position, claim_id, added_at)
    select ${storeId}, r.code, r.shown, ${offerId}, r.kind, r.position, r.claim_id, ${at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(code text, shown text, kind text, position bigint, claim_id uuid)
    on conflict on constraint codes_pkey do nothing
    returning 1`.execute(tx);
  return added.length;
}

/** Gives a free single-use code to a claim; false where somebody has it already. */
export async function takeCode(tx: Tx, storeId: string, code: string, claimId: string): Promise<boolean> {
  const { rows } = await sql`
    update offers.codes set claim_id = ${claimId}
     where store_id = ${storeId} and code = ${code} and kind = 'single' and claim_id is null
    returning 1`.execute(tx);
  return rows.length > 0;
}

/** Takes the next free single-use code of an offer for a claim; undefined where none is left. */
export async function takeNextCode(
  tx: Tx,
  storeId: string,
  offerId: string,
  claimId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ code: string }>`
    with next as materialized (
      select code from offers.codes
       where store_id = ${storeId} and offer_id = ${offerId} and kind = 'single' and claim_id is null
       order by position, code limit 1 for no key update skip locked)
    update offers.codes k set claim_id = ${claimId}
      from next where k.store_id = ${storeId} and k.code = next.code
    returning k.code`.execute(tx);
  return rows[0]?.code;
}

export async function putClaimCode(tx: Tx, storeId: string, claimId: string, code: string): Promise<void> {
  await sql`
    update offers.claims set code = ${code} where store_id = ${storeId} and id = ${claimId}`.execute(tx);
}

export async function findClaim(tx: Tx, storeId: string, id: string): Promise<ClaimRow | undefined> {
  const { rows } = await sql<ClaimRow>`
    select ${claimColumns} from ${claimTables} where c.store_id = ${storeId} and c.id = ${id}`.execute(tx);
  return rows[0];
}

export interface ClaimFilter {
  customerId?: string;
  offerId?: string;
  status?: ClaimStatus;
  from?: string;
  to?: string;
  /** An open claim whose time is over by then reads as lapsed. */
  at: Date;
}

function matching(storeId: string, filter: ClaimFilter) {
  const states = {
    open: sql`and c.status = 'open' and c.expires_at > ${filter.at}`,
    lapsed: sql`and (c.status = 'lapsed' or (c.status = 'open' and c.expires_at <= ${filter.at}))`,
    redeemed: sql`and c.status = 'redeemed'`,
    returned: sql`and c.status = 'returned'`,
  };
  return sql`c.store_id = ${storeId}
    ${filter.customerId === undefined ? sql`` : sql`and c.customer_id = ${filter.customerId}`}
    ${filter.offerId === undefined ? sql`` : sql`and c.offer_id = ${filter.offerId}`}
    ${filter.from === undefined ? sql`` : sql`and c.claimed_at >= ${filter.from}`}
    ${filter.to === undefined ? sql`` : sql`and c.claimed_at < ${filter.to}`}
    ${filter.status === undefined ? sql`` : states[filter.status]}`;
}

/** A page of claims, newest first, and how many there are. */
export async function listClaims(
  tx: Tx,
  storeId: string,
  filter: ClaimFilter,
  page: { limit: number; offset: number },
): Promise<{ rows: ClaimRow[]; total: number }> {
  const where = matching(storeId, filter);
  const listed = sql<ClaimRow>`
    select ${claimColumns} from ${claimTables} where ${where}
     order by c.claimed_at desc, c.id desc limit ${page.limit} offset ${page.offset}`.execute(tx);
  const counted = sql<{ total: number }>`
    select count(*) as total from offers.claims c where ${where}`.execute(tx);
  const [{ rows }, total] = await Promise.all([listed, counted]);
  return { rows, total: total.rows[0]?.total ?? 0 };
}

/** The claims after one, newest first: pages of an export, which no later claim can shift. */
export async function claimsAfter(
  tx: Tx,
  storeId: string,
  filter: ClaimFilter,
  after: { claimedAt: Date; id: string } | undefined,
  limit: number,
): Promise<ClaimRow[]> {
  const { rows } = await sql<ClaimRow>`
    select ${claimColumns} from ${claimTables} where ${matching(storeId, filter)}
       ${after ? sql`and (c.claimed_at, c.id) < (${after.claimedAt}, ${after.id})` : sql``}
     order by c.claimed_at desc, c.id desc limit ${limit}`.execute(tx);
  return rows;
}

export interface EndedClaim {
  id: string;
  offerId: string;
  customerId: string | null;
}

/** Offers of which claims have run out; at most `limit` such claims are looked at. */
export async function findDueOffers(tx: Tx, storeId: string, at: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ offerId: string }>`
    select distinct d.offer_id as "offerId"
      from (select offer_id from offers.claims
             where store_id = ${storeId} and status = 'open' and expires_at <= ${at}
             order by expires_at limit ${limit}) as d`.execute(tx);
  return rows.map((row) => row.offerId);
}

/** Ends claims of these offers that have run out, at most `limit`. */
export async function lapseClaims(
  tx: Tx,
  storeId: string,
  offerIds: readonly string[],
  at: Date,
  limit: number,
): Promise<EndedClaim[]> {
  const { rows } = await sql<EndedClaim>`
    with due as materialized (
      select id from offers.claims
       where store_id = ${storeId} and offer_id = any(${offerIds}::uuid[]) and status = 'open' and expires_at <= ${at}
       order by id limit ${limit} for no key update)
    update offers.claims c set status = 'lapsed', ended_at = ${at}
      from due where c.store_id = ${storeId} and c.id = due.id
    returning c.id, c.offer_id as "offerId", c.customer_id as "customerId"`.execute(tx);
  return rows;
}

/** Ends the open claims of a customer. */
export async function lapseClaimsOf(
  tx: Tx,
  storeId: string,
  customerId: string,
  at: Date,
): Promise<EndedClaim[]> {
  const { rows } = await sql<EndedClaim>`
    update offers.claims set status = 'lapsed', ended_at = ${at}
     where store_id = ${storeId} and customer_id = ${customerId} and status = 'open'
    returning id, offer_id as "offerId", customer_id as "customerId"`.execute(tx);
  return rows;
}

/** Wrong codes of a caller in the window that is open at `since`. */
export async function readFailures(
  tx: Tx,
  storeId: string,
  actorId: string,
  since: Date,
): Promise<{ failures: number; windowStart: Date } | undefined> {
  const { rows } = await sql<{ failures: number; windowStart: Date }>`
    select failures, window_start as "windowStart" from offers.code_attempts
     where store_id = ${storeId} and actor_id = ${actorId} and window_start > ${since}`.execute(tx);
  return rows[0];
}

/** Counts more wrong codes, in the open window or a new one. */
export async function countFailures(
  tx: Tx,
  storeId: string,
  actorId: string,
  wrong: { since: Date; at: Date; count: number },
): Promise<void> {
  await sql`
    insert into offers.code_attempts as t (store_id, actor_id, window_start, failures)
    values (${storeId}, ${actorId}, ${wrong.at}, ${wrong.count})
    on conflict on constraint code_attempts_pkey do update set
      failures = case when t.window_start > ${wrong.since} then t.failures else 0 end + excluded.failures,
      window_start = case when t.window_start > ${wrong.since} then t.window_start else excluded.window_start end`.execute(
    tx,
  );
}
