import type { SalesDimension } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Range } from './rules.ts';

export interface DimensionRow {
  key: string;
  orders: number;
  gross: number;
  refunded: number;
}

const keys: Record<SalesDimension, ReturnType<typeof sql>> = {
  channel: sql`channel`,
  location: sql`location_id::text`,
  weekday: sql`extract(isodow from day)::text`,
  hour: sql`hour::text`,
};

/** Sales of a range by one dimension, largest gross revenue first. */
export async function readByDimension(
  tx: Tx,
  storeId: string,
  by: SalesDimension,
  { from, to }: Range,
): Promise<DimensionRow[]> {
  const { rows } = await sql<DimensionRow>`
    select ${keys[by]} as key, sum(orders)::bigint as orders, sum(gross)::bigint as gross,
           sum(refunded)::bigint as refunded
      from analytics.sales
     where store_id = ${storeId} and day between ${from}::date and ${to}::date
     group by 1 order by sum(gross) desc, 1`.execute(tx);
  return rows;
}

export interface SoldRow {
  key: string;
  name: string | null;
  category: string | null;
  orders: number;
  quantity: number;
  gross: number;
  returned: number;
  refunded: number;
  /** Gross revenue of all keys. */
  total: number;
}

const orders = {
  gross: sql`sum(gross)`,
  net: sql`sum(gross) - sum(refunded)`,
  quantity: sql`sum(quantity)`,
  orders: sql`sum(orders)`,
  refunded: sql`sum(refunded)`,
};

/** Categories or products of a range, the first so many in an order. */
export async function readTop(
  tx: Tx,
  storeId: string,
  kind: 'category' | 'product',
  { from, to }: Range,
  { sortBy, limit }: { sortBy: keyof typeof orders; limit: number },
): Promise<SoldRow[]> {
  const { rows } = await sql<SoldRow>`
    select key, max(name) as name, max(category) as category, sum(orders)::bigint as orders,
           sum(quantity)::bigint as quantity, sum(gross)::bigint as gross, sum(returned)::bigint as returned,
           sum(refunded)::bigint as refunded, sum(sum(gross)) over ()::bigint as total
      from analytics.goods
     where store_id = ${storeId} and kind = ${kind} and day between ${from}::date and ${to}::date
     group by key order by ${orders[sortBy]} desc, key limit ${limit}`.execute(tx);
  return rows;
}
