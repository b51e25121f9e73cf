import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { TimelineQuery } from '../../../platform/module.ts';

export interface PointsMoment {
  table: 'entry' | 'redemption' | 'tier';
  id: string;
  at: Date;
  /** Of an entry its kind, of a tier its key: null where there is none any more. */
  kind: string | null;
  points: number | null;
  orderId: string | null;
  rewardId: string | null;
  nameEn: string | null;
  nameAr: string | null;
}

/**
 * Entries, redemptions and changes of tier over all accounts of an owner, newest first. The entry of a
 * redemption stays out, as the redemption tells of it. An imported entry took place before the one in front
 * of it, so entries are sorted, not read along their chain: an account has tens to hundreds.
 */
export async function readTimeline(
  tx: Tx,
  storeId: string,
  { customerId, before, limit }: Pick<TimelineQuery, 'customerId' | 'before' | 'limit'>,
): Promise<PointsMoment[]> {
  const below = (at: RawBuilder<unknown>, id: RawBuilder<unknown>) =>
    before ? sql`and (${at}, ${id}) < (${before.at}, ${before.id}::uuid)` : sql``;
  const owned = sql`a.store_id = ${storeId} and a.owner_id = ${customerId}`;
  const { rows } = await sql<PointsMoment>`
    select m.* from (
      (select 'entry' as "table", e.id, e.occurred_at as at, e.kind, e.moved as points, e.order_id as "orderId",
              null::uuid as "rewardId", null as "nameEn", null as "nameAr"
         from loyalty.accounts a join loyalty.entries e on e.store_id = ${storeId} and e.account_id = a.id
        where ${owned} and e.moved <> 0 ${below(sql`e.occurred_at`, sql`e.id`)}
          and not exists (select from loyalty.redemptions r
                           where r.store_id = ${storeId} and r.account_id = a.id and r.entry_id = e.id)
        order by e.occurred_at desc, e.id desc limit ${limit})
      union all
      (select 'redemption', r.id, r.issued_at, null, -r.points, null, r.reward_id, null, null
         from loyalty.accounts a join loyalty.redemptions r on r.store_id = ${storeId} and r.account_id = a.id
        where ${owned} ${below(sql`r.issued_at`, sql`r.id`)}
        order by r.issued_at desc, r.id desc limit ${limit})
      union all
      (select 'tier', h.id, h.at, h.to_key, null, null, null, t.name_en, t.name_ar
         from loyalty.accounts a
         join loyalty.tier_history h on h.store_id = ${storeId} and h.account_id = a.id
         left join loyalty.tiers t
           on t.store_id = ${storeId} and t.programme_id = a.programme_id and t.key = h.to_key
        where ${owned} ${below(sql`h.at`, sql`h.id`)}
        order by h.at desc, h.id desc limit ${limit})
    ) m
     order by m.at desc, m.id desc limit ${limit}`.execute(tx);
  return rows;
}
