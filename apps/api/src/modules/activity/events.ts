/** An event of the log, as others hear of it. */
export interface RecordedEvent {
  eventId: string;
  customerId: string;
  /** The customer who was shown, where that is another after a merge. */
  presentedId: string;
  /** One of `activityEvents`, or `custom:<name>`. */
  event: string;
  occurredAt: string;
  locationId: string | null;
  /** Reported by the customer's own device, so no proof that it happened. */
  isSelfReported: boolean;
}

declare module '../../platform/events/catalogue.ts' {
  interface Events {
    /** Up to 100 events that entered the log together. */
    'activity.recorded': { events: RecordedEvent[] };
  }
}
