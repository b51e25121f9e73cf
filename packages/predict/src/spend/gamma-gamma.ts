import digamma from '@stdlib/math-base-special-digamma';
import gammaln from '@stdlib/math-base-special-gammaln';
import { minimise, type Objective } from '../numeric/bfgs.ts';
import { type Estimate, profileIntervals, waldEstimates } from '../numeric/estimates.ts';
import { correlation, mean, normalQuantile } from '../numeric/special.ts';
import { fewestRepeaters } from '../purchases/fit.ts';

/** How often a customer came back, and what those purchases came to on average, in one unit of money. */
export interface RepeatSpend {
  repeats: number;
  meanRepeatSpend: number;
}

/** Spend per purchase is gamma (p, ν), ν differs between customers by gamma (q, v); v is in units of money. */
export interface SpendModel {
  p: number;
  q: number;
  v: number;
}

export interface GammaGammaFit {
  model: SpendModel;
  logLikelihood: number;
  /** Repeaters of positive mean spend: those that were fitted. */
  repeaters: number;
  /** Repeaters left out because their mean spend is nought or less (gifts, refunds of all they bought). */
  leftOut: number;
  estimates: Record<keyof SpendModel, Estimate>;
  iterations: number;
  converged: boolean;
  /** The model takes spend and frequency for independent; this says how far they are. */
  independence: SpendIndependence;
  /** 95 % intervals by profile likelihood; many fits, so made on demand. */
  profile(): Record<keyof SpendModel, { low: number; high: number }>;
}

export interface SpendIndependence {
  /** Pearson's correlation of repeats and mean repeat spend, with its 95 % interval by Fisher's z. */
  correlation: number;
  low: number;
  high: number;
  /** False beyond ±0.3: expected spend is then biased for the frequent, and the report says so. */
  acceptable: boolean;
}

/** Cohen's "medium" correlation. A judgement; CDNOW, the published example, has 0.11. */
const acceptableCorrelation = 0.3;

/**
 * Fits the Gamma-Gamma model of spend per purchase by maximum likelihood, over repeaters of positive mean spend.
 * Fader & Hardie, The Gamma-Gamma Model of Monetary Value (2013), equation 1a; per customer
 *
 *   ln L = lnΓ(px+q) − lnΓ(px) − lnΓ(q) + q ln v + (px−1) ln m + px ln x − (px+q) ln(v + xm)
 *
 * The model scales with the money: in pence instead of pounds v is a hundred times as large, and the
 * log-likelihood is less by ln 100 a customer.
 * @returns undefined for fewer than 50 such customers: not enough history
 */
export function fitGammaGamma(customers: Iterable<RepeatSpend>): GammaGammaFit | undefined {
  const { repeats, spend, leftOut } = gather(customers);
  const count = repeats.length;
  if (count < fewestRepeaters) return undefined;
  const objective = gammaGammaObjective(repeats, spend);
  const minimum = minimise(objective, [Math.log(2), Math.log(3), Math.log(mean(spend))]);
  const [p, q, v] = waldEstimates(objective, minimum, count) as [Estimate, Estimate, Estimate];
  return {
    model: { p: p.value, q: q.value, v: v.value },
    logLikelihood: -minimum.value * count,
    repeaters: count,
    leftOut,
    estimates: { p, q, v },
    iterations: minimum.iterations,
    converged: minimum.converged,
    independence: judgeIndependence(repeats, spend),
    profile() {
      const [byP, byQ, byV] = profileIntervals(objective, minimum, [p, q, v], count);
      return { p: byP!, q: byQ!, v: byV! };
    },
  };
}

function gather(customers: Iterable<RepeatSpend>) {
  const kept: RepeatSpend[] = [];
  let leftOut = 0;
  for (const { repeats, meanRepeatSpend } of customers) {
    if (!Number.isFinite(meanRepeatSpend))
      throw new RangeError(`mean repeat spend must be a number: ${meanRepeatSpend}`);
    if (repeats > 0 && meanRepeatSpend > 0) kept.push({ repeats, meanRepeatSpend });
    else if (repeats > 0) leftOut++;
  }
  // Sorted by repeats, the gamma functions are needed once for each count.
  kept.sort((a, b) => a.repeats - b.repeats);
  return {
    repeats: Float64Array.from(kept, (customer) => customer.repeats),
    spend: Float64Array.from(kept, (customer) => customer.meanRepeatSpend),
    leftOut,
  };
}

/** Minus the mean log-likelihood of ln p, ln q, ln v, with its gradient. */
function gammaGammaObjective(repeats: Float64Array, spend: Float64Array): Objective {
  const logSpend = spend.map(Math.log);
  const count = repeats.length;
  return (point, gradient) => {
    const [p, q, v] = [Math.exp(point[0]!), Math.exp(point[1]!), Math.exp(point[2]!)];
    const gammaQ = gammaln(q);
    const digammaQ = digamma(q);
    const logV = point[2]!;
    let [total, byP, byQ, byV] = [0, 0, 0, 0];
    let [x, gammas, logX, digammaBoth, digammaPx] = [0, 0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      if (repeats[i] !== x) {
        x = repeats[i]!;
        logX = Math.log(x);
        gammas = gammaln(p * x + q) - gammaln(p * x);
        digammaBoth = digamma(p * x + q);
        digammaPx = digamma(p * x);
      }
      const whole = v + x * spend[i]!;
      const logWhole = Math.log(whole);
      total +=
        gammas - gammaQ + q * logV + (p * x - 1) * logSpend[i]! + p * x * logX - (p * x + q) * logWhole;
      byP += x * (digammaBoth - digammaPx + logSpend[i]! + logX - logWhole);
      byQ += digammaBoth - digammaQ + logV - logWhole;
      byV += q / v - (p * x + q) / whole;
    }
    gradient[0] = (-byP * p) / count;
    gradient[1] = (-byQ * q) / count;
    gradient[2] = (-byV * v) / count;
    return -total / count;
  };
}

function judgeIndependence(repeats: Float64Array, spend: Float64Array): SpendIndependence {
  const found = correlation(repeats, spend);
  // Where everyone came back equally often, or spent the same, nothing can depend.
  if (!Number.isFinite(found)) return { correlation: 0, low: 0, high: 0, acceptable: true };
  const z = Math.atanh(found);
  const margin = normalQuantile(0.975) / Math.sqrt(repeats.length - 3);
  return {
    correlation: found,
    low: Math.tanh(z - margin),
    high: Math.tanh(z + margin),
    acceptable: Math.abs(found) <= acceptableCorrelation,
  };
}

/**
 * Expected value of a future purchase: p(v + xm)/(px + q − 1), a mean of the customer's own and everybody's
 * (Fader & Hardie 2013, equation 5). Without repeats, or with a mean of nought, everybody's: pv/(q−1).
 * Infinite where q ≤ 1 and nothing is known of the customer: the fit then has no mean.
 */
export function expectedSpend({ p, q, v }: SpendModel, { repeats, meanRepeatSpend }: RepeatSpend): number {
  const x = meanRepeatSpend > 0 ? repeats : 0;
  const weight = p * x + q - 1;
  return weight > 0 ? (p * (v + x * meanRepeatSpend)) / weight : Number.POSITIVE_INFINITY;
}
