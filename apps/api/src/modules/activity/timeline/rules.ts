import { AppError } from '../../../platform/errors.ts';
import type { TimelineQuery } from '../../../platform/module.ts';

/** What is ordered by time, newest first, and at one instant by id. */
interface Placed {
  at: Date;
  id: string;
}

const newestFirst = (a: Placed, b: Placed) =>
  b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/** One page out of several sources' newest entries; each source gave one more than the page holds, if it has them. */
export function pageOf<T extends Placed>(
  entries: readonly T[],
  limit: number,
): { shown: T[]; nextCursor: string | null } {
  const sorted = [...entries].sort(newestFirst);
  const shown = sorted.slice(0, limit);
  const last = sorted.length > limit ? shown.at(-1) : undefined;
  return { shown, nextCursor: last ? writeCursor(last) : null };
}

function writeCursor({ at, id }: Placed): string {
  return Buffer.from(`${at.getTime()} ${id}`).toString('base64url');
}

const cursorShape = /^(-?\d{1,14}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Where the next page begins. @throws AppError cursor_invalid */
export function readCursor(cursor: string | undefined): TimelineQuery['before'] {
  if (cursor === undefined) return null;
  const [, time, id] = cursorShape.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (time === undefined || id === undefined) throw new AppError('cursor_invalid', { field: 'cursor' });
  return { at: new Date(Number(time)), id };
}
