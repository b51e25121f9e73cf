import type { Timeline } from '../../platform/module.ts';
import { readTimeline } from './sql-timeline.ts';

/** Orders in the timeline of their customer: placed, sent, delivered, cancelled, refunded. */
export const timeline: Timeline = {
  permission: 'orders.read',
  async read(ctx, query) {
    const rows = await readTimeline(ctx.tx, ctx.storeId, query);
    return rows.map(({ id, at, happened, number, orderId, total }) => ({
      id,
      at,
      kind: `order.${happened}`,
      params: { number },
      amount: happened === 'refunded' ? -total : total,
      links: { orderId },
    }));
  },
};
