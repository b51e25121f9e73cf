import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { sinceFirst } from './trend.ts';

const dayMs = 86_400_000;

/** Size, entries and exits of a segment on each of at most so many days, the last being today. */
export function useSizes(key: string, days: number) {
  const from = new Date(Date.now() - (days - 1) * dayMs).toISOString().slice(0, 10);
  const { data, error, refetch } = useRead(endpoints.segments.sizes, { key, from });
  return { days: data && sinceFirst(data.days), error, refetch };
}
