import type { OrderInput } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../platform/errors.ts';
import { checkOrder, firstStatus, instantOf, mayHaveClimbed } from './rules.ts';

const now = new Date('2026-03-10T09:00:00Z');
const store = { now, currency: 'SAR', locations: new Set(['here']) };
const order = (fields: Partial<OrderInput> = {}): OrderInput => ({
  source: 'till',
  sourceId: '1',
  channel: 'till',
  currency: 'SAR',
  lines: [{ sku: 'A', name: 'A', quantity: 2, unitPrice: 100, discount: 50 }],
  payments: [],
  ...fields,
});
const refusal = (result: unknown) =>
  result instanceof AppError ? [result.code, result.options.field] : undefined;

describe('an instant', () => {
  it('is now unless given, and may run five minutes ahead', () => {
    expect(instantOf(undefined, now)).toBe(now);
    expect(instantOf('2026-03-10T12:05:00+03:00', now)).toEqual(new Date('2026-03-10T09:05:00Z'));
    expect(refusal(instantOf('2026-03-10T09:05:00.001Z', now))).toEqual(['date_in_future', 'occurredAt']);
  });

  it('is not before 1900', () => {
    expect(instantOf('1900-01-01T00:00:00Z', now)).toEqual(new Date('1900-01-01T00:00:00Z'));
    expect(refusal(instantOf('1899-12-31T23:59:59Z', now))).toEqual(['date_too_old', 'occurredAt']);
  });
});

it('a sale at the till or from a file is over at once, one from afar begins as placed', () => {
  expect(firstStatus({ channel: 'till' })).toBe('completed');
  expect(firstStatus({ channel: 'import' })).toBe('completed');
  expect(firstStatus({ channel: 'web' })).toBe('placed');
  expect(firstStatus({ channel: 'till', status: 'placed' })).toBe('placed');
});

describe('an order', () => {
  it('passes with its totals', () => {
    expect(checkOrder(order({ locationId: 'here' }), store)).toEqual({
      placedAt: now,
      status: 'completed',
      lineTotals: [150],
      total: 150,
    });
  });

  const line = { sku: 'A', name: '', quantity: 1, unitPrice: 100, discount: 0 };
  it.each<[string, Partial<OrderInput>, string, string]>([
    ['another currency', { currency: 'KWD' }, 'currency_mismatch', 'currency'],
    ['a future date', { occurredAt: '2026-03-11T00:00:00Z' }, 'date_in_future', 'occurredAt'],
    ['an unknown location', { locationId: 'elsewhere' }, 'location_unknown', 'locationId'],
    [
      'a discount above the line',
      { lines: [line, { ...line, discount: 101 }] },
      'validation',
      'lines.1.discount',
    ],
    [
      'too large a line',
      { lines: [{ ...line, quantity: 2, unitPrice: 2 ** 53 - 1 }] },
      'amount_too_large',
      'lines.0',
    ],
    [
      'too much paid',
      {
        payments: [
          { method: 'a', amount: 2 ** 53 - 1 },
          { method: 'b', amount: 1 },
        ],
      },
      'amount_too_large',
      'payments',
    ],
  ])('is refused for %s', (_, fields, code, field) => {
    expect(refusal(checkOrder(order(fields), store))).toEqual([code, field]);
  });
});

it('a tier may have changed once what counts towards it reaches what was missing', () => {
  const gained = { points: 10, spend: 1000 };
  expect(mayHaveClimbed({ missing: 11, tierBasis: 'points' }, gained)).toBe(false);
  expect(mayHaveClimbed({ missing: 10, tierBasis: 'points' }, gained)).toBe(true);
  expect(mayHaveClimbed({ missing: 1001, tierBasis: 'spend' }, gained)).toBe(false);
  expect(mayHaveClimbed({ missing: 1000, tierBasis: 'spend' }, gained)).toBe(true);
  expect(mayHaveClimbed({ missing: null, tierBasis: 'points' }, gained)).toBe(false);
});
