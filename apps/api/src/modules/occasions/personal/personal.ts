import type { Participant } from '../../../platform/module.ts';
import * as customers from '../../customers/index.ts';
import { erasePersonal, giveBack, giveDates, giveRecords, readPersonal, uniteClaims } from './sql.ts';

const tables = { dates: 'occasions.dates', records: 'occasions.records' } as const;

/**
 * Special dates in the merging of customers, and in the export and the erasure of a customer's personal
 * data. What either has claimed counts for both, also after the merge is taken back. The dates of a profile
 * follow the profile, once it is merged or separated (jobs.ts).
 */
export const participant: Participant = {
  merge: async (ctx, merge) => {
    const ids = Array.from({ length: 4 }, () => ctx.newId());
    await uniteClaims(ctx.tx, ctx.storeId, merge, { ids, at: ctx.now });
    const [dates, records] = await Promise.all([
      giveDates(ctx.tx, ctx.storeId, merge),
      giveRecords(ctx.tx, ctx.storeId, merge),
    ]);
    const rows = (found: readonly string[]) => found.map((rowId) => ({ rowId }));
    await customers.journal(ctx, merge.id, tables.dates, rows(dates));
    await customers.journal(ctx, merge.id, tables.records, rows(records));
  },
  unmerge: async (ctx, unmerge) => {
    for (const table of ['dates', 'records'] as const) {
      const rows = await customers.journalled(ctx, unmerge.id, tables[table]);
      const ids = rows.map((row) => row.rowId);
      await giveBack(ctx.tx, ctx.storeId, table, unmerge, ids);
    }
  },
  exportPersonal: (ctx, customerId) => readPersonal(ctx.tx, ctx.storeId, customerId),
  erasePersonal: (ctx, customerId) => erasePersonal(ctx.tx, ctx.storeId, customerId, ctx.now),
};
