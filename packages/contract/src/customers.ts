import { z } from 'zod';
import { customerRef, day, instant, listOf, paging, text } from './common.ts';
import { customersAddressBookContract } from './customers-address-book.ts';
import {
  customer,
  customerCreate,
  customerLabels,
  customerType,
  customerUpdate,
  shownStatus,
} from './customers-details.ts';
import { customersLookupContract } from './customers-lookup.ts';
import { customersTagsContract } from './customers-tags.ts';
import { customerById, endpoint, ofMyself, type RawInput } from './endpoint.ts';

export const customerSort = z.enum(['createdAt', 'name', 'email', 'lastVisitAt', 'totalSpent', 'relevance']);

export const customerFilter = paging.extend({
  query: text(200).optional(),
  status: shownStatus.optional(),
  type: customerType.optional(),
  segment: text(60).optional(),
  tier: text(60).optional(),
  tags: customerLabels.optional(),
  match: z
    .enum(['any', 'all'])
    .default('all')
    .describe('Whether a customer must be in all of the tags and the segment, or in any of them'),
  createdFrom: z.union([instant, day]).optional(),
  createdTo: z.union([instant, day]).optional(),
  lastVisitFrom: z.union([instant, day]).optional(),
  lastVisitTo: z.union([instant, day]).optional(),
  totalSpentMin: z.coerce.number().int().optional(),
  totalSpentMax: z.coerce.number().int().optional(),
  sortBy: customerSort
    .optional()
    .describe(
      'Without it `relevance` where there is a `query`, else `createdAt`; `relevance` has one direction',
    ),
  sortOrder: z.enum(['asc', 'desc']).default('desc'),
});

const ref = z.object({ customerId: customerRef });

/** Customers: found, registered, shown and changed; their card, tags and addresses. */
export const customersContract = {
  list: endpoint({
    name: 'customers.list',
    method: 'GET',
    path: '/api/v1/customers',
    aliases: [
      {
        path: '/api/customers/search',
        description: '`q` is `query`.',
        toInput: ({ query: { q, ...query }, ...raw }: RawInput) => ({
          ...raw,
          query: { query: q, ...query },
        }),
      },
      {
        path: '/api/customers/segment',
        description: 'By `segment`, `tags`, or both with `match`.',
      },
    ],
    summary: 'Search and filter customers',
    description:
      '`query` looks for the words of names and companies in either script, whole, as they sound, by their beginning or with a letter wrong, and for e-mail, phone and card number, whole or in part. It finds at most 1,000 customers, which the other filters then narrow; `totalCapped` says that there are more. Exact numbers come first, then whole names, then the nearly right. A list without `query` is complete: past the first pages follow `nextCursor`. Customers without e-mail or visit come first in ascending order.',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'read',
    query: customerFilter,
    response: listOf('customers', customer).extend({
      totalCapped: z.boolean().describe('More were found than the 1,000 that a query considers'),
    }),
    errors: ['cursor_invalid'],
  }),
  create: endpoint({
    name: 'customers.create',
    method: 'POST',
    path: '/api/v1/customers',
    aliases: [{ path: '/api/customer-id/create' }],
    summary: 'Register a customer and issue the Customer ID',
    caller: 'staff',
    permission: 'customers.create',
    lane: 'write',
    status: 201,
    body: customerCreate,
    response: customer,
    errors: ['email_taken', 'phone_taken', 'phone_invalid', 'date_in_future', 'date_too_old'],
  }),
  get: endpoint({
    name: 'customers.get',
    method: 'GET',
    path: '/api/v1/customers/:customerId',
    aliases: [{ path: '/api/customers/profile', ...ofMyself }],
    summary: 'One customer with statistics',
    caller: 'both',
    permission: 'customers.read',
    lane: 'read',
    params: ref,
    response: customer,
    errors: ['not_found'],
  }),
  update: endpoint({
    name: 'customers.update',
    method: 'PUT',
    path: '/api/v1/customers/:customerId',
    aliases: [
      { path: '/api/customer-id/:id/update', ...customerById },
      { path: '/api/customers/profile', ...ofMyself },
    ],
    summary: 'Change profile fields',
    caller: 'both',
    permission: 'customers.edit',
    lane: 'write',
    params: ref,
    body: customerUpdate,
    response: customer,
    errors: [
      'not_found',
      'email_taken',
      'phone_taken',
      'phone_invalid',
      'date_in_future',
      'date_too_old',
      'birthday_locked',
      'customer_closed',
    ],
  }),
  ...customersLookupContract,
  ...customersTagsContract,
  ...customersAddressBookContract,
};
