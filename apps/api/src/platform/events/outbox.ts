import { sql } from 'kysely';
import type { Tx } from '../db/transaction.ts';

export interface OutboxItem {
  id: string;
  name: string;
  payload: unknown;
}

/** Writes the events of a transaction to the outbox in one statement; the relay takes them from there. */
export async function writeEvents(
  tx: Tx,
  storeId: string,
  occurredAt: Date,
  events: readonly OutboxItem[],
): Promise<void> {
  if (events.length === 0) return;
  await sql`
    insert into platform.outbox (id, store_id, name, payload, occurred_at)
    select e.id, ${storeId}::uuid, e.name, e.payload, ${occurredAt}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as e(id uuid, name text, payload jsonb)`.execute(
    tx,
  );
}
