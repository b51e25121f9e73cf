import type { InputOf, OutputOf, ReferOutcome, referralsContract } from '@wafa/contract';
import { actorId, type Ctx } from '../../platform/context.ts';
import { AppError, Refusal } from '../../platform/errors.ts';
import * as customers from '../customers/index.ts';
import * as identity from '../identity/index.ts';
import * as settings from '../settings/index.ts';
import { markOf } from './keys.ts';
import { noteCaller } from './marks.ts';
import { ensureCode, invitationText } from './own-code.ts';
import { showOwn } from './present.ts';
import { programmeOf } from './programme.ts';
import { refuseNoted } from './refusals.ts';
import { daysAfter, isOpen, mailboxOf, maskEmail, maskPhone } from './rules.ts';
import {
  countInvitations,
  deleteInvitation,
  findInvitation,
  findReferral,
  insertInvitation,
  insertSteps,
  type ReferralRow,
} from './sql.ts';
import { lockReferrers } from './sql-codes.ts';
import { findPeople } from './sql-people.ts';
import { useCode } from './use-code.ts';

type Contract = typeof referralsContract;
type Input = InputOf<Contract['refer']>;

/** An invited friend's address: for the links of this reply, and as it is kept. */
interface Address {
  kind: 'email' | 'phone';
  value: string;
  hash: Buffer;
  mask: string;
}

/** Invites a friend by e-mail or phone, or uses a friend's code. */
export async function refer(ctx: Ctx, input: Input): Promise<ReferOutcome | Refusal> {
  const customerId = await customers.require(ctx, 'me', { to: 'earn' });
  await noteCaller(ctx, customerId, input.device);
  if (input.code === undefined) return invite(ctx, customerId, input);
  const used = await useCode(ctx, customerId, input.code, ctx.now);
  if (used instanceof Refusal) return used;
  const { row, isNew } = used;
  const referral = {
    ...showOwn(ctx, row, undefined, null),
    sentTo: null,
    points: row.friendPoints,
    capped: false,
  };
  return {
    outcome: 'joined',
    referral: { ...referral, canWithdraw: false },
    isNew,
    message: null,
    share: [],
    friendPoints: row.friendPoints,
  };
}

/**
 * Notes an invitation and answers with the words for the member to send. Whether the friend is a customer
 * already is not looked up: the answer would tell a stranger.
 */
async function invite(ctx: Ctx, customerId: string, input: Input): Promise<ReferOutcome | Refusal> {
  const address = await addressOf(ctx, input);
  const programme = await programmeOf(ctx);
  if (!isOpen(programme, ctx.now)) return refuseNoted(ctx, 'invite', 'referral_closed', { customerId });
  const me = (await findPeople(ctx.tx, ctx.storeId, [customerId])).get(customerId);
  const own = [me?.email && mailboxOf(me.email), me?.phone];
  if (own.includes(address.kind === 'email' ? mailboxOf(address.value) : address.value))
    return refuseNoted(ctx, 'invite', 'referral_own_code', { customerId, field: address.kind });
  const code = await ensureCode(ctx, customerId);
  await lockReferrers(ctx.tx, ctx.storeId, [customerId]);
  const known = await findInvitation(ctx.tx, ctx.storeId, customerId, address.hash);
  if (!known) {
    const since = daysAfter(ctx.now, -1);
    if ((await countInvitations(ctx.tx, ctx.storeId, customerId, since)) >= programme.invitesPerDay) {
      const params = { most: programme.invitesPerDay };
      return refuseNoted(ctx, 'invite', 'referral_invites_limit', { customerId, params });
    }
  }
  const row = known ?? (await writeInvitation(ctx, { customerId, code: code.code, address, programme }));
  const { message, subject } = await invitationText(ctx, code, programme, input.name);
  return {
    outcome: 'invited',
    referral: showOwn(ctx, row, undefined, null),
    isNew: known === undefined,
    message,
    share: linksTo(address, message, subject),
    friendPoints: programme.friendPoints,
  };
}

async function addressOf(ctx: Ctx, { email, phone }: Input): Promise<Address> {
  const of = (kind: Address['kind'], value: string, key: string, mask: string): Address => ({
    kind,
    value,
    hash: markOf(ctx.storeId, kind, key),
    mask,
  });
  if (email !== undefined) {
    const value = identity.normaliseEmail(email);
    return of('email', value, mailboxOf(value), maskEmail(value));
  }
  const { country } = await settings.store(ctx);
  const value = identity.normalisePhone(phone ?? '', country);
  if (value === undefined) throw new AppError('phone_invalid', { field: 'phone' });
  return of('phone', value, value, maskPhone(value));
}

async function writeInvitation(
  ctx: Ctx,
  made: {
    customerId: string;
    code: string;
    address: Address;
    programme: Awaited<ReturnType<typeof programmeOf>>;
  },
): Promise<ReferralRow> {
  const { customerId, code, address, programme } = made;
  const id = ctx.newId();
  await insertInvitation(ctx.tx, ctx.storeId, {
    id,
    referrerId: customerId,
    code,
    addressHash: address.hash,
    addressMask: address.mask,
    referrerPoints: programme.referrerPoints,
    friendPoints: programme.friendPoints,
    minimumOrder: programme.minimumOrder,
    holdingDays: programme.holdingDays,
    at: ctx.now,
  });
  const step = { id: ctx.newId(), referralId: id, at: ctx.now, by: actorId(ctx.actor), note: null };
  await insertSteps(ctx.tx, ctx.storeId, [{ ...step, what: 'invited' }]);
  ctx.audit({ action: 'referrals.invite', entity: 'referral', entityId: id, customerId });
  const row = await findReferral(ctx.tx, ctx.storeId, id);
  if (!row) throw new AppError('conflict', { detail: 'an invitation of the same moment took its place' });
  return row;
}

/** Links that open the message on the member's own device, addressed to the friend. */
function linksTo({ kind, value }: Address, message: string, subject: string): ReferOutcome['share'] {
  const body = encodeURIComponent(message);
  if (kind === 'email')
    return [
      {
        channel: 'email',
        url: `mailto:${encodeURIComponent(value)}?subject=${encodeURIComponent(subject)}&body=${body}`,
      },
    ];
  return [
    { channel: 'whatsapp', url: `https://wa.me/${value.slice(1)}?text=${body}` },
    { channel: 'sms', url: `sms:${value}?body=${body}` },
  ];
}

/** Takes back an own invitation that nobody has followed. */
export async function withdraw(
  ctx: Ctx,
  input: InputOf<Contract['withdraw']>,
): Promise<OutputOf<Contract['withdraw']>> {
  const customerId = await customers.require(ctx, 'me');
  if (await deleteInvitation(ctx.tx, ctx.storeId, customerId, input.referralId)) {
    ctx.audit({ action: 'referrals.withdraw', entity: 'referral', entityId: input.referralId, customerId });
    return { withdrawn: true };
  }
  const row = await findReferral(ctx.tx, ctx.storeId, input.referralId);
  if (row?.referrerId !== customerId) throw new AppError('not_found', { field: 'referralId' });
  throw new AppError('referral_not_open', { field: 'referralId' });
}
