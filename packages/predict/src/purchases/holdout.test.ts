import { describe, expect, it } from 'vitest';
import { simulateCustomers } from '../../test/simulate.ts';
import { randomFrom } from '../numeric/random.ts';
import { expectedPurchases, newcomer } from './forecast.ts';
import { holdOut, reportHoldout, trackRepeats } from './holdout.ts';

const model = { kind: 'bg-nbd', r: 0.5, alpha: 60, a: 0.9, b: 2.5 } as const;
const purchases = [
  { customerId: 'a', day: 0, amount: 100 },
  { customerId: 'a', day: 5, amount: 100 },
  { customerId: 'a', day: 12, amount: 100 },
  { customerId: 'a', day: 12, amount: 100 },
  { customerId: 'b', day: 3, amount: 100 },
  { customerId: 'c', day: 11, amount: 100 },
  { customerId: 'a', day: 30, amount: 100 },
];

describe('holdOut', () => {
  it('knows customers up to the cut, and counts their days until the end', () => {
    const found = holdOut(purchases, { cutDay: 10, untilDay: 20 });
    expect(found.map(({ id, repeats, age, actual }) => [id, repeats, age, actual])).toEqual([
      ['a', 1, 10, 1],
      ['b', 0, 7, 0],
    ]);
  });
});

describe('reportHoldout', () => {
  it('adds up, by customer and by bin', () => {
    const customers = [
      { repeats: 0, lastAt: 0, age: 40, actual: 0 },
      { repeats: 2, lastAt: 20, age: 40, actual: 3 },
      { repeats: 9, lastAt: 35, age: 40, actual: 2 },
      { repeats: 12, lastAt: 39, age: 40, actual: 4 },
    ];
    const said = customers.map((customer) => expectedPurchases(model, customer, 30));
    const report = reportHoldout(model, customers, 30);
    expect(report.actual).toBe(9);
    expect(report.predicted).toBeCloseTo(said[0]! + said[1]! + said[2]! + said[3]!, 12);
    const errors = said.map((value, i) => Math.abs(value - customers[i]!.actual));
    expect(report.meanAbsoluteError).toBeCloseTo(errors.reduce((a, b) => a + b) / 4, 12);
    expect(report.bins.map(({ repeats, customers: count }) => [repeats, count])).toEqual([
      ['0', 1],
      ['2', 1],
      ['7+', 2],
    ]);
    expect(report.bins[2]!.meanActual).toBe(3);
    expect(report.bins[2]!.meanPredicted).toBeCloseTo((said[2]! + said[3]!) / 2, 12);
  });

  it('meets made customers in each bin', () => {
    const made = simulateCustomers(randomFrom(6), 20_000, model, { p: 6, q: 4, v: 15 }, () => 200, 100);
    const customers = made.map((one) => ({ ...one, actual: one.future }));
    for (const { customers: count, meanActual, meanPredicted } of reportHoldout(model, customers, 100).bins)
      expect(Math.abs(meanActual - meanPredicted)).toBeLessThan(
        5 * Math.sqrt((1 + 2 * meanPredicted) / count),
      );
  });

  it('has nothing to say of nobody', () => {
    expect(reportHoldout(model, [], 30)).toEqual({
      customers: 0,
      actual: 0,
      predicted: 0,
      meanAbsoluteError: 0,
      bins: [],
    });
  });
});

describe('trackRepeats', () => {
  it('counts repeat days of those who joined by the cut, and expects by the time since they joined', () => {
    const points = trackRepeats(model, purchases, { cutDay: 10, untilDay: 20 });
    expect(points.map(({ week, actual }) => [week, actual])).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
    ]);
    const expected = expectedPurchases(model, newcomer, 13) + expectedPurchases(model, newcomer, 10);
    expect(points[1]!.expected).toBeCloseTo(expected, 12);
  });
});
