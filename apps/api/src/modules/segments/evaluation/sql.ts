import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

interface LeftRow {
  id: string;
  customerId: string;
  segment: string;
  enteredAt: Date;
  cause: string;
  by: string | null;
}

/** Keeps stays that ended now. */
export async function insertHistory(
  tx: Tx,
  storeId: string,
  now: Date,
  rows: readonly LeftRow[],
): Promise<void> {
  const column = <K extends keyof LeftRow>(key: K) => rows.map((row) => row[key]);
  await sql`
    insert into segments.history (store_id, id, segment_key, customer_id, presented_id, entered_at, left_at, cause, by_id)
    select ${storeId}::uuid, h.id, h.segment, h.customer_id, h.customer_id, h.entered_at, ${now}::timestamptz, h.cause, h.by_id
      from unnest(${column('id')}::uuid[], ${column('segment')}::text[], ${column('customerId')}::uuid[],
        ${column('enteredAt')}::timestamptz[], ${column('cause')}::text[], ${column('by')}::uuid[])
        as h(id, segment, customer_id, entered_at, cause, by_id)`.execute(tx);
}

/** Customers who can be in a segment. */
export async function countEligible(tx: Tx, storeId: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from customers.v_facts
     where store_id = ${storeId} and status in ('active', 'inactive', 'suspended')`.execute(tx);
  return rows[0]?.total ?? 0;
}

/** Keeps the sizes of the day; a later evaluation of the day replaces them. */
export async function putSizes(
  tx: Tx,
  storeId: string,
  day: string,
  sizes: ReadonlyMap<string, number>,
): Promise<void> {
  await sql`
    insert into segments.sizes (store_id, segment_key, day, size)
    select ${storeId}::uuid, key, ${day}::date, size
      from unnest(${[...sizes.keys()]}::text[], ${[...sizes.values()]}::bigint[]) as s(key, size)
    on conflict on constraint sizes_pkey do update set size = excluded.size`.execute(tx);
}

export interface EvaluationRow {
  id: string;
  cause: 'full' | 'sweep' | 'edit';
  segment: string | null;
  status: 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED';
  stage: 'queued' | 'models' | 'members' | 'done';
  isOutdated: boolean;
  total: number;
  done: number;
  entered: number;
  left: number;
  requestedAt: Date;
  requestedBy: string | null;
  startedAt: Date | null;
  movedAt: Date;
  finishedAt: Date | null;
}

const columns = sql`id, cause, segment_key as segment, status, stage, is_outdated as "isOutdated", total,
  done, entered, left_count as "left", requested_at as "requestedAt", requested_by as "requestedBy",
  started_at as "startedAt", moved_at as "movedAt", finished_at as "finishedAt"`;

/** Adds an evaluation unless one is under way; answers whether it did. */
export async function insertEvaluation(
  tx: Tx,
  storeId: string,
  row: Pick<EvaluationRow, 'id' | 'cause' | 'segment' | 'requestedAt' | 'requestedBy'>,
): Promise<boolean> {
  const { rows } = await sql`
    insert into segments.evaluations (store_id, id, cause, segment_key, status, stage, requested_at, requested_by, moved_at)
    values (${storeId}, ${row.id}, ${row.cause}, ${row.segment}, 'QUEUED', 'queued', ${row.requestedAt},
      ${row.requestedBy}, ${row.requestedAt})
    on conflict (store_id) where status in ('QUEUED', 'RUNNING') do nothing
    returning 1`.execute(tx);
  return rows.length > 0;
}

/** The evaluation under way, locked against its next step. */
export async function lockRunning(tx: Tx, storeId: string): Promise<EvaluationRow | undefined> {
  const { rows } = await sql<EvaluationRow>`
    select ${columns} from segments.evaluations
     where store_id = ${storeId} and status in ('QUEUED', 'RUNNING') for update`.execute(tx);
  return rows[0];
}

export async function readEvaluation(
  tx: Tx,
  storeId: string,
  id: string,
): Promise<EvaluationRow | undefined> {
  const { rows } = await sql<EvaluationRow>`
    select ${columns} from segments.evaluations where store_id = ${storeId} and id = ${id}`.execute(tx);
  return rows[0];
}

/** Changes what stands of an evaluation that this transaction has locked. */
export async function saveEvaluation(tx: Tx, storeId: string, now: Date, row: EvaluationRow): Promise<void> {
  await sql`
    update segments.evaluations set
      status = ${row.status}, stage = ${row.stage}, is_outdated = ${row.isOutdated}, total = ${row.total},
      done = ${row.done}, started_at = ${row.startedAt}, moved_at = ${now}, finished_at = ${row.finishedAt}
    where store_id = ${storeId} and id = ${row.id}`.execute(tx);
}

export async function listEvaluations(
  tx: Tx,
  storeId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: EvaluationRow[]; total: number }> {
  const [found, counted] = await Promise.all([
    sql<EvaluationRow>`
      select ${columns} from segments.evaluations where store_id = ${storeId}
       order by requested_at desc, id desc limit ${limit} offset ${offset}`.execute(tx),
    sql<{ total: number }>`
      select count(*) as total from segments.evaluations where store_id = ${storeId}`.execute(tx),
  ]);
  return { rows: found.rows, total: counted.rows[0]?.total ?? 0 };
}

/** The evaluation under way, and the last of the whole store that ended well. */
export async function latestEvaluations(
  tx: Tx,
  storeId: string,
): Promise<{ running: EvaluationRow | null; lastFull: EvaluationRow | null }> {
  const [running, last] = await Promise.all([
    sql<EvaluationRow>`
      select ${columns} from segments.evaluations
       where store_id = ${storeId} and status in ('QUEUED', 'RUNNING')`.execute(tx),
    sql<EvaluationRow>`
      select ${columns} from segments.evaluations
       where store_id = ${storeId} and status = 'DONE' and segment_key is null
       order by requested_at desc, id desc limit 1`.execute(tx),
  ]);
  return { running: running.rows[0] ?? null, lastFull: last.rows[0] ?? null };
}

/** One of so many customers who can be in a segment, chosen by a hash of their id. */
export async function sampleIds(tx: Tx, storeId: string, oneOf: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select customer_id as id from customers.v_facts
     where store_id = ${storeId} and status in ('active', 'inactive', 'suspended')
       and hashtextextended(customer_id::text, 0) % ${oneOf}::bigint = 0`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Whether statements of this transaction use one plan for all values from now on, or as the server chooses. */
export async function planOnce(tx: Tx, once: boolean): Promise<void> {
  await (once
    ? sql`set local plan_cache_mode = force_generic_plan`.execute(tx)
    : sql`set local plan_cache_mode = auto`.execute(tx));
}
