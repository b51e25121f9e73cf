import { describe, expect, test } from 'vitest';
import { cancellableUntil, obstaclesOf, refusalOf, refusalOfCode, type Taker, type Terms } from './rules.ts';

const now = new Date('2026-03-10T09:00:00Z');
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

const open: Terms = {
  programmeId: 'p',
  pointsCost: 100,
  stock: null,
  redeemed: 0,
  perCustomer: null,
  validFrom: null,
  validUntil: null,
  tiers: [],
  segments: [],
  isActive: true,
  archivedAt: null,
};
const member: Taker = { points: 100, tier: 'silver', segments: ['regulars'], times: 1 };

describe('obstacles', () => {
  test.each<[string, Partial<Terms>, Partial<Taker>, string[]]>([
    ['nothing', {}, {}, []],
    ['a start at this very instant', { validFrom: now }, {}, []],
    ['a start in an hour', { validFrom: later(1) }, {}, ['not_yet']],
    ['an end in an hour', { validUntil: later(1) }, {}, []],
    ['an end at this very instant', { validUntil: now }, {}, ['ended']],
    ['one left', { stock: 5, redeemed: 4 }, {}, []],
    ['none left', { stock: 5, redeemed: 5 }, {}, ['out_of_stock']],
    ['one of several tiers', { tiers: ['gold', 'silver'] }, {}, []],
    ['no tier', { tiers: ['gold'] }, { tier: null }, ['tier']],
    ['one of several segments', { segments: ['new', 'regulars'] }, {}, []],
    ['other segments', { segments: ['new'] }, {}, ['segment']],
    ['a second time of two', { perCustomer: 2 }, {}, []],
    ['a second time of one', { perCustomer: 1 }, {}, ['limit_reached']],
    ['a point too few', {}, { points: 99 }, ['points_missing']],
    ['several', { isActive: false, stock: 0 }, { points: 0 }, ['ended', 'out_of_stock', 'points_missing']],
  ])('%s', (_, terms, taker, obstacles) => {
    expect(obstaclesOf({ ...open, ...terms }, { ...member, ...taker }, now)).toEqual(obstacles);
  });

  test('each has a refusal of its own', () => {
    expect(refusalOf('points_missing')).toBe('insufficient_points');
    expect(refusalOf('tier')).toBe('reward_tier');
  });
});

test.each([
  ['a day after', 'free_shipping', 24, later(24)],
  ['until the code ends, where that comes first', 'free_shipping', 100, later(48)],
  ['never', 'free_shipping', 0, null],
  ['never for what a partner has to honour', 'partner_code', 24, null],
] as const)('a code is given back: %s', (_, rewardType, cancelHours, until) => {
  expect(cancellableUntil({ rewardType, cancelHours }, now, later(48))).toEqual(until);
});

test('a code whose time is over is expired, whether or not the job has come by', () => {
  expect(refusalOfCode({ status: 'issued', expiresAt: later(1) }, now)).toBeUndefined();
  expect(refusalOfCode({ status: 'issued', expiresAt: now }, now)).toBe('redemption_expired');
  expect(refusalOfCode({ status: 'used', expiresAt: now }, now)).toBe('redemption_used');
});
