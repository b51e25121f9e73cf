import type { InputOf, OutputOf, settingsContract } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { pageFacts, pageOf } from '../paging.ts';
import { locations } from '../store/locations.ts';
import { forgetAccess, requireGrant, requireRole } from './access.ts';
import {
  findStaff,
  insertStaff,
  listStaffRows,
  lockStaffAndOwners,
  type StaffRow,
  updateStaffRow,
} from './sql.ts';

type Contract = typeof settingsContract;
type StaffMember = OutputOf<Contract['addStaff']>;

export async function listStaff(
  ctx: Ctx,
  input: InputOf<Contract['listStaff']>,
): Promise<OutputOf<Contract['listStaff']>> {
  const page = pageOf(input);
  const { rows, total } = await listStaffRows(ctx.tx, ctx.storeId, input, page);
  return { staff: rows.map(shown), ...pageFacts(page, total) };
}

/** A member as they stand in this transaction. Where they are reached is known to identity, by account. */
export type StaffFacts = Pick<StaffRow, 'id' | 'accountId' | 'name' | 'role' | 'isActive'>;

/** Members by id, whether active or not, and the active ones of these roles; in one round trip. */
export function members(
  ctx: Ctx,
  wanted: { ids?: readonly string[]; roles?: readonly string[] },
): Promise<StaffFacts[]> {
  return findStaff(ctx.tx, ctx.storeId, wanted);
}

export interface NewMember {
  accountId: string;
  name: string;
  email: string;
  role: string;
  locationId?: string | null;
}

/**
 * Makes an account a member of the store's staff. The account is identity's, which calls this; here
 * stand role, grant and location. Throws `role_unknown`, `forbidden`, `location_unknown`, `staff_taken`.
 */
export async function addMember(ctx: Ctx, input: NewMember): Promise<StaffMember> {
  requireGrant(ctx.actor, (await requireRole(ctx, input.role)).permissions);
  await requireLocation(ctx, input.locationId);
  const row: StaffRow = {
    id: ctx.newId(),
    accountId: input.accountId,
    name: input.name,
    email: input.email.toLowerCase(),
    role: input.role,
    locationId: input.locationId ?? null,
    isActive: true,
    createdAt: ctx.now,
  };
  await insertStaff(ctx.tx, ctx.storeId, row);
  ctx.audit({
    action: 'settings.addStaff',
    entity: 'staff',
    entityId: row.id,
    after: { role: row.role, locationId: row.locationId, accountId: row.accountId },
  });
  forgetAccess(ctx);
  return shown(row);
}

/** Changes a member. Who changes another needs every permission that one has now and would have then. */
export async function updateStaff(
  ctx: Ctx,
  input: InputOf<Contract['updateStaff']>,
): Promise<OutputOf<Contract['updateStaff']>> {
  const rows = await lockStaffAndOwners(ctx.tx, ctx.storeId, input.staffId);
  const before = rows.find((row) => row.id === input.staffId);
  if (!before) throw new AppError('not_found');
  const after: StaffRow = {
    ...before,
    name: input.name ?? before.name,
    role: input.role ?? before.role,
    locationId: input.locationId === undefined ? before.locationId : input.locationId,
    isActive: input.isActive ?? before.isActive,
  };
  requireGrant(ctx.actor, (await requireRole(ctx, before.role)).permissions);
  if (after.role !== before.role) requireGrant(ctx.actor, (await requireRole(ctx, after.role)).permissions);
  if (input.locationId) await requireLocation(ctx, input.locationId);
  const owns = (row: StaffRow) => row.role === 'owner' && row.isActive;
  if (owns(before) && !owns(after) && rows.filter(owns).length === 1) throw new AppError('last_owner');
  await updateStaffRow(ctx.tx, ctx.storeId, after);
  const fields = (['name', 'role', 'locationId', 'isActive'] as const).filter(
    (key) => after[key] !== before[key],
  );
  ctx.audit({
    action: 'settings.updateStaff',
    entity: 'staff',
    entityId: after.id,
    fields,
    before: Object.fromEntries(fields.map((key) => [key, before[key]])),
    after: Object.fromEntries(fields.map((key) => [key, after[key]])),
  });
  forgetAccess(ctx);
  return shown(after);
}

async function requireLocation(ctx: Ctx, id: string | null | undefined): Promise<void> {
  if (!id) return;
  if (!(await locations(ctx)).has(id)) throw new AppError('location_unknown', { field: 'locationId' });
}

function shown(row: StaffRow): StaffMember {
  return { ...row, createdAt: row.createdAt.toISOString() };
}
