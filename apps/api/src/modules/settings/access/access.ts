import type { Permission } from '@wafa/contract';
import type { Actor, Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { Cache, readOutside } from '../cache.ts';
import { store } from '../store/store.ts';
import { builtIn, knownPermissions, mayGrant, permissionsOf, type Role, roleOf } from './rules.ts';
import { customRoles, membershipsOf, type RoleRow, readAccess } from './sql.ts';

/** Who may do what in a store, as the authenticator needs it on every request. */
export interface StoreAccess {
  /** Roles of the store's own, by key. */
  roles: ReadonlyMap<string, Role>;
  /** Active members by their id. */
  staff: ReadonlyMap<string, Member>;
}

export interface Member {
  id: string;
  accountId: string;
  name: string;
  role: string;
  locationId: string | undefined;
  permissions: ReadonlySet<Permission>;
}

const cache = new Cache<StoreAccess>();

/**
 * Roles and active staff of a store, kept in the process: a role taken away or a member deactivated
 * counts from the next request here, and within 15 s on other nodes, not when their token runs out.
 */
export async function accessOf(storeId: string): Promise<StoreAccess> {
  return (
    cache.peek(storeId) ??
    cache.get(storeId, () =>
      readOutside(storeId, async (ctx) => {
        const { roles, staff } = await readAccess(ctx.tx, ctx.storeId);
        const custom = rolesByKey(roles);
        const members = staff.map((row): [string, Member] => [
          row.id,
          { ...row, locationId: row.locationId ?? undefined, permissions: permissionsOf(row.role, custom) },
        ]);
        return { roles: custom, staff: new Map(members) };
      }),
    )
  );
}

/** The change of roles or staff in this transaction is seen by others once it is committed. */
export function forgetAccess(ctx: Ctx): void {
  ctx.afterCommit(() => cache.drop(ctx.storeId));
}

export function toRole(row: RoleRow): Role {
  return { ...row, builtIn: false, permissions: new Set(knownPermissions(row.permissions)) };
}

function rolesByKey(rows: readonly RoleRow[]): Map<string, Role> {
  return new Map(rows.map((row) => [row.key, toRole(row)]));
}

/** Built-in roles, then the store's own, as they stand in this transaction. */
export async function rolesIn(ctx: Ctx): Promise<Role[]> {
  return [...builtIn, ...(await customRoles(ctx.tx, ctx.storeId)).map(toRole)];
}

/** A role by key as it stands in this transaction. Throws `role_unknown`. */
export async function requireRole(ctx: Ctx, key: string): Promise<Role> {
  const role = roleOf(key, rolesByKey(await customRoles(ctx.tx, ctx.storeId)));
  if (!role) throw new AppError('role_unknown', { field: 'role' });
  return role;
}

/** Throws `forbidden` where the actor would hand out, or take away, a permission they do not hold. */
export function requireGrant(actor: Actor, wanted: Iterable<Permission>): void {
  if (actor.kind === 'system') return;
  const held = actor.kind === 'staff' || actor.kind === 'key' ? actor.permissions : new Set<Permission>();
  if (!mayGrant(held, wanted))
    throw new AppError('forbidden', { detail: 'grants more than the actor holds' });
}

/**
 * Largest number of points that the actor may give or take in one adjustment; undefined: no limit.
 * The agents' figure is the store's setting `pointsAdjustLimit` where that is a number.
 */
export async function pointsAdjustLimit(ctx: Ctx): Promise<number | undefined> {
  if (ctx.actor.kind !== 'staff') return undefined;
  const own = (await accessOf(ctx.storeId)).roles;
  const limit = roleOf(ctx.actor.role, own)?.pointsAdjustLimit ?? undefined;
  if (ctx.actor.role !== 'agent') return limit;
  const set = (await store(ctx)).settings.pointsAdjustLimit;
  return typeof set === 'number' ? set : limit;
}

/** The stores whose staff the account belongs to. */
export async function storesOf(ctx: Ctx, accountId: string) {
  return membershipsOf(ctx.tx, accountId);
}
