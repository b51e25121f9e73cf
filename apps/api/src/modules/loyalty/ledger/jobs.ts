import type { Ctx } from '../../../platform/context.ts';
import type { Job } from '../../../platform/module.ts';
import * as customers from '../../customers/index.ts';
import { releaseDue } from './hold.ts';
import { expireRows, matureRows } from './sql.ts';

/** Lots (or accounts) per transaction: well under a second, so that no till waits long for a row. */
const batchSize = 1_000;

/** Ends points whose time is over; returns whether more are left. Safe to run twice or be killed. */
export async function expire(ctx: Ctx): Promise<boolean> {
  const rows = await expireRows(ctx.tx, ctx.storeId, {
    at: ctx.now,
    limit: batchSize,
    base: ctx.newId(),
    salt: ctx.randomBytes(32),
  });
  const latest = new Map<string, customers.FactsChange>();
  for (const { ownerId, accountId, points, available } of rows) {
    const before = latest.get(ownerId)?.points ?? available;
    latest.set(ownerId, { customerId: ownerId, points: Math.min(before, available) });
    ctx.emit('points.expired', { customerId: ownerId, accountId, points, available });
  }
  customers.putFacts(ctx, [...latest.values()]);
  return (rows[0]?.lots ?? 0) >= batchSize;
}

/** Makes pending points available whose time has come; returns whether more are left. */
export async function mature(ctx: Ctx): Promise<boolean> {
  const rows = await matureRows(ctx.tx, ctx.storeId, {
    at: ctx.now,
    limit: batchSize,
    salt: ctx.randomBytes(32),
  });
  customers.putFacts(
    ctx,
    rows.map(({ ownerId, available }) => ({ customerId: ownerId, points: available })),
  );
  return rows.length >= batchSize;
}

const again = async (more: Promise<boolean>, data: object) => ((await more) ? data : undefined);

export const jobs: Job[] = [
  { queue: 'loyalty.mature', schedule: '*/15 * * * *', work: (ctx, data) => again(mature(ctx), data) },
  {
    queue: 'loyalty.release_holds',
    schedule: '*/5 * * * *',
    work: (ctx, data) => again(releaseDue(ctx), data),
  },
  { queue: 'loyalty.expire', schedule: '5 * * * *', work: (ctx, data) => again(expire(ctx), data) },
];
