import type { Participant } from '../../../platform/module.ts';
import * as customers from '../../customers/index.ts';
import { readMessages } from '../messages/sql.ts';
import { eraseMessages, giveMessages, returnMessages } from './sql.ts';

const table = 'notifications.messages';

/** The log in the merging of customers, and in the export and the erasure of a customer's personal data. */
export const participant: Participant = {
  merge: async (ctx, merge) => {
    const ids = await giveMessages(ctx.tx, ctx.storeId, merge);
    await customers.journal(
      ctx,
      merge.id,
      table,
      ids.map((rowId) => ({ rowId })),
    );
  },
  unmerge: async (ctx, unmerge) => {
    const rows = await customers.journalled(ctx, unmerge.id, table);
    await returnMessages(
      ctx.tx,
      ctx.storeId,
      unmerge,
      rows.map((row) => row.rowId),
    );
  },
  exportPersonal: async (ctx, customerId) => ({
    communications: await readMessages(ctx.tx, ctx.storeId, { customerId }, { limit: null, offset: 0 }),
  }),
  erasePersonal: (ctx, customerId) => eraseMessages(ctx.tx, ctx.storeId, customerId),
};
