import type { CustomerHistory, PurchaseModel, SpendModel } from '../src/index.ts';
import type { Random } from '../src/numeric/random.ts';

/** A made customer: what is seen of them, and what they will do. */
export interface SimulatedCustomer extends CustomerHistory {
  /** Purchases in the time after. */
  future: number;
  /** What those will come to. */
  futureSpend: number;
}

/**
 * Makes customers by the models' own story: a purchase rate, a dropout probability and a scale of spend each,
 * then one purchase after the other.
 * @param age time from the first purchase to the moment of looking
 * @param horizon time after it
 */
export function simulateCustomers(
  random: Random,
  count: number,
  model: PurchaseModel,
  { p, q, v }: SpendModel,
  age: (random: Random) => number,
  horizon: number,
): SimulatedCustomer[] {
  return Array.from({ length: count }, (_, i) => {
    const rate = random.gamma(model.r, model.alpha);
    const dropout = model.kind === 'bg-nbd' ? random.beta(model.a, model.b) : 0;
    const scale = random.gamma(q, v);
    const amount = () => random.gamma(p, scale);
    const seen = age(random);
    const customer = { id: String(i), repeats: 0, lastAt: 0, age: seen, spent: amount(), lines: 1 };
    let [repeatSpend, future, futureSpend] = [0, 0, 0];
    for (let at = random.exponential(rate); at <= seen + horizon; at += random.exponential(rate)) {
      const value = amount();
      if (at <= seen) {
        customer.repeats++;
        customer.lastAt = at;
        repeatSpend += value;
      } else {
        future++;
        futureSpend += value;
      }
      if (random.uniform() < dropout) break;
    }
    customer.spent += repeatSpend;
    const meanRepeatSpend = customer.repeats > 0 ? repeatSpend / customer.repeats : 0;
    return { ...customer, lines: customer.repeats + 1, meanRepeatSpend, future, futureSpend };
  });
}
