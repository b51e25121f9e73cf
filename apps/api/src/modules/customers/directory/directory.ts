import type { customersContract, InputOf, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { showCustomers } from '../profile/present.ts';
import { boundOf, fingerprint, readCursor, type Sort, writeCursor } from './rules.ts';
import { find } from './search/search.ts';
import { countCustomers, type Filter, type PageRow, pageOfIds } from './sql.ts';

type Input = InputOf<(typeof customersContract)['list']>;
/** What a list is narrowed to and ordered by, without its pages. */
export type Asks = Omit<Input, 'page' | 'limit' | 'cursor'>;

/**
 * The customers that all given filters let through, a page at a time: by number, or after a cursor, which
 * costs the same however far the page lies. The list is counted once; the cursor carries the total.
 */
export async function list(ctx: Ctx, input: Input): Promise<OutputOf<(typeof customersContract)['list']>> {
  const { page: asked, limit, cursor, ...asks } = input;
  const sort = sortOf(asks);
  const print = fingerprint({ ...asks, sort });
  const after = cursor === undefined ? undefined : readCursor(cursor, sort, print);
  if (cursor !== undefined && !after) throw new AppError('cursor_invalid', { field: 'cursor' });
  const page = after ? after.page + 1 : asked;

  const { filter, isCapped } = await filterOf(ctx, asks);
  const [total, rows] = await Promise.all([
    after ? after.total : countCustomers(ctx.tx, ctx.storeId, filter),
    pageOfIds(ctx.tx, ctx.storeId, filter, {
      sort,
      descending: isDescending(asks),
      limit: limit + 1,
      offset: after ? 0 : (page - 1) * limit,
      after,
    }),
  ]);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    customers: await showCustomers(
      ctx,
      shown.map((row) => row.id),
    ),
    total,
    totalCapped: isCapped,
    page,
    limit,
    totalPages: Math.ceil(total / limit),
    nextCursor: last ? writeCursor({ key: last.key, id: last.id, filter: print, total, page }) : null,
  };
}

/** The ids of a list after a row of it, `limit` at most. */
export async function idsAfter(
  ctx: Ctx,
  asks: Asks,
  after: PageRow | undefined,
  limit: number,
): Promise<PageRow[]> {
  const { filter } = await filterOf(ctx, asks);
  const order = { sort: sortOf(asks), descending: isDescending(asks) };
  return pageOfIds(ctx.tx, ctx.storeId, filter, { ...order, limit, offset: 0, after });
}

function sortOf(asks: Asks): Sort {
  const asked = asks.sortBy ?? 'relevance';
  return asked === 'relevance' && !asks.query ? 'createdAt' : asked;
}

/** The best comes first, whatever direction the other orders were asked for. */
function isDescending(asks: Asks): boolean {
  return sortOf(asks) !== 'relevance' && asks.sortOrder === 'desc';
}

async function filterOf(ctx: Ctx, asks: Asks): Promise<{ filter: Filter; isCapped: boolean }> {
  const { timeZone } = await settings.store(ctx);
  const found = asks.query ? await find(ctx, asks.query) : undefined;
  const bound = (value: string | undefined) => (value === undefined ? undefined : boundOf(value));
  const filter: Filter = {
    timeZone,
    ids: found?.ids,
    status: asks.status,
    type: asks.type,
    segment: asks.segment || undefined,
    tier: asks.tier || undefined,
    tags: asks.tags?.length ? asks.tags : undefined,
    matchAny: asks.match === 'any',
    createdFrom: bound(asks.createdFrom),
    createdTo: bound(asks.createdTo),
    lastVisitFrom: bound(asks.lastVisitFrom),
    lastVisitTo: bound(asks.lastVisitTo),
    totalSpentMin: asks.totalSpentMin,
    totalSpentMax: asks.totalSpentMax,
  };
  return { filter, isCapped: found?.isCapped ?? false };
}
