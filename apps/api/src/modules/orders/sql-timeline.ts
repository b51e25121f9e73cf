import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';
import type { TimelineQuery } from '../../platform/module.ts';

export interface OrderMoment {
  id: string;
  at: Date;
  happened: 'placed' | 'refunded' | 'shipped' | 'delivered' | 'cancelled';
  /** Of the order, in the system that it comes from. */
  number: string;
  orderId: string;
  /** Of the order, or of the refund. */
  total: number;
}

/**
 * What happened with a customer's orders, newest first. Placed orders come in the order of their index;
 * refunds and later statuses are looked up from the customer's orders, which are tens to hundreds. A
 * status has no id of its own, so one is made from order and step.
 */
export async function readTimeline(
  tx: Tx,
  storeId: string,
  { customerId, before, limit }: Pick<TimelineQuery, 'customerId' | 'before' | 'limit'>,
): Promise<OrderMoment[]> {
  const below = (at: RawBuilder<unknown>, id: RawBuilder<unknown>) =>
    before ? sql`and (${at}, ${id}) < (${before.at}, ${before.id}::uuid)` : sql``;
  const theirs = sql`o.store_id = ${storeId} and o.customer_id = ${customerId}`;
  const stepId = sql`md5(h.order_id::text || h.step)::uuid`;
  const { rows } = await sql<OrderMoment>`
    select m.* from (
      (select o.id, o.placed_at as at, 'placed' as happened, o.source_id as number, o.id as "orderId", o.total
         from orders.orders o
        where ${theirs} ${below(sql`o.placed_at`, sql`o.id`)}
        order by o.placed_at desc, o.id desc limit ${limit})
      union all
      (select r.id, r.refunded_at, 'refunded', o.source_id, o.id, r.total
         from orders.orders o join orders.refunds r on r.store_id = ${storeId} and r.order_id = o.id
        where ${theirs} ${below(sql`r.refunded_at`, sql`r.id`)}
        order by r.refunded_at desc, r.id desc limit ${limit})
      union all
      (select ${stepId}, h.at, h.status, o.source_id, o.id, o.total
         from orders.orders o join orders.status_history h on h.store_id = ${storeId} and h.order_id = o.id
        where ${theirs} and h.status in ('shipped', 'delivered', 'cancelled')
          ${below(sql`h.at`, stepId)}
        order by h.at desc, 1 desc limit ${limit})
    ) m
     order by m.at desc, m.id desc limit ${limit}`.execute(tx);
  return rows;
}
