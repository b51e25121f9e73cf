/**
 * Erasure of customers whose grace period is over. Every module with rows of a customer erases its own, the
 * highest first; what stays (orders, ledger, facts) names nobody. Runs again where it was killed: who is
 * erased is no longer due.
 */
import type { Ctx } from '../../../platform/context.ts';
import { forgetCustomers } from '../../../platform/erasure.ts';
import type { Job } from '../../../platform/module.ts';
import { allParticipants } from '../merging/merging.ts';
import { everyoneIn } from '../merging/sql.ts';
import { lockDue } from './sql.ts';

/** Customers in one step, each a few dozen statements. */
const stepSize = 20;

/** One step: erases those who are due, and with them whoever was merged into them. */
export async function eraseClosed(ctx: Ctx, data: object): Promise<object | undefined> {
  const due = await lockDue(ctx.tx, ctx.storeId, ctx.now, stepSize);
  for (const id of due)
    for (const person of await everyoneIn(ctx.tx, ctx.storeId, id)) await erase(ctx, person);
  return due.length < stepSize ? undefined : data;
}

async function erase(ctx: Ctx, customerId: string): Promise<void> {
  for (const participant of allParticipants().toReversed())
    await participant.erasePersonal?.(ctx, customerId);
  await forgetCustomers(ctx.tx, ctx.storeId, [customerId]);
  ctx.audit({ action: 'customers.erase', entity: 'customer', entityId: customerId, customerId });
  ctx.emit('customer.erased', { customerId });
}

export const eraseClosedJob: Job = {
  queue: 'customers.erase_closed',
  schedule: '20 * * * *',
  work: eraseClosed,
};
