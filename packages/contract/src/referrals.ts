import { z } from 'zod';
import { customerRef, id, instant, nameText, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { points } from './loyalty.ts';
import { referralsDeskContract } from './referrals-desk.ts';
import { referralsProgrammeContract, referralTerms } from './referrals-programme.ts';
import { ownReferral, referralsStandingContract } from './referrals-standing.ts';

export const shareChannel = z.enum(['whatsapp', 'x', 'facebook', 'telegram', 'email']);
export type ShareChannel = z.infer<typeof shareChannel>;

const code = text(40).min(1).describe('A code in either case, with or without dashes and spaces');
const device = text(100)
  .min(8)
  .optional()
  .describe('A random id that the browser or app keeps; only its keyed hash is stored');

/** A customer's code with everything a share sheet needs. */
export const referralCode = z.object({
  customerId: id,
  code: z.string().describe('As it is read aloud: two groups of four'),
  link: z.string().describe('What the QR code holds too; `Qr` of @wafa/card draws it'),
  message: z.string().describe('Text to share, in the caller’s language, the link included'),
  share: z.array(z.object({ channel: shareChannel, url: z.string() })),
  issuedAt: instant,
  terms: referralTerms,
});
export type ReferralCode = z.infer<typeof referralCode>;

/** What came of `refer`. */
export const referOutcome = z.object({
  outcome: z.enum(['invited', 'joined']),
  referral: ownReferral,
  isNew: z.boolean().describe('False where the friend was invited before, or the code was used before'),
  message: z.string().nullable().describe('Of an invitation: the text for the friend'),
  share: z
    .array(z.object({ channel: z.enum([...shareChannel.options, 'sms']), url: z.string() }))
    .describe('Of an invitation: links that open the message ready to be sent to the friend'),
  friendPoints: points.describe('What the friend will get'),
});
export type ReferOutcome = z.infer<typeof referOutcome>;

const refused = [
  'referral_code_unknown',
  'referral_own_code',
  'referral_not_new',
  'referral_too_late',
  'referral_already_joined',
  'referral_closed',
  'referral_invites_limit',
  'customer_closed',
  'customer_suspended',
  'phone_invalid',
];

/** Referrals: a customer brings a friend by an own code, and both are rewarded. */
export const referralsContract = {
  code: endpoint({
    name: 'referrals.code',
    method: 'GET',
    path: '/api/v1/referrals/codes/of/:customerId',
    aliases: [{ path: '/api/referral/code/:customerId' }],
    summary: 'The customer’s own code and link, made at the first look',
    caller: 'both',
    permission: 'referrals.read',
    lane: 'write',
    idempotent: false,
    params: z.object({ customerId: customerRef }),
    response: referralCode,
    errors: ['not_found', 'customer_closed', 'customer_suspended'],
  }),
  generate: endpoint({
    name: 'referrals.generate',
    method: 'POST',
    path: '/api/v1/referrals/codes',
    aliases: [{ path: '/api/customer-id/referral/generate' }],
    summary: 'Make (or get) the own referral link',
    caller: 'self',
    lane: 'write',
    body: z.object({ device }).default({}),
    response: referralCode,
    errors: ['customer_closed', 'customer_suspended'],
  }),
  renewCode: endpoint({
    name: 'referrals.renewCode',
    method: 'POST',
    path: '/api/v1/referrals/codes/of/:customerId/renew',
    summary: 'Give a customer a new code; the old one is not taken any more',
    description: 'Friends who used the old code stay the customer’s.',
    caller: 'staff',
    permission: 'referrals.edit',
    lane: 'write',
    params: z.object({ customerId: customerRef }),
    body: z.object({ note: nameText(500).optional() }).default({}),
    response: referralCode,
    errors: ['not_found', 'customer_closed', 'customer_suspended'],
  }),
  lookUp: endpoint({
    name: 'referrals.lookUp',
    method: 'GET',
    path: '/api/v1/referrals/codes/:code',
    summary: 'What a code promises, for whoever opens its link',
    description:
      'Names the referrer by first name and initial. After 20 wrong codes within 15 minutes an address waits (429).',
    caller: 'public',
    lane: 'write',
    idempotent: false,
    params: z.object({ code }),
    response: z.object({ code: z.string(), referrer: z.string(), terms: referralTerms }),
    errors: ['referral_code_unknown', 'referral_closed', 'store_unknown'],
  }),
  refer: endpoint({
    name: 'referrals.refer',
    method: 'POST',
    path: '/api/v1/referrals',
    aliases: [{ path: '/api/referral/refer' }],
    summary: 'Invite a friend by `email` or `phone`, or use a friend’s `code`',
    description:
      'The store writes to no one: an invitation answers with a message that the member sends. Of the friend’s address a keyed hash and a masked form are kept. Inviting the same friend again answers with the first invitation; using the same code again with the first use.',
    caller: 'self',
    lane: 'write',
    // A stored reply would keep the friend's address, which stands in its links.
    idempotent: false,
    status: 201,
    body: z
      .object({
        email: z.email().max(254).optional(),
        phone: text(40).min(1).optional(),
        name: nameText(100).optional().describe('Goes into the message and is not kept'),
        code: code.optional(),
        device,
      })
      .refine((body) => [body.email, body.phone, body.code].filter(Boolean).length === 1, {
        path: ['code'],
        error: 'friend_or_code',
      }),
    response: referOutcome,
    errors: refused,
  }),
  withdraw: endpoint({
    name: 'referrals.withdraw',
    method: 'DELETE',
    path: '/api/v1/referrals/:referralId',
    summary: 'Take back an invitation that nobody has followed yet',
    caller: 'self',
    lane: 'write',
    params: z.object({ referralId: id }),
    response: z.object({ withdrawn: z.boolean() }),
    errors: ['not_found', 'referral_not_open'],
  }),
  ...referralsStandingContract,
  ...referralsProgrammeContract,
  ...referralsDeskContract,
};
