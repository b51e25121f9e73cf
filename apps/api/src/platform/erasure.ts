import { sql } from 'kysely';
import type { Tx } from './db/transaction.ts';

/**
 * Deletes what the platform keeps of customers: stored replies about them, and the values of audit rows. The
 * rows themselves stay; they hold ids and names of fields.
 */
export async function forgetCustomers(
  tx: Tx,
  storeId: string,
  customerIds: readonly string[],
): Promise<void> {
  const ids = [...customerIds];
  await Promise.all([
    sql`
      delete from platform.replies
      where store_id = ${storeId} and customer_id = any(${ids}::uuid[])`.execute(tx),
    sql`
      delete from platform.audit_values
      where store_id = ${storeId} and customer_id = any(${ids}::uuid[])`.execute(tx),
  ]);
}
