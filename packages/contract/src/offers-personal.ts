/** Offers chosen for a customer, each with its reason, and what to buy again. */
import { z } from 'zod';
import { customerRef, id, instant, label, money } from './common.ts';
import { customerFromQuery, endpoint } from './endpoint.ts';
import { offerBenefit, offerTerms } from './offers-terms.ts';

/** One sentence that says why, with the figures that it was made from. */
export const offerReason = z.object({
  kind: z.enum([
    'due',
    'bought_often',
    'would_have_saved',
    'tier',
    'segment',
    'chosen',
    'ends_soon',
    'almost_gone',
    'everyone',
  ]),
  text: label,
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type OfferReason = z.infer<typeof offerReason>;

export const personalOffer = z.object({
  id,
  key: z.string(),
  name: label,
  description: label.nullable(),
  benefit: offerBenefit,
  scope: offerTerms.shape.scope,
  currency: z.string(),
  minimumBasket: money.nullable(),
  endsAt: instant.nullable(),
  claimNeeded: z.boolean(),
  claim: z
    .object({ id, code: z.string().nullable(), expiresAt: instant.nullable() })
    .nullable()
    .describe('Where it is claimed already'),
  left: z.int().nullable().describe('How many are left; null: no end'),
  expectedBenefit: money.describe('What it would bring this customer in the next 30 days, by own history'),
  reasons: z.array(offerReason).min(1).describe('The best first'),
});
export type PersonalOffer = z.infer<typeof personalOffer>;

export const recommendation = z.object({
  kind: z.enum(['buy_again', 'discover']),
  sku: z.string(),
  name: label,
  category: z.string().nullable(),
  price: money,
  currency: z.string(),
  imageUrl: z.string().nullable(),
  reason: z.object({ text: label, facts: z.record(z.string(), z.union([z.string(), z.number()])) }),
});
export type Recommendation = z.infer<typeof recommendation>;

export const offersPersonalContract = {
  personalized: endpoint({
    name: 'offers.personalized',
    method: 'GET',
    path: '/api/v1/offers/personalized/:customerId',
    aliases: [
      { path: '/api/offers/personalized/:customerId' },
      { path: '/api/customer-id/offers/personalized', caller: 'self', ...customerFromQuery },
    ],
    summary: 'Offers chosen for a customer, each with its reason, and what to buy again',
    description:
      'Only what they can have now, the best first. Offers by code alone are left out, those to claim are in.',
    caller: 'both',
    permission: 'offers.apply',
    lane: 'read',
    params: z.object({ customerId: customerRef }),
    query: z.object({ limit: z.coerce.number().int().min(1).max(50).default(20) }),
    response: z.object({
      offers: z.array(personalOffer),
      recommendations: z.array(recommendation),
    }),
    errors: ['not_found'],
  }),
};
