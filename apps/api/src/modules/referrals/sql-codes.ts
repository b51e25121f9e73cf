import type { CustomerStatus } from '@wafa/contract';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';

export interface CodeRow {
  code: string;
  customerId: string;
  presentedId: string;
  issuedAt: Date;
}

/** The code that a customer goes by: their own before one that a merge brought. */
export async function findOwnCode(tx: Tx, storeId: string, customerId: string): Promise<CodeRow | undefined> {
  const { rows } = await sql<CodeRow>`
    select code, customer_id as "customerId", presented_id as "presentedId", issued_at as "issuedAt"
      from referrals.codes
     where store_id = ${storeId} and customer_id = ${customerId} and retired_at is null
     order by (presented_id = customer_id) desc, issued_at desc, code limit 1`.execute(tx);
  return rows[0];
}

/** Adds a code; false where it is taken, or the customer got another at the same moment. */
export async function insertCode(
  tx: Tx,
  storeId: string,
  row: { code: string; customerId: string; at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into referrals.codes (store_id, code, customer_id, presented_id, issued_at)
    values (${storeId}, ${row.code}, ${row.customerId}, ${row.customerId}, ${row.at})
    on conflict do nothing returning 1`.execute(tx);
  return rows.length > 0;
}

/** Takes all codes of a customer out of use. */
export async function retireCodes(tx: Tx, storeId: string, customerId: string, at: Date): Promise<void> {
  await sql`
    update referrals.codes set retired_at = ${at}
     where store_id = ${storeId} and customer_id = ${customerId} and retired_at is null`.execute(tx);
}

/** Who stands behind a code in use. */
export async function findCode(
  tx: Tx,
  storeId: string,
  code: string,
): Promise<(CodeRow & { status: CustomerStatus }) | undefined> {
  const { rows } = await sql<CodeRow & { status: CustomerStatus }>`
    select k.code, k.customer_id as "customerId", k.presented_id as "presentedId", k.issued_at as "issuedAt",
           u.status
      from referrals.codes k
      join customers.v_customers u on u.store_id = ${storeId} and u.customer_id = k.customer_id
     where k.store_id = ${storeId} and k.code = ${code} and k.retired_at is null`.execute(tx);
  return rows[0];
}

/** Locks the codes of customers in one order, so that their limits are counted by one at a time. */
export async function lockReferrers(tx: Tx, storeId: string, customerIds: readonly string[]): Promise<void> {
  await sql`
    select from referrals.codes
     where store_id = ${storeId} and customer_id = any(${[...customerIds]}::uuid[])
     order by code for no key update`.execute(tx);
}

/** Wrong codes of a caller in the window that is open at `since`. */
export async function readFailures(
  tx: Tx,
  storeId: string,
  subject: Buffer,
  since: Date,
): Promise<{ failures: number; windowStart: Date } | undefined> {
  const { rows } = await sql<{ failures: number; windowStart: Date }>`
    select failures, window_start as "windowStart" from referrals.code_attempts
     where store_id = ${storeId} and subject = ${subject} and window_start > ${since}`.execute(tx);
  return rows[0];
}

/** Counts one more wrong code, in the open window or a new one. */
export async function countFailure(
  tx: Tx,
  storeId: string,
  subject: Buffer,
  window: { since: Date; at: Date },
): Promise<void> {
  await sql`
    insert into referrals.code_attempts as t (store_id, subject, window_start, failures)
    values (${storeId}, ${subject}, ${window.at}, 1)
    on conflict on constraint code_attempts_pkey do update set
      failures = case when t.window_start > ${window.since} then t.failures + 1 else 1 end,
      window_start = case when t.window_start > ${window.since} then t.window_start else excluded.window_start end`.execute(
    tx,
  );
}

/** Forgets who guessed, once their windows are over. */
export async function forgetFailures(tx: Tx, storeId: string, before: Date): Promise<void> {
  await sql`
    delete from referrals.code_attempts where store_id = ${storeId} and window_start <= ${before}`.execute(
    tx,
  );
}

export interface RefusalRow {
  id: string;
  customerId: string | null;
  act: 'invite' | 'use_code' | 'look_up';
  reason: string;
  at: Date;
}

export async function insertRefusal(tx: Tx, storeId: string, row: RefusalRow): Promise<void> {
  await sql`
    insert into referrals.refusals (store_id, id, customer_id, act, reason, at)
    values (${storeId}, ${row.id}, ${row.customerId}, ${row.act}, ${row.reason}, ${row.at})`.execute(tx);
}

/** A page of refusals, newest first, and how many there are. */
export async function listRefusals(
  tx: Tx,
  storeId: string,
  filter: { customerId?: string; reason?: string },
  page: { limit: number; offset: number },
): Promise<{ rows: RefusalRow[]; total: number }> {
  const where = sql`store_id = ${storeId}
    and (${filter.customerId ?? null}::uuid is null or customer_id = ${filter.customerId ?? null}::uuid)
    and (${filter.reason ?? null}::text is null or reason = ${filter.reason ?? null}::text)`;
  const listed = sql<RefusalRow>`
    select id, customer_id as "customerId", act, reason, at from referrals.refusals
     where ${where} order by at desc, id desc limit ${page.limit} offset ${page.offset}`.execute(tx);
  const counted = sql<{ total: number }>`
    select count(*) as total from referrals.refusals where ${where}`.execute(tx);
  const [{ rows }, total] = await Promise.all([listed, counted]);
  return { rows, total: total.rows[0]?.total ?? 0 };
}
