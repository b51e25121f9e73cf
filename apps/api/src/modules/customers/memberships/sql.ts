import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

export interface MembershipRow {
  customerId: string;
  segment: string;
  since: Date;
}

/** Memberships of these customers. */
export async function readMemberships(
  tx: Tx,
  storeId: string,
  customerIds: readonly string[],
): Promise<MembershipRow[]> {
  const { rows } = await sql<MembershipRow>`
    select customer_id as "customerId", segment_key as segment, since
      from customers.memberships
     where store_id = ${storeId} and customer_id = any (${customerIds}::uuid[])
     order by customer_id, segment_key`.execute(tx);
  return rows;
}

/** Adds memberships; of those that stand already, `since` stays and `why` is renewed. */
export async function putMemberships(
  tx: Tx,
  storeId: string,
  rows: readonly { customerId: string; segment: string; why: object }[],
  at: Date,
): Promise<void> {
  await sql`
    insert into customers.memberships (store_id, segment_key, customer_id, since, why)
    select ${storeId}, m.segment, m.customer_id, ${at}, m.why
      from jsonb_to_recordset(${JSON.stringify(
        rows.map(({ customerId, segment, why }) => ({ customer_id: customerId, segment, why })),
      )}::jsonb) as m(customer_id uuid, segment text, why jsonb)
     order by m.customer_id, m.segment collate "C"
    on conflict on constraint memberships_pkey do update set why = excluded.why`.execute(tx);
}

export async function deleteMemberships(
  tx: Tx,
  storeId: string,
  rows: readonly { customerId: string; segment: string }[],
): Promise<void> {
  await sql`
    delete from customers.memberships m
     using unnest(${rows.map((row) => row.segment)}::text[], ${rows.map((row) => row.customerId)}::uuid[])
       as gone(segment, customer_id)
     where m.store_id = ${storeId} and m.segment_key = gone.segment and m.customer_id = gone.customer_id`.execute(
    tx,
  );
}

/** The kept counts of a dimension, of values that some customer has. */
export async function readCounts(
  tx: Tx,
  storeId: string,
  dimension: string,
): Promise<{ key: string; count: number }[]> {
  const { rows } = await sql<{ key: string; count: number }>`
    select key, sum(count)::bigint as count
      from (
        select key, count from customers.counts where store_id = ${storeId} and dimension = ${dimension}
        union all
        select key, delta from customers.count_changes where store_id = ${storeId} and dimension = ${dimension}
      ) as both_parts
     group by key having sum(count) > 0`.execute(tx);
  return rows;
}
