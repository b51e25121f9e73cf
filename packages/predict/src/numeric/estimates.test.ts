import { describe, expect, it } from 'vitest';
import { minimise, type Objective } from './bfgs.ts';
import { profileIntervals, waldEstimates } from './estimates.ts';

const observations = 400;
const meanWait = 2.5;

/** Exponential waiting times of this mean, of ln rate: −ln L / n = rate·mean − ln rate. */
const waits: Objective = (point, gradient) => {
  const rate = Math.exp(point[0]!);
  gradient[0] = rate * meanWait - 1;
  return rate * meanWait - point[0]!;
};

describe('intervals of fitted parameters', () => {
  const minimum = minimise(waits, [0]);
  const estimates = waldEstimates(waits, minimum, observations);

  it('has the known standard error of an exponential rate, rate/√n', () => {
    expect(estimates[0]!.value).toBeCloseTo(1 / meanWait, 8);
    expect(estimates[0]!.standardError).toBeCloseTo(1 / meanWait / Math.sqrt(observations), 6);
  });

  it('ends where the log-likelihood is 1.92 below its maximum', () => {
    const [interval] = profileIntervals(waits, minimum, estimates, observations);
    const logLikelihood = (rate: number) => observations * (Math.log(rate) - rate * meanWait);
    const top = logLikelihood(1 / meanWait);
    expect(top - logLikelihood(interval!.low)).toBeCloseTo(1.92, 1);
    expect(top - logLikelihood(interval!.high)).toBeCloseTo(1.92, 1);
    expect(interval!.low).toBeLessThan(interval!.high);
  });

  it('is endless for a parameter that the data do not settle', () => {
    const blind: Objective = (point, gradient) => {
      const value = waits(point, gradient);
      gradient[1] = 0;
      return value;
    };
    const found = minimise(blind, [0, 0]);
    const [, unknown] = waldEstimates(blind, found, observations);
    expect(unknown!.standardError).toBe(Number.POSITIVE_INFINITY);
    const [, interval] = profileIntervals(
      blind,
      found,
      waldEstimates(blind, found, observations),
      observations,
    );
    expect(interval).toEqual({ low: 0, high: Number.POSITIVE_INFINITY });
  });
});
