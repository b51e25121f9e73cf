import {
  type Customer,
  type CustomerColumn,
  customerColumn,
  type customersDirectoryContract,
  type InputOf,
} from '@wafa/contract';
import { byteOrderMark, csvLine } from '../../../platform/csv.ts';
import type { Download, PageRunner } from '../../../platform/http/bind.ts';
import { fields } from '../fields/fields.ts';
import { showCustomers } from '../profile/present.ts';
import { type Asks, idsAfter } from './directory.ts';
import type { PageRow } from './sql.ts';

const pageSize = 1000;

type Cell = string | number | boolean | null;
/** A column of the file: its heading, and its cell for a customer. */
type Column = readonly [name: string, value: (customer: Customer) => Cell];

/**
 * The customers of a filter as CSV, in the order of the list. Pages are read by key, each in a short
 * transaction of its own, so that memory stays the same however many there are; who changes place meanwhile
 * may be missed or come twice.
 */
export async function exportCustomers(
  page: PageRunner,
  input: InputOf<(typeof customersDirectoryContract)['export']>,
): Promise<Download> {
  const { columns: chosen = customerColumn.options, ...asks } = input;
  const read = (after: PageRow | undefined) => page((ctx) => readPage(ctx, asks, after));
  // Read before the reply begins, so that a fault of the filter is still answered as one.
  const defined = await page(async (ctx) => (await fields(ctx)).fields.map(({ key }) => key));
  const first = await read(undefined);
  const columns = chosen.flatMap((name) => columnsOf(name, defined));
  async function* chunks() {
    yield byteOrderMark + csvLine(columns.map(([name]) => name));
    for (let found = first; ; found = await read(found.last)) {
      const lines = found.customers.map((customer) => csvLine(columns.map(([, value]) => value(customer))));
      if (lines.length > 0) yield lines.join('');
      if (!found.last) return;
    }
  }
  return { contentType: 'text/csv; charset=utf-8', fileName: 'customers.csv', chunks: chunks() };
}

async function readPage(ctx: Parameters<typeof idsAfter>[0], asks: Asks, after: PageRow | undefined) {
  const rows = await idsAfter(ctx, asks, after, pageSize);
  const customers = await showCustomers(
    ctx,
    rows.map((row) => row.id),
  );
  return { customers, last: rows.length === pageSize ? rows.at(-1) : undefined };
}

function columnsOf(name: CustomerColumn, defined: readonly string[]): Column[] {
  if (name !== 'customFields') return [[name, (customer) => cellOf(customer[name])]];
  const known = new Set(defined);
  const own = defined.map(
    (key): Column => [`custom.${key}`, ({ customFields }) => customFields[key] ?? null],
  );
  return [...own, ['customFields', ({ customFields }) => restOf(customFields, known)]];
}

/** Lists stand in one cell, their items apart by semicolons, which the spreadsheet leaves alone. */
function cellOf(value: Customer[Exclude<CustomerColumn, 'customFields'>]): Cell {
  return Array.isArray(value) ? value.join('; ') : value;
}

/** Fields without a definition, as JSON; nothing where there are none. */
function restOf(values: Customer['customFields'], known: ReadonlySet<string>): string | null {
  const rest = Object.entries(values).filter(([key]) => !known.has(key));
  return rest.length > 0 ? JSON.stringify(Object.fromEntries(rest)) : null;
}
