import { z } from 'zod';
import { commaList, currency, customerRef, id, instant, listOf, money, paging, text } from './common.ts';
import { customerFromQuery, endpoint } from './endpoint.ts';

export const orderStatus = z.enum([
  'placed',
  'paid',
  'shipped',
  'delivered',
  'completed',
  'cancelled',
  'part_refunded',
  'refunded',
]);
export const channel = z.enum(['till', 'web', 'app', 'marketplace', 'phone', 'import']);

export const orderLine = z.object({
  lineNo: z.int(),
  sku: z.string(),
  name: z.string(),
  category: z.string().nullable(),
  quantity: z.int(),
  unitPrice: money,
  discount: money,
  total: money.describe('quantity × unit price − discount'),
  refundedQuantity: z.int(),
  refundedTotal: money,
  points: z.int().describe('Points earned by this line'),
});

export const order = z.object({
  id,
  source: z.string(),
  sourceId: z.string().describe('Id in the source system'),
  customerId: id.nullable(),
  locationId: id.nullable(),
  locationName: z.string().nullable(),
  locationNameAr: z.string().nullable(),
  channel,
  status: orderStatus,
  currency: z.string(),
  total: money,
  refundedTotal: money,
  pointsEarned: z.int(),
  placedAt: instant,
  completedAt: instant.nullable(),
  lines: z.array(orderLine),
  payments: z.array(z.object({ method: z.string(), amount: money, reference: z.string().nullable() })),
  delivery: z
    .object({
      carrier: z.string().nullable(),
      trackingNumber: z.string().nullable(),
      trackingUrl: z.string().nullable(),
    })
    .nullable(),
  history: z.array(z.object({ status: orderStatus, at: instant })),
});
export type Order = z.infer<typeof order>;

const ref = z.object({ customerId: customerRef });

/** Which orders a list or an export holds. */
const orderFilter = z.object({
  status: commaList.optional(),
  channel: channel.optional(),
  locationId: id.optional(),
  customerId: customerRef.optional(),
  sourceId: z.string().max(200).optional(),
  from: instant.optional(),
  to: instant.optional(),
});

export const ordersContract = {
  list: endpoint({
    name: 'orders.list',
    method: 'GET',
    path: '/api/v1/orders',
    summary: 'Orders of the store, newest first',
    caller: 'staff',
    permission: 'orders.read',
    lane: 'read',
    query: paging.extend(orderFilter.shape),
    response: listOf('orders', order),
    errors: ['cursor_invalid'],
  }),
  export: endpoint({
    name: 'orders.export',
    method: 'GET',
    path: '/api/v1/orders/export',
    summary: 'The orders of a filter as a CSV file, newest first',
    caller: 'staff',
    permission: 'orders.export',
    lane: 'stream',
    query: orderFilter,
    response: z.string().describe('CSV, UTF-8, one order a line; amounts in minor units'),
  }),
  listOfCustomer: endpoint({
    name: 'orders.listOfCustomer',
    method: 'GET',
    path: '/api/v1/customers/:customerId/orders',
    aliases: [
      { path: '/api/analytics/purchase-history', ...customerFromQuery },
      { path: '/api/customers/orders', caller: 'self', ...customerFromQuery },
    ],
    summary: 'Orders of a customer with lines, payments and delivery, newest first',
    caller: 'both',
    permission: 'orders.read',
    lane: 'read',
    params: ref,
    query: paging.extend({ from: instant.optional(), to: instant.optional() }),
    response: listOf('orders', order),
    errors: ['not_found', 'cursor_invalid'],
  }),
  get: endpoint({
    name: 'orders.get',
    method: 'GET',
    path: '/api/v1/orders/:orderId',
    summary: 'One order',
    caller: 'both',
    permission: 'orders.read',
    lane: 'read',
    params: z.object({ orderId: id }),
    response: order,
    errors: ['not_found'],
  }),
};

export const deliveryInput = z.object({
  carrier: text(100).optional(),
  trackingNumber: text(100).optional(),
  trackingUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
});

/** What is bought, as an order or a basket lists it. */
export const orderLineInput = z.object({
  sku: text(100).min(1),
  name: text(300).default(''),
  category: text(100).optional(),
  quantity: z.int().min(1).max(1_000_000_000),
  unitPrice: money.min(0),
  discount: money.min(0).default(0),
});

/** An order as a till, shop or import hands it in. */
export const orderInput = z.object({
  source: text(60)
    .min(1)
    .describe('Name of the source system; with `sourceId` the key that is recorded once'),
  sourceId: text(200).min(1),
  customerId: customerRef.optional().describe('Left out for an anonymous sale'),
  locationId: id.optional(),
  channel: channel.default('till'),
  status: z.enum(['placed', 'paid', 'shipped', 'delivered', 'completed']).optional(),
  currency,
  occurredAt: instant.optional(),
  lines: z.array(orderLineInput).min(1).max(2000),
  payments: z
    .array(z.object({ method: text(60).min(1), amount: money.min(0), reference: text(200).optional() }))
    .max(20)
    .default([]),
  delivery: deliveryInput.optional(),
  offers: z
    .array(
      z.object({
        offerId: id,
        code: text(60).min(1).nullish(),
        lines: z
          .array(z.object({ lineNo: z.int().min(1), amount: money.min(0) }))
          .max(2000)
          .default([])
          .describe('Its share of the lines’ discounts'),
      }),
    )
    .max(10)
    .optional()
    .describe('Offers used, as applying them to the basket answered; the lines’ discounts contain theirs'),
});
export type OrderInput = z.infer<typeof orderInput>;
