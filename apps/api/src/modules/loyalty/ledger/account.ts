import type { InputOf, LoyaltyTransaction, loyaltyContract, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { programmes } from '../programmes/programmes.ts';
import { worthOf } from '../programmes/rules.ts';
import { progressOf } from '../tiers/rules.ts';
import { countEntries, type HistoryRow, readAccount, readHeads, readHistory } from './read.ts';

type Contract = typeof loyaltyContract;

/** Balance, expiring points and tier of a customer; a customer without an account reads as one at zero. */
export async function account(
  ctx: Ctx,
  input: InputOf<Contract['account']>,
): Promise<OutputOf<Contract['account']>> {
  const [customerId, store, { standard }] = await Promise.all([
    customers.require(ctx, input.customerId),
    settings.store(ctx),
    programmes(ctx),
  ]);
  const row = await readAccount(ctx.tx, ctx.storeId, {
    customerId,
    programmeId: standard.id,
    at: ctx.now,
    timeZone: store.timeZone,
  });
  const worth = worthOf(row?.available ?? 0, standard.worthE4);
  const first = standard.tiers[0]?.threshold === 0 ? standard.tiers[0].key : null;
  return {
    customerId,
    programId: standard.id,
    accountId: row?.accountId ?? null,
    available: row?.available ?? 0,
    pending: row?.pending ?? 0,
    held: row?.held ?? 0,
    debt: row?.debt ?? 0,
    lifetime: row?.lifetime ?? 0,
    worth: worth === null ? null : { amount: worth, currency: store.currency },
    expiring: row?.expiring ?? [],
    tier: progressOf(standard.tiers, row ?? { tierKey: first, since: null, heldUntil: null, qualifying: 0 }),
  };
}

type Type = LoyaltyTransaction['type'];

/** Which kinds of entries the documents' transaction types stand for. */
const kindsOf: Record<Type, readonly string[]> = {
  EARNED: ['spend', 'manual', 'event', 'opening', 'bonus'],
  REDEEMED: ['redeem'],
  EXPIRED: ['expire'],
  ADJUSTED: ['adjust'],
  REVERSED: ['reverse', 'return', 'repay', 'cancel'],
  TRANSFERRED: ['transfer'],
};
const typeOf = new Map(
  Object.entries(kindsOf).flatMap(([type, kinds]) => kinds.map((kind) => [kind, type as Type])),
);

/** The ledger of a customer, newest first, over all their accounts; by page, or by cursor. */
export async function history(
  ctx: Ctx,
  input: InputOf<Contract['history']>,
): Promise<OutputOf<Contract['history']>> {
  const customerId = await customers.require(ctx, input.customerId);
  const heads = await readHeads(ctx.tx, ctx.storeId, customerId);
  const kinds = input.type ? [...kindsOf[input.type]] : null;
  const below = input.cursor
    ? decodeCursor(input.cursor, heads)
    : heads.map((head) => ({ id: head.id, sequence: head.sequence + 1 }));
  const [rows, total] = await Promise.all([
    readHistory(ctx.tx, ctx.storeId, {
      below,
      kinds,
      limit: input.limit + 1,
      offset: input.cursor ? 0 : (input.page - 1) * input.limit,
    }),
    kinds
      ? countEntries(
          ctx.tx,
          ctx.storeId,
          heads.map((head) => head.id),
          kinds,
        )
      : heads.reduce((sum, head) => sum + head.sequence, 0),
  ]);
  const shown = rows.slice(0, input.limit);
  return {
    transactions: shown.map(present),
    total,
    page: input.page,
    limit: input.limit,
    totalPages: Math.ceil(total / input.limit),
    nextCursor: rows.length > input.limit ? encodeCursor(below, shown) : null,
  };
}

function present(row: HistoryRow): LoyaltyTransaction {
  return {
    id: row.id,
    type: typeOf.get(row.kind) ?? 'ADJUSTED',
    points: row.moved,
    balanceAfter: row.balanceAfter,
    orderId: row.orderId,
    orderNumber: row.details?.number ?? null,
    locationId: row.locationId,
    description: row.details?.description ?? null,
    reason: row.details?.reason ?? null,
    createdAt: row.occurredAt.toISOString(),
  };
}

/**
 * The cursor says for each account below which sequence to go on. Rows skipped by pages before it are
 * above the last one shown of their account, or that account had nothing newer to show.
 */
function encodeCursor(below: { id: string; sequence: number }[], shown: readonly HistoryRow[]): string {
  const next = new Map(below.map((head) => [head.id, head.sequence]));
  for (const row of shown) next.set(row.accountId, row.sequence);
  return Buffer.from(JSON.stringify([...next])).toString('base64url');
}

function decodeCursor(
  cursor: string,
  heads: readonly { id: string; sequence: number }[],
): { id: string; sequence: number }[] {
  try {
    const next = new Map(JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, number][]);
    return heads.map(({ id, sequence }) => {
      const at = next.get(id) ?? sequence + 1;
      if (!Number.isSafeInteger(at) || at < 0) throw new RangeError('sequence');
      return { id, sequence: at };
    });
  } catch (cause) {
    throw new AppError('cursor_invalid', { field: 'cursor', cause });
  }
}
