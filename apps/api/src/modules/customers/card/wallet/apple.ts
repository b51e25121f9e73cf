import type { Card, customersCardContract, InputOf } from '@wafa/contract';
import { messages } from '@wafa/i18n';
import { PKPass } from 'passkit-generator';
import { AppError } from '../../../../platform/errors.ts';
import type { Download, PageRunner } from '../../../../platform/http/bind.ts';
import { holder } from './holder.ts';
import { markPng } from './mark.ts';
import { paletteOf, rgbText } from './palette.ts';
import { type AppleSigner, appleWallet } from './wallets.ts';

/**
 * The card as a signed pass. Its QR and barcode are the static ones: a pass cannot sign, so it identifies
 * and proves nothing. Signing takes some 50 ms of the process, outside any transaction.
 * @throws AppError not_configured, not_found, customer_closed
 */
export async function applePass(
  page: PageRunner,
  input: InputOf<typeof customersCardContract.applePass>,
): Promise<Download> {
  const signer = appleWallet();
  if (!signer) throw new AppError('not_configured');
  const card = await page((ctx) => holder(ctx, input.customerId));
  const pass = makePass(card, signer);
  async function* whole() {
    yield pass;
  }
  return {
    contentType: 'application/vnd.apple.pkpass',
    fileName: `${card.cardNumber}.pkpass`,
    chunks: whole(),
  };
}

/** The bytes of the .pkpass file. */
function makePass(card: Card, signer: AppleSigner): Buffer {
  const { ground, ink, soft } = paletteOf(card.tier?.key);
  const pass = new PKPass(
    imagesOf(card),
    {
      signerCert: signer.cert,
      signerKey: signer.key,
      signerKeyPassphrase: signer.passphrase,
      wwdr: signer.wwdr,
    },
    {
      formatVersion: 1,
      passTypeIdentifier: signer.passTypeId,
      teamIdentifier: signer.teamId,
      serialNumber: card.customerId,
      organizationName: card.store.name,
      logoText: 'store',
      description: 'description',
      backgroundColor: rgbText(ground),
      foregroundColor: rgbText(ink),
      labelColor: rgbText(soft),
      sharingProhibited: true,
    },
  );
  pass.type = 'storeCard';
  addFields(pass, card);
  pass.setBarcodes(
    { format: 'PKBarcodeFormatQR', message: card.qr, altText: card.cardNumberGrouped },
    { format: 'PKBarcodeFormatCode128', message: card.cardNumber, altText: card.cardNumberGrouped },
  );
  for (const language of ['en', 'ar'] as const) pass.localize(language, stringsOf(card, language));
  return pass.getAsBuffer();
}

/** Fields whose words the pass looks up in the reader's language (`stringsOf`). */
function addFields(pass: PKPass, card: Card): void {
  if (card.tier) pass.headerFields.push({ key: 'tier', label: 'label.tier', value: 'tier' });
  pass.primaryFields.push({ key: 'name', label: 'description', value: 'name' });
  pass.secondaryFields.push({ key: 'number', label: 'label.number', value: card.cardNumberGrouped });
  pass.backFields.push({ key: 'use', label: 'label.use', value: 'use' });
}

function stringsOf(card: Card, language: 'en' | 'ar'): Record<string, string> {
  const say = (key: string) => messages[language][`customers.pass.${key}`] ?? key;
  const arabic = language === 'ar';
  const strings = {
    store: (arabic && card.store.nameAr) || card.store.name,
    name: (arabic && card.nameAr) || card.name,
    tier: card.tier?.name[language] ?? '',
    description: say('title'),
    'label.tier': say('tier'),
    'label.number': say('number'),
    'label.use': say('use'),
    use: say('use_text'),
  };
  return Object.fromEntries(Object.entries(strings).map(([key, value]) => [key, escaped(value)]));
}

/** Text as it stands between the quotes of a .strings file. */
const escaped = (text: string) => text.replace(/["\\]/g, '\\$&').replace(/\s+/g, ' ');

/** The store's mark at the sizes that Wallet asks for: 29 points in lists, 50 on the pass. */
function imagesOf(card: Card): Record<string, Buffer> {
  const { ground, ink } = paletteOf(card.tier?.key);
  const images: Record<string, Buffer> = {};
  for (const scale of [1, 2, 3]) {
    const suffix = scale === 1 ? '' : `@${scale}x`;
    images[`icon${suffix}.png`] = markPng(29 * scale, ink, ground);
    images[`logo${suffix}.png`] = markPng(50 * scale, ink);
  }
  return images;
}
