import type { SegmentNumbers } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import * as settings from '../../settings/index.ts';
import { type Dynamic, inOrder } from '../rules/references.ts';
import type { CheckedGroup } from '../rules/types.ts';
import { type ModelRow, readModel, readSegments, readSettings, type SegmentRow } from './sql.ts';
import { builtIns, defaultNumbers, rfmGroups } from './system.ts';

/** Everything that decides who is in which segment of a store. */
export interface Book {
  numbers: SegmentNumbers;
  model: ModelRow;
  rows: readonly SegmentRow[];
  /** Dynamic segments that are in use, each after those that its rules name. */
  dynamics: readonly Dynamic[];
  /** Keys of manual segments in use. */
  manual: readonly string[];
  /** Keys that an evaluation decides. Of manual ones only whether their members can be in a segment. */
  decided: readonly string[];
}

const cache = new settings.Cache<Book>();

/**
 * The segments of the store, from the process's memory when warm: an edit is seen at once in this process, and
 * in others within the 15 s of `settings.Cache`, before the evaluation that follows an edit ends.
 */
export async function bookOf(ctx: Ctx): Promise<Book> {
  return cache.peek(ctx.storeId) ?? cache.get(ctx.storeId, () => readBook(ctx));
}

/** The same as this transaction sees it. */
export async function readBook(ctx: Ctx): Promise<Book> {
  const [{ numbers }, model, rows] = await Promise.all([
    readSettings(ctx.tx, ctx.storeId),
    readModel(ctx.tx, ctx.storeId),
    readSegments(ctx.tx, ctx.storeId),
  ]);
  const own = rows.filter(({ archivedAt }) => archivedAt === null);
  const dynamics = inOrder(
    own.flatMap(({ key, kind, rules }) =>
      kind === 'dynamic' ? [{ key, rules: rules as CheckedGroup }] : [],
    ),
  );
  const manual = own.flatMap(({ key, kind }) => (kind === 'manual' ? [key] : []));
  return {
    numbers: { ...defaultNumbers, ...numbers },
    model,
    rows,
    dynamics,
    manual,
    decided: [
      ...builtIns,
      ...rfmGroups,
      ...rows.flatMap(({ key, kind }) => (kind === 'cluster' ? [key] : [])),
      ...dynamics.map(({ key }) => key),
      ...manual,
    ],
  };
}

/** Keys of the segments that customers of the store can be in now, whether somebody is or not. */
export async function keysInUse(ctx: Ctx): Promise<ReadonlySet<string>> {
  return new Set((await bookOf(ctx)).decided);
}

/** Lets go of what was read, in this process; at once and once more when the change is committed. */
export function forgetBook(ctx: Ctx): void {
  cache.drop(ctx.storeId);
  ctx.afterCommit(() => cache.drop(ctx.storeId));
}
