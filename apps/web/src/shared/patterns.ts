import type { CustomerAnalytics, CustomerChart } from '@wafa/contract';
import { useFormat, useText } from './hooks.ts';

/** The views on when, where and how somebody buys. */
export const patternKinds = [
  'weekdays',
  'hours',
  'locations',
  'channels',
  'basket_sizes',
] as const satisfies readonly CustomerChart[];
export type PatternKind = (typeof patternKinds)[number];

export interface PatternRow {
  key: string;
  name: string;
  orders: number;
  spent: number;
}

/** A Monday, from which the days of the week are named. */
const monday = Date.UTC(2024, 0, 1);
const dayMs = 86_400_000;

/**
 * The rows of one view with their names, `channelWords` being where those of channels stand; rows without
 * orders only where the order of rows has a meaning.
 */
export function usePatternRows(
  patterns: CustomerAnalytics['patterns'],
  kind: PatternKind,
  channelWords: string,
): PatternRow[] {
  const text = useText();
  const { date, language, number } = useFormat();
  const views: Record<PatternKind, () => PatternRow[]> = {
    weekdays: () =>
      patterns.weekdays.map(({ weekday, ...figures }) => ({
        ...figures,
        key: String(weekday),
        name: date(new Date(monday + (weekday - 1) * dayMs).toISOString().slice(0, 10), 'dayName'),
      })),
    hours: () =>
      patterns.hours.map(({ hour, ...figures }) => ({ ...figures, key: String(hour), name: number(hour) })),
    locations: () =>
      patterns.locations.map(({ locationId, name, nameAr, ...figures }) => ({
        ...figures,
        key: locationId ?? '',
        name: (language === 'ar' && nameAr) || name || text('analytics.no_location'),
      })),
    channels: () =>
      patterns.channels.map(({ channel, ...figures }) => ({
        ...figures,
        key: channel,
        name: text(`${channelWords}.${channel}`),
      })),
    basket_sizes: () =>
      patterns.basketSizes.map(({ size, ...figures }) => ({
        ...figures,
        key: size,
        // The size is a range, so the plural of "several" is meant for all but the first.
        name: text('analytics.basket', { count: size === '1' ? 1 : 5, size }),
      })),
  };
  const rows = views[kind]();
  return kind === 'weekdays' || kind === 'hours' ? rows : rows.filter(({ orders }) => orders > 0);
}
