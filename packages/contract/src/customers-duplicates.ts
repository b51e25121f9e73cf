import { z } from 'zod';
import { customerRef, id, instant, listOf, paging } from './common.ts';
import { customer } from './customers-details.ts';
import { endpoint } from './endpoint.ts';

export const duplicateStatus = z.enum(['open', 'dismissed', 'merged']);
export type DuplicateStatus = z.infer<typeof duplicateStatus>;

const score = z.number().min(0).max(1).describe('Probability that both are one person');

/** What one field says about two records. */
const reason = z.object({
  field: z.enum([
    'given',
    'family',
    'birthday',
    'phone',
    'email',
    'number',
    'street',
    'extra',
    'suburb',
    'postcode',
    'state',
  ]),
  level: z.enum(['differ', 'distant', 'close', 'exact']),
  weight: z.number().describe('Bits for (positive) or against (negative) one person'),
  message: z.string().describe('The same as a sentence in the caller’s language'),
});

/** Two customers who may be one person, side by side. */
export const duplicate = z.object({
  id,
  score,
  certainty: z
    .enum(['certain', 'likely', 'possible'])
    .describe('The score in words: from .99, from .9, and below'),
  status: duplicateStatus,
  customers: z.tuple([customer, customer]).describe('The one who was made first stands first'),
  survivorId: id.describe('Suggested survivor of a merge: more orders, else a customer for longer'),
  reasons: z.array(reason).describe('The weightiest first'),
  foundAt: instant,
  decidedAt: instant.nullable(),
  decidedBy: id.nullable().describe('Who dismissed or merged them'),
});
export type Duplicate = z.infer<typeof duplicate>;

/** A run over all customers of the store. */
export const duplicateScan = z.object({
  id,
  state: z.enum(['RUNNING', 'DONE']),
  phase: z
    .enum(['reading', 'learning', 'comparing', 'done'])
    .describe('Reads every customer, learns how duplicates look in this store, compares'),
  total: z.int().describe('Customers when it began'),
  read: z.int(),
  done: z.int().describe('Customers compared so far'),
  progress: z.number().min(0).max(1).describe('Over all phases'),
  found: z.int().describe('Pairs found so far that stand in the list'),
  startedAt: instant,
  startedBy: id,
  endedAt: instant.nullable(),
});
export type DuplicateScan = z.infer<typeof duplicateScan>;

const filter = z.object({
  status: duplicateStatus.default('open'),
  minScore: z.coerce.number().min(0).max(1).default(0),
});
const pairParams = z.object({ pairId: id });

/** Customers who stand twice: found, decided, and handed to merging. */
export const customersDuplicatesContract = {
  duplicates: endpoint({
    name: 'customers.duplicates',
    method: 'GET',
    path: '/api/v1/customers/duplicates',
    summary: 'Pairs of customers who may be one person, the surest first',
    description:
      'Names are compared across Arabic and Latin script, with phone, e-mail, birthday and address. A new or changed customer is compared at once; a scan goes over everybody. Merging a pair is `customers.merge`. Closed and merged customers are left out of the open and the dismissed pairs.',
    caller: 'staff',
    permission: 'customers.merge',
    lane: 'read',
    query: paging.extend(filter.shape),
    response: listOf('duplicates', duplicate),
    errors: ['cursor_invalid'],
  }),
  exportDuplicates: endpoint({
    name: 'customers.exportDuplicates',
    method: 'GET',
    path: '/api/v1/customers/duplicates/export',
    summary: 'The list as CSV, one pair a line',
    description: 'Needs `customers.export` besides, since names and numbers leave the system.',
    caller: 'staff',
    permission: 'customers.merge',
    lane: 'stream',
    query: filter,
    response: z.string(),
  }),
  dismissDuplicate: endpoint({
    name: 'customers.dismissDuplicate',
    method: 'POST',
    path: '/api/v1/customers/duplicates/:pairId/dismiss',
    summary: 'Say that these are two people',
    description:
      'The pair is not offered again unless name, contact data, birthday or address of one change.',
    caller: 'staff',
    permission: 'customers.merge',
    lane: 'write',
    idempotent: false,
    params: pairParams,
    response: duplicate,
    errors: ['not_found', 'already_merged'],
  }),
  reopenDuplicate: endpoint({
    name: 'customers.reopenDuplicate',
    method: 'POST',
    path: '/api/v1/customers/duplicates/:pairId/reopen',
    summary: 'Take a dismissal back',
    caller: 'staff',
    permission: 'customers.merge',
    lane: 'write',
    idempotent: false,
    params: pairParams,
    response: duplicate,
    errors: ['not_found', 'already_merged'],
  }),
  startDuplicateScan: endpoint({
    name: 'customers.startDuplicateScan',
    method: 'POST',
    path: '/api/v1/customers/duplicates/scan',
    summary: 'Compare all customers; a job does it',
    description: 'Answers the running scan where there is one.',
    caller: 'staff',
    permission: 'customers.merge',
    lane: 'write',
    status: 202,
    response: duplicateScan,
  }),
  duplicateScan: endpoint({
    name: 'customers.duplicateScan',
    method: 'GET',
    path: '/api/v1/customers/duplicates/scan',
    summary: 'Progress of the latest scan',
    caller: 'staff',
    permission: 'customers.merge',
    lane: 'read',
    response: z.object({ scan: duplicateScan.nullable().describe('Null before the first one') }),
  }),
  duplicatesOf: endpoint({
    name: 'customers.duplicatesOf',
    method: 'GET',
    path: '/api/v1/customers/:customerId/duplicates',
    summary: 'Open pairs of one customer, the surest first',
    caller: 'staff',
    permission: 'customers.merge',
    lane: 'read',
    params: z.object({ customerId: customerRef }),
    response: z.object({ duplicates: z.array(duplicate) }),
    errors: ['not_found'],
  }),
};
