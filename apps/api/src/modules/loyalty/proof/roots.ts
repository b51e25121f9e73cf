import type { InputOf, loyaltyProofContract, OutputOf } from '@wafa/contract';
import { fingerprint, type Root } from '@wafa/proof';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { countRoots, listRoots, rootOfDay } from './sql.ts';

type Contract = typeof loyaltyProofContract;

const published = (root: Root) => ({ root, fingerprint: fingerprint(root) });

/** Every root of the store, newest first, for anyone. Throws `store_unknown`. */
export async function roots(
  ctx: Ctx,
  input: InputOf<Contract['roots']>,
): Promise<OutputOf<Contract['roots']>> {
  const { limit } = input;
  if (input.cursor !== undefined && !/^[1-9]\d{0,5}$/.test(input.cursor))
    throw new AppError('cursor_invalid', { field: 'cursor' });
  const page = input.cursor ? Number(input.cursor) : input.page;
  const [found, total] = await Promise.all([
    listRoots(ctx.tx, ctx.storeId, { limit, offset: (page - 1) * limit }),
    countRoots(ctx.tx, ctx.storeId),
    settings.store(ctx),
  ]);
  const totalPages = Math.ceil(total / limit);
  return {
    roots: found.map(published),
    total,
    page,
    limit,
    totalPages,
    nextCursor: page < totalPages ? String(page + 1) : null,
  };
}

/** The root of one day. Throws `store_unknown`, `not_found`. */
export async function root(ctx: Ctx, input: InputOf<Contract['root']>): Promise<OutputOf<Contract['root']>> {
  const [found] = await Promise.all([rootOfDay(ctx.tx, ctx.storeId, input.day), settings.store(ctx)]);
  if (!found) throw new AppError('not_found', { field: 'day' });
  return published(found);
}
