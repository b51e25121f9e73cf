import type { Customer, customersDuplicatesContract, Duplicate, InputOf } from '@wafa/contract';
import { may } from '../../../platform/context.ts';
import { byteOrderMark, csvLine } from '../../../platform/csv.ts';
import { AppError } from '../../../platform/errors.ts';
import type { Download, PageRunner } from '../../../platform/http/bind.ts';
import { duplicates } from './duplicates.ts';

const pageSize = 100;

const pairColumns: readonly (readonly [string, (pair: Duplicate) => string | number | null])[] = [
  ['id', (pair) => pair.id],
  ['score', (pair) => Math.round(pair.score * 10_000) / 10_000],
  ['certainty', (pair) => pair.certainty],
  ['status', (pair) => pair.status],
  ['foundAt', (pair) => pair.foundAt],
  ['decidedAt', (pair) => pair.decidedAt],
  ['survivorId', (pair) => pair.survivorId],
  ['reasons', (pair) => pair.reasons.map(({ message }) => message).join(' ')],
];

const customerColumns: readonly (readonly [string, (customer: Customer) => string | number | null])[] = [
  ['Id', (customer) => customer.id],
  ['CardNumber', (customer) => customer.cardNumber],
  ['Name', (customer) => nameOf(customer.firstName, customer.lastName)],
  ['NameAr', (customer) => nameOf(customer.firstNameAr, customer.lastNameAr)],
  ['Email', (customer) => customer.email],
  ['Phone', (customer) => customer.phone],
  ['Birthday', (customer) => customer.birthday],
  ['TotalOrders', (customer) => customer.totalOrders],
];

const nameOf = (...parts: (string | null)[]) => parts.filter(Boolean).join(' ');

const header = [
  ...pairColumns.map(([name]) => name),
  ...['first', 'second'].flatMap((side) => customerColumns.map(([name]) => side + name)),
];

/**
 * The list as CSV; each page is read in a short transaction of its own.
 * @throws AppError forbidden without `customers.export`
 */
export async function exportDuplicates(
  page: PageRunner,
  input: InputOf<(typeof customersDuplicatesContract)['exportDuplicates']>,
): Promise<Download> {
  const read = (cursor: string | undefined) =>
    page((ctx) => {
      if (!may(ctx.actor, 'customers.export')) throw new AppError('forbidden');
      return duplicates(ctx, { ...input, page: 1, limit: pageSize, cursor });
    });
  // Read before the reply begins, so that a refusal is still answered as one.
  const first = await read(undefined);
  async function* rows() {
    yield byteOrderMark + csvLine(header);
    for (let found = first; ; found = await read(found.nextCursor ?? undefined)) {
      for (const pair of found.duplicates)
        yield csvLine([
          ...pairColumns.map(([, value]) => value(pair)),
          ...pair.customers.flatMap((customer) => customerColumns.map(([, value]) => value(customer))),
        ]);
      if (!found.nextCursor) return;
    }
  }
  return { contentType: 'text/csv; charset=utf-8', fileName: 'duplicates.csv', chunks: rows() };
}
