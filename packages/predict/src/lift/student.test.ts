import { expect, it } from 'vitest';
import { studentProbability, studentQuantile } from './student.ts';

it('has the quantiles of the tables', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: critical values of Student's t.
  const table: [number, number, number][] = [
    [0.975, 1, 12.706],
    [0.975, 2, 4.303],
    [0.975, 10, 2.228],
    [0.975, 30, 2.042],
    [0.975, 100, 1.984],
    [0.95, 5, 2.015],
    [0.995, 20, 2.845],
  ];
  for (const [p, degrees, t] of table) expect(studentQuantile(p, degrees)).toBeCloseTo(t, 3);
});

it('nears the normal distribution as the degrees rise', () => {
  expect(studentQuantile(0.975, 1e6)).toBeCloseTo(1.95997, 4);
  expect(studentQuantile(0.975, 5e7)).toBeCloseTo(1.95996, 4);
});

it('is symmetric, with its middle at 0', () => {
  expect(studentQuantile(0.5, 3)).toBe(0);
  expect(studentQuantile(0.025, 7)).toBeCloseTo(-studentQuantile(0.975, 7), 12);
});

it('inverts its distribution, at broken degrees too', () => {
  for (const degrees of [0.7, 1, 3.4, 17.9, 4321.5])
    for (const p of [0.6, 0.9, 0.999])
      expect(studentProbability(studentQuantile(p, degrees), degrees)).toBeCloseTo(p, 10);
  expect(studentProbability(0, 5)).toBe(0.5);
});
