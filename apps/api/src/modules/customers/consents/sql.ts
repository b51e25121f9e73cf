import type { Consent } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { ConsentChange } from './rules.ts';

/** A change as it is written. */
export interface NewConsent extends ConsentChange {
  id: string;
  customerId: string;
  source: Consent['source'];
  wording: string | null;
}

/** Writes changes of consent: one statement for any number. */
export async function insertConsents(
  tx: Tx,
  storeId: string,
  entry: { now: Date; by: string },
  changes: readonly NewConsent[],
): Promise<void> {
  await sql`
    insert into customers.consents (store_id, id, customer_id, what, before, after, source, actor_id, wording, at)
    select ${storeId}::uuid, r.id, r."customerId", r.what, r.before, r.after, r.source, ${entry.by}::uuid, r.wording,
      ${entry.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as r (id uuid, "customerId" uuid, what text,
      before boolean, after boolean, source text, wording text)`.execute(tx);
}

export interface ConsentRow extends NewConsent {
  by: string;
  at: Date;
}

/** Changes of these customers, newest first. */
export async function findConsents(
  tx: Tx,
  storeId: string,
  customerIds: readonly string[],
  page: { limit: number; offset: number },
): Promise<ConsentRow[]> {
  const { rows } = await sql<ConsentRow>`
    select id, customer_id as "customerId", what, before, after, source, actor_id as by, wording, at
    from customers.consents
    where store_id = ${storeId} and customer_id = any(${[...customerIds]}::uuid[])
    order by id desc limit ${page.limit} offset ${page.offset}`.execute(tx);
  return rows;
}

export async function countConsents(
  tx: Tx,
  storeId: string,
  customerIds: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from customers.consents
    where store_id = ${storeId} and customer_id = any(${[...customerIds]}::uuid[])`.execute(tx);
  return rows[0]?.total ?? 0;
}
