import type { Timeline } from '../../platform/module.ts';
import { kindsOf } from './kinds/kinds.ts';
import { nameOf } from './present.ts';
import { readHappened } from './records/sql.ts';

/** Gifts of special dates in the timeline; that one was let pass is the store's own business. */
export const timeline: Timeline = {
  permission: 'occasions.read',
  async read(ctx, query) {
    const [rows, kinds] = await Promise.all([readHappened(ctx.tx, ctx.storeId, query), kindsOf(ctx)]);
    return rows.map((row) => ({
      id: row.id,
      at: row.happenedAt,
      kind: `occasion.${row.status}`,
      // The points stand in the ledger's own entry; here they would count twice.
      params: { name: nameOf(row, kinds)[ctx.language] },
      links: { recordId: row.id },
    }));
  },
};
