import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';

/** A code as a till took it. */
export interface Scan {
  device: string;
  step: number;
  tillId: string;
  at: Date;
}

const given = (scans: readonly Scan[]) => sql`
  jsonb_to_recordset(${JSON.stringify(scans)}::jsonb) as g (device text, step bigint, "tillId" text, at timestamptz)`;

/** A code that was taken now, with whose it is. */
export interface TakenScan extends Scan {
  customerId: string;
}

/** Takes codes that nobody has taken, of devices that there are; answers with those. */
export async function insertScans(
  tx: Tx,
  storeId: string,
  scans: readonly Scan[],
  from: { by: string; judged: boolean },
): Promise<TakenScan[]> {
  const { rows } = await sql<TakenScan>`
    with taken as (
      insert into customers.card_scans (store_id, device, step, till_id, scanned_at, scanned_by, judged)
      select d.store_id, g.device, g.step, g."tillId", g.at, ${from.by}::uuid, ${from.judged}::boolean
      from ${given(scans)}
      join customers.card_devices d on d.store_id = ${storeId} and d.device = g.device
      order by g.device collate "C", g.step, g.at
      on conflict (store_id, device, step) do nothing
      returning store_id, device, step, till_id, scanned_at
    )
    select t.device, t.step, t.till_id as "tillId", t.scanned_at as at, d.customer_id as "customerId"
    from taken t join customers.card_devices d on d.store_id = t.store_id and d.device = t.device`.execute(
    tx,
  );
  return rows;
}

/** Keeps that these tills were shown a code which another had taken; answers with what is new. */
export async function insertReplays(
  tx: Tx,
  storeId: string,
  scans: readonly Scan[],
  by: string,
): Promise<{ device: string; step: number; firstTill: string; tillId: string; customerId: string }[]> {
  const { rows } = await sql<{
    device: string;
    step: number;
    firstTill: string;
    tillId: string;
    customerId: string;
  }>`
    with added as (
      insert into customers.card_replays (store_id, device, step, till_id, scanned_at, scanned_by)
      select s.store_id, s.device, s.step, g."tillId", g.at, ${by}::uuid
      from ${given(scans)}
      join customers.card_scans s on s.store_id = ${storeId} and s.device = g.device and s.step = g.step
      where s.till_id <> g."tillId"
      order by s.device collate "C", s.step, g."tillId", g.at
      on conflict do nothing
      returning store_id, device, step, till_id
    )
    select a.device, a.step, s.till_id as "firstTill", a.till_id as "tillId", d.customer_id as "customerId"
    from added a
    join customers.card_scans s on s.store_id = a.store_id and s.device = a.device and s.step = a.step
    join customers.card_devices d on d.store_id = a.store_id and d.device = a.device`.execute(tx);
  return rows;
}

/** Which till took each of these codes. */
export async function takersOf(
  tx: Tx,
  storeId: string,
  scans: readonly Scan[],
): Promise<{ device: string; step: number; tillId: string }[]> {
  const { rows } = await sql<{ device: string; step: number; tillId: string }>`
    select distinct s.device, s.step, s.till_id as "tillId"
    from ${given(scans)}
    join customers.card_scans s on s.store_id = ${storeId} and s.device = g.device and s.step = g.step`.execute(
    tx,
  );
  return rows;
}

/** When this caller last took a code of one of these cards: rotating, or a one-time code. */
export async function lastProof(
  tx: Tx,
  storeId: string,
  customerIds: readonly string[],
  by: string,
): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select greatest(
      (select max(s.scanned_at) from customers.card_devices d
        join customers.card_scans s on s.store_id = d.store_id and s.device = d.device
        where d.store_id = ${storeId} and d.customer_id = any(${customerIds}::uuid[]) and s.scanned_by = ${by}
          and s.judged),
      (select max(o.used_at) from customers.card_codes o
        where o.store_id = ${storeId} and o.customer_id = any(${customerIds}::uuid[]) and o.used_by = ${by})
    ) as at`.execute(tx);
  return rows[0]?.at ?? null;
}

export interface CodeRow {
  codeHash: Uint8Array;
  endsAt: Date;
  failures: number;
  usedAt: Date | null;
}

/** Keeps the newest one-time code of a customer; the one before is forgotten. */
export async function putCode(
  tx: Tx,
  storeId: string,
  customerId: string,
  code: Pick<CodeRow, 'codeHash' | 'endsAt'>,
): Promise<void> {
  await sql`
    insert into customers.card_codes (store_id, customer_id, code_hash, ends_at)
    values (${storeId}, ${customerId}, ${code.codeHash}, ${code.endsAt})
    on conflict (store_id, customer_id) do update set
      code_hash = excluded.code_hash, ends_at = excluded.ends_at, failures = 0, used_at = null, used_by = null`.execute(
    tx,
  );
}

/** The one-time code of a customer, locked, so that tries are counted one by one. */
export async function lockCode(tx: Tx, storeId: string, customerId: string): Promise<CodeRow | undefined> {
  const { rows } = await sql<CodeRow>`
    select code_hash as "codeHash", ends_at as "endsAt", failures, used_at as "usedAt"
    from customers.card_codes where store_id = ${storeId} and customer_id = ${customerId} for update`.execute(
    tx,
  );
  return rows[0];
}

export async function countWrongCode(tx: Tx, storeId: string, customerId: string): Promise<void> {
  await sql`
    update customers.card_codes set failures = failures + 1
    where store_id = ${storeId} and customer_id = ${customerId}`.execute(tx);
}

export async function useCode(
  tx: Tx,
  storeId: string,
  customerId: string,
  use: { at: Date; by: string },
): Promise<void> {
  await sql`
    update customers.card_codes set used_at = ${use.at}, used_by = ${use.by}
    where store_id = ${storeId} and customer_id = ${customerId}`.execute(tx);
}

/** Forgets scans, ended devices without any, and ended one-time codes from before. */
export async function sweepCards(tx: Tx, storeId: string, before: Date): Promise<void> {
  await sql`delete from customers.card_scans where store_id = ${storeId} and scanned_at < ${before}`.execute(
    tx,
  );
  await Promise.all([
    sql`
      delete from customers.card_devices d
      where d.store_id = ${storeId} and d.ends_at < ${before} and not exists (
        select 1 from customers.card_scans s where s.store_id = ${storeId} and s.device = d.device)`.execute(
      tx,
    ),
    sql`delete from customers.card_codes where store_id = ${storeId} and ends_at < ${before}`.execute(tx),
  ]);
}
