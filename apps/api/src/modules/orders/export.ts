import type { InputOf, Order, ordersContract } from '@wafa/contract';
import { byteOrderMark, csvLine } from '../../platform/csv.ts';
import type { Download, PageRunner } from '../../platform/http/bind.ts';
import { exportPage } from './orders.ts';

const pageSize = 500;

const columns: readonly (readonly [string, (order: Order) => string | number | null])[] = [
  ['id', (order) => order.id],
  ['source', (order) => order.source],
  ['sourceId', (order) => order.sourceId],
  ['placedAt', (order) => order.placedAt],
  ['status', (order) => order.status],
  ['channel', (order) => order.channel],
  ['location', (order) => order.locationName],
  ['customerId', (order) => order.customerId],
  ['currency', (order) => order.currency],
  ['total', (order) => order.total],
  ['refundedTotal', (order) => order.refundedTotal],
  ['pointsEarned', (order) => order.pointsEarned],
  ['lines', (order) => order.lines.length],
];

/** The orders of a filter as CSV, newest first; each page is read in a short transaction of its own. */
export async function exportOrders(
  page: PageRunner,
  input: InputOf<typeof ordersContract.export>,
): Promise<Download> {
  const read = (cursor: string | undefined) => page((ctx) => exportPage(ctx, input, cursor, pageSize));
  // Read before the reply begins, so that a fault of the filter is still answered as one.
  const first = await read(undefined);
  async function* rows() {
    yield byteOrderMark + csvLine(columns.map(([name]) => name));
    for (let found = first; ; found = await read(found.nextCursor ?? undefined)) {
      for (const order of found.orders) yield csvLine(columns.map(([, value]) => value(order)));
      if (!found.nextCursor) return;
    }
  }
  return { contentType: 'text/csv; charset=utf-8', fileName: 'orders.csv', chunks: rows() };
}
