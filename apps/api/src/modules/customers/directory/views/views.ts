import type { CustomerView, customersDirectoryContract, InputOf, OutputOf } from '@wafa/contract';
import { actorId, type Ctx } from '../../../../platform/context.ts';
import { AppError } from '../../../../platform/errors.ts';
import { countViews, deleteView, lockView, putView, readViews, type ViewRow } from './sql.ts';

type Contract = typeof customersDirectoryContract;

/** Most views that one person keeps. */
const viewLimit = 100;

export async function views(ctx: Ctx): Promise<OutputOf<Contract['views']>> {
  const rows = await readViews(ctx.tx, ctx.storeId, actorId(ctx.actor));
  return { views: rows.map((row) => shown(ctx, row)) };
}

/** @throws AppError view_name_taken, too_many_views */
export async function addView(ctx: Ctx, input: InputOf<Contract['addView']>): Promise<CustomerView> {
  const ownerId = actorId(ctx.actor);
  if ((await countViews(ctx.tx, ctx.storeId, ownerId)) >= viewLimit) throw new AppError('too_many_views');
  const view = { ...input, id: ctx.newId(), ownerId, createdAt: ctx.now, updatedAt: ctx.now };
  await putView(ctx.tx, ctx.storeId, view);
  note(ctx, 'customers.add_view', view);
  return shown(ctx, view);
}

/** @throws AppError not_found, also for somebody else's view; view_name_taken */
export async function changeView(ctx: Ctx, input: InputOf<Contract['changeView']>): Promise<CustomerView> {
  const { viewId, ...change } = input;
  const before = await lockView(ctx.tx, ctx.storeId, actorId(ctx.actor), viewId);
  if (!before) throw new AppError('not_found', { field: 'viewId' });
  const view = { ...before, ...change, updatedAt: ctx.now };
  await putView(ctx.tx, ctx.storeId, view);
  note(ctx, 'customers.change_view', view);
  return shown(ctx, view);
}

/** A view that is not there, or not one's own, is left as it is. */
export async function removeView(
  ctx: Ctx,
  { viewId }: InputOf<Contract['removeView']>,
): Promise<OutputOf<Contract['removeView']>> {
  const removed = await deleteView(ctx.tx, ctx.storeId, actorId(ctx.actor), viewId);
  if (removed) ctx.audit({ action: 'customers.remove_view', entity: 'saved_view', entityId: viewId });
  return { removed };
}

function note(ctx: Ctx, action: string, view: ViewRow): void {
  const { name, shared } = view;
  ctx.audit({ action, entity: 'saved_view', entityId: view.id, after: { name, shared } });
}

function shown(ctx: Ctx, { ownerId, ...view }: ViewRow): CustomerView {
  return {
    ...view,
    own: ownerId === actorId(ctx.actor),
    createdAt: view.createdAt.toISOString(),
    updatedAt: view.updatedAt.toISOString(),
  };
}
