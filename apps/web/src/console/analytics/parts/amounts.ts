import { localeOf, minorUnits } from '@wafa/i18n/core';
import { useMemo } from 'react';
import { useFormat } from '../../../shared/hooks.ts';

/** Amounts of one currency as figures, table cells and marks of an axis say them. */
export function useAmounts(currency: string) {
  const { language, money } = useFormat();
  return useMemo(() => {
    const compact = new Intl.NumberFormat(localeOf(language), { notation: 'compact' });
    const units = minorUnits(currency);
    return {
      /** Without a minor part: what a large figure needs. */
      round: (minor: number) => money(Math.round(minor / units) * units, currency, { whole: true }),
      exact: (minor: number) => money(minor, currency),
      tick: (minor: number) => compact.format(minor / units),
      /** A count, short enough for an axis. */
      countTick: (count: number) => compact.format(count),
    };
  }, [currency, language, money]);
}
