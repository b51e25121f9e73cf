/** Bulk sendings: one message to a selection, a tag or a segment. */
import { z } from 'zod';
import { customerRef, id, instant, listOf, paging } from './common.ts';
import { endpoint } from './endpoint.ts';
import {
  communicationStatus,
  communicationType,
  hasContents,
  messageContents,
  messageLine,
  messageOrTemplate,
  topic,
} from './notifications-contents.ts';

export const bulkStatus = z.enum(['RUNNING', 'PAUSED', 'CANCELLED', 'DONE']);
export const bulk = z.object({
  id,
  status: bulkStatus,
  type: communicationType,
  template: z.string().nullable(),
  topic,
  audience: z.object({
    kind: z.enum(['customers', 'tag', 'segment']),
    name: z.string().nullable().describe('The tag or the segment'),
  }),
  total: z.int().describe('Customers whom the audience held when the sending began'),
  processed: z.int().describe('Customers who have been dealt with: a message was made or skipped'),
  counts: z.partialRecord(communicationStatus, z.int()),
  createdBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export type Bulk = z.infer<typeof bulk>;

const byBulk = z.object({ bulkId: id });

export const notificationsBulkContract = {
  startBulk: endpoint({
    name: 'notifications.startBulk',
    method: 'POST',
    path: '/api/v1/notifications/bulk',
    summary: 'Send a message to a selection, a tag or a segment',
    description:
      'A job: each customer gets it once, however often the job is stopped and continues. Who did not agree to the topic, is closed or has no address is skipped, with the reason.',
    caller: 'staff',
    permission: 'campaigns.edit',
    lane: 'write',
    status: 202,
    body: z
      .object({
        ...messageContents,
        topic: topic.default('news'),
        type: communicationType.exclude(['PHONE']).default('EMAIL'),
        customerIds: z.array(customerRef).min(1).max(10_000).optional(),
        tag: messageLine(50).min(1).optional(),
        segment: messageLine(60).min(1).optional(),
      })
      .refine(hasContents, messageOrTemplate)
      .refine(
        (input) =>
          [input.customerIds, input.tag, input.segment].filter((part) => part !== undefined).length === 1,
        { error: 'one_audience', path: ['customerIds'] },
      ),
    response: bulk,
    errors: ['template_unknown', 'not_found'],
  }),
  bulks: endpoint({
    name: 'notifications.bulks',
    method: 'GET',
    path: '/api/v1/notifications/bulk',
    summary: 'Bulk sendings, newest first',
    caller: 'staff',
    permission: 'campaigns.read',
    lane: 'read',
    query: paging,
    response: listOf('bulks', bulk),
    errors: ['cursor_invalid'],
  }),
  bulk: endpoint({
    name: 'notifications.bulk',
    method: 'GET',
    path: '/api/v1/notifications/bulk/:bulkId',
    summary: 'A bulk sending with its progress',
    caller: 'staff',
    permission: 'campaigns.read',
    lane: 'read',
    params: byBulk,
    response: bulk,
    errors: ['not_found'],
  }),
  steerBulk: endpoint({
    name: 'notifications.steerBulk',
    method: 'POST',
    path: '/api/v1/notifications/bulk/:bulkId/:step',
    summary: 'Pause, resume or cancel a bulk sending',
    description: 'What has gone out stays; cancelling skips everything that still waits.',
    caller: 'staff',
    permission: 'campaigns.edit',
    lane: 'write',
    params: byBulk.extend({ step: z.enum(['pause', 'resume', 'cancel']) }),
    response: bulk,
    errors: ['not_found', 'bulk_finished'],
  }),
  bulkResult: endpoint({
    name: 'notifications.bulkResult',
    method: 'GET',
    path: '/api/v1/notifications/bulk/:bulkId/result',
    summary: 'What became of each customer of a bulk sending, as CSV',
    caller: 'staff',
    permission: 'campaigns.read',
    lane: 'stream',
    params: byBulk,
    response: z.string(),
    errors: ['not_found'],
  }),
};
