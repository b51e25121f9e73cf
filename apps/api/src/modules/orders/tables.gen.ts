// Made by `npm run generate` from the migrated database. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views of the schema orders, for `tx.withTables<Tables>()`. */
export interface Tables {
  'orders.deliveries': DeliveriesTable;
  'orders.keys': KeysTable;
  'orders.lines': LinesTable;
  'orders.orders': OrdersTable;
  'orders.payments': PaymentsTable;
  'orders.refund_lines': RefundLinesTable;
  'orders.refunds': RefundsTable;
  'orders.status_history': StatusHistoryTable;
}

export interface DeliveriesTable {
  store_id: string;
  order_id: string;
  carrier: string | null;
  tracking_number: string | null;
  tracking_url: string | null;
}

export interface KeysTable {
  store_id: string;
  kind: string;
  source: string;
  source_id: string;
  id: string;
  fingerprint: Buffer;
}

export interface LinesTable {
  store_id: string;
  order_id: string;
  line_no: number;
  sku: string;
  name: string;
  category: string | null;
  quantity: number;
  unit_price: number;
  discount: number;
  total: number;
  points: Generated<number>;
  refunded_quantity: Generated<number>;
  refunded_total: Generated<number>;
}

export interface OrdersTable {
  store_id: string;
  id: string;
  source: string;
  source_id: string;
  customer_id: string | null;
  presented_id: string | null;
  location_id: string | null;
  channel: string;
  status: string;
  currency: string;
  total: number;
  refunded_total: Generated<number>;
  points_earned: Generated<number>;
  placed_at: Date;
  completed_at: Date | null;
  recorded_at: Date;
}

export interface PaymentsTable {
  store_id: string;
  order_id: string;
  payment_no: number;
  method: string;
  amount: number;
  reference: string | null;
}

export interface RefundLinesTable {
  store_id: string;
  refund_id: string;
  line_no: number;
  quantity: number;
  amount: number;
}

export interface RefundsTable {
  store_id: string;
  id: string;
  order_id: string;
  source: string;
  source_id: string;
  total: number;
  reason: string | null;
  refunded_at: Date;
  recorded_at: Date;
}

export interface StatusHistoryTable {
  store_id: string;
  order_id: string;
  step: number;
  status: string;
  at: Date;
}
