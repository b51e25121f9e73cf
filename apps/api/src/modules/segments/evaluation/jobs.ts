import type { Ctx } from '../../../platform/context.ts';
import type { EventName } from '../../../platform/events/catalogue.ts';
import type { Job, Listener, OutsideJob } from '../../../platform/module.ts';
import { readBook } from '../definitions/book.ts';
import { afterChange } from './evaluate.ts';
import { evaluationQueue, request, work } from './run.ts';

/** A store's models are learnt anew after so long. */
const refitAfterMs = 20 * 3_600_000;

/**
 * The hourly round: finds who came or left by the passing of time alone. Once a day, and the first time, it is
 * a full evaluation, which also learns cut-offs, RFM borders and clusters anew.
 */
async function sweep(ctx: Ctx): Promise<void> {
  const { model } = await readBook(ctx);
  const age = ctx.now.getTime() - (model.fittedAt?.getTime() ?? 0);
  await request(ctx, { cause: age > refitAfterMs ? 'full' : 'sweep', segment: null, isChange: false });
}

export const jobs: Job[] = [
  { queue: 'segments.sweep', schedule: '25 * * * *', work: async (ctx) => void (await sweep(ctx)) },
];

export const evaluationJob: OutsideJob = { queue: evaluationQueue, reach: work };

const subscriber = (event: EventName) => `segments.${event}`;

/** Changes of a customer that no order brings; orders evaluate in their own commit. */
export const listeners = [
  {
    event: 'customer.created',
    subscriber: subscriber('customer.created'),
    handle: (ctx, { payload }) => afterChange(ctx, [payload.customerId]),
  } satisfies Listener<'customer.created'>,
  {
    event: 'customer.updated',
    subscriber: subscriber('customer.updated'),
    handle: (ctx, { payload }) => afterChange(ctx, [payload.customerId]),
  } satisfies Listener<'customer.updated'>,
  {
    event: 'activity.recorded',
    subscriber: subscriber('activity.recorded'),
    handle: (ctx, { payload }) =>
      afterChange(
        ctx,
        payload.events.map(({ customerId }) => customerId),
      ),
  } satisfies Listener<'activity.recorded'>,
  {
    event: 'tier.changed',
    subscriber: subscriber('tier.changed'),
    handle: (ctx, { payload }) => afterChange(ctx, [payload.customerId]),
  } satisfies Listener<'tier.changed'>,
] as Listener[];
