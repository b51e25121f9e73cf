import type { Random } from './random.ts';
import type { DemoSale } from './sales.ts';

/** A refund of a demo order. */
export interface DemoRefund {
  sourceId: string;
  at: Date;
  /** `sourceId` of the order. */
  order: string;
  /** Index of the order's customer; null for an anonymous sale. */
  customer: number | null;
  reason: string;
  /** Left out: the whole order. */
  lines?: { lineNo: number; quantity: number }[];
}

const reasons = ['damaged', 'wrong item', 'changed mind', 'late delivery', 'does not fit'] as const;
const dayMs = 86_400_000;

/**
 * Refunds of about three orders in a hundred, more of those sent out than of those carried home, one
 * to fourteen days later and in time order; six of ten give back a part. An order is refunded once.
 */
export function makeRefunds(random: Random, sales: readonly DemoSale[], until: Date): DemoRefund[] {
  const refunds: Omit<DemoRefund, 'sourceId'>[] = [];
  for (const sale of sales) {
    const share = sale.channel === 'till' ? 0.024 : 0.05;
    const open = sale.status === 'completed' || sale.status === 'delivered';
    const asked = random.chance(share);
    const at = new Date(sale.at.getTime() + Math.floor((1 + random.next() * 13) * dayMs));
    if (!open || !asked || at >= until) continue;
    const part = random.chance(0.6) ? pickPart(random, sale) : undefined;
    refunds.push({
      at,
      order: sale.sourceId,
      customer: sale.customer,
      reason: random.pick(reasons),
      ...(part ? { lines: part } : {}),
    });
  }
  return refunds
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map((refund, i) => ({ sourceId: `R-${50_001 + i}`, ...refund }));
}

/** One line of the order, or some of its pieces; nothing where the order has a single piece. */
function pickPart(random: Random, sale: DemoSale): DemoRefund['lines'] {
  const index = random.integer(0, sale.lines.length - 1);
  const line = sale.lines[index];
  if (!line || (sale.lines.length === 1 && line.quantity === 1)) return undefined;
  return [{ lineNo: index + 1, quantity: random.integer(1, line.quantity) }];
}
