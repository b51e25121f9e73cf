import type { InputOf, loyaltyTiersContract, OutputOf } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { openAccounts } from '../opening/sql.ts';
import { programmes } from '../programmes/programmes.ts';
import { progressOf, projectionOf } from './rules.ts';
import {
  type ChangeRow,
  endOfDay,
  type LadderRow,
  type OutlookRow,
  readChanges,
  readHorizon,
  readLadder,
  readOutlook,
  writeGivenTier,
} from './sql.ts';

type Contract = typeof loyaltyTiersContract;

/** Tier, benefits and progress of a customer, and what becomes of the tier when its period ends. */
export async function tier(ctx: Ctx, input: InputOf<Contract['tier']>): Promise<OutputOf<Contract['tier']>> {
  const customerId = await customers.require(ctx, input.customerId);
  const ladder = await ladderOf(ctx, input.programId);
  return present(ctx, customerId, ladder, await outlookOf(ctx, customerId, ladder.programId));
}

/**
 * Gives a customer a tier by hand until the end of a day; an account is opened where there is none. It is
 * judged like an earned one afterwards. Emits `tier.changed`. Throws `not_found`, `customer_closed`,
 * `tier_unknown`, `tier_below_earned` (earning would raise it again at once), `date_too_old`.
 */
export async function giveTier(
  ctx: Ctx,
  input: InputOf<Contract['giveTier']>,
): Promise<OutputOf<Contract['giveTier']>> {
  const customerId = await customers.require(ctx, input.customerId, { open: true });
  const ladder = await ladderOf(ctx, input.programId);
  const { timeZone } = await settings.store(ctx);
  const rank = ladder.tiers.findIndex(({ key }) => key === input.tier) + 1;
  const tier = ladder.tiers[rank - 1];
  if (!tier) throw new AppError('tier_unknown', { field: 'tier' });
  const until = await endOfDay(ctx.tx, input.until, timeZone);
  if (until <= ctx.now) throw new AppError('date_too_old', { field: 'until' });
  await openAccounts(ctx.tx, ctx.storeId, {
    at: ctx.now,
    wanted: [{ customerId, programmeId: ladder.programId, id: ctx.newId() }],
    lock: true,
  });
  const before = (await outlookOf(ctx, customerId, ladder.programId)) as OutlookRow;
  const earned = ladder.tiers.filter(({ threshold }) => threshold <= before.current).length;
  if (rank < earned) throw new AppError('tier_below_earned', { field: 'tier' });
  await writeGivenTier(
    ctx.tx,
    ctx.storeId,
    {
      accountId: before.accountId,
      historyId: ctx.newId(),
      from: before.tierKey,
      to: tier.key,
      until: rank > 1 ? until : null,
      reason: input.reason,
      qualifying: before.current,
    },
    { at: ctx.now, actorId: actorId(ctx.actor) },
  );
  announce(ctx, customerId, ladder, before, input);
  return present(ctx, customerId, ladder, await outlookOf(ctx, customerId, ladder.programId));
}

function announce(
  ctx: Ctx,
  customerId: string,
  ladder: LadderRow & { isDefault: boolean },
  { accountId, tierKey }: OutlookRow,
  { tier, until, reason }: InputOf<Contract['giveTier']>,
): void {
  ctx.audit({
    action: 'loyalty.giveTier',
    entity: 'account',
    entityId: accountId,
    customerId,
    fields: ['tier'],
    before: { tier: tierKey },
    after: { tier, until, reason },
  });
  ctx.concerns(customerId);
  if (tierKey === tier) return;
  ctx.emit('tier.changed', { customerId, accountId, from: tierKey, to: tier });
  if (ladder.isDefault) customers.putFacts(ctx, [{ customerId, tier }]);
}

/** Changes of a customer's tier, newest first; by page, or by cursor. */
export async function tierHistory(
  ctx: Ctx,
  input: InputOf<Contract['tierHistory']>,
): Promise<OutputOf<Contract['tierHistory']>> {
  const customerId = await customers.require(ctx, input.customerId);
  const { programId } = await ladderOf(ctx, input.programId);
  const { rows, total } = await readChanges(ctx.tx, ctx.storeId, {
    customerId,
    programmeId: programId,
    before: input.cursor ? decodeCursor(input.cursor) : null,
    limit: input.limit + 1,
    offset: input.cursor ? 0 : (input.page - 1) * input.limit,
  });
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    changes: shown.map((row) => ({ ...row, at: row.at.toISOString() })),
    total,
    page: input.page,
    limit: input.limit,
    totalPages: Math.ceil(total / input.limit),
    nextCursor: rows.length > input.limit && last ? encodeCursor(last) : null,
  };
}

const encodeCursor = ({ at, id }: ChangeRow) =>
  Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function decodeCursor(cursor: string): { at: Date; id: string } {
  try {
    const [time, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, string];
    const at = new Date(time);
    if (Number.isNaN(at.getTime()) || !uuid.test(id)) throw new RangeError('cursor');
    return { at, id };
  } catch (cause) {
    throw new AppError('cursor_invalid', { field: 'cursor', cause });
  }
}

/** The ladder of a programme of this store; of the default one unless named. */
async function ladderOf(ctx: Ctx, programId?: string): Promise<LadderRow & { isDefault: boolean }> {
  const { standard } = await programmes(ctx);
  const row = await readLadder(ctx.tx, ctx.storeId, programId ?? standard.id);
  if (!row) throw new AppError('not_found', { field: 'programId' });
  return { ...row, isDefault: row.programId === standard.id };
}

async function outlookOf(ctx: Ctx, customerId: string, programmeId: string): Promise<OutlookRow | undefined> {
  const { timeZone } = await settings.store(ctx);
  return readOutlook(ctx.tx, ctx.storeId, { customerId, programmeId, at: ctx.now, timeZone });
}

async function present(
  ctx: Ctx,
  customerId: string,
  ladder: LadderRow,
  row: OutlookRow | undefined,
): Promise<OutputOf<Contract['tier']>> {
  const standing = row ?? (await newcomer(ctx, ladder));
  return {
    ...progressOf(ladder.tiers, { ...standing, qualifying: standing.current }),
    customerId,
    programId: ladder.programId,
    accountId: row?.accountId ?? null,
    basis: ladder.basis,
    given: standing.given,
    projection: projectionOf(ladder.tiers, standing),
  };
}

/** A customer who has no account yet stands where an account would open: on a first tier at 0. */
async function newcomer(ctx: Ctx, { programId, tiers }: LadderRow): Promise<Omit<OutlookRow, 'accountId'>> {
  const { timeZone } = await settings.store(ctx);
  const rank = tiers[0]?.threshold === 0 ? 1 : 0;
  return {
    tierKey: tiers[rank - 1]?.key ?? null,
    rank,
    landsOn: rank,
    current: 0,
    qualifying: 0,
    missing: 0,
    since: null,
    heldUntil: null,
    endsAt: await readHorizon(ctx.tx, ctx.storeId, { programmeId: programId, at: ctx.now, timeZone }),
    daysLeft: 0,
    recent: 0,
    recentDays: 90,
    given: null,
  };
}
