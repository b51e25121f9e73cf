import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Merge, Unmerge } from '../../../platform/module.ts';

/**
 * Gives the own dates of a customer to another, numbered behind those that are there, and answers their
 * ids. Each keeps what was claimed for it.
 */
export async function giveDates(tx: Tx, storeId: string, { from, into }: Merge): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update occasions.dates d
       set customer_id = ${into},
           slot = d.slot + (select coalesce(max(o.slot), 0) from occasions.dates o
                             where o.store_id = ${storeId} and o.customer_id = ${into} and o.kind = 'own')
     where d.store_id = ${storeId} and d.customer_id = ${from} and d.kind = 'own' returning d.id`.execute(tx);
  return rows.map((row) => row.id);
}

/**
 * Makes what either claimed count for both, and for good: the later claim of birthday and day of joining
 * stands at the dates of the two. A date that one of them lacks is made, empty, to hold it.
 */
export async function uniteClaims(
  tx: Tx,
  storeId: string,
  { from, into }: Merge,
  made: { ids: readonly string[]; at: Date },
): Promise<void> {
  await sql`
    with latest as (
      select distinct on (d.kind) d.kind, d.calendar, d.claimed_on, d.claimed_year, d.told_on
        from occasions.dates d
       where d.store_id = ${storeId} and d.customer_id in (${from}, ${into}) and d.kind <> 'own'
         and d.claimed_on is not null
       order by d.kind, d.claimed_on desc
    ), wanted as (
      select l.*, who.customer_id, row_number() over () as n
        from latest l cross join (values (${from}::uuid), (${into}::uuid)) as who (customer_id)
    )
    insert into occasions.dates (store_id, id, customer_id, presented_id, kind, slot, calendar, calendar_chosen,
      set_at, told_on, claimed_on, claimed_year)
    select ${storeId}, (${[...made.ids]}::uuid[])[w.n], w.customer_id, w.customer_id, w.kind, 1, w.calendar, false,
           ${made.at}, w.told_on, w.claimed_on, w.claimed_year
      from wanted w order by w.customer_id, w.kind
    on conflict on constraint dates_slot_key do update set
      claimed_on = excluded.claimed_on, claimed_year = excluded.claimed_year,
      told_on = greatest(dates.told_on, excluded.told_on)`.execute(tx);
}

/** Gives the records of a customer to another, and answers their ids. */
export async function giveRecords(tx: Tx, storeId: string, { from, into }: Merge): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update occasions.records r set customer_id = ${into}
     where r.store_id = ${storeId} and r.customer_id = ${from} returning r.id`.execute(tx);
  return rows.map((row) => row.id);
}

/** Gives back the rows named, and those that came since under one of the presented ids. */
export async function giveBack(
  tx: Tx,
  storeId: string,
  table: 'dates' | 'records',
  { from, into, presented }: Unmerge,
  ids: readonly string[],
): Promise<void> {
  const own = table === 'dates' ? sql`and d.kind = 'own'` : sql``;
  await sql`
    update occasions.${sql.raw(table)} d set customer_id = ${from}
     where d.store_id = ${storeId} and d.customer_id = ${into} ${own}
       and (d.id = any(${ids}::uuid[]) or d.presented_id = any(${[...presented]}::uuid[]))`.execute(tx);
}

/** Dates and records of a customer, for their export. */
export async function readPersonal(tx: Tx, storeId: string, customerId: string) {
  const dates = sql<Record<string, unknown>>`
    select d.kind, d.own_name as name, d.calendar, d.year, d.month, d.day, d.given_on as "givenOn",
           d.next_on as "nextOn", d.set_at as "setAt"
      from occasions.dates d
     where d.store_id = ${storeId} and d.customer_id = ${customerId} and d.month is not null
     order by d.kind, d.slot`.execute(tx);
  const records = sql<Record<string, unknown>>`
    select r.kind, r.own_name as name, r.calendar, r.falls_on as "fallsOn", r.fall_year as "year", r.years,
           r.status, r.tier, r.gift, r.happened_at as "happenedAt"
      from occasions.records r
     where r.store_id = ${storeId} and r.customer_id = ${customerId} order by r.falls_on, r.id`.execute(tx);
  const [{ rows: specialDates }, { rows: specialDateGifts }] = await Promise.all([dates, records]);
  return { specialDates, specialDateGifts };
}

/**
 * Takes from a customer's rows what tells their dates. That something was given, and when, stays for the
 * store's counts, but not on which day of the year the occasion was.
 */
export async function erasePersonal(tx: Tx, storeId: string, customerId: string, at: Date): Promise<void> {
  const dates = sql`
    update occasions.dates set own_name = null, year = null, month = null, day = null, given_on = null,
      next_on = null, next_year = null, told_on = null, claimed_on = null, claimed_year = null,
      removed_at = coalesce(removed_at, ${at})
     where store_id = ${storeId} and customer_id = ${customerId}`.execute(tx);
  const lapsed = sql`
    delete from occasions.records
     where store_id = ${storeId} and customer_id = ${customerId} and status = 'lapsed'`.execute(tx);
  const claimed = sql`
    update occasions.records set own_name = null, years = null, falls_on = date_trunc('year', falls_on)::date
     where store_id = ${storeId} and customer_id = ${customerId} and status = 'claimed'`.execute(tx);
  await Promise.all([dates, lapsed, claimed]);
}
