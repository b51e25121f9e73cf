import type { Ctx } from '../../platform/context.ts';
import type { Job, Listener } from '../../platform/module.ts';
import {
  recalculateIfDue,
  recalculateQueue,
  recalculationStep,
  type Step,
} from './recalculation/recalculate.ts';
import { rescore } from './recalculation/rescore.ts';

/** The clock's job names no recalculation; each step of one names the next. */
export const jobs: Job<Partial<Step>>[] = [
  {
    queue: recalculateQueue,
    schedule: '25 * * * *',
    work: async (ctx, { recalculationId, step }) => {
      if (recalculationId !== undefined && step !== undefined)
        return recalculationStep(ctx, { recalculationId, step });
      await recalculateIfDue(ctx);
    },
  },
];

const both = (ctx: Ctx, { customerId, fromId }: { customerId: string; fromId: string }) =>
  rescore(ctx, [customerId, fromId]);

const merged: Listener<'customer.merged'> = {
  event: 'customer.merged',
  subscriber: 'predictions.customer.merged',
  handle: (ctx, { payload }) => both(ctx, payload),
};

const unmerged: Listener<'customer.unmerged'> = {
  event: 'customer.unmerged',
  subscriber: 'predictions.customer.unmerged',
  handle: (ctx, { payload }) => both(ctx, payload),
};

/** What decides whether anything may be predicted of a customer. */
const deciding = ['privacy', 'status'];

const updated: Listener<'customer.updated'> = {
  event: 'customer.updated',
  subscriber: 'predictions.customer.updated',
  handle: async (ctx, { payload }) => {
    if (payload.fields.some((field) => deciding.includes(field))) await rescore(ctx, [payload.customerId]);
  },
};

export const listeners = [merged, unmerged, updated] as Listener[];
