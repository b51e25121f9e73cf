import { describe, expect, it } from 'vitest';
import { churnDays, figure, refusalOfSpan } from './rules.ts';

describe('a store’s history', () => {
  const span = { customers: 100, firstDay: 1_000, lastDay: 1_200, untilDay: 1_210 };

  it('is enough from 90 days on', () => {
    expect(refusalOfSpan(span)).toBeUndefined();
    expect(refusalOfSpan({ ...span, untilDay: 1_090 })).toBeUndefined();
    expect(refusalOfSpan({ ...span, lastDay: 1_050, untilDay: 1_089 })).toBe('too_short');
  });

  it('is none without orders, or with all of them on one day', () => {
    const nobody = { customers: 0, firstDay: Number.POSITIVE_INFINITY, lastDay: Number.NEGATIVE_INFINITY };
    expect(refusalOfSpan({ ...span, ...nobody })).toBe('no_orders');
    expect(refusalOfSpan({ ...span, lastDay: 1_000 })).toBe('all_on_one_day');
  });
});

describe('the days at which churn is learnt', () => {
  it('are four, 30 apart, the latest as long ago as the horizon', () => {
    expect(churnDays(0, 400)).toEqual([220, 250, 280, 310]);
  });

  it('are those with a month of history before them', () => {
    expect(churnDays(230, 400)).toEqual([280, 310]);
    expect(churnDays(280, 400)).toEqual([310]);
    expect(churnDays(281, 400)).toEqual([]);
  });
});

it('writes a number that JSON does not know as null', () => {
  expect([1.5, Number.NaN, Number.POSITIVE_INFINITY].map(figure)).toEqual([1.5, null, null]);
});
