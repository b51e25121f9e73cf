import type { OfferTerms } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

/** Keeps others from the codes that are about to be used. */
export async function lockCodes(tx: Tx, storeId: string, codes: readonly string[]): Promise<void> {
  await sql`
    select from offers.codes where store_id = ${storeId} and code = any(${codes}::text[]) and kind = 'single'
     order by code for no key update`.execute(tx);
}

/** A claim that an order uses. */
export interface UsedClaim {
  id: string;
  orderId: string;
  locationId: string | null;
  discount: number;
  points: number;
  shares: readonly (readonly [number, number])[];
}

/** Open claims become redeemed, in one statement. */
export async function redeemClaims(
  tx: Tx,
  storeId: string,
  at: Date,
  claims: readonly UsedClaim[],
): Promise<void> {
  if (claims.length === 0) return;
  const rows = claims.map((claim) => ({
    id: claim.id,
    order_id: claim.orderId,
    location_id: claim.locationId,
    discount: claim.discount,
    points: claim.points,
    shares: claim.shares,
  }));
  await sql`
    update offers.claims c
       set status = 'redeemed', redeemed_at = ${at}, order_id = r.order_id, location_id = r.location_id,
           discount = r.discount, points = r.points, shares = r.shares
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, order_id uuid, location_id uuid, discount bigint, points bigint, shares jsonb)
     where c.store_id = ${storeId} and c.id = r.id and c.status = 'open'`.execute(tx);
}

/** Single-use codes are bound to the claims that used them. */
export async function bindCodes(
  tx: Tx,
  storeId: string,
  codes: readonly { code: string; claimId: string }[],
): Promise<void> {
  if (codes.length === 0) return;
  await sql`
    update offers.codes k set claim_id = r.claim_id
      from jsonb_to_recordset(${JSON.stringify(
        codes.map(({ code, claimId }) => ({ code, claim_id: claimId })),
      )}::jsonb) as r(code text, claim_id uuid)
     where k.store_id = ${storeId} and k.code = r.code and k.kind = 'single'`.execute(tx);
}

/** A redemption whose points wait until its order counts. */
export interface AwaitedUse {
  claimId: string;
  offerId: string;
  terms: OfferTerms;
  /** Points of a fixed bonus, set aside when the order was placed. */
  points: number;
}

/** What an order used. */
export async function usesOf(tx: Tx, storeId: string, orderId: string): Promise<AwaitedUse[]> {
  const { rows } = await sql<AwaitedUse>`
    select c.id as "claimId", c.offer_id as "offerId", v.terms, c.points
      from offers.claims c
      join offers.versions v on v.store_id = c.store_id and v.offer_id = c.offer_id and v.version = c.version
     where c.store_id = ${storeId} and c.order_id = ${orderId} and c.status = 'redeemed'
     order by c.id`.execute(tx);
  return rows;
}

export async function putPoints(
  tx: Tx,
  storeId: string,
  uses: readonly { claimId: string; points: number }[],
): Promise<void> {
  if (uses.length === 0) return;
  await sql`
    update offers.claims c set points = r.points
      from jsonb_to_recordset(${JSON.stringify(
        uses.map(({ claimId, points }) => ({ claim_id: claimId, points })),
      )}::jsonb) as r(claim_id uuid, points bigint)
     where c.store_id = ${storeId} and c.id = r.claim_id`.execute(tx);
}

/** Offers that orders used. */
export async function offersOfOrders(
  tx: Tx,
  storeId: string,
  orderIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ offerId: string }>`
    select distinct offer_id as "offerId" from offers.claims
     where store_id = ${storeId} and order_id = any(${orderIds}::uuid[]) and status = 'redeemed'`.execute(tx);
  return rows.map((row) => row.offerId);
}

/** What a use that was given back had taken, and whether its claim is open again. */
export interface GivenBack {
  offerId: string;
  isOpen: boolean;
  discount: number;
  points: number;
}

/**
 * Gives back what orders used. A claim whose time is not over is open again; any other use ends as returned,
 * and a single-use code that was used without a claim is free again.
 */
export async function returnUses(
  tx: Tx,
  storeId: string,
  orderIds: readonly string[],
  at: Date,
): Promise<GivenBack[]> {
  const { rows } = await sql<GivenBack>`
    with used as materialized (
      select id, offer_id, discount, points, coalesce(expires_at > ${at}, false) as is_open
        from offers.claims
       where store_id = ${storeId} and order_id = any(${orderIds}::uuid[]) and status = 'redeemed'
       order by id for no key update
    ), changed as (
      update offers.claims c
         set status = case when u.is_open then 'open' else 'returned' end,
             ended_at = case when u.is_open then null else ${at}::timestamptz end,
             redeemed_at = case when u.is_open then null else c.redeemed_at end,
             order_id = case when u.is_open then null else c.order_id end,
             discount = case when u.is_open then 0 else c.discount end,
             points = case when u.is_open then 0 else c.points end,
             shares = case when u.is_open then null else c.shares end
        from used u where c.store_id = ${storeId} and c.id = u.id
    ), freed as (
      update offers.codes k set claim_id = null
        from used u where k.store_id = ${storeId} and k.claim_id = u.id and k.kind = 'single' and not u.is_open
    )
    select offer_id as "offerId", is_open as "isOpen", discount, points from used`.execute(tx);
  return rows;
}
