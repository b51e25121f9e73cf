import type { InputOf, loyaltyRewardsContract, OutputOf, Reward } from '@wafa/contract';
import { issueMessage } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { programmes } from '../programmes/programmes.ts';
import { presentReward } from './present.ts';
import { faultOf } from './rules.ts';
import {
  findReward,
  insertPartnerCodes,
  insertReward,
  listRewards,
  lockReward,
  type RewardFilter,
  type RewardRow,
  reorder,
  tally,
  updateReward,
} from './sql.ts';

type Contract = typeof loyaltyRewardsContract;

/** Rewards of the store for its staff, by page. */
export async function list(
  ctx: Ctx,
  input: InputOf<Contract['rewards']>,
): Promise<OutputOf<Contract['rewards']>> {
  const page = settings.pageOf(input);
  const [{ currency }, { rows, total }] = await Promise.all([
    settings.store(ctx),
    readPage(ctx, input, page),
  ]);
  return {
    rewards: rows.map((row) => presentReward(row, currency)),
    ...settings.pageFacts(page, total),
  };
}

/** A page of rewards as the export reads them. */
export async function exportPage(
  ctx: Ctx,
  filter: RewardFilter,
  page: { limit: number; offset: number },
): Promise<Reward[]> {
  const [{ currency }, { rows }] = await Promise.all([settings.store(ctx), readPage(ctx, filter, page)]);
  return rows.map((row) => presentReward(row, currency));
}

const readPage = (ctx: Ctx, filter: RewardFilter, page: { limit: number; offset: number }) =>
  listRewards(ctx.tx, ctx.storeId, { ...filter, language: ctx.language }, page);

export async function get(
  ctx: Ctx,
  input: InputOf<Contract['getReward']>,
): Promise<OutputOf<Contract['getReward']>> {
  const row = await findReward(ctx.tx, ctx.storeId, input.rewardId);
  if (!row) throw new AppError('not_found', { field: 'rewardId' });
  return shown(ctx, row);
}

/** Adds a reward behind all others. Throws `not_found` for a programme that the store does not have. */
export async function create(
  ctx: Ctx,
  input: InputOf<Contract['createReward']>,
): Promise<OutputOf<Contract['createReward']>> {
  const { byId, standard } = await programmes(ctx);
  const programme = input.programId === undefined ? standard : byId.get(input.programId);
  if (!programme) throw new AppError('not_found', { field: 'programId' });
  const row: RewardRow = {
    id: ctx.newId(),
    programmeId: programme.id,
    nameEn: input.name.en,
    nameAr: input.name.ar,
    descriptionEn: input.description?.en ?? null,
    descriptionAr: input.description?.ar ?? null,
    imageUrl: input.imageUrl ?? null,
    pointsCost: input.pointsCost,
    rewardType: input.rewardType,
    rewardValue: input.rewardValue ?? null,
    sku: input.sku ?? null,
    stock: input.stock ?? null,
    redeemed: 0,
    lowStockAt: input.lowStockAt ?? null,
    perCustomer: input.perCustomer ?? null,
    validFrom: dateOf(input.validFrom),
    validUntil: dateOf(input.validUntil),
    codeDays: input.codeDays,
    cancelHours: input.cancelHours,
    returnsPoints: input.returnsPoints,
    tiers: [...new Set(input.tiers)],
    segments: [...new Set(input.segments)],
    isActive: input.isActive,
    position: 0,
    archivedAt: null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  if (row.rewardType === 'partner_code') {
    if (row.stock !== null) throw faulty(ctx, { field: 'stock', message: 'stock_counted' });
    row.stock = 0;
  }
  check(ctx, row);
  row.position = await insertReward(ctx.tx, ctx.storeId, row);
  ctx.audit({ action: 'loyalty.createReward', entity: 'reward', entityId: row.id, after: { ...row } });
  return shown(ctx, row);
}

/** Changes what is given and leaves the rest; codes that were issued keep their terms. */
export async function update(
  ctx: Ctx,
  input: InputOf<Contract['updateReward']>,
): Promise<OutputOf<Contract['updateReward']>> {
  const { rewardId, name, description, validFrom, validUntil, ...patch } = input;
  const before = await locked(ctx, rewardId);
  if (before.archivedAt) throw new AppError('reward_ended', { field: 'rewardId' });
  const after: RewardRow = {
    ...before,
    ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)),
    ...(name && { nameEn: name.en, nameAr: name.ar }),
    ...(description !== undefined && {
      descriptionEn: description?.en ?? null,
      descriptionAr: description?.ar ?? null,
    }),
    ...(validFrom !== undefined && { validFrom: dateOf(validFrom) }),
    ...(validUntil !== undefined && { validUntil: dateOf(validUntil) }),
  };
  if ((before.rewardType === 'partner_code') !== (after.rewardType === 'partner_code'))
    throw faulty(ctx, { field: 'rewardType', message: 'type_fixed' });
  if (before.rewardType === 'partner_code' && after.stock !== before.stock)
    throw faulty(ctx, { field: 'stock', message: 'stock_counted' });
  if (after.stock !== null && after.stock < before.redeemed)
    throw new AppError('stock_below_redeemed', { field: 'stock' });
  check(ctx, after);
  return save(ctx, 'loyalty.updateReward', before, after);
}

/** Takes a reward out of the catalogue, or puts it back. Its codes stay good. */
export async function archive(
  ctx: Ctx,
  input: InputOf<Contract['archiveReward']>,
): Promise<OutputOf<Contract['archiveReward']>> {
  const before = await locked(ctx, input.rewardId);
  const archivedAt = input.archived ? (before.archivedAt ?? ctx.now) : null;
  return save(ctx, 'loyalty.archiveReward', before, { ...before, archivedAt });
}

/** Puts rewards in an order. Throws `not_found` where one is not in the catalogue. */
export async function order(
  ctx: Ctx,
  input: InputOf<Contract['orderRewards']>,
): Promise<OutputOf<Contract['orderRewards']>> {
  const wanted = [...new Set(input.rewardIds)];
  const rewardIds = await reorder(ctx.tx, ctx.storeId, wanted);
  const known = new Set(rewardIds);
  if (wanted.some((id) => !known.has(id))) throw new AppError('not_found', { field: 'rewardIds' });
  ctx.audit({
    action: 'loyalty.orderRewards',
    entity: 'reward',
    entityId: ctx.storeId,
    after: { rewardIds },
  });
  return { rewardIds };
}

/** Adds codes of a partner to a reward's pool; those known before are counted and left out. */
export async function addPartnerCodes(
  ctx: Ctx,
  input: InputOf<Contract['addPartnerCodes']>,
): Promise<OutputOf<Contract['addPartnerCodes']>> {
  const reward = await locked(ctx, input.rewardId);
  if (reward.rewardType !== 'partner_code') throw new AppError('not_of_this_reward', { field: 'codes' });
  const codes = [...new Set(input.codes)];
  const stock = reward.stock ?? 0;
  const added = await insertPartnerCodes(ctx.tx, ctx.storeId, { id: reward.id, stock }, codes, ctx.now);
  ctx.audit({ action: 'loyalty.addPartnerCodes', entity: 'reward', entityId: reward.id, after: { added } });
  return { added, known: input.codes.length - added, left: stock + added - reward.redeemed };
}

/** What became of a reward's redemptions, in all and by the local month in which they were made. */
export async function statistics(
  ctx: Ctx,
  input: InputOf<Contract['rewardStatistics']>,
): Promise<OutputOf<Contract['rewardStatistics']>> {
  const { timeZone } = await settings.store(ctx);
  const [reward, rows] = await Promise.all([
    findReward(ctx.tx, ctx.storeId, input.rewardId),
    tally(ctx.tx, ctx.storeId, { rewardId: input.rewardId, at: ctx.now, timeZone, months: input.months }),
  ]);
  if (!reward) throw new AppError('not_found', { field: 'rewardId' });
  const none = { redeemed: 0, used: 0, cancelled: 0, expired: 0, points: 0 };
  const { month: _, ...total } = rows.find((row) => row.month === null) ?? { ...none, month: null };
  return { total, months: rows.flatMap(({ month, ...row }) => (month === null ? [] : [{ month, ...row }])) };
}

async function locked(ctx: Ctx, rewardId: string): Promise<RewardRow> {
  const row = await lockReward(ctx.tx, ctx.storeId, rewardId);
  if (!row) throw new AppError('not_found', { field: 'rewardId' });
  return row;
}

async function save(ctx: Ctx, action: string, before: RewardRow, after: RewardRow): Promise<Reward> {
  const keys = Object.keys(after) as (keyof RewardRow)[];
  const fields = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  if (fields.length === 0) return shown(ctx, before);
  const saved = { ...after, updatedAt: ctx.now };
  await updateReward(ctx.tx, ctx.storeId, saved);
  const values = (row: RewardRow) => Object.fromEntries(fields.map((field) => [field, row[field]]));
  ctx.audit({
    action,
    entity: 'reward',
    entityId: after.id,
    fields,
    before: values(before),
    after: values(after),
  });
  return shown(ctx, saved);
}

async function shown(ctx: Ctx, row: RewardRow): Promise<Reward> {
  const { currency } = await settings.store(ctx);
  return presentReward(row, currency);
}

const dateOf = (instant: string | null | undefined) => (instant ? new Date(instant) : null);

function check(ctx: Ctx, row: RewardRow): void {
  const fault = faultOf(row);
  if (fault) throw faulty(ctx, fault);
}

function faulty(ctx: Ctx, { field, message }: { field: string; message: string }): AppError {
  return new AppError('validation', {
    errors: [{ field, message: issueMessage(ctx.language, { message }) }],
  });
}
