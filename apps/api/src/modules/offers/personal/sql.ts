import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

/** A line of one of a customer's own orders, as far as it was kept. Money in minor units. */
export interface HistoryLine {
  orderId: string;
  placedAt: Date;
  sku: string;
  category: string | null;
  quantity: number;
  net: number;
}

/** Lines of a customer's latest orders that count, newest first: at most `orders` since `since`. */
export async function readHistory(
  tx: Tx,
  storeId: string,
  customerId: string,
  { since, orders }: { since: Date; orders: number },
): Promise<HistoryLine[]> {
  const { rows } = await sql<HistoryLine>`
    select o.order_id as "orderId", o.placed_at as "placedAt", l.sku, l.category,
           l.kept_quantity as quantity, l.net
      from (select order_id, placed_at from orders.v_orders
             where store_id = ${storeId} and customer_id = ${customerId} and counted_at is not null and is_kept
               and placed_at >= ${since}
             order by placed_at desc, order_id desc limit ${orders}) as o
      join orders.v_lines l on l.store_id = ${storeId} and l.order_id = o.order_id and l.kept_quantity > 0
     order by o.placed_at desc, o.order_id desc, l.line_no`.execute(tx);
  return rows;
}

/** A product that a customer buys again, with the figures that say so. */
export interface BuyAgainRow {
  sku: string;
  nameEn: string;
  nameAr: string | null;
  category: string | null;
  price: number;
  currency: string;
  imageUrl: string | null;
  /** On how many occasions it was bought. */
  times: number;
  lastAt: Date;
  /** Median days between purchases; null with fewer than three. */
  medianDays: number | null;
  /** Days since the last one. */
  elapsedDays: number;
}

/**
 * What a customer will want again, from their own orders of two years. Bought three times or more, a product has
 * an own rhythm, the median gap, and is due once eight tenths of it are over; such come first, then what was
 * bought most often, as frequency foretells best of all single figures. Left out is what was bought within half
 * its rhythm (at least a day, without a rhythm a week), what has been left for four rhythms, what is not sold any
 * more, and what is out of stock.
 */
export async function readBuyAgain(
  tx: Tx,
  storeId: string,
  customerId: string,
  { at, since, limit }: { at: Date; since: Date; limit: number },
): Promise<BuyAgainRow[]> {
  const { rows } = await sql<BuyAgainRow>`
    with bought as (
      select distinct l.sku, o.placed_at
        from orders.v_orders o
        join orders.v_lines l on l.store_id = ${storeId} and l.order_id = o.order_id and l.kept_quantity > 0
       where o.store_id = ${storeId} and o.customer_id = ${customerId} and o.counted_at is not null and o.is_kept
         and o.placed_at between ${since} and ${at}
    ), gaps as (
      select sku, placed_at,
             extract(epoch from placed_at - lag(placed_at) over (partition by sku order by placed_at)) / 86400 as gap
        from bought
    ), rhythm as (
      select sku, count(*) as times, max(placed_at) as last_at,
             case when count(*) >= 3 then percentile_cont(0.5) within group (order by gap) end as median_days,
             extract(epoch from ${at}::timestamptz - max(placed_at)) / 86400 as elapsed
        from gaps
       group by sku
    )
    select r.sku, p.name as "nameEn", p.name_ar as "nameAr", p.category, p.price, p.currency,
           p.image_url as "imageUrl", r.times, r.last_at as "lastAt", r.median_days::float8 as "medianDays",
           r.elapsed::float8 as "elapsedDays"
      from rhythm r
      join catalogue.v_products p on p.store_id = ${storeId} and p.sku = r.sku and p.is_active
       and (p.stock is null or p.stock > 0)
     where r.elapsed >= greatest(1, coalesce(r.median_days / 2, 7))
       and (r.median_days is null or r.elapsed <= 4 * greatest(r.median_days, 7))
     order by coalesce(r.elapsed >= 0.8 * r.median_days, false) desc, r.times desc, r.last_at desc, r.sku
     limit ${limit}`.execute(tx);
  return rows;
}

export interface DiscoverRow {
  sku: string;
  nameEn: string;
  nameAr: string | null;
  category: string | null;
  price: number;
  currency: string;
  imageUrl: string | null;
  /** What the customer bought that speaks for it; null where it is simply liked by many. */
  becauseEn: string | null;
  becauseAr: string | null;
}

/** Products that the customer never bought and may like, as the last recalculation of predictions found them. */
export async function readDiscover(
  tx: Tx,
  storeId: string,
  customerId: string,
  limit: number,
): Promise<DiscoverRow[]> {
  const { rows } = await sql<DiscoverRow>`
    select r.sku, r.name as "nameEn", r.name_ar as "nameAr", r.category, r.price, r.currency,
           r.image_url as "imageUrl", b.name as "becauseEn", coalesce(b.name_ar, b.name) as "becauseAr"
      from predictions.v_recommendations r
      left join catalogue.v_products b on b.store_id = ${storeId} and b.sku = r.because_sku collate "C"
     where r.store_id = ${storeId} and r.customer_id = ${customerId} and r.kind = 'discover'
     order by r.place
     limit ${limit}`.execute(tx);
  return rows;
}

/** Names of products by sku, for the reasons. */
export async function productNames(
  tx: Tx,
  storeId: string,
  skus: readonly string[],
): Promise<Map<string, { en: string; ar: string }>> {
  const { rows } = await sql<{ sku: string; en: string; ar: string }>`
    select sku, name as en, coalesce(name_ar, name) as ar from catalogue.v_products
     where store_id = ${storeId} and sku = any(${skus}::text[])`.execute(tx);
  return new Map(rows.map(({ sku, ...name }) => [sku, name]));
}
