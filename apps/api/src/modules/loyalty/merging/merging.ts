import type { Participant } from '../../../platform/module.ts';
import * as customers from '../../customers/index.ts';
import { putHoldings } from '../ledger/holdings.ts';
import { giveAccounts, returnAccounts, separateAccounts } from './sql.ts';

const table = 'loyalty.accounts';

/**
 * Points in the merging of customers: accounts get another owner; entries, lots and the customer for whom
 * an account was opened stay as they are, and so does its chain. Taken back, the accounts return, and what
 * one earned or spent on the other's meanwhile is made good by a transfer.
 */
export const participant: Participant = {
  merge: async (ctx, merge) => {
    const accounts = await giveAccounts(ctx.tx, ctx.storeId, merge);
    await customers.journal(
      ctx,
      merge.id,
      table,
      accounts.map(({ id, sequence, moved }) => ({ rowId: id, before: { sequence, moved } })),
    );
  },
  unmerge: async (ctx, unmerge) => {
    const rows = (await customers.journalled(ctx, unmerge.id, table)).map((row) => ({
      id: row.rowId,
      ...(row.before as { sequence: number; moved: boolean }),
    }));
    await returnAccounts(
      ctx.tx,
      ctx.storeId,
      unmerge.from,
      rows.filter((row) => row.moved).map((row) => row.id),
    );
    await separateAccounts(ctx.tx, ctx.storeId, unmerge, {
      at: ctx.now,
      id: ctx.newId(),
      salt: ctx.randomBytes(32),
      starts: Object.fromEntries(rows.map((row) => [row.id, row.sequence])),
    });
  },
  recount: putHoldings,
};
