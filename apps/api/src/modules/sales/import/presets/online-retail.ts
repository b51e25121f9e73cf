import type { OrderInput } from '@wafa/contract';
import type { FileRecord } from '../../../../platform/files/records.ts';
import type { Reject } from '../../../../platform/files/rejects.ts';
import { priceLine } from '../amounts.ts';
import type { CancelledLine, Columns, Document, Preset, StoreSettings } from '../preset.ts';
import { instantIn } from '../times.ts';

const names = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

const source = 'online-retail';

/** A row of the file, read. Prices in minor units; the line's total is quantity × unitPrice − discount. */
interface Row {
  record: FileRecord;
  sku: string;
  name: string;
  /** Signed, as in the file. */
  quantity: number;
  unitPrice: number;
  discount: number;
  at: Date;
  customer: string;
  country: string;
}

/**
 * UCI Online Retail: an invoice is an order, its time that of its first line. An invoice whose number
 * begins with C is a cancellation of earlier lines. Lines that are not a sale (no quantity above 0
 * outside a cancellation, a price below 0) are rejected. Prices are pounds; a price finer than a penny is
 * rounded half up on the line.
 */
export const onlineRetail: Preset = {
  name: source,
  format: 'csv',
  columns: names,
  currency: 'GBP',
  timeZone: 'Europe/London',
  keyOf: (record, columns) => record.fields?.[columns.InvoiceNo as number] || undefined,
  read(records, columns, store) {
    const rejects: Reject[] = [];
    const rows: Row[] = [];
    const sourceId = records[0]?.fields?.[columns.InvoiceNo as number] ?? '';
    const cancels = sourceId.startsWith('C');
    for (const record of records) {
      const row = readRow(record, columns, store);
      const reason = typeof row === 'string' ? row : flaw(row, cancels);
      if (reason) rejects.push({ line: record.line, reason, raw: record.raw });
      else rows.push(row as Row);
    }
    const first = rows[0];
    if (!first) return { records, rejects, source, sourceId };
    return {
      records,
      rejects,
      source,
      sourceId,
      customer: first.customer === '' ? undefined : customerOf(first),
      ...(cancels
        ? { cancellation: { at: first.at, lines: rows.map(cancelled) } }
        : { order: orderOf(sourceId, rows, store) }),
    } satisfies Document;
  },
};

function readRow(record: FileRecord, columns: Columns, store: StoreSettings): Row | string {
  const { fields } = record;
  if (!fields) return 'broken';
  if (fields.length !== Object.keys(columns).length) return 'columns';
  const field = (name: (typeof names)[number]) => (fields[columns[name] as number] as string).trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point; NUL cannot be stored.
  if (/[\u0000-\u001f\u007f]/.test(record.raw)) return 'control_characters';
  const sku = field('StockCode');
  if (sku === '' || sku.length > 100) return 'sku';
  if (!/^-?\d{1,9}$/.test(field('Quantity'))) return 'quantity';
  const quantity = Number(field('Quantity'));
  const price = priceLine(field('UnitPrice'), Math.abs(quantity), store.currencyExponent);
  if (!price) return 'price';
  const at = instantIn(store.timeZone, field('InvoiceDate'));
  if (!at) return 'date';
  const customer = field('CustomerID').replace(/\.0$/, '');
  if (!/^\d{0,20}$/.test(customer)) return 'customer';
  const { unitPrice, discount } = price;
  return {
    record,
    sku,
    name: field('Description').slice(0, 300),
    quantity,
    unitPrice,
    discount,
    at,
    customer,
    country: field('Country'),
  };
}

/** Why a well-formed row is no sale, or no cancellation; undefined where it is one. */
function flaw(row: Row, cancels: boolean): string | undefined {
  if (row.unitPrice < 0) return 'price_negative';
  if (cancels) return row.quantity < 0 ? undefined : 'quantity_in_cancellation';
  return row.quantity > 0 ? undefined : 'quantity_not_positive';
}

function customerOf({ customer, country, at }: Row): Document['customer'] {
  return {
    source,
    sourceId: customer,
    firstName: 'Customer',
    lastName: customer,
    createdAt: at,
    ...(country === '' ? {} : { customFields: { country } }),
  };
}

function cancelled({ record, sku, quantity, unitPrice }: Row): CancelledLine {
  return { record, sku, quantity: -quantity, unitPrice };
}

function orderOf(sourceId: string, rows: readonly Row[], store: StoreSettings): OrderInput {
  return {
    source,
    sourceId,
    channel: 'import',
    status: 'completed',
    currency: store.currency,
    occurredAt: (rows[0] as Row).at.toISOString(),
    lines: rows.map(({ sku, name, quantity, unitPrice, discount }) => ({
      sku,
      name,
      quantity,
      unitPrice,
      discount,
    })),
    payments: [],
  };
}
