/** A function to be made small: returns its value at `point` and writes its gradient into `gradient`. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  point: Float64Array;
  value: number;
  iterations: number;
  /** False where the steps ran out before the gradient vanished. */
  converged: boolean;
}

export interface MinimiseOptions {
  /** Ends where no part of the gradient is larger than this. */
  gradientTolerance?: number;
  maxIterations?: number;
}

/** No coordinate moves further in one step; the coordinates here are logarithms, so this is a factor of e². */
const longestStep = 2;

/**
 * Finds a local minimum by BFGS with a backtracking line search (Nocedal & Wright, Numerical Optimization,
 * 2006, algorithm 6.1). Made for a handful of parameters: the inverse Hessian is kept whole.
 */
export function minimise(
  objective: Objective,
  start: ArrayLike<number>,
  { gradientTolerance = 1e-9, maxIterations = 300 }: MinimiseOptions = {},
): Minimum {
  const size = start.length;
  const point = Float64Array.from(start);
  const gradient = new Float64Array(size);
  let value = objective(point, gradient);
  const inverse = identity(size);
  const next = new Float64Array(size);
  const nextGradient = new Float64Array(size);
  for (let iterations = 0; iterations < maxIterations; iterations++) {
    if (largest(gradient) <= gradientTolerance) return { point, value, iterations, converged: true };
    const direction = newtonDirection(inverse, gradient);
    const moved = search(objective, point, value, gradient, direction, next, nextGradient);
    // No smaller value along a direction of descent: the rounding of the objective is reached.
    if (moved === undefined) return { point, value, iterations, converged: true };
    updateInverse(inverse, point, next, gradient, nextGradient, iterations === 0);
    point.set(next);
    gradient.set(nextGradient);
    value = moved;
  }
  return { point, value, iterations: maxIterations, converged: false };
}

/** −H·gradient, shortened to the longest step. */
function newtonDirection(inverse: Float64Array[], gradient: Float64Array): Float64Array {
  const direction = Float64Array.from(inverse, (row) => -dot(row, gradient));
  const length = largest(direction);
  return length > longestStep ? direction.map((part) => (part * longestStep) / length) : direction;
}

/** Halves the step until the value falls by a part of what the slope promises (Armijo). */
function search(
  objective: Objective,
  point: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
  next: Float64Array,
  nextGradient: Float64Array,
): number | undefined {
  const slope = dot(gradient, direction);
  for (let step = 1; step > 1e-12; step /= 2) {
    for (let i = 0; i < point.length; i++) next[i] = point[i]! + step * direction[i]!;
    const found = objective(next, nextGradient);
    if (found < value + 1e-4 * step * slope) return found;
  }
  return undefined;
}

/** The BFGS update of the inverse Hessian, left out where the curvature along the step is not positive. */
function updateInverse(
  inverse: Float64Array[],
  from: Float64Array,
  to: Float64Array,
  gradientFrom: Float64Array,
  gradientTo: Float64Array,
  first: boolean,
): void {
  const step = to.map((part, i) => part - from[i]!);
  const change = gradientTo.map((part, i) => part - gradientFrom[i]!);
  const curvature = dot(step, change);
  if (!(curvature > 1e-300)) return;
  if (first) {
    const scale = curvature / dot(change, change);
    for (let i = 0; i < inverse.length; i++) inverse[i]![i] = scale;
  }
  const mapped = inverse.map((row) => dot(row, change));
  const factor = (1 + mapped.reduce((sum, part, i) => sum + part * change[i]!, 0) / curvature) / curvature;
  for (const [i, row] of inverse.entries()) {
    for (let j = 0; j < row.length; j++)
      row[j] =
        row[j]! + factor * step[i]! * step[j]! - (mapped[i]! * step[j]! + step[i]! * mapped[j]!) / curvature;
  }
}

function identity(size: number): Float64Array[] {
  return Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size);
    row[i] = 1;
    return row;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

const largest = (vector: Float64Array): number =>
  vector.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
