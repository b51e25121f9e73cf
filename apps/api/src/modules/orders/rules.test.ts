import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cancellationFingerprintOf,
  counts,
  eventFingerprintOf,
  fingerprintOf,
  maxAmount,
  mayMove,
  type OrderStatus,
  planRefund,
  type RefundableLine,
  refundAmount,
  refundable,
  refundFingerprintOf,
  statusAfterRefund,
  totalsOf,
} from './rules.ts';

const line = (fields: Partial<RefundableLine> = {}): RefundableLine => ({
  lineNo: 1,
  quantity: 3,
  total: 1000,
  refundedQuantity: 0,
  refundedTotal: 0,
  ...fields,
});

describe('totals', () => {
  it('are quantity × unit price − discount, added up', () => {
    expect(
      totalsOf([
        { quantity: 3, unitPrice: 250, discount: 50 },
        { quantity: 1, unitPrice: 0, discount: 0 },
      ]),
    ).toEqual({ ok: true, lines: [700, 0], total: 700 });
  });

  it('are exact up to 2^53 − 1 and refused beyond, in a line and in the sum', () => {
    const whole = { quantity: 1, unitPrice: maxAmount, discount: 0 };
    expect(totalsOf([whole])).toMatchObject({ ok: true, total: maxAmount });
    // 94,906,267² is the first square above 2^53; its floating product is rounded.
    const squared = { quantity: 94_906_267, unitPrice: 94_906_267, discount: 0 };
    expect(totalsOf([squared])).toEqual({ ok: false, problem: 'too_large', line: 0 });
    expect(totalsOf([whole, { quantity: 1, unitPrice: 1, discount: 0 }])).toEqual({
      ok: false,
      problem: 'too_large',
      line: 1,
    });
  });

  it('refuse a discount above its line', () => {
    expect(totalsOf([{ quantity: 2, unitPrice: 100, discount: 201 }])).toEqual({
      ok: false,
      problem: 'discount',
      line: 0,
    });
  });
});

describe('fingerprints', () => {
  const order = {
    presentedId: '0190a5e0-0000-7000-8000-000000000001',
    currency: 'SAR',
    lines: [{ sku: 'A', quantity: 2, unitPrice: 500, discount: 0, total: 1000 }],
    total: 1000,
  };

  it('of an order have a fixed form', () => {
    expect(fingerprintOf(order).toString('hex')).toBe(
      '98ab3df6d95295576de427af2136f9a3f03e6b245a6514885b71f8fdc61b7270',
    );
  });

  it.each([
    ['customer', { presentedId: null }],
    ['currency', { currency: 'KWD' }],
    ['a line', { lines: [{ sku: 'A', quantity: 1, unitPrice: 1000, discount: 0, total: 1000 }] }],
    ['the total', { total: 999 }],
  ])('of an order tell %s apart', (_, change) => {
    expect(fingerprintOf({ ...order, ...change })).not.toEqual(fingerprintOf(order));
  });

  it('of a refund do not depend on the order of its lines', () => {
    const lines = [
      { lineNo: 2, quantity: 1, amount: 5 },
      { lineNo: 1, quantity: 1 },
    ];
    const one = refundFingerprintOf({ orderId: 'o', lines });
    expect(refundFingerprintOf({ orderId: 'o', lines: [...lines].reverse() })).toEqual(one);
    expect(refundFingerprintOf({ orderId: 'o', lines: null })).not.toEqual(one);
    expect(refundFingerprintOf({ orderId: 'p', lines })).not.toEqual(one);
  });

  it('of an event tell status, payments and delivery apart', () => {
    const event = { orderId: 'o', status: 'paid' as OrderStatus, payments: [] };
    const all = [
      event,
      { ...event, status: 'shipped' as OrderStatus },
      { ...event, payments: [{ method: 'card', amount: 1 }] },
      { ...event, delivery: { carrier: 'Aramex' } },
      { ...event, delivery: { trackingNumber: 'Aramex', trackingUrl: 'https://x.example' } },
    ].map((it) => eventFingerprintOf(it).toString('hex'));
    expect(new Set(all).size).toBe(all.length);
  });

  it('of a cancellation tell customer and lines apart', () => {
    const lines = [{ sku: 'A', quantity: 1, unitPrice: 100 }];
    const one = cancellationFingerprintOf('7', lines);
    expect(cancellationFingerprintOf(null, lines)).not.toEqual(one);
    expect(cancellationFingerprintOf('7', [])).not.toEqual(one);
    expect(cancellationFingerprintOf('7', [...lines])).toEqual(one);
  });
});

describe('refund amounts', () => {
  it('add up to the line in any order of parts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: maxAmount }),
        fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 60 }),
        (quantity, total, parts) => {
          const at = line({ quantity, total });
          for (const part of [...parts, quantity]) {
            const taken = Math.min(part, quantity - at.refundedQuantity);
            if (taken === 0) break;
            const amount = refundAmount(at, taken);
            expect(amount).toBeGreaterThanOrEqual(0);
            at.refundedQuantity += taken;
            at.refundedTotal += amount;
            expect(at.refundedTotal).toBeLessThanOrEqual(total);
          }
          if (at.refundedQuantity === quantity) expect(at.refundedTotal).toBe(total);
          else
            expect(BigInt(at.refundedTotal)).toBe(
              (BigInt(total) * BigInt(at.refundedQuantity)) / BigInt(quantity),
            );
        },
      ),
    );
  });

  it('do not take what an earlier part was spared, until the last', () => {
    // A third was refunded for 100 instead of 333; the second third is worth its own 333.
    const spared = line({ refundedQuantity: 1, refundedTotal: 100 });
    expect(refundAmount(spared, 1)).toBe(333);
    expect(refundAmount(spared, 2)).toBe(900);
  });

  it('never exceed what is left', () => {
    expect(refundAmount(line({ refundedQuantity: 1, refundedTotal: 900 }), 1)).toBe(100);
  });
});

describe('a refund', () => {
  const lines = [line(), line({ lineNo: 2, quantity: 1, total: 0 })];

  it('takes everything left where no line is named', () => {
    expect(planRefund(lines, undefined)).toEqual({
      ok: true,
      parts: [
        { lineNo: 1, quantity: 3, amount: 1000 },
        { lineNo: 2, quantity: 1, amount: 0 },
      ],
      total: 1000,
    });
    const done = lines.map((one) => ({
      ...one,
      refundedQuantity: one.quantity,
      refundedTotal: one.total,
    }));
    expect(planRefund(done, undefined)).toEqual({ ok: false, field: 'lines', problem: 'nothing_left' });
  });

  it('takes the named quantities, at their share or at a given amount', () => {
    expect(planRefund(lines, [{ lineNo: 1, quantity: 1 }])).toMatchObject({ ok: true, total: 333 });
    expect(planRefund(lines, [{ lineNo: 1, quantity: 1, amount: 20 }])).toMatchObject({
      ok: true,
      total: 20,
    });
  });

  it.each([
    ['an unknown line', [{ lineNo: 9, quantity: 1 }], 'lines.0.lineNo', 'unknown_line'],
    [
      'a line twice',
      [
        { lineNo: 1, quantity: 1 },
        { lineNo: 1, quantity: 1 },
      ],
      'lines.1.lineNo',
      'unknown_line',
    ],
    ['more than the quantity', [{ lineNo: 1, quantity: 4 }], 'lines.0.quantity', 'exceeds'],
    ['more than the amount', [{ lineNo: 1, quantity: 1, amount: 1001 }], 'lines.0.amount', 'exceeds'],
  ])('is refused for %s', (_, asked, field, problem) => {
    expect(planRefund(lines, asked)).toEqual({ ok: false, field, problem });
  });

  it('completes an order with its money, a free one with its goods', () => {
    expect(statusAfterRefund({ total: 1000, refundedTotal: 999 }, lines)).toBe('part_refunded');
    expect(statusAfterRefund({ total: 1000, refundedTotal: 1000 }, lines)).toBe('refunded');
    expect(statusAfterRefund({ total: 0, refundedTotal: 0 }, lines)).toBe('part_refunded');
    expect(statusAfterRefund({ total: 0, refundedTotal: 0 }, [line({ refundedQuantity: 3 })])).toBe(
      'refunded',
    );
  });
});

describe('status', () => {
  const all: OrderStatus[] = [
    'placed',
    'paid',
    'shipped',
    'delivered',
    'completed',
    'cancelled',
    'part_refunded',
    'refunded',
  ];

  it('moves forward only, and is cancelled only before delivery', () => {
    const moves = all.flatMap((from) => all.filter((to) => mayMove(from, to)).map((to) => `${from} ${to}`));
    expect(moves).toEqual([
      'placed paid',
      'placed shipped',
      'placed delivered',
      'placed completed',
      'placed cancelled',
      'paid shipped',
      'paid delivered',
      'paid completed',
      'paid cancelled',
      'shipped delivered',
      'shipped completed',
      'shipped cancelled',
      'delivered completed',
    ]);
  });

  it('counts, and can be refunded, from delivery on', () => {
    expect(all.filter(counts)).toEqual(['delivered', 'completed', 'part_refunded', 'refunded']);
    expect(all.filter(refundable)).toEqual(all.filter(counts));
  });
});
