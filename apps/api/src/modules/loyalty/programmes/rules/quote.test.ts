import type { EarnRule } from '@wafa/contract';
import { describe, expect, test } from 'vitest';
import { circumstances, line, member, rule } from './baskets.ts';
import { Given } from './given.ts';
import { quote } from './quote.ts';
import type { BasketLine, Circumstances } from './types.ts';

const location = '019a0000-0000-7000-8000-00000000000a';
const pointsOf = (rules: EarnRule[], basket: BasketLine[], change: Partial<Circumstances> = {}) =>
  quote(member({ rules }), basket, circumstances(change)).points;

describe('the programme’s rate', () => {
  test.each([
    { name: 'a point a unit, rounded down', total: 12_399, currencyExponent: 2, points: 123 },
    { name: 'silver', total: 10_001, currencyExponent: 2, multiplierPercent: 125, points: 125 },
    { name: 'a currency without minor units', total: 1_999, currencyExponent: 0, points: 1_999 },
    { name: 'a currency of three digits', total: 12_345, currencyExponent: 3, points: 12 },
    { name: 'half a point a unit', total: 30_100, currencyExponent: 2, pointsPerUnitE4: 5_000, points: 150 },
    { name: 'exactly the minimum', total: 5_000, currencyExponent: 2, minimumSpend: 5_000, points: 50 },
    { name: 'a cent below the minimum', total: 4_999, currencyExponent: 2, minimumSpend: 5_000, points: 0 },
    { name: 'the largest order', total: 2 ** 53 - 1, currencyExponent: 2, points: 90_071_992_547_409 },
    { name: 'nothing', total: 0, currencyExponent: 2, points: 0 },
  ])('$name', ({ total, currencyExponent, points, name: _, ...change }) => {
    expect(quote(member(change), [line(total)], circumstances({ currencyExponent })).points).toBe(points);
  });

  test('says rule and inputs', () => {
    const basket = [line(1_000), line(2_000, { lineNo: 2 })];
    expect(quote(member({ pointsPerUnitE4: 12_500 }), basket, circumstances()).reason).toEqual({
      programId: '019a0000-0000-7000-8000-000000000001',
      ruleVersion: 3,
      pointsPerUnit: '1.25',
      tier: 'bronze',
      multiplierPercent: 100,
      minimumSpend: 0,
      eligible: 3_000,
    });
  });

  test('gives the remainder to the lines with the largest fraction, the earlier first', () => {
    const basket = [line(150), line(150, { lineNo: 2 }), line(0, { lineNo: 3 }), line(100, { lineNo: 7 })];
    const { points, lines } = quote(member(), basket, circumstances());
    expect(points).toBe(4);
    expect(lines).toEqual([
      { lineNo: 1, points: 2 },
      { lineNo: 2, points: 1 },
      { lineNo: 3, points: 0 },
      { lineNo: 7, points: 1 },
    ]);
  });

  test('refuses more points than JSON carries', () => {
    const rich = member({ pointsPerUnitE4: 1_000_000 });
    const whole = circumstances({ currencyExponent: 0 });
    expect(() => quote(rich, [line(Number.MAX_SAFE_INTEGER)], whole)).toThrow('amount_too_large');
  });

  test('gives a basket without lines nothing', () => {
    expect(quote(member(), [], circumstances())).toMatchObject({ points: 0, lines: [] });
  });

  test.each([
    ['inactive', { isActive: false }],
    ['not_yet', { startsAt: new Date('2026-02-20T15:30:01Z') }],
    ['over', { endsAt: new Date('2026-02-20T15:30:00Z') }],
    ['not_enrolled', { isEnrolled: false }],
    ['below_minimum', { minimumSpend: 10_001 }],
  ])('%s: neither rate nor rule gives anything', (why, change) => {
    const rules = [rule({ kind: 'points', points: 5 })];
    const quoted = quote(member({ rules, ...change }), [line(10_000)], circumstances());
    expect(quoted).toMatchObject({ points: 0, why, outcomes: [{ why, points: 0 }] });
  });
});

describe('kinds of rules', () => {
  const milk = line(10_000, { lineNo: 1, sku: 'MILK', category: 'dairy', quantity: 3 });
  const bread = line(5_000, { lineNo: 2, sku: 'BREAD', category: 'bakery' });
  const basket = [milk, bread];

  test.each([
    ['twice for a category', { kind: 'multiplier', percent: 200, when: { categories: ['dairy'] } }, 250],
    ['half a point more', { kind: 'rate', pointsPerUnit: 0.5, when: { skus: ['BREAD'] } }, 175],
    ['per order', { kind: 'points', points: 7 }, 157],
    ['per line', { kind: 'points', points: 7, per: 'line' }, 164],
    ['per item', { kind: 'points', points: 7, per: 'item', when: { skus: ['MILK'] } }, 171],
    ['left out', { kind: 'exclude', when: { categories: ['dairy'] } }, 50],
    ['an event', { kind: 'event', event: 'review', points: 9 }, 150],
    ['a category nobody bought', { kind: 'points', points: 7, when: { categories: ['toys'] } }, 150],
    [
      'a category and another’s sku',
      { kind: 'points', points: 7, when: { categories: ['dairy'], skus: ['BREAD'] } },
      150,
    ],
  ])('%s', (_, fields, points) => {
    expect(pointsOf([rule(fields)], basket)).toBe(points);
  });

  test('points land on the lines that gave them, with rule and inputs', () => {
    const rules = [rule({ id: 'dairy', kind: 'multiplier', percent: 150, when: { categories: ['dairy'] } })];
    const quoted = quote(member({ rules }), basket, circumstances());
    expect(quoted.lines).toEqual([
      { lineNo: 1, points: 150 },
      { lineNo: 2, points: 50 },
    ]);
    expect(quoted.reason).toMatchObject({
      base: 150,
      rules: [{ id: 'dairy', kind: 'multiplier', points: 50, inputs: { eligible: 10_000, percent: 150 } }],
    });
  });

  test('of several multipliers the highest counts per line and adds to the tier’s', () => {
    const rules = [
      rule({ id: 'all', kind: 'multiplier', percent: 200 }),
      rule({ id: 'dairy', kind: 'multiplier', percent: 300, when: { categories: ['dairy'] } }),
    ];
    const quoted = quote(member({ rules, multiplierPercent: 150 }), basket, circumstances());
    // 150 × 1.5, then 50 for the bread and 200 for the milk.
    expect([quoted.base, quoted.points]).toEqual([225, 475]);
    const lower = [
      rule({ id: 'a', kind: 'multiplier', percent: 200 }),
      rule({ id: 'b', kind: 'multiplier', percent: 200 }),
    ];
    for (const rules of [lower, lower.toReversed()]) {
      const tied = quote(member({ rules }), basket, circumstances()).outcomes;
      expect(tied.find((outcome) => outcome.why === 'applied')?.rule.id).toBe('a');
    }
  });

  test('lines that are left out count for no rule, though for the minimum spend', () => {
    const rules = [
      rule({ id: 'none', kind: 'exclude', when: { categories: ['dairy'] } }),
      rule({ id: 'milk', kind: 'points', points: 5, when: { skus: ['MILK'] } }),
      rule({ id: 'all', kind: 'rate', pointsPerUnit: '1' }),
    ];
    const quoted = quote(member({ rules, minimumSpend: 15_000 }), basket, circumstances());
    expect(quoted.points).toBe(100);
    expect(quoted.outcomes.map(({ why }) => why)).toEqual(['applied', 'excluded', 'applied']);
    expect(quoted.reason.eligible).toBe(5_000);
  });

  test('a free basket shares fixed points alike', () => {
    const free = [line(0), line(0, { lineNo: 2 })];
    expect(
      quote(member({ rules: [rule({ kind: 'points', points: 5 })] }), free, circumstances()).lines,
    ).toEqual([
      { lineNo: 1, points: 3 },
      { lineNo: 2, points: 2 },
    ]);
  });
});

describe('conditions', () => {
  const bonus = (when: object, more: object = {}) => [rule({ kind: 'points', points: 100, when, ...more })];
  test.each<[string, object, Partial<Circumstances>, boolean]>([
    ['the branch', { locations: [location] }, { locationId: location }, true],
    ['no branch', { locations: [location] }, {}, false],
    ['Friday in Riyadh', { weekdays: [5] }, {}, true],
    ['Friday evening is Saturday in Auckland', { weekdays: [6] }, { timeZone: 'Pacific/Auckland' }, true],
    ['Thursday', { weekdays: [4] }, {}, false],
    ['within the hours', { hours: { from: '18:30', to: '19:00' } }, {}, true],
    ['the end of the hours', { hours: { from: '17:00', to: '18:30' } }, {}, false],
    ['hours past midnight', { hours: { from: '18:00', to: '02:00' } }, {}, true],
    ['outside hours past midnight', { hours: { from: '19:00', to: '02:00' } }, {}, false],
    ['the tier', { tiers: ['bronze', 'gold'] }, {}, true],
    ['another tier', { tiers: ['gold'] }, {}, false],
    ['no tier', { tiers: ['gold'] }, { tier: null }, false],
    ['one of the segments', { segments: ['vip', 'new'] }, { segments: new Set(['vip']) }, true],
    ['no segment', { segments: ['vip'] }, {}, false],
    ['the first order', { firstOrder: true }, { isFirstOrder: true }, true],
    ['a later order', { firstOrder: true }, {}, false],
    ['the least basket', { minimumBasket: 1_000 }, {}, true],
    ['below the least basket', { minimumBasket: 1_001 }, {}, false],
    ['all of two', { tiers: ['bronze'], weekdays: [5] }, {}, true],
    ['one of two', { tiers: ['bronze'], weekdays: [1] }, {}, false],
  ])('%s', (_, when, change, holds) => {
    expect(pointsOf(bonus(when), [line(1_000)], change)).toBe(holds ? 110 : 10);
  });

  test.each([
    ['switched off', { isActive: false }, 'inactive'],
    ['before it begins', { startsAt: '2026-02-20T18:30:01+03:00' }, 'not_yet'],
    ['once it has ended', { endsAt: '2026-02-20T18:30:00+03:00' }, 'over'],
  ])('%s it gives nothing', (_, more, why) => {
    const quoted = quote(member({ rules: bonus({}, more) }), [line(1_000)], circumstances());
    expect(quoted.outcomes).toMatchObject([{ why, points: 0 }]);
  });
});

describe('caps', () => {
  const limited = (caps: object) => [rule({ kind: 'rate', pointsPerUnit: 1, caps })];
  const given = new Given([
    { ruleId: 'r', day: '2026-02-20', points: 30 },
    { ruleId: 'r', day: '2026-02-03', points: 20 },
    { ruleId: 'r', day: '2026-01-31', points: 10 },
    { ruleId: 'other', day: '2026-02-20', points: 500 },
  ]);
  test.each([
    ['per order', { perOrder: 40 }, 40],
    ['per day', { perDay: 90 }, 60],
    ['per month', { perMonth: 90 }, 40],
    ['per customer', { perCustomer: 90 }, 30],
    ['the narrowest', { perOrder: 50, perDay: 90, perCustomer: 85 }, 25],
    ['used up', { perDay: 30 }, 0],
    ['wide enough', { perOrder: 100 }, 100],
  ])('%s', (_, caps, points) => {
    expect(pointsOf(limited(caps), [line(10_000)], { given })).toBe(100 + points);
  });

  test('what a cap takes is said', () => {
    const quoted = quote(
      member({ rules: limited({ perDay: 90 }) }),
      [line(10_000)],
      circumstances({ given }),
    );
    expect(quoted.outcomes).toMatchObject([{ why: 'capped', points: 60, inputs: { beforeCap: 100 } }]);
  });
});
