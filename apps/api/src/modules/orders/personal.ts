import type { Participant } from '../../platform/module.ts';
import { eraseOrders } from './sql.ts';
import { readOrders } from './sql-lists.ts';

/**
 * Orders in the export and the erasure of a customer's personal data. Erased are the texts that can name
 * a person (payment references, parcels, reasons of refunds); what was sold and its figures stay.
 */
export const participant: Participant = {
  exportPersonal: async (ctx, customerId) => ({
    orders: await readOrders(ctx.tx, ctx.storeId, { customerId }, { limit: null, offset: 0 }),
  }),
  erasePersonal: (ctx, customerId) => eraseOrders(ctx.tx, ctx.storeId, customerId),
};
