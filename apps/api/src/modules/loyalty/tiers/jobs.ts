/**
 * Jobs of tiers. Time for 1,000 accounts, of 150,000 whose period ends at one instant, five days each in
 * the window (PostgreSQL 18, both cores busy with other work): judging 0.35 s, of which most is writing;
 * holding against an edited ladder 0.13 s; warning of tiers 0.13 s, of points 0.04 s. All go by index from
 * where the last batch ended, so a batch costs the same whatever the size of the store.
 */
import type { Ctx } from '../../../platform/context.ts';
import type { Job } from '../../../platform/module.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { type JudgedRow, retierRows, reviewRows } from './sql.ts';
import { type WarnData, warn } from './warn.ts';

/** Accounts per transaction: a small part of a second, so that no till waits long for a row. */
const batchSize = 1_000;
const firstId = '00000000-0000-0000-0000-000000000000';

/**
 * Judges tiers whose period is over; returns whether more may be left, since after a standstill an account
 * has several periods to be judged, one at a time. Safe to run twice or be killed.
 */
export async function review(ctx: Ctx, limit = batchSize): Promise<boolean> {
  const { timeZone } = await settings.store(ctx);
  const rows = await reviewRows(ctx.tx, ctx.storeId, { at: ctx.now, timeZone, limit, base: ctx.newId() });
  announce(ctx, rows);
  return rows.length > 0;
}

export interface RetierData {
  storeId: string;
  programmeId: string;
  /** Lower tiers too, and not only at the end of their period. */
  applyNow: boolean;
  /** The last account done. */
  after?: string;
}

/** Holds the next accounts against an edited ladder; returns where to go on, nothing at the end. */
export async function retier(ctx: Ctx, data: RetierData, limit = batchSize): Promise<RetierData | undefined> {
  const { timeZone } = await settings.store(ctx);
  const rows = await retierRows(ctx.tx, ctx.storeId, {
    ...data,
    at: ctx.now,
    timeZone,
    after: data.after ?? firstId,
    limit,
    base: ctx.newId(),
  });
  announce(ctx, rows);
  return rows.length < limit ? undefined : { ...data, after: rows.at(-1)?.accountId };
}

function announce(ctx: Ctx, rows: readonly JudgedRow[]): void {
  const changed = rows.filter(({ from, to }) => from !== to);
  for (const { ownerId, accountId, from, to } of changed)
    ctx.emit('tier.changed', { customerId: ownerId, accountId, from, to });
  customers.putFacts(
    ctx,
    changed.filter(({ speaks }) => speaks).map(({ ownerId, to }) => ({ customerId: ownerId, tier: to })),
  );
}

export const jobs: Job[] = [
  {
    queue: 'loyalty.tiers',
    schedule: '10 * * * *',
    work: async (ctx, data) => ((await review(ctx)) ? data : undefined),
  },
  { queue: 'loyalty.retier', work: (ctx, data) => retier(ctx, data as RetierData) },
  { queue: 'loyalty.warn', schedule: '15 6 * * *', work: (ctx, data) => warn(ctx, data as WarnData) },
];
