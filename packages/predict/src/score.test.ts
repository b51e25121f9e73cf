import { describe, expect, it } from 'vitest';
import { simulateCustomers } from '../test/simulate.ts';
import { churnProbability, explainChurn, fitChurn } from './churn/churn.ts';
import { randomFrom } from './numeric/random.ts';
import { probabilityAlive } from './purchases/forecast.ts';
import type { CustomerHistory } from './purchases/history.ts';
import { scoreCustomers } from './score.ts';
import { valueForecaster } from './spend/lifetime-value.ts';

const value = {
  purchases: { kind: 'bg-nbd', r: 0.6, alpha: 30, a: 0.6, b: 3 },
  spend: { p: 6, q: 4, v: 1_500 },
} as const;
const made = simulateCustomers(
  randomFrom(1),
  1_000,
  value.purchases,
  value.spend,
  (r) => 30 + r.below(300),
  90,
);
const churn = fitChurn(made.map((one) => ({ ...one, churned: one.future === 0 })))!.model;
const options = { horizon: 365, yearlyDiscount: 0.1 };

describe('scoreCustomers', () => {
  it('says of each customer what the models say one by one', () => {
    const forecast = valueForecaster(value, options);
    for (const [i, score] of [...scoreCustomers(made.slice(0, 50), { value, churn }, options)].entries()) {
      const one = made[i]!;
      expect(score).toEqual({
        id: one.id,
        value: forecast(one),
        alive: one.repeats > 0 ? probabilityAlive(value.purchases, one) : undefined,
        churn: churnProbability(churn, one),
        moved: explainChurn(churn, one),
      });
    }
  });

  it('says nothing of being alive by the NBD, and nothing at all without models', () => {
    const nbd = { ...value, purchases: { kind: 'nbd', r: 0.7, alpha: 60 } } as const;
    const [one] = scoreCustomers(made.slice(0, 1), { value: nbd, churn: undefined }, options);
    expect(one).toMatchObject({ alive: undefined, churn: undefined, moved: [] });
    const [none] = scoreCustomers(made.slice(0, 1), { value: undefined, churn: undefined }, options);
    expect(none).toEqual({ id: '0', value: undefined, alive: undefined, churn: undefined, moved: [] });
  });

  it('asks for the next customer only when it is asked itself', () => {
    let given = 0;
    function* endless(): Generator<CustomerHistory> {
      for (;;) {
        given++;
        yield made[given % made.length]!;
      }
    }
    const scores = scoreCustomers(endless(), { value, churn }, options);
    for (let i = 0; i < 10; i++) scores.next();
    expect(given).toBe(10);
  });

  it('refuses an impossible history with its place', () => {
    const broken = [made[0]!, { ...made[1]!, age: -1 }];
    expect(() => [...scoreCustomers(broken, { value, churn }, options)]).toThrow(/history 1 cannot be/);
  });
});
