import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';
import type { TimelineQuery } from '../../platform/module.ts';

export interface OfferMoment {
  id: string;
  at: Date;
  happened: 'claimed' | 'redeemed' | 'lapsed' | 'returned';
  nameEn: string;
  nameAr: string | null;
  discount: number;
  points: number;
  offerId: string;
  orderId: string | null;
}

/**
 * What a customer did with offers, newest first; each has tens of claims at most. A claim is one moment when it
 * is made, and another when it is used or ends; the second has an id made from the first.
 */
export async function readTimeline(
  tx: Tx,
  storeId: string,
  { customerId, before, limit }: Pick<TimelineQuery, 'customerId' | 'before' | 'limit'>,
): Promise<OfferMoment[]> {
  const below: RawBuilder<unknown> = before
    ? sql`where (m.at, m.id) < (${before.at}, ${before.id}::uuid)`
    : sql``;
  const theirs = sql`store_id = ${storeId} and customer_id = ${customerId}`;
  const { rows } = await sql<OfferMoment>`
    select m.id, m.at, m.happened, v.terms->'name'->>'en' as "nameEn", v.terms->'name'->>'ar' as "nameAr",
           m.discount, m.points, m.offer_id as "offerId", m.order_id as "orderId"
      from (
        select id, claimed_at as at, 'claimed' as happened, discount, points, offer_id, version, order_id
          from offers.claims where ${theirs} and expires_at is not null
        union all
        select md5(id::text || status)::uuid, coalesce(ended_at, redeemed_at), status, discount, points, offer_id,
               version, order_id
          from offers.claims where ${theirs} and status <> 'open'
      ) m
      join offers.versions v on v.store_id = ${storeId} and v.offer_id = m.offer_id and v.version = m.version
     ${below}
     order by m.at desc, m.id desc limit ${limit}`.execute(tx);
  return rows;
}
