import type { OccasionKind } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import { dateColumns, sourceColumns } from '../dates/sql.ts';
import type { DateRow, SourceRow } from '../dates/types.ts';

/** A date with whose it is. Their ids are the same, so that the row is both. */
export type UpcomingRow = DateRow & SourceRow;

export interface UpcomingFilter {
  /** Falls from this day on, up to and with the last. */
  from: string;
  until: string;
  kinds: readonly OccasionKind[];
}

const whereOf = (storeId: string, { from, until, kinds }: UpcomingFilter) => sql`d.store_id = ${storeId}
  and d.next_on between ${from}::date and ${until}::date and d.kind = any(${kinds}::text[])`;

/** Dates by their next fall, soonest first: from an offset, or above one that was read. */
export async function readUpcoming(
  tx: Tx,
  storeId: string,
  filter: UpcomingFilter,
  page: { limit: number; offset: number; above?: { on: string; id: string }; timeZone: string },
): Promise<UpcomingRow[]> {
  const { above } = page;
  const { rows } = await sql<UpcomingRow>`
    select ${dateColumns}, ${sourceColumns(page.timeZone)}
      from (select d.* from occasions.dates d
             where ${whereOf(storeId, filter)}
               ${above ? sql`and (d.next_on, d.id) > (${above.on}::date, ${above.id}::uuid)` : sql``}
             order by d.next_on, d.id limit ${page.limit} offset ${page.offset}) as d
      join customers.v_customers c on c.store_id = ${storeId} and c.customer_id = d.customer_id
      join customers.v_facts f on f.store_id = ${storeId} and f.customer_id = d.customer_id
     order by d.next_on, d.id`.execute(tx);
  return rows;
}

export async function countUpcoming(tx: Tx, storeId: string, filter: UpcomingFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from occasions.dates d where ${whereOf(storeId, filter)}`.execute(tx);
  return rows[0]?.total ?? 0;
}
