import type { Card } from '@wafa/contract';
import { messages } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import * as settings from '../../settings/index.ts';
import { showCardHolder, showCustomer } from '../profile/present.ts';
import { requireCustomer } from '../profile/references.ts';
import { groupCardNumber, isCardNumber, staticQr } from './rules.ts';
import { wallets } from './wallet/wallets.ts';

/**
 * The card of a customer. A till names the customer by the card, as a rule one that nobody merged: that
 * takes one read.
 * @throws AppError not_found
 */
export async function showCard(ctx: Ctx, ref: string): Promise<Card> {
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
    wallets: wallets(),
    profile,
  };
}

/** The default tiers have names in both languages; a store's own tier is shown by its key. */
function tierName(key: string): { en: string; ar: string } {
  const message = `customers.tier.${key}`;
  return { en: messages.en[message] ?? key, ar: messages.ar[message] ?? key };
}
