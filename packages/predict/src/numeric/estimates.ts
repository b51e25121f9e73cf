import { inverse, Matrix } from 'ml-matrix';
import { type Minimum, minimise, type Objective } from './bfgs.ts';
import { normalQuantile } from './special.ts';

/** A fitted positive parameter with its 95 % interval. */
export interface Estimate {
  value: number;
  /** By the delta method; infinite where the data do not settle the parameter. */
  standardError: number;
  low: number;
  high: number;
}

const normal95 = normalQuantile(0.975);
/** Half of the 95 % point of χ² with one degree of freedom: so far the log-likelihood may fall. */
const profileDrop = normal95 ** 2 / 2;
/** Logarithms of parameters are looked for no further out than this from the optimum. */
const furthest = 12;

/**
 * Standard errors and Wald intervals, symmetric in the logarithm, from the curvature at the optimum.
 * @param objective minus the mean log-likelihood of `observations`, of the logarithms of the parameters
 */
export function waldEstimates(objective: Objective, { point }: Minimum, observations: number): Estimate[] {
  const covariance = invert(hessian(objective, point).mul(observations));
  return Array.from(point, (log, i) => {
    const value = Math.exp(log);
    const variance = covariance?.get(i, i) ?? Number.POSITIVE_INFINITY;
    const error = variance > 0 ? Math.sqrt(variance) : Number.POSITIVE_INFINITY;
    return {
      value,
      standardError: value * error,
      low: value * Math.exp(-normal95 * error),
      high: value * Math.exp(normal95 * error),
    };
  });
}

/** Second derivatives by central differences of the gradient, made symmetric. */
function hessian(objective: Objective, point: Float64Array): Matrix {
  const size = point.length;
  const step = 1e-4;
  const found = new Matrix(size, size);
  const above = new Float64Array(size);
  const below = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const moved = Float64Array.from(point);
    moved[i] = point[i]! + step;
    objective(moved, above);
    moved[i] = point[i]! - step;
    objective(moved, below);
    for (let j = 0; j < size; j++) found.set(i, j, (above[j]! - below[j]!) / (2 * step));
  }
  return found.add(found.transpose()).mul(0.5);
}

/** Undefined where the curvature vanishes in some direction: the parameters there can be anything. */
function invert(curvature: Matrix): Matrix | undefined {
  try {
    return inverse(curvature);
  } catch {
    return undefined;
  }
}

/**
 * 95 % intervals by profile likelihood: the values of each parameter at which the log-likelihood, with all
 * others fitted anew, is 1.92 below its maximum. Better than Wald's near a boundary, where one side is open:
 * the end is then 0 or ∞.
 */
export function profileIntervals(
  objective: Objective,
  minimum: Minimum,
  estimates: readonly Estimate[],
  observations: number,
): Array<{ low: number; high: number }> {
  return estimates.map(({ value, standardError }, index) => {
    const error = Math.min(Math.max(standardError / value, 1e-3), 2);
    const end = (side: -1 | 1) => profileEnd(objective, minimum, index, side * error, observations);
    return { low: Math.exp(end(-1)), high: Math.exp(end(1)) };
  });
}

/** The logarithm at which the profile has fallen by 1.92; −∞ or ∞ where it never does. */
function profileEnd(
  objective: Objective,
  { point, value }: Minimum,
  index: number,
  step: number,
  observations: number,
): number {
  const limit = value + profileDrop / observations;
  let others: Float64Array = point.filter((_, i) => i !== index);
  const above = (offset: number): boolean => {
    const held = without(objective, index, point[index]! + offset, point.length);
    const fixed = minimise(held, others, { gradientTolerance: 1e-7 });
    // The next place is near this one.
    others = fixed.point;
    return fixed.value > limit;
  };
  let inside = 0;
  let outside = 2 * step;
  while (!above(outside)) {
    inside = outside;
    outside *= 2;
    if (Math.abs(outside) > furthest) return step * Number.POSITIVE_INFINITY;
  }
  while (Math.abs(outside - inside) > 1e-3) {
    const middle = (inside + outside) / 2;
    if (above(middle)) outside = middle;
    else inside = middle;
  }
  return point[index]! + (inside + outside) / 2;
}

/** The objective with one coordinate held. */
function without(objective: Objective, index: number, held: number, size: number): Objective {
  const whole = new Float64Array(size);
  const wholeGradient = new Float64Array(size);
  return (point, gradient) => {
    for (let i = 0, from = 0; i < size; i++) whole[i] = i === index ? held : point[from++]!;
    const value = objective(whole, wholeGradient);
    for (let i = 0, to = 0; i < size; i++) if (i !== index) gradient[to++] = wholeGradient[i]!;
    return value;
  };
}
