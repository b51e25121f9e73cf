import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestOf, effectsOf, exhaustiveUpTo, mayStand } from './combine.ts';
import type { BasketLine, Candidate, Effect } from './types.ts';

const skus = ['A', 'B', 'C', 'D'];
const categories = ['tea', 'cups', null];

const line: fc.Arbitrary<BasketLine> = fc.record({
  sku: fc.constantFrom(...skus),
  category: fc.constantFrom(...categories),
  quantity: fc.integer({ min: 1, max: 9 }),
  total: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 5_000_000 })),
  points: fc.integer({ min: 0, max: 500 }),
});
const basket = fc.array(line, { minLength: 1, maxLength: 6 });

const benefit: fc.Arbitrary<Candidate['terms']['benefit']> = fc.oneof(
  fc.record({
    kind: fc.constant('percent' as const),
    percentBp: fc.integer({ min: 1, max: 10_000 }),
    cap: fc.option(fc.integer({ min: 1, max: 5000 })),
  }),
  fc.record({ kind: fc.constant('amount' as const), amount: fc.integer({ min: 1, max: 10_000 }) }),
  fc.record({ kind: fc.constant('fixed_price' as const), price: fc.integer({ min: 0, max: 300 }) }),
  fc.record({
    kind: fc.constant('buy_get' as const),
    buy: fc.integer({ min: 1, max: 3 }),
    get: fc.integer({ min: 1, max: 2 }),
    percentBp: fc.integer({ min: 1, max: 10_000 }),
    times: fc.option(fc.integer({ min: 1, max: 3 })),
  }),
  fc.record({ kind: fc.constant('bonus_points' as const), points: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ kind: fc.constant('points_multiplier' as const), percent: fc.integer({ min: 101, max: 500 }) }),
);

const scope: fc.Arbitrary<Candidate['terms']['scope']> = fc.oneof(
  fc.constant({ kind: 'basket' as const }),
  fc.record({ kind: fc.constant('products' as const), skus: fc.subarray(skus, { minLength: 1 }) }),
  fc.record({ kind: fc.constant('categories' as const), categories: fc.subarray(['tea'], { minLength: 1 }) }),
);

const candidate = fc.record({
  benefit,
  scope,
  excludedSkus: fc.subarray(skus, { maxLength: 1 }),
  exclusive: fc.boolean(),
  group: fc.option(fc.constantFrom('g', 'h')),
  priority: fc.integer({ min: 0, max: 3 }),
  moneyLeft: fc.option(fc.integer({ min: 0, max: 3000 })),
});
const offers = (max: number) =>
  fc.array(candidate, { minLength: 1, maxLength: max }).map((list) =>
    list.map(
      ({ benefit, scope, excludedSkus, exclusive, group, priority, moneyLeft }, n): Candidate => ({
        offerId: `id-${n}`,
        key: `offer-${n}`,
        terms: { benefit, scope, excludedSkus, stacking: { exclusive, group, priority } },
        moneyLeft,
        pointsLeft: null,
      }),
    ),
  );

const discountOf = (effects: readonly Effect[]) => effects.reduce((sum, { discount }) => sum + discount, 0);
/** What each line costs after offers, as a sorted list: how lines stand in the basket does not matter to it. */
const outcome = (effects: readonly Effect[], lines: readonly BasketLine[]) =>
  lines
    .map((each, place) => `${JSON.stringify(each)} ${effects.map((effect) => effect.shares[place]).join()}`)
    .sort();

/** What must hold for any combination that is answered. */
function soundness(best: typeof bestOf, lines: readonly BasketLine[], list: readonly Candidate[]): void {
  const effects = best(list, lines);
  expect(mayStand(effects.map((effect) => effect.candidate))).toBe(true);
  const left = lines.map(({ total }) => total);
  for (const {
    shares,
    discount,
    candidate: { moneyLeft, terms },
  } of effects) {
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(discount);
    if (moneyLeft !== null) expect(discount).toBeLessThanOrEqual(moneyLeft);
    if (terms.benefit.kind === 'percent' && terms.benefit.cap)
      expect(discount).toBeLessThanOrEqual(terms.benefit.cap);
    for (const [place, share] of shares.entries()) {
      expect(share).toBeGreaterThanOrEqual(0);
      left[place] = (left[place] as number) - share;
      if (terms.excludedSkus.includes(lines[place]?.sku ?? '')) expect(share).toBe(0);
    }
  }
  for (const rest of left) expect(rest).toBeGreaterThanOrEqual(0);
}

describe('the best combination', () => {
  it('adds up exactly, passes no budget or cap, and takes no line below zero', () => {
    fc.assert(fc.property(basket, offers(10), (lines, list) => soundness(bestOf, lines, list)));
  });

  it('does not depend on how lines or offers are ordered', () => {
    fc.assert(
      fc.property(basket, offers(5), fc.integer(), (lines, list, turn) => {
        const turned = <T>(items: readonly T[]) => {
          const at = Math.abs(turn) % items.length;
          return [...items.slice(at), ...items.slice(0, at)].reverse();
        };
        const there = bestOf(list, lines);
        const back = bestOf(turned(list), turned(lines));
        expect(outcome(back, turned(lines))).toEqual(outcome(there, lines));
      }),
    );
  });

  it('is as good as any set of offers that may stand together', () => {
    fc.assert(
      fc.property(basket, offers(5), fc.nat(), (lines, list, mask) => {
        const some = list.filter((_, n) => (mask >> n) & 1);
        if (mayStand(some))
          expect(discountOf(bestOf(list, lines))).toBeGreaterThanOrEqual(discountOf(effectsOf(some, lines)));
      }),
    );
  });

  it('is never worse for one more offer, while all combinations are tried', () => {
    fc.assert(
      fc.property(basket, offers(exhaustiveUpTo), (lines, list) => {
        expect(discountOf(bestOf(list, lines))).toBeGreaterThanOrEqual(
          discountOf(bestOf(list.slice(1), lines)),
        );
      }),
    );
  });

  it('is at least the best single offer where offers are added one by one', () => {
    const many = offers(14).filter((list) => list.length > exhaustiveUpTo);
    fc.assert(
      fc.property(basket, many, (lines, list) => {
        const singles = list.map((one) => discountOf(effectsOf([one], lines)));
        expect(discountOf(bestOf(list, lines))).toBeGreaterThanOrEqual(Math.max(...singles));
      }),
      { numRuns: 30 },
    );
  });

  it.each<[string, (effects: Effect[]) => Effect[]]>([
    [
      'a unit lost in sharing out',
      (effects) =>
        effects.map((each) => ({
          ...each,
          shares: each.shares.map((share, n) => (n === 0 && share > 0 ? share - 1 : share)),
        })),
    ],
    ['a discount taken twice', (effects) => [...effects, ...effects]],
  ])('%s is seen', (_, mutate) => {
    const broken: typeof bestOf = (list, lines) => mutate(bestOf(list, lines));
    expect(() =>
      fc.assert(fc.property(basket, offers(4), (lines, list) => soundness(broken, lines, list))),
    ).toThrow();
  });
});
