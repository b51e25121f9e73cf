import { sql } from 'kysely';
import type { Actor } from './context.ts';
import { actorId } from './context.ts';
import type { Tx } from './db/transaction.ts';

/** One row of the audit log. Values stand apart from it, so that erasure can delete them. */
export interface AuditRecord {
  /** `<module>.<verb>`, as `customers.update`. */
  action: string;
  /** Kind of what changed, as `customer`. */
  entity: string;
  entityId: string;
  /** Whose personal data changed; their erasure deletes the values. */
  customerId?: string;
  /** Names of the changed fields. */
  fields?: string[];
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

interface AuditFrame {
  storeId: string;
  actor: Actor;
  requestId: string;
  now: Date;
  newId(): string;
}

/** Writes the audit rows of a transaction: one statement for the rows, one for the values. */
export async function writeAudit(tx: Tx, frame: AuditFrame, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map((record) => ({
    id: frame.newId(),
    action: record.action,
    entity: record.entity,
    entity_id: record.entityId,
    customer_id: record.customerId ?? null,
    fields: record.fields ?? [],
    before: record.before ?? null,
    after: record.after ?? null,
  }));
  const written = sql`
    insert into platform.audit
      (store_id, id, at, actor_kind, actor_id, action, entity, entity_id, customer_id, fields, request_id)
    select ${frame.storeId}::uuid, r.id, ${frame.now}::timestamptz, ${frame.actor.kind}, ${actorId(frame.actor)}::uuid,
           r.action, r.entity, r.entity_id, r.customer_id, r.fields, ${frame.requestId}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, action text, entity text, entity_id text, customer_id uuid, fields text[])`.execute(tx);
  const valued = rows.filter((row) => row.before || row.after);
  const values =
    valued.length > 0 &&
    sql`
    insert into platform.audit_values (store_id, audit_id, customer_id, before, after)
    select ${frame.storeId}::uuid, r.id, r.customer_id, r.before, r.after
      from jsonb_to_recordset(${JSON.stringify(valued)}::jsonb)
        as r(id uuid, customer_id uuid, before jsonb, after jsonb)`.execute(tx);
  await Promise.all([written, values]);
}
