import { localeOf } from '@wafa/i18n/core';
import { useFormat } from '../../shared/hooks.ts';

/** Names of months given as yyyy-mm: short ones for an axis, with the year for a table. */
export function useMonthNames(): { short: (month: string) => string; long: (month: string) => string } {
  const { language, date } = useFormat();
  const format = new Intl.DateTimeFormat(localeOf(language), { month: 'short', timeZone: 'UTC' });
  return {
    short: (month) => format.format(new Date(`${month}-01`)),
    long: (month) => date(`${month}-01`, 'month'),
  };
}
