import { type BulkAudience, customerFilter, maxBulkCustomers } from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';

/**
 * The customers whom an audience holds now, one more than an operation takes at most where there are more.
 * Throws `not_found`, naming the places, where a selection has customers who do not exist.
 */
export async function idsOf(ctx: Ctx, audience: BulkAudience): Promise<string[]> {
  if (audience.kind === 'customers') return selected(ctx, audience.customerIds);
  const rows = await customers.idsAfter(ctx, asksOf(audience), undefined, maxBulkCustomers + 1);
  return rows.map((row) => row.id);
}

/** The tag or segment by which an audience is known later; what a filter asked for is not kept, as names can stand in it. */
export function nameOf(audience: BulkAudience): string | null {
  if (audience.kind === 'tag') return audience.tag;
  return audience.kind === 'segment' ? audience.segment : null;
}

function asksOf(audience: Exclude<BulkAudience, { kind: 'customers' }>): customers.Asks {
  const filter =
    audience.kind === 'tag'
      ? { tags: [audience.tag] }
      : audience.kind === 'segment'
        ? { segment: audience.segment }
        : audience.filter;
  const { page: _page, limit: _limit, cursor: _cursor, ...asks } = customerFilter.parse(filter);
  return asks;
}

async function selected(ctx: Ctx, refs: readonly string[]): Promise<string[]> {
  const found = await customers.resolveMany(ctx, refs);
  const unknown = refs.flatMap((ref, at) => (found.has(ref) ? [] : [`audience.customerIds.${at}`]));
  if (unknown.length > 0) {
    const message = translate(ctx.language, 'error.not_found');
    throw new AppError('not_found', { errors: unknown.slice(0, 50).map((field) => ({ field, message })) });
  }
  return [...new Set([...found.values()].map((customer) => customer.id))];
}
