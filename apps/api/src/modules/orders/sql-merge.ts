import { sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';
import type { Merge, Unmerge } from '../../platform/module.ts';

/** Gives a customer's orders to another; answers their ids. */
export async function giveOrders(tx: Tx, storeId: string, { from, into }: Merge): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update orders.orders set customer_id = ${into}
     where store_id = ${storeId} and customer_id = ${from} returning id`.execute(tx);
  return rows.map((row) => row.id);
}

/** Gives back the orders named, and those that came since the merge under one of the presented ids. */
export async function returnOrders(
  tx: Tx,
  storeId: string,
  { from, into, presented }: Unmerge,
  ids: string[],
): Promise<void> {
  await sql`
    update orders.orders set customer_id = ${from}
     where store_id = ${storeId} and customer_id = ${into}
       and (id = any(${ids}::uuid[]) or presented_id = any(${[...presented]}::uuid[]))`.execute(tx);
}

export interface OrdersTotal {
  customerId: string;
  spent: number;
  orders: number;
  visits: number;
  firstOrderAt: Date;
  lastOrderAt: Date;
}

/** What the orders of customers come to, as the facts keep it; who never ordered has no row. */
export async function ordersTotals(tx: Tx, storeId: string, customerIds: string[]): Promise<OrdersTotal[]> {
  const { rows } = await sql<OrdersTotal>`
    select customer_id as "customerId", sum(total - refunded_total)::bigint as spent,
           count(*) filter (where status <> 'refunded') as orders, count(*) as visits,
           min(placed_at) as "firstOrderAt", max(placed_at) as "lastOrderAt"
      from orders.orders
     where store_id = ${storeId} and customer_id = any(${customerIds}::uuid[]) and completed_at is not null
     group by customer_id`.execute(tx);
  return rows;
}
