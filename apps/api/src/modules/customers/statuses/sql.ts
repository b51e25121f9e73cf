import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { CustomerStatus } from '../profile/references.ts';

export interface StatusRow {
  status: CustomerStatus;
  closedAt: Date | null;
  eraseAfter: Date | null;
  erasedAt: Date | null;
}

export async function findStatus(tx: Tx, storeId: string, id: string): Promise<StatusRow | undefined> {
  const { rows } = await sql<StatusRow>`
    select status, closed_at as "closedAt", erase_after as "eraseAfter", erased_at as "erasedAt"
    from customers.customers where store_id = ${storeId} and id = ${id}`.execute(tx);
  return rows[0];
}

export interface StatusChangeRow {
  from: CustomerStatus;
  to: CustomerStatus;
  reason: string | null;
  by: string;
  at: Date;
}

/** The latest 100 changes of a customer's status, newest first. */
export async function findStatusChanges(tx: Tx, storeId: string, id: string): Promise<StatusChangeRow[]> {
  const { rows } = await sql<StatusChangeRow>`
    select before as "from", after as "to", reason, changed_by as by, changed_at as at
    from customers.status_changes
    where store_id = ${storeId} and customer_id = ${id} order by id desc limit 100`.execute(tx);
  return rows;
}

export async function insertStatusChange(
  tx: Tx,
  storeId: string,
  change: StatusChangeRow & { id: string; customerId: string },
): Promise<void> {
  await sql`
    insert into customers.status_changes (store_id, id, customer_id, before, after, reason, changed_by, changed_at)
    values (${storeId}, ${change.id}, ${change.customerId}, ${change.from}, ${change.to}, ${change.reason},
      ${change.by}, ${change.at})`.execute(tx);
}

/** Says when a closed customer is to be erased, or that they are not. */
export async function setEraseAfter(tx: Tx, storeId: string, id: string, at: Date | null): Promise<void> {
  await sql`
    update customers.customers set erase_after = ${at}
    where store_id = ${storeId} and id = ${id}`.execute(tx);
}
