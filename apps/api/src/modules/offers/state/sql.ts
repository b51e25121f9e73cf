import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { ClaimRow, CodeRow, OfferRow } from '../types.ts';

/** Columns of an offer; expects `offers.offers` as `o` and its version in force as `v`. */
export const offerColumns = sql`
  o.id, o.key, o.status, o.version, o.code_mode as "codeMode", o.total_limit as "totalLimit",
  o.money_budget as "moneyBudget", o.points_budget as "pointsBudget", o.is_limited as "isLimited", o.taken,
  o.spent_money as "spentMoney", o.spent_points as "spentPoints", o.seed,
  o.holdout_percent as "holdoutPercent", o.started_at as "startedAt", o.ended_at as "endedAt", o.created_at as "createdAt",
  o.updated_at as "updatedAt", v.terms`;
export const offerTables = sql`
  offers.offers o join offers.versions v
    on v.store_id = o.store_id and v.offer_id = o.id and v.version = o.version`;

/** Columns of a claim; expects `offers.claims` as `c` and its version as `v`. */
export const claimColumns = sql`
  c.id, c.offer_id as "offerId", c.version, c.customer_id as "customerId",
  coalesce((select k.shown from offers.codes k where k.store_id = c.store_id and k.code = c.code), c.code) as code,
  c.status, c.claimed_at as "claimedAt", c.expires_at as "expiresAt", c.redeemed_at as "redeemedAt",
  c.ended_at as "endedAt", c.order_id as "orderId", c.discount, c.points, v.terms`;
export const claimTables = sql`
  offers.claims c join offers.versions v
    on v.store_id = c.store_id and v.offer_id = c.offer_id and v.version = c.version`;

export interface StateQuery {
  customerIds: readonly string[];
  /** Folded. */
  codes: readonly string[];
  offerIds: readonly string[];
  /** Active offers too, beside those named. */
  withActive: boolean;
  at: Date;
  /** The local day of `at`. */
  day: string;
}

export type StoredOffer = OfferRow & {
  takenToday: number;
  /** False where all single-use codes of the offer are given. */
  hasCodes: boolean;
};

/** Offers that are active (where asked for), named, behind a code, or claimed by one of the customers. */
export async function readOffers(tx: Tx, storeId: string, query: StateQuery): Promise<StoredOffer[]> {
  const { rows } = await sql<StoredOffer>`
    select ${offerColumns},
           case when v.terms->'limits'->>'perDay' is null then 0 else (
             select count(*) from offers.claims t
              where t.store_id = ${storeId} and t.offer_id = o.id and t.day = ${query.day}
                and t.status in ('open', 'redeemed')) end as "takenToday",
           o.code_mode <> 'single' or exists (
             select from offers.codes k
              where k.store_id = ${storeId} and k.offer_id = o.id and k.kind = 'single' and k.claim_id is null)
             as "hasCodes"
      from ${offerTables}
     where o.store_id = ${storeId}
       and ((${query.withActive} and o.status = 'active')
            or o.id = any(${query.offerIds}::uuid[])
            or o.id in (select k.offer_id from offers.codes k
                         where k.store_id = ${storeId} and k.code = any(${query.codes}::text[]))
            or o.id in (select c.offer_id from offers.claims c
                         where c.store_id = ${storeId} and c.customer_id = any(${query.customerIds}::uuid[])
                           and c.status = 'open'))`.execute(tx);
  return rows;
}

/** Codes that the store has, with the claim behind each. */
export async function readCodes(tx: Tx, storeId: string, codes: readonly string[]): Promise<CodeRow[]> {
  const { rows } = await sql<CodeRow>`
    select k.code, k.shown, k.offer_id as "offerId", k.kind, k.claim_id as "claimId", c.status as "claimStatus",
           c.customer_id as "claimCustomerId", c.expires_at as "claimExpiresAt"
      from offers.codes k
      left join offers.claims c on c.store_id = k.store_id and c.id = k.claim_id
     where k.store_id = ${storeId} and k.code = any(${codes}::text[])`.execute(tx);
  return rows;
}

/** Claims of these customers that can be used, each with the terms it was made under. */
export async function readOpenClaims(
  tx: Tx,
  storeId: string,
  customerIds: readonly string[],
  at: Date,
): Promise<ClaimRow[]> {
  const { rows } = await sql<ClaimRow>`
    select ${claimColumns} from ${claimTables}
     where c.store_id = ${storeId} and c.customer_id = any(${customerIds}::uuid[])
       and c.status = 'open' and c.expires_at > ${at}
     order by c.claimed_at, c.id`.execute(tx);
  return rows;
}

export interface TakenRow {
  customerId: string;
  offerId: string;
  all: number;
  today: number;
}

/** How often customers took offers, with what counts for them from a customer they were un-merged from. */
export async function readTaken(
  tx: Tx,
  storeId: string,
  customerIds: readonly string[],
  day: string,
): Promise<TakenRow[]> {
  const { rows } = await sql<TakenRow>`
    select t.customer_id as "customerId", t.offer_id as "offerId", sum(t.n)::bigint as "all",
           sum(t.today)::bigint as today
      from (select c.customer_id, c.offer_id, count(*) as n, count(*) filter (where c.day = ${day}) as today
              from offers.claims c
             where c.store_id = ${storeId} and c.customer_id = any(${customerIds}::uuid[])
               and c.status in ('open', 'redeemed')
             group by c.customer_id, c.offer_id
            union all
            select r.customer_id, r.offer_id, r.claims, 0 from offers.carried r
             where r.store_id = ${storeId} and r.customer_id = any(${customerIds}::uuid[])) as t
     group by t.customer_id, t.offer_id`.execute(tx);
  return rows;
}

export interface NamedRow {
  customerId: string;
  offerId: string;
  isExcluded: boolean;
}

/** For which offers customers were chosen, and from which they are excluded. */
export async function readNamed(
  tx: Tx,
  storeId: string,
  customerIds: readonly string[],
): Promise<NamedRow[]> {
  const { rows } = await sql<NamedRow>`
    select customer_id as "customerId", offer_id as "offerId", is_excluded as "isExcluded"
      from offers.people
     where store_id = ${storeId} and customer_id = any(${customerIds}::uuid[])`.execute(tx);
  return rows;
}

/**
 * Makes takers go one by one: customers by an advisory lock (limits per customer count rows that do not exist
 * yet), then offers by id. An offer without a limit over all is only kept from being edited meanwhile.
 */
export async function lockTakers(
  tx: Tx,
  storeId: string,
  customerIds: readonly string[],
  offerIds: readonly string[],
): Promise<void> {
  const people = sql`
    select pg_advisory_xact_lock(hashtextextended(${storeId} || customer, 6))
      from (select unnest(${[...customerIds].sort()}::text[]) as customer) as sorted`.execute(tx);
  const limited = sql`
    select from offers.offers
     where store_id = ${storeId} and id = any(${offerIds}::uuid[]) and is_limited
     order by id for no key update`.execute(tx);
  const others = sql`
    select from offers.offers
     where store_id = ${storeId} and id = any(${offerIds}::uuid[]) and not is_limited
     order by id for key share`.execute(tx);
  await Promise.all([people, limited, others]);
}

/** What takers add to the counters of limited offers, or give back. */
export interface CounterChange {
  offerId: string;
  taken: number;
  money: number;
  points: number;
}

/** Changes counters; offers without limits have none. Their checks are the wall behind every limit. */
export async function changeCounters(
  tx: Tx,
  storeId: string,
  changes: readonly CounterChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    update offers.offers o
       set taken = o.taken + d.taken, spent_money = o.spent_money + d.money,
           spent_points = o.spent_points + d.points
      from (select offer_id, sum(taken)::bigint as taken, sum(money)::bigint as money, sum(points)::bigint as points
              from jsonb_to_recordset(${JSON.stringify(
                changes.map(({ offerId, ...change }) => ({ offer_id: offerId, ...change })),
              )}::jsonb) as r(offer_id uuid, taken bigint, money bigint, points bigint)
             group by offer_id) as d
     where o.store_id = ${storeId} and o.id = d.offer_id and o.is_limited`.execute(tx);
}

/** Active offers that keep a control group, by id. */
export async function readHoldouts(tx: Tx, storeId: string): Promise<OfferRow[]> {
  const { rows } = await sql<OfferRow>`
    select ${offerColumns} from ${offerTables}
     where o.store_id = ${storeId} and o.status = 'active' and o.holdout_percent > 0
     order by o.id`.execute(tx);
  return rows;
}
