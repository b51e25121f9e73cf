/**
 * Import of opening balances from a file: CSV with a header, or one JSON object a line, fields named as in
 * the API. Read twice, as orders are: once for its hash, then to write it in batches, each one transaction
 * with the cursor. Killed anywhere it goes on where it was; run again when finished it changes nothing.
 */
import { basename } from 'node:path';
import { openingBalance } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { type FileRecord, ImportError, type Reading, readRecords } from '../../../platform/files/records.ts';
import { type Reject, RejectsFile } from '../../../platform/files/rejects.ts';
import { type BalanceTotals, openMany } from './opening.ts';
import { type BalanceImport, openImport, saveImport } from './sql.ts';

export interface BalanceImportOptions {
  /** Runs work in one transaction of the store, as the system. */
  runInStore: <T>(storeId: string, work: (ctx: Ctx) => Promise<T>) => Promise<T>;
  storeId: string;
  /** Path of a CSV or JSONL file, gzipped or not; `.jsonl` or `.ndjson` in its name means JSONL. */
  file: string;
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

export interface BalanceImportReport {
  totals: BalanceTotals;
  rejectsFile: string;
  /** The file had been imported to its end before; nothing was written. */
  alreadyFinished: boolean;
  /** This run went on where an earlier one had stopped. */
  resumed: boolean;
  seconds: number;
}

const columns = ['customer', 'customerSource', 'points', 'expiresAt', 'programId', 'id'] as const;
type Format = 'csv' | 'jsonl';
/** Where each column stands; empty for JSONL. */
type Header = ReadonlyMap<string, number>;

/**
 * Imports the balances of a file. Throws ImportError with a sentence for the person at the console (file
 * unreadable, header without `customer` and `points`, rejects not writable, another import running).
 */
export async function importBalances(options: BalanceImportOptions): Promise<BalanceImportReport> {
  const begun = performance.now();
  const { file, storeId } = options;
  const format: Format = /\.(jsonl|ndjson)(\.gz)?$/.test(file) ? 'jsonl' : 'csv';
  const found = await scan(file, format);
  const open = async (ctx: Ctx): Promise<BalanceImport> => {
    const state = await openImport(
      ctx.tx,
      storeId,
      { hash: found.hash, name: basename(file) },
      {
        id: ctx.newId(),
        now: ctx.now,
        totals: { lines: 0, credited: 0, duplicates: 0, points: 0, rejects: {} },
      },
    );
    if (!state)
      throw new ImportError('another import of balances is writing to this store; wait for its end');
    return state;
  };
  const state = await options.runInStore(storeId, open);
  const rejectsFile = options.rejectsFile ?? `${basename(file)}.rejects.csv`;
  const ended =
    state.state === 'finished' ? state : await run(options, format, found, open, state, rejectsFile);
  return {
    totals: ended.totals,
    rejectsFile,
    alreadyFinished: state.state === 'finished',
    resumed: state.state === 'running' && state.line > 0,
    seconds: (performance.now() - begun) / 1000,
  };
}

interface Scan {
  hash: Buffer;
  header: Header;
  records: number;
}

async function scan(file: string, format: Format): Promise<Scan> {
  const reading: Reading = { bytes: 0, totalBytes: 0 };
  let header: Header | undefined;
  let records = 0;
  for await (const batch of readRecords(file, format, reading))
    for (const record of batch) {
      if (format === 'csv' && !header) header = headerOf(file, record);
      else if (record.raw.trim() !== '') records++;
    }
  if (format === 'csv' && !header) throw new ImportError(`${file} is empty`);
  return { hash: reading.hash as Buffer, header: header ?? new Map(), records };
}

function headerOf(file: string, { fields = [] }: FileRecord): Header {
  const names = fields.map((name) => name.trim());
  for (const name of ['customer', 'points'])
    if (!names.includes(name)) throw new ImportError(`${file} has no column "${name}" in its first line`);
  return new Map(names.map((name, at) => [name, at]));
}

async function run(
  options: BalanceImportOptions,
  format: Format,
  found: Scan,
  open: (ctx: Ctx) => Promise<BalanceImport>,
  from: BalanceImport,
  rejectsPath: string,
): Promise<BalanceImport> {
  const begun = performance.now();
  const rejects = await RejectsFile.open(rejectsPath, from.rejectsBytes);
  const write = (state: BalanceImport, batch: readonly FileRecord[]): Promise<BalanceImport> =>
    options.runInStore(options.storeId, async (ctx) => {
      const current = await open(ctx);
      if (current.line !== state.line) throw new ImportError('another import of this file is running');
      const { totals, rejected } = await writeBatch(ctx, batch, found.header, state.totals);
      const moved = {
        ...state,
        line: batch.at(-1)?.line ?? state.line,
        rejectsBytes: await rejects.write(state.rejectsBytes, rejected),
        totals,
      };
      await saveImport(ctx.tx, options.storeId, ctx.now, moved);
      return moved;
    });
  try {
    let state = from;
    for await (const batch of batchesAfter(options, format, from.line)) {
      state = await write(state, batch);
      const perSecond = (state.totals.lines - from.totals.lines) / ((performance.now() - begun) / 1000);
      const left = found.records - state.totals.lines;
      options.onProgress?.({
        done: state.totals.lines,
        total: found.records,
        perSecond,
        secondsLeft: perSecond > 0 ? left / perSecond : undefined,
      });
    }
    return await write({ ...state, state: 'finished' }, []);
  } finally {
    await rejects.close();
  }
}

/** Records behind a line in arrays of the batch's size; the header and empty lines are left out. */
async function* batchesAfter(
  { file, batchSize = 500 }: BalanceImportOptions,
  format: Format,
  line: number,
): AsyncGenerator<FileRecord[]> {
  const first = Math.max(line, format === 'csv' ? 1 : 0);
  let batch: FileRecord[] = [];
  for await (const records of readRecords(file, format, { bytes: 0, totalBytes: 0 }))
    for (const record of records) {
      if (record.line <= first || record.raw.trim() === '') continue;
      batch.push(record);
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
  if (batch.length > 0) yield batch;
}

async function writeBatch(
  ctx: Ctx,
  batch: readonly FileRecord[],
  header: Header,
  before: BalanceTotals,
): Promise<{ totals: BalanceTotals; rejected: Reject[] }> {
  const totals = { ...before, lines: before.lines + batch.length, rejects: { ...before.rejects } };
  const rejected: Reject[] = [];
  const reject = ({ line, raw }: FileRecord, reason: string) => {
    rejected.push({ line, reason, raw });
    totals.rejects[reason] = (totals.rejects[reason] ?? 0) + 1;
  };
  const parsed = batch.map((record) => ({
    record,
    balance: openingBalance.safeParse(readBalance(record, header)),
  }));
  const good = parsed.flatMap(({ record, balance }) =>
    balance.success ? [{ record, balance: balance.data }] : [],
  );
  for (const { record, balance } of parsed)
    if (!balance.success) reject(record, `validation:${balance.error.issues[0]?.path.join('.') || 'line'}`);
  const opened = await openMany(
    ctx,
    good.map(({ balance }) => balance),
  );
  for (const [index, result] of opened.entries()) {
    if (result.status === 'rejected') reject((good[index] as { record: FileRecord }).record, result.code);
    else if (result.status === 'duplicate') totals.duplicates++;
    else {
      totals.credited++;
      totals.points += result.points;
    }
  }
  rejected.sort((a, b) => a.line - b.line);
  return { totals, rejected };
}

/** A record as the API takes a balance; undefined where it cannot be read. */
function readBalance({ raw, fields }: FileRecord, header: Header): unknown {
  if (header.size === 0) {
    try {
      return JSON.parse(raw);
    } catch {
      return undefined;
    }
  }
  if (fields?.length !== header.size) return undefined;
  const value: Record<string, unknown> = {};
  for (const name of columns) {
    const text = fields[header.get(name) ?? -1]?.trim();
    if (text) value[name] = name === 'points' && /^\d+$/.test(text) ? Number(text) : text;
  }
  return value;
}
