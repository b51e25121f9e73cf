import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Merge, Unmerge } from '../../../platform/module.ts';

export interface NoteRow {
  id: string;
  customerId: string;
  text: string;
  pinned: boolean;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

const columns = sql`id, customer_id as "customerId", text, pinned, created_by as "createdBy",
  created_at as "createdAt", updated_at as "updatedAt"`;

/** Pinned notes first, then the newest. */
export async function findNotes(
  tx: Tx,
  storeId: string,
  customerId: string,
  page: { limit: number; offset: number },
): Promise<NoteRow[]> {
  const { rows } = await sql<NoteRow>`
    select ${columns} from customers.notes
    where store_id = ${storeId} and customer_id = ${customerId}
    order by pinned desc, id desc limit ${page.limit} offset ${page.offset}`.execute(tx);
  return rows;
}

export async function countNotes(tx: Tx, storeId: string, customerId: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from customers.notes
    where store_id = ${storeId} and customer_id = ${customerId}`.execute(tx);
  return rows[0]?.total ?? 0;
}

export async function lockNote(
  tx: Tx,
  storeId: string,
  customerId: string,
  id: string,
): Promise<NoteRow | undefined> {
  const { rows } = await sql<NoteRow>`
    select ${columns} from customers.notes
    where store_id = ${storeId} and customer_id = ${customerId} and id = ${id} for update`.execute(tx);
  return rows[0];
}

export async function insertNote(tx: Tx, storeId: string, presentedId: string, note: NoteRow): Promise<void> {
  await sql`
    insert into customers.notes (store_id, id, customer_id, presented_id, text, pinned, created_by, created_at,
      updated_at)
    values (${storeId}, ${note.id}, ${note.customerId}, ${presentedId}, ${note.text}, ${note.pinned},
      ${note.createdBy}, ${note.createdAt}, ${note.updatedAt})`.execute(tx);
}

export async function updateNote(tx: Tx, storeId: string, note: NoteRow): Promise<void> {
  await sql`
    update customers.notes set text = ${note.text}, pinned = ${note.pinned}, updated_at = ${note.updatedAt}
    where store_id = ${storeId} and id = ${note.id}`.execute(tx);
}

export async function deleteNote(tx: Tx, storeId: string, id: string): Promise<void> {
  await sql`delete from customers.notes where store_id = ${storeId} and id = ${id}`.execute(tx);
}

export async function deleteNotesOf(tx: Tx, storeId: string, customerId: string): Promise<void> {
  await sql`delete from customers.notes where store_id = ${storeId} and customer_id = ${customerId}`.execute(
    tx,
  );
}

export async function giveNotes(tx: Tx, storeId: string, { from, into }: Merge): Promise<void> {
  await sql`
    update customers.notes set customer_id = ${into}
    where store_id = ${storeId} and customer_id = ${from}`.execute(tx);
}

/** Gives back the notes that were written on one of the presented ids, before the merge or since. */
export async function returnNotes(
  tx: Tx,
  storeId: string,
  { from, into, presented }: Unmerge,
): Promise<void> {
  await sql`
    update customers.notes set customer_id = ${from}
    where store_id = ${storeId} and customer_id = ${into}
      and presented_id = any(${[...presented]}::uuid[])`.execute(tx);
}
