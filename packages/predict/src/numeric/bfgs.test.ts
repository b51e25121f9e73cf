import { describe, expect, it } from 'vitest';
import { minimise, type Objective } from './bfgs.ts';

/** Rosenbrock's valley: minimum 0 at (1, 1). */
const valley: Objective = (point, gradient) => {
  const [x, y] = [point[0]!, point[1]!];
  gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
  gradient[1] = 200 * (y - x * x);
  return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
};

describe('minimise', () => {
  it('finds the end of a bent valley', () => {
    const { point, value, converged } = minimise(valley, [-1.2, 1]);
    expect(point[0]).toBeCloseTo(1, 6);
    expect(point[1]).toBeCloseTo(1, 6);
    expect(value).toBeLessThan(1e-12);
    expect(converged).toBe(true);
  });

  it('says when its steps ran out', () => {
    const { converged, iterations } = minimise(valley, [-1.2, 1], { maxIterations: 3 });
    expect(converged).toBe(false);
    expect(iterations).toBe(3);
  });

  it('ends where rounding hides any further descent', () => {
    // A slope of 1e-8 beside a value of 1e10: no step changes the value.
    const flat: Objective = (point, gradient) => {
      gradient[0] = 1e-8;
      return 1e10 + 1e-8 * point[0]!;
    };
    expect(minimise(flat, [0]).iterations).toBe(0);
  });

  it('survives a function that bends the wrong way', () => {
    const hill: Objective = (point, gradient) => {
      gradient[0] = -Math.sin(point[0]!);
      return Math.cos(point[0]!);
    };
    expect(minimise(hill, [0.3]).value).toBeCloseTo(-1, 9);
  });
});
