import fc from 'fast-check';
import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { invertInPlace } from './cholesky.ts';
import { randomFrom } from './random.ts';

/** AAᵀ + I of a random A. */
function positiveDefinite(size: number, seed: number): Matrix {
  const random = randomFrom(seed);
  const a = new Matrix(Array.from({ length: size }, () => Array.from({ length: size }, random.normal)));
  return a.mmul(a.transpose()).add(Matrix.eye(size));
}

describe('invertInPlace', () => {
  it('agrees with a general inverse for every size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 23 }), fc.integer(), (size, seed) => {
        const matrix = positiveDefinite(size, seed);
        const flat = Float64Array.from(matrix.to1DArray());
        invertInPlace(flat, size);
        const expected = inverse(matrix).to1DArray();
        for (const [i, value] of expected.entries()) expect(flat[i]).toBeCloseTo(value, 8);
      }),
    );
  });

  it('refuses a matrix that is not positive definite, and says at which pivot', () => {
    expect(() => invertInPlace(Float64Array.of(1, 2, 2, 1), 2)).toThrow(/pivot 1 is -3/);
  });
});
