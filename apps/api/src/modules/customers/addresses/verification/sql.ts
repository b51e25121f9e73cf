import { sql } from 'kysely';
import type { Tx } from '../../../../platform/db/transaction.ts';
import { type AddressRow, addressColumns } from '../sql.ts';

/** Which waiting addresses: those whose city folds to this, in this country, entered before this instant. */
export interface PendingFilter {
  city?: string;
  country?: string;
  before?: Date;
}

export interface PendingRow extends AddressRow {
  cardNumber: string;
  customerName: string;
  pendingSince: Date;
}

/** Where the next page begins: after this address. */
export interface PendingCursor {
  since: string;
  id: string;
}

function waiting(storeId: string, { city, country, before }: PendingFilter) {
  return sql`a.store_id = ${storeId} and a.status = 'PENDING'
    and (${city ?? null}::text is null or customers.fold_v1(a.city) = ${city ?? null}::text)
    and (${country ?? null}::text is null or a.country = ${country ?? null}::text)
    and (${before ?? null}::timestamptz is null or a.updated_at <= ${before ?? null}::timestamptz)`;
}

/** Waiting addresses of customers who are not closed, the longest waiting first. */
export async function findPending(
  tx: Tx,
  storeId: string,
  filter: PendingFilter,
  page: { limit: number; offset: number; after?: PendingCursor },
): Promise<PendingRow[]> {
  const { since, id } = page.after ?? { since: null, id: null };
  const { rows } = await sql<PendingRow>`
    select ${addressColumns}, c.card_number as "cardNumber", a.updated_at as "pendingSince",
      btrim(coalesce(c.company_name, c.first_name || ' ' || c.last_name)) as "customerName"
    from customers.addresses a
    join customers.customers c on c.store_id = a.store_id and c.id = a.customer_id
    where ${waiting(storeId, filter)} and c.store_id = ${storeId} and c.status <> 'closed'
      and (${since}::timestamptz is null or (a.updated_at, a.id) > (${since}::timestamptz, ${id}::uuid))
    order by a.updated_at, a.id
    limit ${page.limit} offset ${page.offset}`.execute(tx);
  return rows;
}

export async function countPending(tx: Tx, storeId: string, filter: PendingFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total
    from customers.addresses a
    join customers.customers c on c.store_id = a.store_id and c.id = a.customer_id
    where ${waiting(storeId, filter)} and c.store_id = ${storeId} and c.status <> 'closed'`.execute(tx);
  return rows[0]?.total ?? 0;
}

export interface DecidableRow extends AddressRow {
  updatedAt: Date;
  customerStatus: string;
}

/** Addresses to decide on, locked in id order, with the status of whose they are. */
export async function lockAddresses(
  tx: Tx,
  storeId: string,
  ids: readonly string[],
): Promise<DecidableRow[]> {
  const { rows } = await sql<DecidableRow>`
    select ${addressColumns}, a.updated_at as "updatedAt", c.status as "customerStatus"
    from customers.addresses a
    join customers.customers c on c.store_id = a.store_id and c.id = a.customer_id
    where a.store_id = ${storeId} and c.store_id = ${storeId} and a.id = any(${[...ids]}::uuid[])
    order by a.id for no key update of a`.execute(tx);
  return rows;
}

/** A decision to write, with the id of its row in the log. */
export interface DecisionRow {
  logId: string;
  id: string;
  status: 'VERIFIED' | 'REJECTED';
  notes: string | null;
  latitude: number | null;
  longitude: number | null;
  waitedSeconds: number;
}

/** Writes decisions and their log: one statement for any number. */
export async function writeDecisions(
  tx: Tx,
  storeId: string,
  now: Date,
  by: string,
  decisions: readonly DecisionRow[],
): Promise<void> {
  await sql`
    with r as (
      select * from jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb) as r ("logId" uuid, id uuid, status text,
        notes text, latitude double precision, longitude double precision, "waitedSeconds" bigint)
    ), logged as (
      insert into customers.address_decisions (store_id, id, address_id, status, decided_by, decided_at, waited_seconds)
      select ${storeId}::uuid, r."logId", r.id, r.status, ${by}::uuid, ${now}::timestamptz, r."waitedSeconds" from r
    )
    update customers.addresses a set status = r.status, notes = r.notes, latitude = r.latitude,
      longitude = r.longitude, verified_by = ${by}::uuid, verified_at = ${now}::timestamptz
    from r where a.store_id = ${storeId} and a.id = r.id`.execute(tx);
}

export interface StatusCounts {
  status: AddressRow['status'];
  count: number;
  oldest: Date;
}

export async function countByStatus(tx: Tx, storeId: string): Promise<StatusCounts[]> {
  const { rows } = await sql<StatusCounts>`
    select status, count(*) as count, min(updated_at) as oldest
    from customers.addresses where store_id = ${storeId} group by status`.execute(tx);
  return rows;
}

/** Days (yyyy-mm-dd) of the store's calendar, both included. */
export interface Period {
  from: string;
  to: string;
  timeZone: string;
}

export interface DecisionFigures {
  /** Null in the row over all. */
  verifiedBy: string | null;
  day: string | null;
  verified: number;
  rejected: number;
  median: number | null;
  mean: number | null;
}

/** Decisions of a period: over all, by verifier, and by day, as grouping sets of one reading. */
export async function decisionFigures(tx: Tx, storeId: string, period: Period): Promise<DecisionFigures[]> {
  const { from, to, timeZone } = period;
  const { rows } = await sql<DecisionFigures>`
    select decided_by as "verifiedBy", day::text as day,
      count(*) filter (where status = 'VERIFIED') as verified,
      count(*) filter (where status = 'REJECTED') as rejected,
      round(percentile_cont(0.5) within group (order by waited_seconds))::bigint as median,
      round(avg(waited_seconds))::bigint as mean
    from (
      select *, (decided_at at time zone ${timeZone})::date as day from customers.address_decisions
      where store_id = ${storeId} and decided_at >= ${from}::date::timestamp at time zone ${timeZone}
        and decided_at < (${to}::date + 1)::timestamp at time zone ${timeZone}
    ) as d
    group by grouping sets ((), (decided_by), (day))
    order by day, count(*) desc, decided_by`.execute(tx);
  return rows;
}
