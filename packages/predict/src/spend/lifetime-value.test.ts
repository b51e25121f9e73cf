import { describe, expect, it } from 'vitest';
import { simulateCustomers } from '../../test/simulate.ts';
import { randomFrom } from '../numeric/random.ts';
import { expectedPurchases } from '../purchases/forecast.ts';
import { valueForecaster } from './lifetime-value.ts';

const purchases = { kind: 'bg-nbd', r: 0.6, alpha: 30, a: 0.6, b: 3 } as const;
const spend = { p: 6, q: 4, v: 1_500 };
const customer = { repeats: 4, lastAt: 150, age: 200, meanRepeatSpend: 2_400 };

describe('valueForecaster', () => {
  it('is purchases times spend without a discount', () => {
    const {
      purchases: count,
      spend: each,
      value,
    } = valueForecaster({ purchases, spend }, { horizon: 365 })(customer);
    expect(count).toBe(expectedPurchases(purchases, customer, 365));
    expect(value).toBeCloseTo(count * each, 9);
  });

  it('discounts as a sum over days does', () => {
    const forecast = valueForecaster({ purchases, spend }, { horizon: 730, yearlyDiscount: 0.15 });
    for (const one of [customer, { repeats: 0, lastAt: 0, age: 3, meanRepeatSpend: 0 }]) {
      const { value, spend: each } = forecast(one);
      const until = (day: number) => expectedPurchases(purchases, one, day);
      let daily = 0;
      for (let day = 1; day <= 730; day++)
        daily += (until(day) - until(day - 1)) * 1.15 ** (-(day - 0.5) / 365.25);
      expect(value / (daily * each)).toBeCloseTo(1, 4);
    }
  });

  it('holds what simulated customers spend in four cases of five, from the first day to the last', () => {
    const count = 20_000;
    const made = simulateCustomers(
      randomFrom(9),
      count,
      purchases,
      spend,
      (random) => random.below(300),
      365,
    );
    const forecast = valueForecaster({ purchases, spend }, { horizon: 365, level: 0.8 });
    let [within, above, value, actual] = [0, 0, 0, 0];
    for (const one of made) {
      const said = forecast(one);
      if (one.futureSpend >= said.low && one.futureSpend <= said.high) within++;
      if (one.futureSpend > said.high) above++;
      value += said.value;
      actual += one.futureSpend;
    }
    expect(value / actual).toBeCloseTo(1, 1);
    expect(above / count).toBeGreaterThan(0.07);
    expect(above / count).toBeLessThan(0.13);
    // More than 80 %: where buying nothing is likelier than 10 %, the lower end is nought and holds all of it.
    expect(within / count).toBeGreaterThan(0.8);
    expect(within / count).toBeLessThan(0.93);
  });

  it('holds frequent buyers too, where the interval is closed below', () => {
    const busy = { kind: 'nbd', r: 20, alpha: 100 } as const;
    const made = simulateCustomers(randomFrom(10), 4_000, busy, spend, () => 200, 365);
    const forecast = valueForecaster({ purchases: busy, spend }, { horizon: 365, level: 0.8 });
    const inside = made.filter((one) => {
      const { low, high } = forecast(one);
      return one.futureSpend >= low && one.futureSpend <= high;
    });
    expect(inside.length / made.length).toBeCloseTo(0.8, 1);
    expect(forecast(made[0]!).low).toBeGreaterThan(0);
  });

  it('says nought for a customer who is surely lost', () => {
    const lost = { repeats: 900, lastAt: 10, age: 5_000, meanRepeatSpend: 2_000 };
    const said = valueForecaster({ purchases, spend }, { horizon: 365, yearlyDiscount: 0.1 })(lost);
    expect([said.value, said.low, said.high]).toEqual([0, 0, 0]);
  });

  it('stands for a customer of very many purchases', () => {
    const machine = { repeats: 20_000, lastAt: 1_000, age: 1_000, meanRepeatSpend: 500 };
    const nbd = { kind: 'nbd', r: 1, alpha: 1 } as const;
    const said = valueForecaster({ purchases: nbd, spend }, { horizon: 1_000 })(machine);
    expect(said.low).toBeLessThan(said.value);
    expect(said.high).toBeGreaterThan(said.value);
    expect(said.high / said.low).toBeLessThan(1.1);
  });

  it.each([{ horizon: 0 }, { horizon: 30, level: 1 }, { horizon: 30, yearlyDiscount: -0.1 }])(
    'refuses the options %j',
    (options) => {
      expect(() => valueForecaster({ purchases, spend }, options)).toThrow(/options cannot be/);
    },
  );
});
