import type { Ctx } from '../../../platform/context.ts';
import { insertJournal, type JournalRow, readJournal } from './sql.ts';

export type { JournalRow };

/**
 * Notes what a merge changed in a table, for un-merging: the row's key, and how it stood before and after
 * where more than its customer changed.
 * @param table with its schema, as `orders.orders`
 */
export function journal(
  ctx: Ctx,
  mergeId: string,
  table: string,
  rows: readonly JournalRow[],
): Promise<void> {
  return insertJournal(ctx.tx, ctx.storeId, mergeId, table, rows);
}

/** What a merge changed in a table, in no order. */
export function journalled(ctx: Ctx, mergeId: string, table: string): Promise<JournalRow[]> {
  return readJournal(ctx.tx, ctx.storeId, mergeId, table);
}
