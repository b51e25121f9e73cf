import type { Timeline } from '../../../platform/module.ts';
import { bookOf } from '../definitions/book.ts';
import { nameOf } from '../definitions/names.ts';
import { isVisible, kindOf } from '../definitions/present.ts';
import { builtIns, rfmGroups } from '../definitions/system.ts';
import { readTimeline } from './sql-personal.ts';

/** Segments in the timeline of a customer: entered, left. Customers see those that are made visible to them. */
export const timeline: Timeline = {
  permission: 'segments.read',
  async read(ctx, query) {
    const book = await bookOf(ctx);
    const rowOf = (key: string) => book.rows.find((row) => row.key === key);
    const hidden = query.forStaff
      ? []
      : [...new Set([...builtIns, ...rfmGroups, ...book.rows.map(({ key }) => key)])].filter(
          (key) => !isVisible(key, rowOf(key)),
        );
    const rows = await readTimeline(ctx.tx, ctx.storeId, query, hidden);
    return rows.map(({ id, at, happened, segment }) => {
      const kind = kindOf(segment, rowOf(segment));
      const name = kind ? nameOf(segment, kind, rowOf(segment))[ctx.language] : segment;
      return { id, at, kind: `segment.${happened}`, params: { segment: name }, links: { segment } };
    });
  },
};
