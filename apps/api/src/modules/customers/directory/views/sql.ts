import type { CustomerView } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../../../platform/db/transaction.ts';

export interface ViewRow extends Omit<CustomerView, 'own' | 'createdAt' | 'updatedAt'> {
  ownerId: string;
  createdAt: Date;
  updatedAt: Date;
}

const columns = sql`id, owner_id as "ownerId", name, shared, filter, sort_by as "sortBy",
  sort_order as "sortOrder", columns, created_at as "createdAt", updated_at as "updatedAt"`;

/** Views of one's own and the shared ones, by name. */
export async function readViews(tx: Tx, storeId: string, ownerId: string): Promise<ViewRow[]> {
  const { rows } = await sql<ViewRow>`
    select ${columns} from customers.saved_views
    where store_id = ${storeId} and (owner_id = ${ownerId} or shared)
    order by name, id`.execute(tx);
  return rows;
}

/** A view of one's own, locked. */
export async function lockView(
  tx: Tx,
  storeId: string,
  ownerId: string,
  id: string,
): Promise<ViewRow | undefined> {
  const { rows } = await sql<ViewRow>`
    select ${columns} from customers.saved_views
    where store_id = ${storeId} and owner_id = ${ownerId} and id = ${id} for update`.execute(tx);
  return rows[0];
}

export async function countViews(tx: Tx, storeId: string, ownerId: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from customers.saved_views
    where store_id = ${storeId} and owner_id = ${ownerId}`.execute(tx);
  return rows[0]?.total ?? 0;
}

/** Writes a view, new or changed. */
export async function putView(tx: Tx, storeId: string, view: ViewRow): Promise<void> {
  await sql`
    insert into customers.saved_views (store_id, id, owner_id, name, shared, filter, sort_by, sort_order,
      columns, created_at, updated_at)
    values (${storeId}, ${view.id}, ${view.ownerId}, ${view.name}, ${view.shared},
      ${JSON.stringify(view.filter)}::jsonb, ${view.sortBy}, ${view.sortOrder}, ${view.columns}::text[],
      ${view.createdAt}, ${view.updatedAt})
    on conflict (store_id, id) do update set
      name = excluded.name, shared = excluded.shared, filter = excluded.filter, sort_by = excluded.sort_by,
      sort_order = excluded.sort_order, columns = excluded.columns, updated_at = excluded.updated_at`.execute(
    tx,
  );
}

/** Removes a view of one's own; answers whether it was there. */
export async function deleteView(tx: Tx, storeId: string, ownerId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    delete from customers.saved_views
    where store_id = ${storeId} and owner_id = ${ownerId} and id = ${id} returning 1`.execute(tx);
  return rows.length > 0;
}
