import { describe, expect, it } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { logistic } from '../numeric/special.ts';
import { type ChurnExample, churnProbability, evaluateChurn, explainChurn, fitChurn } from './churn.ts';
import { churnExamples } from './examples.ts';
import { fillFeatures } from './features.ts';
import { fitLogistic } from './logistic.ts';

/** Churn by known weights: recency .02 a day, ln frequency −1, ln money −.3, lines nought. */
function make(count: number, seed: number): ChurnExample[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, i) => {
    const repeats = random.below(6);
    const age = 1 + random.below(200);
    const history = {
      id: String(i),
      repeats,
      lastAt: repeats > 0 ? random.below(age) : 0,
      age,
      spent: Math.exp(8 + random.normal()),
      lines: repeats + 1 + random.below(20),
    };
    return { ...history, churned: random.uniform() < trueProbability(history) };
  });
}

function trueProbability({ repeats, lastAt, age, spent }: Omit<ChurnExample, 'churned'>): number {
  return logistic(0.02 * (age - lastAt) - Math.log(repeats + 1) - 0.3 * Math.log(spent) + 2);
}

describe('fitLogistic', () => {
  it('recovers known weights', () => {
    const random = randomFrom(1);
    const values = Float64Array.from({ length: 40_000 }, random.normal);
    const labels = Uint8Array.from({ length: 20_000 }, (_, i) =>
      Number(random.uniform() < logistic(0.5 + 2 * values[2 * i]! - values[2 * i + 1]!)),
    );
    const { intercept, weights } = fitLogistic({ values, width: 2, labels }, 0);
    expect(intercept).toBeCloseTo(0.5, 1);
    expect(weights[0]).toBeCloseTo(2, 0.7);
    expect(weights[1]).toBeCloseTo(-1, 1);
  });

  it('stays finite where the labels can be told apart entirely, or are all equal', () => {
    const values = Float64Array.of(1, 2, 3, 4);
    const apart = fitLogistic({ values, width: 1, labels: Uint8Array.of(0, 0, 1, 1) }, 0.1);
    expect(apart.weights[0]).toBeGreaterThan(0);
    expect(Number.isFinite(apart.weights[0])).toBe(true);
    const equal = fitLogistic({ values, width: 1, labels: new Uint8Array(4) }, 1);
    expect(Number.isFinite(equal.intercept)).toBe(true);
    expect(equal.intercept).toBeLessThan(-5);
  });

  it('gives no weight to a measure that does not vary', () => {
    const { weights } = fitLogistic(
      { values: Float64Array.of(7, 7, 7, 7), width: 1, labels: Uint8Array.of(0, 1, 0, 1) },
      1,
    );
    expect(weights[0]).toBeCloseTo(0, 12);
  });
});

describe('fitChurn', () => {
  const fit = fitChurn(make(6_000, 2))!;
  const unseen = make(6_000, 3);

  it('says nearly the true probability of customers it never saw', () => {
    const errors = unseen.map((one) => Math.abs(churnProbability(fit.model, one) - trueProbability(one)));
    expect(errors.reduce((sum, error) => sum + error) / errors.length).toBeLessThan(0.02);
  });

  it('is calibrated: of each tenth about as many churn as it says', () => {
    for (const { customers, said, seen } of evaluateChurn(fit.model, unseen).calibration)
      expect(Math.abs(said - seen)).toBeLessThan(4 * Math.sqrt((said * (1 - said)) / customers));
    expect(fit.calibration.slope).toBeCloseTo(1, 1);
  });

  it('ranks unseen customers as well as its report out of fold says', () => {
    const { auc, top, brier } = evaluateChurn(fit.model, unseen);
    expect(auc!.value).toBeCloseTo(fit.outOfFold.auc!.value, 1);
    expect(top[0]!.precision).toBeGreaterThan(fit.churned / fit.examples);
    expect(brier).toBeLessThan(0.25);
    expect(fit).toMatchObject({ examples: 6_000, customers: 6_000 });
  });

  it('is the same on every run', () => {
    expect(fitChurn(make(6_000, 2))!.model).toEqual(fit.model);
  });

  it('tells what moved a score: the parts add up to its distance from the average customer', () => {
    const one = unseen[0]!;
    const moved = explainChurn(fit.model, one);
    const average = fit.model.means.reduce((sum, mean, j) => sum + fit.model.weights[j]! * mean, 0);
    const sum = moved.reduce((total, { logOdds }) => total + logOdds, fit.model.intercept + average);
    expect(logistic(sum)).toBeCloseTo(churnProbability(fit.model, one), 12);
    const late = explainChurn(fit.model, { ...one, repeats: 2, lastAt: 0, age: 2_000 });
    expect(late[0]!.feature).toBe('recency');
    expect(late[0]!.logOdds).toBeGreaterThan(1);
  });

  it('makes no model of too few who churned or stayed', () => {
    expect(fitChurn(make(60, 4))).toBeUndefined();
    expect(fitChurn(make(500, 4).map((one) => ({ ...one, churned: false })))).toBeUndefined();
  });
});

describe('measures', () => {
  it('take a total of nought or less, and no lines, for the least there can be', () => {
    const target = new Float64Array(4);
    fillFeatures({ repeats: 0, lastAt: 0, age: 9, spent: -500, lines: 0 }, target);
    expect([...target]).toEqual([9, 0, 0, 0]);
  });
});

describe('churnExamples', () => {
  const purchases = [
    { customerId: 'a', day: 0, amount: 100 },
    { customerId: 'b', day: 5, amount: 100 },
    { customerId: 'a', day: 12, amount: 100 },
    { customerId: 'b', day: 40, amount: 100 },
  ];

  it('looks at each day back and forth, and no further than the horizon', () => {
    const made = churnExamples(purchases, [10, 20], 10);
    expect(made.map(({ id, repeats, age, churned }) => [id, repeats, age, churned])).toEqual([
      ['a', 0, 10, false],
      ['b', 0, 5, true],
      ['a', 1, 20, true],
      ['b', 0, 15, true],
    ]);
  });
});
