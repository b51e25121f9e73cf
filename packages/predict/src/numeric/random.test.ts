import { describe, expect, it } from 'vitest';
import { randomFrom } from './random.ts';
import { mean } from './special.ts';

const draw = (count: number, one: () => number) => Float64Array.from({ length: count }, one);
const variance = (values: Float64Array) => {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
};

describe('random values from a seed', () => {
  it('are the same for the same seed, others for another', () => {
    const [a, b, c] = [randomFrom(7), randomFrom(7), randomFrom(8)];
    const first = draw(5, a.uniform);
    expect(draw(5, b.uniform)).toEqual(first);
    expect(draw(5, c.uniform)).not.toEqual(first);
  });

  it('have the moments of their laws', () => {
    const random = randomFrom(1);
    const count = 100_000;
    const laws: Array<[() => number, number, number]> = [
      [random.uniform, 1 / 2, 1 / 12],
      [random.normal, 0, 1],
      [() => random.exponential(2), 1 / 2, 1 / 4],
      [() => random.gamma(3, 2), 3 / 2, 3 / 4],
      [() => random.gamma(0.25, 5), 0.05, 0.01],
      [() => random.beta(0.8, 2.4), 0.25, (0.8 * 2.4) / (3.2 ** 2 * 4.2)],
      [() => random.below(10), 4.5, 8.25],
    ];
    for (const [one, centre, spread] of laws) {
      const values = draw(count, one);
      expect(Math.abs(mean(values) - centre)).toBeLessThan(4 * Math.sqrt(spread / count));
      expect(variance(values) / spread).toBeCloseTo(1, 1);
    }
  });

  it('make an order of all numbers', () => {
    const order = randomFrom(3).order(100);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect([...order]).not.toEqual([...order].sort((a, b) => a - b));
  });
});
