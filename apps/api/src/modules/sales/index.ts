/**
 * Sales: the main job. An order or a refund arrives and, in one commit, is stored, changes its customer's
 * statistics, points and tier, and is answered by a receipt. Order events and imports are here too, as
 * they do the same.
 *
 * Owns `sales.receipts`, `imports`.
 * Holds: an order whose offers do not hold is not recorded; an order counts once, from delivery on, in points and statistics; a customer's spend is the sum
 * of their counting orders less refunds, their orders are those not wholly refunded; a repeat answers the
 * first receipt for ever.
 * Emits `order.placed`, `order.shipped`, `order.delivered`, `order.refunded`.
 */
import { fileURLToPath } from 'node:url';
import type { Module } from '../../platform/module.ts';
import { routes } from './routes.ts';

export { advance } from './advance.ts';
export {
  type ImportOptions,
  type ImportProgress,
  type ImportReport,
  importOrders,
  presetNames,
} from './import/import.ts';
export { refund } from './refund.ts';
export { record } from './sales.ts';

export const salesModule: Module = {
  name: 'sales',
  routes,
  functions: [fileURLToPath(new URL('functions.sql', import.meta.url))],
};
