import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

export interface MembershipRow {
  customerId: string;
  segments: string[];
  since: Date[];
}

/** Memberships of these customers. */
export async function readMemberships(
  tx: Tx,
  storeId: string,
  customerIds: readonly string[],
): Promise<MembershipRow[]> {
  const { rows } = await sql<MembershipRow>`
    select customer_id as "customerId", segments, since
      from customers.memberships
     where store_id = ${storeId} and customer_id = any (${customerIds}::uuid[])
     order by customer_id`.execute(tx);
  return rows;
}

interface Named {
  customerId: string;
  segment: string;
}

/** Adds memberships; those that stand already stay as they are. */
export async function putMemberships(
  tx: Tx,
  storeId: string,
  rows: readonly (Named & { cause: string })[],
  at: Date,
): Promise<void> {
  // Who is in already, of those that are added: their place among the others says which are new.
  const isNew = sql`array(select k.place from unnest(excluded.segments) with ordinality as k(segment, place)
    where k.segment <> all(m.segments) order by k.place)`;
  const added = (list: string) =>
    sql`m.${sql.ref(list)} || array(select excluded.${sql.ref(list)}[place] from unnest(${isNew}) as place)`;
  await sql`
    insert into customers.memberships as m (store_id, customer_id, segments, since, causes)
    select ${storeId}::uuid, customer_id, array_agg(segment order by segment),
           array_fill(${at}::timestamptz, array[count(*)::int]), array_agg(cause order by segment)
      from unnest(${rows.map((row) => row.customerId)}::uuid[], ${rows.map((row) => row.segment)}::text[],
        ${rows.map((row) => row.cause)}::text[]) as r(customer_id, segment, cause)
     group by customer_id order by customer_id
    on conflict on constraint memberships_pkey do update set
      segments = ${added('segments')}, since = ${added('since')}, causes = ${added('causes')}`.execute(tx);
}

/** Ends memberships. */
export async function deleteMemberships(tx: Tx, storeId: string, rows: readonly Named[]): Promise<void> {
  const rest = (list: string) => sql`coalesce(array_agg(l.${sql.ref(list)} order by l.place), '{}')`;
  await sql`
    update customers.memberships m set (segments, since, causes) = (
      select ${rest('segment')}, ${rest('since')}, ${rest('cause')}
        from unnest(m.segments, m.since, m.causes) with ordinality as l(segment, since, cause, place)
       where l.segment <> all(gone.segments)
    )
      from (
        select customer_id, array_agg(segment) as segments
          from unnest(${rows.map((row) => row.customerId)}::uuid[], ${rows.map((row) => row.segment)}::text[])
            as r(customer_id, segment)
         group by customer_id
      ) as gone
     where m.store_id = ${storeId} and m.customer_id = gone.customer_id and m.segments && gone.segments`.execute(
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
