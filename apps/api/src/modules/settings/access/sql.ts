import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { PageOf } from '../paging.ts';

export interface StaffRow {
  id: string;
  accountId: string;
  name: string;
  email: string;
  role: string;
  locationId: string | null;
  isActive: boolean;
  createdAt: Date;
}

export interface RoleRow {
  key: string;
  name: string;
  nameAr: string | null;
  permissions: string[];
  pointsAdjustLimit: number | null;
}

export interface KeyRow {
  id: string;
  name: string;
  prefix: string;
  secretHash: Buffer;
  scopes: string[];
  createdBy: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

const staffColumns = sql`
  s.id, s.account_id as "accountId", s.name, s.email, s.role, s.location_id as "locationId",
  s.is_active as "isActive", s.created_at as "createdAt"`;

const roleColumns = sql`
  r.key, r.name, r.name_ar as "nameAr", r.permissions, r.points_adjust_limit as "pointsAdjustLimit"`;

const keyColumns = sql`
  k.id, k.name, k.prefix, k.secret_hash as "secretHash", k.scopes, k.created_by as "createdBy",
  k.created_at as "createdAt", k.last_used_at as "lastUsedAt", k.expires_at as "expiresAt",
  k.revoked_at as "revokedAt"`;

/** Roles of the store's own and its active staff: what decides who may do what. */
export async function readAccess(tx: Tx, storeId: string): Promise<{ roles: RoleRow[]; staff: StaffRow[] }> {
  const [roles, staff] = await Promise.all([
    customRoles(tx, storeId),
    sql<StaffRow>`
      select ${staffColumns} from settings.staff s
       where s.store_id = ${storeId}::uuid and s.is_active`.execute(tx),
  ]);
  return { roles, staff: staff.rows };
}

export async function customRoles(tx: Tx, storeId: string): Promise<RoleRow[]> {
  const { rows } = await sql<RoleRow>`
    select ${roleColumns} from settings.roles r where r.store_id = ${storeId}::uuid order by r.key`.execute(
    tx,
  );
  return rows;
}

export async function lockRole(tx: Tx, storeId: string, key: string): Promise<RoleRow | undefined> {
  const { rows } = await sql<RoleRow>`
    select ${roleColumns} from settings.roles r
     where r.store_id = ${storeId}::uuid and r.key = ${key} for update`.execute(tx);
  return rows[0];
}

export async function insertRole(tx: Tx, storeId: string, row: RoleRow, now: Date): Promise<void> {
  await sql`
    insert into settings.roles (store_id, key, name, name_ar, permissions, points_adjust_limit, created_at)
    values (${storeId}, ${row.key}, ${row.name}, ${row.nameAr}, ${row.permissions}::text[],
            ${row.pointsAdjustLimit}, ${now})`.execute(tx);
}

export async function updateRoleRow(tx: Tx, storeId: string, row: RoleRow): Promise<void> {
  await sql`
    update settings.roles
       set name = ${row.name}, name_ar = ${row.nameAr}, permissions = ${row.permissions}::text[],
           points_adjust_limit = ${row.pointsAdjustLimit}
     where store_id = ${storeId}::uuid and key = ${row.key}`.execute(tx);
}

export async function deleteRoleRow(tx: Tx, storeId: string, key: string): Promise<void> {
  await sql`delete from settings.roles where store_id = ${storeId}::uuid and key = ${key}`.execute(tx);
}

export async function isRoleUsed(tx: Tx, storeId: string, key: string): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select exists (select 1 from settings.staff s
                    where s.store_id = ${storeId}::uuid and s.role = ${key}) as used`.execute(tx);
  return rows[0]?.used ?? false;
}

export async function listStaffRows(
  tx: Tx,
  storeId: string,
  filter: { role?: string; isActive?: boolean },
  page: PageOf,
): Promise<{ rows: StaffRow[]; total: number }> {
  const where = sql`
     where s.store_id = ${storeId}::uuid
       and (${filter.role ?? null}::text is null or s.role = ${filter.role ?? null})
       and (${filter.isActive ?? null}::boolean is null or s.is_active = ${filter.isActive ?? null})`;
  const [list, count] = await Promise.all([
    sql<StaffRow>`
      select ${staffColumns} from settings.staff s ${where}
       order by s.name, s.id limit ${page.limit} offset ${page.offset}`.execute(tx),
    sql<{ total: number }>`select count(*) as total from settings.staff s ${where}`.execute(tx),
  ]);
  return { rows: list.rows, total: count.rows[0]?.total ?? 0 };
}

/** Members by id, and active ones by role, in id order. */
export async function findStaff(
  tx: Tx,
  storeId: string,
  { ids = [], roles = [] }: { ids?: readonly string[]; roles?: readonly string[] },
): Promise<StaffRow[]> {
  const { rows } = await sql<StaffRow>`
    select ${staffColumns} from settings.staff s
     where s.store_id = ${storeId}::uuid
       and (s.id = any(${ids}::uuid[]) or (s.is_active and s.role = any(${roles}::text[])))
     order by s.id`.execute(tx);
  return rows;
}

/**
 * Locks the store's owners together with the member, in id order, so that two owners who step down at
 * once are seen one after the other.
 */
export async function lockStaffAndOwners(tx: Tx, storeId: string, id: string): Promise<StaffRow[]> {
  const { rows } = await sql<StaffRow>`
    select ${staffColumns} from settings.staff s
     where s.store_id = ${storeId}::uuid and (s.id = ${id}::uuid or s.role = 'owner')
     order by s.id for update`.execute(tx);
  return rows;
}

/** The member and, for an active one, the membership that sign-in reads. */
export async function insertStaff(tx: Tx, storeId: string, row: StaffRow): Promise<void> {
  await Promise.all([
    sql`
      insert into settings.staff (store_id, id, account_id, name, email, role, location_id, is_active, created_at)
      values (${storeId}, ${row.id}, ${row.accountId}, ${row.name}, ${row.email}, ${row.role}, ${row.locationId},
              ${row.isActive}, ${row.createdAt})`.execute(tx),
    putMembership(tx, storeId, row),
  ]);
}

export async function updateStaffRow(tx: Tx, storeId: string, row: StaffRow): Promise<void> {
  await Promise.all([
    sql`
      update settings.staff
         set name = ${row.name}, role = ${row.role}, location_id = ${row.locationId}, is_active = ${row.isActive}
       where store_id = ${storeId}::uuid and id = ${row.id}::uuid`.execute(tx),
    putMembership(tx, storeId, row),
  ]);
}

async function putMembership(tx: Tx, storeId: string, row: StaffRow): Promise<void> {
  if (row.isActive)
    await sql`
      insert into settings.memberships (account_id, tenant_id, staff_id)
      values (${row.accountId}, ${storeId}, ${row.id})
      on conflict (account_id, tenant_id) do nothing`.execute(tx);
  else
    await sql`
      delete from settings.memberships
       where account_id = ${row.accountId}::uuid and tenant_id = ${storeId}::uuid`.execute(tx);
}

export interface MembershipRow {
  storeId: string;
  staffId: string;
  name: string;
  nameAr: string | null;
}

/** The stores whose active staff the account belongs to, by name. Global tables: any tenant may be set. */
export async function membershipsOf(tx: Tx, accountId: string): Promise<MembershipRow[]> {
  const { rows } = await sql<MembershipRow>`
    select m.tenant_id as "storeId", m.staff_id as "staffId", s.name, s.name_ar as "nameAr"
      from settings.memberships m
      join settings.stores s on s.id = m.tenant_id
     where m.account_id = ${accountId}::uuid
     order by s.name, s.id`.execute(tx);
  return rows;
}

export async function listKeyRows(
  tx: Tx,
  storeId: string,
  page: PageOf,
): Promise<{ rows: KeyRow[]; total: number }> {
  const [list, count] = await Promise.all([
    sql<KeyRow>`
      select ${keyColumns} from settings.api_keys k
       where k.store_id = ${storeId}::uuid
       order by k.id desc limit ${page.limit} offset ${page.offset}`.execute(tx),
    sql<{ total: number }>`
      select count(*) as total from settings.api_keys k where k.store_id = ${storeId}::uuid`.execute(tx),
  ]);
  return { rows: list.rows, total: count.rows[0]?.total ?? 0 };
}

export async function findKey(tx: Tx, storeId: string, id: string): Promise<KeyRow | undefined> {
  const { rows } = await sql<KeyRow>`
    select ${keyColumns} from settings.api_keys k
     where k.store_id = ${storeId}::uuid and k.id = ${id}::uuid`.execute(tx);
  return rows[0];
}

export async function insertKey(tx: Tx, storeId: string, row: KeyRow): Promise<void> {
  await sql`
    insert into settings.api_keys
      (store_id, id, name, prefix, secret_hash, scopes, created_by, created_at, expires_at)
    values (${storeId}, ${row.id}, ${row.name}, ${row.prefix}, ${row.secretHash}, ${row.scopes}::text[],
            ${row.createdBy}, ${row.createdAt}, ${row.expiresAt})`.execute(tx);
}

/** The key, revoked; an earlier revocation keeps its time. */
export async function revokeKeyRow(
  tx: Tx,
  storeId: string,
  id: string,
  now: Date,
): Promise<KeyRow | undefined> {
  const { rows } = await sql<KeyRow>`
    update settings.api_keys k set revoked_at = coalesce(k.revoked_at, ${now})
     where k.store_id = ${storeId}::uuid and k.id = ${id}::uuid
    returning ${keyColumns}`.execute(tx);
  return rows[0];
}

export async function touchKey(tx: Tx, storeId: string, id: string, now: Date): Promise<void> {
  await sql`
    update settings.api_keys set last_used_at = ${now}
     where store_id = ${storeId}::uuid and id = ${id}::uuid
       and (last_used_at is null or last_used_at < ${now})`.execute(tx);
}
