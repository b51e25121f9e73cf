import type { OrderStatus } from '../orders/index.ts';
import type { Sold } from './types.ts';

/** Amounts in minor units of the store's currency; ids only, no personal data. */
interface OrderEvent {
  orderId: string;
  customerId: string | null;
  locationId: string | null;
  source: string;
  sourceId: string;
  total: number;
  currency: string;
  /** When it was ordered, ISO 8601. */
  placedAt: string;
}

declare module '../../platform/events/catalogue.ts' {
  interface Events {
    'order.placed': OrderEvent & { channel: string; status: OrderStatus };
    'order.shipped': OrderEvent;
    /** Delivered or completed: from here on the order counts in points and statistics. Once an order. */
    'order.delivered': OrderEvent;
    'order.refunded': OrderEvent & { refundId: string; refunded: number; status: OrderStatus };
  }
}

/** The part that all events of an order share. */
export function orderEvent(order: Omit<Sold, 'lines'>): OrderEvent {
  return {
    orderId: order.id,
    customerId: order.customerId,
    locationId: order.locationId,
    source: order.source,
    sourceId: order.sourceId,
    total: order.total,
    currency: order.currency,
    placedAt: order.placedAt.toISOString(),
  };
}
