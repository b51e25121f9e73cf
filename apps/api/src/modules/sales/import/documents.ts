import { type FileRecord, ImportError, type Reading, readRecords } from '../../../platform/files/records.ts';
import type { Columns, Document, Preset, StoreSettings } from './preset.ts';

/** What a first reading tells of a file; nothing is written before it. */
export interface Scan {
  hash: Buffer;
  columns: Columns;
  /** Records, the header not counted. */
  records: number;
  /** Records of each document that is not in one piece. */
  scattered: ReadonlyMap<string, number>;
}

/**
 * Reads a file once from end to end: that it can be read, that its header is the preset's, its hash, and
 * which documents do not stand together (Online Retail has one). Throws ImportError.
 */
export async function scan(file: string, preset: Preset): Promise<Scan> {
  const reading: Reading = { bytes: 0, totalBytes: 0 };
  let columns: Columns | undefined = preset.format === 'csv' ? undefined : {};
  let records = 0;
  let last: string | undefined;
  const counts = new Map<string, number>();
  const scattered = new Set<string>();
  for await (const batch of readRecords(file, preset.format, reading)) {
    for (const record of batch) {
      if (record.raw === '') continue;
      if (!columns) {
        columns = columnsOf(file, record, preset);
        continue;
      }
      records++;
      const key = preset.keyOf(record, columns);
      if (key === undefined) continue;
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      if (count > 0 && key !== last) scattered.add(key);
      last = key;
    }
  }
  if (!columns || !reading.hash) throw new ImportError(`${file} is empty`);
  return {
    hash: reading.hash,
    columns,
    records,
    scattered: new Map([...scattered].map((key) => [key, counts.get(key) ?? 0])),
  };
}

function columnsOf(file: string, header: FileRecord, preset: Preset): Columns {
  const columns = Object.fromEntries((header.fields ?? []).map((name, index) => [name.trim(), index]));
  const missing = preset.columns.filter((name) => !(name in columns));
  if (missing.length > 0)
    throw new ImportError(
      `${file} is not in the form of "${preset.name}": its header lacks ${missing.join(', ')}`,
    );
  return columns;
}

/** A document with the line that completes it; documents come in rising order of it. */
export interface Completed {
  document: Document;
  line: number;
}

/** The documents of a file that are complete after line `after`, in arrays of what came at once. */
export async function* readDocuments(
  file: string,
  preset: Preset,
  found: Scan,
  store: StoreSettings,
  after: number,
): AsyncGenerator<Completed[]> {
  const waiting = new Map<string, FileRecord[]>();
  let current: { key: string; records: FileRecord[] } | undefined;
  let header = preset.format === 'csv';
  const finish = (records: readonly FileRecord[]): Completed[] => {
    const line = (records.at(-1) as FileRecord).line;
    return line > after ? [{ document: preset.read(records, found.columns, store), line }] : [];
  };
  for await (const batch of readRecords(file, preset.format, { bytes: 0, totalBytes: 0 })) {
    const completed: Completed[] = [];
    for (const record of batch) {
      if (record.raw === '') continue;
      if (header) {
        header = false;
        continue;
      }
      const key = preset.keyOf(record, found.columns);
      if (current && key !== current.key) {
        completed.push(...finish(current.records));
        current = undefined;
      }
      const total = key === undefined ? undefined : found.scattered.get(key);
      if (key === undefined) completed.push(...finish([record]));
      else if (total !== undefined) {
        const records = [...(waiting.get(key) ?? []), record];
        waiting.set(key, records);
        if (records.length === total) completed.push(...finish(records));
      } else if (current) current.records.push(record);
      else current = { key, records: [record] };
    }
    if (completed.length > 0) yield completed;
  }
  if (current) yield finish(current.records);
}
