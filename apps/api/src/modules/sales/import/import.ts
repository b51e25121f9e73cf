/**
 * Import of orders from a file: streamed in batches, each in one transaction by the code of the main job.
 *
 * The file is read twice: once to know it (readable to its end, header, hash, documents that do not stand
 * together), then to write it; Online Retail's 542,000 lines take half a second a reading. The cursor
 * commits with each batch, so an import killed anywhere goes on where it was; run again when finished, it
 * answers what it came to and changes nothing. An import is history: no events are emitted for it, so
 * nobody is messaged about orders of long ago.
 */
import { basename } from 'node:path';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { ImportError } from '../../../platform/files/records.ts';
import { RejectsFile } from '../../../platform/files/rejects.ts';
import * as segments from '../../segments/index.ts';
import * as settings from '../../settings/index.ts';
import { type BatchResult, importBatch, type KnownCustomers } from './batch.ts';
import { type Completed, readDocuments, type Scan, scan } from './documents.ts';
import type { Preset, StoreSettings } from './preset.ts';
import { csv, jsonl } from './presets/canonical.ts';
import { onlineRetail } from './presets/online-retail.ts';
import { analyze, type ImportState, openImport, saveImport } from './sql.ts';
import { addTotals, type ImportTotals, noTotals } from './totals.ts';

const presets: Readonly<Record<string, Preset>> = { 'online-retail': onlineRetail, csv, jsonl };

/** Names of the kinds of files that can be imported. */
export const presetNames = Object.keys(presets);

export interface ImportOptions {
  /** Runs work in one transaction of the store, as the system. */
  runInStore: <T>(storeId: string, work: (ctx: Ctx) => Promise<T>) => Promise<T>;
  storeId: string;
  /** Path of a CSV or JSONL file, gzipped or not. */
  file: string;
  /** One of `presetNames`. */
  preset: string;
  /** Where rejected lines go; `<file name>.rejects.csv` in the working directory unless given. */
  rejectsFile?: string;
  /** IANA zone of times without an offset; else the preset's, else the store's. */
  timeZone?: string;
  /** Documents in a transaction; 500 unless given. */
  batchSize?: number;
  onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  /** Records of the file dealt with, those of an earlier run included, and in all. */
  done: number;
  total: number;
  /** Of this run. */
  perSecond: number;
  /** Undefined until the first batch is in. */
  secondsLeft: number | undefined;
}

export interface ImportReport {
  currency: string;
  totals: ImportTotals;
  /** Gross less refunds, in minor units. */
  net: number;
  /** Points earned less points taken back. */
  points: number;
  rejectsFile: string;
  /** The file had been imported to its end before; nothing was written. */
  alreadyFinished: boolean;
  /** This run went on where an earlier one had stopped. */
  resumed: boolean;
  seconds: number;
}

/**
 * Imports the orders of a file. Throws ImportError with a sentence for the person at the console (file
 * unreadable, not gzip, cut off, wrong header, rejects not writable, another import running), or AppError
 * `currency_mismatch`, `storage_full`, `unavailable`. What had been committed stays, and the same command
 * goes on from there.
 */
export async function importOrders(options: ImportOptions): Promise<ImportReport> {
  const begun = performance.now();
  const preset = presets[options.preset];
  if (!preset)
    throw new ImportError(`there is no preset "${options.preset}"; there are ${presetNames.join(', ')}`);
  const found = await scan(options.file, preset);
  const store = await options.runInStore(options.storeId, (ctx) => storeSettings(ctx, preset, options));
  const file = { preset: preset.name, hash: found.hash, name: basename(options.file) };
  const open = async (ctx: Ctx) => {
    const state = await openImport(ctx.tx, ctx.storeId, file, {
      id: ctx.newId(),
      now: ctx.now,
      totals: noTotals(),
    });
    if (!state) throw new ImportError('another import is writing to this store; wait for its end');
    return state;
  };
  const state = await options.runInStore(options.storeId, open);
  const rejectsFile = options.rejectsFile ?? `${basename(options.file)}.rejects.csv`;
  const ended =
    state.state === 'finished'
      ? state
      : await new Run(options, preset, found, store, open).go(state, rejectsFile);
  const { totals } = ended;
  return {
    currency: store.currency,
    totals,
    net: totals.gross - totals.refunded,
    points: totals.pointsEarned - totals.pointsTaken,
    rejectsFile,
    alreadyFinished: state.state === 'finished',
    resumed: state.state === 'running' && state.line > 0,
    seconds: (performance.now() - begun) / 1000,
  };
}

async function storeSettings(ctx: Ctx, preset: Preset, options: ImportOptions): Promise<StoreSettings> {
  const { currency, currencyExponent, timeZone } = await settings.store(ctx);
  if (preset.currency !== undefined && preset.currency !== currency) {
    throw new AppError('currency_mismatch', {
      detail: `"${preset.name}" is in ${preset.currency}, the store in ${currency}`,
    });
  }
  return { currency, currencyExponent, timeZone: options.timeZone ?? preset.timeZone ?? timeZone };
}

/** One run over a file. */
class Run {
  private readonly begun = performance.now();
  private readonly customers: KnownCustomers = new Map();

  constructor(
    private readonly options: ImportOptions,
    private readonly preset: Preset,
    private readonly found: Scan,
    private readonly store: StoreSettings,
    private readonly open: (ctx: Ctx) => Promise<ImportState>,
  ) {}

  async go(from: ImportState, rejectsPath: string): Promise<ImportState> {
    const rejects = await RejectsFile.open(rejectsPath, from.rejectsBytes);
    try {
      let state = from;
      const { file } = this.options;
      const batches = inBatches(
        readDocuments(file, this.preset, this.found, this.store, from.line),
        this.options.batchSize ?? 500,
      );
      // The next batch is read and parsed while the database works on this one.
      let next = batches.next();
      for (let number = 1; ; number++) {
        const { value: batch, done } = await next;
        if (done) break;
        next = batches.next();
        next.catch(() => undefined);
        state = await this.write(state, batch, rejects);
        if (analyzedAfter.has(number))
          await this.options.runInStore(this.options.storeId, (ctx) => analyze(ctx.tx));
        this.report(state, from);
      }
      return await this.write({ ...state, state: 'finished' }, [], rejects);
    } finally {
      await rejects.close();
    }
  }

  /** Writes a batch, its rejects and how far it brings the import, in one transaction. */
  private async write(
    state: ImportState,
    batch: readonly Completed[],
    rejects: RejectsFile,
  ): Promise<ImportState> {
    const [after, result] = await this.options.runInStore(
      this.options.storeId,
      async (ctx): Promise<[ImportState, BatchResult]> => {
        const current = await this.open(ctx);
        if (current.line !== state.line) throw new ImportError('another import of this file is running');
        const result = await importBatch(
          quiet(ctx),
          batch.map(({ document }) => document),
          this.customers,
        );
        const moved = {
          ...state,
          line: batch.at(-1)?.line ?? state.line,
          rejectsBytes: await rejects.write(state.rejectsBytes, result.rejects),
          totals: addTotals(state.totals, result.totals),
        };
        await saveImport(ctx.tx, ctx.storeId, ctx.now, moved);
        if (moved.state === 'finished')
          await segments.requestEvaluation(ctx, { cause: 'full', segment: null, isChange: true });
        return [moved, result];
      },
    );
    for (const [key, id] of result.customers) this.customers.set(key, id);
    return after;
  }

  private report({ totals }: ImportState, from: ImportState): void {
    const perSecond = (totals.lines - from.totals.lines) / ((performance.now() - this.begun) / 1000);
    this.options.onProgress?.({
      done: totals.lines,
      total: this.found.records,
      perSecond,
      secondsLeft: perSecond > 0 ? (this.found.records - totals.lines) / perSecond : undefined,
    });
  }
}

/** Batches of a run after which the planner learns how large the tables have become. */
const analyzedAfter: ReadonlySet<number> = new Set([1, 4, 16]);

/** The context of history: events are not emitted. */
function quiet(ctx: Ctx): Ctx {
  return Object.create(ctx, { emit: { value: () => undefined } }) as Ctx;
}

/** Documents in arrays of a size; fewer where they are long, so that a transaction stays short. */
async function* inBatches(source: AsyncIterable<Completed[]>, size: number): AsyncGenerator<Completed[]> {
  let batch: Completed[] = [];
  let records = 0;
  for await (const items of source) {
    for (const item of items) {
      batch.push(item);
      records += item.document.records.length;
      if (batch.length < size && records < maxRecordsOfBatch) continue;
      yield batch;
      batch = [];
      records = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

const maxRecordsOfBatch = 20_000;
