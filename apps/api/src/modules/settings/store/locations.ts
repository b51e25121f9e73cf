import type { InputOf, OutputOf, settingsContract } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { Cache } from '../cache.ts';
import { pageFacts, pageOf } from '../paging.ts';
import {
  allLocations,
  insertLocation,
  type LocationRow,
  listLocationRows,
  lockLocation,
  updateLocationRow,
} from './sql.ts';

type Contract = typeof settingsContract;
export type Location = LocationRow;

const cache = new Cache<ReadonlyMap<string, Location>>();

/** Every location of the store by id, inactive ones too; from the process's memory when warm. */
export async function locations(ctx: Ctx): Promise<ReadonlyMap<string, Location>> {
  return (
    cache.peek(ctx.storeId) ??
    cache.get(ctx.storeId, async () => {
      const rows = await allLocations(ctx.tx, ctx.storeId);
      return new Map(rows.map((row) => [row.id, row]));
    })
  );
}

export async function listLocations(
  ctx: Ctx,
  input: InputOf<Contract['listLocations']>,
): Promise<OutputOf<Contract['listLocations']>> {
  const page = pageOf(input);
  const { rows, total } = await listLocationRows(ctx.tx, ctx.storeId, input, page);
  return { locations: rows, ...pageFacts(page, total) };
}

export async function createLocation(
  ctx: Ctx,
  input: InputOf<Contract['createLocation']>,
): Promise<OutputOf<Contract['createLocation']>> {
  const row: LocationRow = {
    id: ctx.newId(),
    code: input.code,
    name: input.name,
    nameAr: input.nameAr ?? null,
    kind: input.kind,
    parentId: input.parentId ?? null,
    isActive: true,
  };
  await requireParent(ctx, row);
  await insertLocation(ctx.tx, ctx.storeId, row, ctx.now);
  ctx.audit({ action: 'settings.createLocation', entity: 'location', entityId: row.id, after: { ...row } });
  forget(ctx);
  return row;
}

export async function updateLocation(
  ctx: Ctx,
  input: InputOf<Contract['updateLocation']>,
): Promise<OutputOf<Contract['updateLocation']>> {
  const before = await lockLocation(ctx.tx, ctx.storeId, input.locationId);
  if (!before) throw new AppError('not_found');
  const after: LocationRow = {
    ...before,
    name: input.name ?? before.name,
    nameAr: input.nameAr === undefined ? before.nameAr : input.nameAr,
    kind: input.kind ?? before.kind,
    parentId: input.parentId === undefined ? before.parentId : input.parentId,
    isActive: input.isActive ?? before.isActive,
  };
  if (input.parentId !== undefined) await requireParent(ctx, after);
  await updateLocationRow(ctx.tx, ctx.storeId, after);
  ctx.audit({
    action: 'settings.updateLocation',
    entity: 'location',
    entityId: after.id,
    fields: (Object.keys(after) as (keyof LocationRow)[]).filter((key) => after[key] !== before[key]),
    before: { ...before },
    after: { ...after },
  });
  forget(ctx);
  return after;
}

/** A parent is another location of the store, and not below the location itself. */
async function requireParent(ctx: Ctx, row: LocationRow): Promise<void> {
  if (row.parentId === null) return;
  const byId = new Map((await allLocations(ctx.tx, ctx.storeId)).map((known) => [known.id, known]));
  const seen = new Set([row.id]);
  for (let at: string | null = row.parentId; at !== null; at = byId.get(at)?.parentId ?? null) {
    if (!byId.has(at) || seen.has(at)) throw new AppError('location_unknown', { field: 'parentId' });
    seen.add(at);
  }
}

function forget(ctx: Ctx): void {
  ctx.afterCommit(() => cache.drop(ctx.storeId));
}
