import type { Timeline } from '../../platform/module.ts';
import { readTimeline } from './sql-timeline.ts';

/** Offers in the timeline of their customer: claimed, used, lapsed. */
export const timeline: Timeline = {
  permission: 'offers.read',
  async read(ctx, query) {
    const rows = await readTimeline(ctx.tx, ctx.storeId, query);
    return rows.map(({ id, at, happened, nameEn, nameAr, discount, points, offerId, orderId }) => ({
      id,
      at,
      kind: `offer.${happened}`,
      params: { name: ctx.language === 'ar' ? (nameAr ?? nameEn) : nameEn },
      amount: happened === 'redeemed' && discount > 0 ? discount : null,
      points: happened === 'redeemed' && points > 0 ? points : null,
      links: { offerId, ...(orderId ? { orderId } : {}) },
    }));
  },
};
