import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useIsOn } from '../capabilities.ts';

/** The customer's next special date; undefined while it is on its way, null where there is none. */
export function useNextOccasion() {
  const isOn = useIsOn();
  const { data } = useRead(
    endpoints.occasions.upcoming,
    { customerId: 'me', limit: 1 },
    { skip: !isOn('occasions') },
  );
  return data ? (data.upcoming[0] ?? null) : undefined;
}
