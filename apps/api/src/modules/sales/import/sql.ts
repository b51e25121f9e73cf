import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { ImportTotals } from './totals.ts';

/** How far the import of a file has come. */
export interface ImportState {
  id: string;
  state: 'running' | 'finished';
  /** Every document whose last line stands at or before this one is dealt with. */
  line: number;
  /** Length of the file of rejected lines that belongs to it. */
  rejectsBytes: number;
  totals: ImportTotals;
}

export interface ImportedFile {
  preset: string;
  hash: Buffer;
  name: string;
}

/**
 * The state of a file's import, opened where the file is new, locked until the transaction ends. False
 * where another import is writing to the store at this moment.
 */
export async function openImport(
  tx: Tx,
  storeId: string,
  file: ImportedFile,
  fresh: { id: string; now: Date; totals: ImportTotals },
): Promise<ImportState | false> {
  const [free, , found] = await Promise.all([
    sql<{ free: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended('sales.import' || ${storeId}, 0)) as free`.execute(
      tx,
    ),
    sql`
      insert into sales.imports (store_id, id, preset, file_hash, file_name, state, totals, started_at, updated_at)
      values (${storeId}, ${fresh.id}, ${file.preset}, ${file.hash}, ${file.name}, 'running',
              ${JSON.stringify(fresh.totals)}, ${fresh.now}, ${fresh.now})
          on conflict on constraint imports_file_key do nothing`.execute(tx),
    sql<ImportState>`
      select id, state, line, rejects_bytes as "rejectsBytes", totals from sales.imports
       where store_id = ${storeId} and preset = ${file.preset} and file_hash = ${file.hash}
         for update`.execute(tx),
  ]);
  const state = found.rows[0];
  return free.rows[0]?.free === true && state ? state : false;
}

/** Moves an import on, in the transaction that wrote what it says is done. */
export async function saveImport(tx: Tx, storeId: string, now: Date, state: ImportState): Promise<void> {
  await sql`
    update sales.imports
       set state = ${state.state}, line = ${state.line}, rejects_bytes = ${state.rejectsBytes},
           totals = ${JSON.stringify(state.totals)}, updated_at = ${now},
           finished_at = case when ${state.state} = 'finished' then ${now}::timestamptz end
     where store_id = ${storeId} and id = ${state.id}`.execute(tx);
}

/** Refreshes the planner's statistics after much was written (functions.sql says why). */
export async function analyze(tx: Tx): Promise<void> {
  await sql`select sales.analyze_v1()`.execute(tx);
}
