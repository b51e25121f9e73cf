import type { InputOf, Language, OutputOf, ReferralTerms, referralsContract } from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { Ctx } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import * as settings from '../settings/index.ts';
import { linkBase } from './keys.ts';
import { defaultProgramme, isOpen, type Programme } from './rules.ts';
import { findProgramme, putProgramme } from './sql-programme.ts';

type Contract = typeof referralsContract;

/** The programme as it holds now. */
export async function programmeOf(ctx: Ctx): Promise<Programme> {
  const [store, own] = await Promise.all([settings.store(ctx), findProgramme(ctx.tx, ctx.storeId)]);
  return own ?? defaultProgramme(store.currencyExponent);
}

export async function getSettings(ctx: Ctx): Promise<OutputOf<Contract['settings']>> {
  return present(ctx, await programmeOf(ctx));
}

/** Changes what is given. @throws AppError range_invalid where it would end before it begins */
export async function updateSettings(
  ctx: Ctx,
  input: InputOf<Contract['updateSettings']>,
): Promise<OutputOf<Contract['updateSettings']>> {
  const before = await programmeOf(ctx);
  const { message, validFrom, validUntil, ...fields } = input;
  const after: Programme = {
    ...before,
    ...fields,
    ...(validFrom !== undefined && { validFrom: validFrom === null ? null : new Date(validFrom) }),
    ...(validUntil !== undefined && { validUntil: validUntil === null ? null : new Date(validUntil) }),
    ...(message && { messageEn: message.en, messageAr: message.ar }),
    updatedAt: ctx.now,
  };
  if (after.validFrom && after.validUntil && after.validFrom >= after.validUntil)
    throw new AppError('range_invalid', { field: 'validUntil' });
  await putProgramme(ctx.tx, ctx.storeId, after);
  const changed = Object.keys(input);
  const of = (programme: Programme) => ({
    ...programme,
    message: [programme.messageEn, programme.messageAr],
  });
  const pick = (programme: Programme) =>
    Object.fromEntries(Object.entries(of(programme)).filter(([key]) => changed.includes(key)));
  ctx.audit({
    action: 'referrals.updateSettings',
    entity: 'referral_programme',
    entityId: ctx.storeId,
    fields: changed,
    before: pick(before),
    after: pick(after),
  });
  return present(ctx, after);
}

/** The member's text in a language, with its slots unfilled. */
export function messageOf(programme: Programme, language: Language): string {
  return (
    (language === 'ar' ? programme.messageAr : programme.messageEn) ??
    translate(language, 'referring.message')
  );
}

/** What the programme promises now. */
export async function termsOf(ctx: Ctx, programme: Programme): Promise<ReferralTerms> {
  const { referrerPoints, friendPoints, minimumOrder, holdingDays, joinDays, orderDays } = programme;
  const { capRewards, capDays } = programme;
  const { currency } = await settings.store(ctx);
  return {
    isOpen: isOpen(programme, ctx.now),
    validUntil: programme.validUntil?.toISOString() ?? null,
    referrerPoints,
    friendPoints,
    minimumOrder,
    currency,
    holdingDays,
    joinDays,
    orderDays,
    capRewards,
    capDays,
  };
}

async function present(ctx: Ctx, programme: Programme): Promise<OutputOf<Contract['settings']>> {
  const { messageEn: _en, messageAr: _ar, validFrom, validUntil, updatedAt, ...fields } = programme;
  const { currency, hostName } = await settings.store(ctx);
  return {
    ...fields,
    validFrom: validFrom?.toISOString() ?? null,
    validUntil: validUntil?.toISOString() ?? null,
    message: { en: messageOf(programme, 'en'), ar: messageOf(programme, 'ar') },
    linkBase: linkBase(hostName),
    currency,
    updatedAt: updatedAt?.toISOString() ?? null,
  };
}
