import { createHash } from 'node:crypto';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { programmes } from '../programmes/programmes.ts';
import type { ProgrammeRow } from '../programmes/types.ts';
import { progressOf } from '../tiers/rules.ts';
import {
  type EarnedRow,
  type EarnRow,
  earnRows,
  type ReversedRow,
  reverseRows,
  type StandingRow,
  standingRows,
} from './sql.ts';
import type {
  Balance,
  EarnItem,
  EarnResult,
  ProgrammeStanding,
  ReverseItem,
  ReverseResult,
  Standing,
} from './types.ts';

const sha256Hex = (text: string) => createHash('sha256').update(text).digest('hex');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/**
 * Where customers stand in the store's default programme, by customer id, and in its further active ones;
 * opens missing accounts where enrolment is automatic. A customer who is not in the default programme and
 * has to consent first is missing. One round trip. With `lock` (the default) the accounts stay locked, in
 * id order, until the transaction ends, and points whose time has come are made available; without, they
 * are only counted so.
 * @param customerIds ids after merges are followed (`customers.resolveMany`)
 */
export async function standings(
  ctx: Ctx,
  customerIds: readonly string[],
  options: { lock?: boolean; at?: Date } = {},
): Promise<Map<string, Standing>> {
  const ids = [...new Set(customerIds)].sort();
  if (ids.length === 0) return new Map();
  const [known, { timeZone }] = await Promise.all([programmes(ctx), settings.store(ctx)]);
  const rows = await standingRows(ctx.tx, ctx.storeId, {
    at: options.at ?? ctx.now,
    timeZone,
    programmeIds: [known.standard.id, ...known.further.map((programme) => programme.id)],
    customerIds: ids,
    ids: ids.map(() => ctx.newId()),
    salt: ctx.randomBytes(32),
    lock: options.lock ?? true,
  });
  const found = new Map<string, Standing>();
  const further = new Map<string, ProgrammeStanding[]>();
  for (const row of rows) {
    const standing = standingOf(row, required(known.byId, row.programmeId));
    const others = further.get(row.customerId) ?? [];
    further.set(row.customerId, others);
    if (standing.programme === known.standard) found.set(row.customerId, { ...standing, further: others });
    else others.push(standing);
  }
  for (const others of further.values()) others.sort((a, b) => a.programme.number - b.programme.number);
  return found;
}

function standingOf(row: StandingRow, programme: ProgrammeRow): ProgrammeStanding {
  const progress = progressOf(programme.tiers, row);
  return {
    customerId: row.customerId,
    accountId: row.accountId,
    programme,
    isEnrolled: row.status === 'open',
    balance: balanceOf(row),
    tier: row.tierKey,
    multiplierPercent: progress.current?.multiplierPercent ?? 100,
    progress,
  };
}

/**
 * Credits points, each business key once for ever; one result per item, in order. One round trip for
 * any number of items. Writes entry, lot, key, shares per order line, tier; a debt is repaid first. An
 * item whose key stands for another credit comes back as `conflict` and leaves the others alone.
 * Emits `points.earned` and `tier.changed`.
 * @throws AppError amount_too_large where a balance would pass 2^53 − 1
 */
export async function earn(ctx: Ctx, items: readonly EarnItem[]): Promise<EarnResult[]> {
  if (items.length === 0) return [];
  const { timeZone } = await settings.store(ctx);
  const [known, rows] = await Promise.all([
    programmes(ctx),
    earnRows(ctx.tx, ctx.storeId, {
      at: ctx.now,
      timeZone,
      items: items.map((item, n) => earnRow(ctx, item, n)),
    }),
  ]);
  announceEarned(ctx, items, rows, known.standard.id);
  return rows.map((row) => ({
    status: row.status,
    entryId: row.entryId,
    points: row.points,
    pending: row.waits,
    debtRepaid: row.repaid,
    balance: balanceOf(row),
    tierFrom: row.tierFrom,
    tierTo: row.tierTo,
    progress: progressOf(required(known.byId, row.programmeId).tiers, {
      tierKey: row.tierTo,
      since: row.since,
      heldUntil: row.heldUntil,
      qualifying: row.qualifying,
    }),
  }));
}

function earnRow(ctx: Ctx, item: EarnItem, n: number): EarnRow {
  const lines = item.lines ?? [];
  if (lines.length > 0 && lines.reduce((sum, line) => sum + line.points, 0) !== item.points) {
    throw new AppError('internal', { detail: `the lines of ${item.sourceId} do not add up to its points` });
  }
  return {
    n,
    id: ctx.newId(),
    account: item.accountId,
    customer: item.customerId,
    kind: item.kind,
    source: item.source,
    source_id: item.sourceId,
    line: item.line,
    points: item.points,
    order: item.orderId ?? null,
    location: item.locationId ?? null,
    occurred: item.occurredAt,
    rule_version: item.ruleVersion ?? null,
    spend: lines.reduce((sum, line) => sum + line.total, 0),
    expires: item.expiresAt ?? null,
    salt: hex(ctx.randomBytes(32)),
    details: JSON.stringify({
      number: item.orderId ? item.sourceId : undefined,
      description: item.description,
      reason: item.reason,
    }),
    fingerprint: earnFingerprint(item),
    lines: item.orderId ? lines.map((line) => [line.lineNo, line.total, line.points]) : [],
  };
}

/** Inputs only: a repeat may find another tier, and so another sum for the same lines. */
function earnFingerprint(item: EarnItem): string {
  const basis = item.lines ? item.lines.map((line) => [line.lineNo, line.total]) : item.points;
  return sha256Hex(JSON.stringify([item.kind, basis]));
}

/** Customers' facts show the default programme. */
function announceEarned(
  ctx: Ctx,
  items: readonly EarnItem[],
  rows: readonly EarnedRow[],
  defaultId: string,
): void {
  const latest = new Map<string, customers.FactsChange>();
  rows.forEach((row, index) => {
    const item = items[index] as EarnItem;
    if (row.status !== 'credited') return;
    const { accountId } = item;
    const customerId = row.ownerId;
    if (row.programmeId === defaultId)
      latest.set(customerId, {
        customerId,
        points: row.available,
        lifetime: row.lifetime,
        tier: row.tierTo,
      });
    if (row.entryId) {
      ctx.emit('points.earned', {
        customerId,
        accountId,
        entryId: row.entryId,
        kind: item.kind,
        points: row.points,
        pending: row.waits,
        available: row.available,
        orderId: item.orderId ?? null,
      });
    }
    if (row.tierFrom !== row.tierTo) {
      ctx.emit('tier.changed', { customerId, accountId, from: row.tierFrom, to: row.tierTo });
    }
  });
  customers.putFacts(ctx, [...latest.values()]);
}

/**
 * Undoes an order's points for a refund, each refund key once for ever; one result per item, in order.
 * Gives redeemed points back and takes earned ones, both exactly in proportion to the money given back
 * so far; what cannot be taken becomes a debt naming the refund. Emits `points.reversed`.
 */
export async function reverse(ctx: Ctx, items: readonly ReverseItem[]): Promise<ReverseResult[]> {
  if (items.length === 0) return [];
  const { timeZone } = await settings.store(ctx);
  const { standard } = await programmes(ctx);
  const rows = await reverseRows(ctx.tx, ctx.storeId, {
    at: ctx.now,
    timeZone,
    items: items.map((item, n) => ({
      n,
      id: ctx.newId(),
      refund: item.refundId,
      order: item.orderId,
      source: item.source,
      source_id: item.sourceRefundId,
      occurred: item.occurredAt,
      salt: hex(ctx.randomBytes(32)),
      fingerprint: sha256Hex(
        JSON.stringify([item.orderId, item.lines.map((line) => [line.lineNo, line.refundedSoFar])]),
      ),
      lines: item.lines.map((line) => [line.lineNo, line.refundedSoFar]),
    })),
  });
  announceReversed(ctx, items, rows, standard.id);
  return rows.map((row) => ({
    status: row.status,
    taken: row.taken,
    returned: row.returned,
    debt: row.owed,
    balance: row.available === null ? null : balanceOf(row as unknown as Balance),
  }));
}

function announceReversed(
  ctx: Ctx,
  items: readonly ReverseItem[],
  rows: readonly ReversedRow[],
  defaultId: string,
): void {
  const latest = new Map<string, customers.FactsChange>();
  rows.forEach((row, index) => {
    const item = items[index] as ReverseItem;
    if (row.status !== 'reversed' || row.taken + row.returned === 0) return;
    if (row.accountId === null || row.ownerId === null || row.available === null) return;
    if (row.programmeId === defaultId)
      latest.set(row.ownerId, {
        customerId: row.ownerId,
        points: row.available,
        lifetime: row.lifetime ?? 0,
      });
    ctx.emit('points.reversed', {
      customerId: row.ownerId,
      accountId: row.accountId,
      orderId: item.orderId,
      refundId: item.refundId,
      taken: row.taken,
      returned: row.returned,
      debt: row.owed,
      available: row.available,
    });
  });
  customers.putFacts(ctx, [...latest.values()]);
}

function balanceOf(row: Balance): Balance {
  const { available, pending, held, debt, lifetime } = row;
  return { available, pending, held, debt, lifetime };
}

function required(byId: ReadonlyMap<string, ProgrammeRow>, id: string): ProgrammeRow {
  const programme = byId.get(id);
  if (!programme) throw new AppError('internal', { detail: `programme ${id} is not of this store` });
  return programme;
}
