/** Claiming the gift of an occasion, and what came of those that are over. */
import { z } from 'zod';
import { customerRef, day, id, instant, label, listOf, paging } from './common.ts';
import { endpoint, ofMyself } from './endpoint.ts';
import { points } from './loyalty.ts';
import { dateParts, occasionCalendar, occasionKind } from './occasions-calendar.ts';
import { shownGift } from './occasions-dates.ts';

export const occasionOutcome = z.enum(['claimed', 'lapsed']);
export type OccasionOutcome = z.infer<typeof occasionOutcome>;

/** An occasion that is over for its year: claimed, or let pass. */
export const occasionRecord = z.object({
  id,
  customerId: id,
  occasion: z.string(),
  kind: occasionKind,
  name: label,
  calendar: occasionCalendar,
  on: day,
  hijri: dateParts,
  year: z.int(),
  count: z.int().nullable(),
  status: occasionOutcome,
  gift: shownGift.nullable().describe('What was given; of a lapsed one, what would have been'),
  redemption: z
    .object({ id, code: z.string(), expiresAt: instant })
    .nullable()
    .describe('The code of a reward; only its end for others than the customer'),
  at: instant.describe('When it was claimed, or found to have passed'),
});
export type OccasionRecord = z.infer<typeof occasionRecord>;

export const listedOccasionRecord = occasionRecord.extend({ customerName: label, cardNumber: z.string() });
export type ListedOccasionRecord = z.infer<typeof listedOccasionRecord>;

const recordFilter = {
  kind: occasionKind.optional(),
  status: occasionOutcome.optional(),
  from: day.optional().describe('Fell on this day or later'),
  to: day.optional().describe('Fell before this day'),
};

export const occasionsRecordsContract = {
  claim: endpoint({
    name: 'occasions.claim',
    method: 'POST',
    path: '/api/v1/occasions/claim',
    aliases: [{ path: '/api/rewards/claim' }, { path: '/api/customer-id/rewards/claim' }],
    summary: 'Claim the gift of an occasion, once',
    description:
      'Within its window. Claiming again within the window answers with what was given the first time.',
    caller: 'both',
    permission: 'loyalty.redeem',
    lane: 'write',
    body: z.object({
      customerId: customerRef.default('me'),
      occasion: z
        .union([z.literal('birthday'), z.literal('anniversary'), id])
        .describe('`birthday`, `anniversary`, or the id of an own date'),
    }),
    response: z.object({
      record: occasionRecord,
      isNew: z.boolean(),
      balance: points.describe('Available points now'),
    }),
    errors: [
      'not_found',
      'customer_closed',
      'customer_suspended',
      'occasion_not_celebrated',
      'occasion_not_open',
      'occasion_waiting',
      'occasion_resting',
      'reward_out_of_stock',
      'reward_not_yet',
      'reward_ended',
      'not_enrolled',
    ],
  }),
  history: endpoint({
    name: 'occasions.history',
    method: 'GET',
    path: '/api/v1/occasions/customers/:customerId/history',
    aliases: [{ path: '/api/customer-id/rewards/history', ...ofMyself }],
    summary: 'Claimed and lapsed occasions of a customer, newest first',
    caller: 'both',
    permission: 'occasions.read',
    lane: 'read',
    params: z.object({ customerId: customerRef }),
    query: paging.extend(recordFilter),
    response: listOf('records', occasionRecord),
    errors: ['not_found', 'cursor_invalid'],
  }),
  records: endpoint({
    name: 'occasions.records',
    method: 'GET',
    path: '/api/v1/occasions/records',
    summary: 'Claimed and lapsed occasions of the store, newest first',
    caller: 'staff',
    permission: 'occasions.read',
    lane: 'read',
    query: paging.extend(recordFilter),
    response: listOf('records', listedOccasionRecord),
    errors: ['cursor_invalid'],
  }),
  exportRecords: endpoint({
    name: 'occasions.exportRecords',
    method: 'GET',
    path: '/api/v1/occasions/records/export',
    summary: 'Claimed and lapsed occasions as a CSV file',
    caller: 'staff',
    permission: 'occasions.read',
    lane: 'stream',
    query: z.object(recordFilter),
    response: z.string().describe('CSV, UTF-8, one occasion a line'),
  }),
};
