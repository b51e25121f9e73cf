import { type EarnRule, earnRule } from '@wafa/contract';
import { Given } from './given.ts';
import type { Member } from './quote.ts';
import type { BasketLine, Circumstances } from './types.ts';

/** Builders for tests of rules: a line, a rule as the API takes it, a member, the circumstances. */
export const line = (total: number, change: Partial<BasketLine> = {}): BasketLine => ({
  lineNo: 1,
  sku: 'TEA',
  category: null,
  quantity: 1,
  total,
  ...change,
});

export const rule = (fields: Record<string, unknown>): EarnRule => earnRule.parse({ id: 'r', ...fields });

type MemberChange = Partial<Member['programme']> & Partial<Omit<Member, 'programme'>>;

/** Someone in a programme of one point a unit, without rules unless said. */
export function member({ isEnrolled = true, multiplierPercent = 100, ...change }: MemberChange = {}): Member {
  const programme = {
    id: '019a0000-0000-7000-8000-000000000001',
    pointsPerUnitE4: 10_000,
    minimumSpend: 0,
    ruleVersion: 3,
    rules: [],
    isActive: true,
    startsAt: null,
    endsAt: null,
    ...change,
  };
  return { programme, isEnrolled, multiplierPercent };
}

/** Friday 20 February 2026, 18:30 in Riyadh, in a currency of two digits. */
export const circumstances = (change: Partial<Circumstances> = {}): Circumstances => ({
  at: new Date('2026-02-20T15:30:00Z'),
  timeZone: 'Asia/Riyadh',
  currencyExponent: 2,
  locationId: null,
  tier: 'bronze',
  segments: new Set(),
  isFirstOrder: false,
  given: new Given(),
  ...change,
});
