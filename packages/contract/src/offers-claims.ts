/** Claims: an offer taken by a customer, and what became of it. */
import { z } from 'zod';
import { customerRef, id, instant, label, listOf, money, paging } from './common.ts';
import { customerFromQuery, endpoint } from './endpoint.ts';
import { offerBenefit, offerCode } from './offers-terms.ts';

export const claimStatus = z.enum(['open', 'redeemed', 'lapsed', 'returned']);
export type ClaimStatus = z.infer<typeof claimStatus>;

/** An offer taken by a customer: claimed, redeemed with an order, lapsed, or given back by a refund. */
export const offerClaim = z.object({
  id,
  offerId: id,
  name: label,
  benefit: offerBenefit,
  currency: z.string(),
  customerId: id.nullable().describe('Null for an anonymous sale'),
  code: z.string().nullable(),
  status: claimStatus,
  claimedAt: instant,
  expiresAt: instant.nullable(),
  redeemedAt: instant.nullable(),
  endedAt: instant.nullable(),
  orderId: id.nullable(),
  discount: money,
  bonusPoints: z.int(),
});
export type OfferClaim = z.infer<typeof offerClaim>;

const period = { from: instant.optional(), to: instant.optional() };

export const offersClaimsContract = {
  redemptions: endpoint({
    name: 'offers.redemptions',
    method: 'GET',
    path: '/api/v1/offers/:offerId/redemptions',
    summary: 'Who took an offer, newest first',
    caller: 'staff',
    permission: 'offers.read',
    lane: 'read',
    params: z.object({ offerId: id }),
    query: paging.extend({ status: claimStatus.optional(), ...period }),
    response: listOf('claims', offerClaim),
    errors: ['not_found', 'cursor_invalid'],
  }),
  exportRedemptions: endpoint({
    name: 'offers.exportRedemptions',
    method: 'GET',
    path: '/api/v1/offers/:offerId/redemptions/export',
    summary: 'Who took an offer, as a CSV file',
    caller: 'staff',
    permission: 'offers.read',
    lane: 'stream',
    params: z.object({ offerId: id }),
    query: z.object({ status: claimStatus.optional(), ...period }),
    response: z.string().describe('CSV, UTF-8, one claim a line; amounts in minor units'),
    errors: ['not_found'],
  }),
  claim: endpoint({
    name: 'offers.claim',
    method: 'POST',
    path: '/api/v1/offers/claim',
    aliases: [{ path: '/api/offers/claim' }],
    summary: 'Claim an offer; gives the code',
    description:
      'By the offer, or by a code of it. Claiming again answers with the claim that is open. After 20 wrong ' +
      'codes within 15 minutes a caller waits (429).',
    caller: 'both',
    permission: 'offers.apply',
    lane: 'write',
    status: 201,
    body: z
      .object({
        customerId: customerRef.default('me'),
        offerId: id.optional(),
        code: offerCode.optional(),
      })
      .refine((body) => body.offerId !== undefined || body.code !== undefined, {
        path: ['offerId'],
        error: 'offer_or_code',
      }),
    response: z.object({ claim: offerClaim }),
    errors: [
      'not_found',
      'customer_closed',
      'customer_suspended',
      'offer_unavailable',
      'offer_not_for_you',
      'offer_limit_reached',
      'offer_budget_used',
      'offer_code_unknown',
      'offer_code_used',
      'offer_codes_gone',
    ],
  }),
  history: endpoint({
    name: 'offers.history',
    method: 'GET',
    path: '/api/v1/offers/history/:customerId',
    aliases: [
      { path: '/api/offers/history', ...customerFromQuery },
      { path: '/api/customer-id/offers/history', caller: 'self', ...customerFromQuery },
    ],
    summary: 'Offers that a customer claimed, used and let lapse, newest first',
    caller: 'both',
    permission: 'offers.apply',
    lane: 'read',
    params: z.object({ customerId: customerRef }),
    query: paging.extend({ status: claimStatus.optional() }),
    response: listOf('offers', offerClaim),
    errors: ['not_found', 'cursor_invalid'],
  }),
};
