import type { Capability } from '@wafa/contract';
import { api } from '../shared/api/api.ts';

/** Whether the store has a capability switched on; none is shown before the store is known. */
export function useIsOn(): (capability: Capability) => boolean {
  const { data: me } = api.useMeQuery();
  return (capability) => me?.store.switches[capability] === true;
}
