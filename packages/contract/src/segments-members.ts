/** Who is in a segment, who came and went, and its size day by day. */
import { z } from 'zod';
import { customerRef, day, id, instant, listOf, nameText, paging } from './common.ts';
import { endpoint } from './endpoint.ts';
import { membershipReason } from './segments-customer.ts';
import { editsSegments, evaluationCause, readsSegments, segmentRef } from './segments-definition.ts';

export const segmentMember = z.object({
  customerId: id,
  cardNumber: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  tier: z.string().nullable(),
  totalSpent: z.int(),
  totalOrders: z.int(),
  lastVisitAt: instant.nullable(),
  since: instant,
  addedBy: id.nullable().describe('Of a manual segment: who put them in'),
  why: membershipReason,
});
export type SegmentMember = z.infer<typeof segmentMember>;

export const segmentMovement = z.object({
  id: z.string(),
  kind: z.enum(['entered', 'left']),
  customerId: id,
  cardNumber: z.string(),
  name: z.string(),
  at: instant,
  since: instant.nullable().describe('Of a leaving: when the stay began'),
  cause: evaluationCause.nullable(),
  by: id.nullable().describe('Of manual changes: who made it'),
});

export const segmentsMembersContract = {
  members: endpoint({
    name: 'segments.members',
    method: 'GET',
    path: '/api/v1/segments/:key/members',
    summary: 'Who is in a segment, since when and why',
    ...readsSegments,
    lane: 'read',
    params: segmentRef,
    query: paging,
    response: listOf('members', segmentMember),
    errors: ['not_found', 'cursor_invalid'],
  }),
  membersCsv: endpoint({
    name: 'segments.membersCsv',
    method: 'GET',
    path: '/api/v1/segments/:key/members.csv',
    summary: 'Who is in a segment, as a file',
    caller: 'staff',
    permission: 'customers.export',
    lane: 'stream',
    params: segmentRef,
    response: z.string(),
    errors: ['not_found'],
  }),
  changeMembers: endpoint({
    name: 'segments.changeMembers',
    method: 'POST',
    path: '/api/v1/segments/:key/members',
    summary: 'Put customers into a manual segment, or take them out',
    description: 'All or none: a customer who is not of this store refuses the whole change, with its place.',
    ...editsSegments,
    lane: 'write',
    params: segmentRef,
    body: z
      .object({
        add: z.array(customerRef).max(1000).default([]),
        remove: z.array(customerRef).max(1000).default([]),
        reason: nameText(300).optional(),
      })
      .refine(({ add, remove }) => add.length + remove.length > 0, { error: 'required', path: ['add'] }),
    response: z.object({ added: z.int(), removed: z.int(), size: z.int() }),
    errors: ['not_found', 'segment_not_manual', 'segment_archived', 'customer_closed'],
  }),
  history: endpoint({
    name: 'segments.history',
    method: 'GET',
    path: '/api/v1/segments/:key/history',
    summary: 'Who came and who went, newest first',
    ...readsSegments,
    lane: 'read',
    params: segmentRef,
    query: paging.omit({ page: true }).extend({ customerId: customerRef.optional() }),
    response: z.object({
      movements: z.array(segmentMovement),
      limit: z.int(),
      nextCursor: z.string().nullable(),
    }),
    errors: ['not_found', 'cursor_invalid'],
  }),
  sizes: endpoint({
    name: 'segments.sizes',
    method: 'GET',
    path: '/api/v1/segments/:key/sizes',
    summary: 'Size, entries and exits of each day',
    ...readsSegments,
    lane: 'read',
    params: segmentRef,
    query: z.object({ from: day.optional().describe('Default: 90 days back'), to: day.optional() }),
    response: z.object({
      days: z.array(z.object({ day, size: z.int(), entered: z.int(), left: z.int() })),
    }),
    errors: ['not_found', 'range_invalid'],
  }),
};
