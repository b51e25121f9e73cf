import type { Ctx } from '../../../platform/context.ts';
import * as settings from '../../settings/index.ts';
import { kindsOf } from '../kinds/kinds.ts';
import { localTime } from '../rules.ts';
import { type PlanContext, planDates } from './plan.ts';
import { putDates, readDates, readProfilesAfter, readSources } from './sql.ts';
import type { DateRow, SourceRow } from './types.ts';

/** The store's kinds and day. */
export async function planContext(ctx: Ctx): Promise<PlanContext & { timeZone: string }> {
  const [{ timeZone }, kinds] = await Promise.all([settings.store(ctx), kindsOf(ctx)]);
  const today = localTime(ctx.now, timeZone).day;
  return { kinds, today, now: ctx.now, newId: () => ctx.newId(), timeZone };
}

/** What stands about customers: their sources, and their dates as they should be, written or not. */
export async function plansOf(
  ctx: Ctx,
  customerIds: readonly string[],
  at: PlanContext & { timeZone: string },
  options: { anew?: boolean } = {},
): Promise<{ source: SourceRow; plan: ReturnType<typeof planDates> }[]> {
  const [sources, dates] = await Promise.all([
    readSources(ctx.tx, ctx.storeId, customerIds, at.timeZone),
    readDates(ctx.tx, ctx.storeId, customerIds),
  ]);
  const kept = new Map<string, DateRow[]>(sources.map(({ customerId }) => [customerId, []]));
  for (const row of dates) kept.get(row.customerId)?.push(options.anew ? withoutNext(row) : row);
  return sources.map((source) => ({
    source,
    plan: planDates(source, kept.get(source.customerId) ?? [], at),
  }));
}

const withoutNext = (row: DateRow): DateRow => ({ ...row, nextOn: null, nextYear: null });

/**
 * Brings the dates of customers in line with their profiles; three round trips for any number.
 * @param options.anew reckons every fall again, as after a change of the settings
 */
export async function keep(
  ctx: Ctx,
  customerIds: readonly string[],
  options: { anew?: boolean } = {},
): Promise<void> {
  if (customerIds.length === 0) return;
  const plans = await plansOf(ctx, customerIds, await planContext(ctx), options);
  const changed = plans.flatMap(({ plan }) =>
    plan.filter(({ isChanged }) => isChanged).map(({ row }) => row),
  );
  await putDates(ctx.tx, ctx.storeId, changed);
}

export interface KeepData {
  storeId: string;
  /** Everybody's falls anew; else only of customers whose dates are not as their profile says. */
  everyone?: boolean;
  /** The last customer done. */
  after?: string;
}

const firstId = '00000000-0000-0000-0000-000000000000';
const batchSize = 1_000;

/**
 * The next customers of a round over the store; returns where to go on. Finds whom no event told of, as
 * everybody who was there before this module. Safe to run twice or be killed.
 */
export async function keepNext(ctx: Ctx, data: KeepData, limit = batchSize): Promise<KeepData | undefined> {
  const { timeZone } = await settings.store(ctx);
  const page = { after: data.after ?? firstId, limit, timeZone };
  const rows = await readProfilesAfter(ctx.tx, ctx.storeId, page);
  const wanted = data.everyone ? rows : rows.filter(({ isStale }) => isStale);
  await keep(
    ctx,
    wanted.map(({ customerId }) => customerId),
    { anew: data.everyone ?? false },
  );
  return rows.length < limit ? undefined : { ...data, after: rows.at(-1)?.customerId };
}
