import type { Participant } from '../../../platform/module.ts';
import * as customers from '../../customers/index.ts';
import { afterChange } from '../evaluation/evaluate.ts';
import {
  eraseReasons,
  giveHistory,
  giveManual,
  type ManualRow,
  readOwn,
  returnHistory,
  returnManual,
} from './sql-personal.ts';

const table = 'segments.manual_members';

/**
 * Segments in the merging of customers, and in the export and the erasure of personal data. Who was put by hand
 * into a segment under one name stays in it under the other; all other memberships are found again from what
 * both have.
 */
export const participant: Participant = {
  merge: async (ctx, merge) => {
    const rows = await giveManual(ctx.tx, ctx.storeId, merge);
    await customers.journal(
      ctx,
      merge.id,
      table,
      rows.map((row) => ({ rowId: row.segment, before: row, after: { isNew: row.isNew } })),
    );
    await customers.setMemberships(
      ctx,
      rows
        .filter(({ isNew }) => isNew)
        .map(({ segment }) => ({ customerId: merge.into, segment, holds: true })),
    );
    await giveHistory(ctx.tx, ctx.storeId, merge);
  },
  unmerge: async (ctx, unmerge) => {
    const rows = await customers.journalled(ctx, unmerge.id, table);
    const back = await returnManual(
      ctx.tx,
      ctx.storeId,
      unmerge,
      rows.map(({ before }) => before as ManualRow),
    );
    await customers.setMemberships(
      ctx,
      back.map((segment) => ({ customerId: unmerge.into, segment, holds: false })),
    );
    await returnHistory(ctx.tx, ctx.storeId, unmerge);
  },
  recount: async (ctx, customerIds) => {
    await ctx.flush('customers.facts');
    await afterChange(ctx, customerIds);
  },
  exportPersonal: async (ctx, customerId) => ({
    segments: await readOwn(ctx.tx, ctx.storeId, customerId),
  }),
  erasePersonal: (ctx, customerId) => eraseReasons(ctx.tx, ctx.storeId, customerId),
};
