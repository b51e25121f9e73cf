import type { EngagementPartKey } from '@wafa/contract';

/** What an engagement score is made from. */
export interface Signals {
  daysSince: number | null;
  yearOrders: number;
  /** Share of the store's buyers who spent no more, 0 to 1; null where there is nothing to compare with. */
  spentRank: number | null;
  yearCategories: number;
  /** Points, of all time. */
  earned: number;
  used: number;
  /** In 90 days. */
  events: number;
}

export interface EngagementPart {
  key: EngagementPartKey;
  points: number;
  most: number;
  value: number | null;
}

/** Points that each part can give; a hundred together. */
const most: Record<EngagementPartKey, number> = {
  recency: 25,
  frequency: 25,
  money: 20,
  breadth: 10,
  loyalty: 10,
  activity: 10,
};
/** After so many days without an order half of the points for recency are left. */
const recencyHalfDays = 60;
/** So much gives all points of a part. */
const full = { orders: 12, categories: 5, usedShare: 0.5, events: 12 };

const round4 = (value: number) => Math.round(value * 10_000) / 10_000;

/**
 * The parts of an engagement score, each a whole number of points. Recency halves every 60 days; frequency is
 * full from an order a month, breadth from five categories, loyalty where half of the earned points were used,
 * activity from twelve events in 90 days; money is the rank among the store's buyers.
 */
export function engagementParts(signals: Signals): EngagementPart[] {
  const { daysSince, yearOrders, spentRank, yearCategories, earned, used, events } = signals;
  const usedShare = earned > 0 ? Math.min(1, Math.max(0, used) / earned) : null;
  const part = (key: EngagementPartKey, share: number, value: number | null): EngagementPart => ({
    key,
    points: Math.round(most[key] * Math.min(1, Math.max(0, share))),
    most: most[key],
    value: value === null ? null : round4(value),
  });
  return [
    part('recency', daysSince === null ? 0 : 0.5 ** (daysSince / recencyHalfDays), daysSince),
    part('frequency', yearOrders / full.orders, yearOrders),
    part('money', spentRank ?? 0, spentRank),
    part('breadth', yearCategories / full.categories, yearCategories),
    part('loyalty', (usedShare ?? 0) / full.usedShare, usedShare),
    part('activity', events / full.events, events),
  ];
}

export function engagementLevel(score: number): 'none' | 'low' | 'medium' | 'high' {
  if (score >= 67) return 'high';
  if (score >= 34) return 'medium';
  return score > 0 ? 'low' : 'none';
}

/**
 * Which share of the buyers spent no more than this: of 99 cuts at 1 to 99 %, those that are not above it.
 * Null of somebody who never ordered, or without cuts.
 */
export function rankOf(spent: number, cuts: readonly number[], hasOrdered: boolean): number | null {
  if (!hasOrdered || cuts.length === 0) return null;
  return round4(cuts.filter((cut) => cut <= spent).length / cuts.length);
}

export function churnLevel(risk: number): 'low' | 'medium' | 'high' {
  if (risk >= 0.7) return 'high';
  return risk >= 0.4 ? 'medium' : 'low';
}

/** The last so many calendar months up to one, oldest first; yyyy-mm. */
export function lastMonths(today: string, count: number): string[] {
  const last = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1;
  return Array.from({ length: count }, (_, index) => {
    const month = last - count + 1 + index;
    return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}
