/** Offers applied to a basket. */
import { z } from 'zod';
import { currency, customerRef, id, label, money } from './common.ts';
import { endpoint } from './endpoint.ts';
import { offerCode, offerTerms } from './offers-terms.ts';
import { channel, orderLineInput } from './orders.ts';

/** A basket before it is paid. `discount` is what the shop itself takes off, without any offer. */
export const cartInput = z.object({
  customerId: customerRef.optional().describe('Left out: the signed-in customer; for staff, nobody'),
  currency,
  channel: channel.default('till'),
  locationId: id.optional(),
  lines: z.array(orderLineInput).min(1).max(500),
  codes: z.array(offerCode).max(10).default([]),
  offerIds: z
    .array(id)
    .max(10)
    .optional()
    .describe('Consider only these, and those of the codes; left out: all that need no code'),
});
export type CartInput = z.infer<typeof cartInput>;

/** Why an offer does not count for a basket. */
export const offerObstacle = z.enum([
  'not_active',
  'not_yet',
  'ended',
  'not_now',
  'not_here',
  'audience',
  'customer_needed',
  'claim_needed',
  'code_needed',
  'minimum_basket',
  'minimum_quantity',
  'nothing_in_scope',
  'limit_reached',
  'customer_limit_reached',
  'budget_used',
  'not_stackable',
  'better_offer',
  'code_unknown',
  'code_used',
  'code_lapsed',
]);
export type OfferObstacle = z.infer<typeof offerObstacle>;

const share = z.object({ lineNo: z.int().describe('From 1, in the order sent'), amount: money });

/** An offer that counts, in the form in which the order names it (`offers` of an order). */
export const appliedOffer = z.object({
  offerId: id,
  code: z.string().nullable(),
  name: label,
  discount: money,
  lines: z.array(share).describe('Its share of each line; they add up to `discount`'),
  bonusPoints: z.int().describe('On top of what the order earns'),
  gift: z.object({ sku: z.string().nullable(), name: label, quantity: z.int() }).nullable(),
});
export type AppliedOffer = z.infer<typeof appliedOffer>;

export const appliedCart = z.object({
  customerId: id.nullable(),
  currency: z.string(),
  lines: z.array(
    z.object({
      lineNo: z.int(),
      sku: z.string(),
      quantity: z.int(),
      unitPrice: money,
      before: money.describe('quantity × unit price − the shop’s own discount'),
      offers: money.describe('What the offers take off'),
      discount: money.describe('For the order: the shop’s own discount and that of the offers'),
      total: money,
    }),
  ),
  before: money,
  discount: money,
  total: money.describe('before − discount'),
  offers: z.array(appliedOffer).describe('In the order in which they act'),
  notApplied: z.array(
    z.object({
      offerId: id.nullable().describe('Null for a code that nobody knows'),
      code: z.string().nullable(),
      name: label.nullable(),
      obstacle: offerObstacle,
      reason: label.describe('In words, in both languages'),
    }),
  ),
  bonusPoints: z.int(),
});
export type AppliedCart = z.infer<typeof appliedCart>;

/** Terms as they are being written, and a basket to try them on. */
export const offerTrialInput = z.object({
  terms: offerTerms.pick({
    benefit: true,
    scope: true,
    excludedSkus: true,
    minimumBasket: true,
    minimumQuantity: true,
  }),
  lines: cartInput.shape.lines,
});
export type OfferTrialInput = z.infer<typeof offerTrialInput>;

/** What terms do to a basket; customer, dates, limits and other offers are left out of account. */
export const offerTrial = z.object({
  lines: z.array(
    z.object({ lineNo: z.int(), before: money, offers: money.describe('What comes off'), total: money }),
  ),
  before: money,
  discount: money,
  total: money,
  bonusPoints: z.int().describe('Of a multiplier: as if each unit of the currency earned one point'),
  gift: z.object({ sku: z.string().nullable(), name: label, quantity: z.int() }).nullable(),
  obstacle: z
    .object({ kind: offerObstacle, reason: label })
    .nullable()
    .describe('What the basket lacks for the offer'),
});
export type OfferTrial = z.infer<typeof offerTrial>;

export const offersApplyContract = {
  apply: endpoint({
    name: 'offers.apply',
    method: 'POST',
    path: '/api/v1/offers/apply',
    aliases: [{ path: '/api/customer-id/offers/apply' }],
    summary: 'Apply offers to a basket: the new totals, line by line',
    description:
      'Changes nothing. The best combination of what may go together; each discount is rounded down once and ' +
      'shared out to the lines by largest remainder. The till sends `offers` of the answer with the order.',
    caller: 'both',
    permission: 'offers.apply',
    lane: 'write',
    idempotent: false,
    body: cartInput,
    response: appliedCart,
    errors: ['not_found', 'currency_mismatch', 'location_unknown', 'amount_too_large'],
  }),
  tryTerms: endpoint({
    name: 'offers.tryTerms',
    method: 'POST',
    path: '/api/v1/offers/try',
    summary: 'What terms would do to a basket, before they are saved',
    description: 'Reads no offer and changes nothing: the same arithmetic as applying, for one offer alone.',
    caller: 'staff',
    permission: 'offers.read',
    lane: 'read',
    body: offerTrialInput,
    response: offerTrial,
    errors: ['amount_too_large'],
  }),
};
