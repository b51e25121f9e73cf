import { Matrix, solve } from 'ml-matrix';
import { logistic } from '../numeric/special.ts';

/** A table of measures, row after row, with what each row is to be told from. */
export interface LabelledRows {
  values: Float64Array;
  width: number;
  /** 1 or 0 for each row. */
  labels: Uint8Array;
}

/** ln(p / (1−p)) = intercept + Σ weight·measure. */
export interface LogisticModel {
  intercept: number;
  weights: Float64Array;
}

/**
 * Logistic regression with a ridge penalty on the weights of the standardised measures (le Cessie & van
 * Houwelingen, Applied Statistics 41, 1992), by Newton's method (IRLS). The intercept is not penalised, so a model
 * of few rows says the base rate. The weights come back in the units of the measures.
 * @param rows which rows to learn from; all without it
 * @param ridge the penalty, ridge/2·Σ weight², beside the log-likelihood
 */
export function fitLogistic(
  { values, width, labels }: LabelledRows,
  ridge: number,
  rows: Uint32Array = Uint32Array.from(labels.keys()),
): LogisticModel {
  const { means, scales } = standardise(values, width, rows);
  const beta = new Float64Array(width + 1);
  const measures = new Float64Array(width + 1);
  measures[0] = 1;
  for (let step = 0; step < 50; step++) {
    const information = Matrix.zeros(width + 1, width + 1).to2DArray();
    const gradient = new Float64Array(width + 1);
    for (const row of rows) {
      for (let j = 0; j < width; j++) measures[j + 1] = (values[row * width + j]! - means[j]!) / scales[j]!;
      let z = 0;
      for (let j = 0; j <= width; j++) z += beta[j]! * measures[j]!;
      const p = logistic(z);
      for (let j = 0; j <= width; j++) {
        gradient[j]! += (labels[row]! - p) * measures[j]!;
        const weighted = p * (1 - p) * measures[j]!;
        for (let k = 0; k <= j; k++) information[j]![k]! += weighted * measures[k]!;
      }
    }
    const largest = improve(beta, information, gradient, ridge);
    if (largest < 1e-8) break;
  }
  const weights = Float64Array.from(scales, (scale, j) => beta[j + 1]! / scale);
  return { intercept: weights.reduce((sum, weight, j) => sum - weight * means[j]!, beta[0]!), weights };
}

/** One step of Newton; returns the largest change. */
function improve(beta: Float64Array, information: number[][], gradient: Float64Array, ridge: number): number {
  for (let j = 0; j < beta.length; j++) {
    for (let k = 0; k < j; k++) information[k]![j] = information[j]![k]!;
    // The tiny part keeps the intercept solvable where all labels are equal.
    const penalty = j === 0 ? 1e-6 : ridge;
    information[j]![j]! += penalty;
    gradient[j]! -= penalty * beta[j]!;
  }
  const step = solve(new Matrix(information), Matrix.columnVector(gradient)).to1DArray();
  const largest = step.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
  // Labels that can be told apart entirely would send the weights off in one leap.
  const factor = Math.min(1, 5 / largest);
  for (let j = 0; j < beta.length; j++) beta[j]! += factor * step[j]!;
  return largest;
}

function standardise(values: Float64Array, width: number, rows: Uint32Array) {
  const means = new Float64Array(width);
  const scales = new Float64Array(width);
  for (const row of rows) for (let j = 0; j < width; j++) means[j]! += values[row * width + j]! / rows.length;
  for (const row of rows)
    for (let j = 0; j < width; j++) scales[j]! += (values[row * width + j]! - means[j]!) ** 2 / rows.length;
  // A measure that does not vary says nothing; it is left at weight nought.
  return { means, scales: scales.map((variance) => Math.sqrt(variance) || 1) };
}

/** The log-odds of one row of a table. */
export function logOdds({ intercept, weights }: LogisticModel, values: Float64Array, row = 0): number {
  let z = intercept;
  for (let j = 0; j < weights.length; j++) z += weights[j]! * values[row * weights.length + j]!;
  return z;
}
