import type { RecommendationKind } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { List } from './rules.ts';

/** Skus that nobody can buy now. */
export async function readUnsold(tx: Tx, storeId: string): Promise<Set<string>> {
  const { rows } = await sql<{ sku: string }>`
    select p.sku from catalogue.v_products p
     where p.store_id = ${storeId} and (not p.is_active or p.stock = 0)`.execute(tx);
  return new Set(rows.map((row) => row.sku));
}

/** Makes these the lists of the customers `ids`: a list that is not among them goes. */
export async function writeLists(
  tx: Tx,
  storeId: string,
  now: Date,
  ids: readonly string[],
  lists: readonly List[],
): Promise<void> {
  const emptied = sql`
    delete from predictions.recommendations r
     where r.store_id = ${storeId} and r.customer_id = any(${ids}::uuid[])
       and (r.customer_id, r.kind) not in (
         select * from unnest(${lists.map((list) => list.customerId)}::uuid[], ${lists.map((list) => list.kind)}::text[])
       )`.execute(tx);
  const written = sql`
    insert into predictions.recommendations as r (store_id, customer_id, kind, skus, scores, because, made_at)
    select ${storeId}::uuid, l."customerId", l.kind, l.skus, l.scores, l.because, ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(lists)}::jsonb)
        as l ("customerId" uuid, kind text, skus text[], scores real[], because text[])
    on conflict (store_id, customer_id, kind) do update
       set skus = excluded.skus, scores = excluded.scores, because = excluded.because, made_at = excluded.made_at`.execute(
    tx,
  );
  await Promise.all([emptied, written]);
}

export interface RecommendedRow {
  kind: RecommendationKind;
  productId: string;
  sku: string;
  name: string;
  nameAr: string | null;
  category: string | null;
  price: number;
  currency: string;
  imageUrl: string | null;
  score: number | null;
  becauseSku: string | null;
  becauseName: string | null;
  becauseNameAr: string | null;
  madeAt: Date;
}

/** What can be recommended to a customer now, best first within each kind. */
export async function readRecommended(
  tx: Tx,
  storeId: string,
  customerId: string,
): Promise<RecommendedRow[]> {
  const { rows } = await sql<RecommendedRow>`
    select r.kind, r.product_id as "productId", r.sku, r.name, r.name_ar as "nameAr", r.category, r.price, r.currency,
           r.image_url as "imageUrl", r.score, r.because_sku as "becauseSku", b.name as "becauseName",
           b.name_ar as "becauseNameAr", r.made_at as "madeAt"
      from predictions.v_recommendations r
      left join catalogue.v_products b on b.store_id = ${storeId} and b.sku = r.because_sku collate "C"
     where r.store_id = ${storeId} and r.customer_id = ${customerId}
     order by r.kind, r.place`.execute(tx);
  return rows;
}
