/** One measure of a population: its middle and its usual spread. */
export interface RobustScale {
  median: number;
  /** Comparable to a standard deviation; 0 where the measure does not vary. */
  spread: number;
}

export interface AnomalyModel<M extends string = string> {
  scales: Record<M, RobustScale>;
}

export interface AnomalyScore<M extends string = string> {
  /** 0 (ordinary) to 1 (unlike anything seen): half at `suspicious`. */
  score: number;
  /** True where some measure lies `suspicious` robust deviations or more above the median. */
  suspicious: boolean;
  /** Robust z of each measure, largest first. */
  measures: Array<{ measure: M; z: number }>;
}

/** From here on a robust z is called an outlier (Iglewicz & Hoaglin, How to Detect and Handle Outliers, 1993). */
export const suspicious = 3.5;

/** The largest z that is told: beyond, a measure without any spread would say infinity. */
const largestZ = 1_000;

/**
 * Learns what is usual: of each measure the median, and the median absolute deviation (MAD) times 1.4826, which
 * equals the standard deviation under a normal law but is not moved by the frauds in the data, up to half of them.
 * Counts and sums are heavy-tailed, so measures are taken as ln(1 + value). Where more than half of the values are
 * equal the MAD is nought, and the mean absolute deviation times 1.2533 stands in for it.
 * @throws RangeError for a negative or missing measure, with its name
 */
export function fitAnomaly<M extends string>(
  rows: ReadonlyArray<Readonly<Record<M, number>>>,
  measures: readonly M[],
): AnomalyModel<M> {
  const scales = Object.fromEntries(
    measures.map((measure) => [measure, robustScale(rows.map((row) => damp(row, measure)))]),
  );
  return { scales: scales as Record<M, RobustScale> };
}

function robustScale(values: readonly number[]): RobustScale {
  if (values.length === 0) return { median: 0, spread: 0 };
  const centre = median(values);
  const deviations = values.map((value) => Math.abs(value - centre));
  const mad = 1.4826 * median(deviations);
  const meanDeviation = deviations.reduce((sum, value) => sum + value, 0) / deviations.length;
  return { median: centre, spread: mad > 0 ? mad : 1.2533 * meanDeviation };
}

/**
 * Scores one row against what is usual. Only being above counts: fraud is too many and too much, and a quiet
 * customer is no suspect. The score takes all measures together, as the root of the sum of the squared excesses
 * over nought, w: w/(w + 3.5).
 */
export function scoreAnomaly<M extends string>(
  { scales }: AnomalyModel<M>,
  row: Readonly<Record<M, number>>,
): AnomalyScore<M> {
  const measures = (Object.keys(scales) as M[])
    .map((measure) => ({ measure, z: robustZ(damp(row, measure), scales[measure]) }))
    .sort((a, b) => b.z - a.z);
  const whole = Math.sqrt(measures.reduce((sum, { z }) => sum + Math.max(z, 0) ** 2, 0));
  return {
    score: whole / (whole + suspicious),
    suspicious: measures.some(({ z }) => z >= suspicious),
    measures,
  };
}

function robustZ(value: number, { median: centre, spread }: RobustScale): number {
  const distance = value - centre;
  if (distance === 0) return 0;
  return Math.max(-largestZ, Math.min(largestZ, distance / spread));
}

function damp<M extends string>(row: Readonly<Record<M, number>>, measure: M): number {
  const value = row[measure];
  if (value >= 0 && value < Number.POSITIVE_INFINITY) return Math.log1p(value);
  throw new RangeError(`${measure} must be a number of at least 0: ${value}`);
}

/** The middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
