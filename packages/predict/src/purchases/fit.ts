import { type Minimum, minimise, type Objective } from '../numeric/bfgs.ts';
import { type Estimate, profileIntervals, waldEstimates } from '../numeric/estimates.ts';
import type { PurchaseModel } from './forecast.ts';
import { groupHistories, type HistoryGroups, type PurchaseHistory } from './history.ts';
import { bgNbdObjective, nbdObjective } from './likelihood.ts';

/** What a fit of a purchase model came to. */
export interface PurchaseFit<M extends PurchaseModel = PurchaseModel> {
  model: M;
  logLikelihood: number;
  customers: number;
  repeaters: number;
  /** By name of the parameter: standard error and Wald interval, both from the curvature in logarithms. */
  estimates: Record<string, Estimate>;
  iterations: number;
  converged: boolean;
  /** 95 % intervals by profile likelihood; a hundred fits, so made on demand. */
  profile(): Record<string, { low: number; high: number }>;
}

export type BgNbdFit = PurchaseFit<Extract<PurchaseModel, { kind: 'bg-nbd' }>>;
export type NbdFit = PurchaseFit<Extract<PurchaseModel, { kind: 'nbd' }>>;

/** Fewer repeaters than this say too little of how customers differ. A judgement, not a theorem. */
export const fewestRepeaters = 50;

/** Half of the 95 % point of χ² with one degree of freedom. */
const likelihoodGain = 1.92;

/**
 * Fits the BG/NBD model by maximum likelihood: while a customer is alive, purchases come at a rate that differs
 * between customers by a gamma distribution (shape r, rate α); after each purchase the customer is lost with a
 * probability that differs by a beta distribution (a, b). See `likelihood.ts` for the formula and its source.
 * Says nothing about whether dropout is there at all: `fitPurchases` does.
 * @throws RangeError for an impossible history, or none
 */
export function fitBgNbd(histories: Iterable<PurchaseHistory> | HistoryGroups): BgNbdFit {
  const groups = toGroups(histories);
  const objective = bgNbdObjective(groups);
  const minimum = minimise(objective, [0, Math.log(meanAge(groups) / 4), 0, 0]);
  const [r = 0, alpha = 0, a = 0, b = 0] = minimum.point.map(Math.exp);
  const model = { kind: 'bg-nbd', r, alpha, a, b } as const;
  return describe(model, ['r', 'alpha', 'a', 'b'], objective, minimum, groups);
}

/**
 * Fits the NBD model by maximum likelihood: the BG/NBD without dropout, every customer goes on buying.
 * @throws RangeError for an impossible history, or none
 */
export function fitNbd(histories: Iterable<PurchaseHistory> | HistoryGroups): NbdFit {
  const groups = toGroups(histories);
  const objective = nbdObjective(groups);
  const minimum = minimise(objective, [0, Math.log(meanAge(groups))]);
  const [r = 0, alpha = 0] = minimum.point.map(Math.exp);
  return describe({ kind: 'nbd', r, alpha }, ['r', 'alpha'], objective, minimum, groups);
}

function describe<M extends PurchaseModel>(
  model: M,
  names: readonly string[],
  objective: Objective,
  minimum: Minimum,
  { customers, repeaters }: HistoryGroups,
): PurchaseFit<M> {
  const estimates = waldEstimates(objective, minimum, customers);
  const named = <V>(values: readonly V[]) =>
    Object.fromEntries(names.map((name, i) => [name, values[i]!])) as Record<string, V>;
  return {
    model,
    logLikelihood: -minimum.value * customers,
    customers,
    repeaters,
    estimates: named(estimates),
    iterations: minimum.iterations,
    converged: minimum.converged,
    profile: () => named(profileIntervals(objective, minimum, estimates, customers)),
  };
}

/** Why a store's purchases are not predicted by the BG/NBD. */
export type PurchaseReason =
  /** Fewer than `fewestRepeaters` customers came back: no model at all. */
  | 'too-few-repeaters'
  /** The likelihood wants a dropout of nought, or gains nothing by any: a → 0 or b → ∞. NBD instead. */
  | 'nobody-drops-out';

/** The model chosen for a store, with both fits for the report; no model where there is too little to go by. */
export interface PurchaseChoice {
  model: PurchaseModel | undefined;
  reason: PurchaseReason | undefined;
  customers: number;
  repeaters: number;
  bgNbd?: BgNbdFit;
  nbd?: NbdFit;
  /** What dropout adds to the log-likelihood; below 1.92 it is not to be told from none. */
  gain?: number;
  /** Mean probability, by the BG/NBD fit, of being lost after a purchase: a/(a+b). */
  dropout?: number;
}

/**
 * Chooses between BG/NBD and NBD. Where nobody drops out the likelihood of the BG/NBD has no maximum inside: it
 * creeps towards a = 0 or b = ∞ and its P(alive) means nothing. The NBD is that limit, so the two are compared
 * by likelihood ratio, at 5 %: conservative, since the limit lies on the boundary.
 * @throws RangeError for an impossible history
 */
export function fitPurchases(histories: Iterable<PurchaseHistory> | HistoryGroups): PurchaseChoice {
  const groups = 'count' in histories ? histories : groupHistories(histories);
  const { customers, repeaters } = groups;
  if (repeaters < fewestRepeaters)
    return { model: undefined, reason: 'too-few-repeaters', customers, repeaters };
  const bgNbd = fitBgNbd(groups);
  const nbd = fitNbd(groups);
  const gain = bgNbd.logLikelihood - nbd.logLikelihood;
  const { a, b } = bgNbd.model;
  const seen = { customers, repeaters, bgNbd, nbd, gain, dropout: a / (a + b) };
  return gain < likelihoodGain
    ? { model: nbd.model, reason: 'nobody-drops-out', ...seen }
    : { model: bgNbd.model, reason: undefined, ...seen };
}

function toGroups(histories: Iterable<PurchaseHistory> | HistoryGroups): HistoryGroups {
  const groups = 'count' in histories ? histories : groupHistories(histories);
  if (groups.repeaters === 0)
    throw new RangeError('no customer came back: there is nothing to fit a purchase model to');
  return groups;
}

function meanAge({ age, count, customers }: HistoryGroups): number {
  let sum = 0;
  for (let i = 0; i < age.length; i++) sum += age[i]! * count[i]!;
  return Math.max(sum / customers, 1e-6);
}
