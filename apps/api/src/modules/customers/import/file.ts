/**
 * Import of customers from a file: CSV with a header, or one JSON object a line. Read twice: once for its
 * hash and its columns, then to write it in batches, each one transaction with the cursor. Killed anywhere
 * it goes on where it was; run again when finished it changes nothing.
 */
import { basename } from 'node:path';
import type { ImportMapping } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { type FileRecord, ImportError, type Reading, readRecords } from '../../../platform/files/records.ts';
import { RejectsFile } from '../../../platform/files/rejects.ts';
import { findFields } from '../fields/sql.ts';
import { guessMapping } from './columns.ts';
import { digestOf } from './import.ts';
import type { Row } from './rows.ts';
import { type ImportState, type ImportTotals, openImport, saveImport } from './sql.ts';
import { type Numbered, type PreviewRow, previewRows, takeRows } from './take.ts';

export interface CustomerImportOptions {
  /** Runs work in one transaction of the store, as the system. */
  runInStore: <T>(storeId: string, work: (ctx: Ctx) => Promise<T>) => Promise<T>;
  storeId: string;
  /** Path of a CSV or JSONL file, gzipped or not; `.jsonl` or `.ndjson` in its name means JSONL. */
  file: string;
  /** Name of the system the customers come from; `import` unless given. */
  source?: string;
  /** Fields to columns; what is left out is guessed from the names of the columns. */
  mapping?: ImportMapping;
  /** Where rejected lines go; `<file name>.rejects.csv` in the working directory unless given. */
  rejectsFile?: string;
  /** Lines in a transaction; 500 unless given. */
  batchSize?: number;
  onProgress?: (progress: {
    done: number;
    total: number;
    perSecond: number;
    secondsLeft: number | undefined;
  }) => void;
}

export interface CustomerImportReport {
  totals: ImportTotals;
  mapping: ImportMapping;
  rejectsFile: string;
  /** The file had been imported to its end before; nothing was written. */
  alreadyFinished: boolean;
  /** This run went on where an earlier one had stopped. */
  resumed: boolean;
  seconds: number;
}

type Format = 'csv' | 'jsonl';

interface Scan {
  format: Format;
  hash: Buffer;
  /** Names of the columns, in their order where it is CSV. */
  columns: string[];
  records: number;
}

const formatOf = (file: string): Format => (/\.(jsonl|ndjson)(\.gz)?$/.test(file) ? 'jsonl' : 'csv');

/**
 * Imports the customers of a file. Throws ImportError with a sentence for the person at the console (file
 * unreadable, columns missing or unknown, rejects not writable, another import of this file running).
 */
export async function importCustomers(options: CustomerImportOptions): Promise<CustomerImportReport> {
  const begun = performance.now();
  const { file, storeId, source = 'import' } = options;
  const found = await scan(file);
  const mapping = await mappingFor(options, found);
  const hash = digestOf(found.hash, mapping, source);
  const open = (ctx: Ctx): Promise<ImportState> =>
    openImport(ctx.tx, storeId, ctx.now, {
      id: ctx.newId(),
      hash,
      fileName: basename(file),
      source,
      mapping,
      total: found.records,
    });
  const state = await options.runInStore(storeId, open);
  const rejectsFile = options.rejectsFile ?? `${basename(file)}.rejects.csv`;
  const isDone = state.state === 'finished';
  const ended = isDone ? state : await run(options, found, open, state, rejectsFile);
  return {
    totals: ended.totals,
    mapping,
    rejectsFile,
    alreadyFinished: isDone,
    resumed: !isDone && state.line > 0,
    seconds: (performance.now() - begun) / 1000,
  };
}

/** What an import would do with the first lines of a file; nothing is written. */
export async function previewCustomers(
  options: CustomerImportOptions,
  lines = 1000,
): Promise<{ mapping: ImportMapping; unused: string[]; total: number; rows: PreviewRow[] }> {
  const found = await scan(options.file);
  const mapping = await mappingFor(options, found);
  const [first = []] = await takeOne(batchesAfter(options.file, found.format, 0, lines));
  const rows = await options.runInStore(options.storeId, async (ctx) => {
    const definitions = await findFields(ctx.tx, ctx.storeId);
    return previewRows(ctx, numbered(first, found), {
      mapping,
      source: options.source ?? 'import',
      definitions,
    });
  });
  const used = new Set(Object.values(mapping));
  return { mapping, unused: found.columns.filter((column) => !used.has(column)), total: found.records, rows };
}

async function takeOne<T>(items: AsyncGenerator<T>): Promise<T[]> {
  for await (const item of items) return [item];
  return [];
}

/** The columns of JSONL are those of its first lines. */
const sampled = 200;

async function scan(file: string): Promise<Scan> {
  const format = formatOf(file);
  const reading: Reading = { bytes: 0, totalBytes: 0 };
  const columns = new Set<string>();
  let header: string[] | undefined;
  let records = 0;
  for await (const batch of readRecords(file, format, reading))
    for (const record of batch) {
      if (record.raw.trim() === '') continue;
      if (format === 'csv' && !header) header = (record.fields ?? []).map((name) => name.trim());
      else if (format === 'jsonl' && records++ < sampled)
        for (const name of Object.keys(cellsOf(record, []) ?? {})) columns.add(name);
      else if (format === 'csv') records++;
    }
  if (format === 'csv' && !header) throw new ImportError(`${file} is empty`);
  return { format, hash: reading.hash as Buffer, columns: header ?? [...columns], records };
}

/** @throws ImportError where a chosen column is not there, or nothing names the customers */
async function mappingFor(
  { runInStore, storeId, file, mapping: chosen }: CustomerImportOptions,
  { columns }: Scan,
): Promise<ImportMapping> {
  for (const column of Object.values(chosen ?? {}))
    if (!columns.includes(column)) throw new ImportError(`${file} has no column "${column}"`);
  const definitions = await runInStore(storeId, (ctx) => findFields(ctx.tx, ctx.storeId));
  const mapping = guessMapping(columns, definitions, chosen);
  const naming = ['name', 'firstName', 'firstNameAr', 'companyName'];
  if (!naming.some((field) => mapping[field] !== undefined))
    throw new ImportError(
      `${file} has no column that is known to hold names; say which by --map name=<column>`,
    );
  return mapping;
}

async function run(
  options: CustomerImportOptions,
  found: Scan,
  open: (ctx: Ctx) => Promise<ImportState>,
  from: ImportState,
  rejectsPath: string,
): Promise<ImportState> {
  const begun = performance.now();
  const rejects = await RejectsFile.open(rejectsPath, from.rejectsBytes);
  const write = (state: ImportState, batch: readonly FileRecord[], isLast: boolean): Promise<ImportState> =>
    options.runInStore(options.storeId, async (ctx) => {
      const current = await open(ctx);
      if (current.line !== state.line) throw new ImportError('another import of this file is running');
      const { mapping, source } = state;
      const plan = { mapping, source, definitions: await findFields(ctx.tx, ctx.storeId) };
      const { totals, rejected } = await takeRows(ctx, numbered(batch, found), plan, state.totals);
      const raw = new Map(batch.map((record) => [record.line, record.raw]));
      const lines = rejected.map((reject) => ({ ...reject, raw: raw.get(reject.line) ?? '' }));
      const moved: ImportState = {
        ...state,
        state: isLast ? 'finished' : 'running',
        line: batch.at(-1)?.line ?? state.line,
        rejectsBytes: await rejects.write(state.rejectsBytes, lines),
        totals,
        finishedAt: isLast ? ctx.now : null,
      };
      await saveImport(ctx.tx, options.storeId, ctx.now, moved);
      return moved;
    });
  try {
    let state = from;
    for await (const batch of batchesAfter(options.file, found.format, from.line, options.batchSize ?? 500)) {
      state = await write(state, batch, false);
      const perSecond = (state.totals.lines - from.totals.lines) / ((performance.now() - begun) / 1000);
      const left = found.records - state.totals.lines;
      options.onProgress?.({
        done: state.totals.lines,
        total: found.records,
        perSecond,
        secondsLeft: perSecond > 0 ? left / perSecond : undefined,
      });
    }
    return await write(state, [], true);
  } finally {
    await rejects.close();
  }
}

/** Records behind a line in arrays of a size; the header and empty lines are left out. */
async function* batchesAfter(
  file: string,
  format: Format,
  line: number,
  size: number,
): AsyncGenerator<FileRecord[]> {
  const first = Math.max(line, format === 'csv' ? 1 : 0);
  let batch: FileRecord[] = [];
  for await (const records of readRecords(file, format, { bytes: 0, totalBytes: 0 }))
    for (const record of records) {
      if (record.line <= first || record.raw.trim() === '') continue;
      batch.push(record);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  if (batch.length > 0) yield batch;
}

const numbered = (batch: readonly FileRecord[], { format, columns }: Scan): Numbered[] =>
  batch.map((record) => ({ line: record.line, cells: cellsOf(record, format === 'csv' ? columns : []) }));

/** A record's cells by column; undefined where it is no object, or has other cells than the header. */
function cellsOf({ raw, fields }: FileRecord, columns: readonly string[]): Row | undefined {
  if (columns.length > 0) {
    if (fields?.length !== columns.length) return undefined;
    return Object.fromEntries(columns.map((column, at) => [column, fields[at]]));
  }
  try {
    const value: unknown = JSON.parse(raw);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    // A list, as of tags, is read like one in a cell; what is nested deeper fills no field.
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, cell]) => {
        if (Array.isArray(cell)) return [[key, cell.join(',')]];
        return typeof cell === 'object' && cell !== null ? [] : [[key, cell]];
      }),
    );
  } catch {
    return undefined;
  }
}
