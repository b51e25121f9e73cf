import { z } from 'zod';
import { commaList, customerRef, id, instant, label, listOf, money, paging, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { offersApplyContract } from './offers-apply.ts';
import { offersClaimsContract } from './offers-claims.ts';
import { offersCodesContract } from './offers-codes.ts';
import { offersPersonalContract } from './offers-personal.ts';
import { offersReportContract } from './offers-report.ts';
import { offerAudience, offerCodeMode, offerCreate, offerTerms, offerUpdate } from './offers-terms.ts';

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

const ref = z.object({ offerId: id });

const filter = {
  query: text(120).optional(),
  status: commaList.pipe(z.array(offerStatus)).optional().describe('Left out: all but archived ones'),
  codeMode: offerCodeMode.optional(),
  sortBy: z.enum(['name', 'createdAt', 'endsAt', 'redemptions']).default('createdAt'),
  sortOrder: z.enum(['asc', 'desc']).default('desc'),
};

// Apart: the OpenAPI document goes from what staff do with an offer to what a customer does.
const { claim, history, ...redemptions } = offersClaimsContract;

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
  ...offersCodesContract,
  ...redemptions,
  ...offersReportContract,
  ...offersPersonalContract,
  claim,
  ...offersApplyContract,
  history,
};
