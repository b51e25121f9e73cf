import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { TimelineQuery } from '../../../platform/module.ts';
import type { Origin } from './rules.ts';

type Property = string | number | boolean | null;

/** An event to be written. */
export interface EventRow extends Origin {
  id: string;
  customerId: string;
  presentedId: string;
  event: string;
  occurredAt: Date;
  locationId: string | null;
  channel: string | null;
  sku: string | null;
  value: number | null;
  properties: Record<string, Property>;
}

export interface EventKey {
  source: string;
  sourceId: string;
  eventId: string;
}

/**
 * Takes the keys that nobody has, in sorted order, so that two calls with the same events wait for each
 * other and do not deadlock.
 * @returns the ids of the events whose key was free
 */
export async function claimKeys(tx: Tx, storeId: string, keys: readonly EventKey[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    insert into activity.keys (store_id, source, source_id, event_id)
    select ${storeId}::uuid, k."source", k."sourceId", k."eventId"
      from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k ("source" text, "sourceId" text, "eventId" uuid)
     order by k."source", k."sourceId"
    on conflict do nothing
    returning event_id as id`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

/** Who holds keys; in no order. */
export async function findKeys(tx: Tx, storeId: string, keys: readonly EventKey[]): Promise<EventKey[]> {
  const { rows } = await sql<EventKey>`
    select h.source, h.source_id as "sourceId", h.event_id as "eventId"
      from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k ("source" text, "sourceId" text)
      join activity.keys h on h.store_id = ${storeId} and h.source = k."source" and h.source_id = k."sourceId"`.execute(
    tx,
  );
  return rows;
}

export async function insertEvents(
  tx: Tx,
  storeId: string,
  now: Date,
  events: readonly EventRow[],
): Promise<void> {
  await sql`
    insert into activity.events (store_id, id, customer_id, presented_id, event, source, source_id, occurred_at,
      recorded_at, location_id, channel, sku, value, properties)
    select ${storeId}::uuid, e."id", e."customerId", e."presentedId", e."event", e."source", e."sourceId",
           e."occurredAt", ${now}::timestamptz, e."locationId", e."channel", e."sku", e."value", e."properties"
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as e ("id" uuid, "customerId" uuid,
        "presentedId" uuid, "event" text, "source" text, "sourceId" text, "occurredAt" timestamptz,
        "locationId" uuid, "channel" text, "sku" text, "value" bigint, "properties" jsonb)`.execute(tx);
}

/** An event as it is read. */
export interface LoggedEvent extends Omit<EventRow, 'presentedId'> {
  recordedAt: Date;
}

/** What a list of a customer's events is narrowed to. */
export interface EventFilter {
  event?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Without a store's own events, which customers are not shown. */
  withoutCustom?: boolean | undefined;
  /** Without sign-ups that the log noted itself: the timeline tells of them already. */
  withoutOwnSignUp?: boolean | undefined;
}

/** A customer's events, newest first, from below `before`; all without a limit. */
export async function readEvents(
  tx: Tx,
  storeId: string,
  customerId: string,
  filter: EventFilter,
  page: { before: TimelineQuery['before']; limit: number | null },
): Promise<LoggedEvent[]> {
  const conditions = [
    sql`e.store_id = ${storeId} and e.customer_id = ${customerId}`,
    ...(filter.event ? [sql`e.event = ${filter.event}`] : []),
    ...(filter.from ? [sql`e.occurred_at >= ${filter.from}`] : []),
    ...(filter.to ? [sql`e.occurred_at < ${filter.to}`] : []),
    ...(filter.withoutCustom ? [sql`e.event not like 'custom:%'`] : []),
    ...(filter.withoutOwnSignUp ? [sql`(e.event, coalesce(e.source, '')) <> ('sign_up', 'wafa')`] : []),
    ...(page.before ? [sql`(e.occurred_at, e.id) < (${page.before.at}, ${page.before.id}::uuid)`] : []),
  ];
  const { rows } = await sql<LoggedEvent>`
    select e.id, e.customer_id as "customerId", e.event, e.source, e.source_id as "sourceId",
           e.occurred_at as "occurredAt", e.recorded_at as "recordedAt", e.location_id as "locationId",
           e.channel, e.sku, e.value, e.properties
      from activity.events e
     where ${sql.join(conditions, sql` and `)}
     order by e.occurred_at desc, e.id desc limit ${page.limit}`.execute(tx);
  return rows;
}

/** Gives a customer's events to another. */
export async function giveEvents(tx: Tx, storeId: string, from: string, into: string): Promise<void> {
  await sql`
    update activity.events e set customer_id = ${into}
     where e.store_id = ${storeId} and e.customer_id = ${from}`.execute(tx);
}

/** Gives back the events that were recorded under one of the presented ids. */
export async function returnEvents(
  tx: Tx,
  storeId: string,
  from: string,
  into: string,
  presented: readonly string[],
): Promise<void> {
  await sql`
    update activity.events e set customer_id = ${from}
     where e.store_id = ${storeId} and e.customer_id = ${into}
       and e.presented_id = any(${presented}::uuid[])`.execute(tx);
}

/** The latest visit of each of these customers who has one. */
export async function latestVisits(
  tx: Tx,
  storeId: string,
  customerIds: readonly string[],
): Promise<{ customerId: string; visitAt: Date }[]> {
  const { rows } = await sql<{ customerId: string; visitAt: Date }>`
    select e.customer_id as "customerId", max(e.occurred_at) as "visitAt"
      from activity.events e
     where e.store_id = ${storeId} and e.customer_id = any(${customerIds}::uuid[])
       and e.event in ('visit', 'card_scan')
     group by e.customer_id`.execute(tx);
  return rows;
}

/**
 * Empties a customer's events of what can name a person: properties, and ids of other systems, which become
 * the event's own so that its key stays taken. That something of this kind happened then remains.
 */
export async function eraseEvents(tx: Tx, storeId: string, customerId: string): Promise<void> {
  await sql`
    with emptied as (
      update activity.events e
         set properties = '{}', source_id = case when e.source_id is not null then e.id::text end
       where e.store_id = ${storeId} and e.customer_id = ${customerId}
      returning e.id
    )
    update activity.keys k set source_id = k.event_id::text
      from emptied
     where k.store_id = ${storeId} and k.event_id = emptied.id`.execute(tx);
}
