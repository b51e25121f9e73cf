import { useLanguage } from '../../shared/hooks.ts';

/** Names of the days of the week, 1 being Monday. */
export function useWeekdays(): { value: number; label: string }[] {
  const language = useLanguage();
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  return [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: format.format(Date.UTC(2024, 0, value)) }));
}
