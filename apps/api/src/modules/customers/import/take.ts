import { errorMessage, translate } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { createMany, previewMany } from '../profile/bulk.ts';
import { type Plan, type Row, readRow } from './rows.ts';
import type { ImportTotals } from './sql.ts';

/** A row of a file, or one that was sent, with its line; undefined cells where it cannot be read at all. */
export interface Numbered {
  line: number;
  cells: Row | undefined;
}

export interface Rejected {
  line: number;
  /** A code, or `validation:` and the field. */
  reason: string;
}

const options = { whole: true, consentSource: 'import' } as const;

/** Makes customers of rows: one set, however many. Answers the totals moved on, and what was rejected. */
export async function takeRows(
  ctx: Ctx,
  rows: readonly Numbered[],
  plan: Plan,
  before: ImportTotals,
): Promise<{ totals: ImportTotals; rejected: Rejected[] }> {
  const totals = { ...before, lines: before.lines + rows.length, rejects: { ...before.rejects } };
  const rejected: Rejected[] = [];
  const read = rows.map((row) => readable(ctx, row, plan));
  const customers = read.flatMap((row) => (row instanceof AppError ? [] : [row]));
  const made = (await createMany(ctx, customers, options)).values();
  for (const [index, { line }] of rows.entries()) {
    const faulty = read[index];
    const result = faulty instanceof AppError ? faulty : made.next().value;
    if (result instanceof AppError) {
      const reason = reasonOf(result);
      rejected.push({ line, reason });
      totals.rejects[reason] = (totals.rejects[reason] ?? 0) + 1;
    } else if (result?.created) totals.created++;
    else totals.known++;
  }
  return { totals, rejected };
}

/** The customer of a row, or what is wrong with it in the caller's language. */
function readable(ctx: Ctx, { cells }: Numbered, plan: Plan) {
  const read = cells === undefined ? { field: 'line', message: 'invalid' } : readRow(cells, plan);
  if ('customer' in read) {
    const { createdAt } = read.customer;
    return createdAt && createdAt > ctx.now
      ? new AppError('date_in_future', { field: 'createdAt' })
      : read.customer;
  }
  const message = translate(ctx.language, `validation.${read.message}`);
  return new AppError('validation', { errors: [{ field: read.field, message }] });
}

function reasonOf(error: AppError): string {
  const field = error.options.errors?.[0]?.field ?? error.options.field;
  return error.code === 'validation' && field ? `validation:${field}` : error.code;
}

/** A row as an import would take it. */
export interface PreviewRow {
  line: number;
  result: 'new' | 'known' | 'rejected';
  reason: string | null;
  field: string | null;
  message: string | null;
  customer: Record<string, unknown> | null;
}

/** What an import of these rows would do, row by row; nothing is written. */
export async function previewRows(ctx: Ctx, rows: readonly Numbered[], plan: Plan): Promise<PreviewRow[]> {
  const read = rows.map((row) => readable(ctx, row, plan));
  const customers = read.flatMap((row) => (row instanceof AppError ? [] : [row]));
  const looked = (await previewMany(ctx, customers, options)).values();
  return rows.map(({ line }, index) => {
    const faulty = read[index];
    const result = faulty instanceof AppError ? faulty : looked.next().value;
    if (!result || result instanceof AppError) return refused(ctx, line, result ?? new AppError('conflict'));
    const { customer } = result;
    const stored = { ...customer, createdAt: customer.createdAt.toISOString() };
    const outcome = result.known ? 'known' : 'new';
    return { line, result: outcome, reason: null, field: null, message: null, customer: stored };
  });
}

function refused(ctx: Ctx, line: number, error: AppError): PreviewRow {
  const first = error.options.errors?.[0];
  return {
    line,
    result: 'rejected',
    reason: reasonOf(error),
    field: first?.field ?? error.options.field ?? null,
    message: first?.message ?? errorMessage(ctx.language, error.code, error.options.params),
    customer: null,
  };
}

/** Reasons with how often each occurs, the most frequent first. */
export function problemsOf(rejects: Readonly<Record<string, number>>): { reason: string; count: number }[] {
  return Object.entries(rejects)
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
