import { expectedPurchases, newcomer, type PurchaseModel } from './forecast.ts';
import { type CustomerHistory, type Purchase, type PurchaseHistory, summarise } from './history.ts';

/** A customer's history up to a day, and what they did in the time after it. */
export interface HeldOutCustomer extends PurchaseHistory {
  /** Purchases within the holdout. */
  actual: number;
}

export interface HoldoutReport {
  customers: number;
  /** Purchases of all customers within the holdout. */
  actual: number;
  predicted: number;
  /** Mean over customers of |actual − predicted|. */
  meanAbsoluteError: number;
  /** By repeats up to the day: where a model goes wrong, it shows here. */
  bins: Array<{
    /** "0", "1", …, and the last bin with a plus. */
    repeats: string;
    customers: number;
    meanActual: number;
    meanPredicted: number;
  }>;
}

const lastBin = 7;

/**
 * Compares a model with a time it was not fitted to: totals, error of each customer, and means by the number of
 * repeats (Fader, Hardie & Lee 2005, figure 4).
 * @param time length of the holdout, in the model's unit
 */
export function reportHoldout(
  model: PurchaseModel,
  customers: readonly HeldOutCustomer[],
  time: number,
): HoldoutReport {
  const bins = Array.from({ length: lastBin + 1 }, () => ({ customers: 0, actual: 0, predicted: 0 }));
  let errors = 0;
  for (const customer of customers) {
    const predicted = expectedPurchases(model, customer, time);
    errors += Math.abs(customer.actual - predicted);
    const bin = bins[Math.min(customer.repeats, lastBin)]!;
    bin.customers++;
    bin.actual += customer.actual;
    bin.predicted += predicted;
  }
  return {
    customers: customers.length,
    actual: bins.reduce((sum, bin) => sum + bin.actual, 0),
    predicted: bins.reduce((sum, bin) => sum + bin.predicted, 0),
    meanAbsoluteError: customers.length > 0 ? errors / customers.length : 0,
    bins: bins.flatMap((bin, repeats) =>
      bin.customers === 0
        ? []
        : [
            {
              repeats: repeats === lastBin ? `${repeats}+` : String(repeats),
              customers: bin.customers,
              meanActual: bin.actual / bin.customers,
              meanPredicted: bin.predicted / bin.customers,
            },
          ],
    ),
  };
}

export interface HoldoutSpan {
  /** The last day that the model knows. */
  cutDay: number;
  /** The last day of the holdout. */
  untilDay: number;
  daysPerUnit?: number;
}

/** Histories up to a day with the purchase days after it: the customers who had bought by then. */
export function holdOut(
  purchases: readonly Purchase[],
  { cutDay, untilDay, daysPerUnit = 1 }: HoldoutSpan,
): Array<CustomerHistory & HeldOutCustomer> {
  const later = new Map<string, Set<number>>();
  for (const { customerId, day } of purchases) {
    if (day <= cutDay || day > untilDay) continue;
    const days = later.get(customerId) ?? new Set();
    later.set(customerId, days.add(day));
  }
  return summarise(purchases, { untilDay: cutDay, daysPerUnit }).map((history) => ({
    ...history,
    actual: later.get(history.id)?.size ?? 0,
  }));
}

/** Repeat purchases of all customers up to the end of a week, counted and expected. */
export interface TrackingPoint {
  week: number;
  actual: number;
  expected: number;
}

/**
 * Cumulative repeat purchases by week, counted and expected, of the customers who joined by the cut: expected is
 * ΣE[X(t − joined)], what the model says of people of whom it knows only when they came (Fader, Hardie & Lee
 * 2005, figure 3). Days after `cutDay` are the holdout.
 */
export function trackRepeats(
  model: PurchaseModel,
  purchases: readonly Purchase[],
  { cutDay, untilDay, daysPerUnit = 1 }: HoldoutSpan,
): TrackingPoint[] {
  const days = new Map<string, Set<number>>();
  for (const { customerId, day } of purchases)
    days.set(customerId, (days.get(customerId) ?? new Set()).add(day));
  const joined = new Map<number, number>();
  const repeats: number[] = [];
  for (const own of days.values()) {
    const sorted = [...own].sort((a, b) => a - b);
    const first = sorted[0]!;
    if (first > cutDay) continue;
    joined.set(first, (joined.get(first) ?? 0) + 1);
    repeats.push(...sorted.slice(1));
  }
  const begin = Math.min(...joined.keys());
  const weeks = Math.floor((untilDay - begin + 1) / 7);
  return Array.from({ length: weeks }, (_, i) => {
    const end = begin + 7 * (i + 1) - 1;
    let expected = 0;
    for (const [day, count] of joined)
      expected += count * expectedPurchases(model, newcomer, (end - day) / daysPerUnit);
    return { week: i + 1, actual: repeats.filter((day) => day <= end).length, expected };
  });
}
