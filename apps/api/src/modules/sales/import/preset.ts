import type { OrderInput } from '@wafa/contract';
import type { FileRecord } from '../../../platform/files/records.ts';
import type { Reject } from '../../../platform/files/rejects.ts';
import type { NewCustomer } from '../../customers/index.ts';

/** What a preset needs to know of the store it fills. */
export interface StoreSettings {
  /** ISO 4217. */
  currency: string;
  /** Digits of the currency's minor unit. */
  currencyExponent: number;
  /** IANA name; times without an offset are local to it. */
  timeZone: string;
}

/** Where a column stands, by its name in the header. */
export type Columns = Readonly<Record<string, number>>;

/** A line of a cancellation: a quantity of a sku at a price (minor units) that goes back. */
export interface CancelledLine {
  record: FileRecord;
  sku: string;
  quantity: number;
  unitPrice: number;
}

/** What the records of one document (invoice, order) come to. */
export interface Document {
  records: readonly FileRecord[];
  rejects: Reject[];
  source: string;
  sourceId: string;
  /** The customer to be made or found by (source, source id); absent for an anonymous sale. */
  customer?: NewCustomer & { source: string; sourceId: string };
  order?: OrderInput;
  cancellation?: { at: Date; lines: CancelledLine[] };
}

/** How a kind of file is read. */
export interface Preset {
  name: string;
  format: 'csv' | 'jsonl';
  /** Columns that the header must have. */
  columns: readonly string[];
  /** The store's currency must be this one. */
  currency?: string;
  /** IANA zone of its times, where they carry no offset; the store's unless given. */
  timeZone?: string;
  /** The document that a record belongs to; undefined where it has none (a record of its own, rejected). */
  keyOf(record: FileRecord, columns: Columns): string | undefined;
  /** Records of one document, in file order. */
  read(records: readonly FileRecord[], columns: Columns, store: StoreSettings): Document;
}
