import { describe, expect, it } from 'vitest';
import { averageOrderValue, mergeFacts } from './rules.ts';

const day = (text: string) => new Date(`2026-01-${text}T10:00:00Z`);

describe('changes to facts', () => {
  it('add up per customer, in the order of their ids', () => {
    const merged = mergeFacts([
      { customerId: 'b', spent: 500, orders: 1, visits: 1, orderAt: day('05') },
      { customerId: 'a', points: 10 },
      { customerId: 'b', spent: -200, orderAt: day('03') },
      { customerId: 'b', visitAt: day('09'), visits: 1, points: 7, lifetime: 70 },
      { customerId: 'b', visitAt: day('04') },
    ]);
    expect(merged).toEqual([
      {
        customerId: 'a',
        spent: 0,
        orders: 0,
        visits: 0,
        firstOrderAt: null,
        lastOrderAt: null,
        lastVisitAt: null,
        setsTier: false,
        tier: null,
        points: 10,
        lifetime: null,
      },
      {
        customerId: 'b',
        spent: 300,
        orders: 1,
        visits: 2,
        firstOrderAt: day('03'),
        lastOrderAt: day('05'),
        lastVisitAt: day('09'),
        setsTier: false,
        tier: null,
        points: 7,
        lifetime: 70,
      },
    ]);
  });

  it('tell a tier taken away from a tier not mentioned; of absolute values the last stays', () => {
    const [silver] = mergeFacts([
      { customerId: 'a', tier: 'gold', points: 5 },
      { customerId: 'a', tier: 'silver', points: 0 },
    ]);
    expect(silver).toMatchObject({ setsTier: true, tier: 'silver', points: 0 });
    expect(mergeFacts([{ customerId: 'a', tier: null }])[0]).toMatchObject({ setsTier: true, tier: null });
    expect(
      mergeFacts([
        { customerId: 'a', tier: 'gold' },
        { customerId: 'a', spent: 1 },
      ])[0],
    ).toMatchObject({ setsTier: true, tier: 'gold' });
  });

  it('keep an order of the same instant once as first and once as last', () => {
    const [delta] = mergeFacts([
      { customerId: 'a', orderAt: day('05') },
      { customerId: 'a', orderAt: day('05') },
    ]);
    expect(delta).toMatchObject({ firstOrderAt: day('05'), lastOrderAt: day('05') });
  });
});

describe('the average order', () => {
  it('is rounded to minor units, and 0 without orders', () => {
    expect(averageOrderValue(1001, 2)).toBe(501);
    expect(averageOrderValue(500, 0)).toBe(0);
    expect(averageOrderValue(0, 3)).toBe(0);
  });
});
