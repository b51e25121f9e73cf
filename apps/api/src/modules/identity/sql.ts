import type { Language } from '@wafa/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';
import { forgetFailuresMs, type LoginKey, type Realm } from './rules.ts';

/**
 * Staff and customers have the same four tables: staff's are global, customers' carry the tenant. Each
 * statement is written once and takes its tables and its tenant condition from here.
 */
function tablesOf(realm: Realm) {
  if (realm.kind === 'staff')
    return {
      accounts: sql.table('identity.staff_accounts'),
      sessions: sql.table('identity.staff_sessions'),
      codes: sql.table('identity.staff_recovery_codes'),
      attempts: sql.table('identity.staff_attempts'),
      customerId: sql`null::uuid`,
      tenant: sql``,
      column: sql``,
      value: sql``,
    };
  return {
    accounts: sql.table('identity.customer_logins'),
    sessions: sql.table('identity.customer_sessions'),
    codes: sql.table('identity.customer_recovery_codes'),
    attempts: sql.table('identity.customer_attempts'),
    customerId: sql`customer_id`,
    tenant: sql`store_id = ${realm.storeId}::uuid and `,
    column: sql`store_id, `,
    value: sql`${realm.storeId}::uuid, `,
  };
}

export interface AccountRow {
  id: string;
  /** Null for staff. */
  customerId: string | null;
  email: string | null;
  phone: string | null;
  passwordHash: string;
  name: string;
  nameAr: string | null;
  language: Language;
  totpSecret: string | null;
  totpPending: string | null;
  totpLastStep: number | null;
  isActive: boolean;
}

function accountColumns(customerId: RawBuilder<unknown>) {
  return sql`
    id, ${customerId} as "customerId", email, phone, password_hash as "passwordHash", name, name_ar as "nameAr",
    language, totp_secret as "totpSecret", totp_pending as "totpPending", totp_last_step as "totpLastStep",
    is_active as "isActive"`;
}

export async function findAccountByLogin(
  tx: Tx,
  realm: Realm,
  key: LoginKey,
): Promise<AccountRow | undefined> {
  if ('unknown' in key) return undefined;
  const t = tablesOf(realm);
  const match = 'email' in key ? sql`email = ${key.email}` : sql`phone = ${key.phone}`;
  const { rows } = await sql<AccountRow>`
    select ${accountColumns(t.customerId)} from ${t.accounts} where ${t.tenant}${match}`.execute(tx);
  return rows[0];
}

export async function findAccount(tx: Tx, realm: Realm, id: string): Promise<AccountRow | undefined> {
  const t = tablesOf(realm);
  const { rows } = await sql<AccountRow>`
    select ${accountColumns(t.customerId)} from ${t.accounts} where ${t.tenant}id = ${id}::uuid`.execute(tx);
  return rows[0];
}

/** Where a member of staff is reached, and how they are addressed. */
export type StaffContact = Pick<AccountRow, 'id' | 'name' | 'nameAr' | 'language'> & { email: string };

/** The active ones of these accounts of staff. */
export async function findStaffContacts(tx: Tx, ids: readonly string[]): Promise<StaffContact[]> {
  const { rows } = await sql<StaffContact>`
    select id, email, name, name_ar as "nameAr", language from identity.staff_accounts
     where id = any(${ids}::uuid[]) and is_active`.execute(tx);
  return rows;
}

export async function findLoginOfCustomer(
  tx: Tx,
  storeId: string,
  customerId: string,
): Promise<AccountRow | undefined> {
  const { rows } = await sql<AccountRow>`
    select ${accountColumns(sql`customer_id`)} from identity.customer_logins
     where store_id = ${storeId}::uuid and customer_id = ${customerId}::uuid`.execute(tx);
  return rows[0];
}

export async function lockAccount(tx: Tx, realm: Realm, id: string): Promise<AccountRow | undefined> {
  const t = tablesOf(realm);
  const { rows } = await sql<AccountRow>`
    select ${accountColumns(t.customerId)} from ${t.accounts}
     where ${t.tenant}id = ${id}::uuid for update`.execute(tx);
  return rows[0];
}

export type NewAccount = Pick<
  AccountRow,
  'id' | 'customerId' | 'email' | 'phone' | 'passwordHash' | 'name' | 'nameAr' | 'language'
>;

export async function insertAccount(tx: Tx, realm: Realm, row: NewAccount, now: Date): Promise<void> {
  const t = tablesOf(realm);
  const [column, value] =
    realm.kind === 'customer' ? [sql`customer_id, `, sql`${row.customerId}::uuid, `] : [sql``, sql``];
  await sql`
    insert into ${t.accounts} (${t.column}${column}id, email, phone, password_hash, name, name_ar, language,
                               created_at, password_changed_at)
    values (${t.value}${value}${row.id}, ${row.email}, ${row.phone}, ${row.passwordHash}, ${row.name}, ${row.nameAr},
            ${row.language}, ${now}, ${now})`.execute(tx);
}

export async function updateLoginRow(
  tx: Tx,
  storeId: string,
  row: Pick<AccountRow, 'id' | 'email' | 'phone' | 'name' | 'nameAr' | 'language' | 'isActive'>,
): Promise<void> {
  await sql`
    update identity.customer_logins
       set email = ${row.email}, phone = ${row.phone}, name = ${row.name}, name_ar = ${row.nameAr},
           language = ${row.language}, is_active = ${row.isActive}
     where store_id = ${storeId}::uuid and id = ${row.id}::uuid`.execute(tx);
}

export async function updateStaffPerson(
  tx: Tx,
  row: Pick<AccountRow, 'id' | 'name' | 'nameAr' | 'language'>,
): Promise<void> {
  await sql`
    update identity.staff_accounts set name = ${row.name}, name_ar = ${row.nameAr}, language = ${row.language}
     where id = ${row.id}::uuid`.execute(tx);
}

export async function deleteLogin(tx: Tx, storeId: string, customerId: string): Promise<void> {
  await sql`
    delete from identity.customer_logins
     where store_id = ${storeId}::uuid and customer_id = ${customerId}::uuid`.execute(tx);
}

export async function setPassword(
  tx: Tx,
  realm: Realm,
  id: string,
  passwordHash: string,
  now: Date,
): Promise<void> {
  const t = tablesOf(realm);
  await sql`
    update ${t.accounts} set password_hash = ${passwordHash}, password_changed_at = ${now}
     where ${t.tenant}id = ${id}::uuid`.execute(tx);
}

export async function setTotp(
  tx: Tx,
  realm: Realm,
  id: string,
  totp: { secret: string | null; pending: string | null; lastStep: number | null },
): Promise<void> {
  const t = tablesOf(realm);
  await sql`
    update ${t.accounts}
       set totp_secret = ${totp.secret}, totp_pending = ${totp.pending}, totp_last_step = ${totp.lastStep}
     where ${t.tenant}id = ${id}::uuid`.execute(tx);
}

/** Replaces the recovery codes of an account; an empty list removes them. */
export async function replaceRecoveryCodes(
  tx: Tx,
  realm: Realm,
  accountId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  const t = tablesOf(realm);
  await sql`delete from ${t.codes} where ${t.tenant}account_id = ${accountId}::uuid`.execute(tx);
  if (hashes.length === 0) return;
  await sql`
    insert into ${t.codes} (${t.column}account_id, code_hash)
    select ${t.value}${accountId}::uuid, h.hash from unnest(${[...hashes]}::bytea[]) as h(hash)`.execute(tx);
}

/** Uses a recovery code up; false where it is unknown or used. */
export async function spendRecoveryCode(
  tx: Tx,
  realm: Realm,
  accountId: string,
  hash: Buffer,
  now: Date,
): Promise<boolean> {
  const t = tablesOf(realm);
  const { rows } = await sql`
    update ${t.codes} set used_at = ${now}
     where ${t.tenant}account_id = ${accountId}::uuid and code_hash = ${hash} and used_at is null
    returning 1`.execute(tx);
  return rows.length === 1;
}

export interface SessionRow {
  id: string;
  accountId: string;
  secretHash: Buffer;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  device: string | null;
  address: string | null;
}

const sessionColumns = sql`
  id, account_id as "accountId", secret_hash as "secretHash", created_at as "createdAt",
  last_used_at as "lastUsedAt", expires_at as "expiresAt", ended_at as "endedAt", device, address`;

export async function insertSession(
  tx: Tx,
  realm: Realm,
  row: Omit<SessionRow, 'lastUsedAt' | 'endedAt'>,
): Promise<void> {
  const t = tablesOf(realm);
  await sql`
    insert into ${t.sessions} (${t.column}id, account_id, secret_hash, created_at, last_used_at, expires_at, device,
                               address)
    values (${t.value}${row.id}, ${row.accountId}, ${row.secretHash}, ${row.createdAt}, ${row.createdAt},
            ${row.expiresAt}, ${row.device}, ${row.address})`.execute(tx);
}

/** Whether the account has had sessions, and whether one of them was on this device. */
export async function knownDevice(
  tx: Tx,
  realm: Realm,
  accountId: string,
  device: string | null,
): Promise<{ any: boolean; same: boolean }> {
  const t = tablesOf(realm);
  const { rows } = await sql<{ any: boolean; same: boolean }>`
    select count(*) > 0 as any, coalesce(bool_or(device is not distinct from ${device}), false) as same
      from ${t.sessions} where ${t.tenant}account_id = ${accountId}::uuid`.execute(tx);
  return rows[0] ?? { any: false, same: false };
}

/** Whether the session exists and has not been ended; its access tokens tell their own time. */
export async function isSessionOpen(tx: Tx, realm: Realm, id: string): Promise<boolean> {
  const t = tablesOf(realm);
  const { rows } = await sql`
    select 1 from ${t.sessions} where ${t.tenant}id = ${id}::uuid and ended_at is null`.execute(tx);
  return rows.length === 1;
}

export async function lockSession(tx: Tx, realm: Realm, id: string): Promise<SessionRow | undefined> {
  const t = tablesOf(realm);
  const { rows } = await sql<SessionRow>`
    select ${sessionColumns} from ${t.sessions} where ${t.tenant}id = ${id}::uuid for update`.execute(tx);
  return rows[0];
}

export async function rotateSession(
  tx: Tx,
  realm: Realm,
  row: Pick<SessionRow, 'id' | 'secretHash' | 'expiresAt' | 'address'> & { now: Date },
): Promise<void> {
  const t = tablesOf(realm);
  await sql`
    update ${t.sessions}
       set secret_hash = ${row.secretHash}, last_used_at = ${row.now}, expires_at = ${row.expiresAt},
           address = ${row.address}
     where ${t.tenant}id = ${row.id}::uuid`.execute(tx);
}

/** Sessions that still work, newest first. */
export async function openSessions(
  tx: Tx,
  realm: Realm,
  accountId: string,
  now: Date,
): Promise<SessionRow[]> {
  const t = tablesOf(realm);
  const { rows } = await sql<SessionRow>`
    select ${sessionColumns} from ${t.sessions}
     where ${t.tenant}account_id = ${accountId}::uuid and ended_at is null and expires_at > ${now}
     order by created_at desc, id desc limit 200`.execute(tx);
  return rows;
}

/** Ends sessions of an account: the named one, or all but the kept one; gives the ids that it ended. */
export async function endSessions(
  tx: Tx,
  realm: Realm,
  accountId: string,
  which: { only?: string; except?: string },
  reason: 'signed_out' | 'ended' | 'replayed' | 'password_changed' | 'closed',
  now: Date,
): Promise<string[]> {
  const t = tablesOf(realm);
  const { rows } = await sql<{ id: string }>`
    update ${t.sessions} set ended_at = ${now}, end_reason = ${reason}
     where ${t.tenant}account_id = ${accountId}::uuid and ended_at is null
       and (${which.only ?? null}::uuid is null or id = ${which.only ?? null}::uuid)
       and (${which.except ?? null}::uuid is null or id <> ${which.except ?? null}::uuid)
    returning id`.execute(tx);
  return rows.map((row) => row.id);
}

export interface Attempts {
  failures: number;
  lockedUntil: Date | null;
}

export async function findAttempts(tx: Tx, realm: Realm, subject: Buffer): Promise<Attempts | undefined> {
  const t = tablesOf(realm);
  const { rows } = await sql<Attempts>`
    select failures, locked_until as "lockedUntil" from ${t.attempts}
     where ${t.tenant}subject = ${subject}`.execute(tx);
  return rows[0];
}

/** Locks the counter of a subject, made where it is missing; a day after the last failure it begins at 0. */
export async function lockAttempts(tx: Tx, realm: Realm, subject: Buffer, now: Date): Promise<Attempts> {
  const t = tablesOf(realm);
  const begins = new Date(now.getTime() - forgetFailuresMs);
  const { rows } = await sql<Attempts>`
    insert into ${t.attempts} as a (${t.column}subject, failures, last_failed_at)
    values (${t.value}${subject}, 0, ${now})
    on conflict (${t.column}subject) do update
      set failures = case when a.last_failed_at < ${begins} then 0 else a.failures end
    returning a.failures, a.locked_until as "lockedUntil"`.execute(tx);
  return rows[0] ?? { failures: 0, lockedUntil: null };
}

export async function saveAttempts(
  tx: Tx,
  realm: Realm,
  subject: Buffer,
  attempts: Attempts,
  now: Date,
): Promise<void> {
  const t = tablesOf(realm);
  await sql`
    update ${t.attempts}
       set failures = ${attempts.failures}, locked_until = ${attempts.lockedUntil}, last_failed_at = ${now}
     where ${t.tenant}subject = ${subject}`.execute(tx);
}

export async function clearAttempts(tx: Tx, realm: Realm, subject: Buffer): Promise<void> {
  const t = tablesOf(realm);
  await sql`delete from ${t.attempts} where ${t.tenant}subject = ${subject}`.execute(tx);
}

/** Removes counters and sessions that no longer mean anything. */
export async function sweep(tx: Tx, realm: Realm, before: { failures: Date; sessions: Date }): Promise<void> {
  const t = tablesOf(realm);
  await sql`delete from ${t.attempts} where ${t.tenant}last_failed_at < ${before.failures}`.execute(tx);
  await sql`
    delete from ${t.sessions}
     where ${t.tenant}coalesce(ended_at, expires_at) < ${before.sessions}`.execute(tx);
}
