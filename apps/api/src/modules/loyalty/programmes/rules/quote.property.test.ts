import { type EarnRule, earnRules } from '@wafa/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { circumstances, line, member } from './baskets.ts';
import { Given } from './given.ts';
import { quote } from './quote.ts';

const key = fc.constantFrom('a', 'b', 'c');
const some = <T>(value: fc.Arbitrary<T>) => fc.uniqueArray(value, { minLength: 1, maxLength: 3 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const whenAny = {
  weekdays: maybe(some(fc.integer({ min: 1, max: 7 }))),
  tiers: maybe(some(fc.constantFrom('bronze', 'gold'))),
  segments: maybe(some(key)),
};
const when = fc.record({
  ...whenAny,
  categories: maybe(some(key)),
  skus: maybe(some(key)),
  firstOrder: maybe(fc.constant(true)),
  minimumBasket: maybe(fc.integer({ min: 1, max: 100_000 })),
});
const cap = maybe(fc.integer({ min: 1, max: 500 }));
const caps = fc.record({ perOrder: cap, perDay: cap, perMonth: cap, perCustomer: cap });
const points = fc.integer({ min: 1, max: 1_000 });
const anyRule = fc.oneof(
  fc.record({ kind: fc.constant('multiplier'), when, caps, percent: fc.constantFrom(150, 200) }),
  fc.record({ kind: fc.constant('rate'), when, caps, pointsPerUnit: fc.constantFrom('0.25', '1', '3.5') }),
  fc.record({
    kind: fc.constant('points'),
    when,
    caps,
    points,
    per: fc.constantFrom('order', 'line', 'item'),
  }),
  fc.record({ kind: fc.constant('exclude'), when }),
  fc.record({
    kind: fc.constant('event'),
    when: fc.record(whenAny),
    caps,
    points,
    event: fc.constant('review'),
  }),
);
const rules = fc
  .array(anyRule, { maxLength: 8 })
  .map((list) => earnRules.parse(list.map((fields, index) => ({ id: `rule-${index}`, ...fields }))));
const basket = fc
  .array(
    fc.record({
      sku: key,
      category: fc.option(key),
      quantity: fc.integer({ min: 1, max: 9 }),
      total: fc.integer({ min: 0, max: 200_000 }),
    }),
    { maxLength: 8 },
  )
  .map((list) => list.map((fields, index) => line(fields.total, { ...fields, lineNo: index + 1 })));
const seen = fc
  .record({
    tier: fc.option(fc.constantFrom('bronze', 'gold')),
    segments: fc.subarray(['a', 'b', 'c']).map((keys) => new Set(keys)),
    isFirstOrder: fc.boolean(),
    currencyExponent: fc.constantFrom(0, 2, 3),
    given: fc
      .array(
        fc.record({
          ruleId: fc.constantFrom('rule-0', 'rule-1', 'rule-2'),
          day: fc.constantFrom('2026-02-20', '2026-02-01', '2025-12-31'),
          points: fc.integer({ min: 1, max: 300 }),
        }),
        { maxLength: 6 },
      )
      .map((rows) => new Given(rows)),
  })
  .map(circumstances);
const anyMember = (list: EarnRule[], multiplierPercent: number) => member({ rules: list, multiplierPercent });
const multiplier = fc.constantFrom(100, 125, 200);

test('lines add up to the points, rules and base do too, and none is negative', () => {
  fc.assert(
    fc.property(rules, basket, seen, multiplier, (list, lines, at, percent) => {
      const quoted = quote(anyMember(list, percent), lines, at);
      const shares = quoted.lines.map((each) => each.points);
      expect(shares.every((share) => Number.isSafeInteger(share) && share >= 0)).toBe(true);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(quoted.points);
      const byRules = quoted.outcomes.reduce((sum, outcome) => sum + outcome.points, 0);
      expect(quoted.base + byRules).toBe(quoted.points);
      for (const outcome of quoted.outcomes)
        expect(outcome.lines.reduce((sum, each) => sum + each.points, 0)).toBe(outcome.points);
    }),
  );
});

test('the order of rules changes nothing', () => {
  const shuffled = rules.chain((list) =>
    fc.tuple(
      fc.constant(list),
      fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, basket, seen, ([list, other], lines, at) => {
      const [one, two] = [list, other].map((each) => quote(anyMember(each, 100), lines, at));
      expect(two?.lines).toEqual(one?.lines);
      const byId = (quoted: typeof one) =>
        new Map(quoted?.outcomes.map(({ rule, ...rest }) => [rule.id, rest]));
      expect(byId(two)).toEqual(byId(one));
    }),
  );
});

test('no rule ever gives more than its caps leave', () => {
  fc.assert(
    fc.property(rules, fc.array(basket, { maxLength: 6 }), seen, (list, baskets, at) => {
      const given = new Map<string, number>();
      for (const lines of baskets) {
        for (const { rule, points: gave } of quote(anyMember(list, 100), lines, at).outcomes) {
          if (rule.kind === 'exclude') continue;
          const { day, month, customer } = at.given.of(rule.id, '2026-02-20');
          expect(gave).toBeLessThanOrEqual(rule.caps.perOrder ?? Number.POSITIVE_INFINITY);
          const total = (before: number, limit: number | undefined) =>
            gave === 0 || limit === undefined || before + gave <= limit;
          expect(total(day, rule.caps.perDay)).toBe(true);
          expect(total(month, rule.caps.perMonth)).toBe(true);
          expect(total(customer, rule.caps.perCustomer)).toBe(true);
          given.set(rule.id, gave);
        }
        for (const [ruleId, gave] of given) at.given.add({ ruleId, day: '2026-02-20', points: gave });
        given.clear();
      }
    }),
  );
});
