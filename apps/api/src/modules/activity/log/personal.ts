import type { Participant } from '../../../platform/module.ts';
import * as customers from '../../customers/index.ts';
import { eraseEvents, giveEvents, latestVisits, readEvents, returnEvents } from './sql.ts';

/**
 * The log in the merging of customers, and in the export and the erasure of a customer's personal data.
 * An event belongs to whoever its presented id is merged into, so un-merging needs no journal.
 */
export const participant: Participant = {
  merge: (ctx, { from, into }) => giveEvents(ctx.tx, ctx.storeId, from, into),
  unmerge: (ctx, { from, into, presented }) => returnEvents(ctx.tx, ctx.storeId, from, into, presented),
  recount: async (ctx, customerIds) => {
    customers.putFacts(ctx, await latestVisits(ctx.tx, ctx.storeId, customerIds));
  },
  exportPersonal: async (ctx, customerId) => ({
    activity: await readEvents(ctx.tx, ctx.storeId, customerId, {}, { before: null, limit: null }),
  }),
  erasePersonal: (ctx, customerId) => eraseEvents(ctx.tx, ctx.storeId, customerId),
};
