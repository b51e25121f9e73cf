import type { Ctx } from '../../../platform/context.ts';
import type { Participant } from '../../../platform/module.ts';
import { eraseProfile, readEverything } from './sql.ts';

/** This module's part in the export and the erasure of a customer's personal data. */
export const participant: Participant = {
  exportPersonal: (ctx: Ctx, customerId: string) => readEverything(ctx.tx, ctx.storeId, customerId),
  erasePersonal: (ctx: Ctx, customerId: string) => eraseProfile(ctx.tx, ctx.storeId, ctx.now, customerId),
};
