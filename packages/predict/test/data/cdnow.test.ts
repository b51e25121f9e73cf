import { beforeAll, describe, expect, it } from 'vitest';
import { type CdnowStudy, studyCdnow } from '../../report/cdnow.ts';
import { dataFile } from '../../report/data-file.ts';

const summary = dataFile('cdnow/cdnow_customers_summary_with_transactions.csv');
const purchases = dataFile('cdnow/CDNOW_sample.txt');

/** Within half a unit of the last published digit, as `digits` after the point. */
const rounds = (value: number, digits: number) => Number(value.toFixed(digits));

describe.skipIf(!summary || !purchases)('published values of the CDNOW sample', () => {
  let study: CdnowStudy;
  beforeAll(() => {
    study = studyCdnow(summary!, purchases!);
  });

  it('fits the BG/NBD: r .243, α 4.414, a .793, b 2.426, log-likelihood −9582.4', () => {
    const { r, alpha, a, b } = study.bgNbd.model;
    expect([r, alpha, a, b].map((value) => rounds(value, 3))).toEqual([0.243, 4.414, 0.793, 2.426]);
    expect(rounds(study.bgNbd.logLikelihood, 1)).toBe(-9582.4);
    expect([study.bgNbd.customers, study.bgNbd.repeaters]).toEqual([2357, 946]);
  });

  it('fits the NBD: r .385, α 12.072, log-likelihood −9763.7', () => {
    const { r, alpha } = study.nbd.model;
    expect([r, alpha].map((value) => rounds(value, 3))).toEqual([0.385, 12.072]);
    expect(rounds(study.nbd.logLikelihood, 1)).toBe(-9763.7);
  });

  it('holds the published parameters in its profile intervals, which do not reach the boundary', () => {
    const { r, alpha, a, b } = study.bgNbd.profile();
    for (const [interval, published] of [
      [r, 0.243],
      [alpha, 4.414],
      [a, 0.793],
      [b, 2.426],
    ] as const) {
      expect(interval!.low).toBeLessThan(published);
      expect(interval!.high).toBeGreaterThan(published);
      expect(interval!.low).toBeGreaterThan(published / 2);
      expect(interval!.high).toBeLessThan(published * 2);
    }
  });

  it('expects 1.226 purchases in 39 weeks of x = 2, t_x = 30.43, T = 38.86, and 1.195 of a new customer', () => {
    expect(rounds(study.customerForecast, 3)).toBe(1.226);
    expect(rounds(study.newcomerForecast, 3)).toBe(1.195);
  });

  it('fits the Gamma-Gamma: p 6.25, q 3.74, v 15.44 (±.01), log-likelihood −4055.9, 946 repeaters', () => {
    const { p, q, v } = study.spend.model;
    for (const [value, published] of [
      [p, 6.25],
      [q, 3.74],
      [v, 15.44],
    ] as const)
      expect(Math.abs(value - published)).toBeLessThanOrEqual(0.01);
    expect(rounds(study.spend.logLikelihood, 1)).toBe(-4055.9);
    expect(study.spend.repeaters).toBe(946);
  });

  it('expects the published spend of the first ten customers, to a cent', () => {
    const published = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17];
    const far = study.firstTenSpend.filter((spend, i) => Math.abs(spend - published[i]!) > 0.0101);
    expect(far).toEqual([]);
  });

  it('forecasts the holdout: 1,882 purchases counted, 1,653 expected, mean absolute error .786 (±.001)', () => {
    const { actual, predicted, meanAbsoluteError } = study.holdout;
    expect(actual).toBe(1882);
    expect(Math.round(predicted)).toBe(1653);
    expect(Math.abs(meanAbsoluteError - 0.786)).toBeLessThanOrEqual(0.001);
  });

  it('tracks the cumulative repeat purchases within 5 % in every week of the second half year and of the holdout', () => {
    expect(study.tracking).toHaveLength(78);
    const off = study.tracking.filter(
      ({ week, actual, expected }) => week >= 24 && Math.abs(expected / actual - 1) > 0.05,
    );
    expect(off).toEqual([]);
  });
});
