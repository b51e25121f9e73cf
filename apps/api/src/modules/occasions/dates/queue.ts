import type { Ctx } from '../../../platform/context.ts';

/** The round over the dates of a store (keep.ts). */
export const keepQueue = 'occasions.keep';

/** Has all dates of the store reckoned anew, by a job. */
export const keepAll = (ctx: Ctx): Promise<void> =>
  ctx.enqueue(keepQueue, { storeId: ctx.storeId, everyone: true });
