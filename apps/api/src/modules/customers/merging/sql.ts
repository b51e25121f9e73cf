import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { Profile } from './rules.ts';

export interface LockedProfile extends Profile {
  id: string;
  merged_into: string | null;
}

/** Profiles as a merge changes them, locked in id order. */
export async function lockProfiles(
  tx: Tx,
  storeId: string,
  ids: string[],
): Promise<Map<string, LockedProfile>> {
  const { rows } = await sql<LockedProfile>`
    select id, merged_into, status, email, phone, birthday, language, first_name_ar, last_name_ar, company_name,
           tax_number, preferred_categories, tags, custom_fields, communication_preferences, privacy
      from customers.customers
     where store_id = ${storeId} and id = any(${ids}::uuid[])
     order by id for update`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Writes a profile's mergeable columns, who it is merged into, and its status and tags where they stand again. */
export async function writeProfile(
  tx: Tx,
  storeId: string,
  now: Date,
  id: string,
  profile: Profile,
  mergedInto: string | null,
): Promise<void> {
  await sql`
    update customers.customers set
      status = ${profile.status}, merged_into = ${mergedInto}, email = ${profile.email}, phone = ${profile.phone},
      birthday = ${profile.birthday}, language = ${profile.language}, first_name_ar = ${profile.first_name_ar},
      last_name_ar = ${profile.last_name_ar}, company_name = ${profile.company_name}, tax_number = ${profile.tax_number},
      preferred_categories = ${profile.preferred_categories}::text[], tags = ${profile.tags}::text[],
      custom_fields = ${JSON.stringify(profile.custom_fields)}::jsonb,
      communication_preferences = ${JSON.stringify(profile.communication_preferences)}::jsonb,
      privacy = ${JSON.stringify(profile.privacy)}::jsonb, version = version + 1, updated_at = ${now}
    where store_id = ${storeId} and id = ${id}`.execute(tx);
  await sql`
    with gone as (
      delete from customers.tags
       where store_id = ${storeId} and customer_id = ${id} and tag <> all(${profile.tags}::text[])
    )
    insert into customers.tags (store_id, tag, customer_id)
    select ${storeId}, tag, ${id} from unnest(${profile.tags}::text[]) as tag
    on conflict do nothing`.execute(tx);
  await sql`
    update customers.facts set status = ${profile.status}
    where store_id = ${storeId} and customer_id = ${id}`.execute(tx);
}

export interface MergeRow {
  id: string;
  fromId: string;
  intoId: string;
  reason: string | null;
  mergedAt: Date;
  undoneAt: Date | null;
}

const columns = sql`id, from_id as "fromId", into_id as "intoId", reason, merged_at as "mergedAt", undone_at as "undoneAt"`;

export async function insertMerge(
  tx: Tx,
  storeId: string,
  merge: { id: string; from: string; into: string; reason: string | null; at: Date; by: string },
): Promise<void> {
  await sql`
    insert into customers.merges (store_id, id, from_id, into_id, reason, merged_at, merged_by)
    values (${storeId}, ${merge.id}, ${merge.from}, ${merge.into}, ${merge.reason}, ${merge.at}, ${merge.by})`.execute(
    tx,
  );
}

/** Merges into a customer, newest first. */
export async function mergesInto(tx: Tx, storeId: string, intoId: string): Promise<MergeRow[]> {
  const { rows } = await sql<MergeRow>`
    select ${columns} from customers.merges
     where store_id = ${storeId} and into_id = ${intoId}
     order by merged_at desc, id desc limit 200`.execute(tx);
  return rows;
}

/** A merge, locked. */
export async function lockMerge(tx: Tx, storeId: string, id: string): Promise<MergeRow | undefined> {
  const { rows } = await sql<MergeRow>`
    select ${columns} from customers.merges where store_id = ${storeId} and id = ${id} for update`.execute(
    tx,
  );
  return rows[0];
}

/** Whether a later merge stands in the way: into the same survivor, or of the survivor itself. */
export async function hasLater(tx: Tx, storeId: string, merge: MergeRow): Promise<boolean> {
  const { rows } = await sql`
    select 1 from customers.merges m
     where m.store_id = ${storeId} and m.undone_at is null and m.id <> ${merge.id}
       and (m.into_id = ${merge.intoId} or m.from_id = ${merge.intoId})
       and (m.merged_at, m.id) > (${merge.mergedAt}, ${merge.id}::uuid) limit 1`.execute(tx);
  return rows.length > 0;
}

export async function endMerge(tx: Tx, storeId: string, id: string, at: Date, by: string): Promise<void> {
  await sql`
    update customers.merges set undone_at = ${at}, undone_by = ${by}
     where store_id = ${storeId} and id = ${id}`.execute(tx);
}

/** A customer and everybody merged into them, directly or over others. */
export async function everyoneIn(tx: Tx, storeId: string, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive everyone as (
      select ${id}::uuid as id
      union
      select c.id from everyone e join customers.customers c on c.store_id = ${storeId} and c.merged_into = e.id
    )
    select id from everyone`.execute(tx);
  return rows.map((row) => row.id);
}

export interface JournalRow {
  rowId: string;
  before?: unknown;
  after?: unknown;
}

export async function insertJournal(
  tx: Tx,
  storeId: string,
  mergeId: string,
  table: string,
  rows: readonly JournalRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into customers.merge_journal (store_id, merge_id, table_name, row_id, before, after)
    select ${storeId}::uuid, ${mergeId}::uuid, ${table}, r."rowId", r.before, r.after
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("rowId" text, before jsonb, after jsonb)`.execute(
    tx,
  );
}

export async function readJournal(
  tx: Tx,
  storeId: string,
  mergeId: string,
  table: string,
): Promise<JournalRow[]> {
  const { rows } = await sql<JournalRow>`
    select row_id as "rowId", before, after from customers.merge_journal
     where store_id = ${storeId} and merge_id = ${mergeId} and table_name = ${table}`.execute(tx);
  return rows;
}

/** Gives addresses to the survivor; a default of theirs stays theirs. Answers how each stood before. */
export async function moveAddresses(
  tx: Tx,
  storeId: string,
  from: string,
  into: string,
): Promise<JournalRow[]> {
  const { rows } = await sql<JournalRow>`
    with kept as (
      select coalesce(bool_or(is_default_billing), false) as billing,
             coalesce(bool_or(is_default_shipping), false) as shipping
        from customers.addresses where store_id = ${storeId} and customer_id = ${into}
    ), before as (
      select id, is_default_billing, is_default_shipping from customers.addresses
       where store_id = ${storeId} and customer_id = ${from} for update
    ), moved as (
      update customers.addresses a
         set customer_id = ${into}, is_default_billing = a.is_default_billing and not kept.billing,
             is_default_shipping = a.is_default_shipping and not kept.shipping
        from kept where a.store_id = ${storeId} and a.customer_id = ${from}
    )
    select id::text as "rowId",
           jsonb_build_object('billing', is_default_billing, 'shipping', is_default_shipping) as before from before`.execute(
    tx,
  );
  return rows;
}

/** Gives addresses back with the defaults that they had; those removed meanwhile stay removed. */
export async function returnAddresses(
  tx: Tx,
  storeId: string,
  from: string,
  rows: readonly JournalRow[],
): Promise<void> {
  await sql`
    update customers.addresses a
       set customer_id = ${from}, is_default_billing = (r.before->>'billing')::boolean,
           is_default_shipping = (r.before->>'shipping')::boolean
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("rowId" uuid, before jsonb)
     where a.store_id = ${storeId} and a.id = r."rowId"`.execute(tx);
}

/** Takes a customer out of every segment; answers the row as it stood. */
export async function endMemberships(tx: Tx, storeId: string, customerId: string): Promise<JournalRow[]> {
  const { rows } = await sql<JournalRow>`
    delete from customers.memberships m where store_id = ${storeId} and customer_id = ${customerId}
    returning customer_id as "rowId", to_jsonb(m) as before`.execute(tx);
  return rows;
}

export async function restoreMemberships(
  tx: Tx,
  storeId: string,
  rows: readonly JournalRow[],
): Promise<void> {
  await sql`
    insert into customers.memberships
    select m.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(before jsonb)
     cross join lateral jsonb_populate_record(null::customers.memberships, r.before) as m
     where m.store_id = ${storeId} and m.segments is not null
    on conflict do nothing`.execute(tx);
}
