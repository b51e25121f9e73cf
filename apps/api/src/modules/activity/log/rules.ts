import { type ActivityInput, selfReported } from '@wafa/contract';
import { AppError } from '../../../platform/errors.ts';

/** Sources that the product writes itself; a caller who used them could take the place of such an event. */
export const ownSource = 'wafa';
const selfSource = 'self';

/** A till's clock may be ahead of ours by this much. */
const clockAheadMs = 5 * 60_000;
const earliest = new Date('1900-01-01T00:00:00Z');

/** When an event took place: now unless said. Late ones are taken from 1900 on; of the future, none. */
export function occurredAt(given: string | undefined, now: Date): Date | AppError {
  if (given === undefined) return now;
  const at = new Date(given);
  if (at.getTime() > now.getTime() + clockAheadMs)
    return new AppError('date_in_future', { field: 'occurredAt' });
  if (!(at >= earliest)) return new AppError('date_too_old', { field: 'occurredAt' });
  return at;
}

/** Where an event comes from, with its id there; both null for one that may be recorded again. */
export interface Origin {
  source: string | null;
  sourceId: string | null;
}

/** The origin that a caller names; refuses a source that is the product's own. */
export function originOf(input: Pick<ActivityInput, 'source' | 'sourceId'>): Origin | AppError {
  if (input.source === ownSource || input.source === selfSource)
    return new AppError('validation', { field: 'source' });
  return { source: input.source ?? null, sourceId: input.sourceId ?? null };
}

/**
 * The origin of what customers report about themselves: ids of one customer never meet another's, and an
 * app is installed once, whatever ids its device makes up.
 */
export function selfOrigin(
  input: Pick<ActivityInput, 'event' | 'sourceId'>,
  customerId: string,
): Origin | AppError {
  if (!selfReported.some((event) => event === input.event))
    return new AppError('forbidden', { field: 'event' });
  const own = input.event === 'app_install' ? 'app_install' : input.sourceId;
  return { source: selfSource, sourceId: own === undefined ? null : `${customerId}:${own}` };
}

/** A visit is an order or a card scan, or what another system counts as one. */
export const isVisit = (event: string): boolean => event === 'visit' || event === 'card_scan';
