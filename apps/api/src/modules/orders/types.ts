import type { OrderStatus } from './rules.ts';

/** An order to be written; its key is claimed. Money in minor units of `currency`. */
export interface NewOrder {
  id: string;
  source: string;
  sourceId: string;
  /** Null for an anonymous sale. */
  customerId: string | null;
  /** The customer actually named, before merges are followed. */
  presentedId: string | null;
  locationId: string | null;
  channel: string;
  status: OrderStatus;
  currency: string;
  total: number;
  points: number;
  placedAt: Date;
  /** When it began to count in statistics and points; null where it does not yet. */
  completedAt: Date | null;
  lines: NewLine[];
  payments: Payment[];
  delivery?: Delivery | undefined;
}

export interface NewLine {
  lineNo: number;
  sku: string;
  name: string;
  category: string | null;
  quantity: number;
  unitPrice: number;
  discount: number;
  total: number;
  points: number;
}

export interface Payment {
  method: string;
  amount: number;
  reference?: string | undefined;
}

export interface Delivery {
  carrier?: string | undefined;
  trackingNumber?: string | undefined;
  trackingUrl?: string | undefined;
}

/** An id of a source system with the contents it stands for. */
export interface Key {
  source: string;
  sourceId: string;
  /** The id that the key will stand for where it is new. */
  id: string;
  fingerprint: Buffer;
}

export interface Claimed {
  /** `new`: claimed by this call; `duplicate`: recorded before, same contents; `conflict`: with others. */
  outcome: 'new' | 'duplicate' | 'conflict';
  /** Of what the key stands for. */
  id: string;
}

/** What an id of a source system stands for. */
export interface HeldKey {
  source: string;
  sourceId: string;
  id: string;
  fingerprint: Buffer;
}

/** An order, locked until the transaction ends, with its lines by number. */
export interface LockedOrder {
  id: string;
  source: string;
  sourceId: string;
  customerId: string | null;
  presentedId: string | null;
  locationId: string | null;
  status: OrderStatus;
  currency: string;
  total: number;
  refundedTotal: number;
  points: number;
  placedAt: Date;
  completedAt: Date | null;
  lines: LockedLine[];
}

export interface LockedLine {
  lineNo: number;
  sku: string;
  category: string | null;
  quantity: number;
  total: number;
  points: number;
  refundedQuantity: number;
  refundedTotal: number;
}

/** A refund to be written on a locked order. */
export interface NewRefund {
  id: string;
  orderId: string;
  source: string;
  sourceId: string;
  fingerprint: Buffer;
  reason: string | null;
  refundedAt: Date;
  total: number;
  /** Of the order afterwards. */
  status: OrderStatus;
  parts: { lineNo: number; quantity: number; amount: number }[];
}

/** A change of status to be written on a locked order. */
export interface NewStatus {
  /** Of the event. */
  id: string;
  orderId: string;
  source: string;
  eventId: string;
  fingerprint: Buffer;
  status: OrderStatus;
  at: Date;
  completedAt: Date | null;
  points: number;
  linePoints: { lineNo: number; points: number }[];
  payments: Payment[];
  delivery?: Delivery | undefined;
}

/** A sku at a price (minor units) that a customer gives back, bought at `at` or earlier. */
export interface Wanted {
  customerId: string;
  sku: string;
  unitPrice: number;
  at: Date;
}

/** What is left of a line that a cancellation can take from. */
export interface Refundable {
  /** Which of the wanted it answers, from 0. */
  place: number;
  orderId: string;
  /** Of the order. */
  sourceId: string;
  lineNo: number;
  quantity: number;
}
