import { sql } from 'kysely';
import type { Tx } from '../../../../platform/db/transaction.ts';

/** Counts that are kept: of one value of a dimension, or of all values but one. */
export type Kept = { dimension: string } & ({ key: string } | { but: string });

const dimensions = ['status', 'type', 'tier', 'segment'] as const;
type KeptFilter = { timeZone: string; matchAny?: boolean } & Partial<
  Record<(typeof dimensions)[number], string>
>;

/** The kept counts that answer a filter; undefined where it asks for anything else, or for several things. */
export function keptCount(filter: KeptFilter): Kept | undefined {
  const { timeZone, matchAny, ...asked } = filter;
  const names = Object.entries(asked).filter(([, value]) => value !== undefined);
  if (names.length === 0) return { dimension: 'status', but: 'merged' };
  const dimension = dimensions.find((name) => name === names[0]?.[0]);
  const key = dimension && filter[dimension];
  return names.length === 1 && dimension && key ? { dimension, key } : undefined;
}

export async function readKeptCount(tx: Tx, storeId: string, kept: Kept): Promise<number> {
  const which =
    'key' in kept
      ? sql`dimension = ${kept.dimension} and key = ${kept.key}`
      : sql`dimension = ${kept.dimension} and key <> ${kept.but}`;
  const { rows } = await sql<{ total: number }>`
    select coalesce(sum(count), 0)::bigint as total
    from (
      select count from customers.counts where store_id = ${storeId} and ${which}
      union all
      select delta from customers.count_changes where store_id = ${storeId} and ${which}
    ) as both_parts`.execute(tx);
  return rows[0]?.total ?? 0;
}
