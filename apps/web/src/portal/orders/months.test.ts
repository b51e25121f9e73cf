import type { Order } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { byMonth, monthOf } from './months.ts';

const order = (placedAt: string, total: number, extra: Partial<Order> = {}) =>
  ({ placedAt, total, refundedTotal: 0, currency: 'SAR', status: 'completed', ...extra }) as Order;

describe('orders by month', () => {
  it('uses the month of the store, not of the reader', () => {
    expect(monthOf('2026-10-31T22:30:00Z', 'Asia/Riyadh')).toBe('2026-11');
    expect(monthOf('2026-10-31T22:30:00Z', 'UTC')).toBe('2026-10');
  });

  it('sums what was kept, without cancelled orders, each currency for itself', () => {
    const months = byMonth(
      [
        order('2026-11-20T10:00:00Z', 5000, { refundedTotal: 1000 }),
        order('2026-11-10T10:00:00Z', 900, { status: 'cancelled' }),
        order('2026-11-05T10:00:00Z', 300, { currency: 'KES' }),
        order('2026-09-01T10:00:00Z', 700),
      ],
      'UTC',
      true,
    );
    expect(months.map((month) => [month.key, month.orders.length])).toEqual([
      ['2026-11', 3],
      ['2026-09', 1],
    ]);
    expect([...(months[0]?.totals ?? [])]).toEqual([
      ['SAR', 4000],
      ['KES', 300],
    ]);
  });

  it('keeps back the total of a month that is not all here yet', () => {
    const orders = [order('2026-11-20T10:00:00Z', 1), order('2026-10-20T10:00:00Z', 2)];
    expect(byMonth(orders, 'UTC', false).map((month) => month.totals === null)).toEqual([false, true]);
    expect(byMonth(orders, 'UTC', true).every((month) => month.totals)).toBe(true);
    expect(byMonth([], 'UTC', true)).toEqual([]);
  });
});
