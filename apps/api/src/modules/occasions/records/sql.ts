import type { OccasionCalendar, OccasionGift, OccasionKind, OccasionOutcome } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { TimelineQuery } from '../../../platform/module.ts';
import type { Person } from '../present.ts';

/** An occasion that is over for its year. */
export interface RecordRow {
  id: string;
  dateId: string;
  customerId: string;
  presentedId: string;
  kind: OccasionKind;
  ownName: string | null;
  calendar: OccasionCalendar;
  fallsOn: string;
  fallYear: number;
  /** How many years it was; null where the year of the date is not known. */
  years: number | null;
  status: OccasionOutcome;
  tier: string | null;
  gift: OccasionGift | null;
  entryId: string | null;
  redemptionId: string | null;
  happenedAt: Date;
  /** Null: let pass. */
  claimedBy: string | null;
}

const columns = sql`
  r.id, r.date_id as "dateId", r.customer_id as "customerId", r.presented_id as "presentedId", r.kind,
  r.own_name as "ownName", r.calendar, r.falls_on as "fallsOn", r.fall_year as "fallYear", r.years, r.status,
  r.tier, r.gift, r.entry_id as "entryId", r.redemption_id as "redemptionId", r.happened_at as "happenedAt",
  r.claimed_by as "claimedBy"`;

/**
 * What became of a date in a year of its calendar. Of two customers who were merged, each had a birthday and
 * a day of joining: what was claimed for either is the answer.
 */
export async function findRecord(
  tx: Tx,
  storeId: string,
  date: { id: string; customerId: string; kind: OccasionKind },
  year: number,
): Promise<RecordRow | undefined> {
  const { rows } = await sql<RecordRow>`
    select ${columns} from occasions.records r
     where r.store_id = ${storeId} and r.fall_year = ${year}
       and (r.date_id = ${date.id}
         or (r.customer_id = ${date.customerId} and r.kind = ${date.kind} and r.kind <> 'own'))
     order by r.status, r.id limit 1`.execute(tx);
  return rows[0];
}

/** Writes what became of occasions; one that has a record already keeps it. */
export async function insertRecords(tx: Tx, storeId: string, rows: readonly RecordRow[]): Promise<void> {
  if (rows.length === 0) return;
  const records = rows.map((row) => ({
    id: row.id,
    date_id: row.dateId,
    customer_id: row.customerId,
    presented_id: row.presentedId,
    kind: row.kind,
    own_name: row.ownName,
    calendar: row.calendar,
    falls_on: row.fallsOn,
    fall_year: row.fallYear,
    years: row.years,
    status: row.status,
    tier: row.tier,
    gift: row.gift,
    entry_id: row.entryId,
    redemption_id: row.redemptionId,
    happened_at: row.happenedAt,
    claimed_by: row.claimedBy,
  }));
  await sql`
    insert into occasions.records (store_id, id, date_id, customer_id, presented_id, kind, own_name, calendar,
      falls_on, fall_year, years, status, tier, gift, entry_id, redemption_id, happened_at, claimed_by)
    select ${storeId}::uuid, r.*
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r (id uuid, date_id uuid,
        customer_id uuid, presented_id uuid, kind text, own_name text, calendar text, falls_on date,
        fall_year smallint, years smallint, status text, tier text, gift jsonb, entry_id uuid,
        redemption_id uuid, happened_at timestamptz, claimed_by uuid)
    on conflict on constraint records_fall_key do nothing`.execute(tx);
}

/** Remembers at a date what was claimed last. */
export async function putClaimed(
  tx: Tx,
  storeId: string,
  dateId: string,
  fall: { on: string; year: number },
): Promise<void> {
  await sql`
    update occasions.dates set claimed_on = ${fall.on}, claimed_year = ${fall.year}
     where store_id = ${storeId} and id = ${dateId}`.execute(tx);
}

export interface RecordFilter {
  customerId?: string;
  kind?: OccasionKind;
  status?: OccasionOutcome;
  from?: string;
  to?: string;
}

/** A record with the person it is about. */
export type ListedRow = RecordRow & Person;

const whereOf = (storeId: string, filter: RecordFilter) => sql`r.store_id = ${storeId}
  ${filter.customerId === undefined ? sql`` : sql`and r.customer_id = ${filter.customerId}`}
  ${filter.kind === undefined ? sql`` : sql`and r.kind = ${filter.kind}`}
  ${filter.status === undefined ? sql`` : sql`and r.status = ${filter.status}`}
  ${filter.from === undefined ? sql`` : sql`and r.falls_on >= ${filter.from}`}
  ${filter.to === undefined ? sql`` : sql`and r.falls_on < ${filter.to}`}`;

/** Records by the day on which they fell, newest first: from an offset, or below one that was read. */
export async function readRecords(
  tx: Tx,
  storeId: string,
  filter: RecordFilter,
  page: { limit: number; offset: number; below?: { on: string; id: string } },
): Promise<ListedRow[]> {
  const { below } = page;
  const { rows } = await sql<ListedRow>`
    select r.*, c.card_number as "cardNumber", c.first_name as "firstName", c.last_name as "lastName",
           c.first_name_ar as "firstNameAr", c.last_name_ar as "lastNameAr"
      from (select ${columns} from occasions.records r
             where ${whereOf(storeId, filter)}
               ${below ? sql`and (r.falls_on, r.id) < (${below.on}::date, ${below.id}::uuid)` : sql``}
             order by r.falls_on desc, r.id desc limit ${page.limit} offset ${page.offset}) as r
      join customers.v_customers c on c.store_id = ${storeId} and c.customer_id = r."customerId"
     order by r."fallsOn" desc, r.id desc`.execute(tx);
  return rows;
}

export async function countRecords(tx: Tx, storeId: string, filter: RecordFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from occasions.records r where ${whereOf(storeId, filter)}`.execute(tx);
  return rows[0]?.total ?? 0;
}

/** Records of a customer by when they were written, newest first. */
export async function readHappened(
  tx: Tx,
  storeId: string,
  { customerId, before, limit, forStaff }: TimelineQuery,
): Promise<RecordRow[]> {
  const { rows } = await sql<RecordRow>`
    select ${columns} from occasions.records r
     where r.store_id = ${storeId} and r.customer_id = ${customerId}
       ${forStaff ? sql`` : sql`and r.status = 'claimed'`}
       ${before ? sql`and (r.happened_at, r.id) < (${before.at}, ${before.id}::uuid)` : sql``}
     order by r.happened_at desc, r.id desc limit ${limit}`.execute(tx);
  return rows;
}
