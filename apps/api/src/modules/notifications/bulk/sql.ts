import type { Bulk, CommunicationStatus, CommunicationType, Language, Topic } from '@wafa/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { CurrentTemplate } from '../templates/templates.ts';
import type { BulkProgress } from './rules.ts';

/** Whom a sending goes to. */
export interface Audience {
  kind: Bulk['audience']['kind'];
  /** The tag or segment. */
  name: string | null;
  /** Customers chosen one by one. */
  selection: string[] | null;
}

/** What is said to them. */
export interface BulkWords {
  type: Exclude<CommunicationType, 'PHONE'>;
  topic: Topic;
  template: CurrentTemplate | null;
  subject: string | null;
  body: string | null;
  language: Language | null;
  variables: Record<string, string | number>;
}

/** The customers of an audience, of rows `u` of the customers' view; merged ones count as their survivor. */
function belongs(storeId: string, { kind, name, selection }: Audience): RawBuilder<unknown> {
  const ofStore = sql`u.store_id = ${storeId} and u.merged_into is null`;
  if (kind === 'tag') return sql`${ofStore} and u.tags @> array[${name}]::text[] and u.erased_at is null`;
  if (kind === 'customers') return sql`${ofStore} and u.customer_id = any(${selection}::uuid[])`;
  return sql`${ofStore} and u.erased_at is null and exists (
    select from customers.v_segments s
     where s.store_id = ${storeId} and s.segments @> array[${name}]::text[] and s.customer_id = u.customer_id)`;
}

export async function countAudience(tx: Tx, storeId: string, audience: Audience): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from customers.v_customers u where ${belongs(storeId, audience)}`.execute(tx);
  return rows[0]?.total ?? 0;
}

/** The next customers of an audience in order of id, after `cursor`. */
export async function nextOfAudience(
  tx: Tx,
  storeId: string,
  audience: Audience,
  cursor: string | null,
  limit: number,
): Promise<string[]> {
  const after = cursor === null ? sql`` : sql`and u.customer_id > ${cursor}::uuid`;
  const { rows } = await sql<{ id: string }>`
    select u.customer_id as id from customers.v_customers u
     where ${belongs(storeId, audience)} ${after}
     order by u.customer_id limit ${limit}`.execute(tx);
  return rows.map((row) => row.id);
}

export async function insertBulk(
  tx: Tx,
  storeId: string,
  now: Date,
  bulk: { id: string; total: number; createdBy: string; audience: Audience; words: BulkWords },
): Promise<void> {
  const { audience, words } = bulk;
  const template = words.template && JSON.stringify(words.template);
  await sql`
    insert into notifications.bulks (store_id, id, state, type, topic, template, subject, body, language,
      variables, audience_kind, audience_name, selection, total, created_by, created_at)
    values (${storeId}, ${bulk.id}, 'active', ${words.type}, ${words.topic}, ${template}::jsonb,
      ${words.subject}, ${words.body}, ${words.language}, ${JSON.stringify(words.variables)}::jsonb,
      ${audience.kind}, ${audience.name}, ${audience.selection}::uuid[], ${bulk.total}, ${bulk.createdBy},
      ${now})`.execute(tx);
}

export interface LockedBulk extends BulkWords {
  state: BulkProgress['state'];
  audience: Audience;
  cursor: string | null;
  spreadAt: Date | null;
}

/** Locks a sending, so that its job and whoever steers it take turns. */
export async function lockBulk(tx: Tx, storeId: string, id: string): Promise<LockedBulk | undefined> {
  const { rows } = await sql<LockedBulk>`
    select b.state, b.type, b.topic, b.template, b.subject, b.body, b.language, b.variables, b.cursor,
           b.spread_at as "spreadAt",
           jsonb_build_object('kind', b.audience_kind, 'name', b.audience_name,
                              'selection', to_jsonb(b.selection)) as audience
      from notifications.bulks b
     where b.store_id = ${storeId} and b.id = ${id} for no key update`.execute(tx);
  return rows[0];
}

/** Notes how far a sending has come; `spreadAt` once everybody has been dealt with. */
export async function advanceBulk(
  tx: Tx,
  storeId: string,
  id: string,
  step: { cursor: string | null; processed: number; spreadAt: Date | null },
): Promise<void> {
  await sql`
    update notifications.bulks b
       set cursor = coalesce(${step.cursor}::uuid, b.cursor), processed = b.processed + ${step.processed},
           spread_at = ${step.spreadAt}
     where b.store_id = ${storeId} and b.id = ${id}`.execute(tx);
}

export async function putState(
  tx: Tx,
  storeId: string,
  id: string,
  state: BulkProgress['state'],
  finishedAt: Date | null,
): Promise<void> {
  await sql`
    update notifications.bulks b set state = ${state}, finished_at = ${finishedAt}
     where b.store_id = ${storeId} and b.id = ${id}`.execute(tx);
}

/** Skips every message of a sending that has not left. */
export async function cancelWaiting(tx: Tx, storeId: string, id: string): Promise<void> {
  await sql`
    with stopped as (
      update notifications.messages m set status = 'SKIPPED', reason = 'cancelled'
       where m.store_id = ${storeId} and m.bulk_id = ${id} and m.status in ('QUEUED', 'HELD')
      returning m.id
    )
    delete from notifications.deliveries d using stopped s
     where d.store_id = ${storeId} and d.message_id = s.id`.execute(tx);
}

export interface BulkRow extends BulkProgress {
  id: string;
  type: CommunicationType;
  topic: Topic;
  templateKey: string | null;
  audienceKind: Bulk['audience']['kind'];
  audienceName: string | null;
  total: number;
  processed: number;
  counts: Partial<Record<CommunicationStatus, number>>;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
  lastAt: Date | null;
}

/** Sendings with their progress, newest first; of one id, or a page of all. */
export async function readBulks(
  tx: Tx,
  storeId: string,
  which: { id: string } | { limit: number; offset: number },
): Promise<BulkRow[]> {
  const narrowed =
    'id' in which
      ? sql`and b.id = ${which.id}`
      : sql`order by b.created_at desc, b.id desc limit ${which.limit} offset ${which.offset}`;
  const { rows } = await sql<BulkRow>`
    select b.id, b.state, b.type, b.topic, b.template ->> 'key' as "templateKey",
           b.audience_kind as "audienceKind", b.audience_name as "audienceName", b.total, b.processed,
           b.spread_at as "spreadAt", b.created_by as "createdBy", b.created_at as "createdAt",
           b.finished_at as "finishedAt", coalesce(sent.counts, '{}') as counts, sent.last_at as "lastAt"
      from (select * from notifications.bulks b where b.store_id = ${storeId} ${narrowed}) b
      left join lateral (
        select jsonb_object_agg(g.status, g.n) as counts, max(g.last_at) as last_at
          from (select m.status, count(*) as n, max(coalesce(m.sent_at, m.failed_at)) as last_at
                  from notifications.messages m
                 where m.store_id = ${storeId} and m.bulk_id = b.id group by m.status) g) sent on true
     order by b.created_at desc, b.id desc`.execute(tx);
  return rows;
}

export async function countBulks(tx: Tx, storeId: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from notifications.bulks b where b.store_id = ${storeId}`.execute(tx);
  return rows[0]?.total ?? 0;
}

export interface ResultRow {
  messageId: string;
  customerId: string;
  cardNumber: string;
  status: CommunicationStatus;
  reason: string | null;
  error: string | null;
  sentAt: Date | null;
}

/** The messages of a sending, a page after `after`. */
export async function readResults(
  tx: Tx,
  storeId: string,
  id: string,
  after: string | null,
  limit: number,
): Promise<ResultRow[]> {
  const { rows } = await sql<ResultRow>`
    select m.id as "messageId", m.customer_id as "customerId", u.card_number as "cardNumber", m.status,
           m.reason, m.error, m.sent_at as "sentAt"
      from notifications.messages m
      join customers.v_customers u on u.store_id = ${storeId} and u.customer_id = m.customer_id
     where m.store_id = ${storeId} and m.bulk_id = ${id}
       and (${after}::uuid is null or m.id > ${after}::uuid)
     order by m.id limit ${limit}`.execute(tx);
  return rows;
}
