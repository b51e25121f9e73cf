import type { Ctx } from '../../../platform/context.ts';
import * as settings from '../../settings/index.ts';
import './events.ts';
import { warnPointsRows, warnTierRows } from './sql.ts';

/** Where a round of warnings goes on: first points that end, then tiers that would fall. */
export interface WarnData {
  storeId: string;
  kind?: 'points' | 'tier';
  after?: { at: string; id: string };
}

const batchSize = 1_000;
const beginning = { at: '1970-01-01T00:00:00.000Z', id: '00000000-0000-0000-0000-000000000000' };

/**
 * Tells ahead of points that end (`points.expiring`) and tiers that would fall (`tier.at_risk`), each
 * account and occasion once. Returns where to go on, nothing at the end.
 */
export async function warn(ctx: Ctx, data: WarnData, limit = batchSize): Promise<WarnData | undefined> {
  const { storeId, kind = 'points', after = beginning } = data;
  const { timeZone } = await settings.store(ctx);
  const input = { at: ctx.now, timeZone, afterAt: new Date(after.at), afterId: after.id, limit };
  const seen = kind === 'points' ? await warnPoints(ctx, input) : await warnTiers(ctx, input);
  const last = seen.at(-1);
  if (seen.length >= limit && last)
    return { storeId, kind, after: { at: last.dueAt.toISOString(), id: last.accountId } };
  return kind === 'points' ? { storeId, kind: 'tier' } : undefined;
}

type Input = Parameters<typeof warnPointsRows>[2];

async function warnPoints(ctx: Ctx, input: Input) {
  const rows = await warnPointsRows(ctx.tx, ctx.storeId, input);
  for (const { isNew, ownerId, accountId, points, dueAt, days } of rows)
    if (isNew && days !== null)
      ctx.emit('points.expiring', {
        customerId: ownerId,
        accountId,
        points,
        expiresAt: dueAt.toISOString(),
        daysAhead: days,
      });
  return rows;
}

async function warnTiers(ctx: Ctx, input: Input) {
  const rows = await warnTierRows(ctx.tx, ctx.storeId, input);
  for (const { isNew, ownerId, accountId, from, to, missing, endsAt } of rows)
    if (isNew)
      ctx.emit('tier.at_risk', {
        customerId: ownerId,
        accountId,
        from,
        to,
        missing,
        endsAt: endsAt.toISOString(),
      });
  return rows;
}
