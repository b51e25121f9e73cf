import type { Program } from '@wafa/contract';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';

/** The store's programmes, the default one first; none while they load. A store has at most a few. */
export function useProgrammes(): readonly Program[] {
  const { data } = useRead(endpoints.loyalty.listPrograms, { limit: 100 });
  return data?.programs ?? [];
}
