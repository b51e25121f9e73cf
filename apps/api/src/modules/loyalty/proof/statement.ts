import type { InputOf, loyaltyProofContract, OutputOf } from '@wafa/contract';
import {
  type AccountChain,
  bytesToHex,
  type EntryKind,
  genesis,
  inclusionPath,
  leafHash,
  type Position,
  type Proof,
  type Root,
  type StatementEntry,
} from '@wafa/proof';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { blockSize } from './seal.ts';
import {
  blocksOf,
  boundsOf,
  type EntryRow,
  entriesBetween,
  leavesAsOf,
  type PositionRow,
  positionsAt,
  rootsAround,
} from './sql.ts';

type Contract = typeof loyaltyProofContract;

/** About 4 MB of JSON: what a phone still reads and checks in a second. */
export const maxEntries = 5_000;

/** The instants at which a statement asks where an account stood, in this order. */
const moments = ['start', 'from', 'to', 'close'] as const;
type Stand = Record<(typeof moments)[number], PositionRow>;

/**
 * Statement of a customer's accounts. Chains start at the newest root before the period, so that a long
 * history needs no more entries than its period; without one at their beginning. They go on to the
 * period's end, and at least to the root that closes it. Throws `not_found`, `period_too_long`.
 */
export async function statement(
  ctx: Ctx,
  input: InputOf<Contract['statement']>,
): Promise<OutputOf<Contract['statement']>> {
  const [customerId, { timeZone }] = await Promise.all([
    customers.require(ctx, input.customerId),
    settings.store(ctx),
  ]);
  const [from, to] = [input.from ?? null, input.to ?? null];
  const bounds = await boundsOf(ctx.tx, { from, to, timeZone });
  const roots = await rootsAround(ctx.tx, ctx.storeId, bounds);
  const stands = await standsOf(ctx, customerId, bounds, roots);
  const ranges = stands.map((stand) => ({
    account: stand.to.account,
    after: stand.start.sequence,
    last: Math.max(stand.to.sequence, stand.close.sequence),
  }));
  const entries = await entriesBetween(ctx.tx, ctx.storeId, ranges, maxEntries + 1);
  if (entries.length > maxEntries)
    throw new AppError('period_too_long', { field: 'from', params: { max: maxEntries } });
  const accounts = [];
  for (const stand of stands) accounts.push(await chainOf(ctx, stand, roots, entries));
  return {
    from,
    to,
    openingBalance: stands.reduce((sum, stand) => sum + stand.from.balance, 0),
    closingBalance: stands.reduce((sum, stand) => sum + stand.to.balance, 0),
    accounts: stands.map((stand) => ({
      account: stand.to.account,
      first: stand.from.sequence + 1,
      last: stand.to.sequence,
    })),
    statement: {
      domain: 'wafa/statement/1',
      store: ctx.storeId,
      startRoot: roots.start,
      root: roots.close,
      accounts,
    },
  };
}

/** Where each account stood at the moments that count; before a moment that is none (no root, no first day), at nothing. */
async function standsOf(
  ctx: Ctx,
  customerId: string,
  bounds: { from: Date | null; to: Date | null },
  roots: { start: Root | null; close: Root | null },
): Promise<Stand[]> {
  const begin = '-infinity';
  const instants = [
    roots.start?.before ?? begin,
    bounds.from?.toISOString() ?? begin,
    bounds.to?.toISOString() ?? null,
    roots.close?.before ?? begin,
  ];
  const rows = await positionsAt(ctx.tx, ctx.storeId, { customerId, instants });
  return Array.from({ length: rows.length / moments.length }, (_, n) => {
    const [start, from, to, close] = rows.slice(n * moments.length, (n + 1) * moments.length);
    return { start, from, to, close } as Stand;
  });
}

async function chainOf(
  ctx: Ctx,
  stand: Stand,
  roots: { start: Root | null; close: Root | null },
  rows: readonly EntryRow[],
): Promise<AccountChain> {
  const { account } = stand.to;
  const start = roots.start && stand.start.isOpen ? await proofOf(ctx, roots.start, account) : null;
  const close = roots.close && stand.close.isOpen ? await proofOf(ctx, roots.close, account) : null;
  const entries = rows.filter((row) => row.account === account).map(entryOf);
  const begin = { ...(start ? placeOf(stand.start) : nothing), proof: start };
  return {
    account,
    start: begin,
    entries,
    end: placeOf(stand.to.sequence >= stand.close.sequence ? stand.to : stand.close),
    sealed: close && { sequence: stand.close.sequence, proof: close },
  };
}

const nothing: Position = { sequence: 0, head: bytesToHex(genesis), balance: 0 };
const placeOf = ({ sequence, head, balance }: Position): Position => ({ sequence, head, balance });

/**
 * The audit path of an account in a root's tree: through its own block, whose leaves are read again from
 * the entries, and on through the stored hashes of the others.
 */
async function proofOf(ctx: Ctx, root: Root, account: string): Promise<Proof | null> {
  const blocks = await blocksOf(ctx.tx, ctx.storeId, root.day);
  const block = blocks.find(({ first, last }) => first <= account && account <= last);
  if (!block) return null;
  const before = blocks[block.number - 1];
  const leaves = await leavesAsOf(ctx.tx, ctx.storeId, {
    cutOff: root.before,
    after: before?.last ?? null,
    until: block.last,
    limit: blockSize,
  });
  const index = leaves.findIndex((leaf) => leaf.account === account);
  if (index < 0) return null;
  const path = [
    ...inclusionPath(index, leaves.map(leafHash)),
    ...inclusionPath(
      block.number,
      blocks.map(({ hash }) => hash),
    ),
  ];
  return { index: block.number * blockSize + index, path: path.map(bytesToHex) };
}

function entryOf(row: EntryRow): StatementEntry {
  const { account: _, salt, text, kind, ...rest } = row;
  return {
    ...rest,
    kind: kind as EntryKind,
    details: salt !== null && text !== null ? { salt, text } : null,
  };
}
