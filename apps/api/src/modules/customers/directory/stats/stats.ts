import type { customersDirectoryContract, InputOf, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../../platform/context.ts';
import * as settings from '../../../settings/index.ts';
import { dayIn } from '../../profile/rules.ts';
import { growthRange, valuesOf } from './rules.ts';
import { foldChanges, readCounts, readGrowth } from './sql.ts';

type Stats = (typeof customersDirectoryContract)['stats'];

/** Counts and growth of the store's customers, from what triggers keep: two reads, however many there are. */
export async function stats(ctx: Ctx, input: InputOf<Stats>): Promise<OutputOf<Stats>> {
  const { timeZone } = await settings.store(ctx);
  const range = growthRange(input, dayIn(timeZone, ctx.now));
  const [rows, periods] = await Promise.all([
    readCounts(ctx.tx, ctx.storeId),
    readGrowth(ctx.tx, ctx.storeId, { ...range, timeZone }),
  ]);
  const byStatus = valuesOf(rows, 'status');
  return {
    total: byStatus.reduce((sum, { key, count }) => (key === 'merged' ? sum : sum + count), 0),
    byStatus,
    byType: valuesOf(rows, 'type'),
    bySegment: valuesOf(rows, 'segment'),
    byTier: valuesOf(rows, 'tier'),
    byLanguage: valuesOf(rows, 'language'),
    bySource: valuesOf(rows, 'source').slice(0, 100),
    growth: { ...range, periods },
  };
}

const foldedAtOnce = 20_000;

/** Folds changes into the counts; returns whether more are left. */
export async function foldCounts(ctx: Ctx): Promise<boolean> {
  return (await foldChanges(ctx.tx, ctx.storeId, foldedAtOnce)) === foldedAtOnce;
}
