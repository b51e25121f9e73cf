import {
  type InputOf,
  type OccasionKind,
  type OccasionSettings,
  type OutputOf,
  occasionKind,
  type occasionsContract,
} from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as settings from '../../settings/index.ts';
import { keepAll } from '../dates/queue.ts';
import { checkBirth, presentFall } from '../present.ts';
import { dayOf, falls, isYearly, localTime, partsOf } from '../rules.ts';
import { defaultKinds } from './defaults.ts';
import { type KindRow, lockKinds, putKind, readKinds } from './sql.ts';

type Contract = typeof occasionsContract;

/** How the store celebrates each kind; one round trip. */
export async function kindsOf(ctx: Ctx): Promise<Record<OccasionKind, KindRow>> {
  const own = await readKinds(ctx.tx, ctx.storeId);
  return { ...defaultKinds, ...Object.fromEntries(own.map((row) => [row.kind, row])) };
}

export async function kinds(ctx: Ctx): Promise<OutputOf<Contract['kinds']>> {
  const known = await kindsOf(ctx);
  return { kinds: occasionKind.options.map((kind) => present(known[kind])) };
}

/**
 * Changes how a kind is celebrated. Where a date falls on other days by it, all dates of the store are
 * reckoned anew by a job.
 * @throws AppError not_found (a reward), tier_unknown, validation (two gifts for one tier)
 */
export async function updateKind(
  ctx: Ctx,
  { kind, name, ...patch }: InputOf<Contract['updateKind']>,
): Promise<OutputOf<Contract['updateKind']>> {
  await lockKinds(ctx.tx, ctx.storeId);
  const before = (await kindsOf(ctx))[kind];
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const after: KindRow = {
    ...before,
    ...given,
    ...(name && { nameEn: name.en, nameAr: name.ar }),
    updatedAt: ctx.now,
  };
  if (patch.gifts) await checkGifts(ctx, after.gifts);
  await putKind(ctx.tx, ctx.storeId, after);
  if (before.calendar !== after.calendar || before.leapDay !== after.leapDay) await keepAll(ctx);
  ctx.audit({
    action: 'occasions.updateKind',
    entity: 'occasion_kind',
    entityId: kind,
    before: present(before),
    after: present(after),
  });
  return present(after);
}

async function checkGifts(ctx: Ctx, gifts: KindRow['gifts']): Promise<void> {
  const { standard } = await loyalty.programmes(ctx);
  const rewardIds = gifts.flatMap(({ gift }) => (gift.type === 'reward' ? [gift.rewardId] : []));
  const rewards = await loyalty.rewardNames(ctx, rewardIds);
  for (const [index, { tier, gift }] of gifts.entries()) {
    if (tier !== null && !standard.tiers.some(({ key }) => key === tier))
      throw new AppError('tier_unknown', { field: `gifts[${index}].tier` });
    if (gifts.findIndex((other) => other.tier === tier) !== index) {
      const message = translate(ctx.language, 'validation.repeated');
      throw new AppError('validation', { errors: [{ field: `gifts[${index}].tier`, message }] });
    }
    if (gift.type === 'reward' && !rewards.get(gift.rewardId)?.isOffered)
      throw new AppError('not_found', { field: `gifts[${index}].gift.rewardId` });
  }
}

/** The next days of a date, and what else the settings would make of them. */
export async function preview(
  ctx: Ctx,
  input: InputOf<Contract['preview']>,
): Promise<OutputOf<Contract['preview']>> {
  const { kind, calendar, year, month, day } = input;
  const [{ timeZone }, known] = await Promise.all([settings.store(ctx), kindsOf(ctx)]);
  const today = localTime(ctx.now, timeZone).day;
  const given = year === undefined ? null : (dayOf({ year, month, day }, calendar) ?? null);
  if (given === null && (year !== undefined || !isYearly({ calendar, month, day })))
    throw new AppError('date_not_in_calendar', { field: 'day' });
  if (given !== null && kind !== 'own') checkBirth(given, today, 'year');
  const custom = {
    leapDay: input.leapDay ?? known[kind].leapDay,
    daysBefore: input.daysBefore ?? known[kind].daysBefore,
    daysAfter: input.daysAfter ?? known[kind].daysAfter,
  };
  const course = { kind, calendar, month, day, given };
  return {
    given,
    givenHijri: given === null ? null : partsOf(given, 'hijri'),
    occurrences: falls(course, today, custom, input.times).map((fall) =>
      presentFall(fall, { ...custom, today, year: year ?? null }),
    ),
  };
}

function present({ nameEn, nameAr, updatedAt, gifts, ...row }: KindRow): OccasionSettings {
  return {
    ...row,
    name: { en: nameEn, ar: nameAr },
    gifts: [...gifts],
    updatedAt: updatedAt?.toISOString() ?? null,
  };
}
