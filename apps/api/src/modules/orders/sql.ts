import { sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';
import type {
  Claimed,
  HeldKey,
  Key,
  LockedLine,
  LockedOrder,
  NewOrder,
  NewRefund,
  NewStatus,
  Refundable,
  Wanted,
} from './types.ts';

export type KeyKind = 'order' | 'refund' | 'event';

/** Claims keys; the answers stand in the order of `keys`. */
export async function claimKeys(
  tx: Tx,
  storeId: string,
  kind: KeyKind,
  keys: readonly Key[],
): Promise<Claimed[]> {
  const { rows } = await sql<Claimed & { ord: number }>`
    select ord, id, outcome
      from orders.claim_v1(${storeId}, ${kind}, ${keys.map((key) => key.source)}::text[],
                           ${keys.map((key) => key.sourceId)}::text[], ${keys.map((key) => key.id)}::uuid[],
                           ${keys.map((key) => key.fingerprint)}::bytea[])
     order by ord`.execute(tx);
  return rows;
}

/** Deletes keys of orders that were not written. */
export async function releaseOrderKeys(
  tx: Tx,
  storeId: string,
  refused: readonly { id: string; source: string; sourceId: string }[],
): Promise<void> {
  await sql`
    delete from orders.keys k
     using unnest(${refused.map((order) => order.source)}::text[], ${refused.map((order) => order.sourceId)}::text[],
                  ${refused.map((order) => order.id)}::uuid[]) as r(source, source_id, id)
     where k.store_id = ${storeId} and k.kind = 'order' and k.source = r.source and k.source_id = r.source_id
       and k.id = r.id`.execute(tx);
}

/** What keys stand for; a key never recorded is missing. */
export async function findKeys(
  tx: Tx,
  storeId: string,
  kind: KeyKind,
  keys: readonly { source: string; sourceId: string }[],
): Promise<HeldKey[]> {
  const { rows } = await sql<HeldKey>`
    select held.source, held.source_id as "sourceId", held.id, held.fingerprint
      from unnest(${keys.map((key) => key.source)}::text[], ${keys.map((key) => key.sourceId)}::text[])
             as asked(source, source_id)
      join orders.keys as held
        on held.store_id = ${storeId} and held.kind = ${kind}
       and held.source = asked.source and held.source_id = asked.source_id`.execute(tx);
  return rows;
}

/** Writes orders with all that hangs on them, in one statement. */
export async function insertOrders(
  tx: Tx,
  storeId: string,
  at: Date,
  orders: readonly NewOrder[],
): Promise<void> {
  const heads = orders.map((order) => ({
    id: order.id,
    source: order.source,
    source_id: order.sourceId,
    customer_id: order.customerId,
    presented_id: order.presentedId,
    location_id: order.locationId,
    channel: order.channel,
    status: order.status,
    currency: order.currency,
    total: order.total,
    points: order.points,
    placed_at: order.placedAt,
    completed_at: order.completedAt,
  }));
  const lines = orders.flatMap((order) =>
    order.lines.map((line) => ({
      o: order.id,
      n: line.lineNo,
      sku: line.sku,
      name: line.name,
      cat: line.category,
      q: line.quantity,
      p: line.unitPrice,
      d: line.discount,
      t: line.total,
      pts: line.points,
    })),
  );
  await sql`
    select orders.record_v1(${storeId}, ${at}, ${JSON.stringify(heads)}, ${JSON.stringify(lines)},
                            ${paymentsOf(orders)}, ${deliveriesOf(orders)})`.execute(tx);
}

const paymentsOf = (items: readonly Pick<NewOrder, 'id' | 'payments'>[]) =>
  JSON.stringify(
    items.flatMap(({ id, payments }) =>
      payments.map((payment, index) => ({ o: id, n: index + 1, ...payment })),
    ),
  );

const deliveriesOf = (items: readonly (Pick<NewOrder, 'delivery'> & { id: string })[]) =>
  JSON.stringify(
    items.flatMap(({ id, delivery }) =>
      delivery
        ? [{ o: id, carrier: delivery.carrier, number: delivery.trackingNumber, url: delivery.trackingUrl }]
        : [],
    ),
  );

/** How a caller names an order: by its id, or by source and id there. */
export interface OrderRefs {
  ids: string[];
  keys: { source: string; sourceId: string }[];
}

/** Ids of the orders that `refs` mean, for use inside a statement. */
const idsOf = (storeId: string, refs: OrderRefs) => sql`
  array(select unnest(${refs.ids}::uuid[])
        union
        select held.id
          from unnest(${refs.keys.map((key) => key.source)}::text[], ${refs.keys.map((key) => key.sourceId)}::text[])
                 as asked(source, source_id)
          join orders.keys as held
            on held.store_id = ${storeId} and held.kind = 'order'
           and held.source = asked.source and held.source_id = asked.source_id)`;

/** Locks orders in id order and reads them with their lines, which are read after the locks are held. */
export async function lockOrders(tx: Tx, storeId: string, refs: OrderRefs): Promise<LockedOrder[]> {
  const [orders, lines] = await Promise.all([
    sql<Omit<LockedOrder, 'lines'>>`
      select id, source, source_id as "sourceId", customer_id as "customerId", presented_id as "presentedId",
             location_id as "locationId", status, currency, total, refunded_total as "refundedTotal",
             points_earned as points, placed_at as "placedAt", completed_at as "completedAt"
        from orders.orders
       where store_id = ${storeId} and id = any(${idsOf(storeId, refs)})
       order by id
         for update`.execute(tx),
    sql<LockedLine & { orderId: string }>`
      select order_id as "orderId", line_no as "lineNo", sku, category, quantity, total, points,
             refunded_quantity as "refundedQuantity", refunded_total as "refundedTotal"
        from orders.lines
       where store_id = ${storeId} and order_id = any(${idsOf(storeId, refs)})
       order by order_id, line_no`.execute(tx),
  ]);
  const locked = new Map<string, LockedOrder>(
    orders.rows.map((order) => [order.id, { ...order, lines: [] }]),
  );
  for (const { orderId, ...line } of lines.rows) locked.get(orderId)?.lines.push(line);
  return [...locked.values()];
}

/** Writes refunds of locked orders. */
export async function insertRefunds(
  tx: Tx,
  storeId: string,
  at: Date,
  refunds: readonly NewRefund[],
): Promise<void> {
  const heads = refunds.map((refund, place) => ({
    id: refund.id,
    order_id: refund.orderId,
    source: refund.source,
    source_id: refund.sourceId,
    fingerprint: refund.fingerprint.toString('hex'),
    reason: refund.reason,
    refunded_at: refund.refundedAt,
    total: refund.total,
    status: refund.status,
    place,
  }));
  const parts = refunds.flatMap((refund) =>
    refund.parts.map((part) => ({
      r: refund.id,
      o: refund.orderId,
      n: part.lineNo,
      q: part.quantity,
      a: part.amount,
    })),
  );
  await sql`select orders.refund_v1(${storeId}, ${at}, ${JSON.stringify(heads)}, ${JSON.stringify(parts)})`.execute(
    tx,
  );
}

/** Writes changes of status of locked orders. */
export async function insertStatuses(tx: Tx, storeId: string, events: readonly NewStatus[]): Promise<void> {
  const heads = events.map((event) => ({
    id: event.id,
    order_id: event.orderId,
    source: event.source,
    source_id: event.eventId,
    fingerprint: event.fingerprint.toString('hex'),
    status: event.status,
    at: event.at,
    completed_at: event.completedAt,
    points: event.points,
  }));
  const lines = events.flatMap((event) =>
    event.linePoints.map((line) => ({ o: event.orderId, n: line.lineNo, pts: line.points })),
  );
  const changed = events.map(({ orderId, payments, delivery }) => ({ id: orderId, payments, delivery }));
  await sql`
    select orders.advance_v1(${storeId}, ${JSON.stringify(heads)}, ${JSON.stringify(lines)}, ${paymentsOf(changed)},
                             ${deliveriesOf(changed)})`.execute(tx);
}

/** Lines that can be refunded for what is wanted, per place newest first. */
export async function findRefundable(
  tx: Tx,
  storeId: string,
  source: string,
  wanted: readonly Wanted[],
): Promise<Refundable[]> {
  const { rows } = await sql<Refundable>`
    select place - 1 as place, order_id as "orderId", source_id as "sourceId", line_no as "lineNo", quantity
      from orders.refundable_v1(${storeId}, ${source}, ${wanted.map((want) => want.customerId)}::uuid[],
                                ${wanted.map((want) => want.sku)}::text[],
                                ${wanted.map((want) => want.unitPrice)}::bigint[],
                                ${wanted.map((want) => want.at.toISOString())}::timestamptz[])`.execute(tx);
  return rows;
}

/** Removes the texts of a customer's orders that can name a person. */
export async function eraseOrders(tx: Tx, storeId: string, customerId: string): Promise<void> {
  const theirs = sql`(select o.id from orders.orders as o
                       where o.store_id = ${storeId} and o.customer_id = ${customerId})`;
  await Promise.all([
    sql`update orders.payments set reference = null
         where store_id = ${storeId} and reference is not null and order_id in ${theirs}`.execute(tx),
    sql`update orders.deliveries set tracking_number = null, tracking_url = null
         where store_id = ${storeId} and order_id in ${theirs}`.execute(tx),
    sql`update orders.refunds set reason = null
         where store_id = ${storeId} and reason is not null and order_id in ${theirs}`.execute(tx),
  ]);
}
