import { useText } from '../../../shared/hooks.ts';
import { useAmounts } from '../parts/amounts.ts';
import type { Band } from './bands.ts';

/** The values of a score in words: days since the last order, orders, spend. */
export function useBandWords(currency: string) {
  const text = useText();
  const { round } = useAmounts(currency);
  const said = (
    band: Band | null,
    one: (value: number) => string,
    both: (from: number, to: number) => string,
  ): string => {
    if (band === null) return text('console.analytics.band_none');
    const { from, to } = band;
    if (from === null) return to === null ? '–' : text('console.analytics.band_to', { to: one(to) });
    if (to === null) return text('console.analytics.band_from', { from: one(from) });
    return from === to ? one(to) : both(from, to);
  };
  const counted = (unit: 'days' | 'orders') => (band: Band | null) =>
    said(
      band,
      (count) => text(`console.analytics.band_${unit}`, { count }),
      (from, to) => text(`console.analytics.band_${unit}_between`, { from, count: to }),
    );
  return {
    days: counted('days'),
    orders: counted('orders'),
    spent: (band: Band | null) =>
      said(band, round, (from, to) =>
        text('console.analytics.band_between', { from: round(from), to: round(to) }),
      ),
  };
}
