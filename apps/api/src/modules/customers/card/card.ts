import type { Card, customersContract, InputOf, OutputOf } from '@wafa/contract';
import { messages } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { fold } from '../directory/rules.ts';
import { showCardHolder, showCustomer } from '../profile/present.ts';
import { requireCustomer } from '../profile/references.ts';
import { normalPhone } from '../profile/rules.ts';
import { findByPhone } from '../profile/sql.ts';
import { groupCardNumber, isCardNumber, staticQr } from './rules.ts';

type Contract = typeof customersContract;

/** The Customer ID card of a customer. */
export async function card(ctx: Ctx, input: InputOf<Contract['card']>): Promise<OutputOf<Contract['card']>> {
  return showCard(ctx, input.customerId);
}

/** The card behind exactly this number or phone, as a till finds it; `not_found` where there is none. */
export async function lookup(
  ctx: Ctx,
  input: InputOf<Contract['lookup']>,
): Promise<OutputOf<Contract['lookup']>> {
  const ref = input.phone ? await byPhone(ctx, input.phone) : byNumber(input.card ?? '');
  if (!ref) throw new AppError('not_found', { field: input.phone ? 'phone' : 'card' });
  return showCard(ctx, ref);
}

async function byPhone(ctx: Ctx, phone: string): Promise<string | undefined> {
  const { country } = await settings.store(ctx);
  return findByPhone(ctx.tx, ctx.storeId, normalPhone(phone, country));
}

/** A number as read out, typed in groups or scanned from the static QR. */
function byNumber(typed: string): string | undefined {
  const number = fold(typed)
    .replace(/^wafa 1 /, '')
    .replaceAll(' ', '');
  return isCardNumber(number) ? number : undefined;
}

/** A till names the customer by the card, as a rule one that nobody merged: that takes one read. */
async function showCard(ctx: Ctx, ref: string): Promise<Card> {
  const direct =
    ctx.actor.kind !== 'customer' && isCardNumber(ref) ? await showCardHolder(ctx, ref) : undefined;
  const profile = direct ?? (await showCustomer(ctx, await requireCustomer(ctx, ref)));
  const store = await settings.store(ctx);
  const arabic = [profile.firstNameAr, profile.lastNameAr].filter(Boolean).join(' ');
  return {
    customerId: profile.id,
    cardNumber: profile.cardNumber,
    cardNumberGrouped: groupCardNumber(profile.cardNumber),
    qr: staticQr(profile.cardNumber),
    name: [profile.firstName, profile.lastName].filter(Boolean).join(' '),
    nameAr: arabic || null,
    status: profile.status,
    tier: profile.tier === null ? null : { key: profile.tier, name: tierName(profile.tier) },
    store: { id: store.id, name: store.name, nameAr: store.nameAr, color: store.color },
    profile,
  };
}

/** The default tiers have names in both languages; a store's own tier is shown by its key. */
function tierName(key: string): { en: string; ar: string } {
  const message = `customers.tier.${key}`;
  return { en: messages.en[message] ?? key, ar: messages.ar[message] ?? key };
}
