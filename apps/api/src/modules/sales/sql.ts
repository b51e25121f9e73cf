import { sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';

/** A receipt with the id of the order, refund or event that it answers. */
export interface KeptReceipt {
  subjectId: string;
  receipt: unknown;
}

/** Keeps first replies, in one statement. */
export async function insertReceipts(
  tx: Tx,
  storeId: string,
  receipts: readonly KeptReceipt[],
): Promise<void> {
  await sql`
    insert into sales.receipts (store_id, subject_id, receipt)
    select ${storeId}::uuid, r.id, r.receipt
      from json_to_recordset(${JSON.stringify(receipts.map((kept) => ({ id: kept.subjectId, receipt: kept.receipt })))}::json)
             as r(id uuid, receipt json)`.execute(tx);
}

/** First replies by the id of what they answer. */
export async function readReceipts(
  tx: Tx,
  storeId: string,
  subjectIds: readonly string[],
): Promise<KeptReceipt[]> {
  const { rows } = await sql<KeptReceipt>`
    select subject_id as "subjectId", receipt from sales.receipts
     where store_id = ${storeId} and subject_id = any(${subjectIds}::uuid[])`.execute(tx);
  return rows;
}
