import { expect, it } from 'vitest';
import { type InsightFigures, insightsOf, wordInsight } from './insights.ts';

const plain: InsightFigures = {
  orders: 10,
  spent: 100_000,
  refunded: 0,
  daysSince: 5,
  medianGapDays: null,
  gaps: 9,
  lately: 0,
  before: 0,
  spentRank: 0.5,
  topCategory: null,
  topWeekday: null,
};
const keysOf = (change: Partial<InsightFigures>) => insightsOf({ ...plain, ...change }).map(({ key }) => key);

it('says nothing where the figures say nothing', () => {
  expect(keysOf({})).toEqual([]);
  expect(keysOf({ orders: 1, gaps: 0, topWeekday: { weekday: 4, share: 1 } })).toEqual([]);
  expect(keysOf({ orders: 0, spent: 0, daysSince: null, gaps: 0 })).toEqual([]);
});

it.each([
  ['overdue', { medianGapDays: 7, daysSince: 15 }, { medianGapDays: 7, daysSince: 14 }],
  ['spending_up', { lately: 125, before: 100 }, { lately: 124, before: 100 }],
  ['spending_down', { lately: 75, before: 100 }, { lately: 76, before: 100 }],
  ['top_spender', { spentRank: 0.9 }, { spentRank: 0.89 }],
  [
    'favourite_category',
    { topCategory: { category: 'tea', share: 0.4 } },
    { topCategory: { category: 'tea', share: 0.39 } },
  ],
  [
    'favourite_category',
    { topCategory: { category: 'tea', share: 0.9 } },
    { topCategory: { category: null, share: 0.9 } },
  ],
  [
    'favourite_weekday',
    { topWeekday: { weekday: 4, share: 0.4 } },
    { topWeekday: { weekday: 4, share: 0.39 } },
  ],
  ['returns', { refunded: 20_000 }, { refunded: 9_000 }],
])('says %s from its threshold on', (key, from, below) => {
  expect(keysOf(from)).toEqual([key]);
  expect(keysOf(below).filter((found) => found === key)).toEqual([]);
});

it('says at most three sentences, what needs attention first', () => {
  expect(
    keysOf({
      medianGapDays: 7,
      daysSince: 30,
      lately: 10,
      before: 100,
      spentRank: 0.99,
      topCategory: { category: 'tea', share: 0.9 },
      refunded: 50_000,
    }),
  ).toEqual(['overdue', 'spending_down', 'top_spender']);
});

it('words a sentence in both languages, with names and shares of each', () => {
  const [insight] = insightsOf({ ...plain, topWeekday: { weekday: 5, share: 0.625 } });
  if (!insight) throw new Error('nothing was said');
  expect(insight).toEqual({ key: 'favourite_weekday', params: { share: 0.63, weekday: 5 } });
  expect(wordInsight(insight, 'en')).toBe('63% of the orders are placed on Friday.');
  expect(wordInsight(insight, 'ar')).toMatch(/من الطلبات يوم الجمعة/);
});
