import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import { lastVisit } from '../facts/sql.ts';
import type { CustomerStatus } from './references.ts';
import type { NormalCustomer, Profile } from './rules.ts';

export interface RefRow {
  id: string;
  cardNumber: string;
  status: CustomerStatus;
  mergedInto: string | null;
}

/**
 * One of few values or the one of one: `= any(array)` is planned anew at every run (0.3 ms of a till's
 * look-up), since PostgreSQL cannot tell how long the array is; `=` keeps its plan.
 */
function among(values: readonly string[], type: 'uuid' | 'text') {
  return values.length === 1
    ? sql`= ${values[0]}::${sql.raw(type)}`
    : sql`= any(${values}::${sql.raw(type)}[])`;
}

/** Customers by ids or by card numbers; of both, two index scans. */
export async function findByRefs(
  tx: Tx,
  storeId: string,
  refs: { ids: string[]; cardNumbers: string[] },
): Promise<RefRow[]> {
  const find = async (condition: RawBuilder<unknown>) =>
    (
      await sql<RefRow>`
        select id, card_number as "cardNumber", status, merged_into as "mergedInto"
          from customers.customers where store_id = ${storeId} and ${condition}`.execute(tx)
    ).rows;
  const [byId, byCard] = await Promise.all([
    refs.ids.length > 0 ? find(sql`id ${among(refs.ids, 'uuid')}`) : [],
    refs.cardNumbers.length > 0 ? find(sql`card_number ${among(refs.cardNumbers, 'text')}`) : [],
  ]);
  return [...byId, ...byCard];
}

/** A customer to insert: checked, with an id and a card number. */
export type InsertCustomer = NormalCustomer & { id: string; cardNumber: string; createdAt: Date };

/** The row of `InsertCustomer` as jsonb_to_recordset below reads it. */
function record(customer: InsertCustomer) {
  return {
    id: customer.id,
    card_number: customer.cardNumber,
    type: customer.type,
    status: customer.status,
    first_name: customer.firstName,
    last_name: customer.lastName,
    first_name_ar: customer.firstNameAr,
    last_name_ar: customer.lastNameAr,
    company_name: customer.companyName,
    tax_number: customer.taxNumber,
    email: customer.email,
    phone: customer.phone,
    birthday: customer.birthday,
    language: customer.language,
    preferred_categories: customer.preferredCategories,
    tags: customer.tags,
    custom_fields: customer.customFields,
    communication_preferences: customer.communicationPreferences,
    privacy: customer.privacy,
    source: customer.source,
    source_id: customer.sourceId,
    created_at: customer.createdAt,
  };
}

/**
 * Inserts customers and their opening facts rows, skipping any that meets an existing card number,
 * e-mail, phone or source id (also one that another transaction is about to commit: it waits for it).
 * @returns the ids that were inserted
 */
export async function insertCustomers(
  tx: Tx,
  storeId: string,
  now: Date,
  customers: InsertCustomer[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    with made as (
      insert into customers.customers (store_id, id, card_number, type, status, first_name, last_name,
        first_name_ar, last_name_ar, company_name, tax_number, email, phone, birthday, language,
        preferred_categories, tags, custom_fields, communication_preferences, privacy, source, source_id,
        created_at, updated_at)
      select ${storeId}::uuid, r.*, ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(customers.map(record))}::jsonb) as r (id uuid, card_number text,
        type text, status text, first_name text, last_name text, first_name_ar text, last_name_ar text,
        company_name text, tax_number text, email text, phone text, birthday date, language text,
        preferred_categories text[], tags text[], custom_fields jsonb, communication_preferences jsonb,
        privacy jsonb, source text, source_id text, created_at timestamptz)
      on conflict do nothing
      returning store_id, id, status, type, created_at, tags
    ),
    tagged as (
      insert into customers.tags (store_id, tag, customer_id) select store_id, unnest(tags), id from made
    )
    insert into customers.facts (store_id, customer_id, status, type, created_at)
    select store_id, id, status, type, created_at from made
    returning customer_id as id`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

export interface HolderRow {
  id: string;
  cardNumber: string;
  email: string | null;
  phone: string | null;
  source: string | null;
  sourceId: string | null;
}

/** Who already has one of these marks; one row per customer and mark that matched. */
export async function findHolders(
  tx: Tx,
  storeId: string,
  marks: { emails: string[]; phones: string[]; sources: string[]; sourceIds: string[] },
): Promise<HolderRow[]> {
  const columns = sql`c.id, c.card_number as "cardNumber", c.email, c.phone, c.source,
    c.source_id as "sourceId"`;
  const { rows } = await sql<HolderRow>`
    select ${columns} from customers.customers c
    where c.store_id = ${storeId} and c.email = any(${marks.emails}::text[])
    union all
    select ${columns} from customers.customers c
    where c.store_id = ${storeId} and c.phone = any(${marks.phones}::text[])
    union all
    select ${columns} from unnest(${marks.sources}::text[], ${marks.sourceIds}::text[]) as s (source, source_id)
    join customers.customers c
      on c.store_id = ${storeId} and c.source = s.source and c.source_id = s.source_id`.execute(tx);
  return rows;
}

/** A customer as lists and profiles show it: identity, profile and facts. */
export interface CustomerRow extends Profile {
  id: string;
  cardNumber: string;
  createdAt: Date;
  updatedAt: Date;
  segment: string | null;
  tier: string | null;
  points: number;
  totalSpent: number;
  totalOrders: number;
  firstOrderAt: Date | null;
  lastOrderAt: Date | null;
  lastVisitAt: Date | null;
}

const profileColumns = sql`
  c.id, c.card_number as "cardNumber", c.type, c.status, c.first_name as "firstName", c.last_name as "lastName",
  c.first_name_ar as "firstNameAr", c.last_name_ar as "lastNameAr", c.company_name as "companyName",
  c.tax_number as "taxNumber", c.email, c.phone, c.birthday, c.language,
  c.preferred_categories as "preferredCategories", c.tags, c.custom_fields as "customFields",
  c.communication_preferences as "communicationPreferences", c.privacy, c.source, c.source_id as "sourceId",
  c.created_at as "createdAt", c.updated_at as "updatedAt"`;

/** Customers by id with their facts, in no order. */
export function readCustomers(tx: Tx, storeId: string, ids: readonly string[]): Promise<CustomerRow[]> {
  return readWhere(tx, storeId, sql`c.id ${among(ids, 'uuid')}`);
}

/** The customer who holds this card now; undefined for a number never issued, or one of a merged customer. */
export async function readCardHolder(
  tx: Tx,
  storeId: string,
  cardNumber: string,
): Promise<CustomerRow | undefined> {
  const [row] = await readWhere(tx, storeId, sql`c.card_number = ${cardNumber} and c.merged_into is null`);
  return row;
}

async function readWhere(tx: Tx, storeId: string, condition: RawBuilder<unknown>): Promise<CustomerRow[]> {
  const { rows } = await sql<CustomerRow>`
    select ${profileColumns}, m.segment, f.tier, f.points, f.total_spent as "totalSpent",
      f.total_orders as "totalOrders", f.first_order_at as "firstOrderAt", f.last_order_at as "lastOrderAt",
      ${lastVisit} as "lastVisitAt"
    from customers.customers c
    join customers.facts f on f.store_id = c.store_id and f.customer_id = c.id
    left join customers.memberships m on m.store_id = ${storeId} and m.customer_id = c.id
    where c.store_id = ${storeId} and f.store_id = ${storeId} and ${condition}`.execute(tx);
  return rows;
}

export type ProfileRow = Profile & {
  id: string;
  erasedAt: Date | null;
  eraseAfter: Date | null;
  /** How often the customer changed a birthday that stood already. */
  birthdayChanges: number;
};

/** Locks a customer's profile against other changes, and reads it. */
export async function lockProfile(tx: Tx, storeId: string, id: string): Promise<ProfileRow | undefined> {
  const { rows } = await sql<ProfileRow>`
    select ${profileColumns}, c.erased_at as "erasedAt", c.erase_after as "eraseAfter",
      c.birthday_changes as "birthdayChanges"
    from customers.customers c
    where c.store_id = ${storeId} and c.id = ${id} for no key update`.execute(tx);
  return rows[0];
}

/** Counts one more change of the birthday by the customer. */
export async function countBirthdayChange(tx: Tx, storeId: string, id: string): Promise<void> {
  await sql`
    update customers.customers set birthday_changes = birthday_changes + 1
    where store_id = ${storeId} and id = ${id}`.execute(tx);
}

/**
 * Writes a whole profile (one text for any set of changed fields; columns that stay equal keep the update
 * off their indexes), with what repeats it: status and type in the facts row, and the tags, a row each.
 */
export async function writeProfile(
  tx: Tx,
  storeId: string,
  now: Date,
  id: string,
  profile: Profile,
): Promise<void> {
  const written = sql`
    update customers.customers set
      type = ${profile.type}, status = ${profile.status},
      first_name = ${profile.firstName}, last_name = ${profile.lastName},
      first_name_ar = ${profile.firstNameAr}, last_name_ar = ${profile.lastNameAr},
      company_name = ${profile.companyName}, tax_number = ${profile.taxNumber},
      email = ${profile.email}, phone = ${profile.phone}, birthday = ${profile.birthday},
      language = ${profile.language}, preferred_categories = ${profile.preferredCategories}::text[],
      tags = ${profile.tags}::text[], custom_fields = ${JSON.stringify(profile.customFields)}::jsonb,
      communication_preferences = ${JSON.stringify(profile.communicationPreferences)}::jsonb,
      privacy = ${JSON.stringify(profile.privacy)}::jsonb, source = ${profile.source},
      closed_at = case when ${profile.status} = 'closed' then coalesce(closed_at, ${now}) end,
      version = version + 1, updated_at = ${now}
    where store_id = ${storeId} and id = ${id}`.execute(tx);
  const repeated = sql`
    update customers.facts set status = ${profile.status}, type = ${profile.type}
    where store_id = ${storeId} and customer_id = ${id}
      and (status, type) is distinct from (${profile.status}, ${profile.type})`.execute(tx);
  const untagged = sql`
    delete from customers.tags
    where store_id = ${storeId} and customer_id = ${id} and tag <> all(${profile.tags}::text[])`.execute(tx);
  const tagged = sql`
    insert into customers.tags (store_id, tag, customer_id)
    select ${storeId}::uuid, tag, ${id}::uuid from unnest(${profile.tags}::text[]) as tag
    on conflict do nothing`.execute(tx);
  await Promise.all([written, repeated, untagged, tagged]);
}

/** The id of the customer with this phone (E.164). */
export async function findByPhone(tx: Tx, storeId: string, phone: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from customers.customers where store_id = ${storeId} and phone = ${phone}`.execute(tx);
  return rows[0]?.id;
}
