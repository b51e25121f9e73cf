import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

export interface TagCount {
  tag: string;
  customers: number;
}

/** LIKE pattern of tags, null for all. */
type Pattern = string | null;

/** Tags with how many carry each: one pass over the store's part of the tags' key. */
export async function findTags(
  tx: Tx,
  storeId: string,
  list: { pattern: Pattern; sortBy: 'customers' | 'tag'; limit: number; offset: number },
): Promise<TagCount[]> {
  const { rows } = await sql<TagCount>`
    select tag, count(*) as customers from customers.tags
    where store_id = ${storeId} and (${list.pattern}::text is null or tag ilike ${list.pattern})
    group by tag
    order by case when ${list.sortBy}::text = 'customers' then count(*) end desc, tag
    limit ${list.limit} offset ${list.offset}`.execute(tx);
  return rows;
}

export async function countTags(tx: Tx, storeId: string, pattern: Pattern): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(distinct tag) as total from customers.tags
    where store_id = ${storeId} and (${pattern}::text is null or tag ilike ${pattern})`.execute(tx);
  return rows[0]?.total ?? 0;
}

export async function countCarriers(tx: Tx, storeId: string, tag: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from customers.tags where store_id = ${storeId} and tag = ${tag}`.execute(tx);
  return rows[0]?.total ?? 0;
}

export interface TagChangeRow {
  id: string;
  tag: string;
  to: string | null;
  total: number;
  processed: number;
  createdBy: string;
  createdAt: Date;
  finishedAt: Date | null;
}

const columns = sql`id, tag, renamed_to as "to", total, processed, created_by as "createdBy",
  created_at as "createdAt", finished_at as "finishedAt"`;

export async function findTagChange(tx: Tx, storeId: string, id: string): Promise<TagChangeRow | undefined> {
  const { rows } = await sql<TagChangeRow>`
    select ${columns} from customers.tag_changes where store_id = ${storeId} and id = ${id}`.execute(tx);
  return rows[0];
}

export async function lockTagChange(tx: Tx, storeId: string, id: string): Promise<TagChangeRow | undefined> {
  const { rows } = await sql<TagChangeRow>`
    select ${columns} from customers.tag_changes
    where store_id = ${storeId} and id = ${id} for update`.execute(tx);
  return rows[0];
}

export async function insertTagChange(tx: Tx, storeId: string, change: TagChangeRow): Promise<void> {
  await sql`
    insert into customers.tag_changes (store_id, id, tag, renamed_to, total, processed, created_by, created_at)
    values (${storeId}, ${change.id}, ${change.tag}, ${change.to}, ${change.total}, ${change.processed},
      ${change.createdBy}, ${change.createdAt})`.execute(tx);
}

export async function advanceTagChange(
  tx: Tx,
  storeId: string,
  id: string,
  step: { processed: number; finishedAt: Date | null },
): Promise<void> {
  await sql`
    update customers.tag_changes set processed = processed + ${step.processed}, finished_at = ${step.finishedAt}
    where store_id = ${storeId} and id = ${id}`.execute(tx);
}

export interface Retagged {
  customerId: string;
  before: string[];
  after: string[];
}

/**
 * Takes a tag from up to `limit` customers who carry it, and gives them the new one, if any, in its place;
 * who has that one already keeps it once. One statement for the rows of the tag and of the customers.
 */
export async function retagSome(
  tx: Tx,
  storeId: string,
  now: Date,
  change: { tag: string; to: string | null },
  limit: number,
): Promise<Retagged[]> {
  const { tag, to } = change;
  const { rows } = await sql<Retagged>`
    with carriers as (
      select c.id, c.tags from customers.customers c
      where c.store_id = ${storeId} and c.id in (
        select t.customer_id from customers.tags t where t.store_id = ${storeId} and t.tag = ${tag}
        order by t.customer_id limit ${limit})
      order by c.id for no key update
    ), changed as (
      update customers.customers c set version = c.version + 1, updated_at = ${now}, tags =
        case when ${to}::text is null or ${to}::text = any(c.tags) then array_remove(c.tags, ${tag}::text)
          else array_replace(c.tags, ${tag}::text, ${to}::text) end
      from carriers where c.store_id = ${storeId} and c.id = carriers.id
      returning c.id, carriers.tags as before, c.tags as after
    ), untagged as (
      delete from customers.tags t using carriers
      where t.store_id = ${storeId} and t.tag = ${tag} and t.customer_id = carriers.id
    ), tagged as (
      insert into customers.tags (store_id, tag, customer_id)
      select ${storeId}::uuid, ${to}::text, id from carriers where ${to}::text is not null
      on conflict do nothing
    )
    select id as "customerId", before, after from changed`.execute(tx);
  return rows;
}
