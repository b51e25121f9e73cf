import type { ImportMapping } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Row } from './rows.ts';

/** What an import has come to. */
export interface ImportTotals {
  lines: number;
  created: number;
  known: number;
  /** Rejected lines by reason. */
  rejects: Record<string, number>;
}

export const noTotals: ImportTotals = { lines: 0, created: 0, known: 0, rejects: {} };

export interface ImportState {
  id: string;
  fileName: string | null;
  state: 'running' | 'finished';
  source: string;
  mapping: ImportMapping;
  /** Of a file: every line up to this one is dealt with. */
  line: number;
  /** Of a file: length of the file of rejected lines that belongs to it. */
  rejectsBytes: number;
  total: number;
  totals: ImportTotals;
  startedAt: Date;
  finishedAt: Date | null;
}

const columns = sql`id, file_name as "fileName", state, source, mapping, line, rejects_bytes as "rejectsBytes", total,
  totals, started_at as "startedAt", finished_at as "finishedAt"`;

/** What makes an import new: the contents with their mapping and source (`hash`). */
export type NewImport = Pick<ImportState, 'id' | 'fileName' | 'source' | 'mapping' | 'total'> & {
  hash: Buffer;
};

/** Opens an import, locked until the transaction ends; the one of the same contents where there is one. */
export async function openImport(tx: Tx, storeId: string, now: Date, fresh: NewImport): Promise<ImportState> {
  const { id, hash, fileName, source, mapping, total } = fresh;
  const [, { rows }] = await Promise.all([
    sql`
      insert into customers.imports (store_id, id, file_hash, file_name, state, source, mapping, total, totals,
        started_at, updated_at)
      values (${storeId}, ${id}, ${hash}, ${fileName}, 'running', ${source}, ${JSON.stringify(mapping)}, ${total},
        ${JSON.stringify(noTotals)}, ${now}, ${now})
      on conflict on constraint imports_file_key do nothing`.execute(tx),
    sql<ImportState>`
      select ${columns} from customers.imports
      where store_id = ${storeId} and file_hash = ${hash} for update`.execute(tx),
  ]);
  return rows[0] as ImportState;
}

export async function lockImport(tx: Tx, storeId: string, id: string): Promise<ImportState | undefined> {
  const { rows } = await sql<ImportState>`
    select ${columns} from customers.imports where store_id = ${storeId} and id = ${id} for update`.execute(
    tx,
  );
  return rows[0];
}

/** Moves an import on, in the transaction that wrote what it says is done. */
export async function saveImport(tx: Tx, storeId: string, now: Date, state: ImportState): Promise<void> {
  await sql`
    update customers.imports set state = ${state.state}, line = ${state.line}, rejects_bytes = ${state.rejectsBytes},
      totals = ${JSON.stringify(state.totals)}, updated_at = ${now}, finished_at = ${state.finishedAt}
    where store_id = ${storeId} and id = ${state.id}`.execute(tx);
}

/** One import by id, or a page of them, newest first. */
export async function findImports(
  tx: Tx,
  storeId: string,
  which: { id: string } | { limit: number; offset: number },
): Promise<ImportState[]> {
  const { id, limit, offset } = { id: null, limit: 1, offset: 0, ...which };
  const { rows } = await sql<ImportState>`
    select ${columns} from customers.imports
    where store_id = ${storeId} and (${id}::uuid is null or id = ${id}::uuid)
    order by started_at desc, id desc limit ${limit} offset ${offset}`.execute(tx);
  return rows;
}

export async function countImports(tx: Tx, storeId: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from customers.imports where store_id = ${storeId}`.execute(tx);
  return rows[0]?.total ?? 0;
}

export interface StoredRow {
  line: number;
  cells: Row;
  reason: string | null;
}

export async function insertRows(
  tx: Tx,
  storeId: string,
  importId: string,
  rows: readonly Omit<StoredRow, 'reason'>[],
): Promise<void> {
  await sql`
    insert into customers.import_rows (store_id, import_id, line, cells)
    select ${storeId}::uuid, ${importId}::uuid, r.line, r.cells
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (line bigint, cells jsonb)`.execute(tx);
}

/** Rows of an import in the order of their lines: those that wait, or those rejected. */
export async function findRows(
  tx: Tx,
  storeId: string,
  importId: string,
  { rejected, limit }: { rejected: boolean; limit: number },
): Promise<StoredRow[]> {
  const { rows } = await sql<StoredRow>`
    select line, cells, reason from customers.import_rows
    where store_id = ${storeId} and import_id = ${importId} and (reason is not null) = ${rejected}::boolean
    order by line limit ${limit}`.execute(tx);
  return rows;
}

/** Ends rows: the rejected ones keep their reason, the others go. */
export async function endRows(
  tx: Tx,
  storeId: string,
  importId: string,
  lines: readonly number[],
  rejects: readonly { line: number; reason: string }[],
): Promise<void> {
  await sql`
    delete from customers.import_rows
    where store_id = ${storeId} and import_id = ${importId} and line = any(${[...lines]}::bigint[])
      and line <> all(${rejects.map(({ line }) => line)}::bigint[])`.execute(tx);
  await sql`
    update customers.import_rows i set reason = r.reason
    from jsonb_to_recordset(${JSON.stringify(rejects)}::jsonb) as r (line bigint, reason text)
    where i.store_id = ${storeId} and i.import_id = ${importId} and i.line = r.line`.execute(tx);
}

/** Deletes what was rejected by imports that ended before an instant. */
export async function deleteRejects(tx: Tx, storeId: string, before: Date): Promise<void> {
  await sql`
    delete from customers.import_rows r using customers.imports i
    where r.store_id = ${storeId} and i.store_id = ${storeId} and i.id = r.import_id
      and i.finished_at < ${before}`.execute(tx);
}
