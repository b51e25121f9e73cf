import type { Ctx } from '../../../platform/context.ts';
import type { Participant } from '../../../platform/module.ts';
import { eraseDevices, exportDevices } from '../card/sql.ts';
import { forgetMatches } from '../duplicates/erasing.ts';
import { participant as notes } from '../notes/notes.ts';
import { eraseProfile, readEverything } from './sql.ts';

/** This module's part in merging (beside the profiles), and in the export and erasure of personal data. */
export const participant: Participant = {
  merge: notes.merge,
  unmerge: notes.unmerge,
  exportPersonal: async (ctx: Ctx, customerId: string) => ({
    ...(await readEverything(ctx.tx, ctx.storeId, customerId)),
    cardDevices: await exportDevices(ctx.tx, ctx.storeId, customerId),
  }),
  erasePersonal: async (ctx: Ctx, customerId: string) => {
    await notes.erasePersonal?.(ctx, customerId);
    await eraseDevices(ctx.tx, ctx.storeId, ctx.now, customerId);
    await forgetMatches(ctx, customerId);
    await eraseProfile(ctx.tx, ctx.storeId, ctx.now, customerId);
  },
};
