import type { Communication, CommunicationType, Topic } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import { type SentMessage, senderOf, write } from './send.ts';

/** A communication that took place outside this module: a call, a ticket reply, a chat. */
export interface Logged {
  /** UUID or card number. */
  customerId: string;
  direction: 'in' | 'out';
  type: CommunicationType;
  /** What carried it: `phone`, `ticket`, `chat`. */
  channel: string;
  topic?: Topic | undefined;
  subject?: string | undefined;
  message: string;
  /** When it took place, if not now. */
  occurredAt?: Date | undefined;
  /** With `sourceId`: it is logged once for ever. */
  source?: string | undefined;
  sourceId?: string | undefined;
  metadata?: Communication['metadata'] | undefined;
}

/** A log of customers has nothing older to tell. */
const earliest = new Date('1970-01-01T00:00:00Z');

/** Logs communications; nothing is sent. Throws `not_found`, `date_in_future`, `date_too_old`. */
export async function log(ctx: Ctx, items: readonly Logged[]): Promise<SentMessage[]> {
  if (items.length === 0) return [];
  const resolved = await customers.resolveMany(
    ctx,
    items.map((item) => item.customerId),
  );
  const messages = items.map((item) => {
    const customer = resolved.get(item.customerId);
    if (!customer) throw new AppError('not_found', { field: 'customerId' });
    const occurredAt = item.occurredAt ?? ctx.now;
    if (occurredAt < earliest) throw new AppError('date_too_old', { field: 'sentAt' });
    if (occurredAt > ctx.now) throw new AppError('date_in_future', { field: 'sentAt' });
    // A call, and whatever came in, reached its receiver; of the rest it is known that it was sent.
    const hasArrived = item.direction === 'in' || item.type === 'PHONE';
    return {
      id: ctx.newId(),
      customerId: customer.id,
      presentedId: customer.presentedId,
      direction: item.direction,
      type: item.type,
      channel: item.channel,
      topic: item.topic ?? null,
      templateKey: null,
      templateVersion: null,
      language: null,
      isSecret: false,
      status: hasArrived ? ('DELIVERED' as const) : ('SENT' as const),
      reason: null,
      occurredAt,
      sentAt: occurredAt,
      deliveredAt: hasArrived ? occurredAt : null,
      sentBy: item.direction === 'out' ? senderOf(ctx) : null,
      bulkId: null,
      source: item.source ?? null,
      sourceId: item.sourceId ?? null,
      subject: item.subject ?? null,
      body: item.message,
      metadata: item.metadata ?? {},
    };
  });
  return write(ctx, messages);
}
