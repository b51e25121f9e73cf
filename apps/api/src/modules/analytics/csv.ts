import type { Ctx } from '../../platform/context.ts';
import { byteOrderMark, csvLine } from '../../platform/csv.ts';
import type { Download, PageRunner } from '../../platform/http/bind.ts';

export type Cell = string | number | boolean | null;
/** A column of a file: its heading, and its cell for a row. */
export type Column<R> = readonly [name: string, value: (row: R) => Cell];

/** A file of the rows: all at once, since a chart has few thousand of them at most. */
export function fileOf<R>(name: string, columns: readonly Column<R>[], rows: readonly R[]): Download {
  return {
    contentType: 'text/csv; charset=utf-8',
    fileName: `${name}.csv`,
    chunks: (async function* () {
      yield byteOrderMark + csvLine(columns.map(([heading]) => heading));
      for (const row of rows) yield csvLine(columns.map(([, value]) => value(row)));
    })(),
  };
}

/** The export of an operation: what it answers, as a file. */
export function exported<I, O>(
  operation: (ctx: Ctx, input: I) => Promise<O>,
  toFile: (answer: O) => Download,
): (page: PageRunner, input: I) => Promise<Download> {
  return async (page, input) => toFile(await page((ctx) => operation(ctx, input)));
}

/** Columns that are fields of the row under their own names. */
export function fieldsOf<R>(names: readonly (keyof R & string)[]): Column<R>[] {
  return names.map((name) => [name, (row) => row[name] as Cell]);
}
