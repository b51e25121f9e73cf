import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import { membersOf } from '../../customers/index.ts';

export interface MemberRow {
  customerId: string;
  cardNumber: string;
  firstName: string;
  lastName: string;
  companyName: string | null;
  email: string | null;
  phone: string | null;
  tier: string | null;
  totalSpent: number;
  totalOrders: number;
  lastVisitAt: Date | null;
  since: Date;
  addedBy: string | null;
  reason: string | null;
}

const profile = sql`c.card_number as "cardNumber", c.first_name as "firstName", c.last_name as "lastName",
  c.company_name as "companyName"`;

const person = sql`${profile}, c.email, c.phone, f.tier, f.total_spent as "totalSpent",
  f.total_orders as "totalOrders", f.last_visit_at as "lastVisitAt"`;

/** A page of a segment's members, the newest customers first; after an id, or from an offset. */
export async function readMembers(
  tx: Tx,
  storeId: string,
  key: string,
  { after, limit, offset }: { after: string | null; limit: number; offset: number },
): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select m.customer_id as "customerId", ${person}, m.since, h.added_by as "addedBy", h.reason
      from (
        select customer_id, since from (${membersOf(storeId, key)}) as members
         ${after ? sql`where customer_id < ${after}::uuid` : sql``}
         order by customer_id desc limit ${limit} offset ${offset}
      ) as m
      join customers.v_customers c on c.store_id = ${storeId} and c.customer_id = m.customer_id
      join customers.v_facts f on f.store_id = ${storeId} and f.customer_id = m.customer_id
      left join segments.manual_members h
        on h.store_id = ${storeId} and h.segment_key = ${key} and h.customer_id = m.customer_id
     order by m.customer_id desc`.execute(tx);
  return rows;
}

/** The same figures of customers who are members of nothing yet. */
export async function readPeople(tx: Tx, storeId: string, ids: readonly string[]): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select f.customer_id as "customerId", ${person}, f.created_at as since, null as "addedBy", null as reason
      from customers.v_facts f
      join customers.v_customers c on c.store_id = ${storeId} and c.customer_id = f.customer_id
     where f.store_id = ${storeId} and f.customer_id = any(${ids}::uuid[])
     order by f.customer_id`.execute(tx);
  return rows;
}

/** Where a customer is, since when, and of manual segments why. */
export async function readPlaces(
  tx: Tx,
  storeId: string,
  customerId: string,
): Promise<{ key: string; since: Date; reason: string | null }[]> {
  const { rows } = await sql<{ key: string; since: Date; reason: string | null }>`
    select m.segment_key as key, m.since, h.reason
      from customers.v_memberships m
      left join segments.manual_members h
        on h.store_id = m.store_id and h.segment_key = m.segment_key and h.customer_id = m.customer_id
     where m.store_id = ${storeId} and m.customer_id = ${customerId}
     order by m.since, m.segment_key`.execute(tx);
  return rows;
}

/** Puts customers into a manual segment; who is in stays as they came. @returns who came */
export async function insertManual(
  tx: Tx,
  storeId: string,
  row: { key: string; customerIds: readonly string[]; at: Date; by: string; reason: string | null },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into segments.manual_members (store_id, segment_key, customer_id, added_at, added_by, reason)
    select ${storeId}::uuid, ${row.key}, id, ${row.at}::timestamptz, ${row.by}::uuid, ${row.reason}
      from unnest(${row.customerIds}::uuid[]) as id order by id
    on conflict on constraint manual_members_pkey do nothing
    returning customer_id as id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Takes customers out of a manual segment. @returns who went, with since when they had been in */
export async function deleteManual(
  tx: Tx,
  storeId: string,
  key: string,
  customerIds: readonly string[],
): Promise<{ customerId: string; since: Date }[]> {
  const { rows } = await sql<{ customerId: string; since: Date }>`
    delete from segments.manual_members
     where store_id = ${storeId} and segment_key = ${key} and customer_id = any(${customerIds}::uuid[])
    returning customer_id as "customerId", added_at as since`.execute(tx);
  return rows;
}

/** The next members of a segment, for emptying it. */
export async function someMembers(
  tx: Tx,
  storeId: string,
  key: string,
  limit: number,
): Promise<{ customerId: string; since: Date }[]> {
  const { rows } = await sql<{ customerId: string; since: Date }>`
    select customer_id as "customerId", since from (${membersOf(storeId, key)}) as members
     order by customer_id limit ${limit}`.execute(tx);
  return rows;
}

export interface MovementRow {
  id: string;
  kind: 'entered' | 'left';
  customerId: string;
  cardNumber: string;
  firstName: string;
  lastName: string;
  companyName: string | null;
  at: Date;
  since: Date | null;
  cause: string | null;
  by: string | null;
}

/**
 * Entries and exits of a segment, newest first: who is in came at `since`, who left stands in the history with
 * both.
 */
export async function readMovements(
  tx: Tx,
  storeId: string,
  key: string,
  {
    before,
    limit,
    customerId,
  }: { before: { at: Date; id: string } | null; limit: number; customerId?: string },
): Promise<MovementRow[]> {
  const whose = customerId ? sql`and customer_id = ${customerId}::uuid` : sql``;
  const older = (at: RawBuilder<unknown>, id: RawBuilder<unknown>) =>
    before ? sql`and (${at}, ${id}) < (${before.at}::timestamptz, ${before.id}::text)` : sql``;
  const { rows } = await sql<MovementRow>`
    select m.id, m.kind, m.customer_id as "customerId", ${profile}, m.at, m.since, m.cause, m.by_id as by
      from (
        (select 'm' || customer_id as id, 'entered' as kind, customer_id, since as at, null::timestamptz as since,
                cause, (select added_by from segments.manual_members h where h.store_id = ${storeId}
                          and h.segment_key = ${key} and h.customer_id = members.customer_id) as by_id
           from (${membersOf(storeId, key)}) as members
          where true ${whose} ${older(sql`since`, sql`'m' || customer_id`)}
          order by 4 desc, 1 desc limit ${limit})
        union all
        (select 'e' || id, 'entered', customer_id, entered_at, null, null, null
           from segments.history
          where store_id = ${storeId} and segment_key = ${key} ${whose} ${older(sql`entered_at`, sql`'e' || id`)}
          order by 4 desc, 1 desc limit ${limit})
        union all
        (select 'l' || id, 'left', customer_id, left_at, entered_at, cause, by_id
           from segments.history
          where store_id = ${storeId} and segment_key = ${key} ${whose} ${older(sql`left_at`, sql`'l' || id`)}
          order by 4 desc, 1 desc limit ${limit})
      ) as m
      join customers.v_customers c on c.store_id = ${storeId} and c.customer_id = m.customer_id
     order by m.at desc, m.id desc limit ${limit}`.execute(tx);
  return rows;
}

interface DayRow {
  day: string;
  size: number | null;
  entered: number;
  left: number;
}

/** Each day from `from` to `to` of the store's calendar: size as last kept, entries and exits. */
export async function readDays(
  tx: Tx,
  storeId: string,
  key: string,
  { from, to, timeZone }: { from: string; to: string; timeZone: string },
): Promise<DayRow[]> {
  const begin = sql`(${from}::date::timestamp at time zone ${timeZone})`;
  const end = sql`((${to}::date + 1)::timestamp at time zone ${timeZone})`;
  const dayOf = (at: RawBuilder<unknown>) => sql`(${at} at time zone ${timeZone})::date`;
  const { rows } = await sql<DayRow>`
    with moves as (
      select ${dayOf(sql`since`)} as day, 1 as entered, 0 as left_count from (${membersOf(storeId, key)}) as members
       where since >= ${begin} and since < ${end}
      union all
      select ${dayOf(sql`entered_at`)}, 1, 0 from segments.history
       where store_id = ${storeId} and segment_key = ${key} and entered_at >= ${begin} and entered_at < ${end}
      union all
      select ${dayOf(sql`left_at`)}, 0, 1 from segments.history
       where store_id = ${storeId} and segment_key = ${key} and left_at >= ${begin} and left_at < ${end}
    ), moved as (
      select day, sum(entered) as entered, sum(left_count) as left_count from moves group by day
    )
    select d::date as day, s.size, coalesce(m.entered, 0)::bigint as entered, coalesce(m.left_count, 0)::bigint as "left"
      from generate_series(${from}::date, ${to}::date, interval '1 day') as d
      left join segments.sizes s on s.store_id = ${storeId} and s.segment_key = ${key} and s.day = d::date
      left join moved m on m.day = d::date
     order by d`.execute(tx);
  return rows;
}
