import { expect, test } from 'vitest';
import { churnLevel, engagementLevel, engagementParts, lastMonths, rankOf } from './rules.ts';

const nobody = {
  daysSince: null,
  yearOrders: 0,
  spentRank: null,
  yearCategories: 0,
  earned: 0,
  used: 0,
  events: 0,
};
const pointsOf = (signals: Partial<typeof nobody> | Record<string, number>) =>
  engagementParts({ ...nobody, ...signals }).map(({ points }) => points);

test('engagement is 0 of nothing and 100 of everything, and never more', () => {
  expect(pointsOf({})).toEqual([0, 0, 0, 0, 0, 0]);
  const all = {
    daysSince: 0,
    yearOrders: 12,
    spentRank: 1,
    yearCategories: 5,
    earned: 100,
    used: 50,
    events: 12,
  };
  expect(pointsOf(all)).toEqual([25, 25, 20, 10, 10, 10]);
  expect(pointsOf({ ...all, yearOrders: 500, yearCategories: 90, used: 900, events: 1000 })).toEqual([
    25, 25, 20, 10, 10, 10,
  ]);
});

test('each part counts its own sign', () => {
  expect(pointsOf({ daysSince: 60 })).toEqual([13, 0, 0, 0, 0, 0]);
  expect(pointsOf({ yearOrders: 3 })).toEqual([0, 6, 0, 0, 0, 0]);
  expect(pointsOf({ spentRank: 0.5 })).toEqual([0, 0, 10, 0, 0, 0]);
  expect(pointsOf({ yearCategories: 1 })).toEqual([0, 0, 0, 2, 0, 0]);
  expect(pointsOf({ earned: 200, used: 50 })).toEqual([0, 0, 0, 0, 5, 0]);
  expect(pointsOf({ earned: 200, used: -20 })).toEqual([0, 0, 0, 0, 0, 0]);
  expect(pointsOf({ events: 6 })).toEqual([0, 0, 0, 0, 0, 5]);
});

test('the parts say what they are made from', () => {
  const parts = engagementParts({ ...nobody, earned: 300, used: 100, daysSince: 4 });
  expect(parts.find(({ key }) => key === 'loyalty')?.value).toBe(0.3333);
  expect(parts.find(({ key }) => key === 'recency')?.value).toBe(4);
  expect(parts.find(({ key }) => key === 'money')?.value).toBeNull();
});

test('levels begin at 1, 34 and 67 points', () => {
  expect([0, 1, 33, 34, 66, 67, 100].map(engagementLevel)).toEqual([
    'none',
    'low',
    'low',
    'medium',
    'medium',
    'high',
    'high',
  ]);
  expect([0, 0.39, 0.4, 0.69, 0.7, 1].map(churnLevel)).toEqual([
    'low',
    'low',
    'medium',
    'medium',
    'high',
    'high',
  ]);
});

test('the rank among buyers is the share of cuts that are not above', () => {
  const cuts = Array.from({ length: 99 }, (_, index) => (index + 1) * 10);
  expect([0, 10, 495, 990, 5000].map((spent) => rankOf(spent, cuts, true))).toEqual([
    0, 0.0101, 0.4949, 1, 1,
  ]);
  expect(rankOf(500, cuts, false)).toBeNull();
  expect(rankOf(500, [], true)).toBeNull();
});

test('months go back over the year', () => {
  expect(lastMonths('2026-02-10', 4)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
});
