/**
 * Orders: what was sold, to whom, what became of it and what went back. Written by `sales`, in the
 * transaction of the main job; read by whoever shows orders.
 *
 * Owns `orders.keys`, `orders`, `lines`, `payments`, `deliveries`, `status_history`, `refunds`,
 * `refund_lines`.
 * Holds: a source id stands for one order (refund, event) of a store for ever; an order's total is the
 * sum of its lines; what is refunded never exceeds a line's quantity and total, and an order's
 * refunded total is the sum of its refunds; `completed_at` is set from delivery on.
 * Emits nothing: `sales` knows the whole of what happened.
 */
import { fileURLToPath } from 'node:url';
import type { Module } from '../../platform/module.ts';
import { participant } from './personal.ts';
import { routes } from './routes.ts';
import { timeline } from './timeline.ts';

export { advance, claim, held, lock, record, refund, refundableLines, release } from './orders.ts';
export {
  cancellationFingerprintOf,
  counts,
  eventFingerprintOf,
  fingerprintOf,
  maxAmount,
  mayMove,
  type OrderStatus,
  planRefund,
  refundable,
  refundFingerprintOf,
  statusAfterRefund,
  totalsOf,
} from './rules.ts';
export type { LockedLine, LockedOrder, NewOrder, NewRefund, NewStatus, Refundable } from './types.ts';

export const ordersModule: Module = {
  name: 'orders',
  routes,
  functions: [fileURLToPath(new URL('functions.sql', import.meta.url))],
  participant,
  timeline,
};
