import { type Ladder, ladderInput } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { fromFields, toFields } from './ladder-fields.ts';

const tier = { multiplierPercent: 100, benefits: [{ name: { en: 'Delivery', ar: 'توصيل' } }], customers: 3 };
const ladder: Ladder = {
  programId: '01934b5f-f480-7172-99ca-179aa682f5ac',
  ruleVersion: 4,
  basis: 'spend',
  window: 'rolling',
  windowMonths: 12,
  fall: 'one_step',
  graceDays: 0,
  expiryWarningDays: [30, 7],
  tierWarningDays: 30,
  tiers: [
    { ...tier, key: 'bronze', name: { en: 'Bronze', ar: 'البرونزية' }, threshold: 0 },
    { ...tier, key: 'gold', name: { en: 'Gold', ar: 'الذهبية' }, threshold: 150_050 },
  ],
};
const again = (changes: object = {}) =>
  fromFields({ ...toFields(ladder, 'SAR'), ...changes }, { currency: 'SAR', ruleVersion: 4 });

describe('the ladder in its form', () => {
  it('shows money in units and sends minor units', () => {
    expect(toFields(ladder, 'SAR')).toMatchObject({ tiers: [{ threshold: 0 }, { threshold: 1500.5 }] });
    expect(ladderInput.parse(again())).toMatchObject({
      ruleVersion: 4,
      expiryWarningDays: [30, 7],
      tiers: [{ threshold: 0 }, { threshold: 150_050, key: 'gold', benefits: tier.benefits }],
    });
  });
  it('sends points as they are', () => {
    expect(again({ basis: 'points' })).toMatchObject({ tiers: [{ threshold: 0 }, { threshold: 1500.5 }] });
  });
  it('names the place of what is missing', () => {
    const [first] = ladder.tiers;
    const issues = ladderInput.safeParse(again({ tiers: [first, { key: 'x', threshold: 10 }] })).error
      ?.issues;
    expect(issues?.map(({ path }) => path.join('.'))).toEqual(['tiers.1.name']);
  });
});
