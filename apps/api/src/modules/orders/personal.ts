import type { Participant } from '../../platform/module.ts';
import * as customers from '../customers/index.ts';
import { eraseOrders } from './sql.ts';
import { readOrders } from './sql-lists.ts';
import { giveOrders, ordersTotals, returnOrders } from './sql-merge.ts';

const table = 'orders.orders';

/**
 * Orders in the merging of customers, and in the export and the erasure of a customer's personal data.
 * Erased are the texts that can name a person (payment references, parcels, reasons of refunds); what was
 * sold and its figures stay.
 */
export const participant: Participant = {
  merge: async (ctx, merge) => {
    const ids = await giveOrders(ctx.tx, ctx.storeId, merge);
    await customers.journal(
      ctx,
      merge.id,
      table,
      ids.map((rowId) => ({ rowId })),
    );
  },
  unmerge: async (ctx, unmerge) => {
    const rows = await customers.journalled(ctx, unmerge.id, table);
    await returnOrders(
      ctx.tx,
      ctx.storeId,
      unmerge,
      rows.map((row) => row.rowId),
    );
  },
  recount: async (ctx, customerIds) => {
    for (const row of await ordersTotals(ctx.tx, ctx.storeId, [...customerIds])) {
      const { customerId, spent, orders, visits, firstOrderAt, lastOrderAt } = row;
      customers.putFacts(ctx, [
        { customerId, spent, orders, visits, orderAt: firstOrderAt },
        { customerId, orderAt: lastOrderAt },
      ]);
    }
  },
  exportPersonal: async (ctx, customerId) => ({
    orders: await readOrders(ctx.tx, ctx.storeId, { customerId }, { limit: null, offset: 0 }),
  }),
  erasePersonal: (ctx, customerId) => eraseOrders(ctx.tx, ctx.storeId, customerId),
};
