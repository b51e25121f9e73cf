import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

/** Every row of this module about a customer, as the columns stand. */
export async function readEverything(
  tx: Tx,
  storeId: string,
  customerId: string,
): Promise<Record<string, unknown>> {
  const { rows } = await sql<Record<string, unknown>>`
    select to_jsonb(c) - '{store_id,search_terms,sort_name,sort_email}'::text[] as profile,
      (select to_jsonb(f) - '{store_id,customer_id}'::text[] from customers.facts f
        where f.store_id = ${storeId} and f.customer_id = c.id) as facts,
      (select coalesce(jsonb_agg(to_jsonb(a) - '{store_id,customer_id}'::text[] order by a.created_at, a.id), '[]')
        from customers.addresses a where a.store_id = ${storeId} and a.customer_id = c.id) as addresses,
      (select coalesce(jsonb_agg(to_jsonb(m) - '{store_id,customer_id}'::text[] order by m.segment_key), '[]')
        from customers.v_memberships m where m.store_id = ${storeId} and m.customer_id = c.id) as segments,
      (select coalesce(jsonb_agg(to_jsonb(n) - '{store_id,customer_id}'::text[] order by n.id), '[]')
        from customers.notes n where n.store_id = ${storeId} and n.customer_id = c.id) as notes,
      (select coalesce(jsonb_agg(to_jsonb(k) - '{store_id,customer_id}'::text[] order by k.id), '[]')
        from customers.consents k where k.store_id = ${storeId} and k.customer_id = c.id) as consents,
      (select coalesce(jsonb_agg(to_jsonb(s) - '{store_id,customer_id}'::text[] order by s.id), '[]')
        from customers.status_changes s where s.store_id = ${storeId} and s.customer_id = c.id) as statuses
    from customers.customers c where c.store_id = ${storeId} and c.id = ${customerId}`.execute(tx);
  return rows[0] ?? {};
}

/** Ids of closed customers whose grace period is over, locked; those that another worker has are left out. */
export async function lockDue(tx: Tx, storeId: string, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from customers.customers
    where store_id = ${storeId} and erase_after <= ${now} and erased_at is null
    order by erase_after limit ${limit} for update skip locked`.execute(tx);
  return rows.map((row) => row.id);
}

/**
 * Empties a customer of everything personal. The row stays, closed, with its card number, which is never
 * given out again; the facts stay, because they are the store's figures and name nobody, as do the values
 * of fields that the store defined as not personal. What merges remember goes: they cannot be undone.
 */
export async function eraseProfile(tx: Tx, storeId: string, now: Date, customerId: string): Promise<void> {
  await Promise.all([
    sql`delete from customers.addresses where store_id = ${storeId} and customer_id = ${customerId}`.execute(
      tx,
    ),
    sql`delete from customers.tags where store_id = ${storeId} and customer_id = ${customerId}`.execute(tx),
    sql`delete from customers.memberships where store_id = ${storeId} and customer_id = ${customerId}`.execute(
      tx,
    ),
    sql`delete from customers.status_changes where store_id = ${storeId} and customer_id = ${customerId}`.execute(
      tx,
    ),
    sql`
      delete from customers.merge_journal j using customers.merges m
      where j.store_id = ${storeId} and m.store_id = ${storeId} and m.id = j.merge_id
        and ${customerId}::uuid in (m.from_id, m.into_id)`.execute(tx),
    sql`
      update customers.merges set reason = null
      where store_id = ${storeId} and ${customerId}::uuid in (from_id, into_id)`.execute(tx),
    sql`
      update customers.customers set
        status = 'closed', first_name = '', last_name = '', first_name_ar = null, last_name_ar = null,
        company_name = null, tax_number = null, email = null, phone = null, birthday = null, language = null,
        preferred_categories = '{}', tags = '{}',
        custom_fields = coalesce((
          select jsonb_object_agg(v.key, v.value) from jsonb_each(custom_fields) as v
          join customers.fields f on f.store_id = ${storeId} and f.key = v.key and not f.personal), '{}'),
        communication_preferences = '{}',
        privacy = '{}', source = null, source_id = null, version = version + 1, updated_at = ${now},
        closed_at = coalesce(closed_at, ${now}), erased_at = coalesce(erased_at, ${now})
      where store_id = ${storeId} and id = ${customerId}`.execute(tx),
    sql`
      update customers.facts set status = 'closed'
      where store_id = ${storeId} and customer_id = ${customerId}`.execute(tx),
  ]);
}
