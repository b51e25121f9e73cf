import type { Participant } from '../../platform/module.ts';
import { forget } from './histories/histories.ts';
import { readRecommended } from './recommendations/sql.ts';
import { markOutdated, readScore } from './scores/sql.ts';

/**
 * Predictions in the merging of customers, and in the export and the erasure of a customer's personal data. They
 * follow from orders, so nothing is moved: what is said of both is outdated until a listener predicts them anew.
 */
export const participant: Participant = {
  merge: async (ctx, { from, into }) => {
    await forget(ctx, [from]);
    await markOutdated(ctx.tx, ctx.storeId, [into]);
  },
  unmerge: (ctx, { into }) => markOutdated(ctx.tx, ctx.storeId, [into]),
  exportPersonal: async (ctx, customerId) => ({
    prediction: (await readScore(ctx.tx, ctx.storeId, customerId)) ?? null,
    recommendations: await readRecommended(ctx.tx, ctx.storeId, customerId),
  }),
  erasePersonal: (ctx, customerId) => forget(ctx, [customerId]),
};
