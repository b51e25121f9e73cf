import { actorId, type Ctx, customerOf } from '../../../platform/context.ts';
import { AppError, type Refusal, refuse } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import { normaliseCode } from './codes.ts';
import { wrongCodes } from './rules.ts';
import { countFailure, findRedemption, type RedemptionRow, readFailures } from './sql-redemptions.ts';

const windowMs = wrongCodes.windowMinutes * 60_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The redemption that was named by its code or id; for a customer one of their own, and any other answers
 * as if it did not exist. Codes that nobody has are counted, and a caller with too many is refused for a
 * while; a slip that the check character finds is no guess and costs nothing.
 * @throws AppError redemption_unknown
 */
export async function findNamed(ctx: Ctx, named: string): Promise<RedemptionRow | Refusal> {
  const own = customerOf(ctx.actor) && (await customers.require(ctx, 'me'));
  if (uuid.test(named)) {
    const row = await findRedemption(ctx.tx, ctx.storeId, { id: named }, own);
    if (!row) throw unknown();
    return row;
  }
  const code = normaliseCode(named);
  if (!code) throw unknown();
  const actor = actorId(ctx.actor);
  const since = new Date(ctx.now.getTime() - windowMs);
  const [before, row] = await Promise.all([
    readFailures(ctx.tx, ctx.storeId, actor, since),
    findRedemption(ctx.tx, ctx.storeId, { code }, own),
  ]);
  if (before && before.failures >= wrongCodes.most) {
    const leftMs = before.windowStart.getTime() + windowMs - ctx.now.getTime();
    return refuse('rate_limited', { retryAfterSeconds: Math.ceil(leftMs / 1000) });
  }
  if (row) return row;
  await countFailure(ctx.tx, ctx.storeId, actor, { since, at: ctx.now });
  return refuse('redemption_unknown', { field: 'redemption' });
}

const unknown = () => new AppError('redemption_unknown', { field: 'redemption' });
