import type { CommunicationType, Language } from '@wafa/contract';

/** A message on its way, with everything that sending it needs. */
export interface OutgoingMessage {
  id: string;
  language: Language;
  subject: string;
  body: string;
  /** Where it goes on this channel: an address, a number. */
  to: string;
  /** Name of the receiver, for the address line. */
  toName: string;
  store: { name: string; color: string | null };
  at: Date;
}

/** Who is to be reached, as the channels need to know them. */
export interface Reach {
  email: string | null;
  phone: string | null;
}

/**
 * What came of sending: accepted; not this time (a later try may do, `down` where the channel itself does
 * not answer); or refused for good. `error` is a code without anything personal in it.
 */
export type SendResult =
  | { outcome: 'sent' }
  | { outcome: 'retry'; error: string; down: boolean }
  | { outcome: 'failed'; error: string };

/**
 * One way to reach a customer. A further one (SMS, push, WhatsApp) is a file of its own and a line in
 * `registry.ts`.
 */
export type Channel = {
  /** As the log names it: `email`. */
  name: string;
  type: CommunicationType;
} & (
  | {
      /** Kept, which is all: it is delivered by being stored. */
      kind: 'stored';
    }
  | {
      /** Somebody outside carries it, so it waits for the worker. */
      kind: 'outside';
      /** Whether the process knows the way out. */
      isConfigured(): boolean;
      /** Where the customer is reached, or null. */
      addressOf(reach: Reach): string | null;
      /** Never throws. The same message sent twice carries the same id, by which a receiver can tell. */
      send(message: OutgoingMessage): Promise<SendResult>;
    }
);

export type OutsideChannel = Extract<Channel, { kind: 'outside' }>;
