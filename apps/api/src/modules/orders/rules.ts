import { createHash } from 'node:crypto';

/** Largest amount in minor units: what a JSON number carries exactly. */
export const maxAmount = Number.MAX_SAFE_INTEGER;

export type OrderStatus =
  | 'placed'
  | 'paid'
  | 'shipped'
  | 'delivered'
  | 'completed'
  | 'cancelled'
  | 'part_refunded'
  | 'refunded';

/** What of a line decides its total. Money in minor units. */
export interface LineAmounts {
  quantity: number;
  unitPrice: number;
  discount: number;
}

export type Totals =
  | { ok: true; lines: number[]; total: number }
  | { ok: false; problem: 'too_large' | 'discount'; line: number };

/**
 * Totals of lines (quantity × unit price − discount) and of the order. Integers only, so nothing is
 * rounded. Refuses what exceeds 2^53 − 1 and a discount above its line; `line` counts from 0.
 */
export function totalsOf(lines: readonly LineAmounts[]): Totals {
  const totals: number[] = [];
  let total = 0;
  for (const [line, { quantity, unitPrice, discount }] of lines.entries()) {
    // Rounding of a product is monotone: one above 2^53 − 1 never rounds back to it, one below is exact.
    const gross = quantity * unitPrice;
    if (gross > maxAmount) return { ok: false, problem: 'too_large', line };
    if (discount > gross) return { ok: false, problem: 'discount', line };
    totals.push(gross - discount);
    total += gross - discount;
    if (total > maxAmount) return { ok: false, problem: 'too_large', line };
  }
  return { ok: true, lines: totals, total };
}

/** What makes two orders of the same source id the same order. */
export interface OrderContent {
  /** The customer as named by the source, before merges are followed; null for an anonymous sale. */
  presentedId: string | null;
  currency: string;
  lines: readonly (LineAmounts & { sku: string; total: number })[];
  total: number;
}

/**
 * SHA-256 over customer, currency, lines and totals in a fixed form: the tag `wafa/order/1`, a line
 * feed, and a JSON array without spaces. Names, categories, payments, dates and status are left out:
 * source systems change them in later exports of the same order.
 */
export function fingerprintOf(order: OrderContent): Buffer {
  const lines = order.lines.map((line) => [
    line.sku,
    line.quantity,
    line.unitPrice,
    line.discount,
    line.total,
  ]);
  return digest('wafa/order/1', [order.presentedId, order.currency, lines, order.total]);
}

/** SHA-256 over a cancellation: its customer and its lines as they stand. */
export function cancellationFingerprintOf(
  customer: string | null,
  lines: readonly { sku: string; quantity: number; unitPrice: number }[],
): Buffer {
  return digest('wafa/cancellation/1', [
    customer,
    lines.map((line) => [line.sku, line.quantity, line.unitPrice]),
  ]);
}

/** What makes two refunds of the same refund id the same refund: the order and the lines as asked. */
export interface RefundContent {
  orderId: string;
  /** Null: everything not yet refunded. */
  lines: readonly { lineNo: number; quantity: number; amount?: number | undefined }[] | null;
}

/** SHA-256 over order and lines in a fixed form, lines sorted by number. */
export function refundFingerprintOf(refund: RefundContent): Buffer {
  const lines =
    refund.lines &&
    [...refund.lines]
      .sort((a, b) => a.lineNo - b.lineNo)
      .map((line) => [line.lineNo, line.quantity, line.amount ?? null]);
  return digest('wafa/refund/1', [refund.orderId, lines]);
}

/** SHA-256 over what an order event says: the order, the status it asks for, payments and delivery. */
export function eventFingerprintOf(event: {
  orderId: string;
  status: OrderStatus;
  payments: readonly { method: string; amount: number; reference?: string | undefined }[];
  delivery?: { carrier?: string; trackingNumber?: string; trackingUrl?: string } | undefined;
}): Buffer {
  const { orderId, status, payments, delivery } = event;
  return digest('wafa/order-event/1', [
    orderId,
    status,
    payments.map((payment) => [payment.method, payment.amount, payment.reference ?? null]),
    delivery
      ? [delivery.carrier ?? null, delivery.trackingNumber ?? null, delivery.trackingUrl ?? null]
      : null,
  ]);
}

function digest(tag: string, content: unknown): Buffer {
  return createHash('sha256')
    .update(`${tag}\n${JSON.stringify(content)}`)
    .digest();
}

/** A line as far as it is refunded. */
export interface RefundableLine {
  lineNo: number;
  quantity: number;
  total: number;
  refundedQuantity: number;
  refundedTotal: number;
}

export interface RefundPart {
  lineNo: number;
  quantity: number;
  amount: number;
}

/**
 * What a quantity of a line is worth, after what went back already: the difference of the floors of
 * the cumulative shares, so that parts add up to the line's total whatever their order. The last of
 * a line takes what is left of it.
 */
export function refundAmount(line: RefundableLine, quantity: number): number {
  const left = line.total - line.refundedTotal;
  if (line.refundedQuantity + quantity === line.quantity) return left;
  const share = (units: number) => Number((BigInt(line.total) * BigInt(units)) / BigInt(line.quantity));
  return Math.min(left, share(line.refundedQuantity + quantity) - share(line.refundedQuantity));
}

export type RefundPlan =
  | { ok: true; parts: RefundPart[]; total: number }
  | { ok: false; field: string; problem: 'unknown_line' | 'exceeds' | 'nothing_left' };

/**
 * What a refund takes from each line: never more than is left of its quantity and its total. Without
 * `asked` it takes everything left. A line may be asked for once.
 */
export function planRefund(
  lines: readonly RefundableLine[],
  asked: RefundContent['lines'] | undefined,
): RefundPlan {
  const parts: RefundPart[] = [];
  if (!asked) {
    for (const line of lines) {
      const quantity = line.quantity - line.refundedQuantity;
      if (quantity > 0)
        parts.push({ lineNo: line.lineNo, quantity, amount: line.total - line.refundedTotal });
    }
    if (parts.length === 0) return { ok: false, field: 'lines', problem: 'nothing_left' };
  }
  const byNumber = new Map(lines.map((line) => [line.lineNo, line]));
  for (const [index, want] of (asked ?? []).entries()) {
    const line = byNumber.get(want.lineNo);
    if (!line) return { ok: false, field: `lines.${index}.lineNo`, problem: 'unknown_line' };
    byNumber.delete(want.lineNo);
    if (want.quantity > line.quantity - line.refundedQuantity)
      return { ok: false, field: `lines.${index}.quantity`, problem: 'exceeds' };
    const amount = want.amount ?? refundAmount(line, want.quantity);
    if (amount > line.total - line.refundedTotal)
      return { ok: false, field: `lines.${index}.amount`, problem: 'exceeds' };
    parts.push({ lineNo: want.lineNo, quantity: want.quantity, amount });
  }
  return { ok: true, parts, total: parts.reduce((sum, part) => sum + part.amount, 0) };
}

/**
 * Status of an order after a refund: `refunded` once all its money is back; a free order once all its
 * goods are.
 */
export function statusAfterRefund(
  order: { total: number; refundedTotal: number },
  lines: readonly RefundableLine[],
): 'refunded' | 'part_refunded' {
  const done =
    order.total > 0
      ? order.refundedTotal === order.total
      : lines.every((line) => line.refundedQuantity === line.quantity);
  return done ? 'refunded' : 'part_refunded';
}

const next: Record<OrderStatus, readonly OrderStatus[]> = {
  placed: ['paid', 'shipped', 'delivered', 'completed', 'cancelled'],
  paid: ['shipped', 'delivered', 'completed', 'cancelled'],
  shipped: ['delivered', 'completed', 'cancelled'],
  delivered: ['completed'],
  completed: [],
  cancelled: [],
  part_refunded: [],
  refunded: [],
};

/** Whether an order event may move an order so. What has been delivered goes back by a refund only. */
export function mayMove(from: OrderStatus, to: OrderStatus): boolean {
  return next[from].includes(to);
}

/** Whether an order of this status counts in statistics and points. */
export function counts(status: OrderStatus): boolean {
  return (
    status === 'delivered' || status === 'completed' || status === 'part_refunded' || status === 'refunded'
  );
}

/** Whether goods or money of an order can be refunded: from delivery on; before that it is cancelled. */
export function refundable(status: OrderStatus): boolean {
  return counts(status);
}
