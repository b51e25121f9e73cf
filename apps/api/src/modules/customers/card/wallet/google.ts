import { createPrivateKey } from 'node:crypto';
import type { Card, customersCardContract, InputOf, OutputOf } from '@wafa/contract';
import { messages } from '@wafa/i18n';
import { SignJWT } from 'jose';
import type { Ctx } from '../../../../platform/context.ts';
import { AppError } from '../../../../platform/errors.ts';
import { holder } from './holder.ts';
import { hexText, paletteOf } from './palette.ts';
import { googleWallet } from './wallets.ts';

type Contract = typeof customersCardContract;

const saveUrl = 'https://pay.google.com/gp/v/save/';

/**
 * The link that saves the card: a token signed by the store's service account, in which the pass stands
 * whole, so that Google is asked nothing beforehand. A generic pass: a loyalty class would need a logo at a
 * public address. Kept under the 1,800 characters that links may have.
 * @throws AppError not_configured, not_found, customer_closed
 */
export async function googlePass(
  ctx: Ctx,
  input: InputOf<Contract['googlePass']>,
): Promise<OutputOf<Contract['googlePass']>> {
  const signer = googleWallet();
  if (!signer) throw new AppError('not_configured');
  const card = await holder(ctx, input.customerId);
  const classId = `${signer.issuerId}.${ctx.storeId}`;
  const token = await new SignJWT({
    typ: 'savetowallet',
    payload: {
      genericClasses: [{ id: classId }],
      genericObjects: [{ id: `${signer.issuerId}.${card.customerId}`, classId, ...passOf(card) }],
    },
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(signer.email)
    .setAudience('google')
    .setIssuedAt(ctx.now)
    .sign(createPrivateKey(signer.privateKey));
  return { url: saveUrl + token };
}

function passOf(card: Card) {
  return {
    state: 'ACTIVE',
    cardTitle: inBoth(card.store.name, card.store.nameAr),
    header: inBoth(card.name, card.nameAr),
    subheader: inBoth(messages.en['customers.pass.title'] ?? '', messages.ar['customers.pass.title'] ?? null),
    hexBackgroundColor: hexText(paletteOf(card.tier?.key).ground),
    barcode: { type: 'QR_CODE', value: card.qr, alternateText: card.cardNumberGrouped },
  };
}

function inBoth(english: string, arabic: string | null) {
  return {
    defaultValue: { language: 'en', value: english },
    ...(arabic && { translatedValues: [{ language: 'ar', value: arabic }] }),
  };
}
