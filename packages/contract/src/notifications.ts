import { z } from 'zod';
import { customerRef, id, instant, language, listOf, nameText, paging } from './common.ts';
import { customerById, endpoint, ofMyself } from './endpoint.ts';
import { notificationsBulkContract } from './notifications-bulk.ts';
import {
  communicationStatus,
  communicationType,
  hasContents,
  messageContents,
  messageLine,
  messageOrTemplate,
  topic,
} from './notifications-contents.ts';
import { notificationsTemplatesContract } from './notifications-templates.ts';

/** Why a message was not sent, or did not arrive. */
export const communicationReason = z.enum([
  'preference',
  'no_address',
  'closed',
  'channel_unavailable',
  'cancelled',
  'erased',
  'rejected',
  'unreachable',
]);
export type CommunicationReason = z.infer<typeof communicationReason>;

const metadata = z
  .record(nameText(50).min(1), z.union([nameText(500), z.number(), z.boolean(), z.null()]))
  .refine((fields) => Object.keys(fields).length <= 50, { error: 'too_many_fields' });

export const communication = z.object({
  id,
  customerId: id,
  direction: z.enum(['in', 'out']),
  type: communicationType,
  channel: z.string().describe('What carried it: `email`, `in_app`, `phone`, and later ones'),
  topic: topic.nullable(),
  template: z.object({ key: z.string(), version: z.int() }).nullable(),
  language: language.nullable(),
  subject: z.string().nullable(),
  message: z.string().describe('Empty where it held a secret, as a code, or was erased'),
  status: communicationStatus,
  reason: communicationReason.nullable().describe('Why SKIPPED or FAILED'),
  error: z.string().nullable().describe('What the mail server answered: its code, never its text'),
  attempts: z.int(),
  occurredAt: instant.describe('By which the log is ordered: when it was sent off, or took place'),
  createdAt: instant,
  sentAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  readAt: instant.nullable(),
  failedAt: instant.nullable(),
  sentBy: z.string().nullable().describe('Id of who sent or logged it; null to customers'),
  bulkId: id.nullable(),
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type Communication = z.infer<typeof communication>;

export const communicationFilter = paging.extend({
  type: communicationType.optional(),
  channel: messageLine(30).optional(),
  status: communicationStatus.optional(),
  direction: z.enum(['in', 'out']).optional(),
  topic: topic.optional(),
  from: instant.optional(),
  to: instant.optional(),
});

const ref = z.object({ customerId: customerRef });

/** Notifications: messages to customers, by templates, one at a time or in bulk, and their log. */
export const notificationsContract = {
  history: endpoint({
    name: 'notifications.history',
    method: 'GET',
    path: '/api/v1/customers/:customerId/communications',
    aliases: [
      { path: '/api/customers/communications', ...ofMyself },
      { path: '/api/customer-id/notifications/history', ...ofMyself },
    ],
    summary: 'Communication log of a customer, newest first',
    description: 'A customer sees neither what was skipped nor who on the staff wrote, nor metadata.',
    caller: 'both',
    permission: 'notifications.read',
    lane: 'read',
    params: ref,
    query: communicationFilter,
    response: listOf('communications', communication),
    errors: ['not_found', 'cursor_invalid'],
  }),
  list: endpoint({
    name: 'notifications.list',
    method: 'GET',
    path: '/api/v1/notifications',
    summary: 'Communication log of the store, newest first',
    caller: 'staff',
    permission: 'notifications.read',
    lane: 'read',
    query: communicationFilter,
    response: listOf('communications', communication),
    errors: ['cursor_invalid'],
  }),
  communicate: endpoint({
    name: 'notifications.communicate',
    method: 'POST',
    path: '/api/v1/customers/:customerId/communications',
    aliases: [
      {
        path: '/api/customers/:id/communications',
        ...customerById,
      },
    ],
    summary: 'Log a communication that took place, or send one',
    description:
      'Unless `send` is true the communication is only logged, as a phone call always is. With `source` and `sourceId` it is kept once, whatever is repeated.',
    caller: 'staff',
    permission: 'notifications.send',
    lane: 'write',
    status: 201,
    params: ref,
    body: z
      .object({
        ...messageContents,
        type: communicationType,
        channel: messageLine(30)
          .regex(/^[a-z][a-z0-9_]*$/)
          .optional()
          .describe('Unless given: the type in small letters'),
        send: z.boolean().default(false),
        direction: z.enum(['in', 'out']).default('out'),
        sentAt: instant.optional().describe('When a logged communication took place'),
        metadata: metadata.default({}),
        source: messageLine(50).min(1).optional(),
        sourceId: messageLine(200).min(1).optional(),
      })
      .refine(hasContents, messageOrTemplate)
      .refine((input) => (input.source === undefined) === (input.sourceId === undefined), {
        error: 'required',
        path: ['sourceId'],
      }),
    response: communication,
    errors: ['not_found', 'date_in_future', 'date_too_old', 'template_unknown', 'channel_unavailable'],
  }),
  send: endpoint({
    name: 'notifications.send',
    method: 'POST',
    path: '/api/v1/notifications/send',
    aliases: [{ path: '/api/customer-id/notifications/send' }],
    summary: 'Send one message over the chosen channels',
    description: 'What the customer does not want on a channel is SKIPPED, with the reason.',
    caller: 'staff',
    permission: 'notifications.send',
    lane: 'write',
    status: 201,
    body: z
      .object({
        ...messageContents,
        customerId: customerRef,
        channels: z
          .array(communicationType.exclude(['PHONE']))
          .min(1)
          .max(4)
          .default(['EMAIL']),
      })
      .refine(hasContents, messageOrTemplate),
    response: z.object({ communications: z.array(communication) }),
    errors: ['not_found', 'template_unknown'],
  }),
  markRead: endpoint({
    name: 'notifications.markRead',
    method: 'POST',
    path: '/api/v1/customers/:customerId/communications/:communicationId/read',
    summary: 'Mark an in-app message as read; again is no error',
    caller: 'self',
    lane: 'write',
    params: ref.extend({ communicationId: id }),
    response: communication,
    errors: ['not_found'],
  }),
  ...notificationsTemplatesContract,
  ...notificationsBulkContract,
};
