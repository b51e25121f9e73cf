import type { CommunicationReason, CommunicationType, Language, Topic } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import { type Recipient, recipientColumns } from '../messages/sql.ts';

/** A message that this worker has claimed, with whom it is for. */
export interface Claimed {
  messageId: string;
  type: CommunicationType;
  topic: Topic;
  language: Language;
  attempts: number;
  subject: string | null;
  body: string;
  recipient: Recipient;
}

/**
 * Claims up to `limit` messages that are due: nobody else gets them until `until`, which lies past the end
 * of any send. Those of a paused bulk wait on.
 */
export async function claimDue(
  tx: Tx,
  storeId: string,
  now: Date,
  until: Date,
  limit: number,
): Promise<Claimed[]> {
  const { rows } = await sql<
    Omit<Claimed, 'recipient' | 'language'> & { messageLanguage: Language } & Recipient
  >`
    with due as (
      select d.message_id from notifications.deliveries d
       where d.store_id = ${storeId} and d.due_at <= ${now}::timestamptz
         and not exists (
           select from notifications.bulks b
            where b.store_id = ${storeId} and b.id = d.bulk_id and b.state = 'paused')
       order by d.due_at, d.message_id
       limit ${limit} for update skip locked
    ),
    claimed as (
      update notifications.deliveries d set due_at = ${until}::timestamptz
        from due where d.store_id = ${storeId} and d.message_id = due.message_id
      returning d.message_id
    )
    select m.id as "messageId", m.type, m.topic, m.language as "messageLanguage", m.attempts, c.subject, c.body,
           ${recipientColumns}
      from claimed
      join notifications.messages m on m.store_id = ${storeId} and m.id = claimed.message_id
      join notifications.contents c on c.store_id = ${storeId} and c.message_id = m.id
      join customers.v_customers u on u.store_id = ${storeId} and u.customer_id = m.customer_id
     order by m.id`.execute(tx);
  return rows.map(({ messageId, type, topic, messageLanguage, attempts, subject, body, ...recipient }) => ({
    messageId,
    type,
    topic,
    language: messageLanguage,
    attempts,
    subject,
    body,
    recipient,
  }));
}

/** What became of a claimed message. `attempt` is null where none was made. */
export interface Outcome {
  messageId: string;
  status: 'SENT' | 'FAILED' | 'QUEUED' | 'SKIPPED';
  reason: CommunicationReason | null;
  error: string | null;
  attempt: number | null;
  /** Set with QUEUED: when the next try is due. */
  dueAt: Date | null;
}

/**
 * Writes what became of claimed messages. One that was cancelled or erased meanwhile stays as it is, except
 * that a cancelled one which had left already is SENT.
 * The words of a secret one go with its settling.
 * @returns the ids of those that this call settled or put off
 */
export async function writeOutcomes(
  tx: Tx,
  storeId: string,
  now: Date,
  outcomes: readonly Outcome[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    with outcome as (
      select * from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) as r (
        "messageId" uuid, "status" text, "reason" text, "error" text, "attempt" int, "dueAt" timestamptz)
    ),
    changed as (
      update notifications.messages m
         set status = o."status", reason = o."reason", error = o."error",
             attempts = coalesce(o."attempt", m.attempts),
             sent_at = case when o."status" = 'SENT' then ${now}::timestamptz end,
             failed_at = case when o."status" = 'FAILED' then ${now}::timestamptz end
        from outcome o
       where m.store_id = ${storeId} and m.id = o."messageId"
         and (m.status = 'QUEUED' or (m.reason = 'cancelled' and o."status" = 'SENT'))
      returning m.id, m.is_secret, m.status
    ),
    tried as (
      insert into notifications.attempts (store_id, message_id, attempt, at, outcome, error)
      select ${storeId}::uuid, o."messageId", o."attempt", ${now}::timestamptz,
             case o."status" when 'SENT' then 'sent' when 'QUEUED' then 'retry' else 'failed' end, o."error"
        from outcome o join changed c on c.id = o."messageId"
       where o."attempt" is not null
      on conflict do nothing
    ),
    put_off as (
      update notifications.deliveries d set due_at = o."dueAt"
        from outcome o join changed c on c.id = o."messageId"
       where d.store_id = ${storeId} and d.message_id = o."messageId" and o."status" = 'QUEUED'
    ),
    done as (
      delete from notifications.deliveries d using outcome o
       where d.store_id = ${storeId} and d.message_id = o."messageId" and o."status" <> 'QUEUED'
    ),
    forgotten as (
      update notifications.contents t set body = ''
        from changed c
       where t.store_id = ${storeId} and t.message_id = c.id and c.is_secret and c.status <> 'QUEUED'
    )
    select id from changed`.execute(tx);
  return new Set(rows.map((row) => row.id));
}
