import type { Job, Listener } from '../../platform/module.ts';
import { type KeepData, keep, keepNext } from './dates/keep.ts';
import { keepQueue } from './dates/queue.ts';
import { goRound } from './round/round.ts';

export const jobs: Job[] = [
  {
    // Every hour, since midnight of the store is some hour of ours.
    queue: 'occasions.round',
    schedule: '7 * * * *',
    work: async (ctx, data) => ((await goRound(ctx)) ? data : undefined),
  },
  { queue: keepQueue, schedule: '40 2 * * *', work: (ctx, data) => keepNext(ctx, data as KeepData) },
];

const onCreated: Listener<'customer.created'> = {
  event: 'customer.created',
  subscriber: 'occasions.keep_created',
  handle: (ctx, { payload: { customerId } }) => keep(ctx, [customerId]),
};

const onUpdated: Listener<'customer.updated'> = {
  event: 'customer.updated',
  subscriber: 'occasions.keep_updated',
  async handle(ctx, { payload: { customerId, fields } }) {
    if (fields.includes('birthday') || fields.includes('status')) await keep(ctx, [customerId]);
  },
};

const keepBoth = <N extends 'customer.merged' | 'customer.unmerged'>(
  event: N,
  subscriber: string,
): Listener<N> => ({
  event,
  subscriber,
  handle: (ctx, { payload: { customerId, fromId } }) => keep(ctx, [customerId, fromId]),
});

export const listeners: Listener[] = [
  onCreated,
  onUpdated,
  keepBoth('customer.merged', 'occasions.keep_merged'),
  keepBoth('customer.unmerged', 'occasions.keep_unmerged'),
];
