import type { Participant } from '../../../platform/module.ts';
import * as customers from '../../customers/index.ts';
import { giveAccounts, readHoldings, returnAccounts } from './sql.ts';

const table = 'loyalty.accounts';

/**
 * Points in the merging of customers: accounts get another owner; entries, lots and the customer for whom
 * an account was opened stay as they are, and so does its chain.
 */
export const participant: Participant = {
  merge: async (ctx, merge) => {
    const ids = await giveAccounts(ctx.tx, ctx.storeId, merge);
    await customers.journal(
      ctx,
      merge.id,
      table,
      ids.map((rowId) => ({ rowId })),
    );
  },
  unmerge: async (ctx, unmerge) => {
    const rows = await customers.journalled(ctx, unmerge.id, table);
    await returnAccounts(
      ctx.tx,
      ctx.storeId,
      unmerge.from,
      rows.map((row) => row.rowId),
    );
  },
  recount: async (ctx, customerIds) => {
    customers.putFacts(ctx, await readHoldings(ctx.tx, ctx.storeId, [...customerIds]));
  },
};
