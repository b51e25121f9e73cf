import { z } from 'zod';
import { customerRef, id, instant, text } from './common.ts';
import { customer } from './customers-details.ts';
import { endpoint } from './endpoint.ts';

export const merge = z.object({
  id,
  from: customer,
  survivorId: id,
  reason: z.string().nullable(),
  mergedAt: instant,
  undoneAt: instant.nullable(),
  undoable: z.boolean().describe('False while a later merge of the same customer stands: newest first'),
});
export type Merge = z.infer<typeof merge>;

/** Two customers that are one person become one, and apart again. */
export const customersMergingContract = {
  merge: endpoint({
    name: 'customers.merge',
    method: 'POST',
    path: '/api/v1/customers/:customerId/merges',
    summary: 'Make another customer part of this one',
    description:
      'Orders, points, addresses and messages of both stand under this customer afterwards; empty fields of the profile are filled from the other, tags unite, refusals of marketing hold for both. The other’s card and ids go on answering. Ledger entries and lots are not touched: the points of both are counted together.',
    caller: 'staff',
    permission: 'customers.merge',
    lane: 'write',
    status: 201,
    params: z.object({ customerId: customerRef }),
    body: z.object({ from: customerRef, reason: text(500).optional() }),
    response: z.object({ merge, customer }),
    errors: ['not_found', 'merge_self', 'customer_closed', 'already_merged'],
  }),
  merges: endpoint({
    name: 'customers.merges',
    method: 'GET',
    path: '/api/v1/customers/:customerId/merges',
    summary: 'Who was merged into this customer, newest first',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'read',
    params: z.object({ customerId: customerRef }),
    response: z.object({ merges: z.array(merge) }),
    errors: ['not_found'],
  }),
  unmerge: endpoint({
    name: 'customers.unmerge',
    method: 'POST',
    path: '/api/v1/customers/merges/:mergeId/undo',
    summary: 'Take a merge back',
    description:
      'What was the other customer’s is theirs again, with what came since under their card. Newest merge first.',
    caller: 'staff',
    permission: 'customers.merge',
    lane: 'write',
    params: z.object({ mergeId: id }),
    response: z.object({ customer, from: customer }),
    errors: ['not_found', 'merge_undone', 'merge_not_newest', 'customer_closed'],
  }),
};
