import { setImmediate } from 'node:timers/promises';
import { recommender } from '@wafa/predict';
import type { Ctx } from '../../../platform/context.ts';
import { readBaskets, type Until } from '../histories/sql.ts';
import type { BasketDays } from '../models/items.ts';
import { readItemModel } from '../models/sql.ts';
import { type DatedBaskets, type Items, type List, listsOf } from './rules.ts';
import { readUnsold, writeLists } from './sql.ts';

/** Customers between two breaths of the process: 100 take 10 to 50 ms. */
const breath = 100;

/** Makes the lists of customers by the items of a recalculation and keeps them: four round trips. */
export async function recommendTo(
  ctx: Ctx,
  recalculationId: string,
  ids: readonly string[],
  until: Until,
): Promise<void> {
  const [items, rows] = await Promise.all([
    readItems(ctx, recalculationId),
    readBaskets(ctx.tx, ctx.storeId, ids, until),
  ]);
  if (!items) return;
  const untilDay = Date.parse(until.untilDay) / 86_400_000;
  const lists: List[] = [];
  for (const [at, row] of rows.entries()) {
    if (at % breath === 0) await setImmediate();
    lists.push(...listsOf(dated(row), items, untilDay));
  }
  await writeLists(ctx.tx, ctx.storeId, ctx.now, ids, lists);
}

async function readItems(ctx: Ctx, recalculationId: string): Promise<Items | undefined> {
  const [kept, unsold] = await Promise.all([
    readItemModel(ctx.tx, ctx.storeId, recalculationId),
    readUnsold(ctx.tx, ctx.storeId),
  ]);
  if (!kept) return undefined;
  const { rates, usualRate, ...weights } = kept;
  return {
    recommender: recommender({ kind: 'ease', buyers: new Uint32Array(kept.items.length), ...weights }),
    repurchase: { rates: new Map(rates), usual: usualRate },
    unsold,
  };
}

function dated({ customerId, baskets }: BasketDays): DatedBaskets {
  const parsed = JSON.parse(baskets) as [number, string[]][];
  return { customerId, baskets: parsed.map(([day, skus]) => ({ day, skus })) };
}
