/**
 * Events and their payloads, by name. Each module adds its own by declaration merging:
 * `declare module '../../platform/events/catalogue.ts' { interface Events { 'points.earned': {...} } }`.
 * Payloads carry ids and figures, never personal data.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the modules through declaration merging.
export interface Events {}

export type EventName = keyof Events & string;
export type EventPayload<N extends EventName> = Events[N];

export interface EventRow<N extends EventName = EventName> {
  id: string;
  storeId: string;
  name: N;
  occurredAt: Date;
  payload: EventPayload<N>;
}
