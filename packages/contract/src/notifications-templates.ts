/** Message templates and their preview. */
import { z } from 'zod';
import { customerRef, instant, label, language, nameText } from './common.ts';
import { endpoint } from './endpoint.ts';
import {
  communicationType,
  messageLine,
  templateKey,
  templateVariables,
  topic,
} from './notifications-contents.ts';

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

const wording = z.object({ subject: messageLine(300).default(''), body: nameText(20_000).min(1) });
export const templateInput = z.object({
  type: communicationType.exclude(['PHONE']).default('EMAIL'),
  name: z.object({ en: messageLine(100).min(1), ar: messageLine(100).min(1) }),
  topic,
  versions: z
    .object({ en: wording.nullable().default(null), ar: wording.nullable().default(null) })
    .refine((versions) => versions.en !== null || versions.ar !== null, { error: 'required', path: ['en'] }),
  sample: templateVariables.default({}),
});

const byKey = z.object({ key: templateKey });

export const notificationsTemplatesContract = {
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
        key: templateKey.optional(),
        type: communicationType.exclude(['PHONE']).default('EMAIL'),
        wording: wording.optional(),
        sample: templateVariables.default({}),
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
};
