import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

export interface CodeOfOffer {
  code: string;
  folded: string;
  state: 'free' | 'claimed' | 'redeemed' | 'lapsed';
  customerId: string | null;
  addedAt: Date;
  position: number;
}

const selected = sql`
  select k.shown as code, k.code as folded,
         case when k.claim_id is null then 'free' when c.status = 'open' then 'claimed'
              when c.status = 'redeemed' then 'redeemed' else 'lapsed' end as state,
         c.customer_id as "customerId", k.added_at as "addedAt", k.position
    from offers.codes k
    left join offers.claims c on c.store_id = k.store_id and c.id = k.claim_id`;

/** A page of an offer's single-use codes and how many there are. */
export async function listCodes(
  tx: Tx,
  storeId: string,
  offerId: string,
  page: { limit: number; offset: number },
): Promise<{ rows: CodeOfOffer[]; total: number }> {
  const where = sql`k.store_id = ${storeId} and k.offer_id = ${offerId} and k.kind = 'single'`;
  const listed = sql<CodeOfOffer>`
    ${selected} where ${where} order by k.position, k.code
     limit ${page.limit} offset ${page.offset}`.execute(tx);
  const counted = sql<{ total: number }>`select count(*) as total from offers.codes k where ${where}`.execute(
    tx,
  );
  const [{ rows }, total] = await Promise.all([listed, counted]);
  return { rows, total: total.rows[0]?.total ?? 0 };
}

/** The codes after one, in the same order. */
export async function codesAfter(
  tx: Tx,
  storeId: string,
  offerId: string,
  after: { position: number; code: string } | undefined,
  limit: number,
): Promise<CodeOfOffer[]> {
  const { rows } = await sql<CodeOfOffer>`
    ${selected} where k.store_id = ${storeId} and k.offer_id = ${offerId} and k.kind = 'single'
       ${after ? sql`and (k.position, k.code) > (${after.position}, ${after.code})` : sql``}
     order by k.position, k.code limit ${limit}`.execute(tx);
  return rows;
}
