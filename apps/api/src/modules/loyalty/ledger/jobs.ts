import type { Ctx } from '../../../platform/context.ts';
import type { Job } from '../../../platform/module.ts';
import { releaseDue } from './hold.ts';
import { putHoldings } from './holdings.ts';
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
  for (const { ownerId, accountId, points, available } of rows)
    ctx.emit('points.expired', { customerId: ownerId, accountId, points, available });
  await putHoldings(
    ctx,
    rows.map((row) => row.ownerId),
  );
  return (rows[0]?.lots ?? 0) >= batchSize;
}

/** Makes pending points available whose time has come; returns whether more are left. */
export async function mature(ctx: Ctx): Promise<boolean> {
  const owners = await matureRows(ctx.tx, ctx.storeId, {
    at: ctx.now,
    limit: batchSize,
    salt: ctx.randomBytes(32),
  });
  await putHoldings(ctx, owners);
  return owners.length >= batchSize;
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
