import type { Order } from '@wafa/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';

/** What a list of orders is narrowed to. */
export interface OrderFilter {
  customerId?: string | undefined;
  status?: string[] | undefined;
  channel?: string | undefined;
  locationId?: string | undefined;
  sourceId?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

/** An order as it is read, with its lines, payments, delivery and history; times of the history as text. */
export interface OrderRow
  extends Omit<Order, 'locationName' | 'locationNameAr' | 'placedAt' | 'completedAt'> {
  placedAt: Date;
  completedAt: Date | null;
}

/** Before which order a page begins. */
export interface Position {
  placedAt: Date;
  id: string;
}

const conditionsOf = (storeId: string, filter: OrderFilter) => [
  sql`o.store_id = ${storeId}`,
  ...(filter.customerId ? [sql`o.customer_id = ${filter.customerId}`] : []),
  ...(filter.status ? [sql`o.status = any(${filter.status}::text[])`] : []),
  ...(filter.channel ? [sql`o.channel = ${filter.channel}`] : []),
  ...(filter.locationId ? [sql`o.location_id = ${filter.locationId}`] : []),
  ...(filter.sourceId ? [sql`o.source_id = ${filter.sourceId}`] : []),
  ...(filter.from ? [sql`o.placed_at >= ${filter.from}`] : []),
  ...(filter.to ? [sql`o.placed_at < ${filter.to}`] : []),
];

/** A page of orders, newest first: after `after`, or else `offset` orders down; all of them without a limit. */
export async function readOrders(
  tx: Tx,
  storeId: string,
  filter: OrderFilter,
  page: { limit: number | null; offset: number; after?: Position | undefined },
): Promise<OrderRow[]> {
  const conditions = conditionsOf(storeId, filter);
  if (page.after)
    conditions.push(sql`(o.placed_at, o.id) < (${page.after.placedAt}, ${page.after.id}::uuid)`);
  return selectOrders(
    tx,
    sql`where ${sql.join(conditions, sql` and `)}
        order by o.placed_at desc, o.id desc limit ${page.limit} offset ${page.offset}`,
  );
}

/** How many orders the filter holds. */
export async function countOrders(tx: Tx, storeId: string, filter: OrderFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from orders.orders as o
     where ${sql.join(conditionsOf(storeId, filter), sql` and `)}`.execute(tx);
  return rows[0]?.total ?? 0;
}

/** One order of the store. */
export async function findOrder(tx: Tx, storeId: string, id: string): Promise<OrderRow | undefined> {
  const [order] = await selectOrders(tx, sql`where o.store_id = ${storeId} and o.id = ${id}`);
  return order;
}

async function selectOrders(tx: Tx, which: RawBuilder<unknown>): Promise<OrderRow[]> {
  const { rows } = await sql<OrderRow>`
    select o.id, o.source, o.source_id as "sourceId", o.customer_id as "customerId",
           o.location_id as "locationId", o.channel, o.status, o.currency, o.total,
           o.refunded_total as "refundedTotal", o.points_earned as "pointsEarned",
           o.placed_at as "placedAt", o.completed_at as "completedAt",
           (select json_agg(json_build_object(
                     'lineNo', l.line_no, 'sku', l.sku, 'name', l.name, 'category', l.category,
                     'quantity', l.quantity, 'unitPrice', l.unit_price, 'discount', l.discount, 'total', l.total,
                     'refundedQuantity', l.refunded_quantity, 'refundedTotal', l.refunded_total,
                     'points', l.points) order by l.line_no)
              from orders.lines as l where l.store_id = o.store_id and l.order_id = o.id) as lines,
           (select coalesce(json_agg(json_build_object(
                     'method', y.method, 'amount', y.amount, 'reference', y.reference) order by y.payment_no), '[]')
              from orders.payments as y where y.store_id = o.store_id and y.order_id = o.id) as payments,
           (select json_build_object(
                     'carrier', d.carrier, 'trackingNumber', d.tracking_number, 'trackingUrl', d.tracking_url)
              from orders.deliveries as d where d.store_id = o.store_id and d.order_id = o.id) as delivery,
           (select coalesce(json_agg(json_build_object('status', h.status, 'at', h.at) order by h.step), '[]')
              from orders.status_history as h where h.store_id = o.store_id and h.order_id = o.id) as history
      from (select * from orders.orders as o ${which}) as o
     order by o.placed_at desc, o.id desc`.execute(tx);
  return rows;
}
