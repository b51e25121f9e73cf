import type { DuplicateScan } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

export interface ScanRow {
  id: string;
  state: 'running' | 'done';
  phase: DuplicateScan['phase'];
  /** The last customer of the phase that is dealt with. */
  cursor: string;
  /** Steps committed so far. */
  step: number;
  total: number;
  read: number;
  done: number;
  found: number;
  startedAt: Date;
  startedBy: string;
  movedAt: Date;
  endedAt: Date | null;
}

const columns = sql`id, state, phase, cursor, step, total, read, done, found, started_at as "startedAt",
  started_by as "startedBy", moved_at as "movedAt", ended_at as "endedAt"`;

/** Begins a scan; false where one is running. */
export async function insertScan(
  tx: Tx,
  storeId: string,
  now: Date,
  scan: Pick<ScanRow, 'id' | 'cursor' | 'total' | 'startedBy'>,
): Promise<boolean> {
  const { rows } = await sql`
    insert into customers.duplicate_scans
      (store_id, id, state, phase, cursor, total, started_at, started_by, moved_at)
    values (${storeId}, ${scan.id}, 'running', 'reading', ${scan.cursor}, ${scan.total}, ${now}, ${scan.startedBy}, ${now})
    on conflict (store_id) where state = 'running' do nothing
    returning 1`.execute(tx);
  return rows.length > 0;
}

/** The scan begun last, which is the running one where one runs. */
export async function latestScan(tx: Tx, storeId: string): Promise<ScanRow | undefined> {
  const { rows } = await sql<ScanRow>`
    select ${columns} from customers.duplicate_scans where store_id = ${storeId}
     order by id desc limit 1`.execute(tx);
  return rows[0];
}

/** A scan, locked. */
export async function lockScan(tx: Tx, storeId: string, id: string): Promise<ScanRow | undefined> {
  const { rows } = await sql<ScanRow>`
    select ${columns} from customers.duplicate_scans where store_id = ${storeId} and id = ${id} for update`.execute(
    tx,
  );
  return rows[0];
}

/** Writes how far a scan is, a step further. */
export async function saveScan(tx: Tx, storeId: string, now: Date, scan: ScanRow): Promise<void> {
  await sql`
    update customers.duplicate_scans
       set phase = ${scan.phase}, cursor = ${scan.cursor}, step = step + 1, read = ${scan.read}, done = ${scan.done},
           found = ${scan.found}, moved_at = ${now},
           state = case when ${scan.phase} = 'done' then 'done' else 'running' end,
           ended_at = case when ${scan.phase} = 'done' then ${now}::timestamptz end
     where store_id = ${storeId} and id = ${scan.id}`.execute(tx);
}
