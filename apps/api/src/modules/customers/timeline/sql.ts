import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { TimelineQuery } from '../../../platform/module.ts';

export interface ProfileMoment {
  id: string;
  at: Date;
  happened: 'created' | 'merged' | 'unmerged';
  fromId: string | null;
  mergeId: string | null;
}

/** Joining and mergers of a customer, newest first; that a merge was undone gets an id made from the merge's. */
export async function readTimeline(
  tx: Tx,
  storeId: string,
  { customerId, before, limit, forStaff }: TimelineQuery,
): Promise<ProfileMoment[]> {
  const below = before ? sql`where (m.at, m.id) < (${before.at}, ${before.id}::uuid)` : sql``;
  const { rows } = await sql<ProfileMoment>`
    select m.* from (
      select c.id, c.created_at as at, 'created' as happened, null::uuid as "fromId", null::uuid as "mergeId"
        from customers.customers c
       where c.store_id = ${storeId} and c.id = ${customerId}
      union all
      select g.id, g.merged_at, 'merged', g.from_id, g.id
        from customers.merges g
       where g.store_id = ${storeId} and g.into_id = ${customerId} and ${forStaff}
      union all
      select md5(g.id::text || 'undone')::uuid, g.undone_at, 'unmerged', g.from_id, g.id
        from customers.merges g
       where g.store_id = ${storeId} and g.into_id = ${customerId} and g.undone_at is not null and ${forStaff}
    ) m ${below}
     order by m.at desc, m.id desc limit ${limit}`.execute(tx);
  return rows;
}
