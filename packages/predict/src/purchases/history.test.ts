import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupHistories, summarise } from './history.ts';

describe('summarise', () => {
  const purchases = [
    { customerId: 'a', day: 100, amount: 500, lines: 2 },
    { customerId: 'b', day: 103, amount: 700 },
    { customerId: 'a', day: 107, amount: 300, lines: 3 },
    { customerId: 'a', day: 107, amount: 200 },
    { customerId: 'a', day: 121, amount: 100 },
    { customerId: 'c', day: 130, amount: 100 },
  ];

  it('counts a day once, leaves the first purchase out of the mean, and what comes later out of all', () => {
    expect(summarise(purchases, { untilDay: 128 })).toEqual([
      { id: 'a', repeats: 2, lastAt: 21, age: 28, meanRepeatSpend: 300, spent: 1100, lines: 7 },
      { id: 'b', repeats: 0, lastAt: 0, age: 25, meanRepeatSpend: 0, spent: 700, lines: 1 },
    ]);
  });

  it('counts in weeks where asked', () => {
    expect(summarise(purchases, { untilDay: 128, daysPerUnit: 7 })[0]).toMatchObject({ lastAt: 3, age: 4 });
  });

  it('is the same for purchases in any order', () => {
    expect(summarise([...purchases].reverse(), { untilDay: 128 }).find(({ id }) => id === 'a')).toEqual(
      summarise(purchases, { untilDay: 128 })[0],
    );
  });
});

describe('groupHistories', () => {
  it('keeps every customer, sorted by repeats', () => {
    const history = fc
      .record({ repeats: fc.nat(5), last: fc.nat(3), rest: fc.nat(3) })
      .map(({ repeats, last, rest }) => {
        const lastAt = repeats > 0 ? last : 0;
        return { repeats, lastAt, age: lastAt + rest };
      });
    fc.assert(
      fc.property(fc.array(history), (histories) => {
        const groups = groupHistories(histories);
        const key = (...parts: number[]) => parts.join('/');
        const ungrouped = Array.from(groups.count).flatMap((count, i) =>
          Array<string>(count).fill(key(groups.repeats[i]!, groups.lastAt[i]!, groups.age[i]!)),
        );
        const expected = histories.map(({ repeats, lastAt, age }) => key(repeats, lastAt, age));
        expect(ungrouped.sort()).toEqual(expected.sort());
        expect([...groups.repeats]).toEqual([...groups.repeats].sort((a, b) => a - b));
        expect(groups.customers).toBe(histories.length);
        expect(groups.repeaters).toBe(histories.filter(({ repeats }) => repeats > 0).length);
      }),
    );
  });

  it.each([
    { repeats: 1.5, lastAt: 1, age: 2 },
    { repeats: -1, lastAt: 0, age: 2 },
    { repeats: 1, lastAt: 3, age: 2 },
    { repeats: 0, lastAt: 1, age: 2 },
    { repeats: 1, lastAt: Number.NaN, age: 2 },
    { repeats: 0, lastAt: 0, age: Number.POSITIVE_INFINITY },
  ])('refuses $repeats repeats, last at $lastAt of $age, with its place', (impossible) => {
    expect(() => groupHistories([{ repeats: 0, lastAt: 0, age: 1 }, impossible])).toThrow(
      /history 1 cannot be/,
    );
  });
});
