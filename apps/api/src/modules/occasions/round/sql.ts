import type { OccasionKind } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import { dateColumns, sourceColumns } from '../dates/sql.ts';
import type { DateRow, SourceRow } from '../dates/types.ts';

/** A date that the round has locked, with whose it is. */
export type RoundRow = DateRow & SourceRow;

/** Locks dates of a kind whose next fall lies before a day, the longest due first; none that others hold. */
export async function lockPassed(
  tx: Tx,
  storeId: string,
  due: { kind: OccasionKind; before: string; limit: number; timeZone: string },
): Promise<RoundRow[]> {
  const { rows } = await sql<RoundRow>`
    select ${dateColumns}, ${sourceColumns(due.timeZone)}
      from (select d.* from occasions.dates d
             where d.store_id = ${storeId} and d.kind = ${due.kind} and d.next_on < ${due.before}::date
             order by d.next_on, d.id limit ${due.limit} for no key update skip locked) as d
      join customers.v_customers c on c.store_id = ${storeId} and c.customer_id = d.customer_id
      join customers.v_facts f on f.store_id = ${storeId} and f.customer_id = d.customer_id
     order by d.next_on, d.id`.execute(tx);
  return rows;
}

/**
 * Locks dates of a kind that fall from one day to another, of which their customers have not been told and
 * which they have not claimed. A date changed since they were told counts as told for the rest of its year.
 */
export async function lockUntold(
  tx: Tx,
  storeId: string,
  due: {
    kind: OccasionKind;
    from: string;
    until: string;
    restDays: number;
    limit: number;
    timeZone: string;
  },
): Promise<RoundRow[]> {
  const { rows } = await sql<RoundRow>`
    select ${dateColumns}, ${sourceColumns(due.timeZone)}
      from (select d.* from occasions.dates d
             where d.store_id = ${storeId} and d.kind = ${due.kind}
               and d.next_on between ${due.from}::date and ${due.until}::date
               and (d.told_on is null or d.told_on <= d.next_on - ${due.restDays}::integer)
               and d.claimed_year is distinct from d.next_year
             order by d.next_on, d.id limit ${due.limit} for no key update skip locked) as d
      join customers.v_customers c on c.store_id = ${storeId} and c.customer_id = d.customer_id
      join customers.v_facts f on f.store_id = ${storeId} and f.customer_id = d.customer_id
     order by d.next_on, d.id`.execute(tx);
  return rows;
}

/** Passes on to the next falls. */
export async function putNext(
  tx: Tx,
  storeId: string,
  falls: readonly { id: string; on: string; year: number }[],
): Promise<void> {
  await sql`
    update occasions.dates d set next_on = n.next_on, next_year = n.next_year
      from unnest(${falls.map(({ id }) => id)}::uuid[], ${falls.map(({ on }) => on)}::date[],
                  ${falls.map(({ year }) => year)}::smallint[]) as n (id, next_on, next_year)
     where d.store_id = ${storeId} and d.id = n.id`.execute(tx);
}

/** Notes that the customers of these dates were told of their next fall. */
export async function putTold(tx: Tx, storeId: string, ids: readonly string[]): Promise<void> {
  await sql`
    update occasions.dates set told_on = next_on
     where store_id = ${storeId} and id = any(${ids}::uuid[])`.execute(tx);
}
