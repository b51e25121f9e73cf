import gammaln from '@stdlib/math-base-special-gammaln';
import type { PurchaseHistory } from './history.ts';

/** A fitted purchase model; `alpha` has the unit of time of the histories it was fitted to. */
export type PurchaseModel =
  | { kind: 'bg-nbd'; r: number; alpha: number; a: number; b: number }
  | { kind: 'nbd'; r: number; alpha: number };

/** A customer of whom nothing is known yet: just acquired. */
export const newcomer: PurchaseHistory = { repeats: 0, lastAt: 0, age: 0 };

/** What is left out of a sum, relative to it. */
const tolerance = 1e-12;
/** A tail smaller than this, beside the first, is what subtraction left over. */
const rounding = 1e-15;

/**
 * The probability that the customer will buy again at all. BG/NBD: 1 / (1 + a/(b+x−1) · ((α+T)/(α+t_x))^(r+x)).
 *
 * In this model a customer can only be lost at a repeat purchase, so everyone who never came back counts as
 * alive with certainty: never rank churn by this figure, and do not show it for them. NBD: always 1.
 */
export function probabilityAlive(model: PurchaseModel, { repeats, lastAt, age }: PurchaseHistory): number {
  if (model.kind === 'nbd' || repeats === 0) return 1;
  const { r, alpha, a, b } = model;
  const silence = (r + repeats) * Math.log((alpha + age) / (alpha + lastAt));
  return 1 / (1 + Math.exp(Math.log(a / (b + repeats - 1)) + silence));
}

/**
 * Expected purchases in the next `time`, given the history.
 *
 * Given that the customer is alive, the rate is gamma (r+x, α+T), the dropout beta (a, b+x), and independent:
 * the k-th future purchase comes if a negative binomial count reaches k and none of the k−1 before it was the
 * last. Hence
 *
 *   E[Y(t)] = P(alive) · Σ_{k≥1} P(N ≥ k) · Π_{j<k−1} (b+x+j)/(a+b+x+j),   N ~ NB(r+x, t/(α+T+t))
 *
 * Every term is positive, so nothing cancels. The published closed form (Fader, Hardie & Lee 2005, equation 10)
 * is the same number, but breaks where a = 1 or a+b+x = 1, and needs Euler's transform of its ₂F₁ to survive
 * frequent buyers; the tests hold the two together. NBD: (r+x)·t/(α+T).
 */
export function expectedPurchases(model: PurchaseModel, history: PurchaseHistory, time: number): number {
  if (!(time > 0)) return 0;
  if (model.kind === 'nbd') return ((model.r + history.repeats) * time) / (model.alpha + history.age);
  let sum = 0;
  walkTails(model, history, time, (tail) => {
    sum += tail;
    return tail;
  });
  return sum * probabilityAlive(model, history);
}

/**
 * The distribution of the number of purchases in the next `time`: `at[k]` is P(Y ≥ k), exact to the rounding,
 * ending where the rest cannot matter.
 */
export function purchaseTails(model: PurchaseModel, history: PurchaseHistory, time: number): number[] {
  const tails = [1];
  const alive = probabilityAlive(model, history);
  if (time > 0) walkTails(model, history, time, (tail) => tails.push(alive * tail));
  return tails;
}

/**
 * The time by which the customer will have bought again with this probability: t in
 * P(alive)·(1 − ((α+T)/(α+T+t))^(r+x)) = p. Undefined where it will never be so likely.
 */
export function timeToPurchase(
  model: PurchaseModel,
  history: PurchaseHistory,
  probability: number,
): number | undefined {
  const alive = probabilityAlive(model, history);
  if (!(probability < alive)) return undefined;
  const shape = model.r + history.repeats;
  return (model.alpha + history.age) * Math.expm1(-Math.log1p(-probability / alive) / shape);
}

/** The least k with P(Y ≤ k) ≥ p: the end of a prediction interval for a count. */
export function purchaseQuantile(tails: readonly number[], p: number): number {
  let k = 0;
  while (k + 1 < tails.length && 1 - tails[k + 1]! < p) k++;
  return k;
}

/**
 * Visits P(N ≥ k)·P(not lost in the first k−1 purchases) for k = 1, 2, … until the rest is negligible.
 */
function walkTails(
  model: PurchaseModel,
  { repeats, age }: PurchaseHistory,
  time: number,
  visit: (tail: number) => void,
): void {
  const shape = model.r + repeats;
  const z = time / (model.alpha + age + time);
  const a = model.kind === 'bg-nbd' ? model.a : 0;
  const b = model.kind === 'bg-nbd' ? model.b + repeats : 1;
  const start = firstLikelyCount(shape, z);
  let { mass, tail } = start;
  let staying = 1;
  let visited = 0;
  for (let k = 1; ; k++) {
    const likely = k > start.count;
    const value = likely ? tail * staying : staying;
    visit(value);
    visited += value;
    if (likely) {
      mass *= (z * (shape + k - 1)) / k;
      tail -= mass;
      // Past the mode the terms fall by z at last, so what is left is less than a geometric series.
      if (value < tolerance * visited * (1 - z) || tail < rounding * start.tail) return;
    }
    staying *= (b + k - 1) / (a + b + k - 1);
  }
}

/**
 * A count from which the negative binomial has any probability to speak of, with P(N = count) and P(N > count).
 * For a customer of thousands of purchases P(N = 0) is too small for a double; twelve standard deviations below
 * the mean nothing is lost.
 */
function firstLikelyCount(shape: number, z: number): { count: number; mass: number; tail: number } {
  const logNone = shape * Math.log1p(-z);
  if (logNone > -600) return { count: 0, mass: Math.exp(logNone), tail: -Math.expm1(logNone) };
  const mean = (shape * z) / (1 - z);
  const count = Math.max(0, Math.floor(mean - (12 * Math.sqrt(shape * z)) / (1 - z)));
  const mass = Math.exp(
    gammaln(shape + count) - gammaln(shape) - gammaln(count + 1) + logNone + count * Math.log(z),
  );
  return { count, mass, tail: 1 - mass };
}
