import { fitEase, fitRepurchase, recommender } from '@wafa/predict';
import { describe, expect, it } from 'vitest';
import { type DatedBaskets, type Items, listsOf } from './rules.ts';

const untilDay = 1_000;
/** Customers of whom those who buy bread buy butter, and those who buy tea buy milk. */
const crowd = Array.from({ length: 60 }, (_, at) => ({
  customerId: String(at),
  baskets: at % 2 === 0 ? [['bread'], ['butter', 'salt']] : [['tea'], ['milk', 'sugar']],
}));
const items: Items = {
  recommender: recommender(fitEase(crowd, { lambdas: [5] }).model),
  repurchase: fitRepurchase(crowd),
  unsold: new Set(),
};
const customer: DatedBaskets = {
  customerId: 'a',
  baskets: [
    { day: 900, skus: ['bread', 'old'] },
    { day: 993, skus: ['bread'] },
    { day: 994, skus: ['tea'] },
  ],
};
const skus = (kind: string, from = customer, by = items) =>
  listsOf(from, by, untilDay).find((list) => list.kind === kind)?.skus;

describe('the lists of a customer', () => {
  it('discover what goes with what was bought, never what was', () => {
    const [discover] = listsOf({ ...customer, baskets: customer.baskets.slice(0, 2) }, items, untilDay);
    expect(discover?.skus[0]).toMatch(/butter|salt/);
    expect(discover?.because[0]).toBe('bread');
    expect(discover?.scores[0]).toBeGreaterThan(0);
    expect(discover?.skus).not.toContain('bread');
    expect(discover?.because.at(-1)).toBeNull();
  });

  it('offer to buy again what was not bought within a week', () => {
    expect(skus('buy_again')).toEqual(['bread', 'old']);
    expect(skus('buy_again', { ...customer, baskets: [{ day: 993, skus: ['tea'] }] })).toEqual(['tea']);
  });

  it('hold nothing that is not sold', () => {
    const unsold = { ...items, unsold: new Set(['butter', 'salt', 'old']) };
    expect(skus('discover', customer, unsold)).not.toContain('butter');
    expect(skus('buy_again', customer, unsold)).toEqual(['bread']);
  });

  it('are left out where they are empty', () => {
    const justNow = { customerId: 'a', baskets: [{ day: 1_000, skus: ['new'] }] };
    const nothing = { ...items, unsold: new Set(['bread', 'butter', 'salt', 'tea', 'milk', 'sugar']) };
    expect(listsOf(justNow, nothing, untilDay)).toEqual([]);
  });
});
