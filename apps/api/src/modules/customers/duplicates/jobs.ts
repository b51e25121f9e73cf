import type { Ctx } from '../../../platform/context.ts';
import type { EventName } from '../../../platform/events/catalogue.ts';
import type { Job, Listener } from '../../../platform/module.ts';
import { refresh } from './matching.ts';
import { concernsMatching } from './rules.ts';
import { type ScanStep, scanIfDue, scanQueue, scanStep } from './scanning.ts';
import { followMerge } from './sql-pairs.ts';

/** The clock's job names no scan; each step of a scan names the next. */
export const jobs: Job<Partial<ScanStep>>[] = [
  {
    queue: scanQueue,
    schedule: '20 2 * * *',
    work: async (ctx, { scanId, step }) => {
      if (scanId !== undefined && step !== undefined) return scanStep(ctx, { scanId, step });
      await scanIfDue(ctx);
    },
  },
];

const subscriber = (event: EventName) => `customers.duplicates.${event}`;

const created: Listener<'customer.created'> = {
  event: 'customer.created',
  subscriber: subscriber('customer.created'),
  handle: (ctx, { payload }) => refresh(ctx, [payload.customerId]),
};

const updated: Listener<'customer.updated'> = {
  event: 'customer.updated',
  subscriber: subscriber('customer.updated'),
  handle: async (ctx, { payload }) => {
    if (concernsMatching(payload.fields)) await refresh(ctx, [payload.customerId]);
  },
};

/** Events come in any order, so both are followed by what stands now. */
async function follow(
  ctx: Ctx,
  { customerId, fromId }: { customerId: string; fromId: string },
): Promise<void> {
  await followMerge(ctx.tx, ctx.storeId, customerId, fromId);
  await refresh(ctx, [customerId, fromId]);
}

const merged: Listener<'customer.merged'> = {
  event: 'customer.merged',
  subscriber: subscriber('customer.merged'),
  handle: (ctx, { payload }) => follow(ctx, payload),
};

const unmerged: Listener<'customer.unmerged'> = {
  event: 'customer.unmerged',
  subscriber: subscriber('customer.unmerged'),
  handle: (ctx, { payload }) => follow(ctx, payload),
};

export const listeners = [created, updated, merged, unmerged] as Listener[];
