import type { Ctx } from '../../../platform/context.ts';
import type { Listener } from '../../../platform/module.ts';
import * as settings from '../../settings/index.ts';
import { markCustomers, markOrders, markRefund } from './sql.ts';

const zone = async (ctx: Ctx) => (await settings.store(ctx)).timeZone;

const onDelivered: Listener<'order.delivered'> = {
  event: 'order.delivered',
  subscriber: 'analytics.mark_order',
  handle: async (ctx, { payload }) => markOrders(ctx.tx, ctx.storeId, [payload.orderId], await zone(ctx)),
};

const onRefunded: Listener<'order.refunded'> = {
  event: 'order.refunded',
  subscriber: 'analytics.mark_refund',
  handle: async (ctx, { payload }) => markRefund(ctx.tx, ctx.storeId, payload.refundId, await zone(ctx)),
};

/** Orders changed hands: whose day came before, whose first order it is, and which cohort it counts in. */
const onMerged: Listener<'customer.merged'> = {
  event: 'customer.merged',
  subscriber: 'analytics.mark_merged',
  handle: async (ctx, { payload: { customerId, fromId } }) =>
    markCustomers(ctx.tx, ctx.storeId, [customerId, fromId], await zone(ctx)),
};

const onUnmerged: Listener<'customer.unmerged'> = {
  event: 'customer.unmerged',
  subscriber: 'analytics.mark_unmerged',
  handle: async (ctx, { payload: { customerId, fromId } }) =>
    markCustomers(ctx.tx, ctx.storeId, [customerId, fromId], await zone(ctx)),
};

export const listeners = [onDelivered, onRefunded, onMerged, onUnmerged] as Listener[];
