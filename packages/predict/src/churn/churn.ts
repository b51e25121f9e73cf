import { randomFrom } from '../numeric/random.ts';
import { logistic } from '../numeric/special.ts';
import { type ChurnFeature, type ChurnHistory, churnFeatures, fillFeatures } from './features.ts';
import { fitLogistic, type LabelledRows, type LogisticModel, logOdds } from './logistic.ts';
import {
  type AreaUnderCurve,
  areaUnderCurve,
  type CalibrationBin,
  calibrationBins,
  recallAtTop,
  type TopShare,
} from './ranking.ts';

/** A customer as they stood at some day, and whether they bought nothing in the time after it. */
export interface ChurnExample extends ChurnHistory {
  id: string;
  churned: boolean;
}

export interface ChurnModel extends LogisticModel {
  /** The means of the measures in training: a contribution is told against them. */
  means: Float64Array;
}

export interface ChurnFit {
  model: ChurnModel;
  ridge: number;
  examples: number;
  customers: number;
  churned: number;
  /** The slope and offset that Platt's calibration put on the log-odds; 1 and 0 where they were right. */
  calibration: { slope: number; offset: number };
  /** Of predictions made by models that had not seen the customer. */
  outOfFold: ChurnReport;
}

/** How well probabilities of churn foretold it. */
export interface ChurnReport {
  /** Undefined where all churned or none. */
  auc: AreaUnderCurve | undefined;
  top: TopShare[];
  calibration: CalibrationBin[];
  /** Mean squared error of the probabilities. */
  brier: number;
}

const folds = 5;
const ridges = [0.1, 1, 10, 100];
/** Fewer examples of either kind make no model. A judgement: ten for each measure, and the intercept. */
const fewestOfEach = 50;

/**
 * Fits the probability that a customer buys nothing in the time after a day: logistic regression with a ridge
 * penalty chosen by cross-validated likelihood, calibrated by Platt's method on predictions out of fold. A
 * customer's examples of several days stand in one fold.
 *
 * It is made of recency, frequency, money and lines, and never of P(alive), which calls everyone alive who bought
 * once.
 * @returns undefined where fewer than 50 churned or fewer than 50 stayed: not enough history
 */
export function fitChurn(examples: readonly ChurnExample[], { seed = 1 } = {}): ChurnFit | undefined {
  const churned = examples.reduce((sum, example) => sum + Number(example.churned), 0);
  if (Math.min(churned, examples.length - churned) < fewestOfEach) return undefined;
  const table = tabulate(examples);
  const { foldOf, customers } = foldByCustomer(examples, seed);
  const tried = ridges.map((ridge) => {
    const odds = outOfFoldOdds(table, foldOf, ridge);
    return { ridge, odds, loss: logLoss(odds, table.labels) };
  });
  const { ridge, odds } = tried.reduce((best, one) => (one.loss < best.loss ? one : best));
  const platt = fitLogistic({ values: odds, width: 1, labels: table.labels }, 0);
  const slope = platt.weights[0]!;
  const raw = fitLogistic(table, ridge);
  const model: ChurnModel = {
    intercept: platt.intercept + slope * raw.intercept,
    weights: raw.weights.map((weight) => slope * weight),
    means: columnMeans(table),
  };
  const probabilities = odds.map((z) => logistic(platt.intercept + slope * z));
  return {
    model,
    ridge,
    examples: examples.length,
    customers,
    churned,
    calibration: { slope, offset: platt.intercept },
    outOfFold: report(probabilities, table.labels),
  };
}

/** The probability that the customer buys nothing in the time that the model was made for. */
export function churnProbability(model: ChurnModel, history: ChurnHistory): number {
  fillFeatures(history, scratch);
  return logistic(logOdds(model, scratch));
}

/** Measures of the customer at hand; nothing is kept in it between calls. */
const scratch = new Float64Array(churnFeatures.length);

export interface Contribution {
  feature: ChurnFeature;
  /** By how much the feature moves the log-odds of churn away from the average customer's; positive is worse. */
  logOdds: number;
}

/** What moved a customer's score, largest first: weight·(measure − its mean in training). */
export function explainChurn(model: ChurnModel, history: ChurnHistory): Contribution[] {
  fillFeatures(history, scratch);
  return churnFeatures
    .map((feature, j) => ({ feature, logOdds: model.weights[j]! * (scratch[j]! - model.means[j]!) }))
    .sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds));
}

/** Judges a model by customers and days it was not made of. */
export function evaluateChurn(model: ChurnModel, examples: readonly ChurnExample[]): ChurnReport {
  return report(
    Float64Array.from(examples, (example) => churnProbability(model, example)),
    Uint8Array.from(examples, ({ churned }) => Number(churned)),
  );
}

function report(probabilities: Float64Array, labels: Uint8Array): ChurnReport {
  const squares = probabilities.reduce((sum, p, i) => sum + (p - labels[i]!) ** 2, 0);
  return {
    auc: areaUnderCurve(probabilities, labels),
    top: recallAtTop(probabilities, labels),
    calibration: calibrationBins(probabilities, labels),
    brier: squares / labels.length,
  };
}

function tabulate(examples: readonly ChurnExample[]): LabelledRows {
  const width = churnFeatures.length;
  const values = new Float64Array(examples.length * width);
  for (const [row, example] of examples.entries()) {
    fillFeatures(example, values.subarray(row * width, (row + 1) * width));
  }
  return { values, width, labels: Uint8Array.from(examples, ({ churned }) => Number(churned)) };
}

function columnMeans({ values, width, labels }: LabelledRows): Float64Array {
  const means = new Float64Array(width);
  for (let i = 0; i < values.length; i++) means[i % width]! += values[i]! / labels.length;
  return means;
}

function foldByCustomer(examples: readonly ChurnExample[], seed: number) {
  const ids = [...new Set(examples.map(({ id }) => id))];
  const order = randomFrom(seed).order(ids.length);
  const folded = new Map(ids.map((id, i) => [id, order[i]! % folds]));
  return { foldOf: Uint8Array.from(examples, ({ id }) => folded.get(id)!), customers: ids.length };
}

function outOfFoldOdds(table: LabelledRows, foldOf: Uint8Array, ridge: number): Float64Array {
  const odds = new Float64Array(foldOf.length);
  const rows = Uint32Array.from(foldOf.keys());
  for (let fold = 0; fold < folds; fold++) {
    const model = fitLogistic(
      table,
      ridge,
      rows.filter((row) => foldOf[row] !== fold),
    );
    for (const row of rows) if (foldOf[row] === fold) odds[row] = logOdds(model, table.values, row);
  }
  return odds;
}

/** Minus the mean log-likelihood: ln(1 + e^∓z). */
function logLoss(odds: Float64Array, labels: Uint8Array): number {
  return (
    odds.reduce(
      (sum, z, i) => sum + Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - labels[i]! * z,
      0,
    ) / odds.length
  );
}
