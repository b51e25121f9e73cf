import { z } from 'zod';
import { commaList, customerRef, day, id, instant, label, listOf, money, paging, text } from './common.ts';
import { endpoint, type RawInput } from './endpoint.ts';
import { appliedCart, cartInput, offerTrial, offerTrialInput } from './offers-apply.ts';
import {
  offerAudience,
  offerBenefit,
  offerCode,
  offerCodeMode,
  offerCreate,
  offerTerms,
  offerUpdate,
} from './offers-terms.ts';

export const offerStatus = z.enum(['draft', 'active', 'paused', 'ended', 'archived']);
export type OfferStatus = z.infer<typeof offerStatus>;

/** What staff see of an offer: its terms, its state, and how far it has been used. */
export const offer = z.object({
  ...offerTerms.shape,
  id,
  key: z.string(),
  name: label,
  description: label.nullable(),
  currency: z.string(),
  status: offerStatus,
  version: z.int().describe('Of the terms; a claim keeps those it was made under'),
  claims: z.int().describe('Open ones'),
  redemptions: z.int(),
  discountGiven: money,
  pointsGiven: z.int(),
  codes: z.int().nullable().describe('Codes of mode `single`; null for other modes'),
  codesLeft: z.int().nullable(),
  createdAt: instant,
  updatedAt: instant,
});
export type Offer = z.infer<typeof offer>;

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

const interval = z.object({ low: z.number(), high: z.number() });

/** What an offer cost and brought. Money in minor units; estimates may have fractions. */
export const offerReport = z.object({
  offerId: id,
  currency: z.string(),
  from: instant,
  to: instant,
  redemptions: z.int(),
  customers: z.int().describe('Who redeemed it'),
  claims: z.int(),
  lapsed: z.int(),
  revenue: money.describe('Net of the orders in which it was redeemed'),
  discount: money,
  bonusPoints: z.int(),
  daily: z.array(z.object({ day, redemptions: z.int(), discount: money, revenue: money })),
  lift: z
    .object({
      treated: z.int().describe('Customers who could see it'),
      control: z.int().describe('Customers from whom it was kept'),
      treatedMean: z.number().describe('Revenue a customer since they were assigned'),
      controlMean: z.number(),
      perCustomer: z.number(),
      perCustomerInterval: interval.describe('95 %'),
      total: z.number().describe('per customer × treated'),
      totalInterval: interval.describe('95 %'),
      adjusted: z.boolean().describe('Whether spend before the offer was taken into account (CUPED)'),
      controlRedemptions: z.int().describe('Control customers who used a code all the same'),
    })
    .nullable()
    .describe('Null without a control group, or with fewer than two customers in one of the groups'),
});
export type OfferReport = z.infer<typeof offerReport>;

const ref = z.object({ offerId: id });
const byQuery = {
  toInput: (raw: RawInput) => ({ ...raw, params: { customerId: raw.query.customerId ?? 'me' } }),
};

const filter = {
  query: text(120).optional(),
  status: commaList.pipe(z.array(offerStatus)).optional().describe('Left out: all but archived ones'),
  codeMode: offerCodeMode.optional(),
  sortBy: z.enum(['name', 'createdAt', 'endsAt', 'redemptions']).default('createdAt'),
  sortOrder: z.enum(['asc', 'desc']).default('desc'),
};
const period = { from: instant.optional(), to: instant.optional() };

export const offerCodeRow = z.object({
  code: z.string(),
  state: z.enum(['free', 'claimed', 'redeemed', 'lapsed']),
  customerId: id.nullable(),
  addedAt: instant,
});

/** Offers: what is offered to whom, the basket, claims, codes, and what an offer brought. */
export const offersContract = {
  list: endpoint({
    name: 'offers.list',
    method: 'GET',
    path: '/api/v1/offers',
    summary: 'Search and filter offers',
    caller: 'staff',
    permission: 'offers.read',
    lane: 'read',
    query: paging.extend(filter),
    response: listOf('offers', offer),
    errors: ['cursor_invalid'],
  }),
  create: endpoint({
    name: 'offers.create',
    method: 'POST',
    path: '/api/v1/offers',
    summary: 'Make an offer, as a draft',
    caller: 'staff',
    permission: 'offers.edit',
    lane: 'write',
    status: 201,
    body: offerCreate,
    response: offer,
    errors: ['code_taken', 'currency_mismatch', 'tier_unknown', 'segment_unknown', 'location_unknown'],
  }),
  previewAudience: endpoint({
    name: 'offers.previewAudience',
    method: 'POST',
    path: '/api/v1/offers/audience',
    summary: 'How many customers an offer would reach',
    caller: 'staff',
    permission: 'offers.read',
    lane: 'read',
    body: z.object({
      audience: offerAudience,
      excludedSegments: offerTerms.shape.excludedSegments.default([]),
      holdoutPercent: offerTerms.shape.holdoutPercent.default(0),
      offerId: id.optional().describe('Whose chosen and excluded customers count'),
    }),
    response: z.object({
      customers: z.int(),
      heldOut: z.int().describe('Of them, about how many would be kept from it'),
    }),
    errors: ['not_found'],
  }),
  get: endpoint({
    name: 'offers.get',
    method: 'GET',
    path: '/api/v1/offers/:offerId',
    summary: 'One offer',
    caller: 'staff',
    permission: 'offers.read',
    lane: 'read',
    params: ref,
    response: offer,
    errors: ['not_found'],
  }),
  update: endpoint({
    name: 'offers.update',
    method: 'PUT',
    path: '/api/v1/offers/:offerId',
    summary: 'Change an offer; what was claimed before keeps its terms',
    description:
      'Fields left out stay. Once an offer has been taken, its kind of code, whether it is claimed, and its ' +
      'control group are fixed, and limits and budget cannot fall below what is used.',
    caller: 'staff',
    permission: 'offers.edit',
    lane: 'write',
    params: ref,
    body: offerUpdate,
    response: offer,
    errors: [
      'not_found',
      'code_taken',
      'currency_mismatch',
      'tier_unknown',
      'segment_unknown',
      'location_unknown',
      'offer_ended',
      'offer_fixed',
    ],
  }),
  setStatus: endpoint({
    name: 'offers.setStatus',
    method: 'POST',
    path: '/api/v1/offers/:offerId/status',
    summary: 'Start, pause, end or archive an offer',
    description:
      'Draft → active; active ↔ paused; active or paused → ended; draft or ended ↔ archived. Claims of a paused ' +
      'offer wait and can lapse; those of an ended one stay good until their time is over.',
    caller: 'staff',
    permission: 'offers.edit',
    lane: 'write',
    params: ref,
    body: z.object({ status: offerStatus }),
    response: offer,
    errors: ['not_found', 'offer_status', 'offer_ended'],
  }),
  duplicate: endpoint({
    name: 'offers.duplicate',
    method: 'POST',
    path: '/api/v1/offers/:offerId/duplicate',
    summary: 'A new draft with the terms of an offer, without its dates, codes and customers',
    caller: 'staff',
    permission: 'offers.edit',
    lane: 'write',
    status: 201,
    params: ref,
    response: offer,
    errors: ['not_found'],
  }),
  versions: endpoint({
    name: 'offers.versions',
    method: 'GET',
    path: '/api/v1/offers/:offerId/versions',
    summary: 'The terms as they were, newest first',
    caller: 'staff',
    permission: 'offers.read',
    lane: 'read',
    params: ref,
    response: z.object({
      versions: z.array(z.object({ version: z.int(), terms: offerTerms, at: instant, by: id })),
    }),
    errors: ['not_found'],
  }),
  changeCustomers: endpoint({
    name: 'offers.changeCustomers',
    method: 'POST',
    path: '/api/v1/offers/:offerId/customers',
    summary: 'Name customers whom an offer is for, or who are excluded from it',
    description: 'Chosen customers count for an offer whose audience is `customers`, excluded ones for any.',
    caller: 'staff',
    permission: 'offers.edit',
    lane: 'write',
    params: ref,
    body: z.object({
      choose: z.array(customerRef).max(5000).default([]),
      exclude: z.array(customerRef).max(5000).default([]),
      remove: z.array(customerRef).max(5000).default([]).describe('Neither chosen nor excluded any more'),
    }),
    response: z.object({
      chosen: z.int(),
      excluded: z.int(),
      unknown: z.array(z.string()).describe('References that name nobody'),
    }),
    errors: ['not_found'],
  }),
  customers: endpoint({
    name: 'offers.customers',
    method: 'GET',
    path: '/api/v1/offers/:offerId/customers',
    summary: 'Customers who were chosen for an offer or excluded from it',
    caller: 'staff',
    permission: 'offers.read',
    lane: 'read',
    params: ref,
    query: paging.extend({ excluded: z.stringbool().optional() }),
    response: listOf('customers', z.object({ customerId: id, excluded: z.boolean(), at: instant })),
    errors: ['not_found', 'cursor_invalid'],
  }),
  addCodes: endpoint({
    name: 'offers.addCodes',
    method: 'POST',
    path: '/api/v1/offers/:offerId/codes',
    summary: 'Make single-use codes, or bring own ones',
    caller: 'staff',
    permission: 'offers.edit',
    lane: 'write',
    status: 201,
    params: ref,
    body: z
      .object({
        generate: z.int().min(1).max(10_000).optional(),
        codes: z
          .array(text(30).regex(/^[A-Za-z0-9 -]{4,30}$/))
          .min(1)
          .max(10_000)
          .optional(),
      })
      .refine((body) => (body.generate === undefined) !== (body.codes === undefined), {
        path: ['generate'],
        error: 'generate_or_codes',
      }),
    response: z.object({
      added: z.int(),
      known: z.int().describe('In use by an offer of the store before, or named twice'),
      left: z.int().describe('Codes that nobody has yet'),
    }),
    errors: ['not_found', 'offer_not_of_codes', 'offer_ended'],
  }),
  codes: endpoint({
    name: 'offers.codes',
    method: 'GET',
    path: '/api/v1/offers/:offerId/codes',
    summary: 'Single-use codes of an offer and what became of them',
    caller: 'staff',
    permission: 'offers.edit',
    lane: 'read',
    params: ref,
    query: paging,
    response: listOf('codes', offerCodeRow),
    errors: ['not_found', 'cursor_invalid'],
  }),
  exportCodes: endpoint({
    name: 'offers.exportCodes',
    method: 'GET',
    path: '/api/v1/offers/:offerId/codes/export',
    summary: 'Single-use codes of an offer as a CSV file',
    caller: 'staff',
    permission: 'offers.edit',
    lane: 'stream',
    params: ref,
    response: z.string().describe('CSV, UTF-8, one code a line'),
    errors: ['not_found'],
  }),
  redemptions: endpoint({
    name: 'offers.redemptions',
    method: 'GET',
    path: '/api/v1/offers/:offerId/redemptions',
    summary: 'Who took an offer, newest first',
    caller: 'staff',
    permission: 'offers.read',
    lane: 'read',
    params: ref,
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
    params: ref,
    query: z.object({ status: claimStatus.optional(), ...period }),
    response: z.string().describe('CSV, UTF-8, one claim a line; amounts in minor units'),
    errors: ['not_found'],
  }),
  report: endpoint({
    name: 'offers.report',
    method: 'GET',
    path: '/api/v1/offers/:offerId/report',
    summary: 'What an offer cost and brought, against its control group',
    caller: 'staff',
    permission: 'offers.read',
    lane: 'read',
    params: ref,
    response: offerReport,
    errors: ['not_found'],
  }),
  personalized: endpoint({
    name: 'offers.personalized',
    method: 'GET',
    path: '/api/v1/offers/personalized/:customerId',
    aliases: [
      { path: '/api/offers/personalized/:customerId' },
      { path: '/api/customer-id/offers/personalized', caller: 'self', ...byQuery },
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
  history: endpoint({
    name: 'offers.history',
    method: 'GET',
    path: '/api/v1/offers/history/:customerId',
    aliases: [
      { path: '/api/offers/history', ...byQuery },
      { path: '/api/customer-id/offers/history', caller: 'self', ...byQuery },
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
