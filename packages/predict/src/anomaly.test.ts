import { describe, expect, it } from 'vitest';
import { fitAnomaly, median, scoreAnomaly } from './anomaly.ts';
import { randomFrom } from './numeric/random.ts';

const random = randomFrom(1);
const usual = Array.from({ length: 2_000 }, () => ({
  refunds: random.exponential(0.5),
  points: Math.exp(5 + random.normal()),
}));

describe('anomaly', () => {
  const model = fitAnomaly(usual, ['refunds', 'points']);

  it('calls few ordinary rows suspicious, and a wild one always', () => {
    const flagged = usual.filter((row) => scoreAnomaly(model, row).suspicious);
    expect(flagged.length / usual.length).toBeLessThan(0.01);
    const wild = scoreAnomaly(model, { refunds: 500, points: 150 });
    expect(wild.suspicious).toBe(true);
    expect(wild.score).toBeGreaterThan(0.6);
    expect(wild.measures[0]!.measure).toBe('refunds');
  });

  it('is not moved by frauds among what it learns from', () => {
    const spoiled = [...usual, ...Array.from({ length: 600 }, () => ({ refunds: 1e6, points: 1e9 }))];
    const again = fitAnomaly(spoiled, ['refunds', 'points']);
    expect(scoreAnomaly(again, { refunds: 1e6, points: 1e9 }).suspicious).toBe(true);
  });

  it('has the standard deviation for its spread under a normal law', () => {
    const { median: centre, spread } = model.scales.points;
    expect(centre).toBeCloseTo(5, 1);
    expect(spread).toBeCloseTo(1, 1);
  });

  it('counts only what is above: a quiet customer scores nought', () => {
    expect(scoreAnomaly(model, { refunds: 0, points: 0 })).toMatchObject({ score: 0, suspicious: false });
  });

  it('grows with each measure and stays below 1', () => {
    const score = (refunds: number, points: number) => scoreAnomaly(model, { refunds, points }).score;
    expect(score(50, 150)).toBeGreaterThan(score(20, 150));
    expect(score(50, 5_000)).toBeGreaterThan(score(50, 150));
    expect(score(1e300, 1e300)).toBeLessThan(1);
  });

  it('takes the mean deviation where more than half are equal, and the largest z where nothing varies', () => {
    const mostlyNone = [
      ...Array.from({ length: 80 }, () => ({ claims: 0 })),
      ...Array.from({ length: 20 }, () => ({ claims: 1 })),
    ];
    const rare = fitAnomaly(mostlyNone, ['claims']);
    expect(rare.scales.claims.spread).toBeCloseTo(1.2533 * 0.2 * Math.log(2), 10);
    expect(scoreAnomaly(rare, { claims: 0 }).score).toBe(0);
    const still = fitAnomaly([{ claims: 2 }, { claims: 2 }], ['claims']);
    expect(scoreAnomaly(still, { claims: 2 }).measures).toEqual([{ measure: 'claims', z: 0 }]);
    expect(scoreAnomaly(still, { claims: 3 }).measures).toEqual([{ measure: 'claims', z: 1_000 }]);
    expect(fitAnomaly<'claims'>([], ['claims']).scales.claims).toEqual({ median: 0, spread: 0 });
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a measure of %d by its name', (refunds) => {
    expect(() => scoreAnomaly(model, { refunds, points: 1 })).toThrow(/refunds must be a number/);
  });
});

describe('median', () => {
  it('is the middle one, or the mean of the middle two', () => {
    expect(median([9, 1, 3])).toBe(3);
    expect(median([9, 1, 3, 5])).toBe(4);
  });
});
