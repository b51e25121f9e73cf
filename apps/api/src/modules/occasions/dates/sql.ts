import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { DateRow, SourceRow } from './types.ts';

export const dateColumns: RawBuilder<DateRow> = sql`
  d.id, d.customer_id as "customerId", d.presented_id as "presentedId", d.kind, d.slot, d.own_name as "ownName",
  d.calendar, d.calendar_chosen as "calendarChosen", d.year, d.month, d.day, d.given_on as "givenOn",
  d.set_at as "setAt", d.next_on as "nextOn", d.next_year as "nextYear", d.claimed_on as "claimedOn",
  d.claimed_year as "claimedYear", d.removed_at as "removedAt"`;

/** Of `customers.v_customers c` and `customers.v_facts f`; days by the clocks of the store. */
export const sourceColumns = (timeZone: string): RawBuilder<SourceRow> => sql`
  c.customer_id as "customerId",
  c.merged_into is null and c.status <> 'closed' and c.erased_at is null as "isOpen", c.birthday,
  c.birthday_changes as "birthdayChanges", (c.created_at at time zone ${timeZone})::date as "joinedOn", f.tier,
  c.language, c.card_number as "cardNumber", c.first_name as "firstName", c.last_name as "lastName",
  c.first_name_ar as "firstNameAr", c.last_name_ar as "lastNameAr"`;

/** What the dates of these customers follow from, in no order. */
export async function readSources(
  tx: Tx,
  storeId: string,
  customerIds: readonly string[],
  timeZone: string,
): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`
    select ${sourceColumns(timeZone)}
      from customers.v_customers c
      join customers.v_facts f on f.store_id = c.store_id and f.customer_id = c.customer_id
     where c.store_id = ${storeId} and f.store_id = ${storeId}
       and c.customer_id = any(${customerIds}::uuid[])`.execute(tx);
  return rows;
}

/** Every date of these customers, the removed ones too. */
export async function readDates(tx: Tx, storeId: string, customerIds: readonly string[]): Promise<DateRow[]> {
  const { rows } = await sql<DateRow>`
    select ${dateColumns} from occasions.dates d
     where d.store_id = ${storeId} and d.customer_id = any(${customerIds}::uuid[])
     order by d.customer_id, d.kind, d.slot`.execute(tx);
  return rows;
}

/**
 * The dates of a customer, locked against claims and changes. Read by a second statement: the one that
 * waited for the lock would not see a date that was added meanwhile.
 */
export async function lockDates(tx: Tx, storeId: string, customerId: string): Promise<DateRow[]> {
  const locked = sql`
    select from occasions.dates d where d.store_id = ${storeId} and d.customer_id = ${customerId}
     order by d.kind, d.slot for no key update`.execute(tx);
  const [, rows] = await Promise.all([locked, readDates(tx, storeId, [customerId])]);
  return rows;
}

/** Writes dates as they stand; what was claimed, and of what the customer was told, is left as it is. */
export async function putDates(tx: Tx, storeId: string, rows: readonly DateRow[]): Promise<void> {
  if (rows.length === 0) return;
  const records = rows.map((row) => ({
    id: row.id,
    customer_id: row.customerId,
    presented_id: row.presentedId,
    kind: row.kind,
    slot: row.slot,
    own_name: row.ownName,
    calendar: row.calendar,
    calendar_chosen: row.calendarChosen,
    year: row.year,
    month: row.month,
    day: row.day,
    given_on: row.givenOn,
    set_at: row.setAt,
    next_on: row.nextOn,
    next_year: row.nextYear,
    removed_at: row.removedAt,
  }));
  await sql`
    insert into occasions.dates (store_id, id, customer_id, presented_id, kind, slot, own_name, calendar,
      calendar_chosen, year, month, day, given_on, set_at, next_on, next_year, removed_at)
    select ${storeId}::uuid, r.*
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r (id uuid, customer_id uuid,
        presented_id uuid, kind text, slot smallint, own_name text, calendar text, calendar_chosen boolean,
        year smallint, month smallint, day smallint, given_on date, set_at timestamptz, next_on date,
        next_year smallint, removed_at timestamptz)
     order by r.customer_id, r.kind, r.slot
    on conflict on constraint dates_slot_key do update set
      presented_id = excluded.presented_id, own_name = excluded.own_name, calendar = excluded.calendar,
      calendar_chosen = excluded.calendar_chosen, year = excluded.year, month = excluded.month,
      day = excluded.day, given_on = excluded.given_on, set_at = excluded.set_at, next_on = excluded.next_on,
      next_year = excluded.next_year, removed_at = excluded.removed_at`.execute(tx);
}

/** The next customers by id, and whether their dates are no longer as their profile says. */
export async function readProfilesAfter(
  tx: Tx,
  storeId: string,
  page: { after: string; limit: number; timeZone: string },
): Promise<{ customerId: string; isStale: boolean }[]> {
  const { rows } = await sql<{ customerId: string; isStale: boolean }>`
    with page as (
      select c.customer_id, c.birthday, (c.created_at at time zone ${page.timeZone})::date as joined_on,
             c.merged_into is null and c.status <> 'closed' and c.erased_at is null as is_open
        from customers.v_customers c
       where c.store_id = ${storeId} and c.customer_id > ${page.after}
       order by c.customer_id limit ${page.limit}
    )
    select p.customer_id as "customerId",
           case when p.is_open
             then b.given_on is distinct from p.birthday or j.given_on is distinct from p.joined_on
               or j.next_on is null or (p.birthday is not null and b.next_on is null)
             else b.next_on is not null or j.next_on is not null
           end as "isStale"
      from page p
      left join occasions.dates b
        on b.store_id = ${storeId} and b.customer_id = p.customer_id and b.kind = 'birthday' and b.slot = 1
      left join occasions.dates j
        on j.store_id = ${storeId} and j.customer_id = p.customer_id and j.kind = 'anniversary' and j.slot = 1
     order by p.customer_id`.execute(tx);
  return rows;
}
