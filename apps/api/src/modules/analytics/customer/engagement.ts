import type { analyticsContract, Engagement, InputOf } from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as settings from '../../settings/index.ts';
import { readSpentCuts } from '../rollups/standards.ts';
import { engagementLevel, engagementParts, rankOf } from './rules.ts';
import { type Moment, readStanding, readTotals, type StandingRow, type TotalsRow } from './sql.ts';

/** A customer's engagement score and its parts. Two round trips. Throws `not_found`. */
export async function engagement(
  ctx: Ctx,
  input: InputOf<typeof analyticsContract.engagement>,
): Promise<Engagement> {
  const customerId = await customers.require(ctx, input.customerId);
  const moment = await momentOf(ctx);
  const [totals, standing, cuts] = await Promise.all([
    readTotals(ctx.tx, ctx.storeId, customerId, moment),
    readStanding(ctx.tx, ctx.storeId, customerId, ctx.now),
    readSpentCuts(ctx.tx, ctx.storeId),
  ]);
  return engagementOf(customerId, totals, standing, cuts, ctx.now);
}

/** Now, in the store's calendar. */
export async function momentOf(ctx: Ctx): Promise<Moment> {
  const { timeZone } = await settings.store(ctx);
  return { at: ctx.now, today: loyalty.localDay(ctx.now, timeZone), timeZone };
}

/** The score from what was read. */
export function engagementOf(
  customerId: string,
  totals: TotalsRow,
  standing: StandingRow,
  cuts: readonly number[],
  at: Date,
): Engagement {
  const parts = engagementParts({
    ...totals,
    spentRank: rankOf(standing.totalSpent, cuts, totals.orders > 0),
    earned: standing.earned,
    used: standing.used,
    events: standing.events,
  });
  const score = parts.reduce((sum, { points }) => sum + points, 0);
  return {
    customerId,
    score,
    level: engagementLevel(score),
    parts: parts.map((part) => {
      const key = `insights.engagement.${part.key}`;
      return { ...part, text: { en: translate('en', key), ar: translate('ar', key) } };
    }),
    calculatedAt: at.toISOString(),
  };
}
