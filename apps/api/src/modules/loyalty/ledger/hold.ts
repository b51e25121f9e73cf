import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import { fingerprintOf, saltOf } from './acts.ts';
import {
  type CapturedRow,
  captureRows,
  type HeldPoints,
  holdRows,
  type ReleasedRow,
  releaseDueRows,
  releaseRows,
} from './sql-holds.ts';

/** Holds released by one run of the job: well under a second of work. */
const batchSize = 500;

export interface HoldItem {
  accountId: string;
  source: string;
  sourceId: string;
  /** 1 or more. */
  points: number;
  expiresAt: Date;
  orderId?: string;
  reason?: string;
}

export interface HoldResult {
  /** `insufficient`: fewer points are usable; nothing was written and the key stays free. */
  status: 'held' | 'duplicate' | 'conflict' | 'insufficient';
  hold: HeldPoints | null;
  /** Available points of the owner afterwards. */
  available: number;
}

/**
 * Reserves available points, all or nothing per item, each business key once; one result per item, in order.
 * Takes the soonest-expiring lots over all accounts of the owner. Emits `points.held`.
 */
export async function hold(ctx: Ctx, items: readonly HoldItem[]): Promise<HoldResult[]> {
  if (items.length === 0) return [];
  const rows = await holdRows(ctx.tx, ctx.storeId, {
    at: ctx.now,
    items: items.map((item, n) => ({
      n,
      id: ctx.newId(),
      account: item.accountId,
      source: item.source,
      source_id: item.sourceId,
      points: item.points,
      order: item.orderId ?? null,
      reason: item.reason ?? null,
      expires: item.expiresAt,
      salt: saltOf(ctx),
      fingerprint: fingerprintOf([item.points, item.orderId ?? null]),
    })),
  });
  for (const { status, ownerId, available, hold } of rows) {
    if (status !== 'held' || !hold) continue;
    ctx.emit('points.held', {
      customerId: ownerId,
      accountId: hold.accountId,
      holdId: hold.id,
      points: hold.points,
      available,
      orderId: hold.orderId,
      expiresAt: hold.expiresAt,
    });
  }
  noteFacts(ctx, rows);
  return rows.map(({ status, hold, available }) => ({ status, hold, available }));
}

export interface CaptureItem {
  holdId: string;
  source: string;
  sourceId: string;
  /** Undefined: all that is still held. */
  points?: number;
  /** The rest is released and the hold ends; else it stays held. */
  final: boolean;
  /** Default: the hold's. */
  orderId?: string;
  occurredAt: Date;
  locationId?: string;
  /** The order's lines with their share of the points; refunds give back by these. Totals in minor units. */
  lines?: { lineNo: number; total: number; points: number }[];
  description?: string;
  ruleVersion?: number;
}

export type CaptureResult = CapturedRow;

/**
 * Redeems points of holds, all or nothing per item, each business key once; one result per item, in order.
 * `ended`: captured, released or past its time; `exceeded`: more than is still held; `lines_differ`: the lines
 * do not add up to the points. Emits `points.spent`, and `points.released` for what a final capture left.
 */
export async function capture(ctx: Ctx, items: readonly CaptureItem[]): Promise<CaptureResult[]> {
  if (items.length === 0) return [];
  const rows = await captureRows(ctx.tx, ctx.storeId, {
    at: ctx.now,
    items: items.map((item, n) => {
      const lines = (item.lines ?? []).map((line): [number, number, number] => [
        line.lineNo,
        line.total,
        line.points,
      ]);
      return {
        n,
        id: ctx.newId(),
        hold: item.holdId,
        source: item.source,
        source_id: item.sourceId,
        points: item.points ?? null,
        final: item.final,
        order: item.orderId ?? null,
        location: item.locationId ?? null,
        occurred: item.occurredAt,
        rule_version: item.ruleVersion ?? null,
        salt: saltOf(ctx),
        details: JSON.stringify({
          description: item.description,
          reason: { rule: 'hold', holdId: item.holdId },
        }),
        fingerprint: fingerprintOf([
          item.holdId,
          item.points ?? null,
          item.final,
          item.orderId ?? null,
          lines,
        ]),
        lines,
      };
    }),
  });
  rows.forEach((row, index) => {
    const { status, hold, entryId, ownerId, available, points } = row;
    if (status !== 'captured' || !hold || !entryId) return;
    const orderId = items[index]?.orderId ?? hold.orderId;
    ctx.emit('points.spent', {
      customerId: ownerId,
      accountId: hold.accountId,
      entryId,
      points,
      available,
      orderId,
    });
    if (hold.released > 0) announceReleased(ctx, { ownerId, available, hold, freed: hold.released });
  });
  noteFacts(ctx, rows);
  return rows;
}

export type ReleaseResult = ReleasedRow;

/**
 * Gives what is left of holds free; one result per hold, in order. A hold released or timed out before is a
 * `duplicate` and answers as it stands; a captured one has `ended`. Emits `points.released`.
 */
export async function release(ctx: Ctx, holdIds: readonly string[]): Promise<ReleaseResult[]> {
  if (holdIds.length === 0) return [];
  const rows = await releaseRows(ctx.tx, ctx.storeId, { at: ctx.now, holdIds, salt: ctx.randomBytes(32) });
  return noteReleases(ctx, rows);
}

/** Releases holds whose time is over; returns whether more are left. Safe to run twice or be killed. */
export async function releaseDue(ctx: Ctx): Promise<boolean> {
  const rows = await releaseDueRows(ctx.tx, ctx.storeId, {
    at: ctx.now,
    limit: batchSize,
    salt: ctx.randomBytes(32),
  });
  noteReleases(ctx, rows);
  return rows.length >= batchSize;
}

function noteReleases(ctx: Ctx, rows: ReleasedRow[]): ReleaseResult[] {
  for (const { status, ownerId, available, hold, freed } of rows)
    if (status === 'released' && hold) announceReleased(ctx, { ownerId, available, hold, freed });
  noteFacts(ctx, rows);
  return rows;
}

function announceReleased(
  ctx: Ctx,
  {
    ownerId,
    available,
    hold,
    freed,
  }: { ownerId: string; available: number; hold: HeldPoints; freed: number },
): void {
  ctx.emit('points.released', {
    customerId: ownerId,
    accountId: hold.accountId,
    holdId: hold.id,
    points: freed,
    timedOut: hold.status === 'timed_out',
    available,
    orderId: hold.orderId,
  });
}

/** Writes the owners' available points as the last of several items left them. */
function noteFacts(ctx: Ctx, rows: readonly { ownerId: string | null; available: number }[]): void {
  const latest = new Map<string, customers.FactsChange>();
  for (const { ownerId, available } of rows)
    if (ownerId !== null) latest.set(ownerId, { customerId: ownerId, points: available });
  customers.putFacts(ctx, [...latest.values()]);
}
