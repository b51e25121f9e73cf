import { type EarnRule, earnRule } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { blankRule, fromFields, toFields } from './rule-fields.ts';

const store = { currency: 'SAR', timeZone: 'Asia/Riyadh' };
type Values = Record<string, unknown>;

describe('a rule from the form', () => {
  it('is what the contract takes, with only the conditions that were filled in', () => {
    const typed = {
      ...blankRule(),
      name: { en: 'Fridays', ar: 'الجمعة' },
      when: { weekdays: [5], tiers: [], skus: undefined, minimumBasket: 50, firstOrder: false, hours: {} },
      caps: { perDay: 100, perOrder: null },
    };
    expect(earnRule.parse(fromFields(typed, store))).toMatchObject({
      kind: 'multiplier',
      percent: 200,
      when: { weekdays: [5], minimumBasket: 5000 },
      caps: { perDay: 100 },
    });
    expect(fromFields(typed, store)).not.toHaveProperty('when.tiers');
  });
  it('keeps what belongs to its kind only', () => {
    const typed = { ...blankRule(), kind: 'event', event: 'review', points: 50, when: { skus: ['A'] } };
    const rule = earnRule.parse(fromFields(typed, store));
    expect(rule).toMatchObject({ kind: 'event', event: 'review', points: 50 });
    expect(rule.when).toEqual({});
    expect(rule).not.toHaveProperty('percent');
    expect(earnRule.safeParse(fromFields({ ...blankRule(), kind: 'exclude' }, store)).success).toBe(true);
  });
  it('is refused where half of a time span or of a name is missing', () => {
    const half = { ...blankRule(), when: { hours: { from: '10:00' } }, name: { en: 'Morning' } };
    const issues = earnRule
      .safeParse(fromFields(half, store))
      .error?.issues.map(({ path }) => path.join('.'));
    expect(issues?.sort()).toEqual(['name.ar', 'when.hours.to']);
  });
});

describe('a rule that is edited', () => {
  const rules: EarnRule[] = [
    {
      id: 'a',
      kind: 'rate',
      isActive: true,
      pointsPerUnit: '0.5',
      when: { minimumBasket: 12_345, hours: { from: '22:00', to: '02:00' } },
      caps: { perMonth: 10 },
      startsAt: '2026-12-01T06:30:00.000Z',
      endsAt: null,
    },
    { id: 'b', kind: 'points', isActive: false, points: 5, per: 'item', when: { skus: ['X'] }, caps: {} },
  ];
  it('comes back as it was when nothing is typed', () => {
    for (const rule of rules)
      expect(earnRule.parse(fromFields(toFields(rule, store) as Values, store))).toMatchObject(rule);
  });
});
