/** Statuses with their reasons, and the closing of a customer that ends in erasure (`privacy/erasure.ts`). */
import type { Customer, CustomerAct, customersProfileContract, InputOf, OutputOf } from '@wafa/contract';
import { customerAct } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { changeProfile } from '../profile/change.ts';
import { showCustomer } from '../profile/present.ts';
import { requireCustomer } from '../profile/references.ts';
import { lockProfile } from '../profile/sql.ts';
import { allows, graceDays } from './rules.ts';
import { findStatus, findStatusChanges, setEraseAfter } from './sql.ts';

type Contract = typeof customersProfileContract;
type Report = OutputOf<Contract['status']>;

const dayMs = 86_400_000;

export async function status(ctx: Ctx, input: InputOf<Contract['status']>): Promise<Report> {
  return report(ctx, await requireCustomer(ctx, input.customerId));
}

async function report(ctx: Ctx, id: string): Promise<Report> {
  const [row, changes] = await Promise.all([
    findStatus(ctx.tx, ctx.storeId, id),
    findStatusChanges(ctx.tx, ctx.storeId, id),
  ]);
  if (!row) throw new AppError('not_found', { field: 'customerId' });
  ctx.concerns(id);
  const acts = customerAct.options.map((act) => [act, allows(row.status, act)] as const);
  return {
    status: row.status,
    allows: Object.fromEntries(acts) as Record<CustomerAct, boolean>,
    closedAt: row.closedAt?.toISOString() ?? null,
    eraseAfter: row.eraseAfter?.toISOString() ?? null,
    erasedAt: row.erasedAt?.toISOString() ?? null,
    changes: changes.map(({ at, ...change }) => ({ ...change, at: at.toISOString() })),
  };
}

/** @throws AppError not_found, customer_closed for one who is to be erased, or is */
export async function changeStatus(ctx: Ctx, input: InputOf<Contract['changeStatus']>): Promise<Report> {
  const id = await requireCustomer(ctx, input.customerId);
  await changeProfile(ctx, id, () => ({ status: input.status }), { reason: input.reason });
  return report(ctx, id);
}

/**
 * Closes a customer at once, to be erased after the store's grace period. Sent again it changes nothing: the
 * first day of erasure stands.
 */
export async function remove(ctx: Ctx, input: InputOf<Contract['remove']>): Promise<Report> {
  const id = await requireCustomer(ctx, input.customerId);
  const before = await lockProfile(ctx.tx, ctx.storeId, id);
  if (!before) throw new AppError('not_found', { field: 'customerId' });
  if (before.erasedAt === null && before.eraseAfter === null) {
    await changeProfile(ctx, id, () => ({ status: 'closed' }), { reason: input.reason });
    const { settings: storeSettings } = await settings.store(ctx);
    const eraseAfter = new Date(ctx.now.getTime() + graceDays(storeSettings) * dayMs);
    await setEraseAfter(ctx.tx, ctx.storeId, id, eraseAfter);
    const after = { eraseAfter: eraseAfter.toISOString(), reason: input.reason };
    ctx.audit({ action: 'customers.remove', entity: 'customer', entityId: id, customerId: id, after });
  }
  return report(ctx, id);
}

/** Opens a closed customer with the status they had before. @throws AppError not_found, undo_too_late */
export async function reopen(ctx: Ctx, input: InputOf<Contract['reopen']>): Promise<Customer> {
  const id = await requireCustomer(ctx, input.customerId);
  const before = await lockProfile(ctx.tx, ctx.storeId, id);
  if (before?.erasedAt) throw new AppError('undo_too_late', { field: 'customerId' });
  if (before?.status === 'closed') {
    const closing = (await findStatusChanges(ctx.tx, ctx.storeId, id)).find(({ to }) => to === 'closed');
    const former =
      closing && closing.from !== 'closed' && closing.from !== 'merged' ? closing.from : 'active';
    await setEraseAfter(ctx.tx, ctx.storeId, id, null);
    await changeProfile(ctx, id, () => ({ status: former }), { reason: input.reason });
  }
  return showCustomer(ctx, id);
}
