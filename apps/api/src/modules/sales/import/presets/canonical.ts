import { orderInput } from '@wafa/contract';
import type { FileRecord } from '../../../../platform/files/records.ts';
import type { Columns, Document, Preset, StoreSettings } from '../preset.ts';
import { instantIn } from '../times.ts';

/** Orders as the API takes them, one JSON object a line. */
export const jsonl: Preset = {
  name: 'jsonl',
  format: 'jsonl',
  columns: [],
  keyOf: (record) => String(record.line),
  read([record]) {
    const { line, raw } = record as FileRecord;
    let value: unknown;
    try {
      value = JSON.parse(raw);
    } catch {
      value = undefined;
    }
    return documentOf([record as FileRecord], value, `line ${line}`);
  },
};

const required = ['sourceId', 'occurredAt', 'sku', 'quantity', 'unitPrice'] as const;

/**
 * Orders as CSV: a row is a line of an order, rows of one `sourceId` are one order. Columns have the
 * API's names; `source` is "csv" and `currency` the store's unless given. Amounts are integers in minor
 * units; times without an offset are the store's.
 */
export const csv: Preset = {
  name: 'csv',
  format: 'csv',
  columns: required,
  keyOf: (record, columns) => record.fields?.[columns.sourceId as number] || undefined,
  read(records, columns, store) {
    const width = Object.keys(columns).length;
    const flawed = records.find(({ fields }) => fields?.length !== width);
    if (flawed) return rejected(records, flawed.fields ? 'columns' : 'broken', '');
    const head = reader(records[0] as FileRecord, columns);
    const sourceId = head('sourceId') ?? '';
    const at = instantIn(store.timeZone, head('occurredAt') ?? '');
    if (!at) return rejected(records, 'date', sourceId);
    return documentOf(records, orderOf(records, columns, store, at), sourceId);
  },
};

function orderOf(records: readonly FileRecord[], columns: Columns, store: StoreSettings, at: Date): object {
  const head = reader(records[0] as FileRecord, columns);
  return {
    source: head('source') ?? 'csv',
    sourceId: head('sourceId'),
    customerId: head('customerId'),
    locationId: head('locationId'),
    channel: head('channel') ?? 'import',
    status: head('status'),
    currency: head('currency') ?? store.currency,
    occurredAt: at.toISOString(),
    lines: records.map((record) => {
      const field = reader(record, columns);
      return {
        sku: field('sku'),
        name: field('name'),
        category: field('category'),
        quantity: integer(field('quantity')),
        unitPrice: integer(field('unitPrice')),
        discount: integer(field('discount') ?? '0'),
      };
    }),
  };
}

/** Fields of a record by column name; empty and missing ones are undefined. */
function reader(record: FileRecord, columns: Columns): (name: string) => string | undefined {
  return (name) => {
    const column = columns[name];
    return column === undefined ? undefined : record.fields?.[column]?.trim() || undefined;
  };
}

const integer = (text: string | undefined) =>
  text !== undefined && /^-?\d+$/.test(text) ? Number(text) : text;

function documentOf(records: readonly FileRecord[], value: unknown, sourceId: string): Document {
  const order = orderInput.safeParse(value);
  return order.success
    ? { records, rejects: [], source: order.data.source, sourceId: order.data.sourceId, order: order.data }
    : rejected(records, 'validation', sourceId);
}

function rejected(records: readonly FileRecord[], reason: string, sourceId: string): Document {
  return {
    records,
    rejects: records.map(({ line, raw }) => ({ line, reason, raw })),
    source: '',
    sourceId,
  };
}
