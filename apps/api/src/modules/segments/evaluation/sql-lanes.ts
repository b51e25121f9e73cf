import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

/** A part of the customers that one evaluation goes over in ranges, one after the other. */
export interface Lane {
  evaluationId: string;
  lane: number;
  /** The last customer that was looked at. */
  after: string;
  upTo: string;
}

const firstId = '00000000-0000-0000-0000-000000000000';
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Divides the customers of a store into two lanes of about the same number, or one.
 * @param customers how many there are
 */
export async function openLanes(
  tx: Tx,
  storeId: string,
  evaluationId: string,
  { customers, lanes }: { customers: number; lanes: 1 | 2 },
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select customer_id as id from customers.v_facts
     where store_id = ${storeId} order by customer_id offset ${Math.floor(customers / 2)} limit ${lanes - 1}`.execute(
    tx,
  );
  const borders = [firstId, ...rows.map(({ id }) => id), lastId];
  await sql`
    insert into segments.lanes (store_id, evaluation_id, lane, after, up_to)
    select ${storeId}::uuid, ${evaluationId}::uuid, lane, after, up_to
      from unnest(${borders.slice(0, -1)}::uuid[], ${borders.slice(1)}::uuid[]) with ordinality as l(after, up_to, lane)`.execute(
    tx,
  );
}

/** The lanes of an evaluation that are not at their end. */
export async function readLanes(tx: Tx, storeId: string, evaluationId: string): Promise<Lane[]> {
  const { rows } = await sql<Lane>`
    select evaluation_id as "evaluationId", lane, after, up_to as "upTo" from segments.lanes
     where store_id = ${storeId} and evaluation_id = ${evaluationId} and after < up_to order by lane`.execute(
    tx,
  );
  return rows;
}

export async function closeLanes(tx: Tx, storeId: string, evaluationId: string): Promise<void> {
  await sql`delete from segments.lanes where store_id = ${storeId} and evaluation_id = ${evaluationId}`.execute(
    tx,
  );
}

/** The next `size` customers of a lane: the last of them, and how many there are. */
export async function nextRange(
  tx: Tx,
  storeId: string,
  { after, upTo }: Lane,
  size: number,
): Promise<{ upTo: string; count: number } | undefined> {
  const { rows } = await sql<{ upTo: string | null; count: number }>`
    with next as materialized (
      select customer_id from customers.v_facts
       where store_id = ${storeId} and customer_id > ${after}::uuid and customer_id <= ${upTo}::uuid
       order by customer_id limit ${size}
    )
    select (select count(*) from next) as count,
           (select customer_id from next order by customer_id desc limit 1) as "upTo"`.execute(tx);
  const [row] = rows;
  return row?.upTo ? { upTo: row.upTo, count: row.count } : undefined;
}

interface Progress {
  /** Where the lane stands now. */
  upTo: string;
  count: number;
  entered: number;
  left: number;
}

/** Moves a lane on with the progress of its range; answers false where another worker has done so. */
export async function moveLane(
  tx: Tx,
  storeId: string,
  now: Date,
  { evaluationId, lane, after }: Lane,
  { upTo, count, entered, left }: Progress,
): Promise<boolean> {
  const { rows } = await sql`
    with moved as (
      update segments.lanes set after = ${upTo}
       where store_id = ${storeId} and evaluation_id = ${evaluationId} and lane = ${lane} and after = ${after}
      returning 1
    )
    update segments.evaluations set
      done = least(done + ${count}::bigint, total), entered = entered + ${entered}::bigint,
      left_count = left_count + ${left}::bigint, moved_at = ${now}
    where store_id = ${storeId} and id = ${evaluationId} and exists (select from moved) returning 1`.execute(
    tx,
  );
  return rows.length > 0;
}

/**
 * Ranges are wide: a plan made for any range would read row by row, compiling expressions takes longer than it
 * saves, no two customers have the figures that remembering results hopes for, and sorts stay in memory.
 */
export async function planForRanges(tx: Tx): Promise<void> {
  await sql`set local plan_cache_mode = force_custom_plan`.execute(tx);
  await sql`set local jit = off`.execute(tx);
  await sql`set local enable_memoize = off`.execute(tx);
  await sql`set local work_mem = '96MB'`.execute(tx);
}
