import { z } from 'zod';
import { customerRef, id, instant, label, language, listOf, paging } from './common.ts';
import { nameText } from './customers.ts';
import { endpoint, type RawInput } from './endpoint.ts';

export const communicationType = z.enum(['EMAIL', 'SMS', 'PUSH', 'IN_APP', 'PHONE']);
export type CommunicationType = z.infer<typeof communicationType>;

export const communicationStatus = z.enum([
  'QUEUED',
  'SENT',
  'DELIVERED',
  'READ',
  'FAILED',
  'HELD',
  'SKIPPED',
]);
export type CommunicationStatus = z.infer<typeof communicationStatus>;

/** What a message is about. Service topics always go out; the others only where the customer agreed. */
export const serviceTopics = ['account', 'security', 'orders', 'support'] as const;
export const marketingTopics = [
  'points',
  'tiers',
  'rewards',
  'offers',
  'referrals',
  'occasions',
  'news',
] as const;
export const topic = z.enum([...serviceTopics, ...marketingTopics]);
export type Topic = z.infer<typeof topic>;

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

/** One line of text: what becomes a header can hold no line break. */
const line = (max: number) =>
  nameText(max).refine((value) => !/[\r\n\u2028\u2029]/.test(value), { error: 'line_breaks' });
const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,59}$/)
  .describe('Key of a template: small letters, digits and low lines');
const variableName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);
const variables = z
  .record(variableName, z.union([nameText(500), z.number()]))
  .refine((values) => Object.keys(values).length <= 50, { error: 'too_many_fields' });
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
  channel: line(30).optional(),
  status: communicationStatus.optional(),
  direction: z.enum(['in', 'out']).optional(),
  topic: topic.optional(),
  from: instant.optional(),
  to: instant.optional(),
});

/** What is said: the words themselves, or a template with its variables. */
const contents = {
  subject: line(200).optional(),
  message: nameText(20_000).min(1).optional(),
  template: key.optional(),
  variables: variables.default({}),
  language: language.optional().describe('Unless given: the customer’s, else the store’s'),
  topic: topic.optional().describe('Unless given: the template’s, else `support`'),
};
const hasContents = (input: { message?: string; template?: string }) =>
  (input.message === undefined) !== (input.template === undefined);
const oneOf = { error: 'message_or_template', path: ['message'] };

export const messageTemplate = z.object({
  key: z.string(),
  type: communicationType,
  version: z.int().describe('0: the ready-made one'),
  builtIn: z.boolean(),
  name: label,
  topic,
  secret: z.boolean().describe('Holds a code: its text is not kept once it has gone out'),
  versions: z.object({
    en: z.object({ subject: z.string(), body: z.string() }).nullable(),
    ar: z.object({ subject: z.string(), body: z.string() }).nullable(),
  }),
  sample: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .describe('The variables of its own, each with a value to preview it with'),
  updatedAt: instant.nullable(),
});
export type MessageTemplate = z.infer<typeof messageTemplate>;

const wording = z.object({ subject: line(300).default(''), body: nameText(20_000).min(1) });
export const templateInput = z.object({
  type: communicationType.exclude(['PHONE']).default('EMAIL'),
  name: z.object({ en: line(100).min(1), ar: line(100).min(1) }),
  topic,
  versions: z
    .object({ en: wording.nullable().default(null), ar: wording.nullable().default(null) })
    .refine((versions) => versions.en !== null || versions.ar !== null, { error: 'required', path: ['en'] }),
  sample: variables.default({}),
});

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

const ref = z.object({ customerId: customerRef });
const byKey = z.object({ key });
const byBulk = z.object({ bulkId: id });
const mine = {
  caller: 'self' as const,
  toInput: (raw: RawInput) => ({ ...raw, params: { customerId: 'me' } }),
};

export const notificationsContract = {
  history: endpoint({
    name: 'notifications.history',
    method: 'GET',
    path: '/api/v1/customers/:customerId/communications',
    aliases: [
      { path: '/api/customers/communications', ...mine },
      { path: '/api/customer-id/notifications/history', ...mine },
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
        toInput: (raw: RawInput) => ({ ...raw, params: { customerId: raw.params.id } }),
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
        ...contents,
        type: communicationType,
        channel: line(30)
          .regex(/^[a-z][a-z0-9_]*$/)
          .optional()
          .describe('Unless given: the type in small letters'),
        send: z.boolean().default(false),
        direction: z.enum(['in', 'out']).default('out'),
        sentAt: instant.optional().describe('When a logged communication took place'),
        metadata: metadata.default({}),
        source: line(50).min(1).optional(),
        sourceId: line(200).min(1).optional(),
      })
      .refine(hasContents, oneOf)
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
        ...contents,
        customerId: customerRef,
        channels: z
          .array(communicationType.exclude(['PHONE']))
          .min(1)
          .max(4)
          .default(['EMAIL']),
      })
      .refine(hasContents, oneOf),
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
  templates: endpoint({
    name: 'notifications.templates',
    method: 'GET',
    path: '/api/v1/notification-templates',
    summary: 'Message templates: the store’s and the ready-made ones',
    caller: 'staff',
    permission: 'notifications.read',
    lane: 'read',
    response: z.object({ templates: z.array(messageTemplate) }),
  }),
  template: endpoint({
    name: 'notifications.template',
    method: 'GET',
    path: '/api/v1/notification-templates/:key',
    summary: 'One template; with `version` an earlier one',
    caller: 'staff',
    permission: 'notifications.read',
    lane: 'read',
    params: byKey,
    query: z.object({
      type: communicationType.default('EMAIL'),
      version: z.coerce.number().int().min(0).max(1_000_000).optional(),
    }),
    response: messageTemplate,
    errors: ['template_unknown'],
  }),
  saveTemplate: endpoint({
    name: 'notifications.saveTemplate',
    method: 'PUT',
    path: '/api/v1/notification-templates/:key',
    summary: 'Write a template, or a new version of it',
    description:
      'Texts are Liquid. An error of syntax and a variable that does not exist are refused with their line and column.',
    caller: 'staff',
    permission: 'notifications.edit',
    lane: 'write',
    params: byKey,
    body: templateInput,
    response: messageTemplate,
  }),
  removeTemplate: endpoint({
    name: 'notifications.removeTemplate',
    method: 'DELETE',
    path: '/api/v1/notification-templates/:key',
    summary: 'Take a template back: a ready-made one is as it came, one of the store’s own is gone',
    caller: 'staff',
    permission: 'notifications.edit',
    lane: 'write',
    params: byKey,
    query: z.object({ type: communicationType.default('EMAIL') }),
    response: z.object({ removed: z.boolean() }),
  }),
  preview: endpoint({
    name: 'notifications.preview',
    method: 'POST',
    path: '/api/v1/notification-templates/preview',
    summary: 'How a template reads, with its sample or a customer’s own data',
    description: 'Give a stored template by `key`, or the text of one that is being written.',
    caller: 'staff',
    permission: 'notifications.read',
    lane: 'read',
    body: z
      .object({
        key: key.optional(),
        type: communicationType.exclude(['PHONE']).default('EMAIL'),
        wording: wording.optional(),
        sample: variables.default({}),
        language,
        customerId: customerRef.optional(),
      })
      .refine((input) => (input.key === undefined) !== (input.wording === undefined), {
        error: 'message_or_template',
        path: ['key'],
      }),
    response: z.object({ subject: z.string(), text: z.string(), html: z.string() }),
    errors: ['template_unknown', 'not_found'],
  }),
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
        ...contents,
        topic: topic.default('news'),
        type: communicationType.exclude(['PHONE']).default('EMAIL'),
        customerIds: z.array(customerRef).min(1).max(10_000).optional(),
        tag: line(50).min(1).optional(),
        segment: line(60).min(1).optional(),
      })
      .refine(hasContents, oneOf)
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
