import type { CustomField } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

const columns = sql`
  key, jsonb_build_object('en', name_en, 'ar', name_ar) as name, type, choices, required, personal, position, archived`;

/** The store's fields in their order, the archived ones with them. */
export async function findFields(tx: Tx, storeId: string): Promise<CustomField[]> {
  const { rows } = await sql<CustomField>`
    select ${columns} from customers.fields where store_id = ${storeId} order by position, key`.execute(tx);
  return rows;
}

export async function lockField(tx: Tx, storeId: string, key: string): Promise<CustomField | undefined> {
  const { rows } = await sql<CustomField>`
    select ${columns} from customers.fields where store_id = ${storeId} and key = ${key} for update`.execute(
    tx,
  );
  return rows[0];
}

export async function insertField(tx: Tx, storeId: string, now: Date, field: CustomField): Promise<void> {
  await sql`
    insert into customers.fields (store_id, key, name_en, name_ar, type, choices, required, personal, position,
      archived, created_at, updated_at)
    values (${storeId}, ${field.key}, ${field.name.en}, ${field.name.ar}, ${field.type}, ${field.choices}::text[],
      ${field.required}, ${field.personal}, ${field.position}, ${field.archived}, ${now}, ${now})`.execute(
    tx,
  );
}

export async function updateField(tx: Tx, storeId: string, now: Date, field: CustomField): Promise<void> {
  await sql`
    update customers.fields set name_en = ${field.name.en}, name_ar = ${field.name.ar},
      choices = ${field.choices}::text[], required = ${field.required}, personal = ${field.personal},
      position = ${field.position}, archived = ${field.archived}, updated_at = ${now}
    where store_id = ${storeId} and key = ${field.key}`.execute(tx);
}

export async function deleteField(tx: Tx, storeId: string, key: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from customers.fields where store_id = ${storeId} and key = ${key}`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}
