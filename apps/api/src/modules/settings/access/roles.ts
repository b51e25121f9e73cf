import type { InputOf, OutputOf, settingsContract } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { pageFacts, pageOf } from '../paging.ts';
import { forgetAccess, requireGrant, rolesIn, toRole } from './access.ts';
import { builtIn, knownPermissions, type Role } from './rules.ts';
import { deleteRoleRow, insertRole, isRoleUsed, lockRole, type RoleRow, updateRoleRow } from './sql.ts';

type Contract = typeof settingsContract;

export async function listRoles(
  ctx: Ctx,
  input: InputOf<Contract['listRoles']>,
): Promise<OutputOf<Contract['listRoles']>> {
  const page = pageOf(input);
  const all = await rolesIn(ctx);
  return {
    roles: all.slice(page.offset, page.offset + page.limit).map(shown),
    ...pageFacts(page, all.length),
  };
}

export async function createRole(
  ctx: Ctx,
  input: InputOf<Contract['createRole']>,
): Promise<OutputOf<Contract['createRole']>> {
  requireGrant(ctx.actor, input.permissions);
  if (builtIn.some((role) => role.key === input.key)) throw new AppError('code_taken', { field: 'key' });
  const row: RoleRow = {
    key: input.key,
    name: input.name,
    nameAr: input.nameAr ?? null,
    permissions: [...new Set(input.permissions)],
    pointsAdjustLimit: input.pointsAdjustLimit ?? null,
  };
  await insertRole(ctx.tx, ctx.storeId, row, ctx.now);
  ctx.audit({ action: 'settings.createRole', entity: 'role', entityId: row.key, after: { ...row } });
  forgetAccess(ctx);
  return shown(toRole(row));
}

/** Who changes a role needs every permission that it has and would have. */
export async function updateRole(
  ctx: Ctx,
  input: InputOf<Contract['updateRole']>,
): Promise<OutputOf<Contract['updateRole']>> {
  const before = await lockRole(ctx.tx, ctx.storeId, input.key);
  if (!before) throw new AppError('not_found');
  requireGrant(ctx.actor, knownPermissions(before.permissions));
  requireGrant(ctx.actor, input.permissions ?? []);
  const after: RoleRow = {
    key: before.key,
    name: input.name ?? before.name,
    nameAr: input.nameAr === undefined ? before.nameAr : input.nameAr,
    permissions: input.permissions ? [...new Set(input.permissions)] : before.permissions,
    pointsAdjustLimit:
      input.pointsAdjustLimit === undefined ? before.pointsAdjustLimit : input.pointsAdjustLimit,
  };
  await updateRoleRow(ctx.tx, ctx.storeId, after);
  ctx.audit({
    action: 'settings.updateRole',
    entity: 'role',
    entityId: after.key,
    before: { ...before },
    after: { ...after },
  });
  forgetAccess(ctx);
  return shown(toRole(after));
}

export async function deleteRole(
  ctx: Ctx,
  input: InputOf<Contract['deleteRole']>,
): Promise<OutputOf<Contract['deleteRole']>> {
  const before = await lockRole(ctx.tx, ctx.storeId, input.key);
  if (!before) throw new AppError('not_found');
  requireGrant(ctx.actor, knownPermissions(before.permissions));
  if (await isRoleUsed(ctx.tx, ctx.storeId, input.key)) throw new AppError('role_in_use');
  await deleteRoleRow(ctx.tx, ctx.storeId, input.key);
  ctx.audit({ action: 'settings.deleteRole', entity: 'role', entityId: input.key, before: { ...before } });
  forgetAccess(ctx);
  return { deleted: true };
}

function shown(role: Role): OutputOf<Contract['createRole']> {
  return { ...role, permissions: [...role.permissions] };
}
