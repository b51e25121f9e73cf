import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import type { RecordedEvent } from '../events.ts';
import { isVisit } from './rules.ts';
import { claimKeys, type EventKey, type EventRow, findKeys, insertEvents } from './sql.ts';

/** Something a customer did. Without a source id it is an event of its own whenever it is logged. */
export interface NewEvent extends Omit<EventRow, 'id'> {
  /** Reported by the customer's own device, so no proof that it happened. */
  isSelfReported?: boolean;
}

/** What became of an event: written, or found by its key. */
export interface LoggedId {
  id: string;
  isNew: boolean;
}

/** Events that one `activity.recorded` carries: about 20 kB. */
const perMessage = 100;

/**
 * Writes events to the log, each (source, source id) once for ever, in two round trips whatever their
 * number, three where some are there already; one result per event, in order. Visits and card scans move
 * the customer's last visit; they do not count as visits, because the order that follows a scan at the
 * till does. Emits `activity.recorded` for what is new.
 */
export async function log(ctx: Ctx, events: readonly NewEvent[]): Promise<LoggedId[]> {
  const drafts = events.map((event) => ({ ...event, id: ctx.newId() }));
  const holders = await holdersOf(ctx, drafts);
  const idOf = (draft: Draft) => holders.get(keyOf(draft) ?? '') ?? draft.id;
  const fresh = drafts.filter((draft) => idOf(draft) === draft.id);
  if (fresh.length > 0) {
    await insertEvents(ctx.tx, ctx.storeId, ctx.now, fresh.map(rowOf));
    customers.putFacts(
      ctx,
      fresh.flatMap(({ customerId, event, occurredAt }) =>
        isVisit(event) ? [{ customerId, visitAt: occurredAt }] : [],
      ),
    );
    announce(ctx, fresh);
  }
  return drafts.map((draft) => ({ id: idOf(draft), isNew: idOf(draft) === draft.id }));
}

type Draft = NewEvent & { id: string };

const keyOf = ({ source, sourceId }: { source: string | null; sourceId: string | null }) =>
  source === null || sourceId === null ? undefined : JSON.stringify([source, sourceId]);

/** By key: the id of the event that holds it, of this call or of an earlier one. */
async function holdersOf(ctx: Ctx, drafts: readonly Draft[]): Promise<Map<string, string>> {
  const wanted = new Map<string, EventKey>();
  for (const { id, source, sourceId } of drafts) {
    const key = keyOf({ source, sourceId });
    if (key !== undefined && source !== null && sourceId !== null && !wanted.has(key))
      wanted.set(key, { source, sourceId, eventId: id });
  }
  const holders = new Map<string, string>();
  if (wanted.size === 0) return holders;
  const claimed = await claimKeys(ctx.tx, ctx.storeId, [...wanted.values()]);
  for (const [key, { eventId }] of wanted) if (claimed.has(eventId)) holders.set(key, eventId);
  const taken = [...wanted.values()].filter(({ eventId }) => !claimed.has(eventId));
  if (taken.length > 0)
    for (const held of await findKeys(ctx.tx, ctx.storeId, taken))
      holders.set(keyOf(held) as string, held.eventId);
  return holders;
}

function rowOf({ isSelfReported: _, ...row }: Draft): EventRow {
  return row;
}

function announce(ctx: Ctx, events: readonly Draft[]): void {
  const recorded: RecordedEvent[] = events.map((event) => ({
    eventId: event.id,
    customerId: event.customerId,
    presentedId: event.presentedId,
    event: event.event,
    occurredAt: event.occurredAt.toISOString(),
    locationId: event.locationId,
    isSelfReported: event.isSelfReported ?? false,
  }));
  for (let at = 0; at < recorded.length; at += perMessage)
    ctx.emit('activity.recorded', { events: recorded.slice(at, at + perMessage) });
}
