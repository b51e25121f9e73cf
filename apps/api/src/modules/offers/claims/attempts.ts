import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { countFailures, readFailures } from './sql.ts';

/** Wrong codes that a caller has in a window of time; a code has 50 bits, so 80 an hour find nothing. */
export const wrongCodes = { most: 20, windowMinutes: 15 } as const;
const windowMs = wrongCodes.windowMinutes * 60_000;

/** The refusal of a caller who has named too many wrong codes; undefined while they may look on. */
export async function guessed(ctx: Ctx): Promise<AppError | undefined> {
  const since = new Date(ctx.now.getTime() - windowMs);
  const before = await readFailures(ctx.tx, ctx.storeId, actorId(ctx.actor), since);
  if (!before || before.failures < wrongCodes.most) return undefined;
  const leftMs = before.windowStart.getTime() + windowMs - ctx.now.getTime();
  return new AppError('rate_limited', { retryAfterSeconds: Math.ceil(leftMs / 1000) });
}

/** Counts wrong codes of the caller; the transaction has to commit. */
export async function countWrong(ctx: Ctx, codes: number): Promise<void> {
  if (codes === 0) return;
  const since = new Date(ctx.now.getTime() - windowMs);
  await countFailures(ctx.tx, ctx.storeId, actorId(ctx.actor), { since, at: ctx.now, count: codes });
}
