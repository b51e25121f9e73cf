import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Merge, Unmerge } from '../../../platform/module.ts';

/** Gives a customer's messages to another; answers their ids. */
export async function giveMessages(tx: Tx, storeId: string, { from, into }: Merge): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update notifications.messages m set customer_id = ${into}
     where m.store_id = ${storeId} and m.customer_id = ${from} returning m.id`.execute(tx);
  return rows.map((row) => row.id);
}

/** Gives back the messages named, and those that came since the merge under one of the presented ids. */
export async function returnMessages(
  tx: Tx,
  storeId: string,
  { from, into, presented }: Unmerge,
  ids: string[],
): Promise<void> {
  await sql`
    update notifications.messages m set customer_id = ${from}
     where m.store_id = ${storeId} and m.customer_id = ${into}
       and (m.id = any(${ids}::uuid[]) or m.presented_id = any(${[...presented]}::uuid[]))`.execute(tx);
}

/**
 * Deletes what was said to and by a customer. The rows of the log stay, for the store's counts: when,
 * on which channel, and what became of it. What has not left never does.
 */
export async function eraseMessages(tx: Tx, storeId: string, customerId: string): Promise<void> {
  await sql`
    with theirs as (
      select m.id from notifications.messages m
       where m.store_id = ${storeId} and m.customer_id = ${customerId} for update
    ),
    said as (
      delete from notifications.contents c using theirs t
       where c.store_id = ${storeId} and c.message_id = t.id
    ),
    waiting as (
      delete from notifications.deliveries d using theirs t
       where d.store_id = ${storeId} and d.message_id = t.id
    )
    update notifications.messages m
       set source_id = case when m.source is null or m.source = 'bulk' then m.source_id else m.id::text end,
           reason = case when m.status in ('QUEUED', 'HELD') then 'erased' else m.reason end,
           status = case when m.status in ('QUEUED', 'HELD') then 'SKIPPED' else m.status end
      from theirs t
     where m.store_id = ${storeId} and m.id = t.id`.execute(tx);
}
