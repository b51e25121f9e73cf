import type { InputOf, OutputOf, ReferralCode, referralsContract, ShareChannel } from '@wafa/contract';
import { fill, translate } from '@wafa/i18n';
import type { Ctx } from '../../platform/context.ts';
import { AppError, Refusal } from '../../platform/errors.ts';
import * as customers from '../customers/index.ts';
import * as settings from '../settings/index.ts';
import { codeBytes, codeFrom, showCode } from './codes.ts';
import { linkBase } from './keys.ts';
import { noteCaller } from './marks.ts';
import { messageOf, programmeOf, termsOf } from './programme.ts';
import { findNamed, refuseNoted } from './refusals.ts';
import { isOpen, type Programme, shortName } from './rules.ts';
import { type CodeRow, findOwnCode, insertCode, retireCodes } from './sql-codes.ts';
import { findPeople } from './sql-people.ts';

type Contract = typeof referralsContract;

/** The customer's own code; made where there is none. */
export async function code(ctx: Ctx, input: InputOf<Contract['code']>): Promise<ReferralCode> {
  return present(ctx, await ensureCode(ctx, await customers.require(ctx, input.customerId, { to: 'earn' })));
}

/** The same for the signed-in customer, noting the device that the link is shared from. */
export async function generate(ctx: Ctx, input: InputOf<Contract['generate']>): Promise<ReferralCode> {
  const customerId = await customers.require(ctx, 'me', { to: 'earn' });
  await noteCaller(ctx, customerId, input.device);
  return present(ctx, await ensureCode(ctx, customerId));
}

/** Gives a customer a new code in place of all that they have. */
export async function renewCode(ctx: Ctx, input: InputOf<Contract['renewCode']>): Promise<ReferralCode> {
  const customerId = await customers.require(ctx, input.customerId, { to: 'earn' });
  await retireCodes(ctx.tx, ctx.storeId, customerId, ctx.now);
  const row = await ensureCode(ctx, customerId);
  ctx.audit({
    action: 'referrals.renewCode',
    entity: 'customer',
    entityId: customerId,
    customerId,
    after: { code: showCode(row.code), ...(input.note && { note: input.note }) },
  });
  return present(ctx, row);
}

/** What a code promises, to whoever opens its link. */
export async function lookUp(
  ctx: Ctx,
  input: InputOf<Contract['lookUp']>,
): Promise<OutputOf<Contract['lookUp']> | Refusal> {
  const found = await findNamed(ctx, input.code, 'look_up');
  if (found instanceof Refusal) return found;
  const programme = await programmeOf(ctx);
  if (!isOpen(programme, ctx.now)) return refuseNoted(ctx, 'look_up', 'referral_closed');
  const people = await findPeople(ctx.tx, ctx.storeId, [found.customerId]);
  const referrer = people.get(found.customerId);
  return {
    code: showCode(found.code),
    referrer: referrer ? shortName(referrer, ctx.language) : '',
    terms: await termsOf(ctx, programme),
  };
}

/** A customer's code. Of two requests of one moment, the second finds what the first made. */
export async function ensureCode(ctx: Ctx, customerId: string): Promise<CodeRow> {
  for (let round = 0; round < 5; round++) {
    const own = await findOwnCode(ctx.tx, ctx.storeId, customerId);
    if (own) return own;
    const row = { code: codeFrom(ctx.randomBytes(codeBytes)), customerId, at: ctx.now };
    await insertCode(ctx.tx, ctx.storeId, row);
  }
  throw new AppError('conflict', { detail: 'five referral codes in a row were taken' });
}

/** Code and link with the words that a member sends. */
export async function invitationText(
  ctx: Ctx,
  row: CodeRow,
  programme: Programme,
  name?: string,
): Promise<{ link: string; message: string; subject: string }> {
  const store = await settings.store(ctx);
  const link = `${linkBase(store.hostName)}${row.code}`;
  const storeName = (ctx.language === 'ar' ? store.nameAr : null) ?? store.name;
  const slots = { store: storeName, points: programme.friendPoints, code: showCode(row.code), link };
  const message = fill(messageOf(programme, ctx.language), slots, ctx.language);
  const greeting = name ? `${translate(ctx.language, 'referring.greeting', { name })}\n` : '';
  const subject = translate(ctx.language, 'referring.subject', { store: storeName });
  return { link, message: greeting + message, subject };
}

async function present(ctx: Ctx, row: CodeRow): Promise<ReferralCode> {
  const programme = await programmeOf(ctx);
  const { link, message, subject } = await invitationText(ctx, row, programme);
  ctx.concerns(row.customerId);
  return {
    customerId: row.customerId,
    code: showCode(row.code),
    link,
    message,
    share: shareLinks({ link, message, subject }),
    issuedAt: row.issuedAt.toISOString(),
    terms: await termsOf(ctx, programme),
  };
}

/** Addresses that open each service with the message in it; the services ask before anything is sent. */
function shareLinks(words: { link: string; message: string; subject: string }): {
  channel: ShareChannel;
  url: string;
}[] {
  const [link, message, subject] = [words.link, words.message, words.subject].map(encodeURIComponent);
  // Facebook takes the link alone, Telegram puts it before the text by itself.
  const withoutLink = encodeURIComponent(words.message.replace(words.link, '').trim());
  return [
    { channel: 'whatsapp', url: `https://wa.me/?text=${message}` },
    { channel: 'x', url: `https://x.com/intent/tweet?text=${message}` },
    { channel: 'facebook', url: `https://www.facebook.com/sharer/sharer.php?u=${link}` },
    { channel: 'telegram', url: `https://t.me/share/url?url=${link}&text=${withoutLink}` },
    { channel: 'email', url: `mailto:?subject=${subject}&body=${message}` },
  ];
}
