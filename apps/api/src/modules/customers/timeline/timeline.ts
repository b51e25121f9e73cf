import type { Timeline } from '../../../platform/module.ts';
import { readTimeline } from './sql.ts';

/** When somebody became a customer, and which profiles were merged into theirs; merging is the staff's. */
export const timeline: Timeline = {
  permission: 'customers.read',
  async read(ctx, query) {
    const rows = await readTimeline(ctx.tx, ctx.storeId, query);
    return rows.map(({ id, at, happened, fromId, mergeId }) => ({
      id,
      at,
      kind: `customer.${happened}`,
      ...(mergeId !== null && fromId !== null && { links: { mergeId, fromId } }),
    }));
  },
};
