import type { customersContract, InputOf, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { showCustomers } from '../profile/present.ts';
import { boundOf, fingerprint, readCursor, searchOf, writeCursor } from './rules.ts';
import { countCustomers, type Filter, pageOfIds, searchIds } from './sql.ts';

type Input = InputOf<(typeof customersContract)['list']>;

/** Most customers that a typed query finds; who looks for one of more types another letter. */
const searchLimit = 1000;

/**
 * The customers that all given filters let through, a page at a time: by number, or after a cursor, which
 * costs the same however far the page lies. The list is counted once; the cursor carries the total.
 */
export async function list(ctx: Ctx, input: Input): Promise<OutputOf<(typeof customersContract)['list']>> {
  const { page: asked, limit, cursor, ...asks } = input;
  const print = fingerprint(asks);
  const after = cursor === undefined ? undefined : readCursor(cursor, asks.sortBy, print);
  if (cursor !== undefined && !after) throw new AppError('cursor_invalid', { field: 'cursor' });
  const page = after ? after.page + 1 : asked;

  const filter = await filterOf(ctx, asks);
  const [total, rows] = await Promise.all([
    after ? after.total : countCustomers(ctx.tx, ctx.storeId, filter),
    pageOfIds(ctx.tx, ctx.storeId, filter, {
      sort: asks.sortBy,
      descending: asks.sortOrder === 'desc',
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
    page,
    limit,
    totalPages: Math.ceil(total / limit),
    nextCursor: last ? writeCursor({ key: last.key, id: last.id, filter: print, total, page }) : null,
  };
}

async function filterOf(ctx: Ctx, asks: Omit<Input, 'page' | 'limit' | 'cursor'>): Promise<Filter> {
  const { timeZone } = await settings.store(ctx);
  const bound = (value: string | undefined) => (value === undefined ? undefined : boundOf(value));
  return {
    timeZone,
    ids: asks.query ? await find(ctx, asks.query) : undefined,
    status: asks.status,
    type: asks.type,
    segment: asks.segment || undefined,
    tier: asks.tier || undefined,
    tags: asks.tags?.length ? asks.tags : undefined,
    createdFrom: bound(asks.createdFrom),
    createdTo: bound(asks.createdTo),
    lastVisitFrom: bound(asks.lastVisitFrom),
    lastVisitTo: bound(asks.lastVisitTo),
    totalSpentMin: asks.totalSpentMin,
    totalSpentMax: asks.totalSpentMax,
  };
}

async function find(ctx: Ctx, query: string): Promise<string[]> {
  const search = searchOf(query);
  return search ? searchIds(ctx.tx, ctx.storeId, search, searchLimit) : [];
}
