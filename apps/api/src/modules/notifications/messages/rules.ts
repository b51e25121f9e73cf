import {
  type CommunicationPreferences,
  type CommunicationReason,
  type CommunicationType,
  serviceTopics,
  type Topic,
} from '@wafa/contract';

/** Which switch of the customer's preferences stands for a type; calls have none. */
const preferenceOf: Record<CommunicationType, keyof CommunicationPreferences | undefined> = {
  EMAIL: 'email',
  SMS: 'sms',
  PUSH: 'push',
  IN_APP: 'inApp',
  PHONE: undefined,
};

const service: ReadonlySet<string> = new Set(serviceTopics);

/** What decides whether a message may go. */
export interface Asked {
  type: CommunicationType;
  topic: Topic;
  customer: { status: string; preferences: Partial<CommunicationPreferences> };
  /** False where nothing carries the type, or the process has no way out for it. */
  isAvailable: boolean;
  /** Null where the channel has no address of the customer. */
  to: string | null;
}

/**
 * Why a message is not sent, or undefined. A closed account hears nothing; other than service topics go
 * only where the customer switched the channel on.
 */
export function skipReason({
  type,
  topic,
  customer,
  isAvailable,
  to,
}: Asked): CommunicationReason | undefined {
  if (customer.status === 'closed') return 'closed';
  const preference = preferenceOf[type];
  if (!service.has(topic) && preference && customer.preferences[preference] !== true) return 'preference';
  if (!isAvailable) return 'channel_unavailable';
  return to === null ? 'no_address' : undefined;
}
