import type { CustomerSegments, InputOf, segmentsContract } from '@wafa/contract';
import { type Ctx, customerOf } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { type Book, bookOf } from '../definitions/book.ts';
import { customerTextOf, nameOf } from '../definitions/names.ts';
import { freshness, isVisible, kindOf } from '../definitions/present.ts';
import { builtIns } from '../definitions/system.ts';
import { nextByOrders } from './next.ts';
import {
  dynamicReasons,
  manualReason,
  type Reason,
  type SystemFigures,
  systemFigures,
  systemReason,
} from './reasons.ts';
import { readPlaces } from './sql.ts';

/**
 * The segments of a customer, since when and why. The customer sees those that are made visible to customers,
 * with friendly words; never that they are at risk or churned, unless the store says so.
 * @throws AppError not_found
 */
export async function ofCustomer(
  ctx: Ctx,
  input: InputOf<(typeof segmentsContract)['ofCustomer']>,
): Promise<CustomerSegments> {
  const customerId = await customers.require(ctx, input.customerId);
  ctx.concerns(customerId);
  return segmentsOf(ctx, customerId);
}

export async function segmentsOf(ctx: Ctx, customerId: string): Promise<CustomerSegments> {
  const isSelf = customerOf(ctx.actor) !== undefined;
  const [book, places] = await Promise.all([bookOf(ctx), readPlaces(ctx.tx, ctx.storeId, customerId)]);
  const rowOf = (key: string) => book.rows.find((row) => row.key === key);
  const known = places.filter(
    ({ key }) => kindOf(key, rowOf(key)) && (!isSelf || isVisible(key, rowOf(key))),
  );
  const figures = (await systemFigures(ctx, book, [customerId])).get(customerId);
  const reasonOf = isSelf ? async () => null : await reasonsOf(ctx, book, customerId, figures);
  const segments = await Promise.all(
    known.map(async ({ key, since, reason }) => {
      const row = rowOf(key);
      const kind = kindOf(key, row) ?? 'manual';
      const { evaluatedAt, evaluatedBy } = freshness(book, kind, row);
      return {
        key,
        kind,
        name: nameOf(key, kind, row),
        text: customerTextOf(key, kind, row),
        benefits: row?.benefits ?? [],
        since: since.toISOString(),
        why: await reasonOf(key, reason),
        evaluatedAt: evaluatedAt?.toISOString() ?? null,
        evaluatedBy,
      };
    }),
  );
  const single = builtIns.find((key) => places.some((place) => place.key === key)) ?? null;
  const scored = isSelf ? undefined : figures;
  const { recency, frequency, monetary } = scored ?? {};
  const group = places.find(({ key }) => kindOf(key, rowOf(key)) === 'rfm')?.key;
  return {
    customerId,
    segment: single !== null && (!isSelf || isVisible(single, rowOf(single))) ? single : null,
    segments,
    next: figures ? nextByOrders(book, figures.inWindow) : null,
    rfm: recency && frequency && monetary && group ? { recency, frequency, monetary, group } : null,
  };
}

async function reasonsOf(
  ctx: Ctx,
  book: Book,
  customerId: string,
  figures: SystemFigures | undefined,
): Promise<(key: string, manual: string | null) => Promise<Reason>> {
  const { currency } = await settings.store(ctx);
  return async (key, manual) => {
    const kind = kindOf(
      key,
      book.rows.find((row) => row.key === key),
    );
    if (!kind || kind === 'manual') return manualReason(manual);
    const dynamic = book.dynamics.find((one) => one.key === key);
    if (dynamic) return (await dynamicReasons(ctx, book, dynamic, [customerId]))(customerId);
    return systemReason(key, kind, figures, book, currency);
  };
}
