import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

export interface DeviceRow {
  device: string;
  customerId: string;
  /** Of the card that the device shows. */
  cardNumber: string;
  /** P-256, compressed; null once the customer is erased. */
  publicKey: Uint8Array | null;
  name: string;
  issuedAt: Date;
  renewedAt: Date;
  endsAt: Date;
  revokedAt: Date | null;
}

const deviceColumns = sql`
  d.device, d.customer_id as "customerId", c.card_number as "cardNumber", d.public_key as "publicKey", d.name,
  d.issued_at as "issuedAt", d.renewed_at as "renewedAt", d.ends_at as "endsAt", d.revoked_at as "revokedAt"`;

/** Devices of these cards that have not long ended, newest first. */
export async function findDevices(
  tx: Tx,
  storeId: string,
  customerIds: readonly string[],
  endedAfter: Date,
): Promise<DeviceRow[]> {
  const { rows } = await sql<DeviceRow>`
    select ${deviceColumns}
    from customers.card_devices d
    join customers.customers c on c.store_id = d.store_id and c.id = d.customer_id
    where d.store_id = ${storeId} and d.customer_id = any(${customerIds}::uuid[]) and d.ends_at > ${endedAfter}
    order by d.issued_at desc, d.device`.execute(tx);
  return rows;
}

/** The device of this name. */
export async function findDevice(tx: Tx, storeId: string, device: string): Promise<DeviceRow | undefined> {
  const { rows } = await sql<DeviceRow>`
    select ${deviceColumns}
    from customers.card_devices d
    join customers.customers c on c.store_id = d.store_id and c.id = d.customer_id
    where d.store_id = ${storeId} and d.device = ${device}`.execute(tx);
  return rows[0];
}

/** The device that has this key. */
export async function findDeviceByKey(
  tx: Tx,
  storeId: string,
  publicKey: Uint8Array,
): Promise<DeviceRow | undefined> {
  const { rows } = await sql<DeviceRow>`
    select ${deviceColumns}
    from customers.card_devices d
    join customers.customers c on c.store_id = d.store_id and c.id = d.customer_id
    where d.store_id = ${storeId} and d.public_key = ${publicKey}`.execute(tx);
  return rows[0];
}

/** What a new certificate says of a device. */
export interface CertifiedDevice {
  device: string;
  customerId: string;
  publicKey: Uint8Array;
  name: string;
  keyId: number;
  now: Date;
  endsAt: Date;
}

/** Keeps a device with its newest certificate; a known one is renewed. The row as it stands then. */
export async function putDevice(tx: Tx, storeId: string, device: CertifiedDevice): Promise<DeviceRow> {
  const { rows } = await sql<DeviceRow>`
    with d as (
      insert into customers.card_devices
        (store_id, device, customer_id, public_key, name, key_id, issued_at, renewed_at, ends_at)
      values (${storeId}, ${device.device}, ${device.customerId}, ${device.publicKey}, ${device.name},
        ${device.keyId}, ${device.now}, ${device.now}, ${device.endsAt})
      on conflict (store_id, device) do update set
        name = excluded.name, key_id = excluded.key_id, renewed_at = excluded.renewed_at,
        ends_at = excluded.ends_at
      returning *
    )
    select ${deviceColumns}
    from d join customers.customers c on c.store_id = d.store_id and c.id = d.customer_id`.execute(tx);
  return rows[0] as DeviceRow;
}

export async function revokeDevice(
  tx: Tx,
  storeId: string,
  device: string,
  change: { at: Date; by: string },
): Promise<void> {
  await sql`
    update customers.card_devices set revoked_at = ${change.at}, revoked_by = ${change.by}
    where store_id = ${storeId} and device = ${device} and revoked_at is null`.execute(tx);
}

/** Revoked devices whose certificate would still hold, in their order. */
export async function revokedDevices(
  tx: Tx,
  storeId: string,
  now: Date,
): Promise<{ device: string; revokedAt: Date }[]> {
  const { rows } = await sql<{ device: string; revokedAt: Date }>`
    select device, revoked_at as "revokedAt"
    from customers.card_devices
    where store_id = ${storeId} and revoked_at is not null and ends_at > ${now}
    order by device`.execute(tx);
  return rows;
}

/** A change to a further key of the store. */
export interface KeyChange {
  keyId: number;
  since: Date;
  withdraws: boolean;
}

/** Every change of the store's key, in order. */
export async function keyChanges(tx: Tx, storeId: string): Promise<KeyChange[]> {
  const { rows } = await sql<KeyChange>`
    select key_id as "keyId", since, withdraws from customers.card_keys
    where store_id = ${storeId} order by key_id`.execute(tx);
  return rows;
}

export async function insertKeyChange(
  tx: Tx,
  storeId: string,
  change: KeyChange & { by: string },
): Promise<void> {
  await sql`
    insert into customers.card_keys (store_id, key_id, since, withdraws, started_by)
    values (${storeId}, ${change.keyId}, ${change.since}, ${change.withdraws}, ${change.by})`.execute(tx);
}

/** A customer's devices as an export of personal data shows them. */
export async function exportDevices(tx: Tx, storeId: string, customerId: string): Promise<unknown[]> {
  const { rows } = await sql<{ row: unknown }>`
    select to_jsonb(d) - '{store_id,customer_id}'::text[] as row from customers.card_devices d
    where d.store_id = ${storeId} and d.customer_id = ${customerId} order by d.issued_at, d.device`.execute(
    tx,
  );
  return rows.map(({ row }) => row);
}

/**
 * Ends a customer's devices and empties them of what is personal. The rows stay until their certificates
 * have ended: tills without a network learn from them whom to refuse.
 */
export async function eraseDevices(tx: Tx, storeId: string, now: Date, customerId: string): Promise<void> {
  await Promise.all([
    sql`
      update customers.card_devices set name = '', public_key = null, revoked_at = coalesce(revoked_at, ${now})
      where store_id = ${storeId} and customer_id = ${customerId}`.execute(tx),
    sql`delete from customers.card_codes where store_id = ${storeId} and customer_id = ${customerId}`.execute(
      tx,
    ),
  ]);
}
