import { logistic, normalQuantile } from '../numeric/special.ts';

export interface AreaUnderCurve {
  /** The probability that a churned customer scores above one who stayed; ties count half. */
  value: number;
  /** 95 % interval. */
  low: number;
  high: number;
}

/**
 * Area under the ROC curve with its interval by DeLong, DeLong & Clarke-Pearson (Biometrics 44, 1988), made
 * symmetric in the log-odds so that it stays within 0 and 1. By ranks: n log n.
 * @returns undefined where all labels are equal
 */
export function areaUnderCurve(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
): AreaUnderCurve | undefined {
  const all = midranks(Array.from(scores));
  const positives = Array.from(labels).flatMap((label, i) => (label ? [i] : []));
  const negatives = Array.from(labels).flatMap((label, i) => (label ? [] : [i]));
  if (positives.length === 0 || negatives.length === 0) return undefined;
  // How much of the other side each one outranks: its rank among all, less its rank among its own.
  const share = (own: number[], others: number) => {
    const among = midranks(own.map((i) => scores[i]!));
    return own.map((i, at) => (all[i]! - among[at]!) / others);
  };
  const above = share(positives, negatives.length);
  const below = share(negatives, positives.length);
  const value = above.reduce((sum, part) => sum + part, 0) / above.length;
  const error = Math.sqrt(variance(above) / above.length + variance(below) / below.length);
  const certain = value === 0 || value === 1 || !(error > 0);
  if (certain) return { value, low: value, high: value };
  const odds = Math.log(value / (1 - value));
  const margin = (normalQuantile(0.975) * error) / (value * (1 - value));
  return { value, low: logistic(odds - margin), high: logistic(odds + margin) };
}

/** Ranks from 1; equals share the mean of theirs. */
function midranks(values: readonly number[]): Float64Array {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

function variance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

export interface TopShare {
  /** Share of the customers, highest scores first. */
  top: number;
  /** Of all who churned, the share among them. */
  recall: number;
  /** Of them, the share who churned. */
  precision: number;
}

/** Recall and precision among the highest scores: what a campaign to the top tenth, fifth, … would reach. */
export function recallAtTop(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  tops: readonly number[] = [0.1, 0.2, 0.3],
): TopShare[] {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => scores[b]! - scores[a]! || a - b,
  );
  const churned = Array.from(labels).reduce((sum, label) => sum + label, 0);
  return tops.map((top) => {
    const taken = order.subarray(0, Math.round(top * order.length));
    const hits = taken.reduce((sum, i) => sum + labels[i]!, 0);
    return {
      top,
      recall: churned > 0 ? hits / churned : 0,
      precision: taken.length > 0 ? hits / taken.length : 0,
    };
  });
}

export interface CalibrationBin {
  customers: number;
  /** Mean of the stated probabilities. */
  said: number;
  /** Share who churned. */
  seen: number;
}

/** Tenths of the customers by stated probability: what was said beside what was seen. */
export function calibrationBins(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  bins = 10,
): CalibrationBin[] {
  const order = Uint32Array.from({ length: probabilities.length }, (_, i) => i).sort(
    (a, b) => probabilities[a]! - probabilities[b]! || a - b,
  );
  return Array.from({ length: bins }, (_, bin) => {
    const part = order.subarray(
      Math.floor((bin * order.length) / bins),
      Math.floor(((bin + 1) * order.length) / bins),
    );
    const meanOf = (values: ArrayLike<number>) =>
      part.reduce((sum, i) => sum + values[i]!, 0) / Math.max(part.length, 1);
    return { customers: part.length, said: meanOf(probabilities), seen: meanOf(labels) };
  }).filter(({ customers }) => customers > 0);
}
