/** Referrals as staff see them: figures of a period, the list, refused attempts, and the review desk. */
import { z } from 'zod';
import { customerRef, day, id, instant, listOf, money, nameText, paging, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { points } from './loyalty.ts';
import {
  referralConcern,
  referralRejection,
  referralReview,
  referralStage,
  ringMark,
} from './referrals-stages.ts';

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

const ref = z.object({ referralId: id });
const note = nameText(500);

export const referralsDeskContract = {
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
