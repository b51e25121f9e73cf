import type { CommunicationReason, CommunicationType } from '@wafa/contract';

declare module '../../platform/events/catalogue.ts' {
  interface Events {
    /** The outside took the message; whether it arrived is another matter. */
    'message.sent': { messageId: string; customerId: string; type: CommunicationType };
    /** It will not be tried again. */
    'message.failed': {
      messageId: string;
      customerId: string;
      type: CommunicationType;
      reason: CommunicationReason;
    };
  }
}
