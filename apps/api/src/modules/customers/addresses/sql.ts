import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

export interface AddressRow {
  id: string;
  customerId: string;
  street1: string;
  street2: string | null;
  city: string;
  state: string;
  postalCode: string;
  country: string | null;
  isDefaultBilling: boolean;
  isDefaultShipping: boolean;
  latitude: number | null;
  longitude: number | null;
  status: 'PENDING' | 'VERIFIED' | 'REJECTED';
  verifiedBy: string | null;
  verifiedAt: Date | null;
  notes: string | null;
}

/** The columns of `AddressRow`, of a table named `a`. */
export const addressColumns = sql`
  a.id, a.customer_id as "customerId", a.street1, a.street2, a.city, a.state, a.postal_code as "postalCode",
  a.country, a.is_default_billing as "isDefaultBilling", a.is_default_shipping as "isDefaultShipping",
  a.latitude, a.longitude, a.status, a.verified_by as "verifiedBy", a.verified_at as "verifiedAt", a.notes`;

/** Addresses of a customer, oldest first. */
export async function findAddresses(tx: Tx, storeId: string, customerId: string): Promise<AddressRow[]> {
  const { rows } = await sql<AddressRow>`
    select ${addressColumns} from customers.addresses a
    where a.store_id = ${storeId} and a.customer_id = ${customerId}
    order by a.created_at, a.id`.execute(tx);
  return rows;
}

/** Locks the customer, so that the limit and the defaults of their addresses are decided one at a time. */
export async function lockOwner(tx: Tx, storeId: string, customerId: string): Promise<void> {
  await sql`
    select 1 from customers.customers
    where store_id = ${storeId} and id = ${customerId} for no key update`.execute(tx);
}

/** What a person enters of an address. */
export type EnteredAddress = Omit<AddressRow, 'status' | 'verifiedBy' | 'verifiedAt' | 'notes'>;

export async function insertAddressRows(
  tx: Tx,
  storeId: string,
  now: Date,
  addresses: readonly EnteredAddress[],
): Promise<void> {
  await sql`
    insert into customers.addresses (store_id, id, customer_id, street1, street2, city, state, postal_code,
      country, is_default_billing, is_default_shipping, latitude, longitude, created_at, updated_at)
    select ${storeId}::uuid, r.id, r."customerId", r.street1, r.street2, r.city, r.state, r."postalCode", r.country,
      r."isDefaultBilling", r."isDefaultShipping", r.latitude, r.longitude, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(addresses)}::jsonb) as r (id uuid, "customerId" uuid, street1 text,
      street2 text, city text, state text, "postalCode" text, country text, "isDefaultBilling" boolean,
      "isDefaultShipping" boolean, latitude double precision, longitude double precision)`.execute(tx);
}

/** Writes what was entered; verification starts again. */
export async function updateAddressRow(
  tx: Tx,
  storeId: string,
  now: Date,
  address: EnteredAddress,
): Promise<void> {
  await sql`
    update customers.addresses set
      street1 = ${address.street1}, street2 = ${address.street2}, city = ${address.city}, state = ${address.state},
      postal_code = ${address.postalCode}, country = ${address.country},
      is_default_billing = ${address.isDefaultBilling}, is_default_shipping = ${address.isDefaultShipping},
      latitude = ${address.latitude}, longitude = ${address.longitude},
      status = 'PENDING', verified_by = null, verified_at = null, notes = null, updated_at = ${now}
    where store_id = ${storeId} and customer_id = ${address.customerId} and id = ${address.id}`.execute(tx);
}

/** Takes the default marks from every other address of the customer, so that the next write may set them. */
export async function clearDefaults(
  tx: Tx,
  storeId: string,
  customerId: string,
  marks: { keep: string; billing: boolean; shipping: boolean },
): Promise<void> {
  await sql`
    update customers.addresses set
      is_default_billing = is_default_billing and not ${marks.billing}::boolean,
      is_default_shipping = is_default_shipping and not ${marks.shipping}::boolean
    where store_id = ${storeId} and customer_id = ${customerId} and id <> ${marks.keep}
      and (is_default_billing and ${marks.billing}::boolean
        or is_default_shipping and ${marks.shipping}::boolean)`.execute(tx);
}

export async function deleteAddressRow(
  tx: Tx,
  storeId: string,
  customerId: string,
  id: string,
): Promise<void> {
  await sql`
    delete from customers.addresses
    where store_id = ${storeId} and customer_id = ${customerId} and id = ${id}`.execute(tx);
}
