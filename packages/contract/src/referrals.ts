import { z } from 'zod';
import { customerRef, day, id, instant, listOf, money, paging, text } from './common.ts';
import { nameText } from './customers.ts';
import { endpoint, type RawInput } from './endpoint.ts';
import { points } from './loyalty.ts';

/**
 * How far a referral has come. `invited`: a friend was asked; `joined`: the friend used the code;
 * `qualified`: their first order counts and the holding period runs, or staff look at it; `rewarded` and
 * `rejected` are its ends.
 */
export const referralStage = z.enum(['invited', 'joined', 'qualified', 'rewarded', 'rejected']);
export type ReferralStage = z.infer<typeof referralStage>;

/** Why a referral ended without a reward. */
export const referralRejection = z.enum(['refunded', 'no_order_in_time', 'review', 'closed', 'same_person']);
export type ReferralRejection = z.infer<typeof referralRejection>;

/** What two people of a ring share; a ring holds the reward until staff have looked. */
export const ringMark = z.enum(['device', 'network', 'address', 'phone', 'email', 'payment']);
export type RingMark = z.infer<typeof ringMark>;

/** Why staff are asked before a reward is given. */
export const referralConcern = z.enum([
  'shared_device',
  'shared_network',
  'shared_address',
  'shared_phone',
  'shared_email',
  'shared_payment',
  'circle',
  'crowd',
  'reviews_all',
]);
export type ReferralConcern = z.infer<typeof referralConcern>;

export const referralReview = z.enum(['none', 'held', 'approved', 'rejected']);
export type ReferralReview = z.infer<typeof referralReview>;

export const shareChannel = z.enum(['whatsapp', 'x', 'facebook', 'telegram', 'email']);
export type ShareChannel = z.infer<typeof shareChannel>;

const code = text(40).min(1).describe('A code in either case, with or without dashes and spaces');
const device = text(100)
  .min(8)
  .optional()
  .describe('A random id that the browser or app keeps; only its keyed hash is stored');
const note = nameText(500);

const programmeFields = {
  isActive: z.boolean(),
  validFrom: instant.nullable().describe('Codes are taken from here on; null: at once'),
  validUntil: instant.nullable().describe('Codes are taken until then; null: without end'),
  referrerPoints: points.min(0).max(10_000_000),
  friendPoints: points.min(0).max(10_000_000),
  minimumOrder: money.min(0).describe('Least total of the friend’s first order, minor units'),
  holdingDays: z.int().min(0).max(365).describe('Days from the order’s delivery to the reward'),
  joinDays: z.int().min(0).max(365).describe('How long after joining the store a code may still be used'),
  orderDays: z.int().min(1).max(730).describe('How long after the code the first order may come'),
  capRewards: z.int().min(1).max(100_000).describe('Rewards of one referrer within `capDays`'),
  capDays: z.int().min(1).max(366),
  invitesPerDay: z.int().min(1).max(1000).describe('Invitations of one customer within 24 hours'),
  reviewsAll: z.boolean().describe('Hold every reward for staff'),
  reviewsNetwork: z
    .boolean()
    .describe('Take one shared internet address as a ring; off: shops and homes share'),
};

/** The store's programme. */
export const referralSettings = z.object({
  ...programmeFields,
  message: z
    .object({ en: z.string(), ar: z.string() })
    .describe('Text for the member to share; slots {store}, {points}, {code}, {link}'),
  linkBase: z.string().describe('Where the links lead; the code follows'),
  currency: z.string(),
  updatedAt: instant.nullable(),
});
export type ReferralSettings = z.infer<typeof referralSettings>;

const wording = nameText(600).min(1);
export const referralSettingsUpdate = z
  .object({ ...programmeFields, message: z.object({ en: wording, ar: wording }) })
  .partial();

/** What the programme promises, as a customer reads it. */
export const referralTerms = z.object({
  isOpen: z.boolean().describe('Whether codes are taken now'),
  validUntil: instant.nullable(),
  referrerPoints: points,
  friendPoints: points,
  minimumOrder: money,
  currency: z.string(),
  holdingDays: z.int(),
  joinDays: z.int(),
  orderDays: z.int(),
  capRewards: z.int(),
  capDays: z.int(),
});
export type ReferralTerms = z.infer<typeof referralTerms>;

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

/** A referral as the referrer sees it; nothing of the friend but a first name and an initial. */
export const ownReferral = z.object({
  id,
  stage: referralStage,
  friend: z.string().nullable().describe('First name and initial, once joined'),
  sentTo: z.string().nullable().describe('The invited address, masked; null where the code came otherwise'),
  invitedAt: instant.nullable(),
  joinedAt: instant.nullable(),
  qualifiedAt: instant.nullable(),
  rewardDueAt: instant.nullable().describe('When the holding period ends'),
  inReview: z.boolean().describe('The store looks at it first'),
  rewardedAt: instant.nullable(),
  rejectedAt: instant.nullable(),
  rejection: referralRejection.nullable(),
  points: points.describe('Received by the reader; before that, what is expected'),
  capped: z.boolean().describe('The referrer had the most rewards of the period'),
  canWithdraw: z.boolean(),
});
export type OwnReferral = z.infer<typeof ownReferral>;

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

export const referralReward = z.object({
  id: z.string(),
  referralId: id,
  role: z.enum(['referrer', 'friend']),
  points,
  friend: z.string().nullable().describe('First name and initial of the other'),
  rewardedAt: instant,
});
export type ReferralReward = z.infer<typeof referralReward>;

export const referralStats = z.object({
  customerId: id,
  sent: z.int().describe('Invitations, and friends who came by the code uninvited'),
  joined: z.int(),
  qualified: z.int(),
  rewarded: z.int(),
  inReview: z.int(),
  pointsEarned: points,
  pointsExpected: points.describe('Of referrals whose holding period runs'),
  rank: z.int().nullable().describe('Among all referrers, by rewards of all time; null: none yet'),
  rankThisMonth: z.int().nullable(),
  referrers: z.int().describe('How many have a rank'),
  onLeaderboard: z.boolean().describe('Privacy preference `leaderboard`: whether others see the name'),
  roomInPeriod: z.int().describe('Rewards left before the cap of the period'),
  asFriend: z
    .object({
      stage: referralStage,
      referrer: z.string().describe('First name and initial'),
      points,
      minimumOrder: money,
      currency: z.string(),
      orderUntil: instant,
    })
    .nullable()
    .describe('The code that this customer used'),
});
export type ReferralStats = z.infer<typeof referralStats>;

export const leaderboardEntry = z.object({
  rank: z.int().describe('Equal results share a rank'),
  name: z.string().describe('First name and initial'),
  rewarded: z.int(),
  points,
  isMe: z.boolean(),
});
export type LeaderboardEntry = z.infer<typeof leaderboardEntry>;

/** A referral as staff see it. */
export const referral = z.object({
  id,
  stage: referralStage,
  review: referralReview,
  concerns: z.array(referralConcern),
  referrer: z.object({ id, name: z.string() }),
  friend: z.object({ id, name: z.string() }).nullable(),
  sentTo: z.string().nullable(),
  code: z.string().nullable(),
  orderId: id.nullable(),
  orderTotal: money.nullable(),
  currency: z.string(),
  referrerPoints: points,
  friendPoints: points,
  capped: z.boolean(),
  rejection: referralRejection.nullable(),
  note: z.string().nullable(),
  decidedBy: id.nullable(),
  decidedAt: instant.nullable(),
  undoUntil: instant.nullable().describe('Until when the decision can be taken back'),
  invitedAt: instant.nullable(),
  joinedAt: instant.nullable(),
  qualifiedAt: instant.nullable(),
  rewardDueAt: instant.nullable(),
  rewardedAt: instant.nullable(),
  rejectedAt: instant.nullable(),
  createdAt: instant,
});
export type Referral = z.infer<typeof referral>;

/** One step of a way through the graph, from the referrer to the friend. */
const ringStep = z.object({
  from: z.object({ id, name: z.string() }),
  to: z.object({ id, name: z.string() }),
  by: z.enum([...ringMark.options, 'referral']),
});

export const referralDetails = referral.extend({
  reasons: z
    .array(z.object({ concern: referralConcern, message: z.string() }))
    .describe('The concerns as sentences in the caller’s language'),
  ring: z.array(ringStep).describe('How referrer and friend hang together; empty where they do not'),
  history: z.array(
    z.object({
      at: instant,
      what: z.enum(['invited', 'joined', 'qualified', 'held', 'approved', 'rewarded', 'rejected', 'undone']),
      by: id.nullable(),
      note: z.string().nullable(),
    }),
  ),
});
export type ReferralDetails = z.infer<typeof referralDetails>;

export const referralRefusal = z.object({
  id,
  at: instant,
  customer: z.object({ id, name: z.string() }).nullable(),
  act: z.enum(['invite', 'use_code', 'look_up']),
  reason: z.string().describe('The error code that was answered'),
});
export type ReferralRefusal = z.infer<typeof referralRefusal>;

export const referralFilter = {
  query: text(120).optional().describe('A code, or the id or card number of a customer on either side'),
  stage: referralStage.optional(),
  review: referralReview.optional(),
  concern: referralConcern.optional(),
  referrerId: customerRef.optional(),
  friendId: customerRef.optional(),
  from: instant.optional().describe('Made at or after'),
  to: instant.optional().describe('Made before'),
};

const overview = z.object({
  from: instant,
  to: instant,
  funnel: z
    .object({ invited: z.int(), joined: z.int(), qualified: z.int(), rewarded: z.int() })
    .describe('Of the referrals begun in the period: how many came so far at least'),
  rejected: z.int(),
  held: z.int().describe('Waiting for staff now, whenever begun'),
  refusals: z.int().describe('Refused attempts in the period'),
  conversion: z.object({
    joined: z.number().nullable().describe('Joined of invited'),
    qualified: z.number().nullable().describe('Qualified of joined'),
    rewarded: z.number().nullable().describe('Rewarded of qualified'),
  }),
  points: z.object({ referrers: points, friends: points }).describe('Given in the period'),
  revenue: money.describe('Totals of the qualifying orders, less refunds, of the same referrals'),
  currency: z.string(),
  days: z.array(z.object({ day, invited: z.int(), joined: z.int(), rewarded: z.int() })),
  topReferrers: z.array(
    z.object({ customerId: id, name: z.string(), joined: z.int(), rewarded: z.int(), points }),
  ),
});
export type ReferralOverview = z.infer<typeof overview>;

const who = z.object({ customerId: customerRef.default('me') });
const ref = z.object({ referralId: id });
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
    body: z.object({ note: note.optional() }).default({}),
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
    params: ref,
    response: z.object({ withdrawn: z.boolean() }),
    errors: ['not_found', 'referral_not_open'],
  }),
  stats: endpoint({
    name: 'referrals.stats',
    method: 'GET',
    path: '/api/v1/referrals/stats',
    aliases: [{ path: '/api/referral/stats' }],
    summary: 'Sent, joined, qualified, earned, rank',
    caller: 'both',
    permission: 'referrals.read',
    lane: 'read',
    query: who,
    response: referralStats,
    errors: ['not_found'],
  }),
  rewards: endpoint({
    name: 'referrals.rewards',
    method: 'GET',
    path: '/api/v1/referrals/rewards',
    aliases: [
      { path: '/api/referral/rewards' },
      {
        path: '/api/customer-id/referral/rewards',
        caller: 'self',
        toInput: ({ query: { customerId: _, ...query }, ...raw }: RawInput) => ({ ...raw, query }),
      },
    ],
    summary: 'Rewards that a customer got by referrals, newest first',
    caller: 'both',
    permission: 'referrals.read',
    lane: 'read',
    query: paging.extend(who.shape),
    response: listOf('rewards', referralReward).extend({ pointsTotal: points }),
    errors: ['not_found', 'cursor_invalid'],
  }),
  history: endpoint({
    name: 'referrals.history',
    method: 'GET',
    path: '/api/v1/referrals/history',
    aliases: [
      {
        path: '/api/customer-id/referral/history',
        caller: 'self',
        toInput: ({ query: { customerId: _, ...query }, ...raw }: RawInput) => ({ ...raw, query }),
      },
    ],
    summary: 'Who was invited, and how far each came, newest first',
    caller: 'both',
    permission: 'referrals.read',
    lane: 'read',
    query: paging.extend({ ...who.shape, stage: referralStage.optional() }),
    response: listOf('referrals', ownReferral),
    errors: ['not_found', 'cursor_invalid'],
  }),
  leaderboard: endpoint({
    name: 'referrals.leaderboard',
    method: 'GET',
    path: '/api/v1/referrals/leaderboard',
    summary: 'The referrers with most rewards, of those who agreed to be shown, and the own rank',
    description:
      'First name and initial. Customers agree by the privacy preference `leaderboard`; a rank counts all referrers, so that it stays true where some do not show themselves.',
    caller: 'both',
    permission: 'referrals.read',
    lane: 'read',
    query: z.object({
      period: z.enum(['month', 'all']).default('month'),
      limit: z.coerce.number().int().min(1).max(100).default(10),
    }),
    response: z.object({
      period: z.enum(['month', 'all']),
      from: instant.nullable().describe('Where the month began; null: all time'),
      entries: z.array(leaderboardEntry),
      me: leaderboardEntry.nullable().describe('The reader’s own place, also outside the list'),
      participants: z.int(),
      onLeaderboard: z.boolean(),
    }),
  }),
  settings: endpoint({
    name: 'referrals.settings',
    method: 'GET',
    path: '/api/v1/referrals/settings',
    summary: 'The referral programme',
    caller: 'staff',
    permission: 'referrals.read',
    lane: 'read',
    response: referralSettings,
  }),
  updateSettings: endpoint({
    name: 'referrals.updateSettings',
    method: 'PUT',
    path: '/api/v1/referrals/settings',
    summary: 'Change the referral programme; referrals under way keep the terms they began with',
    caller: 'staff',
    permission: 'referrals.edit',
    lane: 'write',
    body: referralSettingsUpdate,
    response: referralSettings,
    errors: ['range_invalid'],
  }),
  overview: endpoint({
    name: 'referrals.overview',
    method: 'GET',
    path: '/api/v1/referrals/overview',
    summary: 'Funnel, conversion, points given and top referrers of a period',
    caller: 'staff',
    permission: 'referrals.read',
    lane: 'read',
    query: z.object({
      from: instant.optional().describe('30 days ago unless given; at most 400 days before `to`'),
      to: instant.optional(),
    }),
    response: overview,
    errors: ['range_invalid', 'period_too_long'],
  }),
  list: endpoint({
    name: 'referrals.list',
    method: 'GET',
    path: '/api/v1/referrals',
    summary: 'Referrals of the store, newest first; `review=held` is the review desk, longest waiting first',
    caller: 'staff',
    permission: 'referrals.read',
    lane: 'read',
    query: paging.extend(referralFilter),
    response: listOf('referrals', referral),
    errors: ['cursor_invalid'],
  }),
  exportList: endpoint({
    name: 'referrals.export',
    method: 'GET',
    path: '/api/v1/referrals/export',
    summary: 'The referrals of a filter as a CSV file',
    caller: 'staff',
    permission: 'referrals.read',
    lane: 'stream',
    query: z.object(referralFilter),
    response: z.string().describe('CSV, UTF-8, one referral a line'),
  }),
  refusals: endpoint({
    name: 'referrals.refusals',
    method: 'GET',
    path: '/api/v1/referrals/refusals',
    summary: 'Refused attempts, newest first: own codes, guesses, limits',
    caller: 'staff',
    permission: 'referrals.review',
    lane: 'read',
    query: paging.extend({ customerId: customerRef.optional(), reason: text(60).optional() }),
    response: listOf('refusals', referralRefusal),
    errors: ['cursor_invalid', 'not_found'],
  }),
  get: endpoint({
    name: 'referrals.get',
    method: 'GET',
    path: '/api/v1/referrals/:referralId',
    summary: 'One referral with its reasons, its ring and its history',
    caller: 'staff',
    permission: 'referrals.read',
    lane: 'read',
    params: ref,
    response: referralDetails,
    errors: ['not_found'],
  }),
  decide: endpoint({
    name: 'referrals.decide',
    method: 'POST',
    path: '/api/v1/referrals/:referralId/decision',
    summary: 'Approve or reject a held referral',
    description:
      'Approved past its holding period, it is rewarded in the same commit; before that, when the period ends. The same decision again answers with what stands.',
    caller: 'staff',
    permission: 'referrals.review',
    lane: 'write',
    params: ref,
    body: z.object({ decision: z.enum(['approve', 'reject']), note: note.min(1) }),
    response: referralDetails,
    errors: ['not_found', 'referral_not_held'],
  }),
  undoDecision: endpoint({
    name: 'referrals.undoDecision',
    method: 'POST',
    path: '/api/v1/referrals/:referralId/decision/undo',
    summary: 'Take a decision back; the referral is held again',
    description: 'A rejection within 30 days; an approval until the points have been given.',
    caller: 'staff',
    permission: 'referrals.review',
    lane: 'write',
    params: ref,
    body: z.object({ note: note.optional() }).default({}),
    response: referralDetails,
    errors: ['not_found', 'undo_too_late', 'referral_not_held'],
  }),
};
