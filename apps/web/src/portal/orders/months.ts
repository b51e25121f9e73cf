import type { Order } from '@wafa/contract';

export interface Month {
  /** yyyy-mm in the store's time zone. */
  key: string;
  orders: Order[];
  /** Kept after refunds, by currency; null while older orders of the month may still be on the next page. */
  totals: ReadonlyMap<string, number> | null;
}

/** Calendar month of an instant in a time zone, as yyyy-mm. */
export function monthOf(instant: string, timeZone: string | undefined): string {
  const parts = new Intl.DateTimeFormat('en', { year: 'numeric', month: '2-digit', timeZone }).formatToParts(
    new Date(instant),
  );
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}`;
}

/** Orders (newest first) by month. The last month has a total only where nothing more is to come. */
export function byMonth(orders: readonly Order[], timeZone: string | undefined, complete: boolean): Month[] {
  const groups = new Map<string, Order[]>();
  for (const order of orders) {
    const key = monthOf(order.placedAt, timeZone);
    groups.set(key, [...(groups.get(key) ?? []), order]);
  }
  return [...groups].map(([key, inMonth], index) => {
    const isLast = index === groups.size - 1;
    return { key, orders: inMonth, totals: isLast && !complete ? null : totalsOf(inMonth) };
  });
}

function totalsOf(orders: readonly Order[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const order of orders) {
    if (order.status === 'cancelled') continue;
    totals.set(order.currency, (totals.get(order.currency) ?? 0) + order.total - order.refundedTotal);
  }
  return totals;
}
