/** The next special dates, of everybody or of one customer. */
import { z } from 'zod';
import { customerRef, id, label, listOf, paging } from './common.ts';
import { endpoint } from './endpoint.ts';
import { occasionKind } from './occasions-calendar.ts';
import { occasionDate } from './occasions-dates.ts';

/** A special date of somebody, as staff see it in a list. */
export const upcomingOccasion = occasionDate.extend({
  customerId: id,
  customerName: label,
  cardNumber: z.string(),
});
export type UpcomingOccasion = z.infer<typeof upcomingOccasion>;

const upcomingFilter = {
  days: z.coerce.number().int().min(1).max(400).optional().describe('Staff: 30 unless given; customers: 400'),
  kind: occasionKind.optional(),
};

export const occasionsUpcomingContract = {
  upcoming: endpoint({
    name: 'occasions.upcoming',
    method: 'GET',
    path: '/api/v1/occasions/upcoming',
    aliases: [{ path: '/api/rewards/upcoming' }],
    summary: 'The next special dates and what they will give, soonest first',
    description: 'Customers see their own; staff everybody’s, or one customer’s by `customerId`.',
    caller: 'both',
    permission: 'occasions.read',
    lane: 'read',
    query: paging.extend({ ...upcomingFilter, customerId: customerRef.optional() }),
    response: listOf('upcoming', upcomingOccasion),
    errors: ['not_found', 'cursor_invalid'],
  }),
  exportUpcoming: endpoint({
    name: 'occasions.exportUpcoming',
    method: 'GET',
    path: '/api/v1/occasions/upcoming/export',
    summary: 'Everybody’s next special dates as a CSV file',
    caller: 'staff',
    permission: 'occasions.read',
    lane: 'stream',
    query: z.object(upcomingFilter),
    response: z.string().describe('CSV, UTF-8, one date a line'),
  }),
};
