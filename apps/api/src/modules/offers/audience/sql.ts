import type { OfferAudience } from '@wafa/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

/** Whom an offer is for, as SQL asks it. */
export interface AudienceQuery {
  audience: OfferAudience;
  excludedSegments: readonly string[];
  /** Whose chosen and excluded customers count; null: nobody's. */
  offerId: string | null;
}

/** Customers of an audience: not closed, and not excluded. Expects their facts as `f`. */
function isMeant(
  storeId: string,
  { audience, excludedSegments, offerId }: AudienceQuery,
): RawBuilder<unknown> {
  const named = (excluded: boolean) => sql`exists (
    select from offers.people p
     where p.store_id = ${storeId} and p.offer_id = ${offerId} and p.customer_id = f.customer_id
       and p.is_excluded = ${excluded})`;
  const inSegments = (keys: readonly string[]) => sql`exists (
    select from customers.v_segments m
     where m.store_id = ${storeId} and m.customer_id = f.customer_id and m.segments && ${keys}::text[])`;
  const meant = {
    everyone: () => sql`true`,
    segments: () => inSegments(audience.kind === 'segments' ? audience.segments : []),
    tiers: () => sql`f.tier = any(${audience.kind === 'tiers' ? audience.tiers : []}::text[])`,
    customers: () => named(false),
  };
  return sql`f.store_id = ${storeId} and f.status in ('active', 'inactive') and ${meant[audience.kind]()}
    ${excludedSegments.length > 0 ? sql`and not ${inSegments(excludedSegments)}` : sql``}
    ${offerId === null ? sql`` : sql`and not ${named(true)}`}`;
}

export async function countAudience(tx: Tx, storeId: string, query: AudienceQuery): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from customers.v_facts f where ${isMeant(storeId, query)}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Key and share of a control group; the pads are those of HMAC-SHA-256. */
export interface Draw {
  inner: Buffer;
  outer: Buffer;
  threshold: number;
}

/**
 * Assigns the customers of an audience that are not assigned yet, in the order of their ids after `after`: at
 * most `limit` of the audience are looked at. Answers the last one, or nothing at the end of the audience.
 */
export async function assign(
  tx: Tx,
  storeId: string,
  offerId: string,
  query: AudienceQuery,
  draw: Draw,
  page: { after: string; limit: number; at: Date },
): Promise<string | undefined> {
  const { rows } = await sql<{ last: string | null; seen: number }>`
    with meant as materialized (
      select f.customer_id from customers.v_facts f
       where ${isMeant(storeId, query)} and f.customer_id > ${page.after}
       order by f.customer_id limit ${page.limit}
    ), assigned as (
      insert into offers.assignments (store_id, offer_id, customer_id, is_held_out, at)
      select ${storeId}, ${offerId}, m.customer_id, h.value < ${draw.threshold}, ${page.at}
        from meant m
       cross join lateral (
         select sha256(${draw.outer}::bytea || sha256(${draw.inner}::bytea || uuid_send(m.customer_id))) as mac) as s
       cross join lateral (
         select (get_byte(mac, 0)::bigint << 24) + (get_byte(mac, 1) << 16) + (get_byte(mac, 2) << 8)
                + get_byte(mac, 3) as value) as h
      on conflict on constraint assignments_pkey do nothing
    )
    select max(customer_id::text) as last, count(*) as seen from meant`.execute(tx);
  const found = rows[0];
  return found && found.seen === page.limit ? (found.last ?? undefined) : undefined;
}

/** Chooses or excludes customers; of one who was the other, this counts now. */
export async function putPeople(
  tx: Tx,
  storeId: string,
  offerId: string,
  customerIds: readonly string[],
  isExcluded: boolean,
  at: Date,
): Promise<void> {
  await sql`
    insert into offers.people (store_id, offer_id, customer_id, is_excluded, at)
    select ${storeId}, ${offerId}, c.id, ${isExcluded}, ${at} from unnest(${customerIds}::uuid[]) as c(id)
    on conflict on constraint people_pkey do update set is_excluded = excluded.is_excluded, at = excluded.at
      where people.is_excluded <> excluded.is_excluded`.execute(tx);
}

export async function removePeople(
  tx: Tx,
  storeId: string,
  offerId: string,
  customerIds: readonly string[],
): Promise<void> {
  await sql`
    delete from offers.people
     where store_id = ${storeId} and offer_id = ${offerId} and customer_id = any(${customerIds}::uuid[])`.execute(
    tx,
  );
}

export async function countPeople(
  tx: Tx,
  storeId: string,
  offerId: string,
): Promise<{ chosen: number; excluded: number }> {
  const { rows } = await sql<{ chosen: number; excluded: number }>`
    select count(*) filter (where not is_excluded) as chosen, count(*) filter (where is_excluded) as excluded
      from offers.people where store_id = ${storeId} and offer_id = ${offerId}`.execute(tx);
  return rows[0] ?? { chosen: 0, excluded: 0 };
}

export interface PersonRow {
  customerId: string;
  excluded: boolean;
  at: Date;
}

/** A page of the customers an offer names, the latest first. */
export async function listPeople(
  tx: Tx,
  storeId: string,
  filter: { offerId: string; excluded?: boolean },
  page: { limit: number; offset: number },
): Promise<{ rows: PersonRow[]; total: number }> {
  const where = sql`store_id = ${storeId} and offer_id = ${filter.offerId}
    ${filter.excluded === undefined ? sql`` : sql`and is_excluded = ${filter.excluded}`}`;
  const listed = sql<PersonRow>`
    select customer_id as "customerId", is_excluded as excluded, at from offers.people where ${where}
     order by at desc, customer_id limit ${page.limit} offset ${page.offset}`.execute(tx);
  const counted = sql<{ total: number }>`select count(*) as total from offers.people where ${where}`.execute(
    tx,
  );
  const [{ rows }, total] = await Promise.all([listed, counted]);
  return { rows, total: total.rows[0]?.total ?? 0 };
}
