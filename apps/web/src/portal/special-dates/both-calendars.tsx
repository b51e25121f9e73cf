import type { OccasionDate } from '@wafa/contract';
import { useFormat } from '../../shared/hooks.ts';

/** The next day of an occasion in both calendars, its own first. */
export function BothCalendars({ date }: { date: Pick<OccasionDate, 'calendar' | 'next'> }) {
  const format = useFormat();
  const gregorian = format.date(date.next.on, 'date');
  const hijri = format.hijri(date.next.on, 'date');
  const [first, second] = date.calendar === 'hijri' ? [hijri, gregorian] : [gregorian, hijri];
  return (
    <>
      <bdi>{first}</bdi> · <bdi>{second}</bdi>
    </>
  );
}
