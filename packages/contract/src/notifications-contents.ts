/** What goes out, about what, and in which words. */
import { z } from 'zod';
import { language, nameText } from './common.ts';

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

/** One line of text: what becomes a header can hold no line break. */
export const messageLine = (max: number) =>
  nameText(max).refine((value) => !/[\r\n\u2028\u2029]/.test(value), { error: 'line_breaks' });

export const templateKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,59}$/)
  .describe('Key of a template: small letters, digits and low lines');

const variableName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);
/** Values for the variables of a template, by name. */
export const templateVariables = z
  .record(variableName, z.union([nameText(500), z.number()]))
  .refine((values) => Object.keys(values).length <= 50, { error: 'too_many_fields' });

/** What is said: the words themselves, or a template with its variables. */
export const messageContents = {
  subject: messageLine(200).optional(),
  message: nameText(20_000).min(1).optional(),
  template: templateKey.optional(),
  variables: templateVariables.default({}),
  language: language.optional().describe('Unless given: the customer’s, else the store’s'),
  topic: topic.optional().describe('Unless given: the template’s, else `support`'),
};
/** Refinement of a body with `messageContents`: words or a template, not both, not neither. */
export const hasContents = (input: { message?: string; template?: string }) =>
  (input.message === undefined) !== (input.template === undefined);
/** What is said where that does not hold. */
export const messageOrTemplate = { error: 'message_or_template', path: ['message'] };
