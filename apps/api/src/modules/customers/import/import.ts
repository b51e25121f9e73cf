/**
 * Import of customers sent as rows: the preview, and a job that takes them in steps. Each row is written
 * once by its source id, so that a step that runs again, or the same rows sent again, change nothing.
 */
import { createHash } from 'node:crypto';
import type {
  CustomerImport,
  customersImportContract,
  ImportMapping,
  InputOf,
  OutputOf,
} from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { byteOrderMark, csvLine } from '../../../platform/csv.ts';
import { AppError } from '../../../platform/errors.ts';
import type { Download, PageRunner } from '../../../platform/http/bind.ts';
import type { Job } from '../../../platform/module.ts';
import * as settings from '../../settings/index.ts';
import { findFields } from '../fields/sql.ts';
import { guessMapping } from './columns.ts';
import type { Plan, Row } from './rows.ts';
import {
  countImports,
  deleteRejects,
  endRows,
  findImports,
  findRows,
  type ImportState,
  insertRows,
  lockImport,
  openImport,
  type StoredRow,
  saveImport,
} from './sql.ts';
import { previewRows, problemsOf, takeRows } from './take.ts';

type Contract = typeof customersImportContract;
type Asked = Pick<InputOf<Contract['previewImport']>, 'rows' | 'mapping' | 'source'>;

/** Rows in one step of the job: a transaction of about a second. */
const stepSize = 500;
const importQueue = 'customers.import_rows';
const rejectsKeptMs = 7 * 86_400_000;
const shownFirst = 10;
const shownRejected = 50;

/** The plan for rows: what was chosen, the rest guessed. The first row is line 1. */
async function planFor(ctx: Ctx, { rows, mapping, source }: Asked): Promise<Plan & { columns: string[] }> {
  const definitions = await findFields(ctx.tx, ctx.storeId);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return { mapping: guessMapping(columns, definitions, mapping), source, definitions, columns };
}

const numbered = (rows: readonly Row[]) => rows.map((cells, at) => ({ line: at + 1, cells }));

export async function previewImport(
  ctx: Ctx,
  input: InputOf<Contract['previewImport']>,
): Promise<OutputOf<Contract['previewImport']>> {
  const { columns, ...plan } = await planFor(ctx, input);
  const rows = await previewRows(ctx, numbered(input.rows), plan);
  const used = new Set(Object.values(plan.mapping));
  const rejected = rows.filter((row) => row.result === 'rejected');
  const known = rows.filter((row) => row.result === 'known').length;
  const rejects: Record<string, number> = {};
  for (const { reason } of rejected) rejects[reason ?? ''] = (rejects[reason ?? ''] ?? 0) + 1;
  const later = rejected.filter(({ line }) => line > shownFirst).slice(0, shownRejected);
  return {
    mapping: plan.mapping,
    unused: columns.filter((column) => !used.has(column)),
    total: rows.length,
    valid: rows.length - rejected.length,
    known,
    rejected: rejected.length,
    problems: problemsOf(rejects),
    rows: [...rows.slice(0, shownFirst), ...later],
  };
}

/** Begins an import; rows that were sent before answer the import that they began. */
export async function startImport(
  ctx: Ctx,
  input: InputOf<Contract['startImport']>,
): Promise<CustomerImport> {
  const { mapping } = await planFor(ctx, input);
  const { rows, source, fileName = null } = input;
  const id = ctx.newId();
  const hash = digestOf(JSON.stringify(rows), mapping, source);
  const state = await openImport(ctx.tx, ctx.storeId, ctx.now, {
    id,
    hash,
    fileName,
    source,
    mapping,
    total: rows.length,
  });
  if (state.id !== id) return shown(state);
  await insertRows(ctx.tx, ctx.storeId, id, numbered(rows));
  await ctx.enqueue(importQueue, { importId: id });
  ctx.audit({
    action: 'customers.startImport',
    entity: 'import',
    entityId: id,
    after: { rows: rows.length, source, fileName },
  });
  return shown(state);
}

/** What makes two imports the same: contents, mapping and source. */
export function digestOf(contents: string | Buffer, mapping: ImportMapping, source: string): Buffer {
  const chosen = Object.entries(mapping).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(contents)
    .update(JSON.stringify([chosen, source]))
    .digest();
}

/** One step: the next rows that wait. */
export async function importRows(
  ctx: Ctx,
  data: { importId: string },
): Promise<{ importId: string } | undefined> {
  const state = await lockImport(ctx.tx, ctx.storeId, data.importId);
  if (state?.state !== 'running') return undefined;
  const { id, mapping, source } = state;
  const rows = await findRows(ctx.tx, ctx.storeId, id, { rejected: false, limit: stepSize });
  const plan = { mapping, source, definitions: await findFields(ctx.tx, ctx.storeId) };
  const { totals, rejected } = await takeRows(ctx, rows, plan, state.totals);
  const lines = rows.map(({ line }) => line);
  await endRows(ctx.tx, ctx.storeId, id, lines, rejected);
  const isLast = rows.length < stepSize;
  const moved: ImportState = { ...state, totals, line: lines.at(-1) ?? state.line };
  const ended: ImportState = { ...moved, state: 'finished', finishedAt: ctx.now };
  await saveImport(ctx.tx, ctx.storeId, ctx.now, isLast ? ended : moved);
  return isLast ? undefined : data;
}

export const importJob: Job<{ importId: string }> = { queue: importQueue, work: importRows };

/** Every night: what was rejected long ago goes, since nobody has agreed to its being kept. */
export const tidyImportsJob: Job = {
  queue: 'customers.tidy_imports',
  schedule: '40 2 * * *',
  work: async (ctx) => {
    await deleteRejects(ctx.tx, ctx.storeId, new Date(ctx.now.getTime() - rejectsKeptMs));
    return undefined;
  },
};

export async function imports(
  ctx: Ctx,
  input: InputOf<Contract['imports']>,
): Promise<OutputOf<Contract['imports']>> {
  const page = settings.pageOf(input);
  const [total, rows] = await Promise.all([
    countImports(ctx.tx, ctx.storeId),
    findImports(ctx.tx, ctx.storeId, page),
  ]);
  return { imports: rows.map(shown), ...settings.pageFacts(page, total) };
}

export async function importState(ctx: Ctx, input: InputOf<Contract['import']>): Promise<CustomerImport> {
  const [row] = await findImports(ctx.tx, ctx.storeId, { id: input.importId });
  if (!row) throw new AppError('not_found', { field: 'importId' });
  return shown(row);
}

function shown({ id, fileName, state, total, totals, startedAt, finishedAt }: ImportState): CustomerImport {
  const problems = problemsOf(totals.rejects);
  return {
    id,
    fileName,
    status: state === 'finished' ? 'DONE' : 'RUNNING',
    total,
    processed: totals.lines,
    created: totals.created,
    known: totals.known,
    rejected: problems.reduce((sum, { count }) => sum + count, 0),
    problems,
    createdAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

/** Rejected rows with their own columns, so that they can be put right and sent again. At most 5,000. */
export async function importRejects(
  page: PageRunner,
  input: InputOf<Contract['importRejects']>,
): Promise<Download> {
  const { importId } = input;
  const rows = await page(async (ctx) => {
    await importState(ctx, input);
    return findRows(ctx.tx, ctx.storeId, importId, { rejected: true, limit: 5000 });
  });
  return {
    contentType: 'text/csv; charset=utf-8',
    fileName: `import-${importId}.csv`,
    chunks: rejectLines(rows),
  };
}

async function* rejectLines(rows: readonly StoredRow[]): AsyncGenerator<string> {
  const columns = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
  yield byteOrderMark + csvLine(['line', 'reason', ...columns]);
  for (const { line, reason, cells } of rows)
    yield csvLine([line, reason, ...columns.map((column) => cells[column])]);
}
