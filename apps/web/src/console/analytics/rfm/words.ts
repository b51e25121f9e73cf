import { useText } from '../../../shared/hooks.ts';
import { useAmounts } from '../parts/amounts.ts';
import type { Band } from './bands.ts';

/** The values of a score in words: days since the last order, orders, spend. */
export function useBandWords(currency: string) {
  const text = useText();
  const { round } = useAmounts(currency);
  const between = (band: Band | null, said: (value: number) => string) => {
    if (band === null) return text('console.analytics.band_none');
    const { from, to } = band;
    if (from === null) return to === null ? '–' : text('console.analytics.band_to', { to: said(to) });
    if (to === null) return text('console.analytics.band_from', { from: said(from) });
    return from === to
      ? said(to)
      : text('console.analytics.band_between', { from: said(from), to: said(to) });
  };
  return {
    days: (band: Band | null) => between(band, (count) => text('console.analytics.band_days', { count })),
    orders: (band: Band | null) => between(band, (count) => text('console.analytics.band_orders', { count })),
    spent: (band: Band | null) => between(band, round),
  };
}
