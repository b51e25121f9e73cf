import type {
  Communication,
  CommunicationReason,
  CommunicationStatus,
  CommunicationType,
  Language,
  Topic,
} from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { channelName, channelOf } from '../channels/registry.ts';
import { deliverQueue } from '../delivery/queue.ts';
import { oneLine } from '../templates/rules.ts';
import {
  type CurrentTemplate,
  findTemplates,
  renderOrRefuse,
  requireVariables,
} from '../templates/templates.ts';
import { skipReason } from './rules.ts';
import {
  findBySources,
  insertMessages,
  type KnownMessage,
  type NewMessage,
  type Recipient,
  readRecipients,
} from './sql.ts';
import { commonVariables, storeName } from './wording.ts';

/** A message to send to a customer: a template with its variables, or words as they stand. */
export interface Outgoing {
  /** UUID or card number. */
  customerId: string;
  type: Exclude<CommunicationType, 'PHONE'>;
  template?: string | undefined;
  variables?: Readonly<Record<string, string | number>> | undefined;
  subject?: string | undefined;
  message?: string | undefined;
  /** Unless given: the template's, else `support`. */
  topic?: Topic | undefined;
  /** Unless given: the customer's, else the store's. */
  language?: Language | undefined;
  /** With `sourceId`: the message is made once for ever, and a repeat answers the first. */
  source?: string | undefined;
  sourceId?: string | undefined;
  bulkId?: string | undefined;
  metadata?: Communication['metadata'] | undefined;
}

export interface SentMessage {
  id: string;
  status: CommunicationStatus;
  reason: CommunicationReason | null;
  /** False where an earlier message with the same source id answered. */
  isNew: boolean;
}

/**
 * Sends messages, any number of them in five round trips: written here in the caller's transaction,
 * carried by a worker after its commit. The words are made now, so the log shows what goes out, and a
 * second try says the same. What may not be sent is kept as SKIPPED with its reason.
 * Throws `not_found`, `template_unknown`, `validation` (a variable is missing).
 */
export async function send(ctx: Ctx, items: readonly Outgoing[]): Promise<SentMessage[]> {
  if (items.length === 0) return [];
  const keys = items.flatMap((item) => item.template ?? []);
  return sendUsing(ctx, items, await findTemplates(ctx, keys));
}

/** `send` with templates that are at hand. */
export async function sendUsing(
  ctx: Ctx,
  items: readonly Outgoing[],
  templateOf: (key: string, type: CommunicationType) => CurrentTemplate,
): Promise<SentMessage[]> {
  const store = await settings.store(ctx);
  const resolved = await customers.resolveMany(
    ctx,
    items.map((item) => item.customerId),
  );
  const ids = [...new Set([...resolved.values()].map((customer) => customer.id))];
  const recipients = await readRecipients(ctx.tx, ctx.storeId, ids);
  const messages = items.map((item) => {
    const found = resolved.get(item.customerId);
    const recipient = found && recipients.get(found.id);
    if (!recipient) throw new AppError('not_found', { field: 'customerId' });
    const template = item.template === undefined ? undefined : templateOf(item.template, item.type);
    return compose(ctx, store, item, { ...recipient, presentedId: found.presentedId }, template);
  });
  return write(ctx, messages);
}

function compose(
  ctx: Ctx,
  store: settings.StoreFacts,
  item: Outgoing,
  recipient: Recipient & { presentedId: string },
  template: CurrentTemplate | undefined,
): NewMessage {
  const channel = channelOf(item.type);
  const topic = item.topic ?? template?.topic ?? 'support';
  const isAvailable = channel !== undefined && (channel.kind === 'stored' || channel.isConfigured());
  const to = channel?.kind === 'outside' ? channel.addressOf(recipient) : recipient.id;
  const reason = skipReason({ type: item.type, topic, customer: recipient, isAvailable, to });
  const wanted = item.language ?? recipient.language ?? store.language;
  const language = template ? availableLanguage(template, wanted, store.language) : wanted;
  const isStored = reason === undefined && channel?.kind === 'stored';
  return {
    id: ctx.newId(),
    customerId: recipient.id,
    presentedId: recipient.presentedId,
    direction: 'out',
    type: item.type,
    channel: channelName(item.type),
    topic,
    templateKey: template?.key ?? null,
    templateVersion: template?.version ?? null,
    language,
    isSecret: template?.secret ?? false,
    status: reason ? 'SKIPPED' : isStored ? 'DELIVERED' : 'QUEUED',
    reason: reason ?? null,
    occurredAt: ctx.now,
    sentAt: isStored ? ctx.now : null,
    deliveredAt: isStored ? ctx.now : null,
    sentBy: senderOf(ctx),
    bulkId: item.bulkId ?? null,
    source: item.source ?? null,
    sourceId: item.sourceId ?? null,
    ...wordsOf(ctx, store, item, recipient, template, language, reason !== undefined),
    metadata: item.metadata ?? {},
  };
}

/** Who stands as the sender: a person or a key; nobody where the system writes by itself. */
export const senderOf = (ctx: Ctx): string | null =>
  ctx.actor.kind === 'system' ? null : actorId(ctx.actor);

/** The language asked for, else the store's, else the one that the template has. */
function availableLanguage(template: CurrentTemplate, wanted: Language, storeLanguage: Language): Language {
  const choices: Language[] = [wanted, storeLanguage, wanted === 'ar' ? 'en' : 'ar'];
  return choices.find((language) => template.versions[language] !== null) ?? wanted;
}

function wordsOf(
  ctx: Ctx,
  store: settings.StoreFacts,
  item: Outgoing,
  recipient: Recipient,
  template: CurrentTemplate | undefined,
  language: Language,
  isSkipped: boolean,
): { subject: string | null; body: string } {
  const wording = template?.versions[language];
  if (!template || !wording)
    return { subject: oneLine(item.subject ?? '') || storeName(store, language), body: item.message ?? '' };
  const given = item.variables ?? {};
  requireVariables(template, language, given, ctx.language);
  // The secret of a message that never leaves is kept by nobody.
  if (isSkipped && template.secret) return { subject: null, body: '' };
  const common = commonVariables(store, language, recipient);
  return renderOrRefuse('template', wording, language, { ...given, ...common });
}

/** Writes messages and wakes the worker; a source id known before answers its first message. */
export async function write(ctx: Ctx, messages: readonly NewMessage[]): Promise<SentMessage[]> {
  const written = await insertMessages(ctx.tx, ctx.storeId, ctx.now, messages);
  const repeated = messages.flatMap(({ id, source, sourceId }) =>
    !written.has(id) && source !== null && sourceId !== null ? [{ source, sourceId }] : [],
  );
  const known = new Map<string, KnownMessage>();
  if (repeated.length > 0)
    for (const row of await findBySources(ctx.tx, ctx.storeId, repeated)) known.set(keyOf(row), row);
  if (messages.some(({ id, status }) => status === 'QUEUED' && written.has(id))) wake(ctx);
  return messages.map((message) => {
    const { id, status, reason } = written.has(message.id) ? message : (known.get(keyOf(message)) ?? message);
    return { id, status, reason, isNew: written.has(message.id) };
  });
}

const keyOf = ({ source, sourceId }: { source: string | null; sourceId: string | null }) =>
  JSON.stringify([source, sourceId]);

/** Enqueues the delivery job once per transaction, however many messages it wrote. */
function wake(ctx: Ctx): void {
  ctx.gather<true>('notifications.wake', (flushed) => flushed.enqueue(deliverQueue, {})).push(true);
}
