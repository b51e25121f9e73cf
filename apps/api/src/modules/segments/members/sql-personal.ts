import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Merge, TimelineQuery, Unmerge } from '../../../platform/module.ts';

/** A place in a manual segment, as a merge finds it. */
export interface ManualRow {
  segment: string;
  addedAt: string;
  addedBy: string;
  reason: string | null;
  /** The survivor was not in it before. */
  isNew: boolean;
}

/** Gives a customer's places in manual segments to another; answers each. */
export async function giveManual(tx: Tx, storeId: string, { from, into }: Merge): Promise<ManualRow[]> {
  const { rows } = await sql<ManualRow>`
    with gone as (
      delete from segments.manual_members where store_id = ${storeId} and customer_id = ${from}
      returning segment_key, added_at, added_by, reason
    ),
    come as (
      insert into segments.manual_members (store_id, segment_key, customer_id, added_at, added_by, reason)
      select ${storeId}::uuid, segment_key, ${into}::uuid, added_at, added_by, reason from gone
      on conflict on constraint manual_members_pkey do nothing
      returning segment_key
    )
    select segment_key as segment, added_at::text as "addedAt", added_by as "addedBy", reason,
           segment_key in (select segment_key from come) as "isNew"
      from gone order by segment_key`.execute(tx);
  return rows;
}

/** Gives the places back; answers the segments that the survivor leaves, as they were in them by the merge only. */
export async function returnManual(
  tx: Tx,
  storeId: string,
  { from, into }: Unmerge,
  places: readonly ManualRow[],
): Promise<string[]> {
  await sql`
    insert into segments.manual_members (store_id, segment_key, customer_id, added_at, added_by, reason)
    select ${storeId}::uuid, r.segment, ${from}::uuid, r."addedAt", r."addedBy", r.reason
      from jsonb_to_recordset(${JSON.stringify(places)}::jsonb)
        as r(segment text, "addedAt" timestamptz, "addedBy" uuid, reason text)
      join segments.segments s on s.store_id = ${storeId} and s.key = r.segment and s.archived_at is null
    on conflict on constraint manual_members_pkey do nothing`.execute(tx);
  const { rows } = await sql<{ segment: string }>`
    delete from segments.manual_members
     where store_id = ${storeId} and customer_id = ${into}
       and segment_key = any(${places.filter(({ isNew }) => isNew).map(({ segment }) => segment)}::text[])
    returning segment_key as segment`.execute(tx);
  return rows.map(({ segment }) => segment);
}

export async function giveHistory(tx: Tx, storeId: string, { from, into }: Merge): Promise<void> {
  await sql`
    update segments.history set customer_id = ${into}
     where store_id = ${storeId} and customer_id = ${from}`.execute(tx);
}

/** A stay belongs to whoever the id it was kept under is merged into, so un-merging needs no journal. */
export async function returnHistory(
  tx: Tx,
  storeId: string,
  { from, into, presented }: Unmerge,
): Promise<void> {
  await sql`
    update segments.history set customer_id = ${from}
     where store_id = ${storeId} and customer_id = ${into}
       and presented_id = any(${[...presented]}::uuid[])`.execute(tx);
}

/** Every row of this module about a customer. */
export async function readOwn(tx: Tx, storeId: string, customerId: string): Promise<unknown[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select segment_key as segment, entered_at as "enteredAt", left_at as "leftAt", cause, null as reason
      from segments.history where store_id = ${storeId} and customer_id = ${customerId}
    union all
    select segment_key, added_at, null, 'manual', reason
      from segments.manual_members where store_id = ${storeId} and customer_id = ${customerId}
     order by 2, 1`.execute(tx);
  return rows;
}

/** Takes a customer out of manual segments, with what was written of them; stays name nobody and remain. */
export async function eraseReasons(tx: Tx, storeId: string, customerId: string): Promise<void> {
  await sql`
    delete from segments.manual_members where store_id = ${storeId} and customer_id = ${customerId}`.execute(
    tx,
  );
}

interface Movement {
  id: string;
  at: Date;
  happened: 'entered' | 'left';
  segment: string;
}

/** When a customer came into segments and left them, newest first; `hidden` segments are left out. */
export async function readTimeline(
  tx: Tx,
  storeId: string,
  { customerId, before, limit }: Pick<TimelineQuery, 'customerId' | 'before' | 'limit'>,
  hidden: readonly string[],
): Promise<Movement[]> {
  // Neither an entry nor an exit has an id of its own, so one is made from what it is.
  const idOf = (what: string, of: RawBuilder<unknown>) =>
    sql`md5(${what}::text || ${of} || segment_key)::uuid`;
  const below = (at: RawBuilder<unknown>, id: RawBuilder<unknown>) =>
    before ? sql`and (${at}, ${id}) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``;
  const theirs = sql`store_id = ${storeId} and customer_id = ${customerId} and segment_key <> all(${hidden}::text[])`;
  const part = (
    happened: string,
    id: RawBuilder<unknown>,
    at: RawBuilder<unknown>,
    from: RawBuilder<unknown>,
  ) => sql`
    (select ${id} as id, ${at} as at, ${happened}::text as happened, segment_key as segment
       from ${from} where ${theirs} ${below(at, id)} order by 2 desc, 1 desc limit ${limit})`;
  const kept = sql`segments.history`;
  const { rows } = await sql<Movement>`
    select m.* from (
      ${part('entered', idOf('in', sql`customer_id`), sql`since`, sql`customers.v_memberships`)}
      union all ${part('entered', idOf('in', sql`id`), sql`entered_at`, kept)}
      union all ${part('left', idOf('out', sql`id`), sql`left_at`, kept)}
    ) m order by m.at desc, m.id desc limit ${limit}`.execute(tx);
  return rows;
}
