import type { InputOf, notificationsContract } from '@wafa/contract';
import { byteOrderMark, csvLine } from '../../../platform/csv.ts';
import type { Download, PageRunner } from '../../../platform/http/bind.ts';
import { bulk } from './bulk.ts';
import { type ResultRow, readResults } from './sql.ts';

const pageSize = 1_000;

const columns: readonly (readonly [string, (row: ResultRow) => string | null])[] = [
  ['customerId', (row) => row.customerId],
  ['cardNumber', (row) => row.cardNumber],
  ['status', (row) => row.status],
  ['reason', (row) => row.reason],
  ['error', (row) => row.error],
  ['sentAt', (row) => row.sentAt?.toISOString() ?? null],
  ['messageId', (row) => row.messageId],
];

/** What became of each customer of a sending, as CSV; each page is read in a transaction of its own. */
export async function bulkResult(
  page: PageRunner,
  input: InputOf<typeof notificationsContract.bulkResult>,
): Promise<Download> {
  const { bulkId } = input;
  await page((ctx) => bulk(ctx, input));
  const read = (after: string | null) =>
    page((ctx) => readResults(ctx.tx, ctx.storeId, bulkId, after, pageSize));
  async function* rows() {
    yield byteOrderMark + csvLine(columns.map(([name]) => name));
    let after: string | null = null;
    for (;;) {
      const found: ResultRow[] = await read(after);
      for (const row of found) yield csvLine(columns.map(([, value]) => value(row)));
      const last = found.at(-1);
      if (!last || found.length < pageSize) return;
      after = last.messageId;
    }
  }
  return { contentType: 'text/csv; charset=utf-8', fileName: `bulk-${bulkId}.csv`, chunks: rows() };
}
