import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

interface ValueRow {
  value: string;
  en: string | null;
  ar: string | null;
}

const plain = sql`null as en, null as ar`;

/** Values that the store's customers, products and events have, and that hold `wanted`. */
function query(
  storeId: string,
  of: 'tag' | 'tier' | 'source' | 'preferred' | 'event' | 'sku' | 'category',
): RawBuilder<unknown> {
  switch (of) {
    case 'tag':
      return sql`select distinct tag as value, ${plain} from customers.v_tags where store_id = ${storeId}`;
    case 'tier':
      return sql`select distinct tier as value, ${plain} from customers.v_facts
                  where store_id = ${storeId} and tier is not null`;
    case 'source':
      return sql`select distinct source as value, ${plain} from customers.v_customers
                  where store_id = ${storeId} and source is not null`;
    case 'preferred':
      return sql`select distinct category as value, ${plain}
                   from customers.v_customers c cross join unnest(c.preferred_categories) as category
                  where c.store_id = ${storeId}`;
    case 'event':
      return sql`select distinct event as value, ${plain} from activity.v_events where store_id = ${storeId}`;
    case 'category':
      return sql`select distinct category as value, ${plain} from catalogue.v_products
                  where store_id = ${storeId} and category is not null`;
    default:
      return sql`select sku as value, name as en, name_ar as ar from catalogue.v_products where store_id = ${storeId}`;
  }
}

export async function searchValues(
  tx: Tx,
  storeId: string,
  of: Parameters<typeof query>[1],
  wanted: string,
  limit: number,
): Promise<ValueRow[]> {
  const { rows } = await sql<ValueRow>`
    select value, en, ar from (${query(storeId, of)}) as v
     where position(${wanted} in lower(value || ' ' || coalesce(en, '') || ' ' || coalesce(ar, ''))) > 0
     order by value limit ${limit}`.execute(tx);
  return rows;
}
