import type { CustomerStatus, Language } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';

/** What referrals need to know of a customer. */
export interface Person {
  id: string;
  status: CustomerStatus;
  firstName: string;
  lastName: string;
  firstNameAr: string | null;
  lastNameAr: string | null;
  companyName: string | null;
  language: Language | null;
  email: string | null;
  phone: string | null;
  createdAt: Date;
  /** Agreed to be shown on the leaderboard. */
  isShown: boolean;
}

export async function findPeople(
  tx: Tx,
  storeId: string,
  ids: readonly string[],
): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Person>`
    select customer_id as id, status, first_name as "firstName", last_name as "lastName",
           first_name_ar as "firstNameAr", last_name_ar as "lastNameAr", company_name as "companyName", language,
           email, phone, created_at as "createdAt",
           coalesce((privacy ->> 'leaderboard')::boolean, false) as "isShown"
      from customers.v_customers
     where store_id = ${storeId} and customer_id = any(${[...new Set(ids)]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Whether the customer had ordered before an instant; a cancelled order is none. */
export async function hasOrdered(tx: Tx, storeId: string, customerId: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (
      select from orders.v_orders
       where store_id = ${storeId} and customer_id = ${customerId} and status <> 'cancelled'
         and placed_at <= ${at}) as known`.execute(tx);
  return rows[0]?.known ?? false;
}

export interface Traits {
  addresses: {
    customerId: string;
    street1: string;
    street2: string | null;
    city: string;
    postalCode: string;
    country: string | null;
  }[];
  payments: { customerId: string; reference: string }[];
}

/** Where customers live and what they paid with. */
export async function findTraits(tx: Tx, storeId: string, ids: readonly string[]): Promise<Traits> {
  const addresses = sql<Traits['addresses'][number]>`
    select customer_id as "customerId", street1, street2, city, postal_code as "postalCode", country
      from customers.v_addresses
     where store_id = ${storeId} and customer_id = any(${[...ids]}::uuid[])`.execute(tx);
  const payments = sql<Traits['payments'][number]>`
    select distinct o.customer_id as "customerId", p.reference
      from orders.v_orders o
      join orders.v_payments p on p.store_id = ${storeId} and p.order_id = o.order_id
     where o.store_id = ${storeId} and o.customer_id = any(${[...ids]}::uuid[]) and p.reference <> ''
     limit 1000`.execute(tx);
  const [found, paid] = await Promise.all([addresses, payments]);
  return { addresses: found.rows, payments: paid.rows };
}
