/** The segments of one customer, and why. */
import { z } from 'zod';
import { customerRef, id, instant, label } from './common.ts';
import { endpoint } from './endpoint.ts';
import { evaluationCause, segmentBenefit, segmentKind } from './segments-definition.ts';

/** Why somebody is in a segment: a sentence in both languages, and the figures it is made from. */
export const membershipReason = z.object({
  sentence: label,
  figures: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export const customerSegment = z.object({
  key: z.string(),
  kind: segmentKind,
  name: label,
  text: label.describe('Friendly words'),
  benefits: z.array(segmentBenefit),
  since: instant,
  why: membershipReason.nullable().describe('For staff'),
  evaluatedAt: instant.nullable(),
  evaluatedBy: evaluationCause.nullable(),
});

export const customerSegments = z.object({
  customerId: id,
  segment: z
    .string()
    .nullable()
    .describe('The first built-in segment that holds; hidden ones are null to the customer'),
  segments: z.array(customerSegment),
  next: z
    .object({
      key: z.string(),
      name: label,
      text: label.describe('Friendly words'),
      benefits: z.array(segmentBenefit),
      orders: z.int().describe('Orders of the last `days` days'),
      needed: z.int().describe('So many of them make the customer a member'),
      days: z.int(),
    })
    .nullable()
    .describe('The next built-in segment by orders that customers see; null where none is above'),
  rfm: z
    .object({ recency: z.int(), frequency: z.int(), monetary: z.int(), group: z.string() })
    .nullable()
    .describe(
      'Scores 1 (lowest) to 5; null without orders, before the first evaluation, and for the customer',
    ),
});
export type CustomerSegments = z.infer<typeof customerSegments>;

export const segmentsCustomerContract = {
  ofCustomer: endpoint({
    name: 'segments.ofCustomer',
    method: 'GET',
    path: '/api/v1/segments/customers/:customerId',
    aliases: [{ path: '/api/segmentation/customer/:customerId' }],
    summary: 'The segments of a customer and why',
    description:
      'A customer sees their own, and only those that are visible to customers, with benefits and friendly words.',
    caller: 'both',
    permission: 'segments.read',
    lane: 'read',
    params: z.object({ customerId: customerRef }),
    response: customerSegments,
    errors: ['not_found'],
  }),
};
