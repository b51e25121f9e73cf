import type { Timeline } from '../../../platform/module.ts';
import { type PointsMoment, readTimeline } from './sql.ts';

/** What an entry of the ledger is to the customer. */
const kindOf: Record<string, string> = {
  spend: 'earned',
  manual: 'earned',
  event: 'event',
  bonus: 'bonus',
  opening: 'opening',
  redeem: 'spent',
  expire: 'expired',
  adjust: 'adjusted',
  reverse: 'taken_back',
  return: 'returned',
  cancel: 'returned',
  repay: 'repaid',
  transfer: 'transferred',
};

/** Points, rewards and tiers in the timeline of their owner. */
export const timeline: Timeline = {
  permission: 'loyalty.read',
  async read(ctx, query) {
    const rows = await readTimeline(ctx.tx, ctx.storeId, query);
    return rows.map((row) => ({
      id: row.id,
      at: row.at,
      ...(row.table === 'tier'
        ? tierOf(row, ctx.language)
        : row.table === 'redemption'
          ? { kind: 'reward.redeemed' }
          : { kind: `points.${kindOf[row.kind ?? ''] ?? 'adjusted'}` }),
      points: row.points,
      links: Object.fromEntries(
        Object.entries({
          entryId: row.table === 'entry' ? row.id : null,
          redemptionId: row.table === 'redemption' ? row.id : null,
          rewardId: row.rewardId,
          orderId: row.orderId,
        }).filter((link): link is [string, string] => link[1] !== null),
      ),
    }));
  },
};

function tierOf({ nameEn, nameAr, kind }: PointsMoment, language: 'ar' | 'en') {
  const tier = (language === 'ar' ? nameAr : nameEn) ?? kind;
  return tier === null ? { kind: 'tier.left' } : { kind: 'tier.changed', params: { tier } };
}
