import type { Ctx } from '../../../platform/context.ts';
import { forget } from './sql.ts';

/** This part's share in erasing a customer: keys, and what is known of their pairs beyond the decision. */
export function forgetMatches(ctx: Ctx, customerId: string): Promise<void> {
  return forget(ctx.tx, ctx.storeId, customerId);
}
