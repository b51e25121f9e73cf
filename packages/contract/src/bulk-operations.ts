import { z } from 'zod';
import { customerRef, id, instant, listOf, nameText, paging } from './common.ts';
import { customerFilter } from './customers.ts';
import { customerStatus } from './customers-details.ts';
import { endpoint } from './endpoint.ts';

export const bulkActionKind = z.enum([
  'add_tag',
  'remove_tag',
  'set_status',
  'give_points',
  'take_points',
  'send_message',
  'export',
]);
export type BulkActionKind = z.infer<typeof bulkActionKind>;

const tag = nameText(50).min(1);
const points = z.int().min(1).max(1_000_000_000);
const reason = nameText(300).min(1).describe('Why, in words that the customer may read');

/** What is done with each customer. */
export const bulkAction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add_tag'), tag }),
  z.strictObject({ kind: z.literal('remove_tag'), tag }),
  z.strictObject({ kind: z.literal('set_status'), status: customerStatus.exclude(['closed']) }),
  z.strictObject({ kind: z.literal('give_points'), points, reason }),
  z.strictObject({ kind: z.literal('take_points'), points, reason }),
  z.strictObject({
    kind: z.literal('send_message'),
    type: z.enum(['EMAIL', 'SMS', 'PUSH', 'IN_APP']).default('EMAIL'),
    topic: z.enum(['news', 'offers', 'points', 'rewards', 'account', 'support']).default('news'),
    subject: nameText(200)
      .refine((value) => !/[\r\n\u2028\u2029]/.test(value), { error: 'line_breaks' })
      .optional(),
    message: nameText(20_000).min(1),
  }),
  z.strictObject({ kind: z.literal('export') }),
]);
export type BulkAction = z.infer<typeof bulkAction>;

const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
/** Filters of the customers' list, without its paging and order; at least one, so that nobody means everyone by accident. */
export const bulkFilter = customerFilter
  .omit({ page: true, limit: true, cursor: true, sortBy: true, sortOrder: true })
  .strict()
  .refine(
    ({ match: _, ...filter }) =>
      Object.values(filter).some((value) => value !== undefined && value !== '' && !isEmpty(value)),
    { error: 'required' },
  );

/** Whom: chosen one by one, or all who have a tag, are in a segment, or stand in a filtered list. */
export const bulkAudience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('customers'), customerIds: z.array(customerRef).min(1).max(10_000) }),
  z.strictObject({ kind: z.literal('tag'), tag }),
  z.strictObject({ kind: z.literal('segment'), segment: nameText(60).min(1) }),
  z.strictObject({ kind: z.literal('filter'), filter: bulkFilter }),
]);
export type BulkAudience = z.infer<typeof bulkAudience>;

/** Most customers of one bulk operation. */
export const maxBulkCustomers = 100_000;

export const bulkOperation = z.object({
  id,
  action: bulkAction,
  audience: z.object({
    kind: z.enum(['customers', 'tag', 'segment', 'filter']),
    name: z.string().nullable().describe('The tag or the segment'),
  }),
  status: z.enum(['RUNNING', 'CANCELLED', 'DONE']),
  total: z.int(),
  done: z.int(),
  refused: z.int(),
  left: z.int(),
  perSecond: z.number().nullable().describe('Customers per second so far; null until it has begun'),
  secondsLeft: z.int().nullable().describe('At that rate; null where it is not known'),
  createdBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export type BulkOperation = z.infer<typeof bulkOperation>;

const byId = z.object({ operationId: id });
const asked = { action: bulkAction, audience: bulkAudience };
const rights =
  'Besides customers.read it takes the permission of the action: customers.edit for tags and status, loyalty.adjust for points (within the caller’s limit for each customer), campaigns.edit for messages, customers.export for an export.';

export const bulkOperationsContract = {
  previewBulk: endpoint({
    name: 'operations.previewBulk',
    method: 'POST',
    path: '/api/v1/bulk-operations/preview',
    summary: 'Whom a bulk operation would reach; writes nothing',
    description: rights,
    caller: 'staff',
    permission: 'customers.read',
    lane: 'read',
    body: z.strictObject(asked),
    response: z.object({
      total: z.int(),
      closed: z.int().describe('Of them, customers who are closed: only an export does not refuse them'),
      max: z.int().describe('Most that one operation takes'),
      isTooLarge: z.boolean(),
    }),
    errors: ['not_found', 'adjust_limit'],
  }),
  startBulk: endpoint({
    name: 'operations.startBulk',
    method: 'POST',
    path: '/api/v1/bulk-operations',
    summary: 'Do something with many customers, as a job',
    description: `Those who match now are taken, whatever changes later. Each customer is dealt with once, however often the job is stopped and continues; what cannot be done for one is refused with its reason in the result file. ${rights}`,
    caller: 'staff',
    permission: 'customers.read',
    lane: 'write',
    status: 202,
    body: z.strictObject({
      ...asked,
      confirmedTotal: z
        .int()
        .min(1)
        .describe('The total that the preview gave; refused where another number matches by now'),
    }),
    response: bulkOperation,
    errors: ['not_found', 'adjust_limit', 'audience_changed', 'audience_too_large'],
  }),
  bulks: endpoint({
    name: 'operations.bulks',
    method: 'GET',
    path: '/api/v1/bulk-operations',
    summary: 'Bulk operations, newest first',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'read',
    query: paging,
    response: listOf('operations', bulkOperation),
    errors: ['cursor_invalid'],
  }),
  bulk: endpoint({
    name: 'operations.bulk',
    method: 'GET',
    path: '/api/v1/bulk-operations/:operationId',
    summary: 'A bulk operation with its progress',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'read',
    params: byId,
    response: bulkOperation,
    errors: ['not_found'],
  }),
  cancelBulk: endpoint({
    name: 'operations.cancelBulk',
    method: 'POST',
    path: '/api/v1/bulk-operations/:operationId/cancel',
    summary: 'Cancel a bulk operation; what has been done stays',
    description: 'Takes the permission of its action.',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'write',
    params: byId,
    response: bulkOperation,
    errors: ['not_found', 'operation_finished'],
  }),
  bulkResult: endpoint({
    name: 'operations.bulkResult',
    method: 'GET',
    path: '/api/v1/bulk-operations/:operationId/result.csv',
    summary: 'What became of each customer, as CSV; of an export, the customers themselves',
    description: 'Takes the permission of its action.',
    caller: 'staff',
    permission: 'customers.read',
    lane: 'stream',
    params: byId,
    response: z.string(),
    errors: ['not_found'],
  }),
};
