import type { OrderInput } from '@wafa/contract';
import { AppError } from '../../platform/errors.ts';
import { maxAmount, type OrderStatus, totalsOf } from '../orders/index.ts';
import type { StoreLimits } from './types.ts';

/** How far a till's clock may run ahead. */
export const clockSkewMs = 5 * 60_000;
/** Nothing was sold before; keeps mistyped years out of statistics and calendars. */
const earliest = new Date('1900-01-01T00:00:00Z');

/**
 * The instant of an order, refund or event: now unless given. Throws nothing; answers
 * `date_in_future` beyond five minutes of clock skew and `date_too_old` before 1900.
 */
export function instantOf(given: string | undefined, now: Date): Date | AppError {
  if (given === undefined) return now;
  const at = new Date(given);
  if (at.getTime() > now.getTime() + clockSkewMs)
    return new AppError('date_in_future', { field: 'occurredAt' });
  if (!(at >= earliest)) return new AppError('date_too_old', { field: 'occurredAt' });
  return at;
}

/** A till's sale and an imported one are over at once; what is ordered from afar begins as placed. */
export function firstStatus(input: Pick<OrderInput, 'status' | 'channel'>): OrderStatus {
  return input.status ?? (input.channel === 'till' || input.channel === 'import' ? 'completed' : 'placed');
}

export interface CheckedOrder {
  placedAt: Date;
  status: OrderStatus;
  lineTotals: number[];
  total: number;
}

/** Checks what can be checked without the database: currency, date, location, amounts. */
export function checkOrder(input: OrderInput, store: StoreLimits): CheckedOrder | AppError {
  if (input.currency !== store.currency) return new AppError('currency_mismatch', { field: 'currency' });
  const placedAt = instantOf(input.occurredAt, store.now);
  if (placedAt instanceof AppError) return placedAt;
  if (input.locationId !== undefined && !store.locations.has(input.locationId))
    return new AppError('location_unknown', { field: 'locationId' });
  const totals = totalsOf(input.lines);
  if (!totals.ok) {
    return totals.problem === 'discount'
      ? new AppError('validation', { field: `lines.${totals.line}.discount` })
      : new AppError('amount_too_large', { field: `lines.${totals.line}` });
  }
  if (input.payments.reduce((sum, payment) => sum + payment.amount, 0) > maxAmount)
    return new AppError('amount_too_large', { field: 'payments' });
  return { placedAt, status: firstStatus(input), lineTotals: totals.lines, total: totals.total };
}

/** What decides whether a customer's next order still earns by the same tier. */
export interface Climb {
  /** Missing to the next tier; null on the highest. */
  missing: number | null;
  tierBasis: 'points' | 'spend';
}

/** Whether points or spend (minor units) gained since the standing was read may have brought another tier. */
export function mayHaveClimbed(climb: Climb, gained: { points: number; spend: number }): boolean {
  return climb.missing !== null && gained[climb.tierBasis] >= climb.missing;
}
