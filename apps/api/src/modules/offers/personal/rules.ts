import type { OfferTerms } from '@wafa/contract';
import { placesOf } from '../basket/rules/benefits.ts';
import { effectsOf } from '../basket/rules/combine.ts';
import { basketObstacle } from '../basket/rules/eligibility.ts';
import type { BasketLine, Candidate } from '../basket/rules/types.ts';

export const dayMs = 86_400_000;
/** How far back own orders tell what a customer will buy, and how far ahead an offer is valued. */
export const lookBackDays = 365;
export const horizonDays = 30;

/** One of the customer's own orders, as a basket without any offer. */
export interface PastOrder {
  placedAt: Date;
  lines: readonly BasketLine[];
}

/** What own orders say about an offer. */
export interface Foretold {
  /** Minor units that it would bring in the days ahead. */
  benefit: number;
  /** What it would have saved on the orders looked at, and on how many. */
  saved: number;
  savedOrders: number;
}

/**
 * What an offer would bring a customer: it is applied to each of their own orders of the past year, which tells
 * their spend in its scope and whether they reach its conditions, and what it would have saved is spread over
 * the days observed, so that how often they buy is in it. Valued are `min(30, days until its end)` days ahead.
 * Bonus points count at what a point is worth, gifts at nothing.
 * @param pointWorthE4 ten-thousandths of a minor unit; null: points have no price
 */
export function foretell(
  candidate: Candidate,
  past: readonly PastOrder[],
  { at, endsAt, pointWorthE4 }: { at: Date; endsAt: Date | null; pointWorthE4: number | null },
): Foretold {
  const oldest = past.at(-1);
  if (!oldest) return { benefit: 0, saved: 0, savedOrders: 0 };
  let worth = 0;
  let saved = 0;
  let savedOrders = 0;
  for (const { lines } of past) {
    if (basketObstacle(candidate.terms, lines)) continue;
    const [effect] = effectsOf([candidate], lines);
    if (!effect) continue;
    worth += effect.discount + (effect.points * (pointWorthE4 ?? 0)) / 10_000;
    saved += effect.discount;
    if (effect.discount > 0) savedOrders += 1;
  }
  // A customer seen for a week has not shown a week's worth of a year; a month is the least to reckon with.
  const observed = Math.min(lookBackDays, Math.max(30, (at.getTime() - oldest.placedAt.getTime()) / dayMs));
  const ahead = endsAt ? Math.min(horizonDays, (endsAt.getTime() - at.getTime()) / dayMs) : horizonDays;
  return { benefit: Math.floor((worth / observed) * Math.max(0, ahead)), saved, savedOrders };
}

/** How a customer buys what an offer is about. */
export interface Habit {
  /** Sku or category that is bought most. */
  what: { sku: string } | { category: string };
  times: number;
  /** Median whole days between purchases; null with fewer than three. */
  everyDays: number | null;
  agoDays: number;
}

/** The customer's habit in the scope of an offer for products or categories; undefined where they have none. */
export function habitOf(
  terms: Pick<OfferTerms, 'scope' | 'excludedSkus'>,
  past: readonly PastOrder[],
  at: Date,
): Habit | undefined {
  if (terms.scope.kind === 'basket') return undefined;
  const byWhat = new Map<string, Date[]>();
  for (const { placedAt, lines } of past) {
    const meant = placesOf(terms, lines).map((place) => lines[place] as BasketLine);
    const names = meant.flatMap((line) =>
      terms.scope.kind === 'products' ? line.sku : (line.category ?? []),
    );
    for (const name of new Set(names)) byWhat.set(name, [...(byWhat.get(name) ?? []), placedAt]);
  }
  const most = [...byWhat].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))[0];
  if (!most) return undefined;
  const [name, dates] = most;
  const gaps = dates.slice(1).map((date, n) => ((dates[n] as Date).getTime() - date.getTime()) / dayMs);
  return {
    what: terms.scope.kind === 'products' ? { sku: name } : { category: name },
    times: dates.length,
    everyDays: gaps.length >= 2 ? Math.max(1, Math.round(medianOf(gaps))) : null,
    agoDays: Math.floor((at.getTime() - (dates[0] as Date).getTime()) / dayMs),
  };
}

/** Whether the next purchase is near or over: eight tenths of the rhythm have gone by, and not three of it. */
export function isDue({ everyDays, agoDays }: Habit): boolean {
  return everyDays !== null && agoDays >= 0.8 * everyDays && agoDays <= 3 * everyDays;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
