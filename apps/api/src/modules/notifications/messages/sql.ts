import type {
  Communication,
  CommunicationPreferences,
  CommunicationReason,
  CommunicationStatus,
  CommunicationType,
  Language,
  Topic,
} from '@wafa/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

/** A customer as a message needs to know them. */
export interface Recipient {
  id: string;
  status: string;
  firstName: string;
  lastName: string;
  firstNameAr: string | null;
  lastNameAr: string | null;
  companyName: string | null;
  cardNumber: string;
  email: string | null;
  phone: string | null;
  language: Language | null;
  preferences: Partial<CommunicationPreferences>;
}

/** Columns of a `Recipient`, of a row `u` of the customers' view. */
export const recipientColumns = sql`u.customer_id as id, u.status, u.first_name as "firstName",
  u.last_name as "lastName", u.first_name_ar as "firstNameAr", u.last_name_ar as "lastNameAr",
  u.company_name as "companyName", u.card_number as "cardNumber", u.email, u.phone, u.language,
  u.communication_preferences as preferences`;

export async function readRecipients(
  tx: Tx,
  storeId: string,
  ids: readonly string[],
): Promise<Map<string, Recipient>> {
  const { rows } = await sql<Recipient>`
    select ${recipientColumns} from customers.v_customers u
     where u.store_id = ${storeId} and u.customer_id = any(${ids}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** A message to be written, with its words; with `dueAt` it waits for an outside channel. */
export interface NewMessage {
  id: string;
  customerId: string;
  presentedId: string;
  direction: 'in' | 'out';
  type: CommunicationType;
  channel: string;
  topic: Topic | null;
  templateKey: string | null;
  templateVersion: number | null;
  language: Language | null;
  isSecret: boolean;
  status: CommunicationStatus;
  reason: CommunicationReason | null;
  occurredAt: Date;
  sentAt: Date | null;
  deliveredAt: Date | null;
  sentBy: string | null;
  bulkId: string | null;
  source: string | null;
  sourceId: string | null;
  subject: string | null;
  body: string;
  metadata: Communication['metadata'];
}

/**
 * Writes messages with their words, and a delivery for each that is QUEUED, in one statement. A message
 * whose (source, source id) is there already is left out, also one that another transaction is about to
 * commit.
 * @returns the ids that were written
 */
export async function insertMessages(
  tx: Tx,
  storeId: string,
  now: Date,
  messages: readonly NewMessage[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    with incoming as (
      select * from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as r (
        "id" uuid, "customerId" uuid, "presentedId" uuid, "direction" text, "type" text, "channel" text,
        "topic" text, "templateKey" text, "templateVersion" int, "language" text, "isSecret" boolean,
        "status" text, "reason" text, "occurredAt" timestamptz, "sentAt" timestamptz,
        "deliveredAt" timestamptz, "sentBy" uuid, "bulkId" uuid, "source" text, "sourceId" text,
        "subject" text, "body" text, "metadata" jsonb)
    ),
    written as (
      insert into notifications.messages (store_id, id, customer_id, presented_id, direction, type, channel,
        topic, template_key, template_version, language, is_secret, status, reason, occurred_at, created_at,
        sent_at, delivered_at, sent_by, bulk_id, source, source_id)
      select ${storeId}::uuid, r."id", r."customerId", r."presentedId", r."direction", r."type", r."channel",
             r."topic", r."templateKey", r."templateVersion", r."language", r."isSecret", r."status",
             r."reason", r."occurredAt", ${now}::timestamptz, r."sentAt", r."deliveredAt", r."sentBy",
             r."bulkId", r."source", r."sourceId"
        from incoming r
       order by r."source", r."sourceId"
      on conflict on constraint messages_source_key do nothing
      returning id
    ),
    worded as (
      insert into notifications.contents (store_id, message_id, subject, body, metadata)
      select ${storeId}::uuid, r."id", r."subject", r."body", r."metadata"
        from incoming r join written w on w.id = r."id"
    ),
    waiting as (
      insert into notifications.deliveries (store_id, message_id, bulk_id, due_at)
      select ${storeId}::uuid, r."id", r."bulkId", ${now}::timestamptz
        from incoming r join written w on w.id = r."id"
       where r."status" = 'QUEUED'
    )
    select id from written`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

export interface KnownMessage {
  id: string;
  status: CommunicationStatus;
  reason: CommunicationReason | null;
  source: string;
  sourceId: string;
}

/** Messages by their business keys. */
export async function findBySources(
  tx: Tx,
  storeId: string,
  keys: readonly { source: string; sourceId: string }[],
): Promise<KnownMessage[]> {
  const { rows } = await sql<KnownMessage>`
    select m.id, m.status, m.reason, m.source, m.source_id as "sourceId"
      from unnest(${keys.map((key) => key.source)}::text[], ${keys.map((key) => key.sourceId)}::text[])
             as k (source, source_id)
      join notifications.messages m
        on m.store_id = ${storeId} and m.source = k.source and m.source_id = k.source_id`.execute(tx);
  return rows;
}

/** What a list of messages is narrowed to. */
export interface MessageFilter {
  customerId?: string | undefined;
  type?: string | undefined;
  channel?: string | undefined;
  status?: string | undefined;
  direction?: string | undefined;
  topic?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Without what was never sent. */
  sentOnly?: boolean | undefined;
}

/** Before which message a page begins. */
export interface Position {
  occurredAt: Date;
  id: string;
}

/** A message as it is read; of a secret one the words stay out. */
export interface MessageRow {
  id: string;
  customerId: string;
  direction: 'in' | 'out';
  type: CommunicationType;
  channel: string;
  topic: Topic | null;
  templateKey: string | null;
  templateVersion: number | null;
  language: Language | null;
  subject: string | null;
  body: string | null;
  metadata: Communication['metadata'] | null;
  status: CommunicationStatus;
  reason: CommunicationReason | null;
  error: string | null;
  attempts: number;
  occurredAt: Date;
  createdAt: Date;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  failedAt: Date | null;
  sentBy: string | null;
  bulkId: string | null;
}

function conditionsOf(storeId: string, filter: MessageFilter): RawBuilder<unknown>[] {
  const equal = (column: string, value: string | undefined) =>
    value === undefined ? [] : [sql`${sql.ref(`m.${column}`)} = ${value}`];
  return [
    sql`m.store_id = ${storeId}`,
    ...equal('customer_id', filter.customerId),
    ...equal('type', filter.type),
    ...equal('channel', filter.channel),
    ...equal('status', filter.status),
    ...equal('direction', filter.direction),
    ...equal('topic', filter.topic),
    ...(filter.from ? [sql`m.occurred_at >= ${filter.from}`] : []),
    ...(filter.to ? [sql`m.occurred_at < ${filter.to}`] : []),
    ...(filter.sentOnly ? [sql`m.status <> 'SKIPPED'`] : []),
  ];
}

/** A page of messages, newest first: after `after`, or else `offset` messages down; all without a limit. */
export async function readMessages(
  tx: Tx,
  storeId: string,
  filter: MessageFilter,
  page: { limit: number | null; offset: number; after?: Position | undefined },
): Promise<MessageRow[]> {
  const conditions = conditionsOf(storeId, filter);
  if (page.after)
    conditions.push(sql`(m.occurred_at, m.id) < (${page.after.occurredAt}, ${page.after.id}::uuid)`);
  return selectMessages(
    tx,
    sql`where ${sql.join(conditions, sql` and `)}
        order by m.occurred_at desc, m.id desc limit ${page.limit} offset ${page.offset}`,
  );
}

export async function countMessages(tx: Tx, storeId: string, filter: MessageFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from notifications.messages m
     where ${sql.join(conditionsOf(storeId, filter), sql` and `)}`.execute(tx);
  return rows[0]?.total ?? 0;
}

/** Messages by id, in the order of `ids`. */
export async function readByIds(tx: Tx, storeId: string, ids: readonly string[]): Promise<MessageRow[]> {
  const rows = await selectMessages(tx, sql`where m.store_id = ${storeId} and m.id = any(${ids}::uuid[])`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

async function selectMessages(tx: Tx, which: RawBuilder<unknown>): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    select m.id, m.customer_id as "customerId", m.direction, m.type, m.channel, m.topic,
           m.template_key as "templateKey", m.template_version as "templateVersion", m.language,
           c.subject, case when not m.is_secret then c.body end as body, c.metadata, m.status, m.reason,
           m.error, m.attempts, m.occurred_at as "occurredAt", m.created_at as "createdAt",
           m.sent_at as "sentAt", m.delivered_at as "deliveredAt", m.read_at as "readAt",
           m.failed_at as "failedAt", m.sent_by as "sentBy", m.bulk_id as "bulkId"
      from (select * from notifications.messages m ${which}) m
      left join notifications.contents c on c.store_id = m.store_id and c.message_id = m.id
     order by m.occurred_at desc, m.id desc`.execute(tx);
  return rows;
}

/** Marks an in-app message of the customer as read, once. @returns whether there is such a message */
export async function putRead(
  tx: Tx,
  storeId: string,
  now: Date,
  customerId: string,
  id: string,
): Promise<boolean> {
  const { rows } = await sql`
    update notifications.messages m
       set status = 'READ', read_at = coalesce(m.read_at, ${now}::timestamptz)
     where m.store_id = ${storeId} and m.id = ${id} and m.customer_id = ${customerId} and m.type = 'IN_APP'
       and m.status in ('DELIVERED', 'READ')
    returning 1`.execute(tx);
  return rows.length > 0;
}
