import type { bulkOperationsContract, InputOf } from '@wafa/contract';
import { byteOrderMark, csvLine } from '../../../platform/csv.ts';
import { AppError } from '../../../platform/errors.ts';
import type { Download, PageRunner } from '../../../platform/http/bind.ts';
import { requireRight } from './bulk.ts';
import { type ExportRow, type OutcomeRow, readBulks, readExport, readOutcomes } from './sql.ts';

const pageSize = 1_000;

type Column<Row> = readonly [name: string, value: (row: Row) => string | number | null];

const outcomes: readonly Column<OutcomeRow>[] = [
  ['customerId', (row) => row.customerId],
  ['cardNumber', (row) => row.cardNumber],
  ['status', (row) => row.status ?? 'waiting'],
  ['reason', (row) => row.reason],
];

const profiles: readonly Column<ExportRow>[] = [
  ['customerId', (row) => row.customerId],
  ['cardNumber', (row) => row.cardNumber],
  ['type', (row) => row.type],
  ['status', (row) => row.status],
  ['firstName', (row) => row.firstName],
  ['lastName', (row) => row.lastName],
  ['firstNameAr', (row) => row.firstNameAr],
  ['lastNameAr', (row) => row.lastNameAr],
  ['companyName', (row) => row.companyName],
  ['email', (row) => row.email],
  ['phone', (row) => row.phone],
  ['birthday', (row) => row.birthday],
  ['language', (row) => row.language],
  ['tags', (row) => row.tags.join('; ')],
  ['tier', (row) => row.tier],
  ['points', (row) => row.points],
  ['totalSpent', (row) => row.totalSpent],
  ['totalOrders', (row) => row.totalOrders],
  ['lastVisitAt', (row) => row.lastVisitAt?.toISOString() ?? null],
  ['createdAt', (row) => row.createdAt.toISOString()],
];

/** What became of each customer; of an export, their profiles. Each page is a transaction of its own. */
export async function bulkResult(
  page: PageRunner,
  { operationId }: InputOf<(typeof bulkOperationsContract)['bulkResult']>,
): Promise<Download> {
  const kind = await page(async (ctx) => {
    const [row] = await readBulks(ctx.tx, ctx.storeId, { id: operationId });
    if (!row) throw new AppError('not_found', { field: 'operationId' });
    requireRight(ctx, row.action);
    return row.action.kind;
  });
  const chunks =
    kind === 'export'
      ? lines(profiles, (after) =>
          page((ctx) => readExport(ctx.tx, ctx.storeId, operationId, after, pageSize)),
        )
      : lines(outcomes, (after) =>
          page((ctx) => readOutcomes(ctx.tx, ctx.storeId, operationId, after, pageSize)),
        );
  return { contentType: 'text/csv; charset=utf-8', fileName: `${kind}-${operationId}.csv`, chunks };
}

async function* lines<Row extends { customerId: string }>(
  columns: readonly Column<Row>[],
  read: (after: string | null) => Promise<Row[]>,
): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(columns.map(([name]) => name));
  for (let after: string | null = null; ; ) {
    const rows = await read(after);
    yield rows.map((row) => csvLine(columns.map(([, value]) => value(row)))).join('');
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = last.customerId;
  }
}
